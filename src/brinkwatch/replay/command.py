"""`brinkwatch replay`: what the answer would have been each day, and how its steps scored."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from brinkwatch import __version__
from brinkwatch.assess.chain import Run, settings
from brinkwatch.assess.command import Draws, Seed
from brinkwatch.coding.command import DEFAULTS, CodingOptions, coded_from
from brinkwatch.console import Format, chosen, clean, emit, finish, progress, say
from brinkwatch.errors import InputError, NoCrisisError
from brinkwatch.forecast import load_outcomes, odds
from brinkwatch.forecast.command import OUTCOME_FILE
from brinkwatch.records import Skipped
from brinkwatch.replay import narratives as histories
from brinkwatch.replay.rerun import Replay, pooled
from brinkwatch.replay.rerun import replay as rerun

app = App(name="replay")


@app.default
def replay(
    *folders: Annotated[
        Path, Parameter(help="Folders of dated articles, one a crisis; outcome.toml is optional.")
    ],
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
    said to add nothing. Of several folders the steps are pooled, each crisis with the same weight.

        brinkwatch replay examples/replay/falklands-1982
    """
    for folder in folders:
        if not folder.is_dir():
            raise InputError(f"{folder}: not a folder; give one that holds dated articles.")
    if not folders or (outcomes and len(folders) > 1):
        raise InputError("give a folder of dated articles, and --outcomes only with a single one.")
    found: dict[str, Replay] = {}
    skipped: list[Skipped] = []
    for folder in folders:
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
        skipped += corpus.skipped
        with progress(f"replaying {folder.name}", quiet=options.quiet) as on_progress:
            try:
                found[str(folder)] = rerun(
                    corpus.seen, coding, run, days=days, outcomes=told, on_progress=on_progress
                )
            except NoCrisisError as error:
                if len(folders) == 1:
                    raise
                skipped.append(Skipped(origin=str(folder), reason=str(error)))
    if found:
        _show(found, options)
    return finish(skipped, len(found), quiet=options.quiet)


def _show(found: dict[str, Replay], options: CodingOptions) -> None:
    """One replay by itself; several with their pool."""
    first, *more = found.values()
    over_all = pooled([first, *more]) if more else []
    if options.form != "table":
        crises = {folder: one.model_dump(mode="json") for folder, one in found.items()}
        whole = {"crises": crises, "pooled": over_all} if more else crises.popitem()[1]
        emit(whole, options.form)
        return
    for folder, one in found.items():
        if more:
            print(f"\n{clean(folder)}")
        _print(one)
    if more:
        print(f"\nall {len(found)}, each crisis with the same weight")
        _print_pooled(over_all)


def _print_pooled(rows: Sequence[dict[str, Any]]) -> None:
    table = Table("step", "crises", "log, base rate", "log, step", "skill (90 %)")
    for row in rows:
        low, high = row["band"] or (None, None)
        skill = f"{row['skill']:.3f}" + ("" if low is None else f" ({low:.3f} to {high:.3f})")
        logs = (f"{row[key]:.3f}" for key in ("base_log", "log"))
        table.add_row(row["step"], str(row["crises"]), *logs, skill)
    Console().print(table)


@app.command
def narratives(
    folder: Annotated[
        Path, Parameter(help="Folder with your copies of ICBe's sentences and ICB's crises.")
    ],
    *,
    draws: Draws = None,
    seed: Seed = None,
    format: Annotated[
        Format | None, Parameter(help="A table on a terminal, JSON in a pipe.")
    ] = None,
    quiet: Annotated[bool, Parameter(help="No messages and no progress.", negative="")] = False,
) -> int:
    """Forecast past crises from what historians tell up to the first violent act, and score it.

    The base rate alone, with the evidence, and what the game says, for force and for war in the
    year after. Tables are CSV or Parquet; nothing of them is kept.

        brinkwatch replay narratives tables/
    """
    found, left_out = histories.load(folder)
    with progress("replaying", quiet=quiet) as on_progress:
        scored = histories.rerun(
            found, left_out, on_progress=on_progress,
            draws=settings()["draws"] if draws is None else draws,
            seed=settings()["seed"] if seed is None else seed,
        )  # fmt: skip
    for reason, number in scored.left_out.items():
        say(f"left out {number}: {reason}", quiet=quiet)
    if not scored.forecasts:
        raise NoCrisisError(
            f"{folder}: no crisis found in {len(found)} narratives; give ICBe's own sentences."
        )
    if chosen(format) != "table":
        emit(scored.model_dump(mode="json"), chosen(format))
        return 0
    for rung in dict.fromkeys(row["rung"] for row in scored.scores):
        _print_steps([row for row in scored.scores if row["rung"] == rung])
    return 0


def _print_steps(rows: Sequence[dict[str, Any]]) -> None:
    """The scores of the steps on one event."""
    first = rows[0]
    title = f"{first['rung'].replace('_', ' ')}: in {first['positives']} of {first['n']} crises"
    table = Table("step", "mean", "Brier", "log score", "skill (90 %)", "AUC", title=title)
    for row in rows:
        low, high = (row["bands"] or {}).get("log_skill", (None, None))
        told = low is not None and row is not first
        skill = f"{row['log_skill']:.3f} ({low:.3f} to {high:.3f})" if told else ""
        shown = (f"{row[key]:.3f}" for key in ("mean", "brier", "log"))
        table.add_row(row["step"], *shown, skill, "" if row["auc"] is None else f"{row['auc']:.2f}")
    Console().print(table)


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
    title = None
    for row in found.rows:
        changed = row.crisis != title or row is found.rows[0]
        title = row.crisis
        name = clean(title or "none yet") if changed else ""  # a title once, while it stays
        cells = [row.as_of, str(row.documents), name, str(row.lines)]
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
