"""Who confronts whom over a whole corpus: episodes of two camps, and the sides they form.

1. what two camps say and do to each other, split where both are silent for `gap_days` (episodes)
2. episodes are one confrontation that one statement, one joint act, a protected party or a patron
   ties together, or attacks reported in the article of a threat by or against one of the doers
3. the weightiest pair are the principals; whom they oppose stands on the other side
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from brinkwatch import gazetteer
from brinkwatch.ledger.comparison import days_between
from brinkwatch.ledger.meaning import fold
from brinkwatch.ledger.sides import (
    Item,
    Pair,
    at_stake,
    bloc,
    is_within,
    pair_of,
    parties,
    rules,
)
from brinkwatch.records import Commitment, Event

Weigh = Callable[[Iterable[Item]], float]
"""What the lines among some items weigh together."""


# --- episodes -----------------------------------------------------------------------------------


@dataclass
class Episode:
    """What two camps said and did without a long silence."""

    pair: Pair
    items: list[Item]

    def covers(self, day: str | None) -> bool:
        """Whether `day` lies within the gap of any of its items; an unknown day does not."""
        gaps = [days_between(item.day, day) for item in self.items]
        return any(gap is not None and gap <= rules()["settings"]["gap_days"] for gap in gaps)

    @property
    def threatened(self) -> bool:
        """Whether a threat is part of it that says itself against whom it is."""
        return any(item.threatens for item in self.items)

    @property
    def founded(self) -> bool:
        """Whether a threat or an attack is part of it."""
        return any(item.founds for item in self.items)


def _split(pair: Pair, items: Iterable[Item]) -> list[Episode]:
    """The episodes of one pair; undated items belong to the last."""
    limit = rules()["settings"]["gap_days"]
    episodes: list[Episode] = []
    for item in sorted(items, key=lambda i: (i.day or "9999", i.record.id)):
        gap = days_between(episodes[-1].items[-1].day, item.day) if episodes else None
        if episodes and (gap is None or gap <= limit):
            episodes[-1].items.append(item)
        else:
            episodes.append(Episode(pair, [item]))
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


class _Ties:
    """Episodes and what ties them together."""

    def __init__(self, items: Sequence[Item]) -> None:
        by_pair: dict[Pair, list[Item]] = defaultdict(list)
        for item in items:
            for pair in item.pairs:
                by_pair[pair].append(item)
        split = [episode for pair in sorted(by_pair) for episode in _split(pair, by_pair[pair])]
        self.episodes = [episode for episode in split if episode.founded]
        self._numbers: dict[Pair, list[int]] = defaultdict(list)
        self._holding: dict[str, list[int]] = defaultdict(list)
        for number, episode in enumerate(self.episodes):
            self._numbers[episode.pair].append(number)
            for item in episode.items:
                self._holding[item.record.id].append(number)
        self._union = _Union(len(self.episodes))

    def _join(self, numbers: Sequence[int]) -> None:
        for number in numbers[1:]:
            self._union.join(numbers[0], number)

    def by_statements(self, items: Iterable[Item]) -> None:
        """Tie what one statement or joint act is about, and a protected party to its patron."""
        for item in items:
            mine = self._holding[item.record.id]
            self._join(mine)
            for clients, patrons in item.beside:
                self._join([
                    n for n in (*self._numbers[clients], *self._numbers[patrons])
                    if n in mine or self.episodes[n].covers(item.day)
                ])  # fmt: skip

    def by_patronage(self, helped: Iterable[tuple[str, str, str | None]]) -> None:
        """Tie the quarrels of a patron and its client with the same opponent."""
        codes = sorted({code for pair in self._numbers for code in pair})
        for patron, client, day in sorted(set(helped), key=str):
            year = day[:4] if day else None
            for against in codes:
                pairs = [pair_of(one, against, year) for one in (patron, client)]
                numbers = [[n for n in self._numbers.get(pair, ())
                            if self.episodes[n].covers(day)] for pair in pairs]  # fmt: skip
                if pairs[0] != pairs[1] and all(numbers):
                    self._join([*numbers[0], *numbers[1]])

    def by_articles(self) -> None:
        """Tie pairs that no threat names to a threatened pair of one of them, by their article."""
        articles = [{item.record.document_id for item in e.items} for e in self.episodes]
        for number, episode in enumerate(self.episodes):
            if episode.threatened:
                continue
            rivals = [
                other for other, threatened in enumerate(self.episodes)
                if threatened.threatened and set(threatened.pair) & set(episode.pair)
                and articles[number] & articles[other]
            ]  # fmt: skip
            if rivals:
                most = max(rivals, key=lambda n: (len(articles[number] & articles[n]), -n))
                self._join([most, number])

    def groups(self) -> list[list[Episode]]:
        """The episodes that are tied together, in the order of their pairs."""
        tied: dict[int, list[Episode]] = defaultdict(list)
        for number, episode in enumerate(self.episodes):
            tied[self._union.find(number)].append(episode)
        return [tied[number] for number in sorted(tied)]


# --- sides --------------------------------------------------------------------------------------


@dataclass
class Confrontation:
    """Tied episodes, their items once each, and the two sides as lists of camps."""

    items: list[Item]
    sides: tuple[list[Pair], list[Pair]]  # (camp, the camp it faces), principal first
    year: str | None
    written: dict[str, str] = field(default_factory=dict)  # code -> as the records write it

    @classmethod
    def of(cls, episodes: Sequence[Episode], weigh: Weigh) -> Confrontation:
        """The confrontation of tied episodes; its principals are the pair of most weight."""
        weights: dict[Pair, float] = {}
        share = rules()["settings"]["deeds_weight"]
        for pair in sorted({episode.pair for episode in episodes}):
            mine = [item for e in episodes if e.pair == pair for item in e.items]
            said = [item for item in mine if item.threatens]
            others = sum(item.founds or item.quarrels for item in mine) - len(said)
            weights[pair] = weigh(said) + share * math.log1p(others)
        rest = sorted(weights, key=lambda pair: (-weights[pair], pair))
        one, other = principals = _principal_pair(rest, episodes, weigh)
        rest.remove(principals)
        sides: tuple[list[Pair], list[Pair]] = ([(one, other)], [(other, one)])
        while rest:
            camps = tuple({camp for camp, _ in side} for side in sides)
            pair = next((p for p in rest if set(p) & (camps[0] | camps[1])), rest[0])
            rest.remove(pair)
            for here, there in (pair, pair[::-1]):
                number = next((n for n in (0, 1) if here in camps[n]), None)
                if number is not None and there not in camps[number]:
                    sides[1 - number].append((there, here))
                    break
        unique = {item.record.id: item for episode in episodes for item in episode.items}
        items = sorted(unique.values(), key=lambda i: (i.day or "9999", i.record.id))
        year = max((item.year for item in items if item.year), default=None)
        return cls(items, sides, year, _as_written(items))

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

    def is_principal(self, code: str) -> bool:
        """Whether `code` is of one of the two principal camps."""
        return any(self._stands(code, *side[0]) for side in self.sides)

    def _apart(self) -> frozenset[str]:
        """Parties helped by others, and those that only suffer, if they are no principal."""
        helped = frozenset().union(*(item.helped for item in self.items))
        acting = frozenset().union(*(item.near for item in self.items))
        warned = frozenset[str]().union(
            *(item.far for item in self.items if isinstance(item.record, Commitment))
        )
        met = frozenset().union(*(item.far for item in self.items))
        camps = {camp for side in self.sides for camp, _ in side} & {*rules()["blocs"]}
        return frozenset(
            code
            for code in helped | (met - acting - warned)
            if not self.is_principal(code)
            and code not in rules()["blocs"]
            and not any(bloc(code, other, self.year) in camps for other in self._principals())
        )

    def _principals(self) -> tuple[str, str]:
        return self.sides[0][0][0], self.sides[1][0][0]

    def _written(self, codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.written.get(code, code) for code in codes))

    def _head(self, ranked: Sequence[str]) -> str:
        """Who stands for a side: its first party, or the alliance of it and of most others."""
        for name in ranked:
            inside = [code for code in ranked if is_within(code, name, self.year)]
            if (
                name in rules()["blocs"]
                and ranked[0] in inside
                and (name == ranked[0] or len({*inside} - {name}) > 1)
                and 2 * len(inside) >= len(ranked)
            ):
                return name
        return ranked[0]

    def named(self, number: int) -> tuple[str, ...]:
        """The codes on side `number` as written: who stands for it, then the most often named."""
        apart, counts = self._apart(), Counter[str]()
        principal: set[str] = set()
        for item in self.items:
            for code in sorted(item.near | item.far):
                main = self._stands(code, *self.sides[number][0])
                stands = main or (item.says and (item.founds or item.quarrels))
                if stands and code not in apart and self.side_of(code) == number:
                    counts[code] += 1 + 2 * item.founds
                    principal |= {code} if main else set()
        ranked = sorted(counts, key=lambda code: (code not in principal, -counts[code], code))
        head = self._head(ranked)
        return self._written((head, *(code for code in ranked if code != head)))

    def label(self, side: Sequence[str]) -> str:
        """A side in a few words: who stands for it, whose members go without saying."""
        head, *others = side
        known = {code: min(fold((code,))) for code in side}
        others = [c for c in others if not is_within(known[c], known[head], self.year)]
        names = [gazetteer.name(code) for code in (head, *others)]
        if len(others) == 1 and not is_within(known[head], known[others[0]], self.year):
            return " and ".join(names)
        return f"{names[0]} and partners" if others else names[0]

    def clients(self, number: int) -> tuple[str, ...]:
        """The parties apart that side `number` stands by, the most often named first."""
        apart = self._apart()
        counts = Counter(
            code
            for item in self.items
            for code in sorted(item.helped | item.far)
            if code in apart and self.side_of(code) in {number, None}
        )
        return self._written(sorted(counts, key=lambda code: (-counts[code], code)))

    def is_crisis(self) -> bool:
        """Whether there is a threat, or as many hostile deeds as `crises.toml` asks."""
        stakes = [item for item in self.items if at_stake(item)]
        deeds = sum(isinstance(item.record, Event) for item in stakes)
        return deeds < len(stakes) or deeds >= rules()["settings"]["least_hostile_events"]


def _threats_of(camp: str, pair: Pair, episodes: Sequence[Episode]) -> list[Item]:
    """The threats of `camp` against the other camp of `pair`."""
    (other,) = set(pair) - {camp}
    mine = [item for e in episodes if e.pair == pair for item in e.items if item.threatens]
    return [i for i in mine if any(c == camp or bloc(c, other, i.year) == camp for c in i.near)]


def _principal_pair(ranked: Sequence[Pair], episodes: Sequence[Episode], weigh: Weigh) -> Pair:
    """The weightiest pair; but a patron before its client where their opponent threatens it too."""
    helped = frozenset[str]().union(*(item.helped for e in episodes for item in e.items))
    clients, first = helped - {*rules()["blocs"]}, ranked[0]
    if len(clients & set(first)) != 1:
        return first
    (opponent,) = set(first) - clients
    least = rules()["settings"]["patron_share"] * weigh(_threats_of(opponent, first, episodes))
    for pair in ranked[1:]:
        if opponent in pair and not set(pair) & clients:
            threats = weigh(_threats_of(opponent, pair, episodes))
            if threats and threats >= least:
                return pair
    return first


def _as_written(items: Iterable[Item]) -> dict[str, str]:
    """For each party the code that the records use most: a state that is gone keeps its own."""
    used: dict[str, Counter[str]] = defaultdict(Counter)
    for item in items:
        record = item.record
        codes = (
            (*record.issuer, *record.addressee)
            if isinstance(record, Commitment)
            else (*record.action.actor, *record.action.recipient)
        )
        for code in codes:
            for folded in parties((code,)):
                used[folded][code] += 1
    return {code: min(n, key=lambda c: (-n[c], c)) for code, n in used.items()}


def confrontations(
    items: Sequence[Item], helped: Iterable[tuple[str, str, str | None]], weigh: Weigh
) -> list[Confrontation]:
    """The confrontations that items make; `helped` are patrons, clients and days of help."""
    ties = _Ties(items)
    ties.by_statements(items)
    ties.by_patronage(helped)
    ties.by_articles()
    found = [Confrontation.of(episodes, weigh) for episodes in ties.groups()]
    return [confrontation for confrontation in found if confrontation.is_crisis()]
