"""Near-duplicates: syndicated copies and updated versions are linked to their first form.

Texts are compared as sets of shingles, runs of words (Broder 1997). The least of their hashes, a
sketch, and the shingles they open with find the pairs worth comparing: time grows with the
documents, not with the pairs. Two articles of one template are no forms of one article.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from heapq import nsmallest
from itertools import islice
from zlib import crc32

from brinkwatch.reading.clues import level
from brinkwatch.reading.versions import is_template, note
from brinkwatch.reading.vocabulary import table
from brinkwatch.records import Document


def link(documents: Sequence[Document]) -> list[Document]:
    """The documents in their order, each copy with `copy_of` and `copy_note`.

    The first form is the one of the earliest first day, among equals the one that comes first; a
    document without a date comes after all that have one. Headlines are not compared.
    """
    first = _first_forms(documents)
    linked = []
    for number, document in enumerate(documents):
        origin = documents[first[number]] if number in first else None
        fields = {"copy_of": origin and origin.id, "copy_note": origin and note(origin, document)}
        unchanged = (document.copy_of, document.copy_note) == tuple(fields.values())
        linked.append(document if unchanged else document.model_copy(update=fields))
    return linked


def _first_forms(documents: Sequence[Document]) -> dict[int, int]:
    """The position of each copy's first form."""
    limits = table("duplicates")["sketch"]
    first: dict[int, int] = {}
    seen: dict[int, list[int]] = defaultdict(list)
    known: dict[int, array[int]] = {}
    pages = [number for number, page in enumerate(documents) if page.parent_id is None]
    if len(pages) < 2:
        return first
    for number in sorted(pages, key=lambda n: (*_age(documents[n]), n)):
        found = shingles(documents[number].text)
        if len(found) < table("duplicates")["shingles"]["fewest"]:
            continue
        near: dict[int, float] = defaultdict(float)
        shared: Counter[int] = Counter()
        for mark in {*nsmallest(limits["size"], set(found)), *islice(found, limits["opening"])}:
            holders = seen[mark]
            shared.update(holders)
            for other in holders:
                near[other] += 1 / len(holders)
            if len(holders) < limits["kept"]:
                holders.append(number)
        known[number] = found
        ranked = (
            n for n in sorted(near, key=lambda n: (-near[n], n)) if shared[n] >= limits["shared"]
        )
        others = list(islice(ranked, limits["kept"]))
        match = _best(number, others, known, documents)
        if match is not None:
            first[number] = first.get(match, match)
    return first


def shingles(text: str) -> array[int]:
    """The hashed runs of words of a text in order, each once; case and punctuation aside."""
    size = table("duplicates")["shingles"]["words"]
    words = level(text).encode().split(b" ")
    runs = zip(*(words[start:] for start in range(size)), strict=False)
    return array("L", dict.fromkeys(map(crc32, map(b" ".join, runs))))


def _age(document: Document) -> tuple[str, str]:
    """What a document is ordered by: its first day, then its time where it is stated."""
    return document.first_day() or "9999", document.published or ""


def _best(
    number: int, others: Sequence[int], known: dict[int, array[int]], documents: Sequence[Document]
) -> int | None:
    """Which of the others has most in common with a document, and is a form of it."""
    mine = set(known[number])
    common = {other: len(mine.intersection(known[other])) for other in others}
    sizes = {other: len(known[other]) for other in others}
    resemblance = {n: common[n] / (len(mine) + sizes[n] - common[n]) for n in others}
    for other in sorted(others, key=lambda n: (-resemblance[n], n)):
        containment = common[other] / min(len(mine), sizes[other])
        if _is_close(resemblance[other], containment, known[number], known[other]) and (
            not is_template(documents[number].text, documents[other].text)
        ):
            return other
    return None


def _is_close(resemblance: float, containment: float, a: array[int], b: array[int]) -> bool:
    """Whether two texts have enough in common, or one is the beginning of the other."""
    limits = table("duplicates")["copy"]
    if resemblance >= limits["resemblance"]:
        return bool(containment >= limits["containment"])
    shorter, longer = sorted((a, b), key=len)
    opening = set(longer[: len(shorter) + table("duplicates")["sketch"]["opening"]])
    return bool(len(opening.intersection(shorter)) >= limits["beginning"] * len(shorter))
