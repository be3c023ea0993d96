"""How fast the crisis game is solved: in CPU time of one process, beside OpenSpiel and Gambit.

    python benchmarks/crisis/speed.py            everything but the long runs
    python benchmarks/crisis/speed.py --long     also 16,384 draws of S on two processes

What is compared is measured in the same run. OpenSpiel and Gambit need the extra `peers`.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from importlib.util import find_spec

import numpy as np
from instances import SIZES, drawn, scenario
from numba import njit
from scipy.stats import sobol_indices, uniform

from brinkwatch.crisis import efg
from brinkwatch.crisis.calibrate import board
from brinkwatch.crisis.draws import Draws
from brinkwatch.crisis.ladder import Rules
from brinkwatch.crisis.payoffs import game
from brinkwatch.crisis.solvers import get
from brinkwatch.crisis.solvers.regret import Regret


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
    print("size  nodes  histories  CFR+ us/iteration  OpenSpiel us  ratio  GB/s  triad GB/s")
    for name in ("XS", "S", "M"):
        made, on, draws = drawn(name)
        one = game(made, on, draws, 0)
        work = Regret(one, "cfr+")
        work.run(1)
        count = 100
        ours = cpu(lambda w=work, n=count: w.run(n)) / count  # type: ignore[misc]
        moved, held = traffic(work)
        histories = on.tree.nodes * len(one.prior[0]) * len(one.prior[1])
        row = f"{name:4} {on.tree.nodes:6} {histories:10} {ours * 1e6:18.1f}"
        if find_spec("pyspiel"):
            import pyspiel

            other = pyspiel.CFRPlusSolver(
                pyspiel.load_efg_game(efg.text(one, name, ("C", "D"), ""))
            )
            theirs = cpu(other.evaluate_and_update_policy, 5)
            row += f" {theirs * 1e6:13.0f} {theirs / ours:6.0f}"
        else:
            row += "  not installed      -"
        print(f"{row} {moved / ours / 1e9:5.1f} {triad(held) / 1e9:11.1f}", flush=True)


def traffic(work: Regret) -> tuple[int, int]:
    """Bytes that an iteration has to read and write at least, and bytes it works on."""
    tables = 0
    for form in work.forms:
        slots = form.shape[0] * form.shape[1] * 8
        ends = form.gain.nbytes + form.end_slot.nbytes + form.end_mass.nbytes
        tables += ends + 5 * slots + form.mass_weight.nbytes
    return tables, tables


def quantal() -> None:
    """Agent quantal response a draw: payoffs built, solved to 1e-6 at precision 14."""
    print("size  nodes  payoffs ms  solve ms  iterations  converged")
    for name in ("XS", "S", "M"):
        made, on, draws = drawn(name, draws=16)
        solver = get("fast")
        solver(game(made, on, draws, 0))
        start = time.process_time()
        games = [game(made, on, draws, n) for n in range(16)]
        built = time.process_time()
        solved = [solver(g) for g in games]
        done = time.process_time()
        mean = np.mean([one.iterations for one in solved])
        share = np.mean([one.converged for one in solved])
        print(
            f"{name:4} {on.tree.nodes:6} {(built - start) / 16e-3:11.2f} "
            f"{(done - built) / 16e-3:9.2f} {mean:11.1f} {share:10.0%}",
            flush=True,
        )


def gambit(name: str) -> None:
    """Quantal response at precision 1 with two types a side, here and in Gambit."""
    if not find_spec("pygambit"):
        print("Gambit is not installed: pip install 'brinkwatch[peers]'")
        return
    import pygambit

    made, on, draws = drawn(name, types=2)
    one = replace(game(made, on, draws, 0), precision=(1.0, 1.0))
    form = pygambit.read_efg(io.StringIO(efg.text(one, name, ("C", "D"), "")))
    theirs = cpu(lambda: pygambit.qre.logit_solve_lambda(form, [1.0]), 1)
    solver = get("fast")
    solver(one)
    ours = cpu(lambda: [solver(one, tolerance=1e-8) for _ in range(20)]) / 20
    print(
        f"{name}, 2 types, precision 1: Gambit {theirs:.2f} s, here {ours * 1e6:.0f} us, "
        f"ratio {theirs / ours:.0f}",
        flush=True,
    )


def sobol() -> None:
    """Sobol indices of P(unanswered) on S: 32 x (30 + 2) solves, payoffs included."""
    made = scenario("S")
    on = board(Rules.of(made))
    constants = drawn("S", draws=1)[2].constants
    spans = {path: q for path, q in made.quantities().items() if len(q.root) > 1}
    fixed = {path: q for path, q in made.quantities().items() if len(q.root) == 1}
    names = list(spans)[:30]
    solver, ends = get("fast"), on.tree.ends
    unanswered = on.kind == 1
    failed = 0

    def measure(points: np.ndarray) -> np.ndarray:
        nonlocal failed
        count = points.shape[1]
        values = {path: np.full(count, q.mid) for path, q in {**fixed, **spans}.items()}
        values |= {path: spans[path].at(points[n]) for n, path in enumerate(names)}
        draws, found = Draws(values, constants, count, 0), np.empty(count)
        for n in range(count):
            one = game(made, on, draws, n)
            solution = solver(one)
            failed += not solution.converged
            found[n] = solution.reach(one)[ends][unanswered].sum()
        return found

    measure(np.full((len(names), 1), 0.5))
    start = time.process_time()
    found = sobol_indices(
        func=measure, n=32, dists=[uniform()] * len(names), rng=np.random.default_rng(1)
    )
    used = time.process_time() - start
    solves = 32 * (len(names) + 2)
    top = max(zip(found.total_order, names, strict=True))
    print(
        f"Sobol on S, {len(names)} numbers, {solves:,} solves: {used:.1f} s CPU, {failed} failed; "
        f"largest total index {top[0]:.2f}, {top[1]}",
        flush=True,
    )


def block(start: int, count: int) -> int:
    """How many of a block of draws of S converge."""
    made, on, draws = drawn("S", draws=16_384)
    solver = get("fast")
    return sum(solver(game(made, on, draws, n)).converged for n in range(start, start + count))


def draws_of_s() -> None:
    """16,384 draws of S in blocks over two processes."""
    start, size = time.perf_counter(), 1024
    with ProcessPoolExecutor(2) as pool:
        parts = pool.map(block, range(0, 16_384, size), [size] * (16_384 // size))
        converged = sum(parts)
    print(f"16,384 draws of S: {time.perf_counter() - start:.0f} s on two processes (wall), "
          f"{converged:,} converged", flush=True)  # fmt: skip


def main() -> None:
    """Print every measurement."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--long", action="store_true", help="also 16,384 draws of S")
    options.add_argument("--gambit", choices=list(SIZES), default="XXS", help="size for Gambit")
    chosen = options.parse_args()
    iterations()
    quantal()
    gambit(chosen.gambit)
    sobol()
    if chosen.long:
        draws_of_s()


if __name__ == "__main__":
    main()
