"""The ledger as tables: rows of plain cells, by the fields of `tables.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from brinkwatch.ledger.meaning import data
from brinkwatch.records import CodedRecord, Commitment, Document, Event, Ledger

Cell = str | int | float | bool | None
Rows = list[dict[str, Cell]]

SEPARATOR = "; "


@cache
def fields(table: str) -> dict[str, dict[str, Any]]:
    """The fields of a table: name -> type, description and perhaps `from` and `references`."""
    found: dict[str, dict[str, Any]] = data("exports/tables.toml")[table]["fields"]
    return found


def names() -> tuple[str, ...]:
    """The tables in their order."""
    return tuple(data("exports/tables.toml"))


def tables(
    ledger: Ledger, documents: Iterable[Document], records: Iterable[CodedRecord]
) -> dict[str, Rows]:
    """Every table of `tables.toml` with its rows; a table without rows is there, empty."""
    home = {one: line.id for line in ledger.lines for one in line.commitments}
    coded = {record.id: record for record in records}.values()
    sources: dict[str, Iterable[Mapping[str, Any]]] = {
        "documents": (d.model_dump(exclude={"text", "headlines", "places"}) for d in documents),
        "lines": (line.model_dump() for line in ledger.lines),
        "commitments": (
            record.model_dump() | {"line_id": home[record.id]}
            for record in coded
            if isinstance(record, Commitment) and record.id in home
        ),
        "events": (record.model_dump() for record in coded if isinstance(record, Event)),
        "steps": (entry.model_dump() for entry in ledger.entries),
        "evidence": (
            {"step_id": entry.id, "record_id": record}
            for entry in ledger.entries
            for record in dict.fromkeys(entry.records)
        ),
        "credibility": (item.model_dump() for item in ledger.credibility),
        "contradictions": (item.model_dump() for item in ledger.contradictions),
        "crises": (crisis.model_dump() for crisis in ledger.crises),
        "signals": (signal.model_dump() for signal in ledger.signals),
        "acts": (entered.model_dump() for entered in ledger.acts),
    }
    return {name: list(_rows(name, sources[name])) for name in names()}


def _rows(table: str, source: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Cell]]:
    for record in source:
        yield {
            name: _cell(_at(record, field.get("from", name)))
            for name, field in fields(table).items()
        }


def _at(record: Any, path: str) -> Any:
    """What stands at a dotted path of a record; None where the path ends early."""
    for key in path.split("."):
        if record is None:
            return None
        record = record[int(key)] if key.isdigit() else record[key]
    return record


def _cell(value: Any) -> Cell:
    """A cell: a list as one string; a text without NUL, half a surrogate pair as its escape."""
    cell: Cell = SEPARATOR.join(map(str, value)) or None if isinstance(value, tuple) else value
    if isinstance(cell, str):
        return cell.replace("\0", "\ufffd").encode("utf-8", "backslashreplace").decode("utf-8")
    return cell
