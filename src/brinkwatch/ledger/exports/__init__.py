"""The ledger for other programs: tables, data packages, event files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from brinkwatch.ledger.exports import files, polecat
from brinkwatch.ledger.exports.files import Form
from brinkwatch.ledger.exports.tables import tables
from brinkwatch.ledger.meaning import data
from brinkwatch.records import CodedRecord, Document, Ledger

__all__ = ["Form", "export", "tables"]


def export(
    form: Form,
    ledger: Ledger,
    documents: Iterable[Document],
    records: Iterable[CodedRecord],
    folder: Path,
) -> list[Path]:
    """Write a ledger, with its articles and records, into `folder`; returns the files.

    `csv` and `parquet` give one file a table of `tables.toml`, `json` one file with all of them,
    `frictionless` the CSV files and `datapackage.json`, `polecat` one event file.
    """
    if form != "polecat":
        found = tables(ledger, documents, records)
        return files.write(form, found, folder, as_of=ledger.as_of)
    rows = polecat.events(documents, records)
    columns = data("exports/polecat.toml")["columns"]
    return files.together(folder, lambda at: files.tabbed(rows, columns, at / "events.txt"))
