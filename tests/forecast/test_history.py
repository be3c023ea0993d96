"""Counts, intervals and effects, against published values and against the tables they came from."""

from __future__ import annotations

import subprocess
import sys
from math import log, sqrt
from pathlib import Path

import pytest

from brinkwatch.forecast.base_rates import Count, classes, jeffreys
from brinkwatch.forecast.evidence import assumed, effect, features, shrunken

ROOT = Path(__file__).parents[2]
PACK = ROOT.parent / "shared" / "data"


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(29, 103, 0.202, 0.374), (8, 103, 0.037, 0.141), (0, 6, 0.0, 0.330)],
)
def test_jeffreys_intervals_are_the_published_ones(k: int, n: int, low: float, high: float) -> None:
    assert jeffreys(k, n) == pytest.approx((low, high), abs=6e-4)


def test_a_yearly_share_comes_to_a_month_by_a_constant_hazard() -> None:
    year = Count(classes()["nuclear_crisis"], k=9, n=19, watched=365, days=365)
    month = Count(classes()["nuclear_crisis"], k=9, n=19, watched=365, days=73)
    assert (1 - month.share) ** 5 == pytest.approx(1 - year.share)
    assert "constant hazard" in (month.as_base_rate().note or "")


def test_a_rate_that_never_happened_says_what_other_priors_give() -> None:
    never = Count(classes()["nuclear_crisis"], k=0, n=87, watched=365, days=365).as_base_rate()
    assert never.share == pytest.approx(0.5 / 88)
    assert "0.011 under a uniform prior" in (never.note or "")
    assert "0.0038 under Kerman's" in (never.note or "")


def test_an_effect_is_the_log_odds_ratio_shrunk_by_its_variance() -> None:
    found = shrunken(20, 40, 10, 40, tau=0.5)
    raw = log(20.5 * 30.5 / (20.5 * 10.5))
    variance = 2 / 20.5 + 1 / 10.5 + 1 / 30.5
    assert found.log_odds == pytest.approx(raw * 0.25 / (0.25 + variance))
    assert found.sd == pytest.approx(sqrt(0.25 * variance / (0.25 + variance)))


def test_an_effect_seen_in_few_cases_is_close_to_none() -> None:
    assert abs(shrunken(1, 1, 0, 1, tau=0.5).log_odds) < 0.25


def test_an_effect_that_forecasts_left_out_cases_no_better_does_not_count() -> None:
    from brinkwatch.forecast.evidence import gain

    assert gain(30, 40, 10, 40, tau=0.5) > 0 > gain(10, 40, 11, 40, tau=0.5)


def test_a_gain_is_that_of_leaving_out_every_case_one_by_one() -> None:
    from brinkwatch.forecast.evidence import gain
    from brinkwatch.forecast.waterfall import expit, logit

    cases = [(1, 1)] * 6 + [(1, 0)] * 3 + [(0, 1)] * 2 + [(0, 0)] * 9
    fall = 0.0
    for i, (sign, outcome) in enumerate(cases):
        rest = cases[:i] + cases[i + 1 :]
        table = [len([c for c in rest if c == key]) for key in ((1, 1), (1, 0), (0, 1), (0, 0))]
        found = shrunken(table[0], table[0] + table[1], table[2], table[2] + table[3], tau=0.5)
        base = (table[0] + table[2] + 0.5) / (len(rest) + 1)
        move = found.when_present() if sign else found.when_absent()
        p = expit(logit(base) + move[0])
        fall += log(p if outcome else 1 - p) - log(base if outcome else 1 - base)
    assert gain(6, 9, 2, 11, tau=0.5) == pytest.approx(fall / len(cases))


def test_over_all_cases_a_fact_moves_the_average_nowhere() -> None:
    found = shrunken(20, 40, 10, 60, tau=0.5)
    mean = found.held * found.when_present()[0] + (1 - found.held) * found.when_absent()[0]
    assert mean == pytest.approx(0)


def test_every_counted_sign_has_a_count_and_every_assumed_one_says_so() -> None:
    assert all(effect(feature.key, "limited_force") for feature in features())
    assert all(sign.source.startswith("assumed") for sign in assumed().values())


def test_the_assumed_effect_of_a_crossed_line_follows_from_its_source() -> None:
    from brinkwatch.forecast.waterfall import logit

    sign = assumed()["line_crossed"]
    assert sign.defied is not None
    rate = 41 / 169
    bound = logit(rate / sign.defied) - logit(rate)
    assert sign.log_odds == pytest.approx(bound / 2, abs=0.005)


@pytest.mark.shared
@pytest.mark.skipif(not PACK.exists(), reason="needs the development data beside the repository")
def test_the_shipped_counts_are_those_of_the_tables() -> None:
    script = ROOT / "benchmarks" / "forecast" / "count_base_rates.py"
    ran = subprocess.run(
        [sys.executable, str(script), str(PACK), "--check"], capture_output=True, text=True
    )
    assert ran.stdout.strip() == "counts agree", ran.stderr
