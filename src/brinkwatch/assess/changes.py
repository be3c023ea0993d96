"""What changed since an earlier answer on the same crises, and by which steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brinkwatch import forecast as forecasting
from brinkwatch.assess.chain import settings
from brinkwatch.records import Crisis
from brinkwatch.report.answer import Answer, Change, CrisisAnswer, Previous
from brinkwatch.report.wording import counted, odds_factor


def changes_since(before: Answer, now: Answer, origin: str) -> Previous:
    """Every probability of the earlier answer that is asked again now, with its new value.

    Crises are the same when both sides are, in part at least; `origin` names where the earlier
    answer was kept.
    """
    known = {record.span.quote for record in before.records}
    changes, same = [], []
    for one in now.crises:
        old = next((o for o in before.crises if same_sides(o.crisis, one.crisis)), None)
        if old is None:
            continue
        same.append(one.crisis.title)
        new = _new_quotes(now, one, known)
        for row in forecasting.changes(old.forecasts, one.forecasts):
            if abs(row["delta"]) > 1e-9:
                changes.append(
                    Change(
                        crisis=one.crisis.title, rung=row["rung"],
                        horizon_days=row["horizon_days"], before=row["before"],
                        after=row["after"], note=_why(row["steps"], new),
                    )
                )  # fmt: skip
    return Previous(
        as_of=before.as_of, origin=origin, same=tuple(same), changes=tuple(changes)
    )  # fmt: skip


def same_sides(one: Crisis, other: Crisis) -> bool:
    """Whether two crises are between the same sides, whichever of them draws the lines."""
    pairs = ((one.challenger, one.defender), (one.defender, one.challenger))
    return any(
        set(first) & set(other.challenger) and set(second) & set(other.defender)
        for first, second in pairs
    )


def _new_quotes(now: Answer, one: CrisisAnswer, known: set[str]) -> int:
    mine = set(one.crisis.records)
    return len({r.span.quote for r in now.records if r.id in mine} - known)


def _why(steps: Sequence[Mapping[str, Any]], new: int) -> str:
    """The steps that moved most, from one answer to the other, and how many quotes are new."""
    ranked = sorted(steps, key=lambda s: -abs((s["after"] or 0.0) - (s["before"] or 0.0)))
    told = [_moved(step) for step in ranked[: settings()["steps_of_a_change"]]]
    return "; ".join([*told, counted(new, "new quote")])


def _moved(step: Mapping[str, Any]) -> str:
    name, before, after = step["name"], step["before"], step["after"]
    if before is None or after is None:
        how = "no longer" if after is None else "new"
        effect = "" if name.startswith("base rate") else f", {odds_factor(before or after or 0.0)}"
        return f"{how}: {name}{effect}"
    return f"{name}: {odds_factor(after)}, before {odds_factor(before)}"
