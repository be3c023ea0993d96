"""The CAMEO root code of an event, for programs that read CAMEO (`lexicon/cameo.toml`)."""

from __future__ import annotations

from functools import cache

from brinkwatch.coding.phrasebook import lexicon
from brinkwatch.records import ActionType


@cache
def _roots() -> dict[str, str]:
    return {row["type"]: row["cameo"] for row in lexicon("cameo")["root"]}


def cameo_root(kind: ActionType | None) -> str | None:
    """Two digits, the root code of PLOVER's type alone; None without a type."""
    return None if kind is None else _roots()[kind]
