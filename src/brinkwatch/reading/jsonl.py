"""JSON lines: one article a line, its facts under any of the usual names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from brinkwatch.errors import UnreadableError
from brinkwatch.reading import html, pasted
from brinkwatch.reading.clues import Article
from brinkwatch.reading.keys import clues_from, field
from brinkwatch.reading.vocabulary import bound, table

LONGEST_LINE = bound("json_line")
LONGEST_VALUE = bound("json")
SAMPLE = bound("sample")
LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n)|[^\r\n]++")
NO_COLUMNS: Mapping[str, str] = MappingProxyType({})


def parse(text: str, columns: Mapping[str, str] = NO_COLUMNS) -> Iterator[Article | str]:
    """The articles of the lines in order, or for a bad line the sentence that says why.

    `columns` maps facts to the keys that hold them, where these are not the usual names.
    """
    whole = _whole(text)
    if whole is not None:
        yield from (article(renamed(row, columns)) for row in whole)
        return
    for number, line in enumerate(printed(text), start=1):
        if not line.strip():
            continue
        if len(line) > LONGEST_LINE:
            yield f"line {number} has {len(line):,} characters, more than an article; split it"
            continue
        try:
            row = value(line)
        except ValueError as error:
            yield f"line {number} is not valid JSON ({error}); repair or delete it"
            continue
        yield article(renamed(row, columns), f"line {number}")


def printed(text: str) -> Iterator[str]:
    """The lines of a text one by one, their breaks with them, so that they are never in memory
    together."""
    return (match[0] for match in LINE.finditer(text))


def value(text: str) -> Any:
    """What JSON says; ValueError when it is not valid, too, when it nests too deeply."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise
    except RecursionError as error:
        raise ValueError("its arrays and objects nest too deeply") from error
    except ValueError as error:
        raise ValueError("a number of it has too many digits") from error


def _whole(text: str) -> list[Any] | None:
    """The rows of a file that is one JSON value spread over lines, else None."""
    first = text[:SAMPLE].lstrip().split("\n", 1)[0].strip()
    if not (first.startswith("[") or first == "{"):
        return None
    if len(text) > LONGEST_VALUE:
        raise UnreadableError(
            f"the file is one JSON value of {len(text):,} characters, at most {LONGEST_VALUE:,} "
            "are read; give one article a line"
        )
    try:
        rows = value(text)
    except ValueError as error:
        raise UnreadableError(f"the file is not valid JSON ({error}); repair it") from error
    return rows if isinstance(rows, list) else [rows]


def renamed(row: Any, columns: Mapping[str, str]) -> Any:
    """The row with the mapped keys under the names of their facts, and no rival to them."""
    if not columns or not isinstance(row, dict):
        return row
    taken = {*columns, *columns.values()}
    kept = {k: v for k, v in row.items() if k not in taken and str(k).lower() not in columns}
    return kept | {fact: row[key] for fact, key in columns.items() if key in row}


def article(row: Any, where: str = "an item") -> Article | str:
    """The article of one row, or the sentence that says why it gave none."""
    if not isinstance(row, dict):
        return (
            f"{where} is {type(row).__name__}, not an object with a text; give one article a line"
        )
    try:
        clues = clues_from(row)
        body, markup = field(row, "text"), field(row, "html")
        if body is None and markup is None:
            keys, wanted = ", ".join(map(str, row))[:80], ", ".join(table("keys")["text"][:3])
            return f"{where} has no text (its keys: {keys}); name the text one of {wanted}"
        if body and not html.looks_like(body[1]):
            return pasted.parse(body[1], clues)
        return html.parse_fragment((markup or body or ("", ""))[1], clues)
    except UnreadableError as error:
        return f"{where}: {error}"
