"""Weapons and places named in a text."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from brinkwatch.gazetteer.tables import Row, listed, rows
from brinkwatch.gazetteer.tokens import Token, Trie, fold, tokens


class Weapon(NamedTuple):
    """A weapon named in a text; `range_class` is short, medium, long, intercontinental or empty.

    `weapon_class` is one of the classes of data/weapons.csv: ballistic missile, cruise missile,
    air defence, aircraft, tank, drone, bomb, ship, submarine, nuclear, chemical, artillery, ...
    """

    start: int
    end: int
    name: str
    weapon_class: str
    range_class: str


class Place(NamedTuple):
    """A place named in a text and the code of its state; empty for seas and disputed ground."""

    start: int
    end: int
    name: str
    country: str


@cache
def _systems() -> tuple[Trie[Row], Trie[Row]]:
    """Named systems, whose case counts, and common nouns, whose case does not."""
    proper: Trie[Row] = Trie()
    common: Trie[Row] = Trie(lower=True)
    for row in rows("weapons"):
        trie = common if row["name"] == row["name"].lower() else proper
        for name in [row["name"], *listed(row["variants"])]:
            for form in (name, name + "s"):
                trie.add(form, row)
    return proper, common


@cache
def _grounds() -> Trie[Row]:
    trie: Trie[Row] = Trie()
    for row in rows("places"):
        for name in listed(row["names"]):
            trie.add(name, {"name": name, "country": row["country"]})
    for row in rows("states"):
        for name in listed(row["capitals"]):
            trie.add(name, {"name": name, "country": row["code"]})
    return trie


def _longest(words: list[Token], *tries: Trie[Row]) -> list[tuple[int, int, Row]]:
    """Half-open token ranges of the longest names, left to right, first trie preferred."""
    found, at = [], 0
    while at < len(words):
        ends = [best for trie in tries if (best := trie.longest(words, at))]
        if not ends:
            at += 1
            continue
        end, entries = max(ends, key=lambda best: best[0])
        found.append((at, end, entries[0]))
        at = end
    return found


def weapons(text: str) -> list[Weapon]:
    """The weapons named in a text, in order: systems ("Patriot") and kinds ("cruise missiles")."""
    words = tokens(text)
    return [
        Weapon(words[at].start, words[end - 1].end, row["name"], row["class"], row["range"])
        for at, end, row in _longest(words, *_systems())
    ]


def places(text: str) -> list[Place]:
    """The places named in a text, in order: seas, straits, islands, regions, towns, capitals."""
    words = tokens(text)
    return [
        Place(words[at].start, words[end - 1].end, row["name"], row["country"])
        for at, end, row in _longest(words, _grounds())
    ]


def origin_of(weapon: str) -> str | None:
    """The code of the state that makes a weapon system of this name, or None."""
    wanted = fold(weapon).lower()
    for row in rows("weapons"):
        if wanted in {fold(name).lower() for name in [row["name"], *listed(row["variants"])]}:
            return row["origin"] or None
    return None
