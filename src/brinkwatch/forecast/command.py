"""`brinkwatch forecast`: probabilities with their way from a base rate, and their scores."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

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
from brinkwatch.forecast.history.command import app as history
from brinkwatch.forecast.predict import models, read_rows, table_question
from brinkwatch.forecast.predict import predict as predict_rows
from brinkwatch.ledger.command import ledger_from
from brinkwatch.reading.command import InputPath
from brinkwatch.records import Forecast
from brinkwatch.store import Case, is_case

OUTCOME_FILE = "outcome.toml"
app = App(
    name="forecast",
    help="""Probabilities that can turn out wrong: every rung of the ladder at 30, 90 and 365 days.

    Each starts from how often it happened before (k of n in a reference class) and moves by the
    evidence, in log odds that add up. The game has no weight in it.

        brinkwatch forecast make articles/ --as-of 2024-09-14""",
)
app.command(history)


@app.command
def make(*paths: InputPath, options: CodingOptions = DEFAULTS) -> int:
    """Forecast every rung of the ladder for each crisis of a corpus.

    brinkwatch forecast make articles/ --format json
    """
    corpus, coding, book = ledger_from(paths, options)
    if not book.crises:
        raise NoCrisisError(
            f"no crisis found in {len(corpus.seen)} articles; give articles that report threats or "
            "force between states."
        )
    made = {
        crisis.title: stage.forecast(crisis, book, coding.records, corpus.seen, as_of=options.day)
        for crisis in book.crises
    }
    if options.store is not None:
        with Case(options.store) as case:
            for forecasts in made.values():
                case.add_forecasts(forecasts)
    if options.form == "table":
        for title, forecasts in made.items():
            _print_forecasts(title, forecasts)
    else:
        rows = [
            {"crisis": title} | one.model_dump(mode="json")
            for title, forecasts in made.items()
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
    _print_record(record)
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
) -> int:
    """Score what would have been forecast in past crises, from what was public each day.

    The base rate alone against the base rate with the evidence, by crisis and pooled with the same
    weight for each crisis. Of a crisis "1 of 8" days were scored when on the others the sides found
    were not those of its outcome.toml.

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
    found = run_backtest(cases)
    if options.form != "table":
        emit(found, options.form)
        return 0
    table = Table("crisis", "days", "questions", "log, base rate", "log, with evidence", "skill")
    for row in found["crises"]:
        base, evidence = row["steps"]
        shown = (_score(value) for value in (base["log"], evidence["log"], evidence["skill"]))
        mine = row["days"] - row["elsewhere"]
        days = f"{mine} of {row['days']}" if row["elsewhere"] else str(mine)
        table.add_row(Text(clean(row["name"])), days, str(base["n"]), *shown)
    pooled = found["pooled"]
    shown = (_score(pooled[key]) for key in ("base_rate", "evidence", "skill"))
    table.add_row("all, equal weights", "", f"{pooled['crises']} crises", *shown)
    Console().print(table)
    if pooled["band"]:
        print(f"skill over all: 90 % band {' to '.join(map(_score, pooled['band']))}, by crisis")
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


def _print_record(record: dict[str, Any]) -> None:
    """The scores with their bands, Murphy's parts, and the reliability diagram as a table."""
    if not record["n"]:
        print(record["sentence"])
        return
    print(f"{record['n']} forecasts of {record['crises']} crises, {record['positives']} came true")
    bands = record["bands"] or {}
    scores = Table("score", "value", "90 % band")
    parts = record["murphy_corrected"]
    for key in ("brier", "brier_skill", "log", "log_skill", *parts):
        low_high = " to ".join(map(_score, bands[key])) if key in bands else "needs two crises"
        value = parts[key] if key in parts else record[key]
        scores.add_row(key.replace("_", " "), _score(value), low_high)
    diagram = Table("forecast between", "n", "mean forecast", "came true", "90 % interval")
    for row in record["reliability"]:
        diagram.add_row(
            f"{row['low']:.0%} and {row['high']:.0%}", str(row["n"]), f"{row['forecast']:.1%}",
            f"{row['observed']:.1%}", " to ".join(f"{end:.0%}" for end in row["interval"]),
        )  # fmt: skip
    console = Console()
    console.print(scores)
    console.print(diagram)


def _score(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _print_forecasts(title: str, forecasts: tuple[Forecast, ...]) -> None:
    table = Table(
        "rung", "days", "probability", "90 % interval", "base rate", title=Text(clean(title))
    )
    for one in forecasts:
        low, high = one.interval
        table.add_row(
            one.rung.replace("_", " "), str(one.horizon_days), stage.odds(one.probability),
            f"{stage.odds(low)} to {stage.odds(high)}", stage.odds(stage.prior(one)),
        )  # fmt: skip
    Console().print(table)
