"""Counterfactual regret minimisation on the public sequence form, and best responses.

`cfr` is Zinkevich and others (2007, NIPS 20), `cfr+` Tammelin (2014, arXiv:1407.5042), `dcfr`
Brown and Sandholm (2019, AAAI 33); sides are updated in turn and the average strategy is the
answer. They are for zero-sum games, for parity with other programs and as the engine of
`rational`. A low NashConv certifies play on the path only: in a game of threats such a profile may
rest on an empty one, so crises are solved by quantal response.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np

from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.solvers import sweeps
from brinkwatch.crisis.solvers.base import JointSolution, Solution, Start
from brinkwatch.crisis.solvers.certificate import certified
from brinkwatch.crisis.solvers.sequence import AnyGame, Form, forms
from brinkwatch.crisis.tree import Game, JointGame, Owner
from brinkwatch.errors import InputError

RuleName: TypeAlias = Literal["cfr", "cfr+", "dcfr"]
RULES: dict[RuleName, int] = {"cfr": sweeps.CFR, "cfr+": sweeps.CFR_PLUS, "dcfr": sweeps.DCFR}

TREMBLE = 0.01
"""Chance that a rational mover's hand slips and any move is made, all equally often."""
_CHECK = 25  # iterations between looks at NashConv


class Regret:
    """A game under regret minimisation: run some iterations, look at the average, run more."""

    def __init__(self, game: AnyGame, rule: RuleName = "dcfr", *, tremble: float = 0.0) -> None:
        if rule not in RULES:
            raise InputError(f"no rule is called {rule!r}; choose one of {', '.join(RULES)}.")
        if not 0 <= tremble < 1:
            raise InputError(f"tremble is {tremble}; give a probability from 0 to below 1.")
        self.game, self.rule, self.tremble, self.done = game, RULES[rule], tremble, 0
        self.forms = forms(game)
        shapes = [form.shape for form in self.forms]
        self._current = tuple(np.ones(shape) for shape in shapes)
        self._reach = tuple(np.ones(shape) for shape in shapes)
        self._value = tuple(np.zeros(shape) for shape in shapes)
        self._regret = tuple(np.zeros(shape) for shape in shapes)
        self._sums = tuple(np.zeros(shape) for shape in shapes)
        self._mass = tuple(np.ones(len(form.mass_slot)) for form in self.forms)
        for side, form in enumerate(self.forms):
            sweeps.normalise(form, self._sums[side], self._current[side])
            sweeps.forward(form, self._current[side], self._reach[side], self._mass[side])

    def run(self, iterations: int) -> None:
        """That many more iterations; each updates both sides in turn."""
        start = self.done + 1
        self.done += iterations
        sweeps.iterate(
            self.forms, self._current, self._reach, self._mass, self._value, self._regret,
            self._sums, self.rule, start, start + iterations, self.tremble,
        )  # fmt: skip

    def average(self) -> tuple[Array, Array]:
        """The average strategies, (slots, types); even where a type never came."""
        policies = tuple(np.ones_like(sums) for sums in self._sums)
        for form, sums, policy in zip(self.forms, self._sums, policies, strict=True):
            sweeps.normalise(form, sums, policy)
        return policies[0], policies[1]

    def nash_conv(self) -> float:
        """What both sides could gain by best responses (that tremble as they do) to the average."""
        return sum(gained(self.forms, self.average(), self.tremble)[0])

    def best_response(self, side: int) -> tuple[Array, Array]:
        """A side's best response to the other's average: (nodes, types), and what each type earns.

        Earnings are counterfactual: those of a type times its prior sum to the side's payoff.
        """
        policies = list(self.average())
        form, other = self.forms[side], self.forms[1 - side]
        reach, mass = np.ones(other.shape), np.ones(len(other.mass_slot))
        sweeps.forward(other, policies[1 - side], reach, mass)
        value = np.zeros(form.shape)
        sweeps.earn(form, reach, mass, value)
        sweeps.best(form, value, policies[side], self.tremble)
        tree = on_tree(self.game, self.forms, (policies[0], policies[1]))
        return tree[side], value[0]

    def profile(self) -> tuple[Array, Array]:
        """The average strategies on the tree, (nodes, types); 1 where somebody else moves."""
        return on_tree(self.game, self.forms, self.average())


def solve(
    game: Game,
    *,
    tolerance: float = 1e-6,
    iterations: int = 2000,
    start: Start = None,  # noqa: ARG001 - regrets have no warm start
    rule: RuleName = "dcfr",
    tremble: float = 0.0,
) -> Solution:
    """The average profile once NashConv is below the tolerance; that is its residual."""
    work, residual = Regret(game, rule, tremble=tremble), np.inf
    while work.done < iterations and residual >= tolerance:
        work.run(min(_CHECK, iterations - work.done))
        residual = work.nash_conv()
    return certified(
        game, work.profile(), residual=residual, iterations=work.done,
        converged=residual < tolerance,
    )  # fmt: skip


def rational(
    game: Game,
    *,
    tolerance: float = 1e-6,
    iterations: int = 10_000,
    start: Start = None,
) -> Solution:
    """The rational limit: discounted CFR in which every move is made by mistake now and then.

    Trembles keep every history possible, so threats have to be worth carrying out (Selten, 1975,
    International Journal of Game Theory 4). The residual is NashConv among trembling strategies.
    """
    return solve(
        game, tolerance=tolerance, iterations=iterations, start=start, rule="dcfr", tremble=TREMBLE
    )


def solve_joint(
    game: JointGame, *, rule: RuleName = "cfr+", iterations: int = 1000, tremble: float = 0.0
) -> JointSolution:
    """The average profile of a game of cards after a number of iterations."""
    work = Regret(game, rule, tremble=tremble)
    work.run(iterations)
    gains, values = gained(work.forms, work.average(), tremble)
    return JointSolution(work.profile(), values, sum(gains), sum(gains), work.done)


def gained(
    both: tuple[Form, Form], policies: tuple[Array, Array], tremble: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """What each side gains by a best response, and what it has without."""
    reaches = tuple(np.ones(form.shape) for form in both)
    masses = tuple(np.ones(len(form.mass_slot)) for form in both)
    for side, form in enumerate(both):
        sweeps.forward(form, policies[side], reaches[side], masses[side])
    gains, values = [], []
    for side, form in enumerate(both):
        value, spare = np.zeros(form.shape), np.ones(form.shape)
        sweeps.earn(form, reaches[1 - side], masses[1 - side], value)
        followed = value.copy()
        sweeps.expect(form, followed, policies[side])
        sweeps.best(form, value, spare, tremble)
        values.append(float(form.prior @ followed[0]))
        gains.append(float(form.prior @ (value[0] - followed[0])))
    return (gains[0], gains[1]), (values[0], values[1])


def on_tree(
    game: AnyGame, both: tuple[Form, Form], policies: tuple[Array, Array]
) -> tuple[Array, Array]:
    """Policies of slots as policies of the tree's nodes, (nodes, types)."""
    made = []
    for side, form in enumerate(both):
        policy = np.ones((game.tree.nodes, form.shape[1]))
        policy[form.child[1:]] = policies[side][1:]
        if side == Owner.DEFENDER and isinstance(game, Game):
            signs = np.flatnonzero(game.tree.owner[game.tree.parent] == Owner.SIGNAL)
            policy[signs] = game.signal[signs]
        made.append(policy)
    return made[0], made[1]
