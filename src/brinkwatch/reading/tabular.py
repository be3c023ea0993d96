"""CSV and Parquet dumps: one article a row, its facts in columns of any of the usual names."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from brinkwatch.errors import InputError, UnreadableError
from brinkwatch.reading import jsonl
from brinkwatch.reading.clues import Article
from brinkwatch.reading.vocabulary import bound, table

Columns = Mapping[str, str]

DELIMITERS = ",;\t|"
LONGEST_HEADER = bound("header")
LONGEST_CELL = bound("cell")
ROWS = bound("rows")
MEMORY = f"{bound('parquet')}MB"
PARQUET = b"PAR1"
NO_ROWS = "the table has a header and no rows; export it again"


def parse_columns(given: str | None) -> dict[str, str]:
    """`text=body,title=headline` as a mapping of facts to columns; {} for None.

    InputError when a part is no FACT=COLUMN or names no fact of an article.

    >>> parse_columns("text=body,title=headline")
    {'text': 'body', 'title': 'headline'}
    """
    found: dict[str, str] = {}
    for part in (given or "").split(","):
        fact, equals, column = (piece.strip() for piece in part.partition("="))
        if not part.strip():
            continue
        if not (equals and column):
            raise InputError(
                f"--columns {part.strip()!r} is not FACT=COLUMN; write it as "
                "text=body,title=headline."
            )
        if fact not in table("keys"):
            facts = ", ".join(table("keys"))
            raise InputError(f"--columns {fact!r} is no fact of an article; name one of {facts}.")
        found[fact] = column
    return found


def delimiter(text: str, origin: str, columns: Columns) -> str | None:
    """What separates the columns of a CSV text, or None when it is none.

    A table is known by its first line: cells of which two at least are names of facts, one of them
    the text's; the ending .csv or .tsv is believed when the line has any delimiter.
    """
    head = re.split(r"[\r\n]", text[:LONGEST_HEADER].lstrip("\ufeff\r\n"), maxsplit=1)[0]
    facts = {name for names in table("keys").values() for name in names} | set(columns.values())
    texts = {*table("keys")["text"], *table("keys")["html"], columns.get("text", "text")}
    for mark in DELIMITERS:
        cells = _names(next(csv.reader([head], delimiter=mark), []))
        lowered = {cell.lower() for cell in cells} | set(cells)
        if len(cells) >= 2 and len(lowered & facts) >= 2 and lowered & texts:
            return mark
    if origin.lower().endswith((".csv", ".tsv")):
        return max((mark for mark in DELIMITERS if mark in head), key=head.count, default=None)
    return None


def parse_csv(text: str, mark: str, columns: Columns) -> Iterator[Article | str]:
    """The articles of the rows in order, or for a bad row the sentence that says why."""
    csv.field_size_limit(LONGEST_CELL)
    rows = csv.reader(jsonl.printed(text.lstrip("\ufeff\r\n")), delimiter=mark)
    names = _names(next(rows, []))
    _check(names, columns)
    number = 0
    while True:
        number += 1
        try:
            cells = next(rows, None)
        except csv.Error as error:
            yield f"row {number} is not valid CSV ({error}); repair or delete it"
            continue
        if cells is None:
            if number == 1:
                raise UnreadableError(NO_ROWS)
            return
        if len(cells) > len(names):
            yield (
                f"row {number} has {len(cells)} cells under {len(names)} columns; put quotation "
                "marks around cells that hold a delimiter"
            )
        elif any(cells):
            row = dict(zip(names, cells, strict=False))
            yield jsonl.article(jsonl.renamed(row, columns), f"row {number}")


def parse_parquet(data: bytes, columns: Columns) -> Iterator[Article | str]:
    """The articles of the rows in order; only the columns that name a fact are read.

    UnreadableError when the file is damaged or has no column of text.
    """
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "dump.parquet")
        file.write_bytes(data)
        settings: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "threads": 1,
            "memory_limit": MEMORY,
            "temp_directory": folder,
        }
        with duckdb.connect(config=settings) as connection:
            try:
                connection.execute("SET TimeZone = 'UTC'")
                source = "FROM read_parquet($file)"
                named = {"file": str(file)}
                connection.execute(f"DESCRIBE SELECT * {source}", named)
                kinds = {str(row[0]): str(row[1]) for row in connection.fetchall()}
                _check(list(kinds), columns)
                wanted = [name for name in kinds if _is_fact(name, columns)]
                cells = ", ".join(_cell(name, kinds[name]) for name in wanted)
                found = connection.execute(f"SELECT {cells} {source}", named)
                number = 0
                while batch := found.fetchmany(ROWS):
                    for values in batch:
                        number += 1
                        row = dict(zip(wanted, map(_plain, values), strict=True))
                        yield jsonl.article(jsonl.renamed(row, columns), f"row {number}")
                if not number:
                    raise UnreadableError(NO_ROWS)
            except duckdb.Error as error:
                reason = str(error).strip().split("\n", 1)[0].replace(str(file), "the file")
                raise UnreadableError(
                    f"the Parquet file cannot be read ({reason}); export it again"
                ) from error


def _names(cells: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in cells]


def _is_fact(name: str, columns: Columns) -> bool:
    known = name.lower()
    return name in columns.values() or any(known in names for names in table("keys").values())


def _check(names: Sequence[str], columns: Columns) -> None:
    """UnreadableError when a mapped column is missing or no column holds the text."""
    has = ", ".join(names)[:200]
    for fact, column in columns.items():
        if column not in names:
            raise UnreadableError(
                f"the table has no column {column!r} for {fact} (its columns: {has}); name one "
                "of these with --columns"
            )
    texts = {*table("keys")["text"], *table("keys")["html"]}
    if not ({"text", "html"} & set(columns) or texts & {name.lower() for name in names}):
        raise UnreadableError(
            f"the table has no column of text (its columns: {has}); name it with "
            "--columns text=COLUMN"
        )


def _cell(name: str, kind: str) -> str:
    """The SQL of a column; a moment with a zone is read as text in UTC."""
    quoted = '"' + name.replace('"', '""') + '"'
    return f"CAST({quoted} AS VARCHAR) || ':00' AS {quoted}" if "ZONE" in kind else quoted


def _plain(value: Any) -> Any:
    """A cell as JSON would give it."""
    return value.isoformat() if isinstance(value, date) else value
