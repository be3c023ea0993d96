"""Forecasts, their scores and a backtest as tables of a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from brinkwatch.console import clean
from brinkwatch.forecast.outcomes import prior
from brinkwatch.forecast.wording import odds
from brinkwatch.records import Forecast


def print_record(record: dict[str, Any]) -> None:
    """The scores with their bands, Murphy's parts, and the reliability diagram as a table."""
    console = Console()
    if not record["n"]:
        console.print(Text(record["sentence"]), soft_wrap=True)
        return
    console.print(Text(
        f"{record['n']} forecasts of {record['crises']} crises, {record['positives']} came true"
    ), soft_wrap=True)  # fmt: skip
    bands = record["bands"] or {}
    scores = Table("score", "value", "90 % band")
    parts = record["murphy_corrected"]
    for key in ("brier", "brier_skill", "log", "log_skill", *parts):
        low_high = " to ".join(map(_score, bands[key])) if key in bands else "needs two crises"
        value = parts[key] if key in parts else record[key]
        scores.add_row(key.replace("_", " "), _score(value), low_high)
    diagram = Table("forecast between", "n", "mean forecast", "came true", "90 % interval")
    for row in record["reliability"]:
        diagram.add_row(
            f"{row['low']:.0%} and {row['high']:.0%}", str(row["n"]), f"{row['forecast']:.1%}",
            f"{row['observed']:.1%}", " to ".join(f"{end:.0%}" for end in row["interval"]),
        )  # fmt: skip
    console.print(scores)
    console.print(diagram)


def print_forecasts(
    title: str, forecasts: Sequence[Forecast], pairs: Sequence[Mapping[str, Any]]
) -> None:
    """The forecasts of a crisis, the pairs of `conditionals`, and how each question resolves."""
    table = Table(
        "rung", "days", "probability", "90 % interval", "base rate", title=Text(clean(title))
    )
    for one in forecasts:
        low, high = one.interval
        table.add_row(
            one.rung.replace("_", " "), str(one.horizon_days), odds(one.probability),
            f"{odds(low)} to {odds(high)}", odds(prior(one)),
        )  # fmt: skip
    console = Console()
    console.print(table)
    if pairs:
        crossing = Table("rung", "days", "a red line is crossed", "none is")
        for row in pairs:
            numbers = (odds(row[condition]) for condition in ("crossed", "not_crossed"))
            crossing.add_row(row["rung"].replace("_", " "), str(row["horizon_days"]), *numbers)
        console.print(crossing)
        console.print(Text(clean(f"This is {pairs[0]['note']}; {pairs[0]['source']}.")))
    for rung, criterion in {one.rung: one.criterion for one in forecasts}.items():
        console.print(Text(clean(f"{rung.replace('_', ' ')}: {criterion}")))


def print_backtest(found: Mapping[str, Any]) -> None:
    """What `backtest` returns: one row a crisis, then all of them with the band of the skill."""
    table = Table("crisis", "days", "questions", "log, base rate", "log, with evidence", "skill")
    for row in found["crises"]:
        base, evidence = row["steps"]
        shown = (_score(value) for value in (base["log"], evidence["log"], evidence["skill"]))
        mine = row["days"] - row["elsewhere"]
        days = f"{mine} of {row['days']}" if row["elsewhere"] else str(mine)
        table.add_row(Text(clean(row["name"])), days, str(base["n"]), *shown)
    pooled = found["pooled"]
    shown = (_score(pooled[key]) for key in ("base_rate", "evidence", "skill"))
    table.add_row("all, equal weights", "", f"{pooled['crises']} crises", *shown)
    console = Console()
    console.print(table)
    if pooled["band"]:
        band = " to ".join(map(_score, pooled["band"]))
        console.print(Text(f"skill over all: 90 % band {band}, by crisis"), soft_wrap=True)


def _score(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
