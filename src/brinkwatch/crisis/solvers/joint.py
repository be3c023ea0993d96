"""Agent quantal response where the deal or a payoff joins both types, as in signalling games.

What a type expects then depends on beliefs about the other that only it holds, so values are
counterfactual, on matrices at the ends, and divided by how likely the type thinks a history is.
"""

from __future__ import annotations

import numpy as np

from brinkwatch.crisis.solvers import sweeps
from brinkwatch.crisis.solvers.base import JointSolution
from brinkwatch.crisis.solvers.lanes import WIDTH
from brinkwatch.crisis.solvers.regret import gained, on_tree
from brinkwatch.crisis.solvers.sequence import forms
from brinkwatch.crisis.tree import JointGame
from brinkwatch.errors import NotSolvedError

_STEPS = (0.5, 0.2, 0.05)  # shares of the way to the response, tried in turn


def solve(game: JointGame, *, tolerance: float = 1e-9, iterations: int = 20_000) -> JointSolution:
    """The agent quantal response equilibrium at the game's precision.

    Raises:
        NotSolvedError: no step converged.
    """
    both = forms(game)
    no_mass = np.empty((0, 1, WIDTH))
    for step in _STEPS:
        policies = [np.ones(form.shape) for form in both]
        reaches = [np.ones(form.shape) for form in both]
        logits = [np.zeros(form.shape) for form in both]
        values = [np.zeros(form.shape) for form in both]
        for side, form in enumerate(both):
            sweeps.normalise(form, logits[side], policies[side])
            sweeps.forward(form, policies[side], reaches[side], no_mass)
        for used in range(1, iterations + 1):
            residual = 0.0
            for side, form in enumerate(both):
                sweeps.earn(form, reaches[1 - side], no_mass, values[side])
                gap = sweeps.respond(
                    form, reaches[1 - side], values[side], policies[side], logits[side],
                    game.precision[side], step,
                )  # fmt: skip
                sweeps.forward(form, policies[side], reaches[side], no_mass)
                residual = max(residual, gap)
            if residual < tolerance:
                profile = (policies[0], policies[1])
                gains, (one, other) = gained(both, profile, 0.0)
                return JointSolution(
                    on_tree(game, both, profile), (float(one[0]), float(other[0])),
                    float((gains[0] + gains[1])[0]), float(residual), used,
                )  # fmt: skip
    raise NotSolvedError(
        f"the game did not converge at precision {game.precision[0]:g} and {game.precision[1]:g}; "
        "lower it."
    )
