"""How good forecasts were: Brier and log score, skill, Murphy's parts, reliability, each with n.

Brier (1950), Monthly Weather Review 78(1); the log score is the mean of -ln of the probability
given to what happened (Good 1952, JRSS B 14(1)), in nats; skill is 1 - score / reference score.
Lower scores are better. For rare events read the log score: a constant 0 has a fine Brier score.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, log
from typing import Any

import numpy as np

from brinkwatch.errors import InputError
from brinkwatch.forecast.base_rates import jeffreys

DRAWS, SEED = 1000, 1
BAND = (0.05, 0.95)


def brier(probabilities: Sequence[float], outcomes: Sequence[bool]) -> float:
    """Mean squared error of the probabilities, in [0, 1]."""
    _check(probabilities, outcomes)
    return sum((p - y) ** 2 for p, y in zip(probabilities, outcomes, strict=True)) / len(outcomes)


def log_score(probabilities: Sequence[float], outcomes: Sequence[bool]) -> float:
    """Mean of -ln p(what happened), in nats; infinite where the impossible happened."""
    _check(probabilities, outcomes)
    given = [p if y else 1 - p for p, y in zip(probabilities, outcomes, strict=True)]
    return sum(-log(p) if p > 0 else inf for p in given) / len(given)


def skill(score: float, reference: float) -> float | None:
    """1 - score / reference: 1 perfect, 0 no better; None where the reference was perfect."""
    return None if reference == 0 else 1 - score / reference


def reliability(
    probabilities: Sequence[float], outcomes: Sequence[bool], bins: int = 10
) -> list[dict[str, Any]]:
    """The reliability diagram: per non-empty bin `{low, high, n, forecast, observed, interval}`.

    `interval` is the Jeffreys 90 % interval of the observed share.
    """
    _check(probabilities, outcomes)
    grouped: dict[int, list[tuple[float, bool]]] = {}
    for p, y in zip(probabilities, outcomes, strict=True):
        grouped.setdefault(min(int(p * bins), bins - 1), []).append((p, y))
    return [
        {
            "low": b / bins, "high": (b + 1) / bins, "n": len(pairs),
            "forecast": sum(p for p, _ in pairs) / len(pairs),
            "observed": sum(y for _, y in pairs) / len(pairs),
            "interval": list(jeffreys(sum(y for _, y in pairs), len(pairs), level=0.9)),
        }
        for b, pairs in sorted(grouped.items())
    ]  # fmt: skip


def murphy(
    probabilities: Sequence[float], outcomes: Sequence[bool], bins: int = 10
) -> dict[str, float]:
    """Brier = reliability - resolution + uncertainty + within_bin (Murphy 1973, JAM 12(4)).

    `within_bin` is what binning leaves over (Stephenson, Coelho and Jolliffe 2008, Weather and
    Forecasting 23(4)); it is 0 where each bin holds one probability.
    """
    rows, n = reliability(probabilities, outcomes, bins), len(outcomes)
    rate = sum(outcomes) / n
    parts = {
        "reliability": sum(r["n"] * (r["forecast"] - r["observed"]) ** 2 for r in rows) / n,
        "resolution": sum(r["n"] * (r["observed"] - rate) ** 2 for r in rows) / n,
        "uncertainty": rate * (1 - rate),
    }
    total = parts["reliability"] - parts["resolution"] + parts["uncertainty"]
    return {**parts, "within_bin": brier(probabilities, outcomes) - total}


def corrected(
    probabilities: Sequence[float], outcomes: Sequence[bool], bins: int = 10
) -> dict[str, float]:
    """Murphy's parts without the bias of few cases in a bin (Ferro and Fricker 2012, QJRMS 138).

    Reliability - resolution + uncertainty stays what it was. A bin with one case has no estimate of
    its own variance and is left as it is.
    """
    parts, n = murphy(probabilities, outcomes, bins), len(outcomes)
    inside = sum(
        r["n"] * r["observed"] * (1 - r["observed"]) / (r["n"] - 1)
        for r in reliability(probabilities, outcomes, bins)
        if r["n"] > 1
    )
    between = parts["uncertainty"] / (n - 1) if n > 1 else 0.0
    return {
        "reliability": parts["reliability"] - inside / n,
        "resolution": parts["resolution"] - inside / n + between,
        "uncertainty": parts["uncertainty"] + between,
    }


def pooled_skill(
    given: Sequence[float], reference: Sequence[float]
) -> tuple[float, list[float] | None]:
    """Skill of the mean score of several crises, and its 90 % bootstrap band over them.

    Scores are one a crisis, each with the reference's on the same questions. The band is None with
    one crisis.
    """
    pairs = np.array([given, reference])
    gained = 1 - float(np.divide(*pairs.mean(axis=1)))
    if len(given) < 2:
        return gained, None
    drawn = np.random.default_rng(SEED).integers(len(given), size=(DRAWS, len(given)))
    skills = 1 - np.divide(*pairs[:, drawn].mean(axis=2))
    return gained, [float(end) for end in np.quantile(skills, BAND)]


def bands(
    probabilities: Sequence[float],
    outcomes: Sequence[bool],
    base: Sequence[float],
    groups: Sequence[str],
) -> dict[str, list[float]] | None:
    """90 % bootstrap bands of the scores and of Murphy's corrected parts; None with one group.

    Whole groups are drawn (crises), since forecasts of one crisis stand or fall together: 1000
    draws with a fixed seed. A skill that a draw leaves undefined is left out of its band.
    """
    members: dict[str, list[int]] = {}
    for place, group in enumerate(groups):
        members.setdefault(group, []).append(place)
    if len(members) < 2:
        return None
    pools = list(members.values())
    drawn: dict[str, list[float]] = {}
    for picks in np.random.default_rng(SEED).integers(len(pools), size=(DRAWS, len(pools))):
        places = [place for pick in picks for place in pools[pick]]
        p, y, b = ([values[i] for i in places] for values in (probabilities, outcomes, base))
        for key, value in (summary(p, y, b) | corrected(p, y)).items():
            if value is not None:
                drawn.setdefault(key, []).append(value)
    return {key: [float(v) for v in np.quantile(values, BAND)] for key, values in drawn.items()}


def summary(
    probabilities: Sequence[float], outcomes: Sequence[bool], base: Sequence[float]
) -> dict[str, float | None]:
    """Brier and log score with their skill against the base rates of the same questions."""
    b, s = brier(probabilities, outcomes), log_score(probabilities, outcomes)
    return {
        "brier": b, "brier_skill": skill(b, brier(base, outcomes)),
        "log": s, "log_skill": skill(s, log_score(base, outcomes)),
    }  # fmt: skip


def _check(probabilities: Sequence[float], outcomes: Sequence[bool]) -> None:
    if not outcomes or len(probabilities) != len(outcomes):
        raise InputError(
            f"{len(probabilities)} probabilities and {len(outcomes)} outcomes cannot be scored; "
            "give one outcome for each probability, and at least one."
        )
