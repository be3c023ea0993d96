"""Actors that the dictionaries do not know, named by the user for one piece of work.

A CSV file with the columns `code,kind,name`, one name a row: `XNO,state,Norland`. Kinds are state,
demonym, capital, leader, organisation and group; a leader's surname counts as well.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import NamedTuple

from brinkwatch.errors import InputError

KINDS = ("state", "demonym", "capital", "leader", "organisation", "group")


class Added(NamedTuple):
    """One name of an actor, as the user gives it."""

    code: str
    kind: str
    name: str


_IN_FORCE: ContextVar[tuple[Added, ...]] = ContextVar("added", default=())


def in_force() -> tuple[Added, ...]:
    """The names that are known beside the dictionaries' here and now."""
    return _IN_FORCE.get()


@contextmanager
def knowing(actors: Sequence[Added]) -> Iterator[None]:
    """Within the block the gazetteer knows these names too."""
    token = _IN_FORCE.set(tuple(actors))
    try:
        yield
    finally:
        _IN_FORCE.reset(token)


def load(path: str | Path) -> tuple[Added, ...]:
    """The names of a CSV file; InputError where a column, a code, a name or a kind is missing."""
    with Path(path).open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(line for line in file if line.strip() and not line.startswith("#"))
        if missing := {"code", "kind", "name"} - set(reader.fieldnames or ()):
            raise InputError(
                f"{path}: no column {', '.join(sorted(missing))}; give code,kind,name, one name a "
                "row, such as XNO,state,Norland."
            )
        return tuple(_row(row, number, path) for number, row in enumerate(reader, start=1))


def _row(row: dict[str, str], number: int, path: str | Path) -> Added:
    found = Added(*((row.get(key) or "").strip() for key in ("code", "kind", "name")))
    if not found.code or not found.name or found.kind not in KINDS:
        raise InputError(
            f"{path}: name {number} is {','.join(found)!r}; give a code, one of "
            f"{', '.join(KINDS)}, and a name."
        )
    return found
