"""What dated deeds show of a line: that it was tested or crossed, and how its issuer answered.

An actual event that does what the trigger names crosses the line, an act of the issuer that does
what it threatened enforces it. Plans, denials and an analyst's "if" cross nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from brinkwatch.ledger.chronicle import Chronicle, Dated, comparable, fit
from brinkwatch.ledger.comparison import on_one_ladder
from brinkwatch.ledger.meaning import Deed, deed_of, fold
from brinkwatch.ledger.stages import SHOWN, Step, may_follow, rank, role, settings, shift
from brinkwatch.records import Commitment, Life


@dataclass(frozen=True)
class Terms:
    """What crosses a line and what was threatened, in every wording of its threats."""

    issuer: frozenset[str]
    triggers: tuple[Deed, ...]
    consequences: tuple[Deed, ...]

    @classmethod
    def of(cls, members: Sequence[Commitment]) -> Terms:
        """The terms of the threats among `members`; what must be left undone has no crossing."""
        threats = [member for member in members if member.kind in settings()["threats"]]
        done = [member for member in threats if member.trigger_polarity == "if_done"]
        triggers = [deed_of(member.trigger) for member in done]
        consequences = [deed_of(member.consequence) for member in threats]
        return cls(
            fold(code for member in threats for code in member.issuer),
            tuple(dict.fromkeys(deed for deed in triggers if deed and deed.actor)),
            tuple(dict.fromkeys(deed for deed in consequences if deed)),
        )

    @cached_property
    def doers(self) -> frozenset[str]:
        """Who can cross the line: the triggers' actors, and the clients whom they would arm."""
        clients = (deed.recipient for deed in self.triggers if deed.type == "AID")
        return frozenset().union(*(deed.actor for deed in self.triggers), *clients)

    @cached_property
    def _alike(self) -> list[list[Deed]]:
        """The triggers, those together that differ in their words alone."""
        alike: dict[Deed, list[Deed]] = {}
        for trigger in self.triggers:
            alike.setdefault(trigger._replace(words=frozenset()), []).append(trigger)
        return list(alike.values())

    def crossed_by(self, row: Dated) -> tuple[Life, float]:
        """The stage that a deed brings the line to, and the confidence that it does.

        To permit or provide what only the use of is forbidden tests the line.
        """
        crossing, testing = 0.0, 0.0
        for alike in self._alike:
            if not comparable(alike[0], row.deed):
                continue
            confidence = max(fit(trigger, row.deed) for trigger in alike) * row.certain
            if row.deed.type == "AID" and on_one_ladder(alike[0], row.deed):
                testing = max(testing, confidence)
            else:
                crossing = max(crossing, confidence)
        return ("crossed", crossing) if crossing >= settings()["least"] else ("tested", testing)


def _step(row: Dated, life: Life, confidence: float, note: str) -> Step:
    return Step(
        row.day, life, row.event.document_id, (row.event.id,), "inferred", round(confidence, 3),
        f"“{row.event.action.text}” {note}", own_date=row.certain == 1.0,
    )  # fmt: skip


def _sort(row: Dated) -> tuple[str | None, ...]:
    """What sort of act it is: the same kind of deed against the same parties."""
    return (row.deed.type, *sorted(row.deed.recipient))


def _answer(terms: Terms, row: Dated, before: frozenset[tuple[str | None, ...]]) -> Step | None:
    """What an act of the issuer after a crossing is: the threatened answer, another one, or none.

    An act of a sort that the issuer committed before the crossing is a doubtful answer.
    """
    known = _sort(row) in before
    threatened = max((fit(meant, row.deed) for meant in terms.consequences), default=0.0)
    threatened *= row.certain * (settings()["doubtful"] if known else 1.0)
    if threatened >= settings()["least"]:
        return _step(row, "enforced", threatened, "is what the line threatened.")
    hostile = row.deed.type in settings()["hostile"] and row.deed.recipient & terms.doers
    if hostile and not known:
        confidence = settings()["elsewhere"] * row.certain
        return _step(row, "answered_otherwise", confidence, "follows the crossing.")
    return None


def _outcome(
    terms: Terms, crossing: Step, chronicle: Chronicle, last_heard: str | None
) -> Step | None:
    """How a crossing ended: the best answer in time, or none although one would have been heard."""
    when = crossing.date or ""
    deeds = chronicle.by(terms.issuer)
    before = frozenset(_sort(row) for row in deeds if row.day < when)
    in_time = [row for row in deeds if when < row.day <= shift(when, settings()["answer_days"])]
    answers = [step for row in in_time if (step := _answer(terms, row, before))]
    if answers:
        return max(answers, key=lambda step: (rank(step.life), step.confidence))
    end = shift(when, settings()["window_days"])
    if last_heard is None or last_heard <= end:
        return None
    note = f"No answer was reported within {settings()['window_days']} days of the crossing."
    confidence = round(settings()["unanswered"] * crossing.confidence, 3)
    return Step(
        end, "not_enforced", crossing.document, crossing.records, "inferred", confidence, note,
        own_date=False,
    )  # fmt: skip


class _Standing:
    """When a line stands: for some time after each of its statements."""

    def __init__(self, stated: Iterable[Step]) -> None:
        self._spoken = sorted(s.date for s in stated if role(s.life) == "statement" and s.date)
        self._until = [shift(day, settings()["standing_days"]) for day in self._spoken]

    def holds(self, day: str) -> bool:
        """Whether it was stated before `day`, and not so long before that it is stale."""
        before = bisect_left(self._spoken, day)
        return before > 0 and day <= self._until[before - 1]


def _counts(step: Step, confidence: float) -> bool:
    """Whether a step bars one of `confidence`: a doubtful one bars no likely one."""
    return step.confidence >= SHOWN or confidence < SHOWN


def _awaits(past: Iterable[Step]) -> bool:
    """Whether the line was crossed and its outcome is open."""
    deeds = [step for step in past if step.life == "crossed" or role(step.life) == "outcome"]
    latest = max(deeds, key=lambda step: step.order, default=None)
    return latest is not None and latest.life == "crossed"


def infer(
    terms: Terms, stated: Sequence[Step], chronicle: Chronicle, last_heard: str | None
) -> list[Step]:
    """The stated steps and those that deeds add, one crossing awaiting its outcome at a time."""
    steps = list(stated)
    if not terms.triggers:
        return steps
    standing = _Standing(stated)
    for row in chronicle.by(terms.doers, frozenset(deed.type for deed in terms.triggers)):
        if row.deed.actor & terms.issuer or not standing.holds(row.day):
            continue
        life, confidence = terms.crossed_by(row)
        if confidence < settings()["least"]:
            continue
        past = [s for s in steps if s.date and s.date < row.day and _counts(s, confidence)]
        if not may_follow(life, past) or _awaits(past):
            continue
        note = "is what the line forbids." if life == "crossed" else "comes close to the line."
        crossing = _step(row, life, confidence, note)
        later = [step for step in stated if step.date and step.date >= row.day]
        if any(role(step.life) == "deed" for step in later):
            continue
        steps.append(crossing)
        if life == "crossed" and not any(role(step.life) == "outcome" for step in later):
            outcome = _outcome(terms, crossing, chronicle, last_heard)
            steps += [outcome] if outcome else []
    return steps
