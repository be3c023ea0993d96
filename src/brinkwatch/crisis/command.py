"""`brinkwatch crisis`: draft, check, solve and compare the crisis game."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import App, Parameter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from brinkwatch import crisis as stage
from brinkwatch.coding.command import DEFAULTS, CodingOptions
from brinkwatch.console import Format, chosen, clean, emit, finish, progress, say
from brinkwatch.errors import InputError, NoCrisisError
from brinkwatch.ledger.command import ledger_from
from brinkwatch.reading.command import InputPath

if TYPE_CHECKING:
    from brinkwatch.crisis.play import Position

app = App(
    name="crisis",
    help="""The crisis as a game of incomplete information, written as a file you can edit.

    A challenger with red lines and a defender who might cross them, each with private resolve,
    move in public rounds. `scenario` drafts the file from articles; `solve` finds the agent
    quantal response equilibrium over draws of its numbers, with a certificate.

        brinkwatch crisis scenario articles/ > scenario.toml
        brinkwatch crisis solve scenario.toml""",
)

CATALOGUE = "catalog:"
ScenarioPath = Annotated[
    Path, Parameter(help="Scenario file (TOML), format 1; for solve also catalog:NAME.")
]
Draws = Annotated[
    int | None, Parameter(help="Draws of the scenario's ranges; [solve] draws if absent.")
]
Seed = Annotated[int | None, Parameter(help="Seed of the draws; [solve] seed if absent.")]
Quiet = Annotated[bool, Parameter(help="No messages and no progress.", negative="")]
Form = Annotated[Format | None, Parameter(help="A table on a terminal, JSON in a pipe.")]


@app.command
def scenario(
    *paths: InputPath,
    options: CodingOptions = DEFAULTS,
    crisis: Annotated[int, Parameter(help="Which crisis of the corpus, by rank.")] = 1,
) -> int:
    """Draft the scenario of a crisis from articles, every number with its source.

    Prints TOML. A mechanism is on where a quote supports it; every magnitude is from history or
    marked assumed.

        brinkwatch crisis scenario articles/ --as-of 2024-09-14 > scenario.toml
    """
    corpus, coding, book = ledger_from(paths, options)
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
        Literal["fast", "plain"], Parameter(help="plain is the readable twin, for small games.")
    ] = "fast",
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
    with progress("solving", quiet=quiet) as on_progress:
        solved = stage.solve(loaded, draws=draws, seed=seed, solver=solver, on_progress=on_progress)
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
    format: Form = None,
    quiet: Quiet = False,
) -> int:
    """Simulate play from the equilibrium and count the paths.

    brinkwatch crisis simulate examples/crises/falklands-1982.toml --runs 1000
    """
    loaded = stage.load(file)
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


@app.command
def sensitivity(
    file: ScenarioPath,
    *,
    draws: Annotated[int | None, Parameter(help="[solve] draws, at least 64, if absent.")] = None,
    seed: Seed = None,
    format: Form = None,
    quiet: Quiet = False,
) -> int:
    """Which assumed number moves which outcome.

    Rank correlations over the draws of one solve, and the mean outcome where a number is in the
    lowest and in the highest third of its draws. More draws narrow the intervals.

        brinkwatch crisis sensitivity examples/crises/falklands-1982.toml --draws 256
    """
    loaded = stage.load(file)
    with progress("solving", quiet=quiet) as on_progress:
        found = stage.sensitivity(loaded, draws=draws, seed=seed, on_progress=on_progress)
    if chosen(format) != "table":
        emit(found, chosen(format))
        return 0
    _print_sensitivity(found)
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


def play(
    file: ScenarioPath,
    *,
    side: Annotated[
        Literal["challenger", "defender"], Parameter(help="The side you take.")
    ] = "defender",
    seed: Annotated[int, Parameter(help="Seed of both types and of the other side's play.")] = 0,
    hints: Annotated[
        bool, Parameter(help="Show how often the equilibrium makes each move.", negative="")
    ] = False,
) -> int:
    """Play a crisis: take a side, a round at a time, against the solved equilibrium.

    After each move you see what an observer of the public moves now believes of either side's
    resolve. Type a move or its number; q leaves. Moves can be piped in, one a line.

        brinkwatch play examples/crises/falklands-1982.toml --side defender
    """
    from brinkwatch.crisis.play import PLAIN
    from brinkwatch.crisis.play import Table as Game

    loaded = stage.load(file)
    say(f"solving {loaded.title} ...")
    game = Game(loaded, side, seed=seed)
    print(f"{clean(loaded.title)}\nYou play the {side}: {_side_name(loaded, side)}.")
    rank, of = game.types[side] + 1, len(game.start().beliefs[side])
    print(f"Only you know your type: {rank} of {of}, where 1 is the most resolved.\n")
    position = game.start()
    while position.mover is not None:
        _print_position(loaded, position)
        advice = game.advice(position) if hints else {}
        for number, choice in enumerate(position.choices, start=1):
            hint = f"  (equilibrium {advice[choice]:.0%})" if hints else ""
            print(f"  {number}  {PLAIN.get(choice, choice)}{hint}")
        move = _choice(position.choices)
        if move is None:
            say("left before the end.")
            return 0
        position = game.choose(position, move)
    _print_position(loaded, position)
    print(f"It ends: {(position.outcome or '').replace('_', ' ')}.")
    for name, payoff in (position.payoff or {}).items():
        print(
            f"  {name}: {payoff:+.2f} (1.00 is the loss if an attack on a member goes unanswered)"
        )
    return 0


def _side_name(loaded: stage.Scenario, side: str) -> str:
    return clean(loaded.challenger.name if side == "challenger" else loaded.defender.name)


def _print_position(loaded: stage.Scenario, position: Position) -> None:
    for move in position.seen:
        print(f"  round {move.round}: {move.mover} {move.action}")
    print(f"\nRound {position.round} of {loaded.rounds.count}; commitment: {clean(position.level)}")
    for side, belief in position.beliefs.items():
        bars = " ".join(f"{share:.2f}" for share in belief)
        print(f"  believed of the {side} (most resolved first): {bars}")


def _choice(choices: Sequence[str]) -> str | None:
    """The move typed, by name or number; None at q or at the end of the input."""
    while True:
        try:
            typed = input("> ").strip().lower()
        except EOFError:
            return None
        if typed in {"q", "quit"}:
            return None
        if typed in choices:
            return typed
        if typed.isdigit() and 1 <= int(typed) <= len(choices):
            return choices[int(typed) - 1]
        say(f"{typed!r} is no move here; type one of {', '.join(choices)}, its number, or q.")


def _print_outcomes(row: dict[str, Any]) -> None:
    table = Table("under the model", "mean", "5 % of draws", "95 % of draws")
    for name, spread in row["outcomes"].items():
        cells = (f"{spread[key]:.3f}" for key in ("mean", "lo", "hi"))
        table.add_row(name.replace("_", " "), *cells)
    Console().print(table)


def _print_sensitivity(found: dict[str, Any], top: int = 12) -> None:
    rows = found["rows"]
    table = Table("number", "unanswered\nr", "95 %", "low\nthird", "high\nthird", "attack\nr")
    table.columns[0].overflow, table.columns[2].no_wrap = "fold", True
    for row in rows[:top]:
        r, attack = (row["rank_correlation"][name] for name in ("unanswered", "attack"))
        third = row["thirds"]["unanswered"]
        table.add_row(
            Text(clean(row["path"])),
            *(_signed(r["r"]), f"{_signed(r['lo'])} to {_signed(r['hi'])}"),
            *(f"{third['low']:.3f}", f"{third['high']:.3f}", _signed(attack["r"])),
        )
    Console().print(table)
    print(f"{min(top, len(rows))} of {len(rows)} numbers with a range, strongest first, over")
    print(f"{found['converged']['n']} draws; 1 interval in 20 leaves out 0 by chance alone.")
    if found["held_by_calibration"]:
        print("Calibration holds the attack rate at the base rate, so little else can move it.")


def _signed(r: float | None) -> str:
    return "none" if r is None else f"{r:+.2f}"


def _print_policies(rows: Sequence[dict[str, Any]]) -> None:
    names = list(rows[0]["outcomes"])
    table = Table("policy", *(name.replace("_", " ") for name in names))
    for row in rows:
        means = (f"{spread['mean']:.3f}" for spread in row["outcomes"].values())
        table.add_row(Text(clean(row["policy"])), *means)
    Console().print(table)
