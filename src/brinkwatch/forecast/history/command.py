"""`brinkwatch forecast history`: base rates from the user's own copies of the tables."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from brinkwatch.console import Format, chosen, clean, emit
from brinkwatch.forecast import history

app = App(
    name="history",
    help="Base rates counted again from your own copies of MID, ICB, ICBe and UCDP tables.",
)


@app.command
def load(
    folder: Annotated[Path, Parameter(help="Folder with the tables, as CSV or Parquet.")],
    *,
    format: Annotated[
        Format | None, Parameter(help="A table on a terminal, JSON in a pipe.")
    ] = None,
) -> int:
    """Count the base rates in your own tables and show them beside the shipped ones.

    Reads MID incident participants and disputes, ICB crises, ICBe events and UCDP conflicts, each
    found by its columns. Nothing is kept; `forecast make --history tables/` forecasts from them.

        brinkwatch forecast history load tables/
    """
    rows = history.load(folder)
    if chosen(format) != "table":
        emit(rows, chosen(format))
        return 0
    console = Console()
    for name, mine in groupby(rows, key=lambda row: (row["name"], row["period"])):
        console.print(_table(f"{name[0]}, {name[1]}", mine))
    return 0


def _table(title: str, rows: Iterable[dict[str, Any]]) -> Table:
    """The counts of one class."""
    table = Table(
        "rung", "days", "k of n", "share", "95 % interval", "shipped",
        title=Text(clean(title)), title_justify="left",
    )  # fmt: skip
    for row in rows:
        low, high = row["interval"]
        ours = row["shipped"]
        table.add_row(
            row["rung"].replace("_", " "), str(row["days"] or ""), f"{row['k']} of {row['n']}",
            f"{row['share']:.3f}", f"{low:.3f} to {high:.3f}",
            f"{ours['k']} of {ours['n']}" if ours else "",
        )  # fmt: skip
    return table
