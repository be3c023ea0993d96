"""What the coder looked at and why it left it, written down only while somebody listens.

The components remark on a decision where they make it; `brinkwatch code --explain` listens.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from spacy.tokens import Token

    from brinkwatch.coding.parsing import Article
    from brinkwatch.records import CodedRecord


class Cue(NamedTuple):
    """An entry of a lexicon that was found in some words.

    `at` is the code point where they begin, or None where the rule looked at the words alone, which
    are then kept as `within`.
    """

    lexicon: str
    table: str
    entry: Mapping[str, Any]
    words: str
    within: str
    at: int | None


class Left(NamedTuple):
    """Something that was looked at and not coded: as what, the word that heads it, and why."""

    record: str
    start: int
    end: int
    why: str


@dataclass
class Trace:
    """What was remarked while one document was coded."""

    article: Article | None = None
    cues: list[Cue] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


_LISTENER: ContextVar[Trace | None] = ContextVar("listener", default=None)


@contextmanager
def listening() -> Iterator[Trace]:
    """Collect the remarks made within the block."""
    trace = Trace()
    token = _LISTENER.set(trace)
    try:
        yield trace
    finally:
        _LISTENER.reset(token)


def opened(article: Article) -> None:
    """Remark that this article is coded now."""
    if (trace := _LISTENER.get()) is not None:
        trace.article = article


def found(
    lexicon: str, table: str, entry: Mapping[str, Any], words: str, within: str,
    at: int | None = None,
) -> None:  # fmt: skip
    """Remark that an entry of `lexicon/NAME.toml` was found."""
    if (trace := _LISTENER.get()) is not None:
        trace.cues.append(Cue(lexicon, table, entry, words, within, at))


def refused(record: CodedRecord, why: str) -> None:
    """Remark why a record that a rule or a head made was not kept."""
    if (trace := _LISTENER.get()) is not None:
        kind, span = type(record).__name__.lower(), record.span
        trace.left.append(Left(kind, span.start, span.end, f"{record.rule}: {why}"))


def left(record: str, head: Token, why: str) -> None:
    """Remark why the words headed by a token give no record of this kind."""
    if (trace := _LISTENER.get()) is not None:
        trace.left.append(Left(record, head.idx, head.idx + len(head.text), why))
