"""`brinkwatch crisis`: draft, check, solve and compare the crisis game."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import App, Parameter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from brinkwatch import crisis as stage
from brinkwatch.coding.command import DEFAULTS, CodingOptions
from brinkwatch.console import Format, clean, emit, finish, past_day, say
from brinkwatch.crisis import games_command as games
from brinkwatch.crisis import measure_command as measure
from brinkwatch.crisis import play_command
from brinkwatch.crisis import study_command as study
from brinkwatch.crisis.options import DEFAULTS as SOLVING
from brinkwatch.crisis.options import ScenarioPath, SolveOptions, answer, written
from brinkwatch.errors import InputError, NoCrisisError
from brinkwatch.ledger.command import ledger_from
from brinkwatch.reading.command import InputPath

app = App(
    name="crisis",
    help="""The crisis as a game of incomplete information, written as a file you can edit.

    A challenger with red lines and a defender who might cross them, each with private resolve,
    move in public rounds. `scenario` drafts the file from articles; `solve` finds the agent
    quantal response equilibrium over draws of its numbers, with a certificate.

        brinkwatch crisis scenario articles/ > scenario.toml
        brinkwatch crisis solve scenario.toml""",
)

for _command in (
    study.show, study.beliefs, study.paths, study.bluffs, study.crossing, study.diff,
    measure.sensitivity, measure.information, measure.claims, measure.estimate,
    games.catalog, play_command.play,
):  # fmt: skip
    app.command(_command)

CATALOGUE = "catalog:"


@app.command
def scenario(
    *paths: InputPath,
    options: CodingOptions = DEFAULTS,
    case: Annotated[
        Path | None, Parameter(name="--from", help="Case file to draft from; articles may join it.")
    ] = None,
    crisis: Annotated[int, Parameter(help="Which crisis of the corpus, by rank.")] = 1,
    since: Annotated[
        str | None,
        Parameter(help="Begin the game on this past day; what came later becomes [observed]."),
    ] = None,
) -> int:
    """Draft the scenario of a crisis from articles, every number with its source.

    Prints TOML. A mechanism is on where a quote supports it; every magnitude is from history or
    marked assumed.

        brinkwatch crisis scenario articles/ --as-of 2024-09-14 > scenario.toml
        brinkwatch crisis scenario --from case.db > scenario.toml
        brinkwatch crisis scenario --from case.db --since 2024-09-14 > scenario.toml

    With --since, `crisis beliefs scenario.toml` says how likely what was observed is.
    """
    begins = None if since is None else past_day("--since", since)
    if begins is not None and begins >= options.day:
        raise InputError(
            f"--since {begins}: not before the as-of day {options.day}; give an earlier."
        )
    sources = paths if case is None else (*paths, str(case))
    corpus, coding, book = ledger_from(sources, options)
    if not book.crises:
        raise NoCrisisError(
            f"no crisis found in {len(corpus.seen)} articles; give articles that report threats or "
            "force between states."
        )
    if not 1 <= crisis <= len(book.crises):
        raise InputError(f"--crisis {crisis}: the corpus has {len(book.crises)}; give its rank.")
    chosen_one = book.crises[crisis - 1]
    drafted = stage.draft(chosen_one, book, coding.records, corpus.seen, since=begins)
    print(stage.dumps(drafted), end="")
    return finish(corpus.skipped, len(corpus.seen), quiet=options.quiet)


@app.command
def check(file: ScenarioPath) -> int:
    """Check a scenario file and say what it assumes.

    brinkwatch crisis check scenario.toml
    """
    from brinkwatch.crisis.calibrate import board
    from brinkwatch.crisis.ladder import Rules

    loaded = stage.load(file)
    nodes = board(Rules.of(loaded)).tree.nodes
    quantities = loaded.quantities()
    assumed = [path for path in quantities if loaded.source(path) == "assumed"]
    say(
        f"{file}: valid; {len(quantities)} numbers, {len(assumed)} of them assumed; mechanisms and "
        f"states with quotes: {len(loaded.supports())}; public histories: {nodes:,}"
    )
    return 0


@app.command
def solve(
    file: ScenarioPath,
    *,
    solver: Annotated[
        Literal["fast", "plain", "rational"] | None,
        Parameter(
            help="plain is the readable twin, for small games; by [solve] concept if absent."
        ),
    ] = None,
    precision: Annotated[
        list[float] | None,
        Parameter(
            help="Precisions at which to solve an .efg game, one after another; 1 if absent.",
            consume_multiple=True,
        ),
    ] = None,
    keep: Annotated[
        Path | None,
        Parameter(help="File for the draws done; after an interruption the solve goes on from it."),
    ] = None,
    options: SolveOptions = SOLVING,
) -> int:
    """Solve a scenario: how the crisis ends, with intervals over draws and a certificate.

    The residual says how far the solution is from the fixed point, the regret how much any type
    could gain by one other move. Published games with known answers: `crisis solve catalog:kuhn`.
    With --format jsonl there is a line a draw: its numbers beside its outcomes, for a data frame.

        brinkwatch crisis solve examples/crises/falklands-1982.toml --draws 32
        brinkwatch crisis solve game.efg --precision 1 5 20
    """
    if str(file).startswith(CATALOGUE):
        return games.solve_published(str(file).removeprefix(CATALOGUE), options.format)
    if file.suffix == ".efg":
        return games.solve_efg(file, precision or [1.0], options.format)
    if precision is not None:
        raise InputError(f"--precision is for .efg games; {file} has its own under [solve].")
    try:
        solved = options.run(stage.solve, stage.load(file), solver=solver, keep=keep)
    except KeyboardInterrupt:
        if keep is not None:
            say(f"interrupted; {keep} keeps the draws done, and the same command goes on.")
        raise
    if options.format == "jsonl":
        from brinkwatch.crisis.per_draw import per_draw

        emit(per_draw(solved), "jsonl")
        return 0
    return answer(stage.as_row(solved), options.format, _print_solve)


@app.command
def compare(
    file: ScenarioPath,
    *,
    options: SolveOptions = SOLVING,
) -> int:
    """Compare the scenario's policies: how the crisis ends if a side binds itself.

    Differences are paired over the same draws. It compares; it does not recommend.

        brinkwatch crisis compare examples/crises/falklands-1982.toml --draws 32
    """
    loaded = stage.load(file)
    if not loaded.policy:
        raise InputError(
            f"{file}: it has no [[policy]] to compare; add one, see the scenario page."
        )
    return answer(options.run(stage.compare, loaded), options.format, _print_policies)


@app.command
def simulate(
    file: ScenarioPath,
    *,
    runs: Annotated[int, Parameter(help="Plays to simulate.")] = 1000,
    replay: Annotated[
        Path | None, Parameter(help="Transcript of a play to go through again instead.")
    ] = None,
    options: SolveOptions = SOLVING,
) -> int:
    """Simulate play from the equilibrium and count the paths.

        brinkwatch crisis simulate examples/crises/falklands-1982.toml --runs 1000

    With --replay, a play that `brinkwatch play --transcript` wrote is gone through again, move by
    move, and must end as it did; each move has how often the equilibrium makes it.
    """
    if replay is not None:
        return _replayed(stage.load(file), replay, options.format)
    loaded, solved = options.solved(file)
    found = stage.simulate(loaded, solved, runs=runs, seed=solved.seed)
    return answer(found, options.format, _print_plays)


def _print_plays(found: dict[str, Any]) -> None:
    table = Table("share", "ends", "path")
    for row in found["paths"][:12]:
        ends, path = row["outcome"].replace("_", " "), Text(clean(" > ".join(row["path"])))
        table.add_row(f"{row['share']:.3f}", ends, path)
    Console().print(table)
    ends = (f"{name.replace('_', ' ')} {share:.3f}" for name, share in found["outcomes"].items())
    print(f"Of {found['runs']} plays: {'; '.join(ends)}.")


def _replayed(loaded: stage.Scenario, path: Path, form: Format | None) -> int:
    from brinkwatch.crisis.transcripts import read, replayed

    return answer(replayed(loaded, read(path)), form, _print_replay)


def _print_replay(found: dict[str, Any]) -> None:
    table = Table("round", "who", "move", "equilibrium")
    for move in found["moves"]:
        share = "" if move["equilibrium"] is None else f"{move['equilibrium']:.0%}"
        table.add_row(str(move["round"]), move["mover"], Text(clean(move["action"])), share)
    Console().print(table)
    print(f"It ends as it did: {found['outcome'].replace('_', ' ')}.")


@app.command
def export(
    file: ScenarioPath,
    *,
    to: Annotated[Literal["efg"], Parameter(help="efg is Gambit's; OpenSpiel reads it too.")],
    output: Annotated[Path | None, Parameter(help="File to write; stdout if absent.")] = None,
) -> int:
    """Write the game at the medians of its numbers for other programs.

    brinkwatch crisis export examples/crises/falklands-1982.toml --to efg --output game.efg
    """
    text = {"efg": stage.export_efg}[to](stage.load(file))
    if output is None:
        print(text, end="")
        return 0
    written(output, text)
    return 0


def _print_solve(row: dict[str, Any]) -> None:
    table = Table("under the model", "mean", "5 % of draws", "95 % of draws", "mean by round")
    for name, spread in row["outcomes"].items():
        cells = [f"{spread[key]:.3f}" for key in ("mean", "lo", "hi")]
        rounds = " ".join(f"{share:.3f}" for share in spread["by_round"])
        table.add_row(name.replace("_", " "), *cells, rounds)
    Console().print(table)
    print(f"residual {row['residual']:.1e}, largest gain from one other move {row['regret']:.1e}")
    print(row["ended"])


def _print_policies(found: dict[str, Any]) -> None:
    rows = found["policies"]
    names = list(rows[0]["outcomes"])
    table = Table("policy", *(name.replace("_", " ") for name in names))
    for row in rows:
        means = (f"{spread['mean']:.3f}" for spread in row["outcomes"].values())
        table.add_row(Text(clean(row["policy"])), *means)
    Console().print(table)
    gaps = Table("policy less free", "attack", "5 % to 95 %", "unanswered", "5 % to 95 %")
    for name, gap in found["differences"].items():
        cells = []
        for outcome in ("attack", "unanswered"):
            mean, lo, hi = (f"{gap[outcome][key]:+.3f}" for key in ("mean", "lo", "hi"))
            cells += [mean, f"{lo} to {hi}"]
        gaps.add_row(Text(clean(name)), *cells)
    Console().print(gaps)
