"""What is private: the challenger's cost of war and stake, the coalition's pivotal resolve."""

from __future__ import annotations

from functools import cache

import numpy as np

from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.tables import Defender

_POINTS = 12  # 2^12 Sobol points for the coalition
_POINTS_SEED = 1


def midpoints(types: int) -> Array:
    """Quantiles (k - 1/2) / types that stand for the bins of a type, shape (types,)."""
    return (np.arange(types) + 0.5) / types


def war_costs(median: Array, spread: Array, types: int) -> Array:
    """Lognormal costs of war at the midpoints, low to high, (draws, types); given as (draws, 1)."""
    from scipy.special import ndtri

    return np.asarray(median * np.exp(spread * ndtri(midpoints(types))))


def tilted_prior(tilt: Array, types: int) -> Array:
    """Probabilities of the types, leaning to the resolved (cheap) end by `tilt` log odds.

    The log odds of the two ends differ from an even prior's by `tilt`, (draws, 1), in all. Returns
    (draws, types).
    """
    weight = np.exp(tilt * (0.5 - midpoints(types)))
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))


@cache
def coalition_points(members: int) -> Array:
    """Normal points, shape (members + 1, 4096): the common shock, then one a member.

    Scrambled Sobol points with a fixed seed, the same in every run (Owen, 1998, J. Complexity).
    """
    from scipy.special import ndtri
    from scipy.stats import qmc

    points = qmc.Sobol(members + 1, scramble=True, rng=_POINTS_SEED).random_base2(_POINTS)
    return np.ascontiguousarray(ndtri(np.clip(points, 1e-9, 1 - 1e-9)).T)


def resolves(means: Array, spread: float, cohesion: float) -> Array:
    """Members' resolve at the points, shape (members, 4096).

    r_m = mean_m + spread (sqrt(cohesion) g + sqrt(1 - cohesion) e_m).
    """
    z = coalition_points(len(means))
    shocks = np.sqrt(cohesion) * z[0] + np.sqrt(1 - cohesion) * z[1:]
    return np.asarray(means[:, None] + spread * shocks)


def pivotal(resolve: Array, defender: Defender) -> Array:
    """The resolve that decides under the voting rule, shape (4096,).

    Unanimity: the least resolved member. Quota: the highest resolve that members with at least
    `quota` of the weight share. Lead: the lead member.
    """
    if defender.rule == "unanimity":
        return np.asarray(resolve.min(axis=0))
    if defender.rule == "lead":
        return np.asarray(resolve[[m.code for m in defender.members].index(defender.lead or "")])
    weight = np.array([member.weight for member in defender.members])
    behind = np.tensordot(weight / weight.sum(), resolve[:, None] >= resolve, axes=1)
    return np.asarray(np.where(behind >= defender.quota - 1e-12, resolve, -np.inf).max(axis=0))


def coalition(
    defender: Defender,
    means: Array,
    median: float,
    spread: float,
    cohesion: float,
    threshold: float = np.inf,
) -> tuple[Array, Array]:
    """War costs of the coalition's types and how often each looks split.

    Returns two arrays of shape (types,): the mean cost of war `median * exp(-r)` in equal bins
    from most to least resolved, and the share of each bin in which the members' resolve differs
    by more than `threshold`.
    """
    resolve = resolves(means, spread, cohesion)
    decides = pivotal(resolve, defender)
    order = np.argsort(-decides)
    edges = np.array([b[0] for b in np.array_split(np.arange(len(order)), defender.types)])
    sizes = np.diff(edges, append=len(order))
    split = resolve.max(axis=0) - resolve.min(axis=0) > threshold
    cost, looks = (
        np.add.reduceat(row[order], edges) / sizes
        for row in (np.exp(-decides), split.astype(float))
    )
    return median * cost, looks
