"""`brinkwatch forecast`: probabilities with their way from a base rate, and their scores."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from brinkwatch import forecast as stage
from brinkwatch.coding.command import DEFAULTS, CodingOptions, coded_from
from brinkwatch.console import Format, chosen, clean, emit, finish, say
from brinkwatch.errors import InputError, NoCrisisError
from brinkwatch.forecast.backtest import Case as PastCrisis
from brinkwatch.forecast.backtest import backtest as run_backtest
from brinkwatch.forecast.base_rates import counting
from brinkwatch.forecast.history import own_counts
from brinkwatch.forecast.history.command import app as history_app
from brinkwatch.forecast.predict import models, read_rows, table_question
from brinkwatch.forecast.predict import predict as predict_rows
from brinkwatch.forecast.printing import print_backtest, print_forecasts, print_record
from brinkwatch.ledger.command import ledger_from
from brinkwatch.reading.command import InputPath
from brinkwatch.records import Forecast
from brinkwatch.store import Case, is_case

OUTCOME_FILE = "outcome.toml"
OwnTables = Annotated[
    Path | None,
    Parameter(help="Folder with your own MID and ICBe tables; base rates are counted on them."),
]
app = App(
    name="forecast",
    help="""Probabilities that can turn out wrong: every rung of the ladder at 30, 90 and 365 days.

    Each starts from how often it happened before (k of n in a reference class) and moves by the
    evidence, in log odds that add up. The game has no weight in it.

        brinkwatch forecast make articles/ --as-of 2024-09-14""",
)
app.command(history_app)


@app.command
def make(*paths: InputPath, options: CodingOptions = DEFAULTS, history: OwnTables = None) -> int:
    """Forecast every rung of the ladder for each crisis of a corpus.

    brinkwatch forecast make articles/ --format json
    """
    own = own_counts(history) if history else {}
    if own:
        say(f"{len(own)} base rates are counted on {history}.", quiet=options.quiet)
    corpus, coding, book = ledger_from(paths, options)
    if not book.crises:
        raise NoCrisisError(
            f"no crisis found in {len(corpus.seen)} articles; give articles that report threats or "
            "force between states."
        )
    known = (book, coding.records, corpus.seen)
    with counting(own):
        made = [
            (
                crisis.title,
                stage.forecast(crisis, *known, as_of=options.day),
                stage.conditionals(crisis, *known, as_of=options.day),
            )
            for crisis in book.crises
        ]
    if options.store is not None:
        with Case(options.store) as case:
            for _, forecasts, _ in made:
                case.add_forecasts(forecasts)
    if options.form == "table":
        for found in made:
            print_forecasts(*found)
    else:
        rows = [
            {"crisis": title} | one.model_dump(mode="json")
            for title, forecasts, _ in made
            for one in forecasts
        ]
        emit(rows, options.form)
    return finish(corpus.skipped, len(corpus.seen), quiet=options.quiet)


@app.command
def score(
    store: Annotated[Path, Parameter(help="Case file with the forecasts that were kept.")],
    *,
    outcomes: Annotated[
        Path | None, Parameter(help="TOML with [[outcome]] tables: rung, happened, date.")
    ] = None,
    format: Annotated[
        Format | None, Parameter(help="A table on a terminal, JSON in a pipe.")
    ] = None,
) -> int:
    """Score kept forecasts whose day has passed: Brier and log score, skill against base rates.

    brinkwatch forecast score case.db --outcomes outcome.toml
    """
    kept = _kept(store)
    known = stage.load_outcomes(outcomes) if outcomes else []
    told = {one.id: one for one in stage.resolve(kept, known)}
    settled = [told.get(one.id, one) for one in kept]
    record = stage.track_record(settled, as_of=date.today().isoformat())
    if chosen(format) != "table":
        emit(record, chosen(format))
        return 0
    print_record(record)
    return 0


@app.command
def resolve(
    store: Annotated[Path, Parameter(help="Case file with the forecasts that were kept.")],
    *,
    outcomes: Annotated[
        Path, Parameter(help="TOML with [[outcome]] tables: rung, happened, date.")
    ],
    crisis: Annotated[
        str | None, Parameter(help="Crisis id, where the case file has forecasts of several.")
    ] = None,
    format: Annotated[
        Format | None, Parameter(help="A table on a terminal, JSON in a pipe.")
    ] = None,
) -> int:
    """Write what happened into kept forecasts, so that `forecast score` needs no outcome file.

    A no is written when its day has passed, a yes at once. Outcomes told again replace the old.

        brinkwatch forecast resolve case.db --outcomes outcome.toml
    """
    kept = _kept(store)
    crises = sorted({one.crisis_id for one in kept})
    if not kept:
        raise InputError(f"{store}: it has no forecast; keep some with `forecast make --store`.")
    if crisis not in crises and (crisis is not None or len(crises) > 1):
        found = f"no crisis {crisis}" if crisis else f"forecasts of {len(crises)} crises"
        raise InputError(f"{store}: it has {found}; give --crisis with one of {', '.join(crises)}.")
    mine = [one for one in kept if crisis in (None, one.crisis_id)]
    today = date.today().isoformat()
    told = [
        one
        for one in stage.resolve(mine, stage.load_outcomes(outcomes))
        if one.outcome or one.resolves <= today
    ]
    before = {one.id: one.outcome for one in mine}
    with Case(store) as case:
        case.resolve_forecasts(told)
    ids = {one.id for one in told}
    counts = {
        "resolved": len(told), "yes": sum(bool(one.outcome) for one in told),
        "changed": sum(before[one.id] not in (None, one.outcome) for one in told),
        "open": sum(one.id not in ids and one.outcome is None for one in mine),
    }  # fmt: skip
    if chosen(format) != "table":
        emit(counts, chosen(format))
        return 0
    for key, value in counts.items():
        print(f"{key}: {value}")
    return 0


@app.command
def backtest(
    *folders: Annotated[
        Path,
        Parameter(help="Folders of past crises, each with dated articles and an outcome.toml."),
    ],
    options: CodingOptions = DEFAULTS,
    history: OwnTables = None,
) -> int:
    """Score what would have been forecast in past crises, from what was public each day.

    The base rate alone against the base rate with the evidence, by crisis and pooled with the same
    weight for each crisis. Of a crisis "1 of 8" days were scored when on the others the sides found
    were not those of its outcome.toml. With --history, base rates are counted anew for each day on
    what had run its course before its year.

        brinkwatch forecast backtest examples/replay/*
    """
    if not folders:
        raise InputError("no folder given; name folders of past crises, each with an outcome.toml.")
    cases = []
    for folder in folders:
        outcomes = folder / OUTCOME_FILE
        if not outcomes.is_file():
            raise InputError(f"{folder}: it has no {OUTCOME_FILE}; say there what happened.")
        corpus, coding = coded_from([str(folder)], options)
        cases.append(
            PastCrisis(
                name=folder.name, documents=corpus.seen, coding=coding,
                outcomes=stage.load_outcomes(outcomes),
            )
        )  # fmt: skip
    found = run_backtest(cases, lambda year: own_counts(history, year) if history else {})
    if options.form != "table":
        emit(found, options.form)
        return 0
    print_backtest(found)
    return 0


@app.command
def predict(
    question: Annotated[str, Parameter(help="q1, q2, q2b or q3; see the forecast page.")],
    features: Annotated[Path, Parameter(help="Parquet file with one row for each case.")],
    *,
    format: Annotated[
        Format | None, Parameter(help="A table on a terminal, JSON in a pipe.")
    ] = None,
    quiet: Annotated[bool, Parameter(help="No messages.", negative="")] = False,
) -> int:
    """Probabilities for crises (q1), disputes (q2, q2b) or pairs of states (q3) in a table.

    From fitted models; columns with outcomes are not read.

        brinkwatch forecast predict q1 features.parquet --format jsonl
    """
    asked = table_question(question)
    rows = predict_rows(question, read_rows(features))
    for target, event in asked.targets.items():
        model = models()[question][target]
        first, last = model["period"]
        say(
            f"{target}: {event}; fitted on {model['k']} of {model['n']} cases of {first}-{last}.",
            quiet=quiet,
        )
    if chosen(format) != "table":
        emit(rows, chosen(format))
        return 0
    table = Table(*rows[0], title=Text(asked.name))
    for row in rows:
        ids = (Text(clean(row[name])) for name in asked.ids)
        table.add_row(*ids, *(stage.odds(row[target]) for target in asked.targets))
    Console().print(table)
    return 0


def _kept(store: Path) -> list[Forecast]:
    """The forecasts of a case file; InputError when it is none."""
    if not is_case(store):
        raise InputError(
            f"{store}: not a case file; scores need forecasts that were kept before they resolved: "
            "run `forecast make --store case.db`, and later score case.db."
        )
    with Case(store) as case:
        return case.forecasts()
