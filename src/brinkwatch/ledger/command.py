"""`brinkwatch ledger`: the red lines of a corpus, their lives, and one line or two days of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from cyclopts import App, Group, Parameter

from brinkwatch import ledger as stage
from brinkwatch.coding.command import DEFAULTS, CodingOptions, coded_from
from brinkwatch.console import clean, emit, finish, past_day, say
from brinkwatch.errors import BrinkwatchError, InputError
from brinkwatch.ledger import printing
from brinkwatch.ledger.diff import diff as difference
from brinkwatch.ledger.dossier import Dossiers, find_line
from brinkwatch.ledger.exports import Form
from brinkwatch.ledger.exports import export as write_export
from brinkwatch.ledger.rows import astray
from brinkwatch.ledger.signals.printing import print_signals, signal_rows
from brinkwatch.reading.command import Corpus, InputPath
from brinkwatch.records import AnalystAct, Coding, Ledger
from brinkwatch.store import Case, is_case

LineName = Annotated[
    str, Parameter(help="A line's id as `brinkwatch ledger` prints it, or its beginning.")
]

app = App(
    name="ledger",
    help="""Keep the ledger: one red line, one life, whatever words and outlets report it.

    Takes articles, a case file, or the JSON lines of `brinkwatch code`.

        brinkwatch ledger articles/ --as-of 2024-09-14
        brinkwatch ledger show 3f2a articles/
        brinkwatch ledger merge 3f2a 90bc --store case.db --why "One border."

    `show` prints one line's dossier, `signals` what surrounds a crisis,
    `diff` what moved between two days,
    `export` writes tables. `merge`, `split`, `set` and `undo` are
    an analyst's acts: kept in the case file, counted at every run.""",
)
LATEST = 3  # signals of a kind below the table
LISTED_ABOVE = Group("Commands, as listed above", show=False)
for _verb, _function in (("merge", "merge"), ("split", "split"), ("set", "correct"),
                         ("undo", "undo")):  # fmt: skip
    app.command(f"brinkwatch.ledger.acts.command:{_function}", name=_verb, group=LISTED_ABOVE)
app.command("brinkwatch.ledger.signals.command:signals", name="signals", group=LISTED_ABOVE)


def ledger_from(
    paths: Sequence[str], options: CodingOptions = DEFAULTS
) -> tuple[Corpus, Coding, Ledger]:
    """The corpus of the paths, its records, and the ledger they make as of the day.

    The analyst's acts are those of the case files among the paths and of the store.
    """
    corpus, found = coded_from(paths, options)
    acts = acts_from(paths, options.store)
    return corpus, found, stage.enter(corpus.seen, found.records, as_of=options.day, acts=acts)


def acts_from(paths: Sequence[str], store: Path | None) -> tuple[AnalystAct, ...]:
    """The analyst's acts that the case files among the paths, and the store, keep."""
    acts: dict[str, AnalystAct] = {}
    for path in dict.fromkeys([*map(Path, filter(is_case, paths)), *([store] if store else [])]):
        with Case(path) as case:
            acts |= {act.id: act for act in case.acts()}
    return tuple(acts.values())


@app.default
def ledger(*paths: InputPath, options: CodingOptions = DEFAULTS) -> int:
    """Keep the ledger: one red line, one life, whatever words and outlets report it."""
    corpus, found, book = ledger_from(paths, options)
    if options.form == "table":
        printing.print_lines(book)
        print_signals(signal_rows(book, found.records), LATEST)
    else:
        emit([*stage.as_rows(book), *astray(book)], options.form)
    if not book.lines:
        say("no commitment found, so no red line to enter", quiet=options.quiet)
    say_of_acts(book, quiet=options.quiet)
    return finish(corpus.skipped, len(corpus.seen), quiet=options.quiet)


def say_of_acts(book: Ledger, *, quiet: bool) -> None:
    """Say of each analyst's act that counts what of it no longer finds its target."""
    for entered in book.acts:
        if entered.note and not entered.undone_by:
            act = entered.act
            say(f"{act.verb} {act.id} by analyst {act.by}: {entered.note}", quiet=quiet)


