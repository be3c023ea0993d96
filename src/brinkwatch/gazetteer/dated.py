"""Facts in a text that bound the date on which it can have been written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from brinkwatch.gazetteer import people
from brinkwatch.gazetteer.tables import listed, rows
from brinkwatch.gazetteer.tokens import Token, Trie, tokens

_FORMER = re.compile(r"\b(?:former|ex|late|then|once|future|would-be)[\s-]+(?:[\w.’'-]+\s+){0,5}$",
                     re.IGNORECASE)  # fmt: skip
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_BREAK = re.compile(r"[.!?][\"”’')]?\s+(?=[\"“‘A-Z])|\n")


@dataclass(frozen=True)
class DatedFact:
    """Words of a text that hold only from `since` to `until` (ISO; None: open), and why.

    `text[start:end] == words`. `since` and `until` are bounds on the day of writing.
    """

    start: int
    end: int
    words: str
    since: str | None
    until: str | None
    source: str


def dated_facts(text: str) -> list[DatedFact]:
    """The facts that date a text, in order: office holders, weapons, episodes.

    An office holder counts when named with the office ("President Joe Biden"); with "former", or
    in a sentence that names a year, he dates nothing. A weapon system is not written of before it
    was known, an episode not before it began. Bounds are only as good as their rows: the source
    says where each comes from.
    """
    words = tokens(text)
    facts = _officers(text, words) + _episodes(text) + _systems(text, words)
    return sorted(facts, key=lambda fact: (fact.start, fact.end, fact.source))


@cache
def _persons() -> Trie[people.Holder]:
    trie: Trie[people.Holder] = Trie()
    for name, holder in people.holders():
        trie.add(name, holder)
    return trie


def _officers(text: str, words: list[Token]) -> list[DatedFact]:
    found, after = [], 0
    for at in _persons().starts(words):
        best = _persons().longest(words, at) if at >= after else None
        if best is not None:
            after = best[0]
            fact = _officer(text, words, at, *best)
            found += [fact] if fact else []
    return found


def _officer(
    text: str, words: list[Token], at: int, end: int, holders: list[people.Holder]
) -> DatedFact | None:
    before = people.before(words, at)
    bearing = [holder for holder in holders if people.bears(holder, before)]
    if not bearing or len({holder.person for holder in bearing}) > 1:
        return None
    if len({holder.office for holder in bearing}) > 1:  # "Secretary" alone fits several offices
        longest = max(len(_title(holder, before)) for holder in bearing)
        bearing = [holder for holder in bearing if len(_title(holder, before)) == longest]
    title = _title(bearing[0], before)
    start = words[max(0, at - len(tokens(title)))].start
    if _FORMER.search(text[max(0, start - 60) : start]) or _past(text, start):
        return None
    stop = words[end - 1].end
    since = min(holder.since for holder in bearing)
    until = "" if any(not holder.until for holder in bearing) else max(h.until for h in bearing)
    span = f"{since} to {until}" if until else f"since {since}"
    source = f"{bearing[0].person} in office as {bearing[0].office} {span}"
    return DatedFact(start, stop, text[start:stop], since, until or None, source)


def _title(holder: people.Holder, before: str) -> str:
    fitting = [t for t in people.titles()[holder.office] if before == t or before.endswith(" " + t)]
    return fitting[0] if fitting else ""


def _past(text: str, at: int) -> bool:
    """Whether the sentence around `at` names a year: it may tell of that year's office holder."""
    first = max((m.end() for m in _BREAK.finditer(text, 0, at)), default=0)
    after = _BREAK.search(text, at)
    return bool(_YEAR.search(text, first, after.start() if after else len(text)))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], tuple[str, ...], str, str, str], ...]:
    return tuple(
        (re.compile(row["pattern"]), tuple(listed(row["with"])), row["since"], row["until"],
         row["source"])
        for row in rows("episodes")
    )  # fmt: skip


def _episodes(text: str) -> list[DatedFact]:
    found = []
    for pattern, company, since, until, source in _patterns():
        if company and not any(word in text for word in company):
            continue
        match = pattern.search(text)
        if match and match.group():
            found.append(
                DatedFact(match.start(), match.end(), match.group(), since or None, until or None,
                          source)
            )  # fmt: skip
    return found


@cache
def _known() -> Trie[tuple[str, str]]:
    trie: Trie[tuple[str, str]] = Trie()
    for row in rows("weapons"):
        if row["known"] and row["name"] != row["name"].lower():
            for name in [row["name"], *listed(row["variants"])]:
                trie.add(name, (row["name"], row["known"]))
    return trie


def _systems(text: str, words: list[Token]) -> list[DatedFact]:
    found, after = [], 0
    for at in _known().starts(words):
        best = _known().longest(words, at) if at >= after else None
        if best is not None:
            after, ((name, known), *_) = best
            start, stop = words[at].start, words[after - 1].end
            source = f"{name} publicly known since {known}"
            found.append(DatedFact(start, stop, text[start:stop], known, None, source))
    return found
