"""Applying an analyst's acts to lines and lives, after matching and before anything is counted.

An act corrects the coding, so it counts whatever day the ledger is asked for; a step or a status
that it sets is not seen before its own date. An act whose target is gone is kept and said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from brinkwatch.ledger.acts.finding import Register, standing
from brinkwatch.ledger.acts.regrouping import Groups
from brinkwatch.ledger.matching import Group
from brinkwatch.ledger.meaning import fold
from brinkwatch.ledger.stages import Step, status
from brinkwatch.records import AnalystAct, Commitment, DatedLife, EnteredAct, Life


class Acts:
    """The acts of one entering: apply them in the order of the methods, then ask `entered`."""

    def __init__(
        self, acts: Sequence[AnalystAct], commitments: Sequence[Commitment], *, as_of: str
    ) -> None:
        """`commitments` are those of the ledger, `as_of` its ISO day."""
        self._all = sorted(acts, key=lambda act: (act.at, act.id))
        self._as_of = as_of
        self._counting, self._undone = standing(acts)
        register = Register(commitments)
        self._targets: dict[str, list[list[str]]] = {}
        self._notes: dict[str, list[str]] = defaultdict(list)
        self._shaped: dict[str, set[str]] = {}  # act id -> ids of commitments
        self._acts_on: dict[str, list[AnalystAct]] = defaultdict(list)  # commitment id -> acts
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
        found = Groups(groups)
        for act in self._counting:
            ids = {one for part in self._targets[act.id] for one in part}
            if act.verb == "merge":
                self._shape(act, ids)
                self._merge(act, found.holding(ids), found)
            elif act.verb == "split":
                self._shape(act, ids)
                leaving, staying = map(set, self._targets[act.id])
                apart = found.set_apart(leaving, staying, reason(act))
                if not apart and leaving and staying and not self._notes[act.id]:
                    self._note(act, "matching keeps them apart by itself now")
        return found.listed()

    def _merge(self, act: AnalystAct, numbers: Sequence[int], found: Groups) -> None:
        if len(numbers) > 1:
            found.join(numbers, reason(act))
        elif numbers and not self._notes[act.id]:
            self._note(act, "matching makes it one line by itself now")

    def corrected(self, groups: Sequence[Group]) -> list[Group]:
        """The groups with issuer and addressee of their commitments as the analyst says."""
        found = Groups(groups)
        for act in self._counting:
            if act.verb != "set":
                continue
            number = found.holding_most(one for part in self._targets[act.id] for one in part)
            if number is None:
                continue
            group = found[number]
            self._shape(act, {member.id for member in group.members})
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
            found.replace(number, replace(group, members=members, wordings=wordings))
        return found.listed()

    def _shape(self, act: AnalystAct, ids: set[str]) -> None:
        """Remember that an act shapes the lines of these commitments."""
        self._shaped[act.id] = ids
        for one in ids:
            self._acts_on[one].append(act)

    # --- lives --------------------------------------------------------------------------------

    def of_line(self, members: Iterable[Commitment]) -> list[AnalystAct]:
        """The acts that shaped the line of these commitments, in the order they were made."""
        found = {act.id: act for m in members for act in self._acts_on.get(m.id, ())}
        return sorted(found.values(), key=lambda act: (act.at, act.id))

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

    def completed(self, members: Sequence[Commitment], steps: Sequence[Step]) -> list[Step]:
        """The steps with those that the analyst adds, in order.

        The act stands for document and record of a step; one that was there already is confirmed
        by it and keeps its records.
        """
        found = list(steps)
        for act in self.of_line(members):
            for step in act.added:
                if self._later(step):
                    continue
                same = [one for one in found if _is(one, step)]
                records = dict.fromkeys((act.id, *(r for one in same for r in one.records)))
                sure = Step(step.date, step.life, act.id, tuple(records), "analyst", 1.0,
                            f"{reason(act)}.")  # fmt: skip
                found = [*(one for one in found if one not in same), sure]
        return sorted(found, key=lambda step: step.order)

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
            shaped = self._shaped.get(act.id, set())
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
