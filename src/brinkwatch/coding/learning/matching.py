"""Which coded record answers which labelled one, and in which slots it is right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from brinkwatch.coding.codebook import HARMFUL, Row


def codes(value: Any) -> frozenset[str]:
    """A code or a list of codes as a set; the Soviet Union and Russia are one."""
    listed = [value] if isinstance(value, str) else (value or [])
    return frozenset("RUS" if code == "SUN" else code for code in listed)


def slots(kind: str, gold: Row, ours: Row) -> Iterator[tuple[str, bool]]:
    """The slots of a labelled record and a coded one, and whether the coded one is right.

    Actors are right when one code is common, and recipients also when both name nobody.
    """
    if kind == "commitment":
        yield "kind", gold["kind"] == ours["kind"]
        for slot in ("issuer", "addressee"):
            yield slot, bool(codes(gold.get(slot)) & codes(ours.get(slot)))
        for part in ("trigger", "consequence"):
            wanted, found = gold.get(part) or {}, ours.get(part) or {}
            yield f"{part}.type", wanted.get("type") == found.get("type")
    elif kind == "event":
        action = ours["action"]
        yield "actor", bool(codes(gold.get("actor")) & codes(action["actor"]))
        asked, given = codes(gold.get("recipient")), codes(action["recipient"])
        yield "recipient", bool(asked & given) or not (asked or given)
        yield "status", gold.get("status", "actual") == ours["status"]
    else:
        yield "band", gold["band"] == ours["band"]
        yield "holder", bool(codes(gold["holder"]) & codes(ours["holder"]))


def words(text: str) -> set[str]:
    """The words of a text, in lower case."""
    return set(re.findall(r"\w+", text.lower()))


def overlap(a: str, b: str) -> float:
    """Share of the shorter text's words (three at least) that stand in the other."""
    mine, theirs = words(a), words(b)
    return len(mine & theirs) / max(3, min(len(mine), len(theirs)))


def agrees(kind: str, ours: Row, gold: Row) -> bool:
    """Whether two records are one: the same words, and the same issuer, or actor and type.

    Both have a quote, and an event its `action`.
    """
    same_words = overlap(ours["quote"], gold["quote"]) >= (0.6 if kind == "estimate" else 0.5)
    if kind == "commitment":
        return same_words and bool(codes(ours["issuer"]) & codes(gold["issuer"]))
    if kind == "estimate":
        return same_words
    mine, theirs = ours["action"], gold["action"]
    acts = not theirs.get("actor") or bool(codes(mine["actor"]) & codes(theirs["actor"]))
    return same_words and acts and bool(mine["type"] == theirs["type"])


def pairs(kind: str, gold: Sequence[Row], ours: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Labelled and coded records that match, each used once, the best in slots first.

    Events match when they are of one PLOVER type.
    """
    ranked = sorted(
        (-sum(right for _, right in slots(kind, g, o)), i, j)
        for i, g in enumerate(gold)
        for j, o in enumerate(ours)
        if kind != "event" or g["type"] == o["action"]["type"]
    )
    used: tuple[set[int], set[int]] = (set(), set())
    found = []
    for _, i, j in ranked:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            found.append((gold[i], ours[j]))
    return found


def threatens(record: Row) -> bool:
    """Whether a commitment, labelled or coded, is a threat of any kind."""
    return record["kind"] in HARMFUL


def confused(gold: Sequence[Row], coded: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """For each labelled event its type and the type it was coded as; "none" where it was not.

    A type that was coded in the sentence answers its own label first; what is left over is paired
    in the order of the sentence. A threat, which is a commitment here, counts as THREATEN.
    """
    ours = [row["action"]["type"] for row in coded if row["record"] == "event"]
    ours += ["THREATEN" for row in coded if row["record"] == "commitment" and threatens(row)]
    missed = []
    for event in gold:
        if event["type"] in ours:
            ours.remove(event["type"])
            yield event["type"], event["type"]
        else:
            missed.append(event["type"])
    for number, kind in enumerate(missed):
        yield kind, ours[number] if number < len(ours) else "none"
