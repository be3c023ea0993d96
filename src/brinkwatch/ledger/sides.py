"""Who stands against whom in one record: the doers, their opponents and those whom they help.

Members of one alliance that stand against the same outsider are one camp. Against each other they
are opponents only if records show hostile acts between them (`opponents`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

from brinkwatch.ledger.meaning import camp, data, fold
from brinkwatch.ledger.stages import role
from brinkwatch.records import Commitment, Event

Pair = tuple[str, str]
"""Two camps that confront each other, by their codes in alphabetical order."""


def rules() -> dict[str, Any]:
    """`crises.toml`."""
    loaded: dict[str, Any] = data("crises.toml")
    return loaded


def parties(codes: Iterable[str]) -> frozenset[str]:
    """The codes that can be a side: no voices, courts or forums; states under their successor."""
    return fold(codes) - frozenset(rules()["no_side"])


# --- camps --------------------------------------------------------------------------------------


@lru_cache(maxsize=10_000)
def is_within(code: str, name: str, year: str | None) -> bool:
    """Whether `code` is the bloc `name`, a member, or a body most of whose members are."""
    own, members = camp(code, year) - {code}, camp(name, year)
    share = len(own & members) / len(own) if own else 0.0
    return code in members or share >= rules()["settings"]["bloc_share"]


@lru_cache(maxsize=10_000)
def bloc(code: str, against: str, year: str | None) -> str:
    """The widest alliance of `year` that holds `code` and not `against`; else `code`."""
    for name in rules()["blocs"]:
        if is_within(code, name, year) and not is_within(against, name, year):
            return str(name)
    return code


@lru_cache(maxsize=10_000)
def same_bloc(one: str, other: str, year: str | None) -> bool:
    """Whether both are of one alliance in `year`, or the same."""
    return one == other or any(
        is_within(one, name, year) and is_within(other, name, year) for name in rules()["blocs"]
    )


def pair_of(one: str, other: str, year: str | None) -> Pair:
    """The two camps of `one` and `other`."""
    first, second = sorted((bloc(one, other, year), bloc(other, one, year)))
    return first, second


@lru_cache(maxsize=10_000)
def sovereign(code: str, day: str | None) -> str:
    """The state that `code` was a part of on `day`, by `crises.toml`; else `code` itself."""
    for row in rules()["before_independence"]:
        if code == row["code"] and day and row["since"] <= day < row["until"]:
            return str(row["part_of"])
    return code


# --- items --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Item:
    """A commitment or an act between two parties, and its day."""

    record: Commitment | Event
    day: str | None
    near: frozenset[str]  # who threatens or acts
    far: frozenset[str]  # against whom
    helped: frozenset[str]  # whom the issuer protects or the other side helps
    says: bool = True  # whether the record itself says against whom

    @property
    def year(self) -> str | None:
        """The year, by which alliances are looked up."""
        return self.day[:4] if self.day else None

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The camps that confront each other in it."""
        found = {pair_of(one, other, self.year) for one, other in product(self.near, self.far)}
        return tuple(sorted(pair for pair in found if pair[0] != pair[1]))

    @property
    def beside(self) -> tuple[tuple[Pair, Pair], ...]:
        """Pairs of a protected party and an opponent, each with the pair of its patron."""
        links = set()
        for client, one, other in product(self.helped, self.near, self.far):
            for against, patron in ((one, other), (other, one)):
                link = (
                    pair_of(client, against, self.year), pair_of(patron, against, self.year)
                )  # fmt: skip
                if link[0] != link[1] and link[0][0] != link[0][1]:
                    links.add(link)
        return tuple(sorted(links))

    @property
    def founds(self) -> bool:
        """Whether it can make a confrontation: a threat that is not over, or an attack."""
        if isinstance(self.record, Event):
            return at_stake(self) and self.record.action.type in rules()["attacks"]
        return at_stake(self)

    @property
    def quarrels(self) -> bool:
        """Whether it is an unfriendly act or word."""
        return isinstance(self.record, Event) and is_quarrel(self.record)

    @property
    def threatens(self) -> bool:
        """Whether it is a threat that is not over and says itself against whom."""
        return self.says and isinstance(self.record, Commitment) and at_stake(self)


def at_stake(item: Item) -> bool:
    """Whether it counts for a crisis: a threat that is not over, or a hostile deed."""
    record = item.record
    if isinstance(record, Event):
        return bool(item.pairs) and is_hostile(record)
    over = role(record.life) == "outcome"
    return bool(item.pairs) and record.kind in rules()["threats"] and not over


def is_hostile(event: Event) -> bool:
    """Whether an event is an actual deed of a hostile kind."""
    return event.status == "actual" and event.action.type in rules()["hostile"]


def is_done(event: Event) -> bool:
    """Whether an event is neither a plan nor denied."""
    return event.status in {"actual", "ongoing"}


def is_quarrel(event: Event) -> bool:
    """Whether an event is a hostile deed or an unfriendly word that was really done or said."""
    return is_done(event) and event.action.type in [*rules()["hostile"], *rules()["unfriendly"]]
