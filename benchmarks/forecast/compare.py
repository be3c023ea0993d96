"""Statistical and strategic models side by side, each block of years forecast from those before.

    python benchmarks/forecast/compare.py DATA_PACK [--only q3]

Models: the base rate; one logistic regression on all terms; the pooled regressions that
`brinkwatch forecast predict` ships, with the scores that fit.py wrote; gradient boosting
(scikit-learn, the extra `bench`); and, where a table tells who acted and who resisted, the
strategic model (strategic.py). The rows, blocks and scores are those of fit.py; the settings of the
single models stand in fit.toml.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import strategic
from fit import (
    PLAN,
    Candidate,
    Sample,
    base_rates,
    blocks,
    fit,
    line,
    read_table,
    sample_of,
    scores,
)
from fit import standard as standardised
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.ensemble import HistGradientBoostingClassifier

from brinkwatch.forecast.predict import Rows, TableQuestion, models, table_questions

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Shares = Callable[[Mask, Mask], Floats]
"""From which rows to learn and which to forecast, to the probabilities of the latter."""


def logit(sample: Sample) -> Shares:
    """One ridge regression on all terms, all years alike."""

    def shares(train: Mask, test: Mask) -> Floats:
        mean, sd = standardised(sample.x[train])
        z = np.nan_to_num((sample.x - mean) / sd, nan=0.0)
        one = Candidate(z.shape[1], PLAN["logit"]["ridge"], np.inf)
        b = fit(z[train], sample.y[train], np.zeros(train.sum()), one, np.empty(0))
        return expit(b[0] + z[test] @ b[1:])

    return shares


def boosting(sample: Sample) -> Shares:
    """Gradient boosted trees on all terms."""

    def shares(train: Mask, test: Mask) -> Floats:
        model = HistGradientBoostingClassifier(**PLAN["boosting"])
        return model.fit(sample.x[train], sample.y[train]).predict_proba(sample.x[test])[:, 1]

    return shares


def strategy(key: str, sample: Sample, rows: Rows) -> Shares:
    """Signorino's game, fitted to the pairs of states."""
    pairs = strategic.Pairs.of(key, rows, sample.place)

    def shares(train: Mask, test: Mask) -> Floats:
        return strategic.act_shares(key, pairs, train)[0][test]

    return shares


def rolled(question: TableQuestion, sample: Sample, shares: Shares) -> Floats:
    """Probability of each row from the years before its block; nan before the first scored one."""
    p = np.full(len(sample.y), np.nan)
    for start, test in blocks(question, sample):
        if start >= PLAN[question.key]["scored"]:
            p[test] = shares(sample.year < start, test)
    return p


def compare(question: TableQuestion, pack: Path) -> None:
    """Print one line for each outcome and model."""
    rows = read_table(question, pack)
    for target in question.targets:
        sample = sample_of(question, target, rows)
        base = base_rates(question, sample)
        others = {
            "logit": rolled(question, sample, logit(sample)),
            "boosting": rolled(question, sample, boosting(sample)),
        }
        if strategic.PLAN.get(question.key, {}).get("act") == target:
            others["strategic"] = rolled(question, sample, strategy(question.key, sample, rows))
        shown = sample.year >= PLAN[question.key]["scored"]
        found = {name: scores(p[shown], base[shown], sample.y[shown]) for name, p in others.items()}
        found["pooled"] = models()[question.key][target]["rolling"]
        for name, scored in found.items():
            print(line(f"{question.key:4}{target:21}{name:10}", scored), flush=True)


def main() -> int:
    """Compare on all questions, or only one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", type=Path)
    parser.add_argument("--only", choices=sorted(table_questions()))
    options = parser.parse_args()
    for key, question in table_questions().items():
        if options.only in (None, key):
            compare(question, options.pack)
    return 0


if __name__ == "__main__":
    sys.exit(main())
