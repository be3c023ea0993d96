"""`brinkwatch code`: documents in, events, commitments and estimates with their quotes out."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Group, Parameter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from brinkwatch import __version__, coding, gazetteer, reading
from brinkwatch.coding.heads import SHIPPED, Heads
from brinkwatch.coding.rows import from_contract, to_contract
from brinkwatch.console import STDIN, Options, clean, emit, finish, progress, say
from brinkwatch.errors import InputError
from brinkwatch.gazetteer.added import load as load_actors
from brinkwatch.reading.command import Corpus, InputPath, corpus_from
from brinkwatch.reading.sources import standard_input
from brinkwatch.records import (
    CodedRecord,
    Coding,
    Coverage,
    Document,
)
from brinkwatch.store import Case, is_case

RULES = {".py", ".toml", ".csv", ".json", ".onnx"}
NOT_RULES = {
    "accuracy.py", "codebook.py", "command.py", "explain.py", "labelled.py", "learning",
    "scores.toml", "trace.py", "training.py",
}  # fmt: skip
"""Files and folders of the coder that change no record."""
HEAD = 65536  # bytes in which the first of the coded lines must end


@Parameter(name="*")
@dataclass(frozen=True)
class CodingOptions(Options):
    """What every command that codes articles takes."""

    actors: Annotated[
        Path | None,
        Parameter(help="CSV of states, groups and people of your own: code,kind,name."),
    ] = None
    fast: Annotated[
        bool, Parameter(help="The rules alone, without the encoder: faster.", negative="")
    ] = False

    def heads(self) -> Heads | None:
        """The heads that come with brinkwatch: their calibration alone when it is to be fast."""
        return Heads.load(fast=self.fast) if SHIPPED.is_dir() else None


DEFAULTS = CodingOptions()


def coder_id(
    actors: Sequence[gazetteer.Added] = (), *, fast: bool = False, headlines: bool = False
) -> str:
    """The coder's identity: version, a hash of its rules, words and weights, how it was asked.

    A case file codes a document again when the coder or the names it was given have changed.
    """
    given = hashlib.sha256(json.dumps(actors).encode()).hexdigest()[:8]
    asked = {f"+actors.{given}": bool(actors), "+fast": fast, "+headlines": headlines}
    return _rules_id() + "".join(name for name, on in asked.items() if on)


@cache
def _rules_id() -> str:
    digest = hashlib.sha256()
    for package in ("brinkwatch.coding", "brinkwatch.gazetteer"):
        root = Path(str(resources.files(package)))
        for file in sorted(root.rglob("*")):
            inside = file.relative_to(root)
            if file.suffix in RULES and NOT_RULES.isdisjoint(inside.parts):
                digest.update(inside.as_posix().encode())
                digest.update(file.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:8]}"


def coded_from(
    paths: Sequence[str], options: CodingOptions = DEFAULTS, *, headlines: bool = False
) -> tuple[Corpus, Coding]:
    """The corpus of the paths and its records: coded now, or taken from a store or `code`'s JSONL.

    What a case file among the paths has coded is used as it is; only `--store` is written to. The
    actors of the options are known from here on, until the command ends.
    """
    actors = load_actors(options.actors) if options.actors else ()
    if actors:
        gazetteer.know(actors)
    stdin = standard_input() if STDIN in paths else b""
    coded = [path for path in paths if _is_coded(path, stdin)]
    rest = [path for path in paths if path not in coded]
    if coded:
        rows = [row for path in coded for row in _coded_rows(path, stdin)]
        return _with_rows(rows, rest, options, stdin)
    corpus = corpus_from(rest, options, stdin=stdin)
    coder, heads = coder_id(actors, fast=options.fast, headlines=headlines), options.heads()
    covered, records = _kept([path for path in rest if is_case(path)], options.store, coder)
    todo = [document for document in corpus.seen if document.id not in covered]
    with progress("coding", quiet=options.quiet) as on_progress:
        if options.store is None:
            found = coding.code(todo, headlines=headlines, heads=heads, on_progress=on_progress)
            covered |= {item.document_id: item for item in found.coverage}
            records += found.records
        else:
            with Case(options.store) as case:
                for number, document in enumerate(todo, start=1):
                    found = coding.code([document], headlines=headlines, heads=heads)
                    item = found.coverage[0] if found.coverage else _unread(document)
                    case.add_coding(coder, item, found.records)
                    covered[document.id] = item
                    records += found.records
                    on_progress(number, len(todo))
    return corpus, _in_order(corpus.seen, covered, records)


def _kept(
    cases: Sequence[str], store: Path | None, coder: str
) -> tuple[dict[str, Coverage], list[CodedRecord]]:
    """What this coder has finished in the case files, and the records it made."""
    covered: dict[str, Coverage] = {}
    records: list[CodedRecord] = []
    for path in dict.fromkeys([*map(Path, cases), *([store] if store else [])]):
        with Case(path) as case:
            covered |= case.coverage(coder)
            records += case.records(coder)
    return covered, records


def _in_order(
    documents: Sequence[Document], covered: dict[str, Coverage], records: Sequence[CodedRecord]
) -> Coding:
    """The records and the coverage of these documents, in the order of the documents."""
    of: dict[str, list[CodedRecord]] = {document.id: [] for document in documents}
    for record in {record.id: record for record in records}.values():
        if record.document_id in of:
            of[record.document_id].append(record)
    articles = [document.id for document in documents if document.parent_id is None]
    return Coding(
        records=tuple(record for mine in of.values() for record in mine),
        coverage=tuple(covered[key] for key in articles if key in covered),
    )


def _unread(document: Document) -> Coverage:
    """Coverage of a document that the coder was not asked to read (a headline)."""
    return Coverage(document_id=document.id, origin=document.origin, sentences=0, coded=0)


def _is_coded(path: str, stdin: bytes) -> bool:
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


def _coded_rows(path: str, stdin: bytes) -> list[dict[str, Any]]:
    lines = (stdin if path == STDIN else Path(path).read_bytes()).splitlines()
    try:
        return [json.loads(line) for line in lines if line.strip()]
    except ValueError as error:
        raise InputError(f"{path}: a line of it is no JSON ({error}); run `code` again.") from None


def _with_rows(
    rows: list[dict[str, Any]], paths: Sequence[str], options: Options, stdin: bytes
) -> tuple[Corpus, Coding]:
    """Records from `code`'s JSONL; their articles, when not among the paths, are known by date."""
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


