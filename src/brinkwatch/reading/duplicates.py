"""Near-duplicates: syndicated copies and updated versions are linked to their first form.

Texts are compared as sets of shingles, runs of words (Broder 1997). The least of their hashes, a
sketch, find the pairs worth comparing: time grows with the documents, not with the pairs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from heapq import nsmallest
from zlib import crc32

from brinkwatch.reading.clues import level, same
from brinkwatch.reading.vocabulary import table
from brinkwatch.records import Document

Shingles = frozenset[int]

SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+|\n+")


def link(documents: Sequence[Document]) -> list[Document]:
    """The documents in their order, each copy with `copy_of` and `copy_note`.

    The first form is the one of the earliest first day, among equals the one that comes first; a
    document without a date comes after all that have one. Headlines are not compared.
    """
    limits = table("duplicates")["sketch"]
    first: dict[int, int] = {}
    seen: dict[int, list[int]] = defaultdict(list)
    sets: dict[int, Shingles] = {}
    pages = [number for number, page in enumerate(documents) if page.parent_id is None]
    for number in sorted(pages, key=lambda n: (*_age(documents[n]), n)) if len(pages) > 1 else ():
        found = shingles(documents[number].text)
        if len(found) < table("duplicates")["shingles"]["fewest"]:
            continue
        sets[number] = found
        near: Counter[int] = Counter()
        for least in nsmallest(limits["size"], found):
            near.update(seen[least])
            if len(seen[least]) < limits["kept"]:
                seen[least].append(number)
        match = _best(found, near, sets)
        if match is not None:
            first[number] = first.get(match, match)
    linked = []
    for number, document in enumerate(documents):
        origin = documents[first[number]] if number in first else None
        fields = {"copy_of": origin and origin.id, "copy_note": origin and note(origin, document)}
        unchanged = (document.copy_of, document.copy_note) == tuple(fields.values())
        linked.append(document if unchanged else document.model_copy(update=fields))
    return linked


def shingles(text: str) -> Shingles:
    """The hashed runs of words of a text, case and punctuation aside."""
    size = table("duplicates")["shingles"]["words"]
    words = level(text).encode().split(b" ")
    runs = zip(*(words[start:] for start in range(size)), strict=False)
    return frozenset(map(crc32, map(b" ".join, runs)))


def note(first: Document, copy: Document) -> str:
    """What changed from the first form to a copy, counted in sentences.

    The same outlet, or the same title without another outlet, makes it an update.
    """
    before, after = (Counter(_sentences(document.text)) for document in (first, copy))
    added, dropped = (after - before).total(), (before - after).total()
    if not added and not dropped:
        return "identical"
    if _is_update(first, copy):
        changes = [f"{n} {what}" for n, what in ((added, "added"), (dropped, "dropped")) if n]
        return f"updated: of {before.total()} sentences {', '.join(changes)}"
    if not added:
        return f"shortened: {dropped} of {before.total()} sentences dropped"
    return f"identical but for {added} of {after.total()} sentences"


def _age(document: Document) -> tuple[str, str]:
    """What a document is ordered by: its first day, then its time where it is stated."""
    return document.first_day() or "9999", document.published or ""


def _best(found: Shingles, near: Counter[int], sets: dict[int, Shingles]) -> int | None:
    """The document of the most common shingles among those close enough to be the same article."""
    limits = table("duplicates")["copy"]
    best: tuple[float, int] | None = None
    sketch = table("duplicates")["sketch"]
    for number, shared in near.most_common(sketch["kept"]):
        if shared < sketch["shared"]:
            break
        other = sets[number]
        common = len(found & other)
        resemblance = common / (len(found) + len(other) - common)
        containment = common / min(len(found), len(other))
        close = resemblance >= limits["resemblance"] and containment >= limits["containment"]
        if close and (best is None or resemblance > best[0]):
            best = (resemblance, number)
    return best[1] if best else None


def _is_update(first: Document, copy: Document) -> bool:
    if first.outlet and copy.outlet:
        return same(first.outlet, copy.outlet)
    return bool(first.title and copy.title and same(first.title, copy.title))


def _sentences(text: str) -> list[str]:
    return [words for part in SENTENCE_END.split(text) if (words := level(part))]
