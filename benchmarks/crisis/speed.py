"""How fast the crisis game is solved: in CPU time of one process, beside OpenSpiel and Gambit.

    python benchmarks/crisis/speed.py            everything but the long runs
    python benchmarks/crisis/speed.py --long     also 16,384 draws of S on all cores

What is compared is measured in the same run. OpenSpiel and Gambit need the extra `peers`.
"""

from __future__ import annotations

import argparse
import io
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.util import find_spec

import numpy as np
from instances import SIZES, drawn, scenario
from numba import njit

from brinkwatch.crisis import efg
from brinkwatch.crisis.payoffs import games
from brinkwatch.crisis.solvers import Asked, Job, Solution
from brinkwatch.crisis.solvers.fast import answers
from brinkwatch.crisis.solvers.lanes import WIDTH
from brinkwatch.crisis.solvers.regret import Regret
from brinkwatch.crisis.tree import Game
from brinkwatch.crisis.variance import sobol


def cpu(work: Callable[[], object], repeats: int = 3) -> float:
    """Least CPU seconds of one process over some repeats."""
    best = np.inf
    for _ in range(repeats):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return float(best)


@njit
def _triad(a, b, c, times):  # type: ignore[no-untyped-def]
    for _ in range(times):
        for i in range(len(a)):
            a[i] = b[i] + 3.0 * c[i]


