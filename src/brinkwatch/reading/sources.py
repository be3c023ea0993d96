"""Paths to files: folders are walked in sorted order, globs expanded, the unreadable named."""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from brinkwatch.errors import InputError
from brinkwatch.reading.vocabulary import bound
from brinkwatch.records import Skipped

LARGEST = bound("file")
TOO_LARGE = f"more than {LARGEST:,} bytes; split it, no more are read at a time."
NOT_ARTICLES = frozenset({"outcome.toml", "readme.md", "readme.txt", "license", "notice"})
"""Names that keep a folder of articles, not articles; read when they are named themselves."""


def shown(path: str | Path) -> str:
    """The path as text that can be kept and printed; bytes of a name that are no UTF-8 as \\xe9.

    >>> shown("caf\\udce9.txt")
    'caf\\\\xe9.txt'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


@dataclass(frozen=True)
class Source:
    """One file to read, and the name its documents carry."""

    path: Path
    origin: str


def find(paths: Iterable[str | Path]) -> Iterator[Source | Skipped]:
    """The files that the paths name, in the order given, each once."""
    seen: set[str] = set()
    for given in paths:
        for source in _expand(given):
            if isinstance(source, Source):
                resolved = os.path.realpath(source.path)  # a circle of links does not fail here
                if resolved in seen:
                    continue
                seen.add(resolved)
            yield source


def _expand(given: str | Path) -> Iterator[Source | Skipped]:
    path, name = Path(given), shown(given)
    if not name:
        yield Skipped(origin="''", reason="an empty name; give a file or a folder.")
    elif os.path.isdir(path):  # noqa: PTH112  no failure for a name that is too long
        files = [file for file in _walk(path) if file.name.lower() not in NOT_ARTICLES]
        if not files:
            yield Skipped(origin=name, reason="the folder holds no article file.")
        yield from (Source(file, shown(file.name)) for file in files)
    elif os.path.lexists(path):
        yield Source(path, shown(path.name))
    elif glob.has_magic(str(given)):
        # Path.glob takes no absolute pattern
        matches = sorted(glob.glob(str(given), recursive=True))  # noqa: PTH207
        if not matches:
            yield Skipped(
                origin=name,
                reason="no file matches this pattern; quote it or check the folder.",
            )
        for match in matches:
            if Path(match).is_file():
                yield Source(Path(match), shown(Path(match).name))
    else:
        yield Skipped(origin=name, reason="there is no such file or folder; check the path.")


def _walk(folder: Path) -> Iterator[Path]:
    """The visible files below a folder, sorted by path; links to folders are not followed."""
    if not os.access(folder, os.R_OK | os.X_OK):
        yield folder  # reading it fails, and says so
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or (path.is_symlink() and path.is_dir()):
            continue
        if path.is_dir():
            yield from _walk(path)
        elif path.is_file() or path.is_symlink():  # a link that leads nowhere is said
            yield path


def standard_input() -> bytes:
    """What standard input gives, of more than is read one byte more; InputError when closed."""
    if sys.stdin is None:
        raise InputError("standard input is closed; give a file, or pipe the articles in.")
    return sys.stdin.buffer.read(LARGEST + 1)


def load(source: Source) -> bytes | Skipped:
    """The bytes of a file, or the sentence that says why it was left."""
    try:
        mode = source.path.stat().st_mode
        if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
            return Skipped(origin=source.origin, reason="a device, not a file; give a file.")
        with source.path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        return Skipped(
            origin=source.origin, reason=f"the file cannot be opened ({error.strerror or error})."
        )
    if len(data) > LARGEST:
        return Skipped(origin=source.origin, reason=TOO_LARGE)
    return data
