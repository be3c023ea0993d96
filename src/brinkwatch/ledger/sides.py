"""Who stands against whom: camps, the pairs that confront each other, and those they protect.

Members of one alliance that stand against the same outsider are one camp; against each other they
are not. A patron that arms, joins or shields a party stands beside it.
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


@lru_cache(maxsize=10_000)
def _within(code: str, name: str, year: str | None) -> bool:
    """Whether `code` is the bloc `name`, a member, or a body most of whose members are."""
    own, members = camp(code, year) - {code}, camp(name, year)
    share = len(own & members) / len(own) if own else 0.0
    return code in members or share >= rules()["settings"]["bloc_share"]


@lru_cache(maxsize=10_000)
def bloc(code: str, against: str, year: str | None) -> str:
    """The widest alliance of `year` that holds `code` and not `against`; else `code`."""
    for name in rules()["blocs"]:
        if _within(code, name, year) and not _within(against, name, year):
            return str(name)
    return code


def pair_of(one: str, other: str, year: str | None) -> Pair:
    """The two camps of `one` and `other`."""
    first, second = sorted((bloc(one, other, year), bloc(other, one, year)))
    return first, second


@dataclass(frozen=True)
class Item:
    """A commitment or a hostile deed between two sides, and its day."""

    record: Commitment | Event
    day: str | None
    near: frozenset[str]  # who threatens or acts
    far: frozenset[str]  # against whom
    helped: frozenset[str]  # whom the issuer protects or the other side helps

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


def _of_event(event: Event) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    near, far = parties(event.action.actor), parties(event.action.recipient)
    return near - far, far - near, frozenset()


def _of_commitment(
    commitment: Commitment,
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    issuer, addressee = parties(commitment.issuer), parties(commitment.addressee)
    if commitment.kind == "assurance":
        return issuer, frozenset(), frozenset()
    trigger, consequence = commitment.trigger, commitment.consequence
    doers = parties(trigger.actor if trigger else ()) - issuer
    met = parties(trigger.recipient if trigger else ()) - issuer
    hostile = trigger is not None and trigger.type in rules()["hostile"]
    if commitment.kind == "promise":
        return issuer, doers - addressee if hostile else frozenset(), addressee - issuer
    far = addressee - issuer
    if not far:
        far = doers or parties(consequence.recipient if consequence else ()) - issuer
    helping = trigger is not None and trigger.type in rules()["helping"]
    shielded = met - far if hostile or helping else frozenset()
    return issuer, far, shielded | (doers - far if commitment.addressee else frozenset())


def item_of(record: Commitment | Event, day: str | None) -> Item:
    """The sides of a commitment or event, dated `day`."""
    sides = _of_event(record) if isinstance(record, Event) else _of_commitment(record)
    return Item(record, day, *sides)


def at_stake(item: Item) -> bool:
    """Whether it can make a crisis: a threat that is not over, or a hostile deed."""
    record = item.record
    if isinstance(record, Event):
        return bool(item.pairs) and is_hostile(record)
    over = role(record.life) == "outcome"
    return bool(item.pairs) and record.kind in rules()["threats"] and not over


def is_hostile(event: Event) -> bool:
    """Whether an event is an actual deed of a kind that can make a crisis."""
    return event.status == "actual" and event.action.type in rules()["hostile"]
