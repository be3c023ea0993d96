"""`brinkwatch crisis`: draft, check, solve and compare the crisis game."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import App, Parameter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from brinkwatch import crisis as stage
from brinkwatch.coding.command import DEFAULTS, CodingOptions
from brinkwatch.console import Format, chosen, clean, emit, finish, progress, say
from brinkwatch.crisis.options import Draws, Form, Quiet, ScenarioPath, Seed
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

_LATER = {
    "study_command": ("beliefs", "paths", "bluffs", "crossing", "show", "diff"),
    "measure_command": ("sensitivity", "information", "claims", "estimate"),
}
for _module, _names in _LATER.items():
    for _name in _names:
        app.command(f"brinkwatch.crisis.{_module}:{_name}", name=_name)

CATALOGUE = "catalog:"


@app.command
def scenario(
    *paths: InputPath,
    options: CodingOptions = DEFAULTS,
    case: Annotated[
        Path | None, Parameter(name="--from", help="Case file to draft from; articles may join it.")
    ] = None,
    crisis: Annotated[int, Parameter(help="Which crisis of the corpus, by rank.")] = 1,
) -> int:
    """Draft the scenario of a crisis from articles, every number with its source.

    Prints TOML. A mechanism is on where a quote supports it; every magnitude is from history or
    marked assumed.

        brinkwatch crisis scenario articles/ --as-of 2024-09-14 > scenario.toml
        brinkwatch crisis scenario --from case.db > scenario.toml
    """
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
    print(stage.dumps(stage.draft(chosen_one, book, coding.records, corpus.seen)), end="")
    return finish(corpus.skipped, len(corpus.seen), quiet=options.quiet)


@app.command
def check(file: ScenarioPath) -> int:
    """Check a scenario file and say what it assumes.

    brinkwatch crisis check scenario.toml
    """
    loaded = stage.load(file)
    quantities = loaded.quantities()
    assumed = [path for path in quantities if loaded.source(path) == "assumed"]
    say(
        f"{file}: valid; {len(quantities)} numbers, {len(assumed)} of them assumed; "
        f"{len(loaded.supports())} mechanisms and states supported by quotes"
    )
    return 0


@app.command
def solve(
    file: ScenarioPath,
    *,
    draws: Draws = None,
    seed: Seed = None,
    solver: Annotated[
        Literal["fast", "plain", "rational"] | None,
        Parameter(
            help="plain is the readable twin, for small games; by [solve] concept if absent."
        ),
    ] = None,
    keep: Annotated[
        Path | None,
        Parameter(help="File for the draws done; after an interruption the solve goes on from it."),
    ] = None,
    format: Form = None,
    quiet: Quiet = False,
) -> int:
    """Solve a scenario: how the crisis ends, with intervals over draws and a certificate.

    The residual says how far the solution is from the fixed point, the regret how much any type
    could gain by one other move. Published games with known answers: `crisis solve catalog:kuhn`.

        brinkwatch crisis solve examples/crises/falklands-1982.toml --draws 32
    """
    if str(file).startswith(CATALOGUE):
        return _solve_published(str(file).removeprefix(CATALOGUE), chosen(format))
    loaded = stage.load(file)
    try:
        with progress("solving", quiet=quiet) as on_progress:
            solved = stage.solve(
                loaded, draws=draws, seed=seed, solver=solver, keep=keep, on_progress=on_progress
            )
    except KeyboardInterrupt:
        if keep is not None:
            say(f"interrupted; {keep} keeps the draws done, and the same command goes on.")
        raise
    row = stage.as_row(solved)
    if chosen(format) != "table":
        emit(row, chosen(format))
        return 0
    _print_outcomes(row)
    print(f"residual {row['residual']:.1e}, largest gain from one other move {row['regret']:.1e}")
    print(row["ended"])
    return 0


@app.command
def catalog(*, format: Form = None) -> int:
    """List the published games that `solve catalog:NAME` solves, with what is known of each.

    brinkwatch crisis catalog
    """
    from brinkwatch.crisis import catalog as games

    if chosen(format) != "table":
        emit(games.rows(), chosen(format))
        return 0
    table = Table("name", "game", "known", "citation")
    for row in games.rows():
        table.add_row(*(Text(row[key]) for key in ("name", "title", "known", "citation")))
    Console().print(table)
    return 0


def _solve_published(name: str, form: Format) -> int:
    """Solve a game of the catalogue and say what is known of it."""
    from brinkwatch.crisis import catalog

    row = catalog.solve(name)
    if form != "table":
        emit(row, form)
        return 0
    entry = catalog.ENTRIES[name]
    print(f"{entry.title} ({entry.citation}); known: {entry.known}.")
    print(f"solver {row['solver']}, value {row['value']}")
    return 0


@app.command
def compare(
    file: ScenarioPath,
    *,
    draws: Draws = None,
    seed: Seed = None,
    format: Form = None,
    quiet: Quiet = False,
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
    with progress("solving", quiet=quiet) as on_progress:
        found = stage.compare(loaded, draws=draws, seed=seed, on_progress=on_progress)
    if chosen(format) != "table":
        emit(found, chosen(format))
        return 0
    _print_policies(found["policies"])
    return 0


@app.command
def simulate(
    file: ScenarioPath,
    *,
    runs: Annotated[int, Parameter(help="Plays to simulate.")] = 1000,
    draws: Draws = None,
    seed: Seed = None,
    replay: Annotated[
        Path | None, Parameter(help="Transcript of a play to go through again instead.")
    ] = None,
    format: Form = None,
    quiet: Quiet = False,
) -> int:
    """Simulate play from the equilibrium and count the paths.

        brinkwatch crisis simulate examples/crises/falklands-1982.toml --runs 1000

    With --replay, a play that `brinkwatch play --transcript` wrote is gone through again, move by
    move, and must end as it did; each move has how often the equilibrium makes it.
    """
    loaded = stage.load(file)
    if replay is not None:
        return _replayed(loaded, replay, chosen(format))
    with progress("solving", quiet=quiet) as on_progress:
        solved = stage.solve(loaded, draws=draws, seed=seed, on_progress=on_progress)
    used = loaded.solve.seed if seed is None else seed
    found = stage.simulate(loaded, solved, runs=runs, seed=used)
    if chosen(format) != "table":
        emit(found, chosen(format))
        return 0
    table = Table("share", "ends", "path")
    for row in found["paths"][:12]:
        table.add_row(f"{row['share']:.3f}", row["outcome"], Text(clean(" > ".join(row["path"]))))
    Console().print(table)
    return 0


def _replayed(loaded: stage.Scenario, path: Path, form: Format) -> int:
    from brinkwatch.crisis.transcripts import read, replayed

    found = replayed(loaded, read(path))
    if form != "table":
        emit(found, form)
        return 0
    table = Table("round", "who", "move", "equilibrium")
    for move in found["moves"]:
        share = "" if move["equilibrium"] is None else f"{move['equilibrium']:.0%}"
        table.add_row(str(move["round"]), move["mover"], Text(clean(move["action"])), share)
    Console().print(table)
    print(f"It ends as it did: {found['outcome'].replace('_', ' ')}.")
    return 0


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
    try:
        output.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"{output}: {error.strerror}; give a file that can be written.") from None
    return 0


def _print_outcomes(row: dict[str, Any]) -> None:
    table = Table("under the model", "mean", "5 % of draws", "95 % of draws")
    for name, spread in row["outcomes"].items():
        cells = (f"{spread[key]:.3f}" for key in ("mean", "lo", "hi"))
        table.add_row(name.replace("_", " "), *cells)
    Console().print(table)


def _print_policies(rows: Sequence[dict[str, Any]]) -> None:
    names = list(rows[0]["outcomes"])
    table = Table("policy", *(name.replace("_", " ") for name in names))
    for row in rows:
        means = (f"{spread['mean']:.3f}" for spread in row["outcomes"].values())
        table.add_row(Text(clean(row["policy"])), *means)
    Console().print(table)
