"""The words of page furniture and the bounds of reading, loaded from the TOML files in `data/`."""

from __future__ import annotations

import tomllib
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
