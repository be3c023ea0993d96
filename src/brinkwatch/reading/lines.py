"""The lines of a page and what each is: prose, a heading, or furniture.

A page of any format becomes a list of `Line`s first; one classifier reads them all, so that pasted
text and markup are cleaned by the same words (`data/noise.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Literal, TypeAlias

from brinkwatch.reading import dates
from brinkwatch.reading.memory import remember
from brinkwatch.reading.menus import is_row
from brinkwatch.reading.vocabulary import bound, table

Effect: TypeAlias = Literal["line", "list", "points", "tail", "caption", "author"]

LONGEST_CUE = bound("cue")
LONGEST_ITEM = 3  # words of a menu's item; assumed
SHORTEST_MENU = 4  # lines of a menu that runs down the page; assumed
LONGEST_BUTTON = 60  # characters of a line that can be a button or a menu's item; assumed
BEFORE = re.compile(r"[\W_]+")
BEHIND = re.compile(r"(?:[\W_]|\b\d+)+$")
"""What stands around the words of a button: bullets, colons, counters."""
QUOTE = re.compile('["«»“”„]')
DENSE = re.compile("[\u3040-\u9fff\uac00-\ud7a3]")
LETTER = re.compile(r"[^\W\d_]")
ENDING = 60  # characters at the end of a line in which its last stop stands
DIGIT = re.compile(r"\d")
FIELDS = re.compile(r"[/|>»,•]|\s{2,}")
LITERAL = re.compile(r"(?<!\\)[^\W\d_]")
JOINERS = "’'.-"
"""What can stand inside a word."""
SENTENCE_END = re.compile(r"[.!?…。！？][\"”’»')\]]*(?:\s?[(\[—–-]{1,2}\s?[^\W\d_]{2,9}[)\]]?)?$")
STATEMENT_END = re.compile(r"[.…。][\"”’»')\]]*$|[.!?…][\"”»]$")
SPACES = re.compile(r"[ \u00a0]{2,}|\t")
BREAK = re.compile(r"\r\n?|\n")
APART = re.compile(r"[ \u00a0]{2}|\t|[|/>»·•–-]")
BARS = re.compile(r"\s[|/>»·•–-]\s|\||\s»\s")


@dataclass(frozen=True)
class Line:
    """One printed line, or one hard-wrapped paragraph: `text` stands in the page as it is.

    `gap`: a blank line or a block border stands before it. `marks`: what markup says of it
    (`heading`, `noise`, `byline`, `label`, `brand`, `title`, `bullet`). `parts`: its inline pieces
    in markup, which tell a list's time, label and title apart. `region`: the block it lies in.
    `source`: the number of its first printed line, from 0; in markup, where its words begin.
    """

    text: str
    gap: bool = True
    marks: frozenset[str] = frozenset()
    parts: tuple[str, ...] = ()
    region: int = field(default=0, compare=False)
    source: Any = field(default=None, compare=False)

    def is_a(self, mark: str) -> bool:
        """Whether the markup gave this mark."""
        return mark in self.marks


class _Apart(dict[int, str]):
    """For `str.translate`: every character but those of words, and some more, becomes a space."""

    def __init__(self, kept: str) -> None:
        self.kept = kept

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        seen = letter if letter.isalnum() or letter in self.kept else " "
        self[code] = seen
        return seen


_WORDS = _Apart(JOINERS)
_TOKENS = _Apart("_")


def split_words(text: str) -> list[str]:
    """The words of a text; hyphens, dots and apostrophes part none.

    >>> split_words("Mid-May: the minister’s aides -- said “no”...")
    ['Mid-May', 'the', 'minister’s', 'aides', 'said', 'no']
    """
    return [word for word in text.translate(_WORDS).split() if word.strip(JOINERS)]


@remember
def words(text: str) -> int:
    """The number of words; a run of characters of a script without spaces counts by pairs."""
    dense = 0 if text.isascii() else len(DENSE.findall(text[:400]))
    return len(split_words(text)) + dense // 2


def is_sentence(text: str) -> bool:
    """At least two words that end as a sentence does."""
    return words(text) >= 2 and SENTENCE_END.search(text.rstrip()[-ENDING:]) is not None


@remember
def is_prose(text: str) -> bool:
    """Running text: a statement of eight words, or thirty words however they end."""
    count = words(text)
    return count >= 30 or (count >= 8 and STATEMENT_END.search(text.rstrip()[-ENDING:]) is not None)


def is_menu(text: str) -> bool:
    """A row of short items between bars or wide spaces: navigation, tools, a breadcrumb."""
    if len(text) > 300 or is_prose(text) or not APART.search(text):
        return False
    if text.endswith((".", "!", "?")) and QUOTE.search(text):
        return False
    for separator in (SPACES, BARS):
        items = [item for item in separator.split(text.strip(" |\t\u00a0")) if item.strip()]
        if len(items) >= 3 and all(words(item) <= 4 for item in items):
            return True
        if len(items) >= 2 and all(words(item) <= 2 and not is_sentence(item) for item in items):
            return True
    return False


def is_ornament(text: str) -> bool:
    """A line without a word: rules, bullets, counters."""
    return LETTER.search(text) is None


def is_caps(text: str) -> bool:
    """All its letters are capitals, and there are at least three."""
    if text.upper() != text:
        return False
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 3 and all(c.isupper() for c in letters)


@cache
def _signs() -> frozenset[str]:
    """The signs that cues of the vocabulary need."""
    needs = (need for cue in table("noise")["cue"] for need in cue.get("needs", ()))
    return frozenset(need for need in needs if len(need) == 1)


@remember
def tokens(text: str) -> frozenset[str]:
    """The words of a line in lower case, and the signs that cues need."""
    return _signs().intersection(text).union(text.lower().translate(_TOKENS).split())


@dataclass(frozen=True)
class _Cue:
    """One pattern of the vocabulary, tried where one of the tokens it needs stands in the line."""

    effect: Effect
    pattern: str
    needs: frozenset[str]

    @cached_property
    def find(self) -> Callable[[str], re.Match[str] | None]:
        """The match of the pattern in a line, at its beginning where it starts with ^."""
        compiled = re.compile(self.pattern)
        return compiled.match if self.is_opening() else compiled.search

    def is_opening(self) -> bool:
        """Whether the pattern is tried at the beginning of a line alone."""
        return self.pattern.removeprefix("(?i)").startswith("^")


def _lowered(pattern: str) -> str:
    """A pattern that a line in lower case matches where the line itself matches the given one."""
    return LITERAL.sub(lambda m: m[0].lower(), pattern.removeprefix("(?i)"))


class _Cues:
    """The vocabulary of furniture in the order of effects.

    A line is asked first whether it can hold any cue: most lines hold none.
    """

    def __init__(self) -> None:
        cues: list[_Cue] = []
        for cue in table("noise")["cue"]:
            if "starts" in cue:
                openings = "|".join(re.escape(words) for words in cue["starts"])
                pattern = rf"(?i)^\W*(?:{openings})(?![\w,])"
                cues.append(_Cue(cue["effect"], pattern, frozenset()))
            if "pattern" in cue:
                cues.append(_Cue(cue["effect"], cue["pattern"], frozenset(cue.get("needs", ()))))
        order: tuple[Effect, ...] = ("author", "tail", "points", "list", "caption", "line")
        self.cues = sorted(cues, key=lambda cue: order.index(cue.effect))
        self.needing: dict[str, list[int]] = {}
        for number, cue in enumerate(self.cues):
            for token in cue.needs:
                self.needing.setdefault(token, []).append(number)
        free = [number for number, cue in enumerate(self.cues) if not cue.needs]
        self.openings = [number for number in free if self.cues[number].is_opening()]
        self.always = set(free).difference(self.openings)
        lowered = (_lowered(self.cues[number].pattern) for number in self.openings)
        self.opens = re.compile("|".join(f"({pattern})" for pattern in lowered)).match

    def effect(self, text: str) -> Effect | None:
        """The effect of the first cue that a line has."""
        tried = set(self.always)
        for token in tokens(text) & self.needing.keys():
            tried.update(self.needing[token])
        opened = self.opens(text.lower())
        if opened and opened.lastindex:  # the cues before it do not open the line
            tried.update(self.openings[opened.lastindex - 1 :])
        found = (cue.effect for cue in map(self.cues.__getitem__, sorted(tried)) if cue.find(text))
        return next(found, None)


_cues = cache(_Cues)


@cache
def _wholes() -> dict[str, Effect]:
    """Whole lines of furniture, in lower case and without what stands around them."""
    return {line: cue["effect"] for cue in table("noise")["cue"] for line in cue.get("whole", ())}


def furniture(text: str) -> Effect | None:
    """What the vocabulary says of a line, or None where it says nothing."""
    return _furniture(text.replace("\n", " ")) if len(text) <= LONGEST_CUE else None


@remember
def _furniture(text: str) -> Effect | None:
    whole = _wholes().get(_button(text)) if len(text) <= LONGEST_BUTTON else None
    if whole is not None:
        return whole
    found = _cues().effect(text)
    if found is None and (is_ornament(text) or is_menu(text) or is_row(text)):
        return "line"
    return found


def _button(text: str) -> str:
    """The words of a line in lower case, without bullets, colons and counters around them."""
    before = BEFORE.match(text)
    text = text[before.end() :].lower() if before else text.lower()
    return text if text[-1:].isalpha() else BEHIND.sub("", text)


@cache
def _foot() -> dict[str, re.Pattern[str]]:
    """The phrases of the foot by the longest word of each."""
    found: dict[str, list[str]] = {}
    for phrase in table("noise")["foot"]["words"]:
        longest = max(phrase.translate(_TOKENS).split(), key=len)
        found.setdefault(longest, []).append(re.escape(phrase))
    return {
        word: re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)
        for word, phrases in found.items()
    }


@remember
def is_foot(text: str) -> bool:
    """A short sentence at the foot of a page in which the page speaks of itself."""
    if words(text) > table("noise")["foot"]["longest"]:
        return False
    return any(_foot()[word].search(text) for word in tokens(text) & _foot().keys())


@cache
def _offer() -> re.Pattern[str]:
    return re.compile(table("noise")["offer"]["pattern"], re.IGNORECASE)


def is_offer(text: str) -> bool:
    """A short line that offers the rest of an article to those who pay or register."""
    return words(text) <= table("noise")["foot"]["longest"] and _offer().search(text) is not None


@cache
def _error() -> re.Pattern[str]:
    return re.compile(table("noise")["error"]["pattern"])


def is_error(title: str, text: str) -> bool:
    """Whether a short page says by its title that what was asked for is not there."""
    return _error().search(title) is not None and words(text) <= table("noise")["error"]["longest"]


@remember
def is_date_line(text: str) -> bool:
    """A line that says a date or a time and hardly anything else."""
    if not DIGIT.search(text) or words(text) > 30:
        return False
    if dates.is_relative(text):
        return True
    dated = bool(dates.stamps(text)) or dates.clock(text)[0] or dates.day_month(text)
    most = 5 if dates.is_stated(text) else 2
    return bool(dated) and words(dates.residue(text)) <= most


@cache
def labels() -> dict[str, str]:
    """Label words in lower case, and the kind of document or `headline` they stand for."""
    found: dict[str, str] = {}
    for kind, entry in table("labels").items():
        if kind != "section":
            for word in entry["words"]:
                found.setdefault(word, kind)
    return found


@cache
def sections() -> frozenset[str]:
    """Names of sections of a site, in lower case."""
    return frozenset(table("labels")["section"]["words"])


@remember
def bare(text: str) -> str:
    """The words of a label in lower case, its bullets, colons and brackets dropped."""
    return " ".join(text.lower().strip(" \u00a0•·*:|[]()-–—>»\t").split())


@remember
def is_section(text: str) -> bool:
    """A line that only names sections of a site."""
    pieces = [piece for piece in map(bare, FIELDS.split(text)) if piece]
    return bool(pieces) and all(piece in sections() or piece in labels() for piece in pieces)


def menu(lines: Sequence[Line]) -> set[int]:
    """The lines, by identity, of menus that run down the page: short ones set together."""
    runs: list[list[Line]] = [[]]
    for line in lines:
        if line.gap or words(line.text) > LONGEST_ITEM:
            runs.append([])
        if words(line.text) <= LONGEST_ITEM:
            runs[-1].append(line)
    return {id(line) for run in runs if len(run) >= SHORTEST_MENU for line in run}
