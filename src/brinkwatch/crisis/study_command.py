"""The commands of `brinkwatch crisis` that look into a solved scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from brinkwatch import crisis as stage
from brinkwatch.console import chosen, clean, emit, progress
from brinkwatch.crisis.options import Draws, Form, Quiet, ScenarioPath, Seed
from brinkwatch.crisis.settings import Outcome
from brinkwatch.errors import InputError


def _solved(
    file: Path, draws: int | None, seed: int | None, quiet: bool
) -> tuple[stage.Scenario, stage.Equilibrium]:
    loaded = stage.load(file)
    with progress("solving", quiet=quiet) as on_progress:
        return loaded, stage.solve(loaded, draws=draws, seed=seed, on_progress=on_progress)


def beliefs(
    file: ScenarioPath,
    *moves: Annotated[str, Parameter(help="Moves in their order; [observed] moves if absent.")],
    draws: Draws = None,
    seed: Seed = None,
    format: Form = None,
    quiet: Quiet = False,
) -> int:
    """What each move of a history teaches, how likely it all is, and how it goes on.

    Moves are the words of `play`; those that leave no choice, and refrain, attack, closed and
    safe, may be left out.

        brinkwatch crisis beliefs examples/crises/falklands-1982.toml step refrain wait
    """
    from brinkwatch.crisis.histories import along

    loaded = stage.load(file)
    words = moves or (loaded.observed.moves if loaded.observed else ())
    if not words:
        raise InputError(
            f"{file}: no moves given and none under [observed]; name them, such as step wait."
        )
    found = along(*_solved(file, draws, seed, quiet), words)
    if chosen(format) != "table":
        emit(found, chosen(format))
        return 0
    table = Table("round", "who", "move", "chance", "challenger", "defender")
    for step in found["steps"]:
        believed = (" ".join(f"{x:.2f}" for x in step[s]) for s in ("challenger", "defender"))
        chance = f"{step['probability']['mean']:.3f}"
        table.add_row(str(step["round"]), step["mover"], step["action"], chance, *believed)
    Console().print(table)
    print("Beliefs are of the types, most resolved first, as an observer of all moves holds them.")
    whole = found["likelihood"]
    print(
        f"All moves together: {whole['mean']:.2e} ({whole['lo']:.1e} to {whole['hi']:.1e}) under "
        f"the model, {found['even_play']:.1e} if every move were equally likely."
    )
    then = "; ".join(f"{n.replace('_', ' ')} {r['mean']:.3f}" for n, r in found["then"].items())
    print(f"From there: {then}.")
    return 0


def paths(
    file: ScenarioPath,
    *,
    to: Annotated[Outcome, Parameter(help="The outcome the paths lead to.")] = "disaster",
    top: Annotated[int, Parameter(help="Paths to show.")] = 8,
    draws: Draws = None,
    seed: Seed = None,
    format: Form = None,
    quiet: Quiet = False,
) -> int:
    """The most likely paths to an outcome.

    brinkwatch crisis paths examples/crises/falklands-1982.toml --to disaster
    """
    from brinkwatch.crisis.histories import likeliest

    found = likeliest(*_solved(file, draws, seed, quiet), to, paths=top)
    if chosen(format) != "table":
        emit(found, chosen(format))
        return 0
    table = Table("probability", "of all", "path")
    for row in found["paths"]:
        words = Text(" > ".join(row["moves"]))
        table.add_row(f"{row['probability']:.2e}", f"{row['share']:.1%}", words)
    Console().print(table)
    print(
        f"{to.replace('_', ' ')}: {found['probability']:.4f} under the model; these paths are "
        f"{found['share']:.0%} of it."
    )
    return 0


def bluffs(
    file: ScenarioPath,
    *,
    draws: Draws = None,
    seed: Seed = None,
    format: Form = None,
    quiet: Quiet = False,
) -> int:
    """Who bluffs: which types threaten, and which would carry it out if called.

    brinkwatch crisis bluffs examples/crises/falklands-1982.toml
    """
    from brinkwatch.crisis.bluffing import bluffs as found_in

    found = found_in(*_solved(file, draws, seed, quiet))
    if chosen(format) != "table":
        emit(found, chosen(format))
        return 0
    if not found["threats"]:
        print("The challenger can make no threat in this scenario.")
    for row in found["threats"]:
        table = Table(row["threat"], "prior", "sends it", "carries it out")
        for number, kind in enumerate(row["types"], start=1):
            cells = (f"{kind[key]:.2f}" for key in ("prior", "sends", "carries_out"))
            table.add_row(f"type {number}", *cells)
        Console().print(table)
        print(f"{row['bluff']['mean']:.0%} of those made would not be carried out if called.")
    return 0


def crossing(
    file: ScenarioPath,
    *,
    draws: Draws = None,
    seed: Seed = None,
    format: Form = None,
    quiet: Quiet = False,
) -> int:
    """What if the line is crossed tomorrow: solved with it crossed, and with it held.

    The first move is forced and everything else solved anew, so nothing is learned from it of the
    defender's resolve. Differences are paired over the same draws.

        brinkwatch crisis crossing examples/crises/falklands-1982.toml
    """
    from brinkwatch.crisis.comparison import crossing as compared

    with progress("solving", quiet=quiet) as on_progress:
        found = compared(stage.load(file), draws=draws, seed=seed, on_progress=on_progress)
    if chosen(format) != "table":
        emit(found, chosen(format))
        return 0
    table = Table("under the model", "held", "crossed", "difference", "5 %", "95 %")
    for name, gap in found["difference"].items():
        if name in found["crossed"]["outcomes"]:
            pair = (found[key]["outcomes"][name]["mean"] for key in ("held", "crossed"))
            cells = (*(f"{x:.3f}" for x in pair), *(f"{gap[k]:+.3f}" for k in ("mean", "lo", "hi")))
            table.add_row(name.replace("_", " "), *cells)
    Console().print(table)
    return 0


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
