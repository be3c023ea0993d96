"""`brinkwatch replay`: what the answer would have been each day, and how its steps scored."""

from __future__ import annotations

import shlex
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from brinkwatch import __version__
from brinkwatch.assess.chain import Run, settings
from brinkwatch.assess.command import Draws, Seed
from brinkwatch.coding.command import DEFAULTS, CodingOptions, coded_from
from brinkwatch.console import clean, emit, finish, progress
from brinkwatch.errors import InputError
from brinkwatch.forecast import load_outcomes, odds
from brinkwatch.forecast.command import OUTCOME_FILE
from brinkwatch.replay.rerun import Replay
from brinkwatch.replay.rerun import replay as rerun


def replay(
    folder: Annotated[Path, Parameter(help="Folder of dated articles; outcome.toml is optional.")],
    *,
    options: CodingOptions = DEFAULTS,
    every: Annotated[
        int | None, Parameter(help="Days between looks; each day with an article if absent.")
    ] = None,
    outcomes: Annotated[
        Path | None, Parameter(help="What happened (TOML); FOLDER/outcome.toml if absent.")
    ] = None,
    draws: Draws = None,
    seed: Seed = None,
) -> int:
    """Replay a corpus: the answer as of each day, from what was published by then.

    Where the outcome is known, each step is scored on the questions it answered: the base rate
    alone, with the evidence, and what the game says under the model. A step that adds nothing is
    said to add nothing.

        brinkwatch replay examples/replay/falklands-1982
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: not a folder; give one that holds dated articles.")
    known = outcomes or folder / OUTCOME_FILE
    told = load_outcomes(known) if outcomes or known.is_file() else ()
    corpus, coding = coded_from([str(folder)], options)
    run = Run(
        as_of=options.day,
        issued=date.today().isoformat(),
        version=__version__,
        command=shlex.join(["brinkwatch", "replay", str(folder), *options.words()]),
        seed=settings()["seed"] if seed is None else seed,
        draws=settings()["draws"] if draws is None else draws,
    )
    first_days = sorted(day for d in corpus.seen if (day := d.first_day()))
    days = None if every is None else looks(first_days[0], first_days[-1], every)
    with progress("replaying", quiet=options.quiet) as on_progress:
        found = rerun(corpus.seen, coding, run, days=days, outcomes=told, on_progress=on_progress)
    if options.form == "table":
        _print(found)
    else:
        emit(found.model_dump(mode="json"), options.form)
    return finish(corpus.skipped, len(corpus.seen), quiet=options.quiet)


def looks(first: str, last: str, every: int) -> list[str]:
    """The days from first to last, `every` days apart, the last one included."""
    if every < 1:
        raise InputError(f"--every {every}: give a whole number of days, 1 or more.")
    day, end, days = date.fromisoformat(first), date.fromisoformat(last), []
    while day < end:
        days.append(day.isoformat())
        day += timedelta(days=every)
    return [*days, end.isoformat()]


def _print(found: Replay) -> None:
    console = Console()
    table = Table("as of", "articles", "crisis", "lines", "base rate", "answer", "under the model")
    for row in found.rows:
        cells = [row.as_of, str(row.documents), clean(row.crisis or "none yet"), str(row.lines)]
        for value in (row.base_rate, row.probability, row.under_the_model):
            cells.append("" if value is None else odds(value))
        table.add_row(*map(Text, cells))
    console.print(table)
    if not found.scores:
        console.print("No outcome given, so nothing is scored (outcome.toml says what happened).")
        return
    scores = Table("step", "questions", "Brier", "log score", "skill over the base rate")
    for score in found.scores:
        numbers = (score[key] for key in ("brier", "log", "skill"))
        shown = ("" if number is None else f"{number:.3f}" for number in numbers)
        scores.add_row(score["step"], str(score["n"]), *shown)
    console.print(scores)
    for verdict in found.verdicts:
        console.print(verdict)
