"""Counterfactual regret minimisation on the public sequence form, and best responses.

`cfr` is Zinkevich and others (2007, NIPS 20), `cfr+` Tammelin (2014, arXiv:1407.5042), `dcfr`
Brown and Sandholm (2019, AAAI 33); sides are updated in turn and the average strategy is the
answer. They are for zero-sum games, for parity with other programs and as the engine of
`rational`. A low NashConv certifies play on the path only: in a game of threats such a profile may
rest on an empty one, so crises are solved by quantal response.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Literal, TypeAlias

import numpy as np

from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.solvers import sweeps
from brinkwatch.crisis.solvers.base import Asked, Job, JointSolution, Solution, Start, T
from brinkwatch.crisis.solvers.certificate import certified
from brinkwatch.crisis.solvers.lanes import WIDTH
from brinkwatch.crisis.solvers.sequence import AnyGame, Form, forms
from brinkwatch.crisis.tree import Game, JointGame, Owner
from brinkwatch.errors import InputError

RuleName: TypeAlias = Literal["cfr", "cfr+", "dcfr"]
RULES: dict[RuleName, int] = {"cfr": sweeps.CFR, "cfr+": sweeps.CFR_PLUS, "dcfr": sweeps.DCFR}

TREMBLE = 0.01
"""Chance that a rational mover's hand slips and any move is made, all equally often."""
_CHECK = 25  # iterations between looks at NashConv
_LIMIT = 10_000  # iterations of a rational solve


class Regret:
    """A game under regret minimisation: run some iterations, look at the average, run more.

    `beside` are further draws of a game of private values, on the same tree, up to `WIDTH` in all:
    they cost next to nothing more. `lane` names one, 0 the first.
    """

    def __init__(
        self,
        game: AnyGame,
        rule: RuleName = "dcfr",
        *,
        tremble: float = 0.0,
        beside: Sequence[Game] = (),
    ) -> None:
        if rule not in RULES:
            raise InputError(f"no rule is called {rule!r}; choose one of {', '.join(RULES)}.")
        if not 0 <= tremble < 1:
            raise InputError(f"tremble is {tremble}; give a probability from 0 to below 1.")
        self.games: tuple[AnyGame, ...] = (game, *beside)
        self.rule, self.tremble, self.done = RULES[rule], tremble, 0
        self.forms = forms(game, beside)
        shapes = [form.shape for form in self.forms]
        self._current = tuple(np.ones(shape) for shape in shapes)
        self._reach = tuple(np.ones(shape) for shape in shapes)
        self._value = tuple(np.zeros(shape) for shape in shapes)
        self._regret = tuple(np.zeros(shape) for shape in shapes)
        self._sums = tuple(np.zeros(shape) for shape in shapes)
        self._mass = tuple(np.ones((len(form.mass_slot), 1, WIDTH)) for form in self.forms)
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
        """The average strategies, (slots, types, WIDTH); even where a type never came."""
        policies = tuple(np.ones_like(sums) for sums in self._sums)
        for form, sums, policy in zip(self.forms, self._sums, policies, strict=True):
            sweeps.normalise(form, sums, policy)
        return policies[0], policies[1]

    def nash_convs(self) -> Array:
        """(WIDTH,) what both sides could gain by best responses, which tremble too."""
        one, other = gained(self.forms, self.average(), self.tremble)[0]
        return one + other

    def nash_conv(self) -> float:
        """The same of the first game."""
        return float(self.nash_convs()[0])

    def best_response(self, side: int) -> tuple[Array, Array]:
        """A side's best response to the other's average: (nodes, types), and what each type earns.

        Earnings are counterfactual: those of a type times its prior sum to the side's payoff.
        """
        policies = list(self.average())
        form, other = self.forms[side], self.forms[1 - side]
        reach, mass = np.ones(other.shape), np.ones((len(other.mass_slot), 1, WIDTH))
        sweeps.forward(other, policies[1 - side], reach, mass)
        value = np.zeros(form.shape)
        sweeps.earn(form, reach, mass, value)
        sweeps.best(form, value, policies[side], self.tremble)
        tree = on_tree(self.games[0], self.forms, (policies[0], policies[1]))
        return tree[side], value[0, :, 0]

    def profile(self, lane: int = 0) -> tuple[Array, Array]:
        """The average strategies on the tree, (nodes, types); 1 where somebody else moves."""
        return on_tree(self.games[lane], self.forms, self.average(), lane)


def solve(
    game: Game,
    *,
    tolerance: float = 1e-6,
    iterations: int = 2000,
    start: Start = None,  # noqa: ARG001 - regrets have no warm start
    rule: RuleName = "dcfr",
) -> Solution:
    """The average profile once NashConv is below the tolerance; that is its residual."""
    (found,) = _solved([Asked(game, tolerance, iterations)], rule, 0.0)
    return found


