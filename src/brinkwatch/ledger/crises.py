"""Lines, events and estimates of one confrontation, grouped into crises and ranked.

1. every record with two sides goes to its confrontation       (`opponents`, `confrontations`)
2. every other record goes to the crisis its document speaks of most, a commitment else to the only
   crisis that its issuer is a party to
3. crises are ranked by the weight of their lines: strength, how sure the record is, still open or
   not, fading with age
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from brinkwatch.ledger.comparison import days_between
from brinkwatch.ledger.confrontations import Confrontation, confrontations
from brinkwatch.ledger.opponents import Opponents
from brinkwatch.ledger.sides import Item, at_stake, is_done, parties, rules
from brinkwatch.ledger.stages import role
from brinkwatch.records import (
    CodedRecord,
    Commitment,
    Crisis,
    Document,
    Event,
    RedLine,
    content_id,
)

Days = Mapping[str, str | None]
"""Record id -> the day of its statement or deed, else of its article, else None."""


# --- ranking ------------------------------------------------------------------------------------


class _Scale:
    """How much a commitment counts: strength of its line, open or ended, fading with age."""

    def __init__(self, lines: Sequence[RedLine], latest: str | None) -> None:
        self._line = {record: line for line in lines for record in line.commitments}
        self._latest = latest

    def line(self, record: str) -> RedLine:
        """The line a commitment belongs to."""
        return self._line[record]

    def weight(self, item: Item) -> float:
        """The weight of one commitment's line on the item's day, by how sure its record is.

        0 for what is no threat; a record without a confidence counts as sure.
        """
        if not (isinstance(item.record, Commitment) and at_stake(item)):
            return 0.0
        weights, line = rules()["weights"], self._line[item.record.id]
        sure = 1.0 if item.record.confidence is None else item.record.confidence
        ended = weights["ended"] if role(line.status) == "outcome" else 1.0
        age = days_between(item.day, self._latest) or 0
        half_life = rules()["settings"]["half_life_days"]
        return float(weights[item.record.strength] * sure * ended * 0.5 ** (age / half_life))

    def total(self, items: Iterable[Item]) -> float:
        """Each line once, by its heaviest commitment."""
        return self._sum((item, self.weight(item)) for item in items)

    def strength(self, items: Iterable[Item]) -> float:
        """Each line once, by its clearest threat, however old or ended."""
        weights = rules()["weights"]
        return self._sum(
            (item, weights[item.record.strength])
            for item in items
            if isinstance(item.record, Commitment) and at_stake(item)
        )

    def _sum(self, weighed: Iterable[tuple[Item, float]]) -> float:
        best: dict[str, float] = defaultdict(float)
        for item, weight in weighed:
            if isinstance(item.record, Commitment):
                line = self.line(item.record.id).id
                best[line] = max(best[line], weight)
        return sum(best[line] for line in sorted(best))


# --- crises -------------------------------------------------------------------------------------


def _crisis(
    found: Confrontation, records: Sequence[CodedRecord], scale: _Scale, days: Days
) -> Crisis:
    """The Crisis record: the challenger is the side whose threats weigh more."""
    weights = [0.0, 0.0]
    said = [item for item in found.items if item.threatens]
    for item in said or found.items:
        sides = {side for code in item.near if (side := found.side_of(code)) is not None}
        for number in sides:
            weights[number] += scale.weight(item)
    first = int(weights[1] > weights[0])
    challenger, defender = found.named(first), found.named(1 - first)
    title = f"{found.label(challenger)} – {found.label(defender)}"
    commitments = [record for record in records if isinstance(record, Commitment)]
    lines = tuple(dict.fromkeys(scale.line(record.id).id for record in commitments))
    dated = sorted(day for record in records if (day := days[record.id]))
    documents = tuple(dict.fromkeys(record.document_id for record in records))
    return Crisis(
        id=content_id("crisis", *sorted(challenger), "|", *sorted(defender), dated[:1]),
        title=title[0].upper() + title[1:],
        challenger=challenger, defender=defender, client=found.clients(1 - first), lines=lines,
        records=tuple(record.id for record in records), documents=documents,
        first=dated[0] if dated else None, last=dated[-1] if dated else None,
    )  # fmt: skip


def _involved(record: CodedRecord) -> frozenset[str]:
    if isinstance(record, Commitment):
        return parties((*record.issuer, *record.addressee))
    if isinstance(record, Event):
        return parties((*record.action.actor, *record.action.recipient))
    claim = record.proposition
    acting = () if isinstance(claim, str) else (*claim.actor, *claim.recipient)
    return parties((*record.holder, *acting))


def _home(
    record: CodedRecord, found: Sequence[Confrontation], spoken: Counter[int], day: str | None
) -> int | None:
    """The crisis of a record without two sides.

    The one its document speaks of most, if it fits; of a commitment else the only one of its time
    that its issuer is a party to.
    """
    mine = _involved(record)
    for number, _ in sorted(spoken.items(), key=lambda pair: (-pair[1], pair[0])):
        confrontation = found[number]
        parties_of_it = {c for i in confrontation.items for c in i.near | i.far | i.helped}
        if not mine or mine & parties_of_it:
            return number
    if not isinstance(record, Commitment):
        return None
    limit = rules()["settings"]["gap_days"]
    open_to_it = [
        number
        for number, confrontation in enumerate(found)
        if any(confrontation.side_of(code) is not None for code in parties(record.issuer))
        and any((days_between(i.day, day) or 0) <= limit for i in confrontation.items)
    ]
    return open_to_it[0] if len(open_to_it) == 1 else None


def _helped(records: Iterable[CodedRecord], days: Days) -> list[tuple[str, str, str | None]]:
    """Patron, client and day of every act of help, done or planned, and of every promise."""
    found = []
    for record in records:
        if isinstance(record, Event):
            helps = record.action.type in rules()["patronage"] and record.status != "denied"
            pairs = product(record.action.actor, record.action.recipient if helps else ())
        elif isinstance(record, Commitment) and record.kind == "promise":
            pairs = product(record.issuer, record.addressee)
        else:
            continue
        found += [(one, other, days[record.id]) for patron, client in pairs
                  for one in parties((patron,)) for other in parties((client,))
                  if one != other]  # fmt: skip
    return found


def crises(
    lines: Sequence[RedLine],
    records: Sequence[CodedRecord],
    documents: Iterable[Document],
    days: Days,
) -> tuple[Crisis, ...]:
    """The crises that `records` report, the weightiest first; none for what is one-sided.

    Every record belongs to at most one crisis; a line that spans two episodes belongs to both.
    `lines` are those that hold the commitments among `records`.
    """
    sides = Opponents(records, documents, days)
    items = [
        sides.item(record)
        for record in records
        if isinstance(record, Commitment) or (isinstance(record, Event) and is_done(record))
    ]
    latest = max((day for day in days.values() if day), default=None)
    scale = _Scale(lines, latest)
    found = confrontations([i for i in items if i.pairs], _helped(records, days), scale.strength)
    home: dict[str, int] = {}
    spoken: dict[str, Counter[int]] = defaultdict(Counter)
    for number, confrontation in enumerate(found):
        for item in confrontation.items:
            home[item.record.id] = number
            spoken[item.record.document_id][number] += 1
    belonging: dict[int, list[CodedRecord]] = defaultdict(list)
    for record in records:
        place = home.get(record.id)
        if place is None:
            place = _home(record, found, spoken[record.document_id], days[record.id])
        if place is not None:
            belonging[place].append(record)
    ranked = sorted(
        range(len(found)),
        key=lambda n: (-scale.total(found[n].items), -len(found[n].items), n),
    )
    return tuple(_crisis(found[n], belonging[n], scale, days) for n in ranked)
