"""The dictionaries of this folder as rows: CSV files with `#` comments on source and licence."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

Row = dict[str, str]


@cache
def rows(table: str) -> tuple[Row, ...]:
    """All rows of `data/<table>.csv`, in file order; cells stripped, missing cells empty."""
    file = resources.files("brinkwatch.gazetteer").joinpath("data", f"{table}.csv")
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    return tuple(
        {key: (value or "").strip() for key, value in row.items() if key}
        for row in csv.DictReader(line for line in lines if line.strip())
    )


def listed(cell: str) -> list[str]:
    """The entries of a `;` list, empty ones dropped."""
    return [entry for part in cell.split(";") if (entry := part.strip())]


def within(date: str | None, since: str, until: str) -> bool:
    """Whether ISO `date` (any precision) lies in [since, until]; open ends and None pass."""
    if date is None:
        return True
    day = date[:10]
    return day >= since[: len(day)] and (not until or day <= until)
