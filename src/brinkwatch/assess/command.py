"""`brinkwatch assess` and `brinkwatch demo`: the whole chain, its answer and its report."""

from __future__ import annotations

import hashlib
import os
import shlex
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from rich.console import Console

from brinkwatch import __version__
from brinkwatch import forecast as forecasting
from brinkwatch.assess.chain import Run, settings
from brinkwatch.assess.chain import assess as run_chain
from brinkwatch.assess.changes import changes_since
from brinkwatch.assess.tried import with_articles_tried
from brinkwatch.coding.command import DEFAULTS, CodingOptions, coded_from, coder_id
from brinkwatch.console import STDIN, Options, emit, finish, progress, say
from brinkwatch.errors import BrinkwatchError, InputError
from brinkwatch.ledger.command import acts_from
from brinkwatch.reading.command import InputPath
from brinkwatch.reading.sources import Source, find, shown
from brinkwatch.records import Document, content_id
from brinkwatch.report.answer import Answer, Input
from brinkwatch.store import Case, is_case

REPORT = Path("brinkwatch-report.html")
EXAMPLE = "long-range-missiles"
EXAMPLE_DAY = "2024-11-25"
STALE = 90  # days: the horizon of the headline

ReportPath = Annotated[Path, Parameter(help="Where the HTML report goes.")]
Draws = Annotated[int | None, Parameter(help="Draws of the game's ranges; more are steadier.")]
Seed = Annotated[int | None, Parameter(help="Seed of the draws.")]
Threshold = Annotated[
    float | None,
    Parameter(help="Exit with 4 when the headline probability of any crisis is above this."),
]


def assess(
    *paths: InputPath,
    options: CodingOptions = DEFAULTS,
    report: ReportPath = REPORT,
    draws: Draws = None,
    seed: Seed = None,
    fail_above: Threshold = None,
) -> int:
    """Answer "are we on the brink?" from articles, and write a report whose numbers lead to quotes.

    Reads, codes, enters the ledger, forecasts and solves the game; prints the answer and writes one
    self-contained HTML page. Several crises get one answer each, the most pressing first.

        brinkwatch assess articles/
        brinkwatch assess articles/ --as-of 2024-09-14 --store case.db --report answer.html
    """
    if fail_above is not None and not 0 <= fail_above <= 1:
        raise InputError(f"--fail-above {fail_above}: give a probability between 0 and 1.")
    if draws is not None and draws < 1:
        raise InputError(f"--draws {draws}: give a number of draws, 1 or more.")
    if seed is not None and seed < 0:
        raise InputError(f"--seed {seed}: give a whole number, 0 or more.")
    if not report.parent.is_dir() or report.is_dir():
        raise InputError(f"{report}: the report cannot be written there; give another --report.")
    corpus, coding = coded_from(paths, options)
    run = Run(
        as_of=options.day,
        issued=date.today().isoformat(),
        version=__version__,
        command="",
        seed=settings()["seed"] if seed is None else seed,
        draws=settings()["draws"] if draws is None else draws,
    )
    run = replace(run, command=_command(paths, run, options, report, fail_above))
    if not corpus.seen:
        raise BrinkwatchError(
            f"all {len(corpus.hidden)} items are later than {run.as_of}; give a later --as-of."
        )
    acts = acts_from(paths, options.store)
    with progress("weighing crises", quiet=options.quiet) as on_progress:
        answer = run_chain(
            corpus.seen, coding, run, hidden=corpus.hidden,
            acts=acts, on_progress=on_progress,
        )  # fmt: skip
    answer = answer.model_copy(
        update={
            "skipped": corpus.skipped, "inputs": _inputs(paths, options),
            "crises": tuple(with_articles_tried(answer, acts)),
        }
    )  # fmt: skip
    say_when_stale(corpus.seen, run.as_of, quiet=options.quiet)
    if options.store is not None:
        answer = _keep(options.store, answer)
    try:
        _write(report, answer)
    finally:  # neither a report that cannot be written nor a pipe that closes loses the other
        _show(answer, options)
    _told(report, options)
    code = finish(corpus.skipped, len(corpus.seen), quiet=options.quiet)
    top = max(one.headline.probability for one in answer.crises)
    if fail_above is not None and top > fail_above:
        say(f"headline {top:.4f} is above --fail-above {fail_above}", quiet=options.quiet)
        return 4
    return code


