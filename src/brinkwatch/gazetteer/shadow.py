"""The shadow of a text: the same words in plain characters, with the way back to the text.

Names and rules are matched on it, so that a soft hyphen, a ligature or an accent set apart from its
letter hides no word; a quote is always cut from the text itself. `Shadow.of` drops what is printed
as nothing, writes ligatures out and composes letters with their accents (NFC); `plain` replaces
what can stay as long as it is.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import Self

HIDDEN = (
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0001-\U000e007f\u034f\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
"""Format characters that are printed as nothing, and variation selectors."""

JOINERS = "\u200c\u200d"
"""Zero-width joiners, which count behind letters that are written together (from U+0600 on)."""

ACCENTS = "\u0300-\u034e\u0350-\u036f"
LIGATURES = "\ufb00-\ufb06"
SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\x0b\x0c\x1c-\x1f\x85"
LINES = "\u2028\u2029"
QUOTES = {"'": "‘’‚‛′ʹʻʼˈ‹›", '"': "“”„‟″«»〝〞〟"}
DASHES = {"-": "\u2010\u2011\u2212\ufe63", "–": "\u2012", "—": "\u2015"}
WIDE = "\uff01-\uff5e\u2102-\u2134\U0001d400-\U0001d7ff"
"""Where full-width and mathematical letters are."""

_ODD = f"{HIDDEN}{ACCENTS}"
_CHANGES = re.compile(
    f"[^{_ODD}][{_ODD}]*[{ACCENTS}]"  # a character with its accents
    f"|(?<=[\x00-\u05ff])[{_ODD}{JOINERS}]+|[{_ODD}]+|[{LIGATURES}]"
)
_HIDDEN, _ACCENT = re.compile(f"[{HIDDEN}{JOINERS}]+"), re.compile(f"[{ACCENTS}]+")


@dataclass(frozen=True)
class Shadow:
    """A text in plain characters, made of stretches of the original text.

    The stretch from offset `at[i]` on was made of the characters `starts[i]` to `ends[i]`; one of
    the same length was taken over as it was. None is empty.
    """

    text: str
    at: list[int]
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, text: str) -> Self:
        """The shadow of a text, in time that grows with its length."""
        if text.isascii() or _suspects().isdisjoint(text):
            return cls(text, [0], [0], [len(text)])
        words: list[str] = []
        at: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        length = done = 0
        changes = ((*found.span(), _written(found[0])) for found in _CHANGES.finditer(text))
        for start, end, written in (*changes, (len(text), len(text), "")):
            for word, begin, stop in ((text[done:start], done, start), (written, start, end)):
                if word:
                    words.append(word)
                    at.append(length)
                    starts.append(begin)
                    ends.append(stop)
                    length += len(word)
            done = end
        return cls("".join(words), at, starts, ends)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The half-open offsets in the text of a stretch of the shadow that is not empty."""
        first, last = bisect_right(self.at, start) - 1, bisect_right(self.at, end - 1) - 1
        return (
            self.starts[first] + (start - self.at[first] if self._same(first) else 0),
            self.starts[last] + end - self.at[last] if self._same(last) else self.ends[last],
        )

    def _same(self, number: int) -> bool:
        """Whether a stretch was taken over as it was."""
        after = self.at[number + 1] if number + 1 < len(self.at) else len(self.text)
        return after - self.at[number] == self.ends[number] - self.starts[number]


def plain(text: str) -> str:
    """The text with plain quotes, hyphens, spaces and letters, character for character.

    Breaks of a line become line feeds; en and em dashes stay, as they part clauses and hyphens
    do not.

    >>> plain("“Ｎｏ”,\\u00a0said Ghana’s envoy – twice")
    '"No", said Ghana\\'s envoy – twice'
    """
    for odd in _letters().keys() & set(text):
        text = text.replace(odd, _letters()[odd])
    return text


def spaced(text: str) -> str:
    """The shadow of a text with plain spaces, its quotes and dashes kept.

    >>> spaced("“Mis\\u00adsiles”,\\u00a0he said")
    '“Missiles”, he said'
    """
    if text.isascii() or _unspaced().isdisjoint(text):
        return text
    text = Shadow.of(text).text
    for odd in _members(SPACES + LINES) & set(text):
        text = text.replace(odd, " ")
    return text


def _written(found: str) -> str:
    """What stands in the shadow for characters of the text; an accent that no letter has goes."""
    seen = _HIDDEN.sub("", found)
    if len(found) == 1 and seen and not _ACCENT.match(seen):
        return unicodedata.normalize("NFKC", seen)
    return _ACCENT.sub("", unicodedata.normalize("NFC", seen))


def _members(ranges: str) -> frozenset[str]:
    """The characters of a character class without escapes."""
    inside = re.sub("(.)-(.)", lambda r: "".join(map(chr, range(ord(r[1]), ord(r[2]) + 1))), ranges)
    return frozenset(inside)


@cache
def _suspects() -> frozenset[str]:
    return _members(HIDDEN + JOINERS + ACCENTS + LIGATURES)


@cache
def _unspaced() -> frozenset[str]:
    return _suspects() | _members(SPACES + LINES)


@cache
def _letters() -> dict[str, str]:
    """What each character is replaced by, one by one."""
    rows = {odd: even for table in (QUOTES, DASHES) for even in table for odd in table[even]}
    rows |= dict.fromkeys(_members(SPACES) | {"\t"}, " ") | dict.fromkeys("\r" + LINES, "\n")
    for odd in _members(WIDE):
        even = unicodedata.normalize("NFKC", odd)
        if even != odd and len(even) == 1 and "<" in unicodedata.decomposition(odd):
            rows[odd] = even
    return rows