app = App(
    name="code",
    help="""Code articles into Events, Commitments and Estimates, each with its exact quote.

    Commitments are who bound themselves to do what, if whom does what: red lines, ultimatums,
    assurances. What an analyst expects is an Estimate; what is only threatened, denied or imagined
    is never an actual Event.

        brinkwatch code articles/ --format jsonl > records.jsonl
        brinkwatch code articles/ --actors names.csv

    `brinkwatch code evaluate` says how well it codes sentences that people have labelled.""",
)
LISTED_ABOVE = Group("Commands, as listed above", show=False)
for _name in ("evaluate",):
    app.command(f"brinkwatch.coding.learning.command:{_name}", name=_name, group=LISTED_ABOVE)


@app.default
def code(
    *paths: InputPath,
    options: CodingOptions = DEFAULTS,
    headlines: Annotated[
        bool, Parameter(help="Code titles and dated side headlines too.", negative="")
    ] = False,
) -> int:
    """Code articles into Events, Commitments and Estimates, each with its exact quote."""
    corpus, found = coded_from(paths, options, headlines=headlines)
    dates = {document.id: document.first_day() for document in corpus.seen}
    if options.form == "table":
        _print_table(found.records, corpus.seen)
    else:
        rows = (to_contract(r) | {"published": dates.get(r.document_id)} for r in found.records)
        emit(rows, options.form)
    for item in found.coverage:
        if item.skipped:
            say(f"not coded {item.origin}: {item.skipped}", quiet=options.quiet)
    sentences = sum(item.sentences for item in found.coverage)
    say(f"{len(found.records)} records from {sentences} sentences", quiet=options.quiet)
    return finish(corpus.skipped, len(corpus.seen), quiet=options.quiet)


def _print_table(records: Sequence[CodedRecord], documents: Sequence[Document]) -> None:
    known = {document.id: document for document in documents}
    table = Table("record", "what", "who", "quote", "where")
    for record in records:
        row = to_contract(record)
        what = row.get("kind") or row.get("band") or f"{row['action']['type']} {row['status']}"
        who = row.get("issuer") or row.get("holder") or row["action"]["actor"]
        document = known.get(record.document_id)
        where = document.where(record.span.start) if document else record.origin
        cells = (row["record"], what, who, record.span.quote, where)
        table.add_row(*(Text(clean(cell)) for cell in cells))
    Console().print(table)
