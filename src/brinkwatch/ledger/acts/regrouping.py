"""Merging and splitting the groups of matching, found by the commitments they hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from brinkwatch.ledger.matching import Group
from brinkwatch.records import Commitment


class Groups:
    """The groups in their order; a new one comes last. Changing one leaves the others alone."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._groups = dict(enumerate(groups))
        self._home = {m.id: number for number, group in self._groups.items() for m in group.members}

    def holding(self, ids: Iterable[str]) -> list[int]:
        """The numbers of the groups that hold any of these commitments, in order."""
        return sorted({self._home[one] for one in ids if one in self._home})

    def holding_most(self, ids: Iterable[str]) -> int | None:
        """The number of the group that holds most of these commitments, the first of several."""
        numbers = [self._home[one] for one in ids if one in self._home]
        return min(numbers, key=lambda number: (-numbers.count(number), number), default=None)

    def __getitem__(self, number: int) -> Group:
        return self._groups[number]

    def replace(self, number: int, group: Group) -> None:
        """Put `group` in the place of a number."""
        self._groups[number] = group
        self._home |= {member.id: number for member in group.members}

    def join(self, numbers: Sequence[int], why: str) -> None:
        """Make groups one, in the place of the first."""
        mine = [self._groups[number] for number in numbers]
        first, *others = mine
        one = replace(
            first,
            members=[member for group in mine for member in group.members],
            wordings=[wording for group in mine for wording in group.wordings],
            merges=[
                *(merge for group in mine for merge in group.merges),
                *(f"{group.members[0].id} joins {first.members[0].id}: {why}." for group in others),
            ],
        )
        for number in numbers[1:]:
            del self._groups[number]
        self.replace(numbers[0], one)

    def set_apart(self, leaving: set[str], staying: set[str], why: str) -> bool:
        """Make `leaving` a group of their own where they are together with any of `staying`.

        Their reprints go with them. Returns whether there was anything to set apart.
        """
        parts = []
        for number in self.holding(leaving):
            group = self._groups[number]
            ids = {member.id for member in group.members}
            if not staying & ids:
                continue
            going = (leaving & ids) | (_reprints(group, leaving) - staying)
            self.replace(number, _part(group, ids - going))
            parts.append(_part(group, going))
        if not parts:
            return False
        first = parts[0]
        one = replace(
            first,
            members=[member for part in parts for member in part.members],
            wordings=[wording for part in parts for wording in part.wordings],
            merges=[
                *(merge for part in parts for merge in part.merges),
                f"{first.members[0].id} was set apart: {why}.",
            ],
        )
        self.replace(max(self._groups) + 1, one)
        return True

    def listed(self) -> list[Group]:
        """The groups in order."""
        return [self._groups[number] for number in sorted(self._groups)]


def _part(group: Group, ids: set[str]) -> Group:
    """Those of a group's commitments that `ids` names, with their wordings and reasons."""
    return replace(
        group,
        members=[member for member in group.members if member.id in ids],
        wordings=[wording for wording in group.wordings if wording[1] in ids],
        merges=[merge for merge in group.merges if merge.split(" ", 1)[0] in ids],
    )


def _reprints(group: Group, leaving: set[str]) -> set[str]:
    """The commitments of a group in the very words of one that leaves it."""
    words = {_said(member) for member in group.members if member.id in leaving}
    return {member.id for member in group.members if _said(member) in words}


def _said(commitment: Commitment) -> tuple[object, ...]:
    quote = " ".join(commitment.span.quote.split()).casefold()
    return quote, commitment.kind, commitment.trigger, commitment.consequence
