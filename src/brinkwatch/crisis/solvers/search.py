"""More than one solve of a game: from several starts, and at a list of precisions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from brinkwatch.crisis.solvers.base import Asked, Job, Solution, Solver
from brinkwatch.crisis.tree import Game

SAME = 1e-3
"""Equilibria whose ends differ by less in probability are one."""
_SPREAD = 0.5  # standard deviation of the logits that a random start has


def distinct(
    game: Game, found: Solution, *, starts: int, seed: tuple[int, ...], tolerance: float = 1e-6
) -> Job[list[Solution]]:
    """The equilibria that `starts` starts lead to: `found` and others with other ends.

    Further starts are normal random logits; solves that fail are left out.
    """
    generator = np.random.default_rng(seed)
    shape = (game.tree.nodes, len(game.prior[1]))
    known, ends = [found], [found.reach(game)[game.tree.ends]]
    for _ in range(starts - 1):
        start = generator.normal(size=shape) * _SPREAD
        other = yield Asked(game, tolerance=tolerance, start=start)
        reach = other.reach(game)[game.tree.ends]
        if other.converged and all(np.abs(reach - one).max() > SAME for one in ends):
            known.append(other)
            ends.append(reach)
    return known


def along(
    game: Game,
    precisions: Iterable[float],
    solver: Solver,
    *,
    tolerance: float = 1e-6,
    iterations: int = 2000,
) -> list[Solution]:
    """One solution for each precision (of both sides), in the order given.

    Each solve starts from the one before, so an ascending list follows the branch that begins at
    even play (Turocy, 2005, Games and Economic Behavior 51(2)).
    """
    solved: list[Solution] = []
    for precision in precisions:
        start = solved[-1].logits if solved and solved[-1].converged else None
        solved.append(
            solver(
                replace(game, precision=(precision, precision)),
                tolerance=tolerance,
                iterations=iterations,
                start=start,
            )
        )
    return solved
