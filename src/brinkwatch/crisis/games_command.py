"""What `brinkwatch crisis` does with games that are no scenario: published ones, `.efg` files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from brinkwatch.console import Format, clean
from brinkwatch.crisis import catalog as games
from brinkwatch.crisis.options import Form, answer
from brinkwatch.errors import InputError


def catalog(*, format: Form = None) -> int:
    """List the published games that `solve catalog:NAME` solves, with what is known of each.

    brinkwatch crisis catalog
    """
    return answer(games.rows(), format, _print_catalog)


def _print_catalog(rows: list[dict[str, Any]]) -> None:
    table = Table("name", "game", "known", "citation")
    for row in rows:
        table.add_row(*(Text(row[key]) for key in ("name", "title", "known", "citation")))
    Console().print(table)


def solve_published(name: str, form: Format | None) -> int:
    """Solve a game of the catalogue and say what is known of it."""

    def draw(row: dict[str, Any]) -> None:
        entry = games.ENTRIES[name]
        print(f"{entry.title} ({entry.citation}); known: {entry.known}.")
        print(f"solver {row['solver']}, value {row['value']}")

    return answer(games.solve(name), form, draw)


def solve_efg(file: Path, precisions: Sequence[float], form: Format | None) -> int:
    """Solve the game of Gambit's extensive form in `file` at each precision.

    Raises InputError when the file cannot be read or is no game that all see all moves of, and
    NotSolvedError when a precision is too high.
    """
    from brinkwatch.crisis.extensive import import_efg
    from brinkwatch.crisis.solvers import joint

    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: it could not be read as text ({error}).") from error
    rows = []
    for precision in precisions:
        if not precision > 0:
            raise InputError(f"--precision {precision:g}: give a number above 0.")
        game = import_efg(text, str(file), precision=(precision, precision))
        solved = joint.solve(game)
        owners = ((n, int(game.tree.owner[game.tree.parent[n]])) for n in range(1, game.tree.nodes))
        rows.append({
            "precision": precision,
            "value": dict(zip(("first", "second"), solved.value, strict=True)),
            "residual": solved.residual,
            "nash_conv": solved.nash_conv,
            "moves": {
                ", ".join(game.tree.path(n)): [float(p) for p in solved.policy[side][n]]
                for n, side in owners
                if side in (0, 1)
            },
        })  # fmt: skip
    return answer({"game": str(file), "solutions": rows}, form, _print_efg)


def _print_efg(found: dict[str, Any]) -> None:
    table = Table("moves", *(f"precision {row['precision']:g}" for row in found["solutions"]))
    for moves in found["solutions"][0]["moves"]:
        shares = (row["moves"][moves] for row in found["solutions"])
        table.add_row(Text(clean(moves)), *(" ".join(f"{p:.3f}" for p in each) for each in shares))
    Console().print(table)
    print("Probability of the last move of each line, by the private type of who makes it.")
    for row in found["solutions"]:
        first, second = row["value"].values()
        print(
            f"Precision {row['precision']:g}: worth {first:.4g} to the first player and "
            f"{second:.4g} to the second; residual {row['residual']:.1e}."
        )
