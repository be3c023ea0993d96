"""How every command speaks: data on stdout, messages and progress on stderr.

Only the commands import this; the library below them is silent.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from cyclopts import Parameter
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from brinkwatch.errors import InputError
from brinkwatch.records import Skipped

Format: TypeAlias = Literal["table", "json", "jsonl"]

STDIN = "/dev/stdin"
"""What - on the command line stands for; the option parser takes a bare - for an option."""

stderr = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)


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
            sys.stdout.write(_json(row) + "\n")
    else:
        value = rows if isinstance(rows, dict) else list(rows)
        sys.stdout.write(_json(value, indent=1) + "\n")


def _json(value: object, indent: int | None = None) -> str:
    """The value as JSON; half a surrogate pair, which UTF-8 cannot hold, as the escape \\ud800."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


@contextmanager
def progress(what: str, *, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr, driven by the callback (done, total); terminals only."""
    if quiet or not stderr.is_terminal:
        yield lambda *_: None
        return
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=stderr, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def past_day(option: str, given: str) -> str:
    """The day that an option gives, ISO; InputError when it is no day or lies in the future."""
    today = date.today()
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise InputError(
            f"{option} {given}: not a day; write it as YYYY-MM-DD, for instance 2024-09-14."
        ) from None
    if day > today:
        raise InputError(
            f"{option} {given}: this day is in the future; give {today} or an earlier one."
        )
    return day.isoformat()


@Parameter(name="*")
@dataclass(frozen=True)
class Options:
    """What every command that reads articles takes.

    A stage adds its own in a subclass, which needs these annotations evaluated here, not as text.
    """

    as_of: Annotated[
        str | None,
        Parameter(help="See nothing published later than this day (YYYY-MM-DD); today if absent."),
    ] = None
    store: Annotated[
        Path | None,
        Parameter(help="Case file (SQLite) to keep everything in and to continue from."),
    ] = None
    format: Annotated[
        Format | None,
        Parameter(help="What stdout gets: a table on a terminal, JSON in a pipe."),
    ] = None
    quiet: Annotated[bool, Parameter(help="No messages and no progress.", negative="")] = False

    @property
    def day(self) -> str:
        """The as-of day, ISO; InputError when it is no day or lies in the future."""
        return date.today().isoformat() if self.as_of is None else past_day("--as-of", self.as_of)

    @property
    def form(self) -> Format:
        """The output format: the one asked for, else what stdout is fit for."""
        return chosen(self.format)


def finish(skipped: Sequence[Skipped], done: int, *, quiet: bool = False) -> int:
    """Say what was skipped and return the exit code: 0 done, 1 nothing done, 3 some skipped."""
    for item in skipped:
        say(f"skipped {item.origin}: {item.reason}", quiet=quiet)
    if not skipped:
        return 0
    return 3 if done else 1
