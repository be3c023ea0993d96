"""From a base rate to a probability in log odds, step by step.

A rung that is a kind of another (war is a use of force) is that rung's probability times a share:
P(war) = P(force) P(war | force). The share stands on its own classes; evidence moves the rung above
it, and the steps are the differences of log odds that this makes, so they still add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import exp, fsum, log

from brinkwatch.forecast.base_rates import Choice, choose
from brinkwatch.forecast.evidence import (
    Assumed,
    Effect,
    Feature,
    assumed,
    effect,
    features,
)
from brinkwatch.forecast.questions import names, rung
from brinkwatch.forecast.signs import Signs
from brinkwatch.records import Step

EVENT_SIGNS = frozenset({"display_before", "counter_before", "retreat"})
NOT_COUNTED = "no effect: not counted for this rung"
NO_BETTER = "no effect: cases left out are forecast no better with it"


def logit(p: float) -> float:
    """ln(p / (1 - p))."""
    return log(p / (1 - p))


def expit(x: float) -> float:
    """The inverse of `logit`, without overflow."""
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))


def before_evidence(steps: Iterable[Step]) -> float:
    """The base rate of all classes, averaged: what the base-rate steps add up to."""
    return expit(fsum(step.log_odds for step in steps if step.kind == "base_rate"))


@dataclass(frozen=True)
class Shift:
    """A step of the waterfall: what its signs move if the records behind them are right.

    `parts` are a sign, its log odds and their deviation each; the step is their sum times `trust`,
    how sure the coder is of the surest record behind them.
    """

    step: Step
    parts: tuple[tuple[str, float, float], ...]
    trust: float = 1.0

    @property
    def move(self) -> float:
        """Log odds if the records are right."""
        return sum(move for _, move, _ in self.parts)


@dataclass(frozen=True)
class Waterfall:
    """What makes one probability; `above` is that of the rung which this one is a kind of."""

    choice: Choice
    shifts: tuple[Shift, ...]
    steps: tuple[Step, ...]
    above: Waterfall | None = None

    @property
    def probability(self) -> float:
        """What the log odds of the steps add up to."""
        return expit(sum(step.log_odds for step in self.steps))

    def trusting(self, precision: float) -> float:
        """The probability if every coded record were right with this probability."""
        weights = (precision, 1 - precision) if self.choice.by_precision else self.choice.weights
        base = sum(w * logit(c.share) for w, c in zip(weights, self.choice.main, strict=True))
        coded = ((precision if s.trust < 1 else 1.0) * s.move for s in self.shifts)
        return expit(base + sum(coded))


def build(key: str, days: int, signs: Signs, tau: float | None = None) -> Waterfall:
    """The waterfall of a rung at a horizon, for a crisis of these signs.

    `tau`, if given, stands in for the prior deviation of effects in evidence.toml.
    """
    within = rung(key).within
    above = build(within, days, signs, tau) if within else None
    situation = signs.testing if key == "nuclear_test" and signs.testing else signs.situation
    choice = choose(
        situation, key, days,
        trust=signs.trust(signs.opened_by, signs.opening) if signs.opening else 1.0,
        known={*signs.reported, *(key for key, holds in signs.facts.items() if holds)},
    )  # fmt: skip
    if above:
        return Waterfall(choice, (), tuple(_nested_steps(choice, above)), above)
    shifts = tuple(_shifts(key, signs, tau))
    base = _base_steps(choice)
    return Waterfall(choice, shifts, (*base, *(shift.step for shift in shifts)))


def _pooled(choice: Choice) -> list[float]:
    """Log odds of the first class, then as each further one joins the weighted mean."""
    odds = [logit(count.share) for count in choice.main]
    pulls = [w * (o - odds[0]) for w, o in zip(choice.weights, odds, strict=True)]
    return list(accumulate(pulls[1:], initial=odds[0]))


def _base_steps(choice: Choice) -> list[Step]:
    heights = _pooled(choice)
    moves = [heights[0], *(b - a for a, b in pairwise(heights))]
    return [
        Step(
            name=f"{_joined_as(choice, i)}: {count.of.short}", log_odds=move,
            kind="base_rate", source=count.of.source, n=count.n,
            note=f"{count.k} of {count.n} {count.of.name}, {count.of.period}"
            + (f"; {choice.weighted_by}" if i else ""),
        )
        for i, (count, move) in enumerate(zip(choice.main, moves, strict=True))
    ]  # fmt: skip


def _joined_as(choice: Choice, place: int) -> str:
    """How a class enters: the first as the base rate, another in case of misreading or as equal."""
    if not place:
        return "base rate"
    return "in case the reports are misread" if choice.by_precision else "averaged with"


def _nested_steps(choice: Choice, above: Waterfall) -> Iterator[Step]:
    """The steps of the share and of the rung above, as changes of the product's log odds."""
    shares = [expit(height) for height in _pooled(choice)]
    own, first = _base_steps(choice), above.steps[0]
    height = first.log_odds
    product = logit(expit(height) * shares[0])
    yield own[0].model_copy(
        update={
            "name": f"{first.name}, then {own[0].name.removeprefix('base rate: ')}",
            "log_odds": product, "source": f"{first.source}; {own[0].source}",
            "note": f"{first.note}; then {own[0].note}",
        }
    )  # fmt: skip
    for step, share in zip(own[1:], shares[1:], strict=True):
        moved = logit(expit(height) * share)
        yield step.model_copy(update={"log_odds": moved - product})
        product = moved
    for step in above.steps[1:]:
        height += step.log_odds
        moved = logit(expit(height) * shares[-1])
        yield step.model_copy(update={"log_odds": moved - product})
        product = moved


