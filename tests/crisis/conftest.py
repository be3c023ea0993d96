"""Small games and scenarios that the tests of the crisis stage share."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from brinkwatch import crisis
from brinkwatch.crisis.calibrate import board
from brinkwatch.crisis.draws import central, sample
from brinkwatch.crisis.ladder import Rules
from brinkwatch.crisis.payoffs import game
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.tree import Game

SMALL = """
id = "small"
title = "A small crisis with every mechanism"
[challenger]
name = "C"
types = 3
war_cost = { median = [0.10, 0.25], spread = [0.5, 1.5] }
[challenger.moves]
allow = ["wait", "regroup", "threaten", "demonstrate", "strike", "probe"]
brandish = true
[defender]
name = "D"
types = 2
rule = "quota"
quota = 0.6
cohesion = [0.3, 0.8]
war_cost = { median = [0.10, 0.25], spread = [0.5, 1.5] }
division_signal = { threshold = 1.0, noise = 0.1 }
members = [
  { code = "AAA", weight = 0.5 },
  { code = "BBB", weight = 0.3, resolve = 0.4 },
  { code = "CCC", weight = 0.2, resolve = -0.4 },
]
[rounds]
count = 1
[ladder]
levels = ["low", "high"]
back_down = true
[[red_line]]
level = "low"
status = "active"
[window]
open = [0.1, 0.3]
answer_cost = [0.2, 1.5]
success = [0.0, 0.3]
[reserves]
max = 1
regroup_cost = [0.01, 0.08]
success_per_unit = [0.05, 0.20]
[confrontation]
base_success = [0.10, 0.30]
overmatch_lowers_success = [0.0, 0.4]
missile_defence = { intercept = [0.0, 0.8] }
[hazard]
base = [0.0, 0.01]
per_level = [0.0, 0.01]
brandish = [0.01, 0.06]
overmatch = [0.01, 0.06]
[demonstrate]
cost = [0.01, 0.05]
audience_share = [0.2, 0.7]
[payoff.challenger]
harm_per_level = [0.02, 0.20]
audience_cost = [0.02, 0.25]
tolerate_leap = [0.02, 0.20]
victory = { theatre = [0.04, 0.15], alliance = [0.25, 0.60] }
operation_cost = [0.04, 0.20]
desist_cost = [0.10, 0.40]
desist_after_nuclear_threat = [0.08, 0.30]
disaster = [3.0, 8.0]
[payoff.defender]
value_per_level = [0.02, 0.20]
back_down_cost = [0.02, 0.15]
unanswered = { theatre = [0.08, 0.30], alliance = 1.0 }
disaster = [3.0, 8.0]
[solve]
draws = 6
seed = 7
"""


@pytest.fixture
def small() -> Scenario:
    """A scenario of one round in which every mechanism is on."""
    return crisis.loads(SMALL, "small")


def drawn(scenario: Scenario, draw: int | None = None, seed: int = 3) -> Game:
    """One draw of a scenario as a game; without a number, its medians."""
    draws = central(scenario) if draw is None else sample(scenario, draw + 1, seed)
    return game(scenario, board(Rules.of(scenario)), draws, draw or 0)


def scaled(made: Game, factor: float) -> Game:
    """Payoffs times a factor, precision divided by it."""
    payoff = (made.payoff[0] * factor, made.payoff[1] * factor)
    return replace(made, payoff=payoff, precision=tuple(p / factor for p in made.precision))


def permuted(made: Game, side: int, order: list[int]) -> Game:
    """The types of one side in another order."""
    prior, payoff, signal = list(made.prior), list(made.payoff), made.signal
    prior[side], payoff[side] = prior[side][order], payoff[side][:, order]
    if side == 1:
        signal = signal[:, order]
    return replace(made, prior=tuple(prior), payoff=tuple(payoff), signal=signal)


def split(made: Game, side: int) -> Game:
    """Each type of one side split into two equal halves."""
    prior, payoff, signal = list(made.prior), list(made.payoff), made.signal
    prior[side] = np.repeat(prior[side] / 2, 2)
    payoff[side] = np.repeat(payoff[side], 2, axis=1)
    if side == 1:
        signal = np.repeat(signal, 2, axis=1)
    return replace(made, prior=tuple(prior), payoff=tuple(payoff), signal=signal)
