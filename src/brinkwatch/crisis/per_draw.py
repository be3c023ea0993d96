"""An equilibrium as a table of its draws: the numbers drawn beside what they come to."""

from __future__ import annotations

from typing import Any

from brinkwatch.crisis.draws import sample
from brinkwatch.crisis.equilibrium import Equilibrium
from brinkwatch.crisis.payoffs import OUTCOMES


def per_draw(equilibrium: Equilibrium) -> list[dict[str, Any]]:
    """One flat row a draw, fit for `pandas.DataFrame`.

    Keys: `draw`, `converged`, `residual`, `intercept`, `attack`, each outcome, `value.challenger`
    and `value.defender` (None where the draw did not converge), then every number of the scenario
    by its path.
    """
    e = equilibrium
    drawn = sample(e.scenario, e.draws, e.seed).values
    rows = []
    for draw in range(e.draws):
        ok = bool(e.converged[draw])
        found = {"attack": e.attacks[draw]}
        found |= {name: e.outcomes[draw, :, i].sum() for i, name in enumerate(OUTCOMES)}
        found |= {"value.challenger": e.value[0][draw], "value.defender": e.value[1][draw]}
        certificate = {"residual": e.residual[draw], "intercept": e.intercept[draw]}
        rows.append(
            {"draw": draw, "converged": ok}
            | {key: float(value) if value == value else None for key, value in certificate.items()}
            | {key: float(value) if ok else None for key, value in found.items()}
            | {path: float(values[draw]) for path, values in drawn.items()}
        )
    return rows
