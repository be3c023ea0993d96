"""Paths to files: folders are walked in sorted order, globs expanded, the unreadable named."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from brinkwatch.records import Skipped

LARGEST = 512 * 1024 * 1024  # bytes; assumed: a larger file is no set of articles on one desk
NOT_ARTICLES = frozenset({"outcome.toml", "readme.md", "readme.txt", "license", "notice"})
"""Names that keep a folder of articles, not articles; read when they are named themselves."""


@dataclass(frozen=True)
class Source:
    """One file to read, and the name its documents carry."""

    path: Path
    origin: str


def find(paths: Iterable[str | Path]) -> Iterator[Source | Skipped]:
    """The files that the paths name, in the order given, each once."""
    seen: set[Path] = set()
    for given in paths:
        for source in _expand(given):
            if isinstance(source, Source):
                resolved = source.path.resolve()
                if resolved in seen:
                    continue
                seen.add(resolved)
            yield source


def _expand(given: str | Path) -> Iterator[Source | Skipped]:
    path = Path(given)
    if path.is_dir():
        files = [file for file in _walk(path) if file.name.lower() not in NOT_ARTICLES]
        if not files:
            yield Skipped(origin=str(given), reason="the folder holds no article file.")
        yield from (Source(file, file.name) for file in files)
    elif path.exists():
        yield Source(path, path.name)
    elif glob.has_magic(str(given)):
        # Path.glob takes no absolute pattern
        matches = sorted(glob.glob(str(given), recursive=True))  # noqa: PTH207
        if not matches:
            yield Skipped(
                origin=str(given),
                reason="no file matches this pattern; quote it or check the folder.",
            )
        for match in matches:
            if Path(match).is_file():
                yield Source(Path(match), Path(match).name)
    else:
        yield Skipped(origin=str(given), reason="there is no such file or folder; check the path.")


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
        elif path.is_file():
            yield path


def load(source: Source) -> bytes | Skipped:
    """The bytes of a file, or the sentence that says why it was left."""
    try:
        size = source.path.stat().st_size
        if size > LARGEST:
            return Skipped(
                origin=source.origin,
                reason=f"the file has {size:,} bytes; split it, at most {LARGEST:,} are read.",
            )
        return source.path.read_bytes()
    except OSError as error:
        return Skipped(
            origin=source.origin, reason=f"the file cannot be opened ({error.strerror or error})."
        )
