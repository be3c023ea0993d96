"""How the cost of a draw grows with types, depth and draws, as plots, and what bounds it.

    python benchmarks/crisis/scaling.py FOLDER      writes types.svg, depth.svg and draws.svg there

Quantal response at precision 14, CPU time of one thread. "memory" is the time in which the memory
of the same run, by a triad on as many bytes, moves what an iteration has to read and write.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import vl_convert
from instances import drawn
from speed import cpu, solved, triad

from brinkwatch.crisis.payoffs import games
from brinkwatch.crisis.solvers import Solution
from brinkwatch.crisis.solvers.lanes import WIDTH
from brinkwatch.crisis.tree import Game, Owner

Row = dict[str, Any]


def iteration(drawn_games: Sequence[Game]) -> float:
    """CPU seconds of one iteration of one draw, all else of a solve included."""
    solved(drawn_games[:1])
    found: list[Solution] = []
    used = cpu(lambda: found.extend(solved(drawn_games)), 1)
    return used / sum(one.iterations for one in found)


def moved(game: Game) -> int:
    """Bytes that an iteration of `WIDTH` games has to read and write at least."""
    tree, (c, d) = game.tree, (len(game.prior[0]), len(game.prior[1]))
    inner = int((tree.owner != Owner.END).sum())
    slots = [int(tree.count[tree.owner == side].sum()) for side in (0, 1)]
    numbers = (c + d) * (tree.nodes + 3 * inner) + 2 * tree.nodes  # values, beliefs; edges
    numbers += 2 * c * slots[0] + 6 * d * slots[1]  # policies; the defender's logits and moves
    return 8 * WIDTH * numbers


def row(x: int, drawn_games: Sequence[Game]) -> list[Row]:
    """The two points of a plot at x: measured, and the memory's share."""
    size = moved(drawn_games[0])
    ours, memory = iteration(drawn_games), size / WIDTH / triad(size)
    nodes = drawn_games[0].tree.nodes
    print(
        f"{x:6} {nodes:6} {ours * 1e6:18.1f} {ours / nodes * 1e9:8.1f} {memory / ours:13.0%}",
        flush=True,
    )
    return [
        {"x": x, "y": ours * 1e6, "what": "solved"},
        {"x": x, "y": memory * 1e6, "what": "memory"},
    ]


HEAD = "  nodes  us/iteration/draw  ns/node  memory bound"


def by_types() -> list[Row]:
    """S with more and more types a side."""
    print(f" types{HEAD}")
    rows: list[Row] = []
    for types in (2, 3, 5, 8, 12):
        made, on, draws = drawn("S", types=types, draws=16)
        rows += row(types, games(made, on, draws, range(16)))
    return rows


def by_depth() -> list[Row]:
    """Crises of growing size, five types a side."""
    print(f" nodes{HEAD}")
    rows: list[Row] = []
    for name, count in (("XXS", 32), ("XS", 32), ("S", 32), ("M", 16), ("L", 4)):
        made, on, draws = drawn(name, draws=count)
        rows += row(on.tree.nodes, games(made, on, draws, range(count)))
    return rows


def by_draws() -> list[Row]:
    """S in more and more draws at once: what one of them costs, payoffs and solve."""
    print(" draws  payoffs us/draw  solve us/draw")
    rows: list[Row] = []
    made, on, draws = drawn("S", draws=256)
    for count in (1, 2, 4, 8, 16, 64, 256):
        which = range(count)
        built = cpu(lambda w=which: games(made, on, draws, w)) / count  # type: ignore[misc]
        block = games(made, on, draws, which)
        repeats = max(1, 16 // count)
        used = cpu(lambda b=block, r=repeats: [solved(b) for _ in range(r)])  # type: ignore[misc]
        used /= count * repeats
        print(f"{count:6} {built * 1e6:16.0f} {used * 1e6:14.0f}", flush=True)
        rows += [
            {"x": count, "y": built * 1e6, "what": "payoffs"},
            {"x": count, "y": used * 1e6, "what": "solved"},
        ]
    return rows


def plot(rows: list[Row], x: str, y: str, title: str) -> str:
    """A plot with both axes logarithmic, as SVG."""
    axes = {
        "x": {"field": "x", "type": "quantitative", "title": x, "scale": {"type": "log"}},
        "y": {"field": "y", "type": "quantitative", "title": y, "scale": {"type": "log"}},
        "color": {"field": "what", "type": "nominal", "title": None},
    }
    ticks = sorted({point["x"] for point in rows})
    axes["x"]["axis"] = {"values": ticks, "labelExpr": "format(datum.value, ',')", "grid": False}
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {"text": title, "anchor": "start"},
        "width": 420,
        "height": 260,
        "data": {"values": rows},
        "mark": {"type": "line", "point": True},
        "encoding": axes,
    }
    return str(vl_convert.vegalite_to_svg(spec))


def main() -> None:
    """Measure, print and plot."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("folder", type=Path)
    folder = options.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    per = "microseconds an iteration and draw"
    for name, measure, x, y, title in (
        ("types", by_types, "types a side", per, "Size S: time grows with the types"),
        ("depth", by_depth, "public histories", per, "Five types a side: time grows with the tree"),
        (
            "draws",
            by_draws,
            "draws at once",
            "microseconds a draw",
            "Size S: draws share a register",
        ),
    ):
        (folder / f"{name}.svg").write_text(plot(measure(), x, y, title), "utf-8")


if __name__ == "__main__":
    np.seterr(all="raise", under="ignore")
    main()
