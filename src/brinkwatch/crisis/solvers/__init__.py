"""Solvers of a public tree game behind one interface.

`fast` is the compiled one, `plain` the readable scalar one; both find an agent logit quantal
response equilibrium (McKelvey and Palfrey, 1998, Experimental Economics 1(1)): at every node each
type plays an action with probability proportional to exp(precision * expected payoff given
Bayesian beliefs). Every action has positive probability, so beliefs are defined everywhere and
answers are rational up to noise off the path too; an empty threat does not deter.

`rational` is its limit without noise but for trembles. `cfr`, `cfr+` and `dcfr` minimise regret;
they solve zero-sum games and may rest a crisis on an empty threat, so no forecast uses them.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import partial
from importlib import import_module
from typing import Literal, TypeAlias, cast, get_args

from brinkwatch.crisis.solvers.base import Asked, Job, Solution, Solver, Start, T
from brinkwatch.crisis.tree import Game
from brinkwatch.errors import InputError

SolverName: TypeAlias = Literal["fast", "plain", "rational", "cfr", "cfr+", "dcfr"]
NAMES: tuple[SolverName, ...] = get_args(SolverName)

__all__ = [
    "NAMES", "Asked", "Job", "Solution", "Solver", "SolverName", "Start", "answers", "get",
]  # fmt: skip


def get(name: str) -> Solver:
    """The solver of that name, loaded when asked for."""
    if name not in NAMES:
        raise InputError(f"no solver is called {name!r}; choose one of {', '.join(NAMES)}.")
    if name in ("fast", "plain"):
        return cast(Solver, import_module(f"{__name__}.{name}").solve)
    regret = import_module(f"{__name__}.regret")
    return cast(Solver, regret.rational if name == "rational" else partial(regret.solve, rule=name))


def answers(name: SolverName, jobs: Sequence[Job[T]], like: Game) -> Generator[T]:
    """What each job comes to, in order; all games must have the tree and types of `like`.

    `fast` and `rational` work on several at once.
    """
    found: Generator[T]
    if name == "fast":
        found = import_module(f"{__name__}.fast").answers(jobs, like)
        return found
    if name == "rational":
        found = import_module(f"{__name__}.regret").answers(jobs)
        return found
    return (_alone(get(name), job) for job in jobs)


def _alone(solver: Solver, job: Job[T]) -> T:
    try:
        asked = next(job)
        while True:
            limit = {} if asked.iterations is None else {"iterations": asked.iterations}
            found = solver(asked.game, tolerance=asked.tolerance, start=asked.start, **limit)
            asked = job.send(found)
    except StopIteration as answer:
        return cast(T, answer.value)
