"""The JSON lines that `brinkwatch code` wrote, taken back as an input of a later stage."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from brinkwatch import reading
from brinkwatch.coding.rows import from_contract
from brinkwatch.console import STDIN, Options
from brinkwatch.errors import InputError
from brinkwatch.reading.command import Corpus, corpus_from
from brinkwatch.records import CodedRecord, Coding, Document
from brinkwatch.store import is_case

HEAD = 65536  # bytes in which the first of the lines must end


def is_coded(path: str, stdin: bytes) -> bool:
    """Whether the file, or standard input for -, is JSON lines written by `brinkwatch code`."""
    if path == STDIN:
        head = stdin[:HEAD].partition(b"\n")[0]
    elif os.path.isfile(path) and not is_case(path):  # noqa: PTH113  fails for no name
        try:
            with Path(path).open("rb") as lines:
                head = lines.readline(HEAD)
        except OSError:
            return False  # reading it as an article says why
    else:
        return False
    try:
        row = json.loads(head)
    except ValueError:
        return False
    return isinstance(row, dict) and row.get("record") in {"event", "commitment", "estimate"}


def coded_rows(path: str, stdin: bytes) -> list[dict[str, Any]]:
    """The objects of such a file; InputError where a line is no JSON."""
    lines = (stdin if path == STDIN else Path(path).read_bytes()).splitlines()
    try:
        return [json.loads(line) for line in lines if line.strip()]
    except ValueError as error:
        raise InputError(f"{path}: a line of it is no JSON ({error}); run `code` again.") from None


def with_rows(
    rows: list[dict[str, Any]], paths: Sequence[str], options: Options, stdin: bytes
) -> tuple[Corpus, Coding]:
    """The corpus of the paths and the records of such lines.

    Their articles, when not among the paths, are known by date. InputError where a line breaks the
    contract of `code`.
    """
    try:
        records: list[CodedRecord] = [from_contract(row) for row in rows]
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"the coded JSON lines do not follow the contract of `code`: {error}."
        ) from None
    known = corpus_from(paths, options, stdin=stdin) if paths else Corpus((), (), ())
    ids = {document.id for document in (*known.seen, *known.hidden)}
    by_origin = {document.origin: document.id for document in (*known.seen, *known.hidden)}
    absent: dict[str, Document] = {}
    for row in rows:
        if row["document_id"] not in ids and row["origin"] not in by_origin:
            day = row.get("published")
            absent[row["document_id"]] = Document(
                id=row["document_id"], origin=row["origin"], published=day,
                published_basis="stated" if day else "unknown", text="",
            )  # fmt: skip
    moved = [
        record if record.document_id in ids or record.origin not in by_origin
        else record.model_copy(update={"document_id": by_origin[record.origin]})
        for record in records
    ]  # fmt: skip
    seen, hidden = reading.visible(list(absent.values()), options.day)
    later = {document.id for document in (*known.hidden, *hidden)}
    corpus = Corpus((*known.seen, *seen), (*known.hidden, *hidden), known.skipped)
    kept = tuple(record for record in moved if record.document_id not in later)
    return corpus, Coding(records=kept, coverage=())