def _command(
    paths: Sequence[str], run: Run, options: CodingOptions, report: Path, fail_above: float | None
) -> str:
    """The command line that gives this answer again, as-of day, draws and seed written out."""
    inputs = ["-" if path == STDIN else path for path in paths]
    words = ["brinkwatch", "assess", *inputs, "--as-of", run.as_of]
    words += ["--draws", str(run.draws), "--seed", str(run.seed)]
    if options.store is not None:
        words += ["--store", str(options.store)]
    words += options.words()
    if report != REPORT:
        words += ["--report", str(report)]
    if fail_above is not None:
        words += ["--fail-above", str(fail_above)]
    return shlex.join(map(shown, words))


def say_when_stale(documents: Sequence[Document], as_of: str, *, quiet: bool) -> None:
    """Say that the newest article is older than the headline's horizon, and what to do."""
    newest = max((day for d in documents if (day := d.first_day())), default=None)
    if newest is None:
        return
    age = (date.fromisoformat(as_of) - date.fromisoformat(newest[:10])).days
    if age > STALE:
        say(
            f"the newest article is of {newest}, {age} days before the as-of day {as_of}; for the "
            f"answer at that time add --as-of {newest}",
            quiet=quiet,
        )


def demo(
    *,
    options: CodingOptions = DEFAULTS,
    report: ReportPath = REPORT,
    draws: Draws = None,
    seed: Seed = None,
) -> int:
    """Assess the shipped example articles: autumn 2024, long-range missiles for Ukraine.

    brinkwatch demo
    brinkwatch demo --as-of 2024-09-20
    """
    chosen = replace(options, as_of=options.as_of or EXAMPLE_DAY)
    folder = str(examples() / EXAMPLE)
    return assess(folder, options=chosen, report=report, draws=draws, seed=seed)


def examples() -> Path:
    """The folder of shipped examples: inside the installed package, or of the source tree."""
    inside = Path(__file__).parents[1] / "examples"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "examples"


def _inputs(paths: Sequence[str], options: CodingOptions) -> tuple[Input, ...]:
    """What the answer rests on: the articles, and the user's own names of actors."""
    return tuple(hashes([*paths, *([str(options.actors)] if options.actors else [])]))


def hashes(paths: Sequence[str]) -> list[Input]:
    """The SHA-256 of every file that was read, in order; a case file changes, so not it."""
    files = [found for found in find(paths) if isinstance(found, Source)]
    return [
        Input(origin=file.origin, sha256=hashlib.sha256(file.path.read_bytes()).hexdigest())
        for file in files
        if file.path.is_file() and os.access(file.path, os.R_OK) and not is_case(file.path)
    ]


def _keep(store: Path, answer: Answer) -> Answer:
    """Set the answer beside the last one of the case file and its record, then keep it there."""
    with Case(store) as case:
        last = case.last_answer()
        if last is not None:
            previous = changes_since(Answer.model_validate_json(last), answer, shown(store.name))
            answer = answer.model_copy(update={"previous": previous})
        record = forecasting.track_record(case.forecasts(), as_of=answer.issued)
        answer = answer.model_copy(update={"track_record": record})
        for one in answer.crises:
            case.add_forecasts(one.forecasts)
        kept = answer.model_copy(update={"previous": None}).model_dump_json()
        run_id = content_id(answer.as_of, answer.seed, coder_id(), kept)
        case.add_run(run_id, answer.command, answer.as_of, answer.issued, kept)
    return answer


def _write(report: Path, answer: Answer) -> None:
    """Write the page whole or not at all."""
    from brinkwatch.report import render

    page = render(answer)
    try:
        part = report.with_name(report.name + ".part")
        part.write_text(page, "utf-8")
        part.replace(report)
    except OSError as error:
        raise InputError(
            f"{report}: the report cannot be written ({error.strerror}); give another --report."
        ) from None


def _told(report: Path, options: Options) -> None:
    """Say where the report is."""
    if options.form == "table":
        print(f"\nThe full report, with every quote in its place: {shown(report)}")
    else:
        say(f"report written to {report}", quiet=options.quiet)


def _show(answer: Answer, options: Options) -> None:
    from brinkwatch.report import summary

    if options.form == "table":
        summary(answer, Console())
    else:
        row: dict[str, Any] = answer.model_dump(mode="json")
        emit(row, options.form)
