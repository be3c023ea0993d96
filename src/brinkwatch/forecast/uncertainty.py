"""The interval of a forecast: what the counts, the effects and the choice of class leave open."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from brinkwatch.forecast.base_rates import Choice, Count, settings
from brinkwatch.forecast.waterfall import Waterfall

if TYPE_CHECKING:
    import numpy as np

    Draws: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def interval(fall: Waterfall, level: float = 0.9) -> tuple[float, float]:
    """The central interval over the counts, the effects and the choice of reference class.

    Monte Carlo with the settings of base_rates.toml: each draw takes the main classes or, in
    1 - main_share of the draws, one of the others; shares come from their Jeffreys posteriors, by
    levels spread evenly over (0, 1), effects from normals.
    """
    import numpy as np

    draws = np.quantile(sample(fall), [(1 - level) / 2, (1 + level) / 2])
    return float(draws[0]), float(draws[1])


def sample(fall: Waterfall) -> Draws:
    """Draws of the probability, shape (draws,); the same stream for every rung and horizon."""
    import numpy as np

    rng = np.random.default_rng(settings()["seed"])
    above = sample(fall.above) if fall.above else None
    odds = _draw_odds(fall.choice, slot=0 if above is None else 1)
    for shift in fall.shifts:
        odds = odds + rng.normal(shift.step.log_odds, shift.sd, odds.size)
    share: Draws = 1 / (1 + np.exp(-odds))
    return share if above is None else share * above


def _draw_odds(choice: Choice, slot: int) -> Draws:
    import numpy as np

    rng = np.random.default_rng((settings()["seed"], slot))
    size = settings()["draws"]
    main: Draws = np.average(
        [_odds(count)[rng.permutation(size)] for count in choice.main],
        axis=0, weights=choice.weights,
    )  # fmt: skip
    if not choice.others:
        return main
    order = rng.permutation(size)
    which = rng.integers(len(choice.others), size=size)
    other = np.choose(which, [_odds(count)[order] for count in choice.others])
    return np.where(rng.permutation(size) < settings()["main_share"] * size, main, other)


@cache
def _odds(count: Count) -> Draws:
    """Log odds of a class's share at evenly spaced levels of its Jeffreys posterior."""
    import numpy as np
    from scipy.stats import beta

    level = (np.arange(settings()["draws"]) + 0.5) / settings()["draws"]
    share = count.at_horizon(beta.ppf(level, count.k + 0.5, count.n - count.k + 0.5))
    share = np.clip(share, np.finfo(float).tiny, 1 - np.finfo(float).eps)
    odds: Draws = np.log(share) - np.log1p(-share)
    return odds
