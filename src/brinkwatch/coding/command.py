"""`brinkwatch code`: documents in, events, commitments and estimates with their quotes out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Group, Parameter

from brinkwatch import coding, gazetteer
from brinkwatch.coding.codedlines import coded_rows, is_coded, with_rows
from brinkwatch.coding.explain import explain as explained
from brinkwatch.coding.heads import Heads
from brinkwatch.coding.printing import print_explanations, print_records
from brinkwatch.coding.rows import to_contract
from brinkwatch.coding.version import coder_version
from brinkwatch.console import STDIN, Options, emit, finish, progress, say
from brinkwatch.errors import InputError
from brinkwatch.gazetteer.added import load as load_actors
from brinkwatch.reading.command import Corpus, InputPath, corpus_from
from brinkwatch.reading.sources import standard_input
from brinkwatch.records import (
    CodedRecord,
    Coding,
    Coverage,
    Document,
    content_id,
)
from brinkwatch.store import Case, is_case


@Parameter(name="*")
@dataclass(frozen=True)
class CodingOptions(Options):
    """What every command that codes articles takes."""

    actors: Annotated[
        Path | None,
        Parameter(help="CSV of states, groups and people of your own: code,kind,name."),
    ] = None
    fast: Annotated[
        bool,
        Parameter(help="The rules alone, without the encoder: faster, finds less.", negative=""),
    ] = False
    heads: Annotated[
        Path | None, Parameter(help="Folder of heads that `brinkwatch code train` has written.")
    ] = None

    def words(self) -> list[str]:
        """The words of a command line that ask for the same coding."""
        names = ["--actors", str(self.actors)] if self.actors is not None else []
        heads = ["--heads", str(self.heads)] if self.heads is not None else []
        return [*names, *(["--fast"] if self.fast else []), *heads]

    def asked_heads(self) -> Heads:
        """The heads to code with: their calibration alone when it is to be fast."""
        return Heads.load(self.heads, fast=self.fast)


DEFAULTS = CodingOptions()


def coder_id(
    actors: Sequence[gazetteer.Added] = (), *, heads: str = "", headlines: bool = False
) -> str:
    """The coder's identity: its version and how it was asked; `heads`: `Heads.asked`.

    A case file codes a document again when the coder or the names it was given have changed.
    """
    given = hashlib.sha256(json.dumps(actors).encode()).hexdigest()[:8]
    asked = {f"+actors.{given}": bool(actors), "+headlines": headlines}
    return coder_version() + heads + "".join(name for name, on in asked.items() if on)


def coded_from(
    paths: Sequence[str], options: CodingOptions = DEFAULTS, *, headlines: bool = False
) -> tuple[Corpus, Coding]:
    """The corpus of the paths and its records: coded now, or taken from a store or `code`'s JSONL.

    What a case file among the paths has coded is used as it is; only `--store` is written to. The
    actors of the options are known from here on, until the command ends.
    """
    actors = know(options)
    stdin = standard_input() if STDIN in paths else b""
    coded = [path for path in paths if is_coded(path, stdin)]
    rest = [path for path in paths if path not in coded]
    if coded:
        rows = [row for path in coded for row in coded_rows(path, stdin)]
        return with_rows(rows, rest, options, stdin)
    corpus = corpus_from(rest, options, stdin=stdin)
    heads = options.asked_heads()
    coder = coder_id(actors, heads=options.asked_heads().asked, headlines=headlines)
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


def know(options: CodingOptions) -> tuple[gazetteer.Added, ...]:
    """Make the actors of the options known until the command ends, and return them."""
    actors = load_actors(options.actors) if options.actors else ()
    if actors:
        gazetteer.know(actors)
    return actors


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


app = App(
    name="code",
    help="""Code articles into Events, Commitments and Estimates, each with its exact quote.

    Commitments are who bound themselves to do what, if whom does what: red lines, ultimatums,
    assurances. What an analyst expects is an Estimate; what is only threatened, denied or imagined
    is never an actual Event.

        brinkwatch code articles/ --format jsonl > records.jsonl
        brinkwatch code articles/ --actors names.csv

        brinkwatch code --explain --text "If Chile closes the strait, Peru will reopen it."

    `brinkwatch code review` gives records to a person to correct and takes the corrections back,
    `brinkwatch code train` fits the heads on such labels, and `brinkwatch code evaluate` says how
    well labelled sentences are coded.""",
)
LISTED_ABOVE = Group("Commands, as listed above", show=False)
for _name in ("review", "train", "evaluate"):
    app.command(f"brinkwatch.coding.learning.command:{_name}", name=_name, group=LISTED_ABOVE)


@app.default
def code(
    *paths: InputPath,
    options: CodingOptions = DEFAULTS,
    headlines: Annotated[
        bool, Parameter(help="Code titles and dated side headlines too.", negative="")
    ] = False,
    explain: Annotated[
        bool,
        Parameter(
            help="Show of each sentence its parse, cues, actors and speakers, and why it was coded "
            "as it was or not at all.",
            negative="",
        ),
    ] = False,
    text: Annotated[
        str | None, Parameter(help="Explain these words, as a headline of today is coded.")
    ] = None,
) -> int:
    """Code articles into Events, Commitments and Estimates, each with its exact quote."""
    if text is not None and (paths or not explain):
        raise InputError("--text goes with --explain and without paths; give the words to explain.")
    if explain:
        return _explain(paths, options, headlines=headlines, text=text)
    corpus, found = coded_from(paths, options, headlines=headlines)
    dates = {document.id: document.first_day() for document in corpus.seen}
    if options.form == "table":
        print_records(found.records, corpus.seen)
    else:
        rows = (to_contract(r) | {"published": dates.get(r.document_id)} for r in found.records)
        emit(rows, options.form)
    for item in found.coverage:
        if item.skipped:
            say(f"not coded {item.origin}: {item.skipped}", quiet=options.quiet)
    sentences = sum(item.sentences for item in found.coverage)
    say(f"{len(found.records)} records from {sentences} sentences", quiet=options.quiet)
    return finish(corpus.skipped, len(corpus.seen), quiet=options.quiet)


def _explain(
    paths: Sequence[str], options: CodingOptions, *, headlines: bool, text: str | None
) -> int:
    """Explain the sentences of the paths, or of the words given."""
    if text is None:
        corpus = corpus_from(paths, options)
    else:
        corpus = Corpus((_given(text, options.day),), (), ())
    know(options)
    heads = options.asked_heads()
    rows: list[dict[str, Any]] = []
    with progress("coding", quiet=options.quiet) as on_progress:
        for done, document in enumerate(corpus.seen, start=1):
            rows += explained(document, heads, headlines=headlines or text is not None)
            on_progress(done, len(corpus.seen))
    if options.form == "table":
        print_explanations(rows)
    else:
        emit(rows, options.form)
    return finish(corpus.skipped, len(corpus.seen), quiet=options.quiet)


def _given(text: str, day: str) -> Document:
    """Words given on the command line, as a headline of the day."""
    words = text.strip()
    if not words:
        raise InputError("--text is empty; give a sentence to explain.")
    return Document(
        id=content_id(words), origin="--text", published=day, published_basis="stated",
        kind="headline", title=words, text=words, language="en",
    )  # fmt: skip
