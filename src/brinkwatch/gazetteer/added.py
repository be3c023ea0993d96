"""Actors that the dictionaries do not know, named by the user for one piece of work.

A CSV file with the columns `code,kind,name`, one name a row: `XNO,state,Norland`. Kinds are state,
demonym, capital, leader, organisation and group; a leader's surname counts as well.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import NamedTuple

from brinkwatch.errors import InputError

KINDS = ("state", "demonym", "capital", "leader", "organisation", "group")
_CODE = re.compile(r"[A-Z][A-Z0-9_]*")
_SHAPE = "a CSV with the columns code,kind,name, one name a row, such as XNO,state,Norland"


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


def know(actors: Sequence[Added]) -> None:
    """Make the names known until the running command ends (`knowing` is for a block)."""
    _IN_FORCE.set(tuple(actors))


def load(path: str | Path) -> tuple[Added, ...]:
    """The names of a CSV file, UTF-8; blank lines and lines that open with # are left out.

    InputError, with the line and the column, where a code, a kind or a name is not what it should
    be, and where the file cannot be read or names nobody.
    """
    try:
        text = Path(path).read_text("utf-8-sig")
    except OSError as error:
        raise InputError(
            f"{path}: the names of actors cannot be read ({error.strerror}); give {_SHAPE}."
        ) from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: this is no text in UTF-8; save {_SHAPE} as UTF-8.") from None
    lines = [
        (number, line)
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.startswith("#")
    ]
    reader = csv.DictReader(line for _, line in lines)
    if missing := {"code", "kind", "name"} - set(reader.fieldnames or ()):
        raise InputError(f"{path}: no column {', '.join(sorted(missing))}; give {_SHAPE}.")
    found = tuple(_row(row, f"{path}, line {lines[reader.line_num - 1][0]}") for row in reader)
    if not found:
        raise InputError(f"{path}: no name below the line of columns; give {_SHAPE}.")
    return found


def _row(row: dict[str, str], where: str) -> Added:
    found = Added(*((row.get(key) or "").strip() for key in ("code", "kind", "name")))
    wrong = {
        "code": None if _CODE.fullmatch(found.code) else "a code of capitals, digits and _",
        "kind": None if found.kind in KINDS else f"one of {', '.join(KINDS)}",
        "name": None if found.name else "the name as articles write it",
    }
    for column, expected in wrong.items():
        if expected is not None:
            raise InputError(
                f"{where}, column {column}: found {getattr(found, column)!r}; give {expected}."
            )
    return found
