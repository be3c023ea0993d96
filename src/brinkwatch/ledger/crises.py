"""Lines, events and estimates of one confrontation, grouped into crises and ranked.

1. what two camps say and do to each other, split where both are silent for `gap_days` (episodes)
2. episodes that one statement, one joint act or one protected party ties together are one crisis
3. every other record goes to the crisis its document speaks of most
4. crises are ranked by the weight of their lines: strength, still open or not, fading with age
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from brinkwatch import gazetteer
from brinkwatch.ledger.comparison import days_between
from brinkwatch.ledger.sides import (
    Item,
    Pair,
    at_stake,
    bloc,
    is_hostile,
    item_of,
    parties,
    rules,
)
from brinkwatch.ledger.stages import role
from brinkwatch.records import CodedRecord, Commitment, Crisis, Event, RedLine, content_id

Days = Mapping[str, str | None]
"""Record id -> the day of its statement or deed, else of its article, else None."""


# --- episodes -----------------------------------------------------------------------------------


@dataclass
class _Episode:
    """What two camps said and did without a long silence."""

    pair: Pair
    items: list[Item]

    def covers(self, day: str | None) -> bool:
        """Whether `day` lies within the gap of any of its items; an unknown day does not."""
        gaps = [days_between(item.day, day) for item in self.items]
        return any(gap is not None and gap <= rules()["settings"]["gap_days"] for gap in gaps)


def _split(pair: Pair, items: Iterable[Item]) -> list[_Episode]:
    """The episodes of one pair; undated items belong to the last."""
    limit = rules()["settings"]["gap_days"]
    episodes: list[_Episode] = []
    for item in sorted(items, key=lambda i: (i.day or "9999", i.record.id)):
        gap = days_between(episodes[-1].items[-1].day, item.day) if episodes else None
        if episodes and (gap is None or gap <= limit):
            episodes[-1].items.append(item)
        else:
            episodes.append(_Episode(pair, [item]))
    return episodes


class _Union:
    """Disjoint sets of the numbers 0 to n - 1; the smallest stands for its set."""

    def __init__(self, n: int) -> None:
        self._parent = list(range(n))

    def find(self, x: int) -> int:
        while self._parent[x] != x:
            x = self._parent[x]
        return x

    def join(self, x: int, y: int) -> None:
        low, high = sorted((self.find(x), self.find(y)))
        self._parent[high] = low


def _joined(items: Sequence[Item]) -> list[list[_Episode]]:
    """Episodes tied together: by an item of several pairs, or by a protected party."""
    by_pair: dict[Pair, list[Item]] = defaultdict(list)
    for item in items:
        for pair in item.pairs:
            by_pair[pair].append(item)
    episodes = [episode for pair in sorted(by_pair) for episode in _split(pair, by_pair[pair])]
    numbers: dict[Pair, list[int]] = defaultdict(list)
    holding: dict[str, list[int]] = defaultdict(list)
    for number, episode in enumerate(episodes):
        numbers[episode.pair].append(number)
        for item in episode.items:
            holding[item.record.id].append(number)
    union = _Union(len(episodes))
    for item in items:
        mine = holding[item.record.id]
        for number in mine[1:]:
            union.join(mine[0], number)
        for clients, patrons in item.beside:
            near = [n for n in (*numbers[clients], *numbers[patrons])
                    if n in mine or episodes[n].covers(item.day)]  # fmt: skip
            for number in near[1:]:
                union.join(near[0], number)
    tied: dict[int, list[_Episode]] = defaultdict(list)
    for number, episode in enumerate(episodes):
        tied[union.find(number)].append(episode)
    return [tied[number] for number in sorted(tied)]


# --- sides --------------------------------------------------------------------------------------


@dataclass
class _Confrontation:
    """Tied episodes, their items once each, and the two sides as lists of camps."""

    items: list[Item]
    sides: tuple[list[Pair], list[Pair]]  # (camp, the camp it faces), principal first
    year: str | None

    @classmethod
    def of(cls, episodes: Sequence[_Episode]) -> _Confrontation:
        """The confrontation of tied episodes; its principal pair has the most at stake."""
        counts: Counter[Pair] = Counter()
        for episode in episodes:
            counts[episode.pair] += 1 + sum(map(at_stake, episode.items))
        (one, other), *rest = sorted(counts, key=lambda pair: (-counts[pair], pair))
        sides: tuple[list[Pair], list[Pair]] = ([(one, other)], [(other, one)])
        for left, right in rest:
            for here, there in ((left, right), (right, left)):
                if here in {camp for camp, _ in sides[0]}:
                    sides[1].append((there, here))
                    break
                if here in {camp for camp, _ in sides[1]}:
                    sides[0].append((there, here))
                    break
        unique = {item.record.id: item for episode in episodes for item in episode.items}
        items = sorted(unique.values(), key=lambda i: (i.day or "9999", i.record.id))
        return cls(items, sides, max((item.year for item in items if item.year), default=None))

    def _stands(self, code: str, camp: str, against: str) -> bool:
        """Whether `code` is of `camp` when that faces `against`."""
        return code == camp or bloc(code, against, self.year) == camp

    def side_of(self, code: str) -> int | None:
        """0 or 1, or None for a party of neither side; the principal camps decide first."""
        for camps in zip(*self.sides, strict=False):
            for number, (camp, against) in enumerate(camps):
                if self._stands(code, camp, against):
                    return number
        for number in (0, 1):
            if any(self._stands(code, camp, against) for camp, against in self.sides[number]):
                return number
        return None

    def protected(self) -> frozenset[str]:
        """Parties on whose behalf others threaten or act, unless they are a principal camp."""
        helped = frozenset().union(*(item.helped for item in self.items))
        principal = (self.sides[0][0], self.sides[1][0])
        return frozenset(
            code for code in helped if not any(self._stands(code, *camps) for camps in principal)
        )

    def named(self, number: int, apart: frozenset[str]) -> tuple[str, ...]:
        """The codes on side `number`, the most often named at stake first."""
        counts = Counter(
            code
            for item in self.items
            for code in sorted(item.near | item.far)
            if code not in apart and self.side_of(code) == number
        )
        return tuple(sorted(counts, key=lambda code: (-counts[code], code)))

    def clients(self, apart: frozenset[str]) -> tuple[str, ...]:
        """The protected parties, the most often named first."""
        counts = Counter(
            code for item in self.items for code in sorted(item.helped) if code in apart
        )
        return tuple(sorted(counts, key=lambda code: (-counts[code], code)))

    def is_crisis(self) -> bool:
        """Whether there is a threat, or as many hostile deeds as `crises.toml` asks."""
        stakes = [item for item in self.items if at_stake(item)]
        deeds = sum(isinstance(item.record, Event) for item in stakes)
        return deeds < len(stakes) or deeds >= rules()["settings"]["least_hostile_events"]


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
        """The weight of one commitment's line on the item's day; 0 for what is no threat."""
        if not (isinstance(item.record, Commitment) and at_stake(item)):
            return 0.0
        weights, line = rules()["weights"], self._line[item.record.id]
        ended = weights["ended"] if role(line.status) == "outcome" else 1.0
        age = days_between(item.day, self._latest) or 0
        half_life = rules()["settings"]["half_life_days"]
        return float(weights[item.record.strength] * ended * 0.5 ** (age / half_life))

    def total(self, items: Iterable[Item]) -> float:
        """Each line once, by its heaviest commitment."""
        best: dict[str, float] = defaultdict(float)
        for item in items:
            if isinstance(item.record, Commitment):
                line = self.line(item.record.id).id
                best[line] = max(best[line], self.weight(item))
        return sum(best[line] for line in sorted(best))


# --- crises -------------------------------------------------------------------------------------


def _label(codes: Sequence[str]) -> str:
    names = [gazetteer.name(code) for code in codes]
    return " and ".join(names) if len(names) <= 2 else f"{names[0]} and partners"


def _crisis(
    found: _Confrontation, records: Sequence[CodedRecord], scale: _Scale, days: Days
) -> Crisis:
    """The Crisis record: the challenger is the side whose threats weigh more."""
    apart = found.protected()
    weights = [0.0, 0.0]
    for item in found.items:
        sides = {self_side for code in item.near if (self_side := found.side_of(code)) is not None}
        for number in sides:
            weights[number] += scale.weight(item)
    first = int(weights[1] > weights[0])
    challenger, defender = found.named(first, apart), found.named(1 - first, apart)
    commitments = [record for record in records if isinstance(record, Commitment)]
    lines = tuple(dict.fromkeys(scale.line(record.id).id for record in commitments))
    dated = sorted(day for record in records if (day := days[record.id]))
    documents = tuple(dict.fromkeys(record.document_id for record in records))
    return Crisis(
        id=content_id("crisis", *sorted(challenger), "|", *sorted(defender), dated[:1]),
        title=f"{_label(challenger)} – {_label(defender)}",
        challenger=challenger, defender=defender, client=found.clients(apart), lines=lines,
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
    record: CodedRecord, confrontations: Sequence[_Confrontation], spoken: Counter[int]
) -> int | None:
    """The crisis of a record that makes none: the one its document speaks of most, if it fits."""
    mine = _involved(record)
    for number, _ in sorted(spoken.items(), key=lambda pair: (-pair[1], pair[0])):
        found = confrontations[number]
        parties_of_it = found.protected() | {c for i in found.items for c in i.near | i.far}
        if not mine or mine & parties_of_it:
            return number
    return None


def crises(
    lines: Sequence[RedLine], records: Sequence[CodedRecord], days: Days
) -> tuple[Crisis, ...]:
    """The crises that `records` report, the weightiest first; none for what is one-sided.

    Every record belongs to at most one crisis; a line that spans two episodes belongs to both.
    `lines` are those that hold the commitments among `records`.
    """
    items = [
        item_of(record, days[record.id])
        for record in records
        if isinstance(record, Commitment) or (isinstance(record, Event) and is_hostile(record))
    ]
    found = [_Confrontation.of(episodes) for episodes in _joined([i for i in items if i.pairs])]
    found = [confrontation for confrontation in found if confrontation.is_crisis()]
    home: dict[str, int] = {}
    spoken: dict[str, Counter[int]] = defaultdict(Counter)
    for number, confrontation in enumerate(found):
        for item in confrontation.items:
            home[item.record.id] = number
            spoken[item.record.document_id][number] += 1
    belonging: dict[int, list[CodedRecord]] = defaultdict(list)
    for record in records:
        number_or_none = home.get(record.id)
        if number_or_none is None:
            number_or_none = _home(record, found, spoken[record.document_id])
        if number_or_none is not None:
            belonging[number_or_none].append(record)
    latest = max((day for day in days.values() if day), default=None)
    scale = _Scale(lines, latest)
    ranked = sorted(
        range(len(found)),
        key=lambda n: (-scale.total(found[n].items), -len(found[n].items), n),
    )
    return tuple(_crisis(found[n], belonging[n], scale, days) for n in ranked)
