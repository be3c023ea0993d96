"""The result of a solve: what happens in equilibrium, how sure the solver is, how it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brinkwatch.crisis.payoffs import OUTCOMES
from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.tree import Integers, PublicTree

INTERVAL = (0.05, 0.95)
"""Quantiles over draws that every `lo` and `hi` shows."""

_NAMED = 5  # failed draws named in the sentence


@dataclass(frozen=True)
class Pair:
    """An indicator over draws: (draws,) probabilities when seen and when not."""

    name: str
    outcome: str
    given: str
    otherwise: str
    seen: Array
    other: Array


@dataclass(frozen=True)
class Equilibrium:
    """Equilibria of a scenario, one a draw. Axis names: draws, rounds, outcomes, nodes, types.

    outcomes: (draws, rounds, outcomes) probability that the crisis ends so in that round.
    attacks: (draws,) probability that the challenger attacks; accidents are not attacks.
    value: challenger and defender, (draws,) expected payoff before types are known.
    residual, regret, regret_reached, nash_conv, iterations, intercept: (draws,), the certificates
        of `Solution`; residual is NaN where no intercept met the base rate.
    converged: (draws,); figures are over converged draws, the others are counted.
    several: (checked,) number of distinct equilibria found from `starts` starts, first draws.
    policies: side -> (kept, nodes, types), float32: chance that a type moves to a node.
    kept: (kept,) numbers of the draws whose policies are kept.
    indicators: what the equilibrium says when something is seen.
    """

    scenario: Scenario
    tree: PublicTree
    outcomes: Array
    attacks: Array
    value: tuple[Array, Array]
    residual: Array
    regret: Array
    regret_reached: Array
    nash_conv: Array
    iterations: Integers
    intercept: Array
    converged: NDArray[np.bool_]
    several: Integers
    starts: int
    kept: Integers
    policies: Mapping[str, NDArray[np.float32]]
    indicators: tuple[Pair, ...]
    solver: str
    seed: int
    policy: str = "free"
    versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def draws(self) -> int:
        """How many draws were asked for, converged or not."""
        return len(self.converged)

    @property
    def attack(self) -> Array:
        """(converged draws,) probability that the challenger attacks."""
        return np.asarray(self.attacks[self.converged])

    @property
    def failed(self) -> tuple[dict[str, Any], ...]:
        """The draws without an equilibrium: number, and the residual they stopped at.

        The residual is None where no intercept met the base rate, so nothing was solved.
        """
        return tuple(
            {"draw": int(n), "residual": None if np.isnan(r := self.residual[n]) else float(r)}
            for n in np.flatnonzero(~self.converged)
        )

    @property
    def ended(self) -> str:
        """How the solve ended, in a sentence."""
        n, share = int(self.converged.sum()), self.converged.mean()
        worst = float(self.residual[self.converged].max(initial=0.0))
        text = (
            f"{n} of {self.draws} draws ({share:.0%}) converged to a residual of "
            f"{self.scenario.solve.tolerance:g} or less (largest {worst:.1e}), after "
            f"{int(np.median(self.iterations))} iterations in the median"
        )
        if n < self.draws:
            names = ", ".join(str(row["draw"]) for row in self.failed[:_NAMED])
            names += ", ..." if len(self.failed) > _NAMED else ""
            text += (
                f"; the others (draw {names}) are left out of all figures: lower the precision "
                "for more"
            )
        if len(self.several) and self.several.max() > 1:
            text += (
                f"; {int((self.several > 1).sum())} of {len(self.several)} draws checked from "
                f"{self.starts} starts have more than one equilibrium"
            )
        return text + "."


def as_row(equilibrium: Equilibrium) -> dict[str, Any]:
    """The equilibrium as `crisis solve --format json` prints it.

    `lo` and `hi` are the 5th and 95th percentile over draws; `regret` is the largest expected
    gain of any type at any history from one other move, `regret_reached` its mean weighted by
    reach, `nash_conv` the largest over draws; `failed` names the draws that are left out.
    """
    e, ok = equilibrium, equilibrium.converged
    ends = e.outcomes[ok]
    row: dict[str, Any] = {
        "scenario": e.scenario.id,
        "draws": e.draws,
        "seed": e.seed,
        "converged": {"n": int(ok.sum()), "share": float(ok.mean())},
        "residual": float(e.residual[ok].max()),
        "regret": float(e.regret[ok].max()),
        "regret_reached": float(e.regret_reached[ok].mean()),
        "nash_conv": float(e.nash_conv[ok].max()),
        "failed": list(e.failed),
        "equilibria": int(e.several.max(initial=1)),
        "outcomes": {
            name: spread(ends[:, :, index].sum(axis=1)) | _by_round(ends[:, :, index])
            for index, name in enumerate(OUTCOMES)
        },
        "value": {
            side: spread(values[ok])
            for side, values in zip(("challenger", "defender"), e.value, strict=True)
        },
    }
    row["attack"] = spread(e.attack)
    row["indicators"] = [_pair(pair, ok) for pair in e.indicators]
    row["policy"], row["solver"], row["ended"] = e.policy, e.solver, e.ended
    row["versions"] = dict(e.versions)
    return row


def _by_round(values: Array) -> dict[str, list[float]]:
    """Means and percentiles of (draws, rounds), each a list over rounds."""
    lo, hi = np.quantile(values, INTERVAL, axis=0)
    rows = {"by_round": values.mean(axis=0), "by_round_lo": lo, "by_round_hi": hi}
    return {name: [float(x) for x in row] for name, row in rows.items()}


def spread(values: Array) -> dict[str, float]:
    """Mean and 5th and 95th percentile over draws."""
    lo, hi = np.quantile(values, INTERVAL)
    return {"mean": float(values.mean()), "lo": float(lo), "hi": float(hi)}


def _pair(pair: Pair, ok: NDArray[np.bool_]) -> dict[str, Any]:
    seen, other = pair.seen[ok], pair.other[ok]
    both = np.isfinite(seen) & np.isfinite(other)
    seen, other = seen[both], other[both]
    row: dict[str, Any] = {
        "name": pair.name, "outcome": pair.outcome, "given": pair.given,
        "otherwise": pair.otherwise, "draws": len(seen),
    }  # fmt: skip
    if len(seen):
        row |= {"seen": spread(seen), "not_seen": spread(other)}
        row |= {"difference": spread(seen - other), "share_higher": float((seen > other).mean())}
    return row
