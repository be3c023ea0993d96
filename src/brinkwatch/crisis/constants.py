"""The literals of the game's formulas, as data with their sources."""

from __future__ import annotations

import difflib
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Constant(NamedTuple):
    """One literal: its value, where it comes from and what it means."""

    value: float
    source: str
    meaning: str


@cache
def constants() -> dict[str, Constant]:
    """All literals by key, as `constants.toml` ships them."""
    data = tomllib.loads(files(__package__).joinpath("constants.toml").read_text("utf-8"))
    return {c["key"]: Constant(c["value"], c["source"], c["meaning"]) for c in data["constant"]}


def known(key: str) -> Constant:
    """The constant of that key, or ValueError with the nearest key."""
    if key in constants():
        return constants()[key]
    near = difflib.get_close_matches(key, list(constants()), n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise ValueError(f"constants has no key {key!r}{hint}")


def default(key: str) -> float:
    """The shipped value of a constant."""
    return known(key).value
