"""Answers about a line, kept while its page is read: the steps of reading ask the same again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

Answer = TypeVar("Answer")

LONGEST = 5000  # characters of a line whose answers are kept; assumed, longer ones are rare
MOST = 4096  # answers kept of one question; assumed

_FORGET: list[Callable[[], None]] = []


def remember(ask: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """A question about a text, answered once for the same text until `forget` is called."""
    kept = lru_cache(maxsize=MOST)(ask)
    _FORGET.append(kept.cache_clear)

    @wraps(ask)
    def answer(text: str) -> Answer:
        return kept(text) if len(text) <= LONGEST else ask(text)

    return answer


def forget() -> None:
    """Drop what was kept of the page that was read."""
    for clear in _FORGET:
        clear()
