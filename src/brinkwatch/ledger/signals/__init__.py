"""Signals of a crisis for the stages after the ledger, dated, each with the records that show it.

Alliance cohesion, reserves and commitments of forces, political windows, domestic pressure, tempo
and missile defence (`signals.toml`). A signal that no record shows is entered as absent: that is
what the articles given say, not what is so.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from brinkwatch.coding.dates import dates_in
from brinkwatch.ledger.meaning import camp, data, fold
from brinkwatch.ledger.stages import SHOWN, role, shift
from brinkwatch.records import (
    Action,
    Actors,
    CodedRecord,
    Commitment,
    Crisis,
    Event,
    LedgerEntry,
    RedLine,
    Signal,
)

Days = Mapping[str, str | None]
"""Record id -> the day of its statement or deed, else of its article, else None."""

TEMPO = "tempo"
ABSENT = "absent"


def table() -> list[dict[str, Any]]:
    """The signals of `signals.toml`, each with its states."""
    rows: list[dict[str, Any]] = data("signals/signals.toml")["signal"]
    return rows


def names() -> dict[str, str]:
    """The reader's name of each signal, by key, in the order in which they are shown."""
    return {row["key"]: row["name"] for row in table()} | {TEMPO: "tempo of reiterations"}


# --- which record shows what ----------------------------------------------------------------------


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    words = (re.escape(p).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for p in phrases)
    return re.compile(rf"\b(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


def cue(phrases: Sequence[str], text: str) -> re.Match[str] | None:
    """The first of `phrases` in a text (whole words; a trailing * stands for any ending)."""
    return _pattern(tuple(phrases)).search(text) if phrases else None


class Sides:
    """The two sides of a crisis with the members of their alliances in its last year."""

    def __init__(self, crisis: Crisis) -> None:
        year = (crisis.last or "")[:4] or None
        one = _with_members(crisis.challenger, year)
        other = _with_members((*crisis.defender, *crisis.client), year)
        self.both = (one - other, other - one)

    def within(self, actors: Actors, recipients: Actors) -> bool:
        """Whether one party of a side acts towards another of the same side."""
        near, far = fold(actors), fold(recipients)
        return any(near & side and (far & side) - near and not far - side for side in self.both)

    def acts(self, actors: Actors) -> bool:
        """Whether a party of either side acts."""
        return bool(fold(actors) & (self.both[0] | self.both[1]))


def _with_members(codes: Iterable[str], year: str | None) -> frozenset[str]:
    return frozenset().union(*(camp(code, year) for code in fold(codes)))


def _shows(record: CodedRecord, state: Mapping[str, Any], sides: Sides) -> bool:
    """Whether a record shows a state of a signal."""
    if type(record).__name__.lower() not in state["records"]:
        return False
    if isinstance(record, Event) and record.status == "denied":
        return False
    if cue(state.get("phrases", ()), words(record)):
        return True
    if isinstance(record, Event):
        actors, recipients = record.action.actor, record.action.recipient
        done = record.status != "planned" and record.action.type in state.get("types", ())
    elif isinstance(record, Commitment):
        actors, recipients = record.issuer, record.addressee
        done = record.kind in state.get("kinds", ())
    else:
        return False
    if state.get("within"):
        return done and sides.within(actors, recipients)
    return done and state.get("by") == "side" and sides.acts(actors)


def words(record: CodedRecord) -> str:
    """The quote, and what is threatened where that stands in other words."""
    if isinstance(record, Commitment) and record.consequence:
        return f"{record.span.quote}\n{record.consequence.text} {record.consequence.means or ''}"
    return record.span.quote


def shown(
    key: str, states: Collection[str], records: Iterable[CodedRecord], crisis: Crisis
) -> tuple[CodedRecord, ...]:
    """The records that show one of the `states` of the signal `key`, in the order given."""
    (row,) = (row for row in table() if row["key"] == key)
    wanted, sides = [s for s in row["state"] if s["state"] in states], Sides(crisis)
    return tuple(r for r in records if any(_shows(r, state, sides) for state in wanted))


# --- the signals of a crisis ----------------------------------------------------------------------


def _basis(record: CodedRecord) -> str:
    """How the record knows: it reports a deed, a plan, a statement or an expectation."""
    if isinstance(record, Event):
        return "planned" if record.status == "planned" else "reported"
    return "said" if isinstance(record, Commitment) else "expected"


def _same(record: CodedRecord, day: str | None) -> tuple[object, ...]:
    """What two reports of one thing share: the deed and its day, else the words."""
    if isinstance(record, Event) and record.action.type:
        deed = record.action
        return deed.type, deed.actor, deed.recipient, day
    return (" ".join(record.span.quote.casefold().split()),)


def _actors(record: CodedRecord) -> Actors:
    if isinstance(record, Event):
        return record.action.actor
    if isinstance(record, Commitment):
        return record.issuer
    claim = record.proposition
    return claim.actor if isinstance(claim, Action) else ()


def _moment(record: CodedRecord, state: Mapping[str, Any], day: str | None) -> str | None:
    """The day or month of an election or change of office that the quote dates, else None."""
    text = record.span.quote
    found = cue(state["phrases"], text)
    spans = dates_in(text, day, ahead=frozenset(range(len(text))))
    if not found or not spans:
        return None
    return min(spans, key=lambda span: abs(span.start - found.start())).iso


def _of_state(
    crisis: Crisis,
    key: str,
    state: Mapping[str, Any],
    records: Sequence[CodedRecord],
    days: Days,
) -> Iterator[Signal]:
    sides, dated = Sides(crisis), (key, state["state"]) == ("window", "dated")
    found: dict[tuple[object, ...], list[CodedRecord]] = {}
    for record in records:
        if _shows(record, state, sides):
            found.setdefault(_same(record, days[record.id]), []).append(record)
    for reports in found.values():
        first = reports[0]
        day = days[first.id]
        yield Signal(
            crisis_id=crisis.id, key=key, state=state["state"], actors=_actors(first), date=day,
            moment=_moment(first, state, day) if dated else None, basis=_basis(first),
            records=tuple(record.id for record in reports),
        )  # fmt: skip


def _spoken(
    lines: Iterable[RedLine], entries: Iterable[LedgerEntry]
) -> dict[str, tuple[Actors, list[LedgerEntry]]]:
    """Line id -> its issuer and its statements that are dated to the day."""
    spoken: dict[str, tuple[Actors, list[LedgerEntry]]] = {
        line.id: (tuple(sorted(line.issuer)), []) for line in lines
    }
    for entry in entries:
        dated = entry.date is not None and len(entry.date) == 10
        if dated and role(entry.life) == "statement" and entry.confidence >= SHOWN:
            spoken[entry.line_id][1].append(entry)
    return spoken


def _tempo(
    crisis: Crisis, spoken: Mapping[str, tuple[Actors, list[LedgerEntry]]], as_of: str
) -> Iterator[Signal]:
    """Statements of red lines a week, by issuer, over the last weeks and the weeks before."""
    length = int(data("signals/signals.toml")["tempo_days"])
    since, before = shift(as_of, -length), shift(as_of, -2 * length)
    by_issuer: dict[Actors, list[LedgerEntry]] = {}
    for actors, statements in (spoken[line] for line in crisis.lines):
        if statements:
            by_issuer.setdefault(actors, []).extend(statements)
    for actors, steps in sorted(by_issuer.items()):
        steps.sort(key=lambda step: (step.date or "", step.id))
        late = [step for step in steps if (step.date or "") > since]
        early = [step for step in steps if before < (step.date or "") <= since]
        weeks = length / 7
        yield Signal(
            crisis_id=crisis.id, key=TEMPO, state="counted", actors=actors, date=steps[-1].date,
            basis="counted", value=len(late) / weeks,
            records=tuple(dict.fromkeys(i for step in late or steps[-1:] for i in step.records)),
            note=f"{len(late) / weeks:g} a week in the {length} days to {as_of[:10]}, "
            f"{len(early) / weeks:g} in the {length} before",
        )  # fmt: skip


def _inside(
    crisis: Crisis, loose: Sequence[tuple[str, int, Event]]
) -> list[tuple[str, int, Event]]:
    """The acts inside a side while the crisis is reported: each is of no crisis by itself.

    `loose` are events of no crisis with their days and places, in the order of the days.
    """
    if not (crisis.first and crisis.last):
        return []
    last = shift(crisis.last, int(data("crises.toml")["settings"]["gap_days"]))
    start, sides = bisect_left(loose, crisis.first, key=lambda row: row[0]), Sides(crisis)
    end = bisect_right(loose, last, key=lambda row: row[0])
    return [
        row
        for row in loose[start:end]
        if sides.within(row[2].action.actor, row[2].action.recipient)
    ]


def signals(
    crises: Sequence[Crisis],
    lines: Sequence[RedLine],
    entries: Sequence[LedgerEntry],
    records: Iterable[CodedRecord],
    days: Days,
    *,
    as_of: str,
) -> tuple[Signal, ...]:
    """The signals of every crisis in the order of `names`, by date; absent ones without records."""
    by_id = {record.id: record for record in records}
    placed = {one for crisis in crises for one in crisis.records}
    loose = sorted(
        (day, place, record)
        for place, record in enumerate(by_id.values())
        if isinstance(record, Event) and record.id not in placed and (day := days[record.id])
    )
    spoken = _spoken(lines, entries)
    found: list[Signal] = []
    for crisis in crises:
        mine = [by_id[one] for one in crisis.records if one in by_id]
        mine += [record for _, _, record in sorted(_inside(crisis, loose), key=itemgetter(1))]
        shown_here: list[Signal] = []
        for row in table():
            for state in row["state"]:
                shown_here += _of_state(crisis, row["key"], state, mine, days)
        shown_here += _tempo(crisis, spoken, as_of)
        for key in names():
            own = [signal for signal in shown_here if signal.key == key]
            found += sorted(own, key=lambda s: (s.date is None, s.date or "", s.state, s.records))
            if not own:
                found.append(Signal(crisis_id=crisis.id, key=key, state=ABSENT, basis=ABSENT))
    return tuple(found)