def triad(size: int) -> float:
    """Bytes a second of a[i] = b[i] + s c[i] on three arrays of `size` bytes in all."""
    arrays = [np.ones(max(8, size // 24)) for _ in range(3)]
    times = max(1, 2**26 // size)
    _triad(*arrays, 1)
    return 3 * arrays[0].nbytes * times / cpu(lambda: _triad(*arrays, times))


def iterations() -> None:
    """CFR+ an iteration, here and in OpenSpiel, and what memory traffic that is."""
    print(
        f"size  nodes  histories  CFR+ us/iteration: 1 game, a draw of {WIDTH}  OpenSpiel us"
        "  ratios  GB/s  triad GB/s"
    )
    for name in ("XS", "S", "M"):
        made, on, draws = drawn(name)
        one, *beside = games(made, on, draws, range(WIDTH))
        count, ours = 100, []
        for others in ([], beside):
            work = Regret(one, "cfr+", beside=others)
            work.run(1)
            used = cpu(lambda w=work, n=count: w.run(n)) / count  # type: ignore[misc]
            ours.append(used / (1 + len(others)))
        histories = on.tree.nodes * len(one.prior[0]) * len(one.prior[1])
        row = f"{name:4} {on.tree.nodes:6} {histories:10}"
        row += f" {ours[0] * 1e6:26.1f} {ours[1] * 1e6:14.1f}"
        if find_spec("pyspiel"):
            import pyspiel

            other = pyspiel.CFRPlusSolver(
                pyspiel.load_efg_game(efg.text(one, name, ("C", "D"), ""))
            )
            theirs = cpu(other.evaluate_and_update_policy, 5)
            row += f" {theirs * 1e6:13.0f} {theirs / ours[0]:4.0f} {theirs / ours[1]:4.0f}"
        else:
            row += "  not installed      -"
        moved = traffic(work)
        rate = moved / (ours[1] * WIDTH)
        print(f"{row} {rate / 1e9:5.1f} {triad(moved) / 1e9:11.1f}", flush=True)


def traffic(work: Regret) -> int:
    """Bytes that an iteration of all lanes has to read and write at least."""
    return sum(
        form.gain.nbytes
        + form.end_slot.nbytes
        + form.end_mass.nbytes
        + form.mass_weight.nbytes
        + 5 * 8 * int(np.prod(form.shape))  # policy, reach, value, regret, sum
        for form in work.forms
    )


def asking(one: Game, tolerance: float) -> Job[Solution]:
    """The work of one solve."""
    return (yield Asked(one, tolerance))


def solved(
    block: Sequence[Game], *, tolerance: float = 1e-6, threads: int | None = 1
) -> list[Solution]:
    """The solutions of games on one tree."""
    return list(answers([asking(g, tolerance) for g in block], block[0], threads=threads))


def quantal() -> None:
    """Agent quantal response a draw: payoffs built, solved to 1e-6 at precision 14, one thread."""
    print("size  nodes  payoffs ms  solve ms  iterations  ns/node/iteration  converged")
    for name, count in (("XS", 128), ("S", 128), ("M", 64), ("L", 8)):
        made, on, draws = drawn(name, draws=count)
        which = range(count)
        built = cpu(lambda a=made, b=on, c=draws, d=which: games(a, b, c, d))  # type: ignore[misc]
        drawn_games = games(made, on, draws, which)
        solved(drawn_games[:1])
        found: list[Solution] = []
        used = cpu(lambda g=drawn_games, f=found: f.extend(solved(g)), 1)  # type: ignore[misc]
        rounds = np.mean([one.iterations for one in found])
        share = np.mean([one.converged for one in found])
        print(
            f"{name:4} {on.tree.nodes:6} {built / count * 1e3:11.2f} {used / count * 1e3:9.2f} "
            f"{rounds:11.1f} {used / count / rounds / on.tree.nodes * 1e9:18.1f} {share:10.0%}",
            flush=True,
        )


def gambit(name: str) -> None:
    """Quantal response at precision 1 with two types a side, here and in Gambit."""
    if not find_spec("pygambit"):
        print("Gambit is not installed: pip install 'brinkwatch[peers]'")
        return
    import pygambit

    count = 64
    made, on, draws = drawn(name, types=2, draws=count)
    block = [replace(g, precision=(1.0, 1.0)) for g in games(made, on, draws, range(count))]
    form = pygambit.read_efg(io.StringIO(efg.text(block[0], name, ("C", "D"), "")))
    theirs = cpu(lambda: pygambit.qre.logit_solve_lambda(form, [1.0]), 1)
    ours = []
    for some in (block[:1], block):
        repeats = count // len(some)
        used = cpu(
            lambda g=some, r=repeats: [solved(g, tolerance=1e-8) for _ in range(r)]  # type: ignore[misc]
        )
        ours.append(used / count)
    print(
        f"{name}, 2 types, precision 1, to 1e-8: Gambit {theirs:.2f} s; here alone "
        f"{ours[0] * 1e6:.0f} us, ratio {theirs / ours[0]:,.0f}; a draw of {count} "
        f"{ours[1] * 1e6:.0f} us, ratio {theirs / ours[1]:,.0f}",
        flush=True,
    )


def indices() -> None:
    """Sobol indices on S: 32 x (30 + 2) solves, payoffs included, on all cores."""
    made = scenario("S")
    start, wall = time.process_time(), time.perf_counter()
    found = sobol(made, n=32, seed=1)
    used, passed = time.process_time() - start, time.perf_counter() - wall
    top = max((row["total"]["unanswered"], row["path"]) for row in found["rows"])
    print(
        f"Sobol on S, {len(found['rows'])} numbers, {found['solves']:,} solves: {used:.1f} s CPU, "
        f"{passed:.1f} s wall, {found['failed']} failed; largest total index of P(unanswered) "
        f"{top[0]:.2f}, {top[1]}",
        flush=True,
    )


def many() -> None:
    """16,384 draws of S in blocks on all cores."""
    count, block, converged = 16_384, 256, 0
    made, on, draws = drawn("S", draws=count)
    start, wall = time.process_time(), time.perf_counter()
    for first in range(0, count, block):
        drawn_games = games(made, on, draws, range(first, first + block))
        converged += sum(one.converged for one in solved(drawn_games, threads=None))
    used, passed = time.process_time() - start, time.perf_counter() - wall
    print(
        f"{count:,} draws of S: {passed:.0f} s wall, {used:.0f} s CPU on {os.cpu_count()} cores, "
        f"{converged:,} converged",
        flush=True,
    )


def main() -> None:
    """Print every measurement."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--long", action="store_true", help="also 16,384 draws of S")
    options.add_argument("--gambit", choices=list(SIZES), default="XXS", help="size for Gambit")
    chosen = options.parse_args()
    iterations()
    quantal()
    gambit(chosen.gambit)
    indices()
    if chosen.long:
        many()


if __name__ == "__main__":
    main()
