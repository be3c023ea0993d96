"""The interval of a forecast: what counts, effects, choice of class and coder leave open."""

from __future__ import annotations

from collections.abc import Set
from functools import cache
from math import log
from typing import TYPE_CHECKING, TypeAlias

from brinkwatch.forecast.base_rates import Count, settings
from brinkwatch.forecast.waterfall import Waterfall, logit

if TYPE_CHECKING:
    import numpy as np

    Draws: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

SOURCES = {
    "classes": "which reference class fits",
    "coding": "whether the coder read the reports rightly",
    "counts": "how few cases a class holds",
    "effects": "how strong the evidence is",
}
"""What is drawn, in a reader's words."""

LEVEL = 0.9


def interval(fall: Waterfall, vary: Set[str] = frozenset(SOURCES)) -> tuple[float, float]:
    """The central 90 % interval of `sample`: over everything that is open, or over a part of it."""
    import numpy as np

    ends = np.quantile(sample(fall, vary), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(ends[0]), float(ends[1])


def widths(fall: Waterfall) -> tuple[tuple[str, tuple[float, float]], ...]:
    """Each source of uncertainty with the interval it alone would give, the widest first.

    Sources that leave no doubt are left out; width is measured in log odds.
    """
    alone = [(what, interval(fall, {source})) for source, what in SOURCES.items()]
    open_ones = [(what, ends) for what, ends in alone if logit(ends[1]) - logit(ends[0]) > 1e-9]
    return tuple(sorted(open_ones, key=lambda row: logit(row[1][0]) - logit(row[1][1])))


def sample(fall: Waterfall, vary: Set[str] = frozenset(SOURCES)) -> Draws:
    """Draws of the probability, shape (draws,); the same stream for every rung and horizon.

    Monte Carlo with the settings of base_rates.toml. Of `vary`: `classes` takes the main classes
    or, in 1 - main_share of the draws, one of the others; `counts` draws shares from their Jeffreys
    posteriors, by levels spread evenly over (0, 1); `effects` draws log odds from normals; `coding`
    takes the records behind a class or a sign for wrong in one less their `trust` of the draws.
    What is not varied stands at its mean in log odds, that is at the forecast. A class whose
    cases all hold a sign is not moved by it again.
    """
    import numpy as np

    above = sample(fall.above, vary) if fall.above else None
    odds = _draw_odds(fall, 0 if above is None else 1, vary)
    share: Draws = 1 / (1 + np.exp(-odds))
    return share if above is None else share * above


def _draw_evidence(fall: Waterfall, vary: Set[str]) -> dict[str, Draws]:
    """Draws of what each sign moves, by its key."""
    import numpy as np

    rng = np.random.default_rng(settings()["seed"])
    size = settings()["draws"]
    drawn: dict[str, Draws] = {}
    for shift in fall.shifts:
        right = rng.permutation(size) < shift.trust * size
        for key, move, sd in shift.parts:
            effect = rng.normal(move, sd, size)
            moved = effect if "effects" in vary else np.full(size, move)
            drawn[key] = moved * (right if "coding" in vary else shift.trust)
    return drawn


def _draw_odds(fall: Waterfall, slot: int, vary: Set[str]) -> Draws:
    """Draws of log odds of the chosen classes, each moved by the signs it does not hold itself."""
    import numpy as np

    choice, evidence = fall.choice, _draw_evidence(fall, vary)
    rng = np.random.default_rng((settings()["seed"], slot))
    size = settings()["draws"]

    def moved(count: Count, order: Draws) -> Draws:
        signs = (draws for key, draws in evidence.items() if key not in count.of.holds)
        return sum(signs, start=_odds(count, "counts" in vary)[order])

    own = [moved(count, rng.permutation(size)) for count in choice.main]
    main: Draws = np.average(own, axis=0, weights=choice.weights)
    right = rng.permutation(size) < choice.weights[0] * size
    if choice.by_precision and "coding" in vary:
        main = np.where(right, *own)
    if not choice.others or "classes" not in vary:
        return main
    order = rng.permutation(size)
    which = rng.integers(len(choice.others), size=size)
    other = np.choose(which, [moved(count, order) for count in choice.others])
    return np.where(rng.permutation(size) < settings()["main_share"] * size, main, other)


@cache
def _odds(count: Count, open_count: bool) -> Draws:
    """Log odds of a class's share at even levels of its Jeffreys posterior, or at its mean."""
    import numpy as np
    from scipy.stats import beta

    if not open_count:
        return np.full(settings()["draws"], log(count.share) - log(1 - count.share))
    level = (np.arange(settings()["draws"]) + 0.5) / settings()["draws"]
    share = count.at_horizon(beta.ppf(level, count.k + 0.5, count.n - count.k + 0.5))
    share = np.clip(share, np.finfo(float).tiny, 1 - np.finfo(float).eps)
    odds: Draws = np.log(share) - np.log1p(-share)
    return odds