@app.command(group=LISTED_ABOVE)
def show(line: LineName, /, *paths: InputPath, options: CodingOptions = DEFAULTS) -> int:
    """Show one line's dossier: every quote in order, every step, who said what.

    What would count as crossing or enforcing it, why its wordings are one line, contradictions
    side by side, and what an analyst corrected.

        brinkwatch ledger show 3f2a articles/
        brinkwatch ledger show 3f2a --store case.db
    """
    corpus, found, book = ledger_from(paths, options)
    row = Dossiers(book, corpus.seen, found.records).of(find_line(book, line))
    if options.form == "table":
        printing.print_dossier(row)
    else:
        emit(row, options.form)
    return finish(corpus.skipped, len(corpus.seen), quiet=options.quiet)


@app.command(group=LISTED_ABOVE)
def diff(
    *paths: InputPath,
    since: Annotated[str, Parameter(name="--from", help="The earlier day (YYYY-MM-DD).")],
    to: Annotated[
        str | None, Parameter(help="The later day; the as-of day, or today, if absent.")
    ] = None,
    fail_on_move: Annotated[
        bool, Parameter(help="Exit with 4 when a line moved.", negative="")
    ] = False,
    options: CodingOptions = DEFAULTS,
) -> int:
    """Show what moved between two days: new lines, status, steps, credibility.

    Both ledgers are made now, from what was public on either day.

        brinkwatch ledger diff articles/ --from 2024-09-14 --to 2024-11-25
        brinkwatch ledger diff --store case.db --from 2024-11-18 --fail-on-move
    """
    first = past_day("--from", since)
    options = options if to is None else replace(options, as_of=past_day("--to", to))
    if first > options.day:
        raise InputError(f"--from {first}: later than {options.day}; give the earlier day first.")
    corpus, found, after = ledger_from(paths, options)
    acts = [entered.act for entered in after.acts]
    row = difference(stage.enter(corpus.seen, found.records, as_of=first, acts=acts), after)
    if options.form == "table":
        printing.print_diff(row)
    else:
        emit(row, options.form)
    if not row["lines"]:
        say(f"no line moved from {first} to {options.day}", quiet=options.quiet)
    code = finish(corpus.skipped, len(corpus.seen), quiet=options.quiet)
    if fail_on_move and row["lines"]:
        say(f"lines moved: {len(row['lines'])} (--fail-on-move)", quiet=options.quiet)
        return 4
    return code


@app.command(group=LISTED_ABOVE)
def export(
    *paths: InputPath,
    to: Annotated[Form, Parameter(help="Tables as CSV, Parquet or JSON; a data package; events.")],
    out: Annotated[Path, Parameter(help="Folder that gets the files; made if it is not there.")],
    options: CodingOptions = DEFAULTS,
) -> int:
    """Write the ledger for other programs: tables with every quote, or an event file.

    frictionless is CSV with a datapackage.json that says what every column
    means; polecat is one file in the columns of the POLECAT event data.
    Files of the same names are replaced.

        brinkwatch ledger export articles/ --to frictionless --out ledger/
        brinkwatch ledger export --store case.db --to polecat --out events/
    """
    if not out.parent.is_dir() or (out.exists() and not out.is_dir()):
        raise InputError(f"--out {out}: no folder can be there; give a folder in one that exists.")
    corpus, found, book = ledger_from(paths, options)
    try:
        files = write_export(to, book, corpus.seen, found.records, out)
    except OSError as error:
        raise BrinkwatchError(
            f"--out {out}: the files cannot be written ({error.strerror}); give another folder."
        ) from None
    if options.form == "table":
        print("\n".join(clean(file) for file in files))
    else:
        emit(({"file": str(file)} for file in files), options.form)
    say(f"red lines: {len(book.lines)}, files: {len(files)}", quiet=options.quiet)
    return finish(corpus.skipped, len(corpus.seen), quiet=options.quiet)
