"""Variants of a scenario that a claim is measured against: one thing taken away or changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias, TypeVar

from pydantic import BaseModel

from brinkwatch.crisis.comparison import under
from brinkwatch.crisis.draws import Draws, sample
from brinkwatch.crisis.ladder import Rules
from brinkwatch.crisis.mechanisms import table
from brinkwatch.crisis.quantity import Quantity
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.settings import DefenderPolicy, Policy
from brinkwatch.crisis.solving import Prepared
from brinkwatch.crisis.tables import Window

Model = TypeVar("Model", bound=BaseModel)
Change: TypeAlias = Callable[[Scenario], Scenario | None]
"""The scenario changed; None where there is nothing to change."""


def variant(prepared: Prepared, name: str) -> tuple[Prepared, Rules] | None:
    """What to solve for a variant, on the same draws and intercepts; None where it has none.

    `name` is `the file`, one of the changes below, a move to which the defender is bound
    (`leaps only`, `small steps only`), or a number of `[scaled]` in claims.toml.
    """
    scenario, draws = prepared.scenario, prepared.draws
    rules = Rules.of(scenario)
    if name == "the file":
        return prepared, rules
    if name in _BOUND:
        if "leap" not in rules.defender:
            return None
        policy = Policy(name=name, defender=DefenderPolicy(allow=("hold", _BOUND[name], "back")))
        return prepared, under(rules, policy)
    if name in table("claims")["scaled"]:
        return _on(prepared, scenario, _scaled(draws, name)), rules
    changed = _CHANGES[name](scenario)
    if changed is None:
        return None
    return _on(prepared, changed, sample(changed, draws.count, draws.seed)), Rules.of(changed)


def _on(prepared: Prepared, scenario: Scenario, draws: Draws) -> Prepared:
    return replace(prepared, scenario=scenario, draws=draws)


def _scaled(draws: Draws, name: str) -> Draws:
    row = table("claims")["scaled"][name]
    times = {path: draws.values[path] * row["factor"] for path in row["paths"]}
    return replace(draws, values=dict(draws.values) | times)


def silent(scenario: Scenario) -> Scenario:
    """The scenario with no cost of a line that is crossed and not enforced."""
    return _with(scenario, "payoff.challenger", audience_cost=Quantity((0.0,)))


def _no_line(s: Scenario) -> Scenario | None:
    return _with(s, "", red_line=()) if Rules.of(s).root.red > 0 else None


def _spent_line(s: Scenario) -> Scenario | None:
    if Rules.of(s).root.red <= 0:
        return None
    lines = tuple(line.model_copy(update={"status": "spent"}) for line in s.red_line)
    return _with(s, "", red_line=lines)


def _line_to_draw(s: Scenario) -> Scenario | None:
    """The challenger may draw the line itself: none stands at the start."""
    if "threaten" not in s.challenger.moves.allow or s.ladder.start >= len(s.ladder.levels):
        return None
    return _with(s, "", red_line=())


def _no_window(s: Scenario) -> Scenario | None:
    return _with(s, "", window=Window()) if any(s.window.calendar) else None


def _moment(s: Scenario, chance: float) -> Scenario | None:
    """A window is open now, and opens again in any later round with a chance."""
    if not any(s.window.calendar) or s.rounds.count < 2:
        return None
    now = (1, *(0,) * (s.rounds.count - 1))
    return _with(
        s, "window", calendar=now, open=Quantity((chance,)), close=Quantity((1.0,)), supports=()
    )


def _reserves(s: Scenario, start: int) -> Scenario | None:
    return _with(s, "reserves", start=start) if s.reserves.max else None


def _no_interception(s: Scenario) -> Scenario | None:
    if s.confrontation.missile_defence is None:
        return None
    return _with(s, "confrontation", missile_defence=None)


def _no_demonstration(s: Scenario) -> Scenario | None:
    return _without(s, "demonstrate") if "demonstrate" in s.challenger.moves.allow else None


def _pretext(s: Scenario, needed: bool) -> Scenario | None:
    """A pretext must be made before an attack on a member, at the file's cost or a stated one."""
    moves = s.challenger.moves.allow
    if "probe" not in moves:
        return None
    if s.pretext.needed:
        return _with(s, "pretext", needed=needed)
    if not needed:
        return s
    cost = Quantity((table("claims")["pretext"]["cost"],))
    allowed = _with(s, "challenger.moves", allow=(*moves, "pretext"))
    return _with(allowed, "pretext", needed=True, cost=cost)


def _without(s: Scenario, move: str) -> Scenario:
    kept = tuple(m for m in s.challenger.moves.allow if m != move)
    return _with(s, "challenger.moves", allow=kept)


def _with(model: Model, path: str, **changes: object) -> Model:
    """A scenario or table with fields changed, its own or those of a table inside it."""
    if not path:
        return model.model_copy(update=changes)
    name, _, rest = path.partition(".")
    return model.model_copy(update={name: _with(getattr(model, name), rest, **changes)})


_BOUND = {"leaps only": "leap", "small steps only": "step"}
_CHANGES: dict[str, Change] = {
    "no line": _no_line,
    "spent line": _spent_line,
    "a line to draw": _line_to_draw,
    "no window": _no_window,
    "a rare moment": lambda s: _moment(s, table("claims")["moment"]["rare"]),
    "a frequent moment": lambda s: _moment(s, table("claims")["moment"]["frequent"]),
    "all reserves free": lambda s: _reserves(s, s.reserves.max),
    "no reserve free": lambda s: _reserves(s, 0),
    "no interception": _no_interception,
    "no demonstration": _no_demonstration,
    "a pretext needed": lambda s: _pretext(s, True),
    "no pretext needed": lambda s: _pretext(s, False),
}
