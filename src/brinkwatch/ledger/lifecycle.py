"""The life of a red line: declared, tested, crossed, enforced or not, as stated and as inferred.

Stated steps are what articles report of a line. Inferred ones follow from dated deeds: an actual
event that does what the trigger names crosses the line, an act of the issuer that does what it
threatened enforces it. Plans, denials and an analyst's "if" cross nothing. The stages and what may
follow what are data (`lifecycle.toml`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, cast

from brinkwatch.ledger.chronicle import Chronicle, Dated, fit
from brinkwatch.ledger.comparison import on_one_ladder
from brinkwatch.ledger.meaning import Deed, data, deed_of, fold
from brinkwatch.records import Commitment, Document, Life

Basis = Literal["stated", "inferred", "analyst"]


@dataclass(frozen=True)
class Step:
    """One step in a line's life before it gets its id."""

    date: str | None
    life: Life
    document: str
    records: tuple[str, ...]
    basis: Basis
    confidence: float
    note: str | None = None

    @property
    def order(self) -> tuple[bool, str, int]:
        """By date, undated last; on one day by the order of the stages."""
        return (self.date is None, self.date or "", rank(self.life))


def rank(life: Life) -> int:
    """The place of a stage in the life of a line, from 0 (declared)."""
    return int(data("lifecycle.toml")["stages"][life]["rank"])


def role(life: Life) -> str:
    """Whether a stage is a `statement`, a `deed` or an `outcome`."""
    return str(data("lifecycle.toml")["stages"][life]["role"])


def _settings() -> dict[str, Any]:
    settings: dict[str, Any] = data("lifecycle.toml")["inference"]
    return settings


def is_threat(commitment: Commitment) -> bool:
    """Whether it can be crossed by its trigger and enforced by its consequence."""
    return commitment.kind in _settings()["threats"]


def shift(day: str, days: int) -> str:
    """The ISO date `days` after `day`; a month or year counts from its first day."""
    first = date.fromisoformat((day + "-01-01")[:10] if len(day) == 4 else (day + "-01")[:10])
    return (first + timedelta(days=days)).isoformat()


# --- stated -------------------------------------------------------------------------------------


def _deed_behind(commitment: Commitment, until: str | None, chronicle: Chronicle) -> Dated | None:
    """The latest deed up to `until` that the reported life is about: the crossing or the answer."""
    answer = role(commitment.life) == "outcome"
    meant = deed_of(commitment.consequence if answer else commitment.trigger)
    if meant is None:
        return None
    actors = fold(commitment.issuer) if answer else meant.actor
    rows = [
        row
        for row in chronicle.by(actors)
        if (until is None or row.day <= until)
        and (commitment.date is None or row.day >= commitment.date[: len(row.day)])
        and fit(meant, row.deed) >= 0.5
        and row.certain == 1.0
    ]
    return rows[-1] if rows else None


def _stated(commitment: Commitment, document: Document | None, chronicle: Chronicle) -> list[Step]:
    """The steps that one commitment reports: its declaration, and the stage its article gives."""
    published = document.first_day() if document else None
    said, life, mine = commitment.date, commitment.life, (commitment.id,)
    here = commitment.document_id
    if role(life) == "statement" or life == "withdrawn":
        return [Step(said or published, life, here, mine, "stated", 1.0)]
    opinion = document is not None and document.kind in {"opinion", "analysis"}
    basis: Basis = "analyst" if opinion else "stated"
    confidence = _settings()["analyst"] if opinion else 1.0
    behind = None
    if life in {"crossed", "tested", "enforced"}:
        behind = _deed_behind(commitment, published, chronicle)
    when = behind.day if behind else published
    shown = mine + ((behind.event.id,) if behind else ())
    steps = [Step(when, life, here, shown, basis, confidence)]
    if said is not None:
        steps.insert(0, Step(said, "declared", here, mine, "stated", 1.0))
    return steps


def _same_occasion(one: Step, other: Step) -> bool:
    if one.life != other.life or one.date is None or other.date is None:
        return one.life == other.life and one.date == other.date
    return one.date.startswith(other.date) or other.date.startswith(one.date)


def merge(steps: Iterable[Step]) -> list[Step]:
    """Steps in order, those of one stage and occasion as one, dated as precisely as any of them."""
    merged: list[Step] = []
    for step in sorted(steps, key=lambda s: (-len(s.date or ""), *s.order, s.document, s.records)):
        for index, kept in enumerate(merged):
            if _same_occasion(kept, step):
                best = max(kept, step, key=lambda s: s.confidence)
                records = tuple(dict.fromkeys(kept.records + step.records))
                merged[index] = Step(
                    kept.date, kept.life, kept.document, records, best.basis, best.confidence,
                    kept.note or step.note,
                )  # fmt: skip
                break
        else:
            merged.append(step)
    return sorted(merged, key=lambda step: step.order)


# --- inferred -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Terms:
    """What crosses a line and what was threatened, in every wording of its members."""

    issuer: frozenset[str]
    triggers: tuple[Deed, ...]
    consequences: tuple[Deed, ...]

    @classmethod
    def of(cls, members: Sequence[Commitment]) -> Terms:
        """The terms of the threats among `members`."""
        threats = [member for member in members if is_threat(member)]
        triggers = [
            deed_of(member.trigger) for member in threats if member.trigger_polarity == "if_done"
        ]
        consequences = [deed_of(member.consequence) for member in threats]
        return cls(
            fold(code for member in threats for code in member.issuer),
            tuple(dict.fromkeys(deed for deed in triggers if deed and deed.actor)),
            tuple(dict.fromkeys(deed for deed in consequences if deed)),
        )

    def doers(self) -> frozenset[str]:
        """Who can cross the line: the triggers' actors, and the clients whom they would arm."""
        clients = [deed.recipient for deed in self.triggers if deed.type == "AID"]
        return frozenset().union(*(deed.actor for deed in self.triggers), *clients)


