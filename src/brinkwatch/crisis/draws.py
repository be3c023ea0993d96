"""Draws of every number of a scenario, by dotted path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from brinkwatch.crisis.constants import constants
from brinkwatch.crisis.quantity import Array, Quantity, strata
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.errors import InputError


@dataclass(frozen=True)
class Draws:
    """Values of each quantity, shape (draws,) by dotted path, and the constants in force."""

    values: Mapping[str, Array]
    constants: Mapping[str, float]
    count: int
    seed: int

    def __getitem__(self, path: str) -> Array:
        return self.values[path]

    def one(self, path: str, draw: int) -> float:
        """The value of one quantity in one draw."""
        return float(self.values[path][draw])


def sample(scenario: Scenario, draws: int, seed: int) -> Draws:
    """`draws` joint draws of all quantities, a Latin hypercube with one column a quantity."""
    if seed < 0:
        raise InputError(f"seed is {seed}; give a whole number, 0 or more.")
    values = {
        path: bounded(path, quantity, quantity.at(strata(path, draws, seed)))
        for path, quantity in scenario.quantities().items()
    }
    return Draws(values, _constants(scenario), draws, seed)


def central(scenario: Scenario) -> Draws:
    """One draw in which every quantity has its median."""
    values = {path: np.array([q.mid]) for path, q in scenario.quantities().items()}
    return Draws(values, _constants(scenario), 1, 0)


def _constants(scenario: Scenario) -> dict[str, float]:
    return {key: c.value for key, c in constants().items()} | scenario.constants


_SIGNED = ("resolve", "challenger_tilt", "operation_cost")
_SHARES = (
    "cohesion", "noise", "open", "close", "success", "success_per_unit", "base_success",
    "overmatch_lowers_success", "intercept", "audience_share", "base_rate", "use",
)  # fmt: skip


def bounded(path: str, quantity: Quantity, values: Array) -> Array:
    """Draws within the domain of their quantity: only three percentiles can leave it."""
    name = path.rpartition(".")[2]
    if len(quantity.root) < 3 or name in _SIGNED:
        return values
    return np.clip(values, 0.0, 1.0 if name in _SHARES else None)
