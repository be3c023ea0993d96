"""Fit the models of `brinkwatch forecast predict` and score them on years they have not seen.

    python benchmarks/forecast/fit.py DATA_PACK [--only q1]

DATA_PACK is a folder with forecast/q1_train.parquet and so on. Rolling origin: each block of years
is forecast from all earlier years. Candidates are ridge logistic regressions: nested groups of
terms (predict.toml), penalties, half-lives (fit.toml). They are pooled in log odds, each weighted
by its likelihood on the blocks before the one that is forecast (Dawid 1984, JRSS A 147(2)), so
nothing of a block chooses the model that forecasts it. Writes src/brinkwatch/forecast/predict.json.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logit, softmax

from brinkwatch.forecast.predict import (
    Rows,
    TableQuestion,
    design,
    numbers,
    read_rows,
    table_questions,
)
from brinkwatch.forecast.scores import brier, log_score

OUT = Path(__file__).parents[2] / "src" / "brinkwatch" / "forecast" / "predict.json"
PLAN = tomllib.loads(Path(__file__).with_name("fit.toml").read_text(encoding="utf-8"))
DRAWS, SEED = 2000, 1
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Candidate:
    """The first `width` terms, a penalty and a half-life in years."""

    width: int
    ridge: float
    half_life: float


@dataclass(frozen=True)
class Fitted:
    """A pooled model on standardised terms."""

    intercept: float
    mean: Floats
    sd: Floats
    weights: Floats


@dataclass
class Sample:
    """The rows of one outcome: terms (rows, terms), outcome 0 or 1, year, row in the table."""

    x: Floats
    y: Floats
    year: Floats
    place: NDArray[np.int_]


def read_table(question: TableQuestion, pack: Path) -> Rows:
    """The rows of a question in the data pack."""
    return read_rows(pack / "forecast" / f"{question.key}_train.parquet")


def sample_of(question: TableQuestion, target: str, rows: Rows) -> Sample:
    """The rows whose outcome is known, since the question's first year, in the order of years."""
    terms = [term for group in question.groups.values() for term in group]
    x, y, year = design(terms, rows), numbers(target, rows), numbers("year", rows)
    apart = numbers(question.apart, rows) == 1 if question.apart else np.zeros(len(year), bool)
    use = np.flatnonzero(~np.isnan(y) & ~apart & (year >= question.since))
    use = use[np.argsort(year[use], kind="stable")]
    return Sample(x[use], y[use], year[use], use)


def blocks(question: TableQuestion, sample: Sample) -> Iterator[tuple[int, NDArray[np.bool_]]]:
    """The first year of each block that is forecast from the years before it, and its rows."""
    plan = PLAN[question.key]
    for start in range(plan["first"], int(sample.year.max()) + 1, plan["block"]):
        yield start, (sample.year >= start) & (sample.year < start + plan["block"])


def candidates(question: TableQuestion) -> list[Candidate]:
    """The base rate alone, then each group of terms on top of those before it."""
    plan, classes = PLAN[question.key], len(question.groups.get("class", ()))
    widths = np.cumsum([0, *(len(group) for group in question.groups.values())])
    return [
        Candidate(int(width), ridge, half_life)
        for half_life in plan["half_life"]
        for width in dict.fromkeys([0, *widths])
        for ridge in (plan["ridge"] if width > classes else plan["ridge"][:1])
    ]


