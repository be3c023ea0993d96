"""The game's numbers beside the forecast, never in it: no track record, so weight 0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from brinkwatch.errors import InputError
from brinkwatch.forecast.questions import table
from brinkwatch.records import Forecast

OUTCOMES = ("no_attack", "unanswered", "answered_desists", "limited_war", "disaster")


@cache
def _mapping() -> dict[str, Any]:
    return table("beside.toml")


def beside(
    equilibrium_row: Mapping[str, Any], forecasts: Sequence[Forecast]
) -> list[dict[str, Any]]:
    """For each forecast of a rung the game speaks of, what it says "under the model".

    `equilibrium_row` is the contract row of `crisis solve`. Rows are `{rung, horizon_days,
    probability, interval, forecast, outcomes, reading, weight, n, note}`; the interval is that of
    the outcomes over the draws, of a sum the sum of the ends held within [0, 1], which is never too
    narrow. Rungs without a mapping get no row. Raises InputError when an outcome is missing.
    """
    rows = {row["key"]: row for row in _mapping()["rung"]}
    return [_row(equilibrium_row, rows[one.rung], one) for one in forecasts if one.rung in rows]


def _row(
    equilibrium: Mapping[str, Any], mapped: Mapping[str, Any], one: Forecast
) -> dict[str, Any]:
    mean, low, high = _sum(equilibrium, mapped["outcomes"])
    return {
        "rung": one.rung, "horizon_days": one.horizon_days, "probability": mean,
        "interval": [low, high], "forecast": one.probability, "outcomes": mapped["outcomes"],
        "reading": mapped["reading"], "weight": _mapping()["weight"], "n": _mapping()["n"],
        "note": _mapping()["note"],
    }  # fmt: skip


def _sum(equilibrium: Mapping[str, Any], outcomes: Sequence[str]) -> tuple[float, float, float]:
    told = equilibrium.get("outcomes", {})
    if missing := [name for name in OUTCOMES if name not in told]:
        raise InputError(
            f"The solved game has no outcome {', '.join(missing)}; expected {', '.join(OUTCOMES)}; "
            "solve the scenario again."
        )
    rest = [name for name in OUTCOMES if name not in outcomes]
    if len(rest) == 1:  # one minus a single outcome has an exact interval
        left = told[rest[0]]
        return 1 - left["mean"], 1 - left["hi"], 1 - left["lo"]
    mean, low, high = (sum(told[name][part] for name in outcomes) for part in ("mean", "lo", "hi"))
    return mean, max(0.0, low), min(1.0, high)