def _best(meant: Iterable[Deed], row: Dated) -> tuple[float, Deed | None]:
    """The confidence that a deed is one of those `meant`, and which."""
    scored = [(fit(deed, row.deed) * row.certain, deed) for deed in meant]
    return max(scored, key=lambda pair: pair[0], default=(0.0, None))


def _step(row: Dated, life: Life, confidence: float, note: str) -> Step:
    return Step(
        row.day, life, row.event.document_id, (row.event.id,), "inferred", round(confidence, 3), note
    )  # fmt: skip


def _crossing(terms: Terms, row: Dated) -> Step | None:
    """The step that a deed is for the line: crossed, or tested by a lower rung of its ladder."""
    confidence, trigger = _best(terms.triggers, row)
    if trigger is None or confidence < _settings()["least"] or terms.issuer & row.deed.actor:
        return None
    lower = on_one_ladder(trigger, row.deed) and row.deed.type == "AID"
    life: Life = "tested" if lower else "crossed"
    return _step(row, life, confidence, f"“{row.event.action.text}” is what the line forbids.")


def _answers(
    terms: Terms, crossed: Step, answer: Dated, before: frozenset[tuple[str | None, ...]]
) -> Step | None:
    """What an act of the issuer after a crossing is: the threatened answer, or another one."""
    settings = _settings()
    confidence, _ = _best(terms.consequences, answer)
    if confidence >= settings["least"]:
        note = f"“{answer.event.action.text}” is what the line threatened."
        if _kind(answer) in before:
            confidence *= settings["doubtful"]
            note += " The issuer had done the like before the crossing."
        return _step(answer, "enforced", confidence, note)
    crossers = frozenset().union(*(trigger.actor for trigger in terms.triggers))
    if answer.deed.type not in settings["hostile"] or _kind(answer) in before:
        return None
    if answer.deed.recipient & (crossers | terms.doers()):
        note = f"“{answer.event.action.text}” follows the crossing of {crossed.date}."
        return _step(answer, "answered_otherwise", settings["elsewhere"] * answer.certain, note)
    return None


def _kind(row: Dated) -> tuple[str | None, ...]:
    return (row.deed.type, *sorted(row.deed.recipient))


def _outcome(
    terms: Terms, crossed: Step, chronicle: Chronicle, last_heard: str | None
) -> Step | None:
    """How a crossing ended: the best answer in time, or none although one would have been heard."""
    settings, when = _settings(), crossed.date
    if when is None:
        return None
    deeds = chronicle.by(terms.issuer)
    before = frozenset(_kind(row) for row in deeds if row.day < when)
    in_time = [row for row in deeds if when < row.day <= shift(when, settings["answer_days"])]
    steps = [step for row in in_time if (step := _answers(terms, crossed, row, before))]
    if steps:
        return max(steps, key=lambda step: (rank(step.life), step.confidence))
    end = shift(when, settings["window_days"])
    if last_heard is not None and last_heard > end:
        note = f"No answer was reported within {settings['window_days']} days of the crossing."
        return Step(
            end, "not_enforced", crossed.document, crossed.records, "inferred",
            round(settings["unanswered"] * crossed.confidence, 3), note,
        )  # fmt: skip
    return None


def _may_follow(life: Life, past: Sequence[Step]) -> bool:
    """Whether the latest stage up to now allows an inferred step of this kind."""
    return bool(past) and past[-1].life in data("lifecycle.toml")["after"][life]


def _infer(
    terms: Terms, stated: list[Step], chronicle: Chronicle, last_heard: str | None
) -> list[Step]:
    """Steps that deeds add to the stated ones, one crossing awaiting its outcome at a time."""
    steps = list(stated)
    for row in chronicle.by(terms.doers()):
        past = [step for step in steps if step.date is not None and step.date <= row.day]
        crossing = _crossing(terms, row)
        if crossing is None or not _may_follow(crossing.life, sorted(past, key=lambda s: s.order)):
            continue
        steps.append(crossing)
        if crossing.life != "crossed":
            continue
        known = [s for s in stated if role(s.life) == "outcome" and (s.date or "") >= row.day]
        outcome = None if known else _outcome(terms, crossing, chronicle, last_heard)
        if outcome is not None:
            steps.append(outcome)
    return steps


def life_of(
    members: Sequence[Commitment],
    documents: Mapping[str, Document],
    chronicle: Chronicle,
    last_heard: str | None,
) -> list[Step]:
    """The dated steps of the line whose commitments are `members`, in order.

    `last_heard` is the day of the latest article on the issuer; a window in which an answer would
    have been heard counts as observed only once that day is past its end.
    """
    stated = [
        step
        for member in members
        for step in _stated(member, documents.get(member.document_id), chronicle)
    ]
    steps = merge(stated)
    terms = Terms.of(members)
    if terms.triggers:
        steps = merge(_infer(terms, steps, chronicle, last_heard))
    return steps


def status(steps: Sequence[Step]) -> Life:
    """The furthest stage of a line among its steps of confidence 0.5 or more; of equals the latest.

    A line that is declared or reiterated after it was withdrawn or lapsed stands again.
    """
    shown = [step for step in steps if step.confidence >= 0.5]
    for index, step in enumerate(shown):
        ended = step.life in {"withdrawn", "lapsed"}
        if ended and any(role(later.life) == "statement" for later in shown[index + 1 :]):
            shown = shown[index + 1 :]
            return status(shown)
    furthest = max(shown, key=lambda step: (rank(step.life), shown.index(step)))
    return cast(Life, furthest.life)