def rational(
    game: Game, *, tolerance: float = 1e-6, iterations: int = _LIMIT, start: Start = None
) -> Solution:
    """The rational limit: discounted CFR in which every move is made by mistake now and then.

    Trembles keep every history possible, so threats have to be worth carrying out (Selten, 1975,
    International Journal of Game Theory 4). The residual is NashConv among trembling strategies.
    """
    (found,) = _solved([Asked(game, tolerance, iterations, start)], "dcfr", TREMBLE)
    return found


def answers(jobs: Sequence[Job[T]]) -> Generator[T]:
    """What each job comes to by `rational`, in order; `WIDTH` of one tree are solved at once."""
    for first in range(0, len(jobs), WIDTH):
        yield from _together(jobs[first : first + WIDTH])


def _together(jobs: Sequence[Job[T]]) -> list[T]:
    asked: dict[int, Asked] = {}
    found: dict[int, T] = {}

    def go_on(number: int, solution: Solution | None) -> None:
        job = jobs[number]
        try:
            asked[number] = next(job) if solution is None else job.send(solution)
        except StopIteration as answer:
            found[number] = answer.value
            asked.pop(number, None)

    for number in range(len(jobs)):
        go_on(number, None)
    while asked:
        solved = _solved(list(asked.values()), "dcfr", TREMBLE)
        for number, solution in zip(list(asked), solved, strict=True):
            go_on(number, solution)
    return [found[number] for number in range(len(jobs))]


def _solved(asked: Sequence[Asked], rule: RuleName, tremble: float) -> list[Solution]:
    """Up to `WIDTH` games in step, each taken out when it meets its tolerance or its limit."""
    work = Regret(asked[0].game, rule, tremble=tremble, beside=[one.game for one in asked[1:]])
    found: dict[int, Solution] = {}
    while len(found) < len(asked):
        limits = [one.iterations or _LIMIT for n, one in enumerate(asked) if n not in found]
        work.run(min(_CHECK, min(limits) - work.done))
        residuals = work.nash_convs()
        for lane, one in enumerate(asked):
            met = bool(residuals[lane] < one.tolerance)
            if lane not in found and (met or work.done >= (one.iterations or _LIMIT)):
                found[lane] = certified(
                    one.game, work.profile(lane), residual=float(residuals[lane]),
                    iterations=work.done, converged=met,
                )  # fmt: skip
    return [found[lane] for lane in range(len(asked))]


def solve_joint(
    game: JointGame, *, rule: RuleName = "cfr+", iterations: int = 1000, tremble: float = 0.0
) -> JointSolution:
    """The average profile of a game of cards after a number of iterations."""
    work = Regret(game, rule, tremble=tremble)
    work.run(iterations)
    gains, (one, other) = gained(work.forms, work.average(), tremble)
    conv = float((gains[0] + gains[1])[0])
    return JointSolution(work.profile(), (float(one[0]), float(other[0])), conv, conv, work.done)


def gained(
    both: tuple[Form, Form], policies: tuple[Array, Array], tremble: float
) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """What each side gains by a best response, and what it has without, (WIDTH,) each."""
    reaches = tuple(np.ones(form.shape) for form in both)
    masses = tuple(np.ones((len(form.mass_slot), 1, WIDTH)) for form in both)
    for side, form in enumerate(both):
        sweeps.forward(form, policies[side], reaches[side], masses[side])
    gains, values = [], []
    for side, form in enumerate(both):
        value, spare = np.zeros(form.shape), np.ones(form.shape)
        sweeps.earn(form, reaches[1 - side], masses[1 - side], value)
        followed = value.copy()
        sweeps.expect(form, followed, policies[side])
        sweeps.best(form, value, spare, tremble)
        values.append((form.prior * followed[0]).sum(axis=0))
        gains.append((form.prior * (value[0] - followed[0])).sum(axis=0))
    return (gains[0], gains[1]), (values[0], values[1])


def on_tree(
    game: AnyGame, both: tuple[Form, Form], policies: tuple[Array, Array], lane: int = 0
) -> tuple[Array, Array]:
    """Policies of slots as policies of the tree's nodes, (nodes, types), of the game in a lane."""
    made = []
    for side, form in enumerate(both):
        policy = np.ones((game.tree.nodes, form.shape[1]))
        policy[form.child[1:]] = policies[side][1:, :, lane]
        if side == Owner.DEFENDER and isinstance(game, Game):
            signs = np.flatnonzero(game.tree.owner[game.tree.parent] == Owner.SIGNAL)
            policy[signs] = game.signal[signs]
        made.append(policy)
    return made[0], made[1]
