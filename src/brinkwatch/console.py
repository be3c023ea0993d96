"""How every command speaks: data on stdout, messages and progress on stderr.

Only the commands import this; the library below them is silent.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any, Literal, TypeAlias, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Format: TypeAlias = Literal["table", "json", "jsonl"]
T = TypeVar("T")

stderr = Console(stderr=True, highlight=False, soft_wrap=True)


def clean(text: object) -> str:
    """The text without control characters: article text must not drive a terminal."""
    return "".join(
        c if c in "\n\t" or (c.isprintable() or c == "\u00a0") else "\ufffd" for c in str(text)
    )


def say(message: str, *, quiet: bool = False) -> None:
    """One message on stderr, its markup never interpreted."""
    if not quiet:
        stderr.print(clean(message), markup=False)


def chosen(given: Format | None) -> Format:
    """The format asked for; without one a table on a terminal, JSON in a pipe."""
    return given or ("table" if sys.stdout.isatty() else "json")


def emit(rows: Iterable[dict[str, Any]] | dict[str, Any], form: Format) -> None:
    """Print rows as JSON lines or one JSON value, UTF-8, keys in their given order."""
    if form == "jsonl":
        for row in [rows] if isinstance(rows, dict) else rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    else:
        value = rows if isinstance(rows, dict) else list(rows)
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def track(items: Iterable[T], what: str, *, total: int | None = None, quiet: bool = False) -> Iterator[T]:
    """The items, with a progress bar on stderr while they take their time (terminals only)."""
    if quiet or not stderr.is_terminal:
        yield from items
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=stderr, transient=True) as progress:
        yield from progress.track(items, total=total, description=what)
