"""Probabilities for rows of crises, disputes and pairs of states, from fitted logistic models.

The questions and their terms are in predict.toml, the coefficients in predict.json. A coefficient
is per standard deviation of its term. A value that is missing counts as the mean of its term, so
that the term moves nothing. In a product, a missing factor makes the product missing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from brinkwatch.errors import InputError, UnreadableError
from brinkwatch.forecast.questions import table

Rows = Mapping[str, Sequence[object]]
"""Columns by name, all of the same length; None is a missing value."""


@dataclass(frozen=True)
class TableQuestion:
    """One kind of row that can be forecast: its ids, its outcomes and its groups of terms."""

    key: str
    name: str
    source: str
    ids: tuple[str, ...]
    targets: Mapping[str, str]
    within: Mapping[str, str]
    groups: Mapping[str, tuple[str, ...]]
    since: int
    apart: str | None = None
    columns: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Collect the columns a row must have, in the order in which they are first named."""
        terms = [term for group in self.groups.values() for term in group]
        named = [*self.ids, *([self.apart] if self.apart else []), *_columns(terms)]
        object.__setattr__(self, "columns", tuple(dict.fromkeys(named)))


@cache
def table_questions() -> dict[str, TableQuestion]:
    """The questions about rows, by key."""
    return {
        key: TableQuestion(
            key=key, **row | {"groups": {name: tuple(g) for name, g in row["groups"].items()}}
        )
        for key, row in table("predict.toml").items()
    }


@cache
def models() -> dict[str, Any]:
    """By question and outcome: `intercept`, `terms`, n, k, period, and the rolling scores."""
    text = (files(__package__) / "predict.json").read_text(encoding="utf-8")
    fitted: dict[str, Any] = json.loads(text)
    return fitted


def table_question(key: str) -> TableQuestion:
    """The question of that key, or InputError with the keys there are."""
    known = table_questions()
    if key not in known:
        listed = "; ".join(f"{q.key}, {q.name}" for q in known.values())
        raise InputError(f"{key!r} is no question about rows; give one of these: {listed}.")
    return known[key]


def predict(key: str, rows: Rows) -> list[dict[str, Any]]:
    """For each row its ids and a probability under the name of each outcome.

    Raises InputError for an unknown question, a column that is missing and a value that is no
    number.
    """
    question = table_question(key)
    check_columns(question, rows)
    found: dict[str, NDArray[np.float64]] = {}
    for target in _outermost_first(question):
        model = models()[key][target]
        terms = model["terms"]
        x = design([term["term"] for term in terms], rows)
        shift = np.array([term["mean"] for term in terms])
        scale = np.array([term["sd"] for term in terms])
        z = np.nan_to_num((x - shift) / scale, nan=0.0)
        p = expit(model["intercept"] + z @ np.array([term["weight"] for term in terms]))
        if question.apart:
            k, n = model["apart"]["k"], model["apart"]["n"]
            p = np.where(numbers(question.apart, rows) == 1, (k + 0.5) / (n + 1), p)
        if outer := question.within.get(target):
            p = np.minimum(p, found[outer])
        found[target] = p
    return [
        {name: rows[name][i] for name in question.ids}
        | {target: float(found[target][i]) for target in question.targets}
        for i in range(len(rows[question.ids[0]]))
    ]


def _outermost_first(question: TableQuestion) -> list[str]:
    """The outcomes, each after the one that contains it."""

    def depth(target: str) -> int:
        outer = question.within.get(target)
        return 0 if outer is None else 1 + depth(outer)

    return sorted(question.targets, key=depth)


def check_columns(question: TableQuestion, rows: Rows) -> None:
    """InputError when the rows lack a column of the question or there is none."""
    missing = [column for column in question.columns if column not in rows]
    if missing:
        fits = [q.key for q in table_questions().values() if set(q.columns) <= set(rows)]
        hint = f"; its columns are those of {', '.join(fits)}" if fits else ""
        raise InputError(
            f"{question.key} ({question.name}) needs the columns {', '.join(missing)}, which the "
            f"table does not have{hint}; add them, with nulls where unknown, or name the question "
            "that fits."
        )
    if not rows[question.ids[0]]:
        raise InputError(f"the table has no row; {question.key} needs at least one.")


def design(terms: Sequence[str], rows: Rows) -> NDArray[np.float64]:
    """The value of each term in each row, of shape (rows, terms); nan where it is missing."""
    columns = [_value(term, rows) for term in terms]
    return np.stack(columns, axis=1) if columns else np.empty((len(next(iter(rows.values()))), 0))


def _value(term: str, rows: Rows) -> NDArray[np.float64]:
    left, product, right = term.partition(" * ")
    if product:
        return _value(left, rows) * _value(right, rows)
    column, equals, values = term.partition(" = ")
    if equals:
        wanted = values.split(" | ")
        held = (np.nan if v is None or v != v else _text(v) in wanted for v in rows[column])
        return np.fromiter(held, float)
    column, above, bound = term.partition(" >= ")
    if above:
        x = numbers(column, rows)
        return np.where(np.isnan(x), x, x >= float(bound))
    if term.startswith("log "):
        return np.log1p(np.maximum(numbers(term.removeprefix("log "), rows), 0))
    return numbers(term, rows)


def _columns(terms: Iterable[str]) -> list[str]:
    parts = [part for term in terms for part in term.split(" * ")]
    return [re.split(" >?= ", part)[0].removeprefix("log ") for part in parts]


def _text(value: object) -> str:
    """A code as it is written in a term: 8, also where the column holds 8.0."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def numbers(column: str, rows: Rows) -> NDArray[np.float64]:
    """A column as numbers, nan where a value is missing; InputError when one is no number."""
    try:
        return np.array([np.nan if v is None else v for v in rows[column]], float)
    except (TypeError, ValueError) as error:
        raise InputError(
            f"the column {column} holds something that is no number ({error}); expected numbers "
            "or nulls."
        ) from error


def read_rows(path: Path) -> dict[str, list[object]]:
    """The columns of a Parquet file; UnreadableError, naming the file, when it cannot be read."""
    import duckdb

    if not path.is_file():
        raise UnreadableError(f"{path}: there is no such file; give a Parquet file of features.")
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False, "autoload_known_extensions": False, "threads": 1,
    }  # fmt: skip
    try:
        with duckdb.connect(config=settings) as connection:
            found = connection.execute("FROM read_parquet($file)", {"file": str(path)})
            names = [column[0] for column in found.description or ()]
            values = list(zip(*found.fetchall(), strict=True)) or [()] * len(names)
    except duckdb.Error as error:
        reason = str(error).strip().split("\n", 1)[0]
        raise UnreadableError(
            f"{path}: not a Parquet file that can be read ({reason}); export it again."
        ) from error
    return {name: list(column) for name, column in zip(names, values, strict=True)}
