"""Applying an analyst's acts to lines and lives, after matching and before anything is counted.

An act corrects the coding, so it counts whatever day the ledger is asked for; a step or a status
that it sets is not seen before its own date. An act whose target is gone is kept and said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from brinkwatch.ledger.acts.finding import Register, standing
from brinkwatch.ledger.matching import Group
from brinkwatch.ledger.meaning import fold
from brinkwatch.ledger.stages import Step, status
from brinkwatch.records import AnalystAct, Commitment, DatedLife, EnteredAct, Life


class Acts:
    """The acts of one entering: apply them in the order of the methods, then ask `entered`."""

    def __init__(
        self, acts: Sequence[AnalystAct], commitments: Iterable[Commitment], *, as_of: str
    ) -> None:
        """`commitments` are those of the ledger, `as_of` its ISO day."""
        self._all = sorted(acts, key=lambda act: (act.at, act.id))
        self._as_of = as_of
        self._counting, self._undone = standing(acts)
        register = Register(commitments if self._counting else ())
        self._targets: dict[str, list[list[str]]] = {}
        self._notes: dict[str, list[str]] = defaultdict(list)
        self._shaped: dict[str, frozenset[str]] = {}  # act id -> ids of commitments
        for act in self._counting:
            found = [[register.find(meant) for meant in part] for part in act.about]
            self._targets[act.id] = [[one for one in part if one] for part in found]
            gone = [
                meant.origin
                for part, ids in zip(act.about, found, strict=True)
                for meant, one in zip(part, ids, strict=True)
                if one is None
            ]
            if gone:
                self._note(act, f"{_of(len(gone), act)} gone from {', '.join(sorted(set(gone)))}")

    def _note(self, act: AnalystAct, note: str) -> None:
        self._notes[act.id].append(note)

    # --- lines --------------------------------------------------------------------------------

    def regrouped(self, groups: Sequence[Group]) -> list[Group]:
        """The groups of matching, merged and split as the analyst says."""
        found = list(groups)
        for act in self._counting:
            if act.verb == "merge":
                found = self._merged(act, found)
            elif act.verb == "split":
                found = self._split(act, found)
        return found

    def _merged(self, act: AnalystAct, groups: list[Group]) -> list[Group]:
        wanted = {one for part in self._targets[act.id] for one in part}
        mine = [group for group in groups if any(m.id in wanted for m in group.members)]
        self._shaped[act.id] = frozenset(wanted)
        if len(mine) < 2:
            if mine and not self._notes[act.id]:
                self._note(act, "matching makes it one line by itself now")
            return groups
        first, *others = mine
        joined = [m for group in others for m in group.members]
        one = replace(
            first,
            members=[*first.members, *joined],
            wordings=[wording for group in mine for wording in group.wordings],
            merges=[
                *(merge for group in mine for merge in group.merges),
                *(f"{group.members[0].id} joins {first.members[0].id}: {reason(act)}."
                  for group in others),
            ],
        )  # fmt: skip
        gone = {id(group) for group in others}
        return [one if group is first else group for group in groups if id(group) not in gone]

    def _split(self, act: AnalystAct, groups: list[Group]) -> list[Group]:
        leaving, staying = (set(part) for part in self._targets[act.id])
        self._shaped[act.id] = frozenset(leaving | staying)
        kept: list[Group] = []
        apart: list[Group] = []
        for group in groups:
            ids = {member.id for member in group.members}
            going = leaving & ids
            if not going or not staying & ids:
                kept.append(group)
                continue
            going |= _reprints(group, going) - staying
            kept.append(_part(group, ids - going))
            apart.append(_part(group, going))
        if not apart:
            if leaving and staying and not self._notes[act.id]:
                self._note(act, "matching keeps them apart by itself now")
            return kept
        first = apart[0]
        why = [f"{first.members[0].id} was set apart: {reason(act)}."]
        one = replace(
            first,
            members=[member for group in apart for member in group.members],
            wordings=[wording for group in apart for wording in group.wordings],
            merges=[*(merge for group in apart for merge in group.merges), *why],
        )
        return [*kept, one]

    def corrected(self, groups: Sequence[Group]) -> list[Group]:
        """The groups with issuer and addressee of their commitments as the analyst says."""
        found = list(groups)
        for act in self._counting:
            number = self._line_of(act, found) if act.verb == "set" else None
            if number is None:
                continue
            group = found[number]
            self._shaped[act.id] = frozenset(member.id for member in group.members)
            parties = {
                name: value
                for name, value in (("issuer", act.issuer), ("addressee", act.addressee))
                if value is not None
            }
            members = [member.model_copy(update=parties) for member in group.members]
            wordings = group.wordings
            if act.issuer is not None:
                issuer = fold(act.issuer)
                wordings = [(replace(meaning, issuer=issuer), one) for meaning, one in wordings]
            found[number] = replace(group, members=members, wordings=wordings)
        return found

    def _line_of(self, act: AnalystAct, groups: Sequence[Group]) -> int | None:
        """The number of the group that holds most of what a correction is about."""
        wanted = {one for part in self._targets[act.id] for one in part}
        shares = [sum(m.id in wanted for m in group.members) for group in groups]
        best = max(range(len(groups)), key=lambda n: (shares[n], -n), default=None)
        return best if best is not None and shares[best] else None

    # --- lives --------------------------------------------------------------------------------

    def of_line(self, members: Iterable[Commitment]) -> list[AnalystAct]:
        """The acts that shaped the line of these commitments, in the order they were made."""
        if not self._shaped:
            return []
        ids = {member.id for member in members}
        return [act for act in self._counting if ids & self._shaped.get(act.id, frozenset())]

    def kept(self, members: Sequence[Commitment], steps: Sequence[Step]) -> list[Step]:
        """The steps of a line without those that the analyst calls wrong."""
        left = list(steps)
        for act in self.of_line(members):
            for wrong in act.dropped:
                right = [step for step in left if not _is(step, wrong)]
                if len(right) == len(left) and not self._later(wrong):
                    self._note(act, f"no step “{shown(wrong)}” is there any more")
                left = right
        return left

    def added(self, members: Sequence[Commitment]) -> list[Step]:
        """The steps that the analyst adds to a line; the act stands for document and record."""
        return [
            Step(step.date, step.life, act.id, (act.id,), "analyst", 1.0, f"{reason(act)}.")
            for act in self.of_line(members)
            for step in act.added
            if not self._later(step)
        ]

    def status(self, members: Sequence[Commitment], steps: Sequence[Step]) -> Life:
        """The status of a line: the last one set, with the steps after it, else from its steps."""
        said = [act.status for act in self.of_line(members) if act.status]
        said = [one for one in said if not self._later(one)]
        if not said:
            return status(steps)
        last = max(said, key=lambda one: one.date or "")
        pinned = Step(last.date, last.life, "", (), "analyst", 1.0)
        return status([pinned, *(s for s in steps if s.date and s.date > (last.date or ""))])

    def _later(self, step: DatedLife) -> bool:
        return step.date is not None and step.date[:10] > self._as_of

    # --- what came of them --------------------------------------------------------------------

    def origins(self) -> dict[str, str]:
        """Act id -> what a history names as the origin of a step that the act adds."""
        return {act.id: f"analyst {act.by}" for act in self._counting}

    def entered(self, homes: dict[str, str]) -> tuple[EnteredAct, ...]:
        """Every act with the lines it shaped; `homes` gives the line id of each commitment."""
        found = []
        for act in self._all:
            shaped = self._shaped.get(act.id, frozenset())
            lines = sorted({homes[one] for one in shaped if one in homes})
            notes = self._notes.get(act.id, [])
            if act in self._counting and not lines:
                notes = [*notes, "it changes nothing here"]
            found.append(
                EnteredAct(
                    act=act, lines=tuple(lines), undone_by=self._undone.get(act.id),
                    note="; ".join(notes) or None,
                )
            )  # fmt: skip
        return tuple(found)


def reason(act: AnalystAct) -> str:
    """Who decided it, when and why, in a few words."""
    return f"analyst {act.by}, {act.at[:10]}: {act.why.rstrip('.')}"


def shown(step: DatedLife) -> str:
    """A step as a reader sees it: "2024-11-19 not enforced"."""
    return f"{step.date or 'undated'} {step.life.replace('_', ' ')}"


def _of(count: int, act: AnalystAct) -> str:
    total = sum(map(len, act.about))
    return f"{count} of its {total} commitments {'is' if count == 1 else 'are'}"


def _is(step: Step, meant: DatedLife) -> bool:
    """Whether a step is the one meant; a month stands for its days."""
    if step.life != meant.life:
        return False
    if step.date is None or meant.date is None:
        return step.date == meant.date
    return step.date.startswith(meant.date) or meant.date.startswith(step.date)


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
