"""The limits of fetching, as data with their sources."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Limits:
    """How politely and how much is fetched; `limits.toml` says why, names say the units."""

    delay_seconds: float
    longest_delay_seconds: float
    longest_wait_seconds: float
    timeout_seconds: float
    largest_bytes: int
    robots_bytes: int
    robots_hours: float
    most_redirects: int
    poll_minutes: float
    least_poll_minutes: float
    most_poll_minutes: float


@cache
def limits() -> Limits:
    """The shipped limits."""
    data = tomllib.loads(files("brinkwatch.fetching").joinpath("limits.toml").read_text("utf-8"))
    return Limits(**{entry["key"]: entry["value"] for entry in data["limit"]})
