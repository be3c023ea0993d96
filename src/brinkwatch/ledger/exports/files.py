"""Writing the tables: CSV, Parquet, JSON, a Frictionless data package, a POLECAT-style file.

The files of one export appear together once all are written. The same ledger gives the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeAlias

from brinkwatch.ledger.exports.tables import Cell, Rows, fields
from brinkwatch.ledger.meaning import data

Form: TypeAlias = Literal["csv", "parquet", "json", "frictionless", "polecat"]
Tables: TypeAlias = Mapping[str, Rows]

FORMULA = ("=", "+", "-", "@", "\t", "\r")
PACKAGE = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
COLUMN_TYPES = {"string": "VARCHAR", "number": "DOUBLE", "integer": "BIGINT", "boolean": "BOOLEAN"}
GUARD = (
    "A cell that a spreadsheet would take for a formula (it begins with =, +, -, @, a tab or a "
    "carriage return) is given an apostrophe in front; lists are joined by '; '; empty is unknown."
)


def write(form: Form, tables: Tables, folder: Path, *, as_of: str) -> list[Path]:
    """Write `tables` into `folder` in a form other than POLECAT's; the files, in order.

    The folder is made if it is not there. Files of the same names are replaced, others left.
    """
    writers: dict[str, Callable[[Path], None]] = {
        "csv": lambda at: _csv(tables, at),
        "parquet": lambda at: _parquet(tables, at),
        "json": lambda at: _json(tables, at, as_of),
        "frictionless": lambda at: _frictionless(tables, at, as_of),
    }
    return together(folder, writers[form])


def together(folder: Path, writer: Callable[[Path], None]) -> list[Path]:
    """Let `writer` fill an empty folder, then move its files into `folder`; their places there."""
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".") as part:
        writer(Path(part))
        return [file.replace(folder / file.name) for file in sorted(Path(part).iterdir())]


def guarded(cell: Cell) -> Cell:
    """The cell, with an apostrophe in front where a spreadsheet would run it as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def tabbed(rows: Sequence[Mapping[str, str]], columns: Sequence[str], file: Path) -> None:
    """Write rows separated by tabs with a header; a tab or line break in a cell becomes a blank."""
    with file.open("w", encoding="utf-8", newline="") as out:
        out.write("\t".join(columns) + "\n")
        for row in rows:
            out.write("\t".join(" ".join(str(guarded(row[c])).split()) for c in columns) + "\n")


def _csv(tables: Tables, folder: Path) -> None:
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            table = csv.writer(out, lineterminator="\n")
            table.writerow(fields(name))
            table.writerows([guarded(_written(cell)) for cell in row.values()] for row in rows)


def _written(cell: Cell) -> Cell:
    """A cell as CSV holds it: truth values in lower case."""
    return str(cell).lower() if isinstance(cell, bool) else cell


def _json(tables: Tables, folder: Path, as_of: str) -> None:
    text = json.dumps({"as_of": as_of, **tables}, ensure_ascii=False, indent=1)
    (folder / "ledger.json").write_text(text + "\n", "utf-8")


def _parquet(tables: Tables, folder: Path) -> None:
    """Parquet by DuckDB, which asks no network and loads nothing."""
    import duckdb

    with (
        tempfile.TemporaryDirectory() as scratch,
        duckdb.connect(
            config={
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "threads": 1,
            }
        ) as connection,
    ):
        rows_file = Path(scratch, "rows.jsonl")
        for name, rows in tables.items():
            columns = {key: COLUMN_TYPES[field["type"]] for key, field in fields(name).items()}
            rows_file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
            listed = ", ".join(f'"{key}" {kind}' for key, kind in columns.items())
            connection.execute(f'CREATE TABLE "{name}" ({listed})')
            if rows:
                wanted = ", ".join(f"'{key}': '{kind}'" for key, kind in columns.items())
                connection.execute(
                    f'INSERT INTO "{name}" SELECT * FROM read_json($rows, '
                    f"format = 'newline_delimited', columns = {{{wanted}}})",
                    {"rows": str(rows_file)},
                )
            target = str(folder / f"{name}.parquet").replace("'", "''")
            connection.execute(f"COPY \"{name}\" TO '{target}' (FORMAT parquet)")


def _frictionless(tables: Tables, folder: Path, as_of: str) -> None:
    """CSV files and the descriptor that says what is in them (Data Package 2.0)."""
    _csv(tables, folder)
    described = data("exports/tables.toml")
    package = {
        "$schema": PROFILE,
        "name": "brinkwatch-ledger",
        "title": f"Red lines and their lives as of {as_of}",
        "description": GUARD,
        "resources": [_resource(name, described[name], folder) for name in tables],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1)
    (folder / PACKAGE).write_text(text + "\n", "utf-8")


def _resource(name: str, table: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    content = (folder / f"{name}.csv").read_bytes()
    keys = [
        {"fields": [key], "reference": {"resource": resource, "fields": [field]}}
        for key, described in table["fields"].items()
        if "references" in described
        for resource, field in [described["references"].split(".")]
    ]
    schema = {
        "fields": [
            {"name": key, "type": field["type"], "description": field["description"]}
            for key, field in table["fields"].items()
        ],
        "primaryKey": table["key"],
    }
    return {
        "name": name,
        "title": table["title"],
        "type": "table",
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema | ({"foreignKeys": keys} if keys else {}),
    }
