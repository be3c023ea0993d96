"""The crisis as a game: a scenario in, equilibria over draws of its numbers out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from brinkwatch.crisis.files import dumps, load, loads
from brinkwatch.crisis.scenario import Scenario

if TYPE_CHECKING:
    from brinkwatch.crisis.comparison import compare
    from brinkwatch.crisis.drafting import draft
    from brinkwatch.crisis.efg import export_efg
    from brinkwatch.crisis.equilibrium import Equilibrium, as_row
    from brinkwatch.crisis.extensive import import_efg
    from brinkwatch.crisis.sensitivities import sensitivity
    from brinkwatch.crisis.simulation import simulate
    from brinkwatch.crisis.solving import solve

__all__ = [
    "Equilibrium",
    "Scenario",
    "as_row",
    "compare",
    "draft",
    "dumps",
    "export_efg",
    "import_efg",
    "load",
    "loads",
    "sensitivity",
    "simulate",
    "solve",
]

_LATER = {
    "Equilibrium": "equilibrium",
    "as_row": "equilibrium",
    "compare": "comparison",
    "draft": "drafting",
    "export_efg": "efg",
    "import_efg": "extensive",
    "sensitivity": "sensitivities",
    "simulate": "simulation",
    "solve": "solving",
}


def __getattr__(name: str) -> Any:
    """Load the numerical parts when they are first asked for."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    return value
