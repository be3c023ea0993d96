"""The commands of `brinkwatch crisis` that look into a solved scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from brinkwatch import crisis as stage
from brinkwatch.console import clean, say
from brinkwatch.crisis.options import DEFAULTS, Form, ScenarioPath, SolveOptions, answer, written
from brinkwatch.crisis.settings import Outcome
from brinkwatch.errors import InputError


def beliefs(
    file: ScenarioPath,
    *moves: Annotated[str, Parameter(help="Moves in their order; [observed] moves if absent.")],
    options: SolveOptions = DEFAULTS,
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
    return answer(along(*options.solved(file), words), options.format, _print_beliefs)


def _print_beliefs(found: dict[str, Any]) -> None:
    table = Table("round", "who", "move", "chance", "challenger", "defender")
    for step in found["steps"]:
        believed = (" ".join(f"{100 * x:.0f}" for x in step[s]) for s in ("challenger", "defender"))
        chance = f"{step['probability']['mean']:.3f}"
        table.add_row(str(step["round"]), step["mover"], step["action"], chance, *believed)
    Console().print(table)
    print("Beliefs are in percent of the types, most resolved first, as an observer holds them.")
    whole = found["likelihood"]
    print(
        f"All moves together: {whole['mean']:.2e} ({whole['lo']:.1e} to {whole['hi']:.1e}) under "
        f"the model, {found['even_play']:.1e} if every move were equally likely."
    )
    then = "; ".join(f"{n.replace('_', ' ')} {r['mean']:.3f}" for n, r in found["then"].items())
    print(f"From there: {then}.")


def paths(
    file: ScenarioPath,
    *,
    to: Annotated[Outcome, Parameter(help="The outcome the paths lead to.")] = "disaster",
    top: Annotated[int, Parameter(help="Paths to show.")] = 8,
    options: SolveOptions = DEFAULTS,
) -> int:
    """The most likely paths to an outcome.

    brinkwatch crisis paths examples/crises/falklands-1982.toml --to disaster
    """
    from brinkwatch.crisis.histories import likeliest

    found = likeliest(*options.solved(file), to, paths=top)
    return answer(found, options.format, _print_paths)


def _print_paths(found: dict[str, Any]) -> None:
    table = Table("probability", "of all", "path")
    for row in found["paths"]:
        words = Text(" > ".join(row["moves"]))
        table.add_row(f"{row['probability']:.2e}", f"{row['share']:.1%}", words)
    Console().print(table)
    print(
        f"{found['outcome'].replace('_', ' ')}: {found['probability']:.4f} under the model; these "
        f"paths are {found['share']:.0%} of it."
    )


def bluffs(
    file: ScenarioPath,
    *,
    options: SolveOptions = DEFAULTS,
) -> int:
    """Who bluffs: which types threaten, and which would carry it out if called.

    brinkwatch crisis bluffs examples/crises/falklands-1982.toml
    """
    from brinkwatch.crisis.bluffing import bluffs as found_in

    return answer(found_in(*options.solved(file)), options.format, _print_bluffs)


def _print_bluffs(found: dict[str, Any]) -> None:
    if not found["threats"]:
        print("The challenger can make no threat in this scenario.")
    for row in found["threats"]:
        table = Table(row["threat"], "prior", "sends it", "carries it out")
        for number, kind in enumerate(row["types"], start=1):
            cells = (f"{kind[key]:.2f}" for key in ("prior", "sends", "carries_out"))
            table.add_row(f"type {number}", *cells)
        Console().print(table)
        print(f"{row['bluff']['mean']:.0%} of those made would not be carried out if called.")


def crossing(
    file: ScenarioPath,
    *,
    options: SolveOptions = DEFAULTS,
) -> int:
    """What if the line is crossed tomorrow: solved with it crossed, and with it held.

    The first move is forced and everything else solved anew, so nothing is learned from it of the
    defender's resolve. Differences are paired over the same draws.

        brinkwatch crisis crossing examples/crises/falklands-1982.toml
    """
    from brinkwatch.crisis.comparison import crossing as compared

    found = options.run(compared, stage.load(file))
    return answer(found, options.format, _print_crossing)


def _print_crossing(found: dict[str, Any]) -> None:
    table = Table("under the model", "held", "crossed", "difference", "5 %", "95 %")
    for name, gap in found["difference"].items():
        if name in found["crossed"]["outcomes"]:
            pair = (found[key]["outcomes"][name]["mean"] for key in ("held", "crossed"))
            cells = (*(f"{x:.3f}" for x in pair), *(f"{gap[k]:+.3f}" for k in ("mean", "lo", "hi")))
            table.add_row(name.replace("_", " "), *cells)
    Console().print(table)


def show(
    file: ScenarioPath,
    *,
    moves: Annotated[int, Parameter(help="Moves to show, the likeliest.")] = 60,
    html: Annotated[
        Path | None, Parameter(help="File for the picture as one HTML page, instead of stdout.")
    ] = None,
    options: SolveOptions = DEFAULTS,
) -> int:
    """A picture of the game: who moves, how often in equilibrium, and what is then believed.

    The likeliest moves; what is left out is counted. Moves in which nothing happens are joined to
    the next. Beliefs are in percent, challenger then defender, the most resolved type first.

        brinkwatch crisis show examples/crises/falklands-1982.toml --draws 8
        brinkwatch crisis show examples/crises/falklands-1982.toml --html falklands.html
    """
    from brinkwatch.crisis.pictures import picture

    loaded, solved = options.solved(file)
    drawn = picture(loaded, solved, moves=moves)
    if html is None:
        return answer(drawn, options.format, _print_tree)
    from brinkwatch.crisis.tree_page import page

    written(html, page(drawn, solved))
    say(f"picture written to {html}", quiet=options.quiet)
    return 0


def _print_tree(drawn: dict[str, Any]) -> None:
    from brinkwatch.crisis.pictures import caption, rest

    def grow(branch: dict[str, Any], tree: Tree) -> None:
        for below in branch["branches"]:
            grow(below, tree.add(Text(clean(caption(below)))))
        if left_out := rest(branch):
            tree.add(Text(f"({left_out})"))

    root = Tree(Text(clean(caption(drawn))))
    grow(drawn, root)
    Console().print(root)


def diff(
    one: Annotated[Path, Parameter(help="A scenario file, or the JSON of a solve.")],
    other: Annotated[Path, Parameter(help="Another of the same kind.")],
    *,
    format: Form = None,
) -> int:
    """What differs between two scenario files, or between two solves. Exit code 1 if anything.

    brinkwatch crisis diff old.toml new.toml
    """
    from brinkwatch.crisis.differences import differ

    found = differ(one, other)
    names = [escape(clean(file.name)) for file in (one, other)]
    answer(found, format, lambda row: _print_changes(row, names))
    return 1 if found["changes"] else 0


def _print_changes(found: dict[str, Any], names: list[str]) -> None:
    table = Table("", *names)
    table.columns[0].overflow = "fold"
    for row in found["changes"]:
        cells = (_said(row[key]) for key in ("one", "other"))
        table.add_row(Text(clean(row["path"])), *cells)
    Console().print(table if found["changes"] else "no difference")


def _said(value: object) -> Text:
    return Text("absent" if value is None else clean(value))
