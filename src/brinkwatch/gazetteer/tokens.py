"""Tokens with their offsets, and a trie of token sequences: the longest name wins.

A name is compared as a sequence of tokens, so word boundaries, line breaks inside a name,
possessives and curly apostrophes need no patterns. Case counts; a word written all in capitals
(a headline) also meets its capitalised form.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Generic, NamedTuple, TypeVar

from brinkwatch.gazetteer.shadow import Shadow

T = TypeVar("T")

_TOKEN = re.compile(r"\w+|[^\w\s]")
_LETTERS = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "–": "-", "‑": "-", "‐": "-", "ı": "i", "ł": "l", "Ł": "L",
     "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "ß": "ss", "æ": "ae", "Æ": "Ae"}
)  # fmt: skip
_SHOUTED = 4  # shorter words in capitals are taken for abbreviations


class Token(NamedTuple):
    """One word or sign: its folded form and its half-open offsets in the text."""

    form: str
    start: int
    end: int


def fold(word: str) -> str:
    """The word without diacritics, its apostrophes and dashes made plain."""
    if word.isascii():
        return word
    split = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(char for char in split if not unicodedata.combining(char))


def tokens(text: str) -> list[Token]:
    """The words and signs of a text, in order; what is printed as nothing parts no word."""
    shadow = Shadow.of(text)
    found = _TOKEN.finditer(shadow.text)
    if shadow.text is text:
        return [Token(fold(m.group()), m.start(), m.end()) for m in found]
    return [Token(fold(m.group()), *shadow.original(m.start(), m.end())) for m in found]


class Trie(Generic[T]):
    """Names as token sequences, each with the entries that bear it."""

    def __init__(self, *, lower: bool = False) -> None:
        """An empty trie; with `lower`, case does not count."""
        self._root: dict[Any, Any] = {}
        self._lower = lower

    def add(self, name: str, entry: T) -> None:
        """Enter `entry` under `name`; an entry already there is not entered twice."""
        node = self._root
        for token in tokens(name.lower() if self._lower else name):
            node = node.setdefault(token.form, {})
        held: list[T] = node.setdefault(None, [])
        if entry not in held:
            held.append(entry)

    def starts(self, words: list[Token]) -> list[int]:
        """The indices of the tokens that a name can start with."""
        root = self._root
        if self._lower:
            return [at for at, word in enumerate(words) if word.form.lower() in root]
        return [
            at
            for at, (form, _, _) in enumerate(words)
            if form in root or (form.isupper() and form.capitalize() in root)
        ]

    def longest(self, words: list[Token], at: int) -> tuple[int, list[T]] | None:
        """The end index and the entries of the longest name that starts at token `at`."""
        node, best = self._root, None
        for index in range(at, len(words)):
            form = words[index].form
            below = node.get(form.lower() if self._lower else form)
            if below is None and len(form) >= _SHOUTED and form.isupper():
                below = node.get(form.capitalize())
            if below is None:
                break
            node = below
            if None in node:
                best = (index + 1, node[None])
        return best
