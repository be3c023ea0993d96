"""Finding again what an analyst's act is about, also after the articles were coded anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from brinkwatch.records import AnalystAct, Commitment


def standing(acts: Sequence[AnalystAct]) -> tuple[list[AnalystAct], dict[str, str]]:
    """The acts that count, in the order they were made, and act id -> the act that undoes it.

    An undone undoing leaves its act in force.
    """
    undone: dict[str, str] = {}
    for act in sorted(acts, key=lambda act: (act.at, act.id), reverse=True):
        if act.id not in undone and act.undoes is not None:
            undone.setdefault(act.undoes, act.id)
    counting = [act for act in acts if act.id not in undone and act.verb != "undo"]
    return sorted(counting, key=lambda act: (act.at, act.id)), undone


class Register:
    """The commitments of one ledger, to be found by what an act says of them."""

    def __init__(self, commitments: Sequence[Commitment]) -> None:
        self._all = commitments

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(commitment.id for commitment in self._all)

    @cached_property
    def _by_document(self) -> dict[str, list[Commitment]]:
        return _grouped(self._all, lambda commitment: commitment.document_id)

    @cached_property
    def _by_quote(self) -> dict[str, list[Commitment]]:
        return _grouped(self._all, _words)

    def find(self, meant: Commitment) -> str | None:
        """The id of the commitment that an act meant, or None when it is gone.

        It is the one of the same id; else of the same article and the same place in its text; else
        of the same words, since a page that is read anew can become another document.
        """
        if meant.id in self._ids:
            return meant.id
        here = self._by_document.get(meant.document_id, [])
        overlapping = [commitment for commitment in here if _shared(commitment, meant) > 0]
        rivals = overlapping or self._by_quote.get(_words(meant), [])
        best = max(rivals, key=lambda c: (_likeness(c, meant), c.id), default=None)
        return best.id if best else None


def _grouped(
    commitments: Iterable[Commitment], key: Callable[[Commitment], str]
) -> dict[str, list[Commitment]]:
    found: dict[str, list[Commitment]] = defaultdict(list)
    for commitment in commitments:
        found[key(commitment)].append(commitment)
    return found


def _words(commitment: Commitment) -> str:
    return " ".join(commitment.span.quote.split()).casefold()


def _shared(one: Commitment, other: Commitment) -> int:
    """How many characters two quotes of one article share; negative when they lie apart."""
    return min(one.span.end, other.span.end) - max(one.span.start, other.span.start)


def _likeness(one: Commitment, other: Commitment) -> tuple[int, int]:
    """How many fields two codings of one sentence share, then how much of the quote."""
    fields = ("issuer", "kind", "trigger", "consequence", "life")
    alike = sum(getattr(one, name) == getattr(other, name) for name in fields)
    return alike, _shared(one, other)
