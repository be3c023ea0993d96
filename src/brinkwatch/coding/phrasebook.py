"""Loads the phrases of attribution, commitment and estimate from the lexicon, compiled once.

Phrases are regular expressions over lower-cased text with plain quotes; where several entries can
match, the first in the file decides.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from brinkwatch.coding import trace
from brinkwatch.records import ActionType


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The tables of `lexicon/NAME.toml`."""
    text = (resources.files(__package__) / "lexicon" / f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


@dataclass(frozen=True)
class Entry:
    """One entry of a table: its expression and its other keys."""

    pattern: re.Pattern[str]
    data: dict[str, Any]

    def search(self, words: str) -> re.Match[str] | None:
        """Where the phrase stands in the words, unless the entry's `not` stands there too."""
        found = self.pattern.search(words)
        if found and "not" in self.data and re.search(self.data["not"], words):
            return None
        return found


@cache
def entries(name: str, table: str, key: str = "phrase") -> tuple[Entry, ...]:
    """The entries of one table in file order, each bounded by words."""
    rows = lexicon(name)[table]
    return tuple(Entry(re.compile(rf"(?<![\w-])(?:{row[key]})(?!\w)"), row) for row in rows)


def first(name: str, table: str, words: str) -> tuple[Entry, re.Match[str]] | None:
    """The first entry of the table that matches the lower-cased words, with the match."""
    for entry in entries(name, table):
        found = entry.search(words)
        if found:
            trace.found(name, table, entry.data, found[0], words)
            return entry, found
    return None


def says(table: str, words: str) -> bool:
    """Whether an entry of a table of `commitments.toml` stands in the words."""
    return first("commitments", table, words.lower()) is not None


def type_by_words(words: str) -> ActionType | None:
    """PLOVER type of an act by the words that state it; None where they name none."""
    found = first("commitments", "act", words.lower())
    return found[0].data["type"] if found else None


def answer_type(words: str) -> ActionType | None:
    """PLOVER type of an announced answer that is left open: ASSAULT if armed, else COERCE."""
    found = first("commitments", "answer", words.lower())
    return found[0].data["type"] if found else None


@cache
def modes() -> dict[str, str]:
    """Lemma of a verb that opens somebody's words -> its mode (say, warn, think, ...)."""
    return {
        lemma: row["mode"] for row in reversed(lexicon("speech")["verb"]) for lemma in row["lemmas"]
    }


@cache
def idioms() -> re.Pattern[str]:
    """Several words that open somebody's words: "made it known", "put on notice"."""
    rows = lexicon("speech")["idiom"]
    return re.compile("|".join(rf"(?<![\w-])(?:{row['phrase']})(?!\w)" for row in rows))


@cache
def addresses() -> frozenset[str]:
    """Verbs after which the speaker's own words may stand without quotation marks."""
    return frozenset(x for row in lexicon("speech")["address"] for x in row["lemmas"])


@cache
def ambiguous() -> frozenset[str]:
    """Verbs that open words only with a clause, a quotation, or set in commas."""
    rows = lexicon("speech")["verb"]
    return frozenset(x for row in rows if row.get("needs_clause") for x in row["lemmas"])


@cache
def nouns(kind: str) -> frozenset[str]:
    """Nouns of one class of `speech.toml`: expert, media, office, former."""
    rows = lexicon("speech")["noun"]
    return frozenset(lemma for row in rows if row["class"] == kind for lemma in row["lemmas"])


@cache
def possessed() -> frozenset[str]:
    """Nouns whose owner speaks: warning, interpretation, ..."""
    return frozenset(lemma for row in lexicon("speech")["possessed"] for lemma in row["lemmas"])


@cache
def words_of(name: str) -> frozenset[str]:
    """The lemmas of one list of `commitments.toml`, table `words`."""
    rows = lexicon("commitments")["words"]
    return frozenset(word for row in rows if row["name"] == name for word in row["lemmas"])
