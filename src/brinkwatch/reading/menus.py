"""Menus pasted as one row of words, with nothing but single spaces between their items."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from brinkwatch.reading.vocabulary import table


def is_row(text: str) -> bool:
    """A row of capitalised words most of which are names of sections, buttons or languages.

    Names of places count for neither side: a title has them too.
    """
    words = text.split()
    menu = table("menus")
    if not menu["fewest"] <= len(words) <= menu["most"]:
        return False
    known = places = at = 0
    while at < len(words):
        item = _longest(words[at : at + 3], _is_item)
        place = 0 if item else _longest(words[at : at + 2], _is_place)
        if not (item or place or _opens_item(words[at])):
            return False
        known += item
        places += place
        at += item or place or 1
    others = len(words) - known - places
    if not others:
        return bool(known + places > menu["sure"] or known >= menu["fewest"])
    return bool(known >= menu["sure"] and others <= menu["unknown"] * (known + others))


def _longest(words: list[str], accepts: Callable[[list[str]], bool]) -> int:
    """The number of words in the longest opening that is accepted, or 0."""
    return next((n for n in range(len(words), 0, -1) if accepts(words[:n])), 0)


def _is_item(words: list[str]) -> bool:
    name = " ".join(words).lower()
    return name in _items() or (len(words) == 1 and name in _languages() and words[0].isupper())


def _is_place(words: list[str]) -> bool:
    return " ".join(words).lower() in _places()


def _opens_item(word: str) -> bool:
    """A capitalised word or number, with no stop or quotation mark at it."""
    return (word[0].isupper() or word[0].isdigit()) and word[-1].isalnum()


@cache
def _items() -> frozenset[str]:
    sections = table("labels")["section"]["words"]
    return frozenset([*sections, *table("menus")["items"]]) - _places()


@cache
def _places() -> frozenset[str]:
    return frozenset(table("menus")["places"])


@cache
def _languages() -> frozenset[str]:
    return frozenset(table("menus")["languages"])
