"""The words of page furniture and the bounds of reading, loaded from the TOML files in `data/`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The parsed `data/NAME.toml` of this package."""
    source = files("brinkwatch.reading").joinpath("data", f"{name}.toml")
    return tomllib.loads(source.read_text("utf-8"))


def bound(name: str) -> int:
    """The most that `data/bounds.toml` allows of something."""
    most: int = table("bounds")[name]["most"]
    return most


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of the words, a longer one before its beginning.

    Words with one first letter stand together: where none begins so, all are passed at once.

    >>> any_of(["mai", "june", "may", "mayo"])
    'j(?:une)|m(?:ayo|ai|ay)'
    """
    found: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        found.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in found.items())
