"""What was done, by date and actor: the deeds that red lines are held against."""

from __future__ import annotations

import math
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from brinkwatch.ledger.comparison import compare_deeds, on_one_ladder, supported
from brinkwatch.ledger.meaning import Deed, camp, data, deed_of, relation
from brinkwatch.records import Event


class Dated(NamedTuple):
    """An event as reported, what it did, and the day it is dated by."""

    event: Event
    deed: Deed
    day: str
    certain: float  # 1 when the text dates the deed, less when only its article does

    @property
    def camps(self) -> frozenset[str]:
        """Under which codes it is found: its actors and those whom they are members with."""
        return camps(self.deed.actor)


_LADDER = frozenset[str | None]({"AID", "ASSAULT"})  # types that `on_one_ladder` compares
NOTHING: Mapping[str, str | None] = {}


@lru_cache(maxsize=10_000)
def camps(actors: frozenset[str]) -> frozenset[str]:
    """Actors with their camps."""
    return frozenset().union(*map(camp, actors))


def _in_time(row: Dated) -> tuple[str, str]:
    return row.day, row.event.id


class Chronicle:
    """Dated events, found by actor; a member's deed is also its organisation's."""

    def __init__(
        self, events: Iterable[Event] = (), published: Mapping[str, str | None] = NOTHING
    ) -> None:
        """`published` gives the day of each document, None where it is not known."""
        self._by_actor: dict[str, list[Dated]] = defaultdict(list)
        self._by_document: dict[str, list[Dated]] = defaultdict(list)
        self.denied: list[Dated] = []
        self.add(events, published)

    def add(self, events: Iterable[Event], published: Mapping[str, str | None]) -> list[Dated]:
        """Enter further events; those that a day and a deed are known of, denials among them."""
        undated = data("lifecycle.toml")["inference"]["undated"]
        rows = []
        for event in events:
            day, deed = event.date or published.get(event.document_id), deed_of(event.action)
            if day and deed and event.status != "planned":
                rows.append(Dated(event, deed, day, 1.0 if event.date else undated))
        rows.sort(key=_in_time)
        for row in rows:
            if row.event.status == "denied":
                insort(self.denied, row, key=_in_time)
                continue
            insort(self._by_document[row.event.document_id], row, key=_in_time)
            for code in sorted(row.camps):
                insort(self._by_actor[code], row, key=_in_time)
        return rows

    def of(self, document: str) -> list[Dated]:
        """Actual and ongoing deeds that an article tells, in the order of their days."""
        return self._by_document.get(document, [])

    def by(self, actors: frozenset[str], types: frozenset[str | None] | None = None) -> list[Dated]:
        """Real deeds of any of `actors` or of their camp, in the order of their days.

        With `types` only those that can `fit` a deed of one of these types.
        """
        wanted = camps(actors)
        near = None if types is None else types | (_LADDER if types & _LADDER else frozenset())
        found = {
            row.event.id: row
            for code in wanted
            for row in self._by_actor.get(code, ())
            if near is None or row.deed.type in near
        }
        return sorted(found.values(), key=_in_time)


def comparable(meant: Deed, done: Deed) -> bool:
    """Whether what was `done` can be what was `meant`, by all but its words."""
    if meant.type != done.type or meant.type is None:
        return on_one_ladder(meant, done)
    if meant.type == "MOBILIZE":  # of which host and guest may change places
        return True
    parties = (meant.recipient, done.recipient), (meant.actor, done.actor)
    return all(relation(one, other) != "different" for one, other in parties)


def fit(meant: Deed, done: Deed) -> float:
    """Confidence in [0, 1] that what was `done` is what was `meant` by a trigger or consequence.

    Zero when its type, actor, recipient or subject is another; else the logistic of the same
    evidence that merges wordings (`matching.toml`); one half takes a shared subject or words too.
    """
    return _likeness(meant, done) if comparable(meant, done) else 0.0


@lru_cache(maxsize=100_000)
def _likeness(meant: Deed, done: Deed) -> float:
    """`fit` of two deeds that are `comparable`."""
    levels = compare_deeds(meant, done)
    if "different" in levels.values():
        return 0.0
    if ("nuclear" in meant.topics) > ("nuclear" in done.topics):
        return 0.0
    score = data("lifecycle.toml")["inference"]["prior"] + supported(levels)
    return 1 / (1 + math.exp(-score))
