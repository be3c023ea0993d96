"""What the records of a crisis say that history can weigh: its situation and its signs.

A sign is present or not, however many articles report it; each record enters by one route only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from brinkwatch.forecast.base_rates import settings, test_years
from brinkwatch.forecast.questions import day_of
from brinkwatch.records import (
    Actors,
    CodedRecord,
    Commitment,
    Crisis,
    Document,
    Event,
    Ledger,
)

THREATS = frozenset({"deterrent_threat", "compellent_threat", "ultimatum", "threat"})
EASING = frozenset({"assurance", "promise"})
ANSWERED = frozenset({"enforced", "not_enforced", "withdrawn", "lapsed", "answered_otherwise"})


@dataclass(frozen=True)
class Signs:
    """The situation of the two sides, the signs reported with their record ids, and known facts.

    `opened_by` are the records that put the crisis into its situation, `opening` their kind;
    `armed` is the nuclear-armed state asked about, `testing` its class of nuclear testing.
    """

    situation: str
    reported: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, bool]
    opened_by: tuple[str, ...] = ()
    opening: str | None = None
    armed: Actors = ()
    testing: str | None = None


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
    sides = Sides(crisis, as_of)
    mine = set(crisis.records)
    published = {d.id: d.first_day() for d in documents}
    recent = [
        record
        for record in known(records, documents, as_of)
        if record.id in mine and _within(record, published, as_of, "relevant_days")
    ]
    events = [r for r in recent if isinstance(r, Event) and r.status in ("actual", "ongoing")]
    words = [r for r in recent if isinstance(r, Commitment) and r.life != "withdrawn"]
    battles = [e for e in events if sides.fight(e)]
    threats = [c for c in words if sides.threatens(c)]
    displays = [e for e in events if sides.acts(e, "MOBILIZE", sides.one, sides.other)]
    signals = [*threats, *displays]
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
        situation=situation,
        reported={key: tuple(sorted(set(ids))) for key, ids in reported.items() if ids},
        facts={"nuclear_side": bool(armed)},
        opened_by=tuple(sorted({r.id for r in battles or signals})),
        opening="commitment" if threats and not battles else "event" if signals or battles else None,
        armed=armed,
        testing=_testing(armed, day_of(as_of).year),
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


class Sides:
    """The two sides of a crisis with the members of their alliances, on a day."""

    def __init__(self, crisis: Crisis, as_of: str) -> None:
        self.day = day_of(as_of).isoformat()
        self.crisis = crisis
        self.one = self._with_members(crisis.challenger)
        self.other = self._with_members(crisis.defender) - self.one
        self.client = frozenset(crisis.client) - self.one - self.other

    def _with_members(self, codes: Actors) -> frozenset[str]:
        from brinkwatch.gazetteer import members

        return frozenset(codes).union(*(members(code, self.day) for code in codes))

    def acts(self, event: Event, kind: str, by: frozenset[str], on: frozenset[str]) -> bool:
        """Whether the event is such an act of one side towards the other, or aimed at nobody."""
        action = event.action
        aimed = not action.recipient or bool(on & set(action.recipient))
        return action.type == kind and bool(by & set(action.actor)) and aimed

    def _clash(self, event: Event, one: frozenset[str], other: frozenset[str]) -> bool:
        doers, targets = set(event.action.actor), set(event.action.recipient)
        met = (doers & one and (doers | targets) & other) or (doers & other and targets & one)
        return event.action.type == "ASSAULT" and bool(met)

    def fight(self, event: Event) -> bool:
        """Whether the event is force between the two sides."""
        return self._clash(event, self.one, self.other)

    def fight_client(self, event: Event) -> bool:
        """Whether the event is force between the challenger and the defender's client."""
        return self._clash(event, self.one, self.client)

    def _to(self, words: Commitment, by: frozenset[str], to: frozenset[str]) -> bool:
        addressed = not words.addressee or bool(to & set(words.addressee))
        return bool(by & set(words.issuer)) and addressed

    def threatens(self, words: Commitment) -> bool:
        """Whether the challenger threatens the defender, the threat or its occasion being said."""
        clear = words.strength != "vague"
        return clear and words.kind in THREATS and self._to(words, self.one, self.other)

    def answers(self, words: Commitment) -> bool:
        """Whether the defender threatens the challenger."""
        return words.kind in THREATS and self._to(words, self.other, self.one)

    def eases(self, words: Commitment) -> bool:
        """Whether the challenger assures or promises the defender something."""
        return words.kind in EASING and self._to(words, self.one, self.other)

    def armed(self) -> Actors:
        """The challenger's nuclear-armed state, else the defender's; empty without one.

        Of an alliance's several the one that has been armed longest stands for it.
        """
        from brinkwatch.gazetteer import is_nuclear

        for codes, side in (
            (self.crisis.challenger, self.one),
            (self.crisis.defender, self.other),
        ):
            holders = [c for c in codes if c in test_years() and is_nuclear(c, self.day)]
            holders = holders or [c for c in side if c in test_years() and is_nuclear(c, self.day)]
            if holders:
                return (min(holders, key=lambda code: (test_years()[code][0], code)),)
        return ()


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
        if entry.line_id in open_lines and entry.life == "crossed"
        for record in entry.records
        if record in ids
    ]
    return [*told, *matched]


def _testing(armed: Actors, year: int) -> str | None:
    if not armed:
        return None
    tested = any(year - 10 <= y < year for y in test_years()[armed[0]][1])
    return ("tester" if tested else "other") + ("_before_ban" if year < 1997 else "_since_ban")
