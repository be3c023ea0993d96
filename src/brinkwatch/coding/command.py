"""`brinkwatch code`: documents in, events, commitments and estimates with their quotes out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from brinkwatch import __version__, coding, reading
from brinkwatch.console import Options, clean, emit, finish, progress, say
from brinkwatch.errors import InputError
from brinkwatch.reading.command import DEFAULTS, Corpus, InputPath, corpus_from
from brinkwatch.records import (
    CodedRecord,
    Coding,
    Coverage,
    Document,
    from_contract,
    to_contract,
)
from brinkwatch.store import Case, is_case

NOT_RULES = {"command.py", "accuracy.py", "scores.toml"}


@cache
def coder_id() -> str:
    """The coder's identity: version and a hash of its rules and vocabulary.

    A case file codes a document again when the coder has changed.
    """
    digest = hashlib.sha256()
    for package in ("brinkwatch.coding", "brinkwatch.gazetteer"):
        root = Path(str(resources.files(package)))
        for file in sorted(root.rglob("*")):
            if file.suffix in {".py", ".toml", ".csv"} and file.name not in NOT_RULES:
                digest.update(file.relative_to(root).as_posix().encode())
                digest.update(file.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:8]}"


def coded_from(
    paths: Sequence[str], options: Options = DEFAULTS, *, headlines: bool = False
) -> tuple[Corpus, Coding]:
    """The corpus of the paths and its records: coded now, or taken from a store or `code`'s JSONL.

    A case file among the paths is used with what it holds; its uncoded documents are coded.
    """
    rows = [row for path in paths for row in _coded_rows(path)]
    rest = [path for path in paths if not _is_coded(path)]
    if rows:
        return _with_rows(rows, rest, options)
    corpus = corpus_from(rest, options)
    case_path = options.store or next((Path(path) for path in rest if is_case(path)), None)
    if case_path is None:
        with progress("coding", quiet=options.quiet) as on_progress:
            return corpus, coding.code(corpus.seen, headlines=headlines, on_progress=on_progress)
    with Case(case_path) as case:
        return corpus, _continued(case, corpus.seen, options, headlines=headlines)


def _continued(
    case: Case, documents: Sequence[Document], options: Options, *, headlines: bool
) -> Coding:
    """Code what the case file has not coded yet, one document a transaction; return all of it."""
    coder = coder_id() + ("+headlines" if headlines else "")
    done = case.coverage(coder)
    todo = [document for document in documents if document.id not in done]
    with progress("coding", quiet=options.quiet) as on_progress:
        for number, document in enumerate(todo, start=1):
            found = coding.code([document], headlines=headlines)
            covered = found.coverage or (_nothing(document),)
            case.add_coding(coder, covered[0], found.records)
            on_progress(number, len(todo))
    ids = {document.id for document in documents}
    done = case.coverage(coder)
    return Coding(
        records=tuple(r for r in case.records(coder) if r.document_id in ids),
        coverage=tuple(done[d.id] for d in documents if d.id in done and d.parent_id is None),
    )


def _nothing(document: Document) -> Coverage:
    """Coverage of a document that the coder was not asked to read (a headline)."""
    return Coverage(document_id=document.id, origin=document.origin, sentences=0, coded=0)


def _is_coded(path: str) -> bool:
    """Whether the file is JSON lines written by `brinkwatch code`."""
    file = Path(path)
    if path == "-" or not file.is_file() or is_case(file):
        return False
    with file.open("rb") as lines:
        head = lines.readline(65536)
    try:
        row = json.loads(head)
    except ValueError:
        return False
    return isinstance(row, dict) and row.get("record") in {"event", "commitment", "estimate"}


def _coded_rows(path: str) -> list[dict[str, Any]]:
    if not _is_coded(path):
        return []
    lines = Path(path).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _with_rows(
    rows: list[dict[str, Any]], paths: Sequence[str], options: Options
) -> tuple[Corpus, Coding]:
    """Records from `code`'s JSONL; their articles, when not among the paths, are known by date."""
    try:
        records: list[CodedRecord] = [from_contract(row) for row in rows]
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"the coded JSON lines do not follow the contract of `code`: {error}."
        ) from None
    known = corpus_from(paths, options) if paths else Corpus((), (), ())
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


def code(
    *paths: InputPath,
    options: Options = DEFAULTS,
    headlines: Annotated[
        bool, Parameter(help="Code titles and dated side headlines too.", negative="")
    ] = False,
) -> int:
    """Code articles into Events, Commitments and Estimates, each with its exact quote.

    Commitments are who bound themselves to do what, if whom does what: red lines, ultimatums,
    assurances. What an analyst expects is an Estimate; what is only threatened, denied or imagined
    is never an actual Event.

        brinkwatch code articles/ --format jsonl > records.jsonl
    """
    corpus, found = coded_from(paths, options, headlines=headlines)
    dates = {document.id: document.first_day() for document in corpus.seen}
    if options.form == "table":
        _print_table(found.records)
    else:
        rows = (to_contract(r) | {"published": dates.get(r.document_id)} for r in found.records)
        emit(rows, options.form)
    for item in found.coverage:
        if item.skipped:
            say(f"not coded {item.origin}: {item.skipped}", quiet=options.quiet)
    sentences = sum(item.sentences for item in found.coverage)
    say(f"{len(found.records)} records from {sentences} sentences", quiet=options.quiet)
    return finish(corpus.skipped, len(corpus.seen), quiet=options.quiet)


def _print_table(records: Sequence[CodedRecord]) -> None:
    table = Table("record", "what", "who", "quote", "where")
    for record in records:
        row = to_contract(record)
        what = row.get("kind") or row.get("band") or f"{row['action']['type']} {row['status']}"
        who = row.get("issuer") or row.get("holder") or row["action"]["actor"]
        cells = (row["record"], what, who, record.span.quote, record.origin)
        table.add_row(*(Text(clean(cell)) for cell in cells))
    Console().print(table)
