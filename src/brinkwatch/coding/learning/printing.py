"""What `brinkwatch code evaluate` prints on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from brinkwatch.coding.learning.scoring import Measure, Score
from brinkwatch.console import clean

CONFUSIONS = 15  # of the table; JSON has all, also the events that were not coded


def print_result(result: dict[str, Any]) -> None:
    """The scores, the slots, and the types of events that were taken for others."""
    console = Console()
    if result["whole_sentences"]:
        console.print(scores_table("whole sentences", result["whole_sentences"]))
    if result["records"]:
        console.print(scores_table("records", result["records"]))
    for reader, kinds in result["slots"].items():
        table = Table("slots right", "share", title=reader, box=SIMPLE)
        for kind, shares in kinds.items():
            for slot, share in shares.items():
                table.add_row(f"{kind}: {slot}", f"{share:.2f}")
        console.print(table)
    for reader, rows in result["confusion"].items():
        wrong = [row for row in rows if row["coded"] not in {row["labelled"], "none"}]
        title = f"{reader}: types of events taken for others"
        table = Table("labelled", "coded as", "n", title=title, box=SIMPLE)
        for row in wrong[:CONFUSIONS]:
            table.add_row(row["labelled"], row["coded"], str(row["n"]))
        console.print(table)


def scores_table(title: str, scores: Sequence[Score]) -> Table:
    """One line for each reader and question."""
    ranked = any(score.ap is not None for score in scores)
    columns = ("reader", "what", "n", "precision", "recall", "F1", *(["AP"] if ranked else []))
    table = Table(*columns, title=title, box=SIMPLE)
    for score in scores:
        shares = map(_share, (score.precision, score.recall, score.f1))
        ap = "" if score.ap is None else f"{score.ap:.2f}"
        cells = (score.reader, score.what, str(score.asked), *shares, *([ap] if ranked else []))
        table.add_row(*(Text(clean(cell)) for cell in cells))
    return table


def _share(measure: Measure | None) -> str:
    """The share with its interval, short: .46 (.20-1.0)."""
    if measure is None:
        return ""
    value, low, high = ("1.0" if x > 0.995 else f"{x:.2f}"[1:] for x in astuple(measure))
    return f"{value} ({low}-{high})"
