"""What changed since an earlier answer on the same crises."""

from __future__ import annotations

from brinkwatch.report.answer import Answer, Change, CrisisAnswer, Previous


def changes_since(before: Answer, now: Answer, origin: str) -> Previous:
    """Every probability of the earlier answer that is asked again now, with its new value.

    Crises are the same when both sides are; `origin` names where the earlier answer was kept.
    """
    earlier = {_sides(one): one for one in before.crises}
    changes = []
    for one in now.crises:
        if (old := earlier.get(_sides(one))) is None:
            continue
        rates = {(f.rung, f.horizon_days): f.probability for f in old.forecasts}
        new = {r.span.quote for r in now.records} - {r.span.quote for r in before.records}
        for forecast in one.forecasts:
            key = (forecast.rung, forecast.horizon_days)
            if key in rates and abs(rates[key] - forecast.probability) > 1e-9:
                changes.append(
                    Change(
                        crisis=one.crisis.title, rung=forecast.rung,
                        horizon_days=forecast.horizon_days, before=rates[key],
                        after=forecast.probability, note=f"{len(new)} new quotes",
                    )
                )  # fmt: skip
    return Previous(as_of=before.as_of, origin=origin, changes=tuple(changes))


def _sides(answer: CrisisAnswer) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(answer.crisis.challenger), frozenset(answer.crisis.defender)