def _named(name: str, signs: Signs) -> str:
    """The name of a sign with the sides in it."""
    crisis, day = signs.crisis, signs.day
    return name.format(
        one=names(crisis.challenger, day), other=names(crisis.defender, day),
        client=names(crisis.client, day),
    )  # fmt: skip


def _shifts(key: str, signs: Signs, tau: float | None) -> Iterator[Shift]:
    for feature in features():
        if feature.extends or signs.situation not in feature.classes:
            continue
        if feature.fact:
            yield _fact_shift(feature, effect(feature.key, key, tau), signs.facts[feature.key])
        elif {feature.key, feature.needs or feature.key} <= signs.reported.keys():
            yield _sign_shift(feature, key, signs, tau)
    for sign in assumed().values():
        if sign.key in signs.reported:
            yield _assumed_shift(sign, key, signs)


def _fact_shift(feature: Feature, found: Effect | None, holds: bool) -> Shift:
    move, sd = _move(found, holds)
    step = Step(
        name=feature.name if holds else str(feature.absent), log_odds=move, kind="evidence",
        source=feature.source, n=found.n if found else None, note=_why_none(found),
    )  # fmt: skip
    return Shift(step, ((feature.key, move, sd),))


def _move(found: Effect | None, present: bool) -> tuple[float, float]:
    """Log odds and deviation of a sign; nothing where it was not counted or does not help."""
    if found is None or found.gain <= 0:
        return 0.0, 0.0
    return found.when_present() if present else found.when_absent()


def _why_none(found: Effect | None) -> str | None:
    return NOT_COUNTED if found is None else NO_BETTER if found.gain <= 0 else None


def _sign_shift(feature: Feature, key: str, signs: Signs, tau: float | None) -> Shift:
    """The shift of a reported sign and of the stronger form it has or, as read, has not."""
    shown = signs.reported[feature.key]
    trust = signs.trust(shown, "event" if feature.key in EVENT_SIGNS else "commitment")
    found = effect(feature.key, key, tau)
    parts = [(feature.key, *_move(found, present=True))]
    name, sources = feature.name, [feature.source]
    for form in (f for f in features() if f.extends == feature.key):
        has, more = form.key in signs.reported, effect(form.key, key, tau)
        name += f", {form.name if has else form.absent}"
        parts.append((form.key, *_move(more, has)))
        sources += [form.source] if more else []
    total = sum(move for _, move, _ in parts)
    step = Step(
        name=_named(name, signs), log_odds=trust * total, kind="evidence",
        source="; ".join(sources),
        evidence=shown, n=found.n if found else None,
        note=f"times {trust:.2f}, how sure the coder is of it" if total else _why_none(found),
    )  # fmt: skip
    return Shift(step, tuple(parts), trust)


def _assumed_shift(sign: Assumed, key: str, signs: Signs) -> Shift:
    asked = key in sign.rungs
    move, sd = sign.log_odds * asked, sign.sd * asked
    trust = signs.trust(signs.reported[sign.key], sign.coded_as)
    step = Step(
        name=_named(sign.name, signs), log_odds=trust * move, kind="assumed", source=sign.source,
        evidence=signs.reported[sign.key], note=None if move else "no effect: no number supported",
    )  # fmt: skip
    return Shift(step, ((sign.key, move, sd),), trust)
