"""Plays of the crisis drawn from its equilibria, with a seed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brinkwatch.crisis.boards import Board
from brinkwatch.crisis.calibrate import board
from brinkwatch.crisis.draws import sample
from brinkwatch.crisis.equilibrium import Equilibrium
from brinkwatch.crisis.ladder import Rules
from brinkwatch.crisis.payoffs import OUTCOMES, confrontation_hazards, game, outcome_shares
from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.tree import Game, Owner
from brinkwatch.errors import InputError


@dataclass(frozen=True)
class Move:
    """One public move: the round, who moved (chance included) and what was done."""

    round: int
    mover: str
    action: str


@dataclass(frozen=True)
class Run:
    """One play of the crisis.

    types: numbers of the challenger's and the defender's type, 0 the most resolved.
    """

    draw: int
    types: tuple[int, int]
    moves: tuple[Move, ...]
    outcome: str
    round: int

    @property
    def path(self) -> tuple[str, ...]:
        """The public moves in words."""
        return tuple(f"{move.round}: {move.mover} {move.action}" for move in self.moves)


MOVERS = {
    Owner.CHALLENGER: "challenger",
    Owner.DEFENDER: "defender",
    Owner.CHANCE: "chance",
    Owner.SIGNAL: "signal",
}


def simulate(
    scenario: Scenario, equilibrium: Equilibrium, *, runs: int, seed: int
) -> dict[str, Any]:
    """Play the crisis `runs` times and count how it went.

    Returns `{scenario, runs, seed, outcomes: {name: share}, paths: [{path, outcome, share}]}`,
    the most frequent path first; a path is a list of "round: mover action".
    """
    made = plays(scenario, equilibrium, runs=runs, seed=seed)
    ends = Counter(run.outcome for run in made)
    paths = Counter((run.path, run.outcome) for run in made)
    return {
        "scenario": scenario.id,
        "runs": runs,
        "seed": seed,
        "outcomes": {name: ends[name] / runs for name in OUTCOMES},
        "paths": [
            {"path": list(path), "outcome": outcome, "share": n / runs}
            for (path, outcome), n in sorted(paths.items(), key=lambda item: (-item[1], item[0]))
        ],
    }


def plays(scenario: Scenario, equilibrium: Equilibrium, *, runs: int, seed: int) -> tuple[Run, ...]:
    """`runs` plays: a kept draw, types from the prior, then every move by its policy.

    Raises:
        InputError: the equilibrium is of another scenario or of a policy, or runs is below 1.
    """
    if runs < 1:
        raise InputError(f"runs is {runs}; ask for at least one play.")
    if equilibrium.scenario != scenario or equilibrium.policy != "free":
        raise InputError(
            f"{scenario.id}: the equilibrium is not this scenario's free one; solve it first."
        )
    on = board(Rules.of(scenario))
    draws = sample(scenario, equilibrium.draws, equilibrium.seed)
    generator = np.random.default_rng([seed, runs])
    picks = generator.integers(len(equilibrium.kept), size=runs)
    games: dict[int, Game] = {}
    plays = []
    for pick in picks.tolist():
        draw = int(equilibrium.kept[pick])
        if draw not in games:
            games[draw] = game(scenario, on, draws, draw)
        shares = outcome_shares(on, confrontation_hazards(on, draws, draw))
        policies = (
            equilibrium.policies["challenger"][pick],
            equilibrium.policies["defender"][pick],
        )
        plays.append(_play(draw, on, games[draw], policies, shares, generator))
    return tuple(plays)


def _play(
    draw: int,
    on: Board,
    drawn: Game,
    policies: tuple[NDArray[np.float32], NDArray[np.float32]],
    shares: Array,
    generator: np.random.Generator,
) -> Run:
    types = tuple(int(generator.choice(len(prior), p=prior)) for prior in drawn.prior)
    moves, node, tree = [], 0, on.tree
    while tree.owner[node] != Owner.END:
        owner, children = Owner(int(tree.owner[node])), list(tree.children(node))
        if owner == Owner.CHANCE:
            chances = drawn.chance[children]
        elif owner == Owner.SIGNAL:
            chances = drawn.signal[children, types[1]]
        else:
            chances = policies[owner][children, types[owner]].astype(np.float64)
        step = int(generator.choice(children, p=chances / chances.sum()))
        if not (owner == Owner.CHANCE and tree.label(step) in ("safe", "closed")):
            moves.append(Move(tree.states[node].round, MOVERS[owner], tree.label(step)))
        node = step
    end = int(np.searchsorted(tree.ends, node))
    outcome = OUTCOMES[int(generator.choice(len(OUTCOMES), p=shares[end]))]
    return Run(draw, (types[0], types[1]), tuple(moves), outcome, int(on.round[end]))
