"""Crises of graded size, every mechanism on: rounds, levels and reserves grow from XXS to L.

A window opens in the last round, as both sides know; one that opens by chance would double the
tree in every round.
"""

from __future__ import annotations

from brinkwatch import crisis
from brinkwatch.crisis.calibrate import board
from brinkwatch.crisis.draws import Draws, sample
from brinkwatch.crisis.ladder import Rules
from brinkwatch.crisis.payoffs import Board
from brinkwatch.crisis.scenario import Scenario

SIZES = {"XXS": (1, 1, 0), "XS": (1, 2, 0), "S": (2, 2, 1), "M": (3, 3, 1), "L": (4, 3, 2)}
"""Rounds, levels and largest reserves."""

TEXT = """
id = "{name}"
title = "A crisis of size {name}"
[challenger]
name = "C"
types = {types}
war_cost = {{ median = [0.10, 0.25], spread = [0.5, 1.5] }}
[challenger.moves]
allow = ["wait", "regroup", "threaten", "strike", "probe"]
brandish = true
[defender]
name = "D"
types = {types}
rule = "quota"
quota = 0.6
cohesion = [0.3, 0.8]
division_signal = {{ threshold = 1.0, noise = [0.05, 0.15] }}
war_cost = {{ median = [0.10, 0.25], spread = [0.5, 1.5] }}
members = [
  {{ code = "AAA", weight = 0.5 }},
  {{ code = "BBB", weight = 0.3, resolve = 0.4 }},
  {{ code = "CCC", weight = 0.2, resolve = -0.4 }},
]
[rounds]
count = {rounds}
[ladder]
levels = {levels}
back_down = true
[window]
calendar = {calendar}
answer_cost = [0.2, 1.5]
success = [0.0, 0.3]
[reserves]
max = {reserves}
regroup_cost = [0.01, 0.08]
success_per_unit = [0.05, 0.20]
[confrontation]
base_success = [0.10, 0.30]
overmatch_lowers_success = [0.0, 0.4]
missile_defence = {{ intercept = [0.0, 0.8] }}
[hazard]
base = [0.001, 0.01]
per_level = [0.0, 0.01]
brandish = [0.01, 0.06]
overmatch = [0.01, 0.06]
[payoff.challenger]
harm_per_level = [0.02, 0.20]
audience_cost = [0.02, 0.25]
tolerate_leap = [0.02, 0.20]
victory = {{ theatre = [0.04, 0.15], alliance = [0.25, 0.60] }}
operation_cost = [0.04, 0.20]
desist_cost = [0.10, 0.40]
desist_after_nuclear_threat = [0.08, 0.30]
disaster = [3.0, 8.0]
[payoff.defender]
value_per_level = [0.02, 0.20]
back_down_cost = [0.02, 0.15]
unanswered = {{ theatre = [0.08, 0.30], alliance = 1.0 }}
disaster = [3.0, 8.0]
[solve]
precision = {{ challenger = 14.0, defender = 14.0 }}
"""
"""Precision 14 a unit is precision 5 where the largest stake averages 2.75."""


def scenario(name: str, types: int = 5) -> Scenario:
    """The scenario of one size with that many types a side."""
    rounds, levels, reserves = SIZES[name]
    text = TEXT.format(
        name=name,
        types=types,
        rounds=rounds,
        levels=[f"level {n + 1}" for n in range(levels)],
        reserves=reserves,
        calendar=[0] * (rounds - 1) + [1],
    )
    return crisis.loads(text, name)


def drawn(name: str, types: int = 5, draws: int = 8) -> tuple[Scenario, Board, Draws]:
    """A size with its board and draws of its numbers."""
    made = scenario(name, types)
    return made, board(Rules.of(made)), sample(made, draws, 1)
