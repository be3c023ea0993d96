"""`brinkwatch read`: articles in, clean dated documents out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from brinkwatch import reading
from brinkwatch.console import STDIN, Options, clean, emit, finish, progress, say
from brinkwatch.errors import BrinkwatchError, InputError
from brinkwatch.fetching import Fetcher, is_address
from brinkwatch.reading import fetched
from brinkwatch.reading.duplicates import link
from brinkwatch.reading.jsonl import NO_COLUMNS
from brinkwatch.reading.language import uncoded
from brinkwatch.reading.sources import LARGEST, TOO_LARGE, shown, standard_input
from brinkwatch.reading.tabular import parse_columns
from brinkwatch.records import Document, Reading, Skipped
from brinkwatch.store import Case, is_case

InputPath = Annotated[
    str, Parameter(help="Files, folders, globs, a case file, or - for standard input.")
]
DEFAULTS = Options()


@dataclass(frozen=True)
class Corpus:
    """The documents a command works on: seen as of a day, hidden after it, and skipped inputs."""

    seen: tuple[Document, ...]
    hidden: tuple[Document, ...]
    skipped: tuple[Skipped, ...]


def corpus_from(
    paths: Sequence[str],
    options: Options = DEFAULTS,
    *,
    published: str | None = None,
    columns: Mapping[str, str] = NO_COLUMNS,
    stdin: bytes | None = None,
    fetcher: Fetcher | None = None,
) -> Corpus:
    """Read the paths (or a case file), keep them in the store, and hide what is later than as-of.

    With a store the corpus is everything the store holds. `stdin` is what standard input gave when
    it has been read already. Web addresses are fetched with `fetcher`; InputError without one and
    when no path is given. BrinkwatchError when none gave a document.
    """
    if not paths and options.store is None:
        raise InputError("no input given; name files, folders, a case file, or - for stdin.")
    documents: list[Document] = []
    skipped: list[Skipped] = []
    files = []
    for path in paths:
        if path == STDIN:
            data = standard_input() if stdin is None else stdin
            if len(data) > LARGEST:
                skipped.append(Skipped(origin="stdin", reason=TOO_LARGE))
                continue
            found = reading.read_bytes(data, "stdin", published=published, columns=columns)
            documents.extend(found.documents)
            skipped.extend(found.skipped)
        elif is_address(path):
            found = _fetched(shown(path), options, fetcher, published, columns)
            documents.extend(found.documents)
            skipped.extend(found.skipped)
        elif is_case(path):
            with Case(path) as case:
                documents.extend(case.documents())
        else:
            files.append(path)
    if files:
        with progress("reading", quiet=options.quiet) as on_progress:
            found = reading.read(
                files, published=published, columns=columns, on_progress=on_progress
            )
        documents.extend(found.documents)
        skipped.extend(found.skipped)
    if options.store is not None:
        documents = _kept(options.store, documents)
    unique = list({document.id: document for document in documents}.values())
    if not unique:
        reasons = "; ".join(f"{item.origin}: {item.reason}" for item in skipped)
        raise BrinkwatchError(f"no article could be read. {reasons}".strip())
    seen, hidden = reading.visible(link(unique), options.day)
    return Corpus(tuple(seen), tuple(hidden), tuple(skipped))


def _kept(store: Path, documents: list[Document]) -> list[Document]:
    """Add the documents to the case file, a page with its headlines at a time; return all of it."""
    with Case(store) as case:
        fetched.keep(case, documents)
        return case.documents()


def _fetched(
    url: str,
    options: Options,
    fetcher: Fetcher | None,
    published: str | None,
    columns: Mapping[str, str],
) -> Reading:
    """What a web address gives; with a store a page is asked for only if it has changed."""
    if fetcher is None:
        raise InputError(
            f"{url}: nothing is fetched unless asked; run `brinkwatch read --fetch {url}`, with "
            "--store to keep the page for the other commands."
        )
    with Case(options.store) if options.store else nullcontext() as case:
        taken = fetched.take(url, fetcher, case, published=published, columns=columns)
    if taken.unchanged:
        say(f"{url}: not changed since {options.store} kept it", quiet=options.quiet)
    if taken.moved:
        say(f"{url}: has moved for good to {taken.moved}", quiet=options.quiet)
    return taken.found


def read(
    *paths: InputPath,
    options: Options = DEFAULTS,
    published: Annotated[
        str | None, Parameter(help="Publication date of the articles, where you know better.")
    ] = None,
    columns: Annotated[
        str | None,
        Parameter(help="Columns of a CSV, Parquet or JSON dump: text=body,title=headline."),
    ] = None,
    fetch: Annotated[
        bool, Parameter(help="Fetch inputs that are web addresses, politely.", negative="")
    ] = False,
) -> int:
    """Read articles as published: noise out, side headlines turned into dated items.

    Pasted text, Markdown, HTML pages, RSS, Atom and JSON feeds, JSON lines, CSV and Parquet
    dumps are told apart by their content.
    Dates are stated, inferred as an interval with the reason, or unknown; never guessed.

        brinkwatch read page.html notes.txt feed.xml --format jsonl
    """
    corpus = corpus_from(
        paths,
        options,
        published=published,
        columns=parse_columns(columns),
        fetcher=Fetcher() if fetch else None,
    )
    if corpus.hidden:
        say(f"{len(corpus.hidden)} items later than {options.day} not shown", quiet=options.quiet)
    if options.form == "table":
        _print_table(corpus.seen)
    else:
        emit((reading.as_row(document) for document in corpus.seen), options.form)
    _say_what_counts(corpus.seen, quiet=options.quiet)
    return finish(corpus.skipped, len(corpus.seen), quiet=options.quiet)


def _say_what_counts(documents: Sequence[Document], *, quiet: bool) -> None:
    """Say how many articles are copies of others, and how many no later stage reads."""
    articles = [document for document in documents if document.parent_id is None]
    copies = sum(document.copy_of is not None for document in articles)
    if copies:
        say(f"{copies} of {len(articles)} articles: a copy or new version of another", quiet=quiet)
    cut = sum(document.cut_note is not None for document in articles)
    if cut:
        say(f"{cut} of {len(articles)} articles: only the beginning is on the page", quiet=quiet)
    reasons = Counter(filter(None, (uncoded(document.language) for document in articles)))
    for reason, count in reasons.items():
        say(f"{count} of {len(articles)} articles: kept, {reason}", quiet=quiet)


def _print_table(documents: Sequence[Document]) -> None:
    origins = {document.id: document.origin for document in documents}
    rows = []
    for document in documents:
        if document.parent_id is None:
            cells = (document.when(), document.kind, document.outlet or "", document.title or "")
            first = document.copy_of and f"form of {origins[document.copy_of]}"
            form = first and f"{first}: {document.copy_note}"
            cut = document.cut_note and f"beginning only: {document.cut_note}"
            note = "; ".join(filter(None, (form, cut, uncoded(document.language))))
            rows.append((*cells, str(len(document.text.split())), note))
    shown = 6 if any(note for *_, note in rows) else 5
    table = Table(*("published", "kind", "outlet", "title", "words", "note")[:shown])
    for row in rows:
        table.add_row(*(Text(clean(cell)) for cell in row[:shown]))
    Console().print(table)
