"""Numbers of a scenario that are known only as a range, and seeded draws from them."""

from __future__ import annotations

import zlib
from typing import Annotated, Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, ConfigDict, RootModel, model_validator

Array: TypeAlias = NDArray[np.float64]

LARGEST = 1000.0
"""The largest number a quantity may hold: far beyond any stake."""
LARGEST_LOG = 20.0
"""The same for what is in log units."""

_Z90 = 1.2815515655446004  # standard normal quantile at 0.9


class Quantity(RootModel[tuple[float, ...]]):
    """A number (fixed), two numbers (a uniform range) or three (10th, 50th, 90th percentile).

    Three percentiles make a two-piece normal distribution: a half normal on each side of the
    median, each meeting its percentile (Wallis, 2014, Statistical Science 29(1)).
    """

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _as_tuple(cls, value: Any) -> Any:
        if isinstance(value, bool):
            raise ValueError("a number, [low, high] or [p10, p50, p90] is expected, not true/false")
        if isinstance(value, int | float):
            return (float(value),)
        return value

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not 1 <= len(self.root) <= 3:
            raise ValueError("give a number, [low, high] or [p10, p50, p90]")
        if any(a > b for a, b in zip(self.root, self.root[1:], strict=False)):
            raise ValueError(f"the numbers of a range must rise, and {list(self.root)} does not")
        if not all(np.isfinite(self.root)):
            raise ValueError("a finite number is expected")
        if any(abs(number) > LARGEST for number in self.root):
            raise ValueError(
                f"is beyond {LARGEST:g}; payoffs are multiples of the loss of an unanswered attack"
            )
        return self

    @property
    def fixed(self) -> bool:
        """Whether it has no width."""
        return self.root[0] == self.root[-1]

    @property
    def mid(self) -> float:
        """The median: the number itself, the middle of a range, or the 50th percentile."""
        return self.root[1] if len(self.root) == 3 else (self.root[0] + self.root[-1]) / 2

    @property
    def ever_positive(self) -> bool:
        """Whether any draw can be above zero."""
        return self.root[-1] > 0

    def plain(self) -> float | list[float]:
        """As a scenario file writes it."""
        return self.root[0] if len(self.root) == 1 else list(self.root)

    def at(self, u: Array) -> Array:
        """The quantiles at the probabilities `u`, any shape."""
        if len(self.root) == 1:
            return np.full_like(u, self.root[0])
        if len(self.root) == 2:
            low, high = self.root
            return low + (high - low) * u
        from scipy.special import ndtri

        p10, p50, p90 = self.root
        z = ndtri(u)
        return np.asarray(p50 + z * np.where(z > 0, p90 - p50, p50 - p10) / _Z90)


def _in_logs(value: Quantity) -> Quantity:
    if any(abs(number) > LARGEST_LOG for number in value.root):
        raise ValueError(f"is in log units and beyond {LARGEST_LOG:g}")
    return value


def _not_negative(value: Quantity) -> Quantity:
    if value.root[0] < 0:
        raise ValueError(f"must not be negative, and {value.plain()} is")
    return value


def _probability(value: Quantity) -> Quantity:
    if value.root[0] < 0 or value.root[-1] > 1:
        raise ValueError(f"is a probability or share from 0 to 1, and {value.plain()} is not")
    return value


Amount: TypeAlias = Annotated[Quantity, AfterValidator(_not_negative)]
"""A quantity of zero or more; draws below zero are set to zero."""
Share: TypeAlias = Annotated[Quantity, AfterValidator(_probability)]
"""A quantity from 0 to 1; draws outside are set to the nearer end."""


Logs: TypeAlias = Annotated[Quantity, AfterValidator(_in_logs)]
"""A quantity in log units, of either sign."""
LogSpread: TypeAlias = Annotated[Amount, AfterValidator(_in_logs)]
"""A standard deviation in log units."""


def zero() -> Quantity:
    """The fixed quantity 0: a mechanism that is off."""
    return Quantity((0.0,))


def strata(name: str, draws: int, seed: int) -> Array:
    """One column of a Latin hypercube, shape (draws,): each of `draws` strata is hit once.

    The column depends on the seed and the quantity's name only, so that two scenarios that
    differ in one mechanism share the draws of all their other quantities (McKay, Beckman and
    Conover, 1979, Technometrics 21(2)).
    """
    generator = np.random.default_rng([seed, zlib.crc32(name.encode())])
    return (generator.permutation(draws) + generator.random(draws)) / draws
