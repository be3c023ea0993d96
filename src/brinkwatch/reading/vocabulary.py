"""The words of page furniture, loaded from the TOML files in `data/`."""

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
