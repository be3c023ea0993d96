"""What the records of a crisis say that history can weigh: its situation and its signs.

A sign is present or not, however many articles report it; each record enters by one route only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from brinkwatch.forecast.base_rates import settings, test_years
from brinkwatch.forecast.evidence import precision
from brinkwatch.forecast.questions import day_of
from brinkwatch.forecast.sides import Sides
from brinkwatch.records import (
    Action,
    Actors,
    CodedRecord,
    Commitment,
    Crisis,
    Document,
    Estimate,
    Event,
    Ledger,
)

ANSWERED = frozenset({"enforced", "not_enforced", "withdrawn", "lapsed", "answered_otherwise"})


@dataclass(frozen=True)
class Signs:
    """The situation of a crisis, the signs reported with their record ids, and known facts.

    `crisis` has the sides asked about (`Sides.at_stake`); `opened_by` are the records that put it
    into its situation, `opening` their kind; `armed` is the nuclear-armed state asked about,
    `testing` its class of nuclear testing; `sure` is the confidence of the records that have one.
    """

    crisis: Crisis
    day: str
    situation: str
    reported: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, bool]
    opened_by: tuple[str, ...] = ()
    opening: str | None = None
    armed: Actors = ()
    testing: str | None = None
    sure: Mapping[str, float] = field(default_factory=dict)

    @property
    def fought(self) -> Actors:
        """Those whose fighting with the challenger is reported already and is not asked about."""
        return self.crisis.client if "client_war" in self.reported else ()

    def trust(self, records: Iterable[str], kind: str) -> float:
        """The probability that what these records show is there: that of the surest of them.

        Where none has a confidence it is the coder's measured precision on their kind. A stage of
        a line (kind `life`) must be read rightly too.
        """
        stage = precision(kind) if kind == "life" else 1.0
        told = [self.sure[record] for record in records if record in self.sure]
        return max(told, default=precision("commitment" if kind == "life" else kind)) * stage


def known(
    records: Iterable[CodedRecord], documents: Iterable[Document], as_of: str
) -> list[CodedRecord]:
    """The records that could be read on the as-of day; those dated later are left out."""
    day = day_of(as_of).isoformat()
    seen = {d.id for d in documents if (d.first_day() or day) <= day}
    return [
        record
        for record in records
        if record.document_id in seen and (getattr(record, "date", None) or day)[:10] <= day
    ]


def read_signs(
    crisis: Crisis,
    ledger: Ledger,
    records: Sequence[CodedRecord],
    documents: Sequence[Document],
    *,
    as_of: str,
) -> Signs:
    """The situation and the signs of a crisis on a day.

    Only records of the crisis count, and only those of the last `relevant_days` (base_rates.toml),
    the window over which its reference classes were counted.
    """
    mine = set(crisis.records)
    published = {d.id: d.first_day() for d in documents}
    recent = [
        record
        for record in known(records, documents, as_of)
        if record.id in mine and _within(record, published, as_of, "relevant_days")
    ]
    events = [
        r for r in recent
        if isinstance(r, Event) and r.status in ("actual", "ongoing") and not _expected(r, recent)
    ]  # fmt: skip
    words = [r for r in recent if isinstance(r, Commitment) and r.life != "withdrawn"]
    sides = Sides(crisis, as_of).at_stake(events, words)
    battles = [e for e in events if sides.fight(e)]
    threats = [c for c in words if sides.threatens(c)]
    displays = [e for e in events if sides.acts(e, "MOBILIZE", sides.one, sides.other)]
    signals: list[Event | Commitment] = [*threats, *displays]
    opening = battles or signals
    fresh = any(_within(r, published, as_of, "fresh_days") for r in signals)
    situation = (
        _fighting(battles, published) if battles
        else "quiet_pair" if not signals
        else "threat_or_display" if fresh
        else "old_signal"
    )  # fmt: skip
    crossed = _crossed(crisis, ledger, threats, {r.id for r in recent})
    reported = _reported(sides, events, words, threats, ledger, crossed)
    armed = sides.armed()
    return Signs(
        crisis=sides.crisis,
        day=sides.day,
        situation=situation,
        reported={key: tuple(sorted(set(ids))) for key, ids in reported.items() if ids},
        facts={"nuclear_side": bool(armed)},
        opened_by=tuple(sorted({r.id for r in opening})),
        opening=_opening(opening),
        armed=armed,
        testing=_testing(armed, day_of(as_of).year),
        sure={r.id: r.confidence for r in recent if r.confidence is not None},
    )


def _opening(records: Sequence[Event | Commitment]) -> str | None:
    """The kind of record that put the crisis into its situation; threats before deeds."""
    if not records:
        return None
    return "commitment" if isinstance(records[0], Commitment) else "event"


def _expected(event: Event, records: Sequence[CodedRecord]) -> bool:
    """Whether the same words are also an estimate of such an act, and so not news of one."""
    return any(
        isinstance(other, Estimate)
        and isinstance(other.proposition, Action)
        and other.proposition.type == event.action.type
        and other.document_id == event.document_id
        and other.span.start < event.span.end
        and event.span.start < other.span.end
        for other in records
    )


def _reported(
    sides: Sides,
    events: Sequence[Event],
    words: Sequence[Commitment],
    threats: Sequence[Commitment],
    ledger: Ledger,
    crossed: Sequence[str],
) -> dict[str, list[str]]:
    """The ids of the records that show each sign."""
    plain = [c for c in threats if c.id not in crossed and c.id not in _settled(ledger)]
    one, other = sides.one, sides.other
    return {
        "explicit_threat": [c.id for c in plain],
        "force_named": [c.id for c in plain if c.consequence and c.consequence.type == "ASSAULT"],
        "display_before": [e.id for e in events if sides.acts(e, "MOBILIZE", one, other)],
        "counter_before": [
            *(e.id for e in events if sides.acts(e, "MOBILIZE", other, one)),
            *(c.id for c in words if sides.answers(c)),
        ],
        "easing_words": [c.id for c in words if sides.eases(c)],
        "retreat": [e.id for e in events if sides.acts(e, "RETREAT", one, other)],
        "line_crossed": list(crossed),
        "client_war": [e.id for e in events if sides.fight_client(e)],
    }


def _settled(ledger: Ledger) -> set[str]:
    """The commitments of lines that were answered or given up."""
    ended = [line for line in ledger.lines if line.status in ANSWERED]
    return {record for line in ended for record in line.commitments}


def _fighting(battles: Sequence[Event], published: Mapping[str, str | None]) -> str:
    """Whether force was used now and then or day after day, by the distinct days reported."""
    days = {(event.date or published.get(event.document_id) or "")[:10] for event in battles}
    going_on = any(event.status == "ongoing" for event in battles)
    return "repeated_force" if going_on or len(days) >= settings()["force_days"] else "used_force"


def _within(
    record: CodedRecord, published: Mapping[str, str | None], as_of: str, window: str
) -> bool:
    """Whether the record's date, else its article's, lies in a window; an unknown date does."""
    when = getattr(record, "date", None) or published.get(record.document_id)
    first = day_of(as_of) - timedelta(days=settings()[window])
    return when is None or (when + "-01-01"[len(when) - 4 :])[:10] >= first.isoformat()


def _crossed(
    crisis: Crisis, ledger: Ledger, threats: Sequence[Commitment], ids: set[str]
) -> list[str]:
    """What shows a line crossed and not yet answered: reports of it, and deeds matched to it."""
    told = [c.id for c in threats if c.life == "crossed" and c.id not in _settled(ledger)]
    open_lines = {
        line.id for line in ledger.lines if line.id in crisis.lines and line.status == "crossed"
    }
    matched = [
        record
        for entry in ledger.entries
        if entry.line_id in open_lines
        and entry.life == "crossed"
        and (entry.basis != "inferred" or entry.confidence >= settings()["inferred_from"])
        for record in entry.records
        if record in ids
    ]
    return [*told, *matched]


def _testing(armed: Actors, year: int) -> str | None:
    if not armed:
        return None
    tested = any(year - 10 <= y < year for y in test_years()[armed[0]][1])
    return ("tester" if tested else "other") + ("_before_ban" if year < 1997 else "_since_ban")