def standard(x: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation of each term where it is known; 0 and 1 where it never varies."""
    known = ~np.isnan(x)
    n = np.maximum(known.sum(0), 1)
    mean = np.where(known, x, 0).sum(0) / n
    sd = np.sqrt(np.where(known, (x - mean) ** 2, 0).sum(0) / n)
    return mean, np.where(sd > 1e-9, sd, 1.0)


def fit(z: Floats, y: Floats, age: Floats, candidate: Candidate, classes: Floats) -> Floats:
    """Intercept and coefficients; half a case of each kind is added to the base rate (Jeffreys)."""
    a = np.column_stack([np.ones(len(y)), z[:, : candidate.width]])
    w = 0.5 ** (age / candidate.half_life)
    penalty = np.append(classes, np.full(z.shape[1] - len(classes), float(candidate.ridge)))
    penalty = np.append(0.0, penalty[: candidate.width])

    def loss(b: Floats) -> tuple[float, Floats]:
        e = a @ b
        p, p0 = expit(e), expit(b[0])
        value = w @ (np.logaddexp(0, e) - y * e) + penalty @ b**2 / 2
        value += (np.logaddexp(0, b[0]) + np.logaddexp(0, -b[0])) / 2
        gradient = a.T @ (w * (p - y)) + penalty * b
        gradient[0] += p0 - 0.5
        return float(value), gradient

    start = np.zeros(candidate.width + 1)
    start[0] = logit((w @ y + 0.5) / (w.sum() + 1))
    options = {"maxiter": 2000, "ftol": 1e-13, "gtol": 1e-7}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    return np.pad(found.x, (0, z.shape[1] - candidate.width))


def fit_all(
    question: TableQuestion, sample: Sample, train: NDArray[np.bool_], origin: int
) -> tuple[Floats, Floats, Floats]:
    """Each candidate on the training rows: coefficients (candidates, 1 + terms), mean and sd."""
    mean, sd = standard(sample.x[train])
    z = np.nan_to_num((sample.x[train] - mean) / sd, nan=0.0)
    classes = np.full(len(question.groups.get("class", ())), PLAN[question.key].get("class", 0.0))
    b = [
        fit(z, sample.y[train], origin - sample.year[train], one, classes)
        for one in candidates(question)
    ]
    return np.array(b), mean, sd


def roll(question: TableQuestion, sample: Sample) -> tuple[Floats, Fitted]:
    """Probability of each row from the years before its block (nan before), and the final model."""
    last = int(sample.year.max()) + 1
    p = np.full(len(sample.y), np.nan)
    loss = np.zeros(len(candidates(question)))
    for start, test in blocks(question, sample):
        b, mean, sd = fit_all(question, sample, sample.year < start, start)
        z = np.nan_to_num((sample.x[test] - mean) / sd, nan=0.0)
        e = b[:, :1] + b[:, 1:] @ z.T
        p[test] = expit(softmax(-loss) @ e)
        loss += (np.logaddexp(0, e) - sample.y[test] * e).sum(1)
    b, mean, sd = fit_all(question, sample, np.ones(len(sample.y), bool), last)
    pooled = softmax(-loss) @ b
    return p, Fitted(float(pooled[0]), mean, sd, pooled[1:])


def base_rates(question: TableQuestion, sample: Sample) -> Floats:
    """The share of all earlier years since `since`, with half a case of each kind added."""
    p = np.full(len(sample.y), np.nan)
    for start, test in blocks(question, sample):
        past = sample.y[sample.year < start]
        p[test] = (past.sum() + 0.5) / (len(past) + 1)
    return p


def calibration_slope(p: Floats, y: Floats) -> tuple[float, float, float]:
    """Slope of the outcome on the forecast log odds (Cox 1958) and its 95 % Wald interval."""
    a, b = np.column_stack([np.ones(len(y)), logit(p)]), np.array([0.0, 1.0])
    for _ in range(100):
        q = expit(a @ b)
        information = (a * (q * (1 - q))[:, None]).T @ a
        step = np.linalg.solve(information, a.T @ (y - q))
        b = b + np.clip(step, -1, 1)
    half = 1.96 * float(np.sqrt(np.linalg.inv(information)[1, 1]))
    return float(b[1]), float(b[1]) - half, float(b[1]) + half


def scores(p: Floats, base: Floats, y: Floats) -> dict[str, Any]:
    """The scores beside those of the base rate; the difference with a 95 % bootstrap interval."""
    outcomes = [bool(one) for one in y]
    fall = (base - y) ** 2 - (p - y) ** 2
    drawn = np.random.default_rng(SEED).integers(len(y), size=(DRAWS, len(y)), dtype=np.int32)
    low, high = np.quantile([fall[rows].mean() for rows in drawn], (0.025, 0.975))
    return {
        "n": len(y), "k": int(y.sum()), "mean": round(float(p.mean()), 4),
        "brier": round(brier(p.tolist(), outcomes), 5),
        "brier_base_rate": round(brier(base.tolist(), outcomes), 5),
        "brier_gain": [round(float(v), 5) for v in (fall.mean(), low, high)],
        "log": round(log_score(p.tolist(), outcomes), 5),
        "log_base_rate": round(log_score(base.tolist(), outcomes), 5),
        "slope": [round(v, 3) for v in calibration_slope(p, y)],
    }  # fmt: skip


def fit_question(question: TableQuestion, pack: Path) -> dict[str, Any]:
    """The models of a question with their counts and rolling scores, by outcome."""
    rows = read_table(question, pack)
    terms = [term for group in question.groups.values() for term in group]
    found: dict[str, Any] = {}
    rolled: dict[str, Floats] = {}
    for target in sorted(question.targets, key=lambda t: _depth(question, t)):
        sample = sample_of(question, target, rows)
        use = sample.place
        p, model = roll(question, sample)
        rolled[target] = np.full(len(rows["year"]), np.nan)
        rolled[target][use] = p
        if outer := question.within.get(target):
            rolled[target] = np.fmin(rolled[target], rolled[outer])
        shown = sample.year >= PLAN[question.key]["scored"]
        found[target] = {
            "n": len(use), "k": int(sample.y.sum()),
            "period": [int(sample.year.min()), int(sample.year.max())],
            "rolling": {"from": PLAN[question.key]["scored"]} | scores(
                rolled[target][use][shown], base_rates(question, sample)[shown], sample.y[shown]
            ),
            "intercept": round(model.intercept, 5),
            "terms": [
                {"term": t, "mean": _short(m), "sd": _short(s), "weight": round(float(w), 5)}
                for t, m, s, w in zip(terms, model.mean, model.sd, model.weights, strict=True)
            ],
        }  # fmt: skip
        if question.apart:
            y = numbers(target, rows)
            inside = (numbers(question.apart, rows) == 1) & ~np.isnan(y)
            found[target]["apart"] = {"k": int(y[inside].sum()), "n": int(inside.sum())}
        print(line(f"{question.key:4}{target:21}", found[target]["rolling"]), flush=True)
    return {target: found[target] for target in question.targets}


def _depth(question: TableQuestion, target: str) -> int:
    outer = question.within.get(target)
    return 0 if outer is None else 1 + _depth(question, outer)


def _short(value: float) -> float:
    return float(f"{value:.6g}")


def line(label: str, r: dict[str, Any]) -> str:
    """The `scores` of a model in one line."""
    gain, slope = r["brier_gain"], r["slope"]
    return (
        f"{label} n {r['n']:6} k {r['k']:4}  brier {r['brier']:.4f} "
        f"(base rate {r['brier_base_rate']:.4f}, gain {gain[0]:+.4f} [{gain[1]:+.4f}, "
        f"{gain[2]:+.4f}])  log {r['log']:.4f} ({r['log_base_rate']:.4f})  "
        f"slope {slope[0]:.2f} [{slope[1]:.2f}, {slope[2]:.2f}]"
    )


def main() -> int:
    """Fit all questions, or only one, print the scores and write the models."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", type=Path)
    parser.add_argument("--only", choices=sorted(table_questions()))
    options = parser.parse_args()
    models = json.loads(OUT.read_text(encoding="utf-8")) if OUT.exists() else {}
    for key, question in table_questions().items():
        if options.only in (None, key):
            models[key] = fit_question(question, options.pack)
    ordered = {key: models[key] for key in table_questions() if key in models}
    OUT.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
