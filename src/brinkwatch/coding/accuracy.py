"""How well the coder does, as measured: what every report prints and the forecast weighs by."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def scores() -> dict[str, Any]:
    """The measured figures: `commitment`, `event`, `estimate` -> precision, recall, f1, n;
    `life` -> precision of a commitment's life; `corpus` and `command` as sentences.

    Written by `benchmarks/coder.py --write` (`scores.toml`) from articles kept aside; precision and
    recall are micro-averaged over articles, n counts annotated records.
    """
    text = (resources.files(__package__) / "scores.toml").read_text("utf-8")
    return tomllib.loads(text)
