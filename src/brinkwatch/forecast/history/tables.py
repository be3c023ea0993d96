"""The user's own tables of crises, disputes and conflicts, found by the columns they have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from brinkwatch.errors import InputError, UnreadableError

KINDS = {
    "mid_incidents": ("dispnum", "incidnum", "ccode", "stmon", "styear", "sidea", "action"),
    "mid_disputes": ("dispnum", "styear", "hostlev", "fatality", "numa"),
    "icb_crises": ("crisno", "yrtrig", "viol", "iwcmb"),
    "icbe_events": (
        "crisno",
        "sent_no",
        "event_no",
        "event_type",
        "interact_escalate",
        "do_actor_a",
    ),
    "ucdp_conflicts": ("conflict_id", "year", "intensity_level", "type_of_conflict"),
}
READERS = {".csv": "read_csv($file, nullstr = ['', 'NA'])", ".parquet": "read_parquet($file)"}


def query(sql: str, table: Path) -> list[tuple[Any, ...]]:
    """The rows of a query on a table, named `{table}` in it; UnreadableError, naming the file."""
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False, "autoload_known_extensions": False, "threads": 1,
    }  # fmt: skip
    try:
        with duckdb.connect(config=settings) as connection:
            reader = READERS[table.suffix.lower()]
            return connection.execute(sql.format(table=reader), {"file": str(table)}).fetchall()
    except duckdb.Error as error:
        reason = str(error).strip().split("\n", 1)[0]
        raise UnreadableError(
            f"{table}: cannot be read ({reason}); give the file as its authors publish it."
        ) from error


def find_tables(folder: Path) -> dict[str, list[Path]]:
    """By kind, the files of a folder that have its columns, by name; kinds without one left out.

    Raises InputError when the folder has none.
    """
    held = columns(folder)
    fitting = {
        kind: [file for file, has in held.items() if has.issuperset(wanted)]
        for kind, wanted in KINDS.items()
    }
    found = {kind: files for kind, files in fitting.items() if files}
    if not found:
        raise InputError(
            f"{folder}: none of its {len(held)} CSV or Parquet files is a table of MID incident "
            "participants or disputes, ICB crises, ICBe events or UCDP conflicts; give the files "
            "as their authors publish them."
        )
    return found


def columns(folder: Path) -> dict[Path, frozenset[str]]:
    """The columns of each CSV and Parquet file of a folder, in small letters, files by name.

    Raises InputError when it is no folder.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: not a folder; give the one with your copies of the tables.")
    files = sorted(f for f in folder.rglob("*") if f.suffix.lower() in READERS and f.is_file())
    return {
        file: frozenset(row[0].lower() for row in query("describe select * from {table}", file))
        for file in files
    }
