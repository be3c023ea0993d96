"""`brinkwatch ledger`: the red lines of a corpus, one line each, with their lives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from brinkwatch import ledger as stage
from brinkwatch.coding.command import DEFAULTS, CodingOptions, coded_from
from brinkwatch.console import clean, emit, finish, say
from brinkwatch.reading.command import Corpus, InputPath
from brinkwatch.records import Coding, Ledger


def ledger_from(
    paths: Sequence[str], options: CodingOptions = DEFAULTS
) -> tuple[Corpus, Coding, Ledger]:
    """The corpus of the paths, its records, and the ledger they make as of the day."""
    corpus, found = coded_from(paths, options)
    return corpus, found, stage.enter(corpus.seen, found.records, as_of=options.day)


def ledger(*paths: InputPath, options: CodingOptions = DEFAULTS) -> int:
    """Keep the ledger: one red line, one life, whatever words and outlets report it.

    Takes articles, a case file, or the JSON lines of `brinkwatch code`.

        brinkwatch ledger articles/ --as-of 2024-09-14
    """
    corpus, _, book = ledger_from(paths, options)
    if options.form == "table":
        _print_table(stage.as_rows(book))
    else:
        emit(stage.as_rows(book), options.form)
    if not book.lines:
        say("no commitment found, so no red line to enter", quiet=options.quiet)
    return finish(corpus.skipped, len(corpus.seen), quiet=options.quiet)


def _print_table(rows: Sequence[dict[str, Any]]) -> None:
    table = Table("issuer", "addressee", "red line", "status", "life", "credibility")
    for row in rows:
        life = [f"{step['date'] or 'undated'} {step['life']}" for step in row["history"]]
        cells = (
            row["issuer"], row["addressee"], row["what"], row["status"],
            "; ".join(life).replace("_", " "), _posterior(row["credibility"]),
        )  # fmt: skip
        table.add_row(*(Text(clean(_listed(cell))) for cell in cells))
    Console().print(table)


def _listed(value: object) -> str:
    """Actor codes with commas, anything else as it is, nothing for None."""
    return ", ".join(value) if isinstance(value, list | tuple) else str(value or "")


def _posterior(row: dict[str, Any] | None) -> str:
    """The issuer's posterior mean with its interval and n, in a table cell's words."""
    if row is None:
        return "not counted"
    low, high = row["interval"]
    counted = f"n={row['n']}" if row["n"] else "n=0: the prior only"
    return f"{row['mean']:.2f} ({low:.2f}-{high:.2f}; {counted})"
