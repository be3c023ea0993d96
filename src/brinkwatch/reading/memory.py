"""Answers about a line, kept while its page is read: the steps of reading ask the same again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

from brinkwatch.reading.vocabulary import bound

Answer = TypeVar("Answer")
Asked = ParamSpec("Asked")

MOST = bound("answers")

_FORGET: list[Callable[[], None]] = []


def remember(ask: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """A question about texts, answered once for the same texts until `forget` is called."""
    kept = lru_cache(maxsize=MOST)(ask)
    _FORGET.append(kept.cache_clear)
    return cast(Callable[Asked, Answer], kept)


def forget() -> None:
    """Drop what was kept of the page that was read."""
    for clear in _FORGET:
        clear()
