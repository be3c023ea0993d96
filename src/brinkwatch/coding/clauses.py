"""Clauses of a sentence as runs of tokens, and what hangs on a condition.

The boundaries follow the commas, because a parser's attachments are least sure where a sentence has
been cut by "he said"; attributions are left out of the clauses.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brinkwatch.coding.attribution import frame_of, frames
from brinkwatch.coding.parsing import Article, children, lemma
from brinkwatch.coding.phrasebook import modes
from brinkwatch.records import Polarity

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

STOPS = {",", ";", ":", '"', "-", "–", "—", "(", ")"}
FINITE = {"VBD", "VBP", "VBZ", "MD"}
_LEAD = {
    "then", "and", "but", "that", "however", "so", "yet", "though", ",", ";", ":", "-", "–", "—",
}  # fmt: skip


@dataclass(frozen=True)
class Clause:
    """A run of tokens with the word that heads it."""

    head: Token
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words, with plain quotes."""
        return str(self.head.doc[self.start : self.end].text)


@dataclass(frozen=True)
class Conditional:
    """A condition, what hangs on it, and whether doing or not doing brings it about."""

    condition: Clause
    outcome: Clause
    polarity: Polarity
    marker: str
    shape: str


def attributions(sent: Span, article: Article) -> list[tuple[int, int]]:
    """The tokens of the sentence that only say who speaks; "vowed to V" says what will be done."""
    binding = {"threaten", "promise", "forgo"}
    return [
        f.own for f in frames(article)
        if sent.start <= f.own[0] < sent.end and f.source.mode not in binding
    ]  # fmt: skip


def outcome_of(marker: int, condition: Clause, sent: Span, article: Article) -> Clause | None:
    """The clause that hangs on the condition: after it where the condition comes first."""
    around = [f for f in frames(article) if f.covers(condition.head.i)]
    inner = frame_of(condition.head, article)
    same = [f for f in around if inner is not None and f.source.index == inner.source.index]
    low = max(sent.start, min([f.start for f in same] or [sent.start]))
    high = min(sent.end, max([f.end for f in same] or [sent.end]))
    strong = [t.i + 1 for t in sent.doc[low:marker] if t.text in {";", ":"}]
    low, high = max([low, *strong]), max(high, condition.end)
    blocked = attributions(sent, article)
    after = _pieces(
        condition.end, max(high, sent.end if marker - low <= 2 else high), blocked, sent
    )
    before = _pieces(low, marker, blocked, sent)
    first = marker - low <= 2 or not before
    for piece in (*after, *reversed(before)) if first else (*reversed(before), *after):
        found = _headed(piece, sent, condition)
        if found is not None:
            return found
    return None


def _pieces(
    low: int, high: int, blocked: list[tuple[int, int]], sent: Span
) -> list[tuple[int, int]]:
    """The runs of tokens from low to high that are not an attribution."""
    out, start = [], low
    for a, b in sorted(blocked):
        if low <= a < high:
            if a > start:
                out.append((start, a))
            start = max(start, b)
    if start < high:
        out.append((start, high))
    cut = [part for a, b in out for part in _at_semicolons(a, b, sent)]
    return [piece for piece in (trimmed(a, b, sent) for a, b in cut) if piece]


def _at_semicolons(start: int, end: int, sent: Span) -> list[tuple[int, int]]:
    edges = [start, *(t.i for t in sent.doc[start:end] if t.text in {";"}), end]
    return list(itertools.pairwise(edges))


def trimmed(start: int, end: int, sent: Span) -> tuple[int, int] | None:
    """Token bounds without leading connectives and outer punctuation; None under two tokens."""
    doc = sent.doc
    while start < end and (
        doc[start].lower_ in _LEAD or doc[start].is_punct or doc[start].is_space
    ):
        start += 1
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    return (start, end) if end - start >= 2 else None


def _headed(piece: tuple[int, int], sent: Span, condition: Clause) -> Clause | None:
    start, end = piece
    tokens = sent.doc[start:end]
    if tokens[0].lower_ in {"if", "unless"}:
        return None
    modal = [
        t.head for t in tokens if t.tag_ == "MD" and t.head.i != t.i and start <= t.head.i < end
    ]
    finite = [t for t in tokens if t.tag_ in FINITE and t.pos_ in {"VERB", "AUX"}]
    infinitive = [t for t in tokens if t.tag_ == "VB" and children(t, "aux")]
    options = modal or finite or infinitive
    if condition.head.i < start:
        head = next(iter(options), None)
    else:
        head = options[-1] if options and not modal else next(iter(reversed(modal)), None)
    if head is None or head.i == condition.head.i:
        return None
    if modes().get(lemma(head)) in {"say", "warn", "think"} and not modal and tokens[-1].lower_ in {
        "that", lemma(head), head.lower_,
    }:  # fmt: skip
        return None
    left = start if condition.head.i < start else max(start, min(head.left_edge.i, head.i))
    return Clause(head, left, end)


def end_of(tokens: list[Token]) -> int:
    """Where a run of tokens meets its first break."""
    stop = next((t.i for t in tokens if t.text in {",", ";", ":", ".", '"'}), tokens[-1].i + 1)
    return max(stop, tokens[0].i + 1)
