"""The signals of a ledger as JSON rows and as paragraphs on a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from brinkwatch import gazetteer
from brinkwatch.console import clean
from brinkwatch.ledger.signals import ABSENT, names
from brinkwatch.records import CodedRecord, Ledger

Row = dict[str, Any]


def signal_rows(ledger: Ledger, records: Iterable[CodedRecord]) -> list[Row]:
    """One object a signal: its crisis, state, day, actors and the quotes that show it."""
    known = {record.id: record for record in records}
    titles = {crisis.id: crisis.title for crisis in ledger.crises}
    rows = []
    for signal in ledger.signals:
        evidence = [
            {"record": one, "origin": known[one].origin, "quote": known[one].span.quote}
            for one in signal.records
            if one in known
        ]
        row = signal.model_dump(mode="json", exclude={"crisis_id", "records"})
        crisis = {"id": signal.crisis_id, "title": titles[signal.crisis_id]}
        rows.append({"crisis": crisis, "name": names()[signal.key], **row, "evidence": evidence})
    return rows


def print_signals(rows: Iterable[Row], most: int | None = None) -> None:
    """A paragraph a signal under the title of its crisis, each with its first quote.

    `most` is how many of each kind are shown, the latest; the number of others is said.
    """
    console = Console()
    for _, of_crisis in groupby(rows, key=lambda row: row["crisis"]["id"]):
        mine = list(of_crisis)
        console.print(Text(clean(f"Signals: {mine[0]['crisis']['title']}"), style="bold"))
        for name, group in groupby(mine, key=lambda row: row["name"]):
            _say(console, name[:1].upper() + name[1:], 2)
            listed = list(group)
            kept = listed if most is None else listed[-most:]
            for row in kept:
                _say(console, _line(row), 4)
            if len(kept) < len(listed):
                more = len(listed) - len(kept)
                _say(console, f"and {more} earlier: brinkwatch ledger signals lists them", 4)


def _line(row: Row) -> str:
    """One signal in words."""
    if row["state"] == ABSENT:
        return "absent: no record shows any"
    who = ", ".join(map(gazetteer.name, row["actors"]))
    what = row["note"] if row["note"] else f"{row['state']}, {row['basis']}"
    falls = f", falls on {row['moment']}" if row["moment"] else ""
    said = [_quoted(one) for one in row["evidence"][:1]]
    more = [f"and {len(row['evidence']) - 1} more"] if len(row["evidence"]) > 1 else []
    head = " ".join(filter(None, [row["date"] or "undated", who]))
    return "; ".join([f"{head}: {what}{falls}", *said, *more])


def _quoted(evidence: Row) -> str:
    return f"“{' '.join(evidence['quote'].split())}” ({evidence['origin']})"


def _say(console: Console, text: str, indent: int) -> None:
    console.print(Padding(Text(clean(text)), (0, 0, 0, indent)))
