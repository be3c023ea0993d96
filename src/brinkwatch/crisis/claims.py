"""Claims of the literature as measured signs over draws, after calibration.

Every draw is first calibrated to the base rate; then each claim is a difference within the draw.
It is measured with the scenario's audience costs and again without them, since they are contested,
and the attack rate once more at twice the precision: what disappears there was noise of the
response, which is no evidence of miscalculation.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from brinkwatch.crisis.equilibrium import Equilibrium, spread
from brinkwatch.crisis.mechanisms import table
from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.rates import rate
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.solving import Prepared, Progress, prepare, run
from brinkwatch.crisis.variants import silent, variant
from brinkwatch.errors import InputError, NotSolvedError

TWICE = "twice the precision"


def claims(
    scenario: Scenario,
    *,
    draws: int | None = None,
    seed: int | None = None,
    on_progress: Progress | None = None,
) -> dict[str, Any]:
    """Each claim's measured difference, with and without audience costs.

    Returns `{scenario, draws, seed, calibrated, precision: {attack, at_twice, disappears, draws},
    claims: [{text, source, sign, verdict, audience_costs, without_audience_costs, why_not}]}`. The
    two measures are `{mean, lo, hi, share: draws with the claimed sign, draws}`, or None with
    `why_not` in words where the scenario cannot show it. `verdict` is of the first: `holds`,
    `vanishes` or `turns`, by the shares in claims.toml. `disappears` is the share of P(attack) that
    is gone at twice the precision, at the same intercepts, over the draws that converge at both; it
    is negative where P(attack) rises.

    Raises:
        NotSolvedError: no draw converged.
    """
    rows: list[dict[str, Any]] = table("claims")["claim"]
    measured: list[list[tuple[dict[str, Any] | None, str]]] = []
    for turn, version in enumerate((scenario, silent(scenario))):
        solved = _Solved(prepare(version, draws=draws, seed=seed))
        measured.append([])
        for number, row in enumerate(rows):
            measured[turn].append(solved.measure(row))
            if on_progress:
                on_progress(turn * len(rows) + number + 1, 2 * len(rows))
        if not turn:
            precision, free = solved.precision(), solved.free
    return {
        "scenario": scenario.id,
        "draws": free.draws,
        "seed": free.seed,
        "calibrated": scenario.calibration is not None,
        "precision": precision,
        "claims": [
            {key: row[key] for key in ("text", "source", "sign")}
            | {"verdict": verdict(one), "audience_costs": one, "without_audience_costs": other}
            | ({} if one else {"why_not": why})
            for row, (one, why), (other, _) in zip(rows, *measured, strict=True)
        ],
    }


def verdict(measured: dict[str, Any] | None) -> str | None:
    """Whether a measured sign `holds`, `vanishes` or `turns`; None where there is no measure."""
    if measured is None:
        return None
    bounds = table("claims")["verdict"]
    if abs(measured["mean"]) < bounds["least"]:
        return "vanishes"
    if measured["share"] >= bounds["holds"]:
        return "holds"
    return "turns" if measured["share"] <= bounds["turns"] else "vanishes"


class _Solved:
    """One scenario solved free and, when a claim first asks for it, in its variants."""

    def __init__(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self._found: dict[str, Equilibrium | str] = {}

    @cached_property
    def free(self) -> Equilibrium:
        """The file's own equilibrium."""
        found = self._solved("the file")
        if isinstance(found, str):
            raise NotSolvedError(found)
        return found

    def measure(self, row: dict[str, Any]) -> tuple[dict[str, Any] | None, str]:
        """A claim's difference over draws, or None and why there is none."""
        pair = self._indicator(row["indicator"]) if "indicator" in row else self._rates(row)
        if isinstance(pair, str):
            return None, pair or row["missing"]
        gap = np.asarray(pair[0] - pair[1])
        gap = gap[np.isfinite(gap)]
        if not len(gap):
            return None, row["missing"]
        share = float((np.sign(gap) == row["sign"]).mean())
        return spread(gap) | {"share": share, "draws": len(gap)}, ""

    def precision(self) -> dict[str, Any]:
        """P(attack) at the file's precision and at twice it, with the same intercepts."""
        pair = self._rates({"outcome": "attack", "with": TWICE, "than": "the file"})
        if isinstance(pair, str):
            return {"attack": None, "at_twice": None, "disappears": None, "draws": 0}
        at_twice, at_once = (float(values.mean()) for values in pair)
        return {
            "attack": at_once,
            "at_twice": at_twice,
            "disappears": 1 - at_twice / at_once if at_once else None,
            "draws": len(pair[0]),
        }

    def _indicator(self, name: str) -> tuple[Array, Array] | str:
        for pair in self.free.indicators:
            if pair.name == name:
                return pair.seen[self.free.converged], pair.other[self.free.converged]
        return ""

    def _rates(self, row: dict[str, Any]) -> tuple[Array, Array] | str:
        """Two outcomes of a variant, or one outcome in two variants, over draws of both."""
        names = (row["with"], row.get("than", row["with"]))
        one, other = (self._solved(name) for name in names)
        if isinstance(one, str) or isinstance(other, str):
            return one if isinstance(one, str) else str(other)
        both = one.converged & other.converged
        outcomes = (row["outcome"], row.get("beside", row["outcome"]))
        calendar = self._prepared.scenario.window.calendar
        left, right = (
            rate(e, name, calendar) for e, name in zip((one, other), outcomes, strict=True)
        )
        if left is None or right is None or not both.any():
            return ""
        return left[both], right[both]

    def _solved(self, name: str) -> Equilibrium | str:
        """A variant's equilibrium; in words why there is none, empty where it has none."""
        if name not in self._found:
            self._found[name] = self._solve(name)
        return self._found[name]

    def _solve(self, name: str) -> Equilibrium | str:
        try:
            found = variant(self._prepared, name)
            return "" if found is None else run(*found, check_starts=False)
        except (InputError, NotSolvedError) as error:
            return str(error)
