"""Fit the weights of the ledger on annotated articles, and say how well they carry over.

    python benchmarks/ledger_weights.py [--gold FOLDER] [--write]

Fits on every folder of training/articles but `kept_aside`, and on FOLDER if given:

matching    whether two commitments of one issuer are one line (`matching.toml`): a logistic
            regression on the levels in which they compare, penalised by the square of the distance
            from the weights set by hand (`benchmarks/ledger_weights.toml`); on the annotated pairs
            and on those of the coder's records of the same articles that match an annotated one
behind      which deed a reported stage is about (`behind.toml`): a conditional logistic regression
            among the deeds that come into question and none of them, penalised by the square of
            the weights

 Prints what weights reach on crises they have
not seen, fitted on all others, then on those that they were fitted on; `--write` puts them into the
two files. Nothing is random: the same articles give the same weights.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from ledger_lines import (
    ARTICLES,
    Prf,
    annotated,
    f1,
    invented,
    macro,
    record_id,
    same_date,
    scores,
    threads_of,
)
from scipy.optimize import minimize

from brinkwatch import coding, gazetteer
from brinkwatch.ledger import as_rows, behind, enter, matching
from brinkwatch.ledger.chronicle import Chronicle
from brinkwatch.ledger.comparison import compare
from brinkwatch.ledger.meaning import data, meaning_of
from brinkwatch.records import CodedRecord, Commitment, Document, Event, Life

SHARED = 0.3
"""Least share of the words of both, for a coded commitment to match an annotated one."""
PENALTY = {"matching.toml": 100.0, "behind.toml": 1.0}
MARK = "# --- weights: `benchmarks/ledger_weights.py --write` replaces all below ---\n"
STAGES: tuple[Life, ...] = ("tested", "crossed", "enforced", "not_enforced", "withdrawn")
Array = np.ndarray[Any, np.dtype[np.float64]]
Levels = dict[str, str]
Crisis = tuple[str, str]
"""A folder and the word that the articles of a crisis share in their names."""


@dataclass(frozen=True)
class Example:
    """Alternatives of which one kind is right, in the levels that describe them.

    Alternatives without levels are what the others are weighed against.
    """

    crises: frozenset[Crisis]
    alternatives: tuple[Levels | None, ...]
    right: tuple[bool, ...]


@dataclass(frozen=True)
class Folder:
    """One annotated folder."""

    path: Path
    documents: list[Document]
    records: list[CodedRecord]

    @property
    def days(self) -> dict[str, str | None]:
        """The day of each document."""
        return {document.id: document.first_day() for document in self.documents}

    def crisis(self, record: CodedRecord) -> Crisis:
        """The crisis of a record."""
        return self.path.name, record.origin.partition("#")[0].split("_")[1].split(".")[0]


def _coded(folder: Folder) -> Iterator[tuple[Commitment, Commitment]]:
    """The coder's commitments in the articles, each with the annotated one that it matches."""
    told = [record for record in folder.records if isinstance(record, Commitment)]
    for ours in coding.code(folder.documents).records:
        if not isinstance(ours, Commitment):
            continue
        rivals = []
        for one in told:
            ends, starts = {one.span.end, ours.span.end}, {one.span.start, ours.span.start}
            shared = (min(ends) - max(starts)) / (max(ends) - min(starts))
            if one.document_id == ours.document_id and set(one.issuer) & set(ours.issuer):
                rivals.append((shared, one.kind == ours.kind, one.id, one))
        best = max(rivals, default=None)
        if best is not None and best[0] >= SHARED:
            yield ours, best[-1]


def matching_examples(folder: Folder) -> Iterator[Example]:
    """Every pair of commitments of one issuer: one line, or not; as annotated, then as coded."""
    lines = threads_of(folder.path)["red_lines"]
    home = {
        record_id("commitment", a, i): line["id"] for line in lines for a, i in line["commitments"]
    }
    told = [record for record in folder.records if isinstance(record, Commitment)]
    yield from _pairs(folder, told, home)
    coded = list(_coded(folder))
    yield from _pairs(
        folder, [ours for ours, _ in coded], {ours.id: home[one.id] for ours, one in coded}
    )


def _pairs(folder: Folder, said: Sequence[Commitment], home: dict[str, str]) -> Iterator[Example]:
    means = {one.id: meaning_of(one, one.date or folder.days[one.document_id]) for one in said}
    for one, other in itertools.combinations(said, 2):
        if means[one.id].lead == means[other.id].lead:
            same = home[one.id] == home[other.id]
            yield Example(
                frozenset({folder.crisis(one), folder.crisis(other)}),
                (None, compare(means[one.id], means[other.id])),
                (not same, same),
            )


def behind_examples(folder: Folder) -> Iterator[Example]:
    """Every stage that an article reports: the deeds it can be about, those of its date right."""
    days = folder.days
    chronicle = Chronicle([one for one in folder.records if isinstance(one, Event)], days)
    said = {one.id: one for one in folder.records if isinstance(one, Commitment)}
    for line in threads_of(folder.path)["red_lines"]:
        for article, index in line["commitments"]:
            one = said[record_id("commitment", article, index)]
            if one.life not in STAGES:
                continue
            stages: list[Life] = [one.life]
            if (
                one.life in {"enforced", "not_enforced"}
                and one.kind in data("lifecycle.toml")["inference"]["threats"]
            ):
                stages.append("crossed")
            for life in stages:
                steps = [step for step in line["history"] if step["life"] == life]
                told = [step for step in steps if step["article"] == article]
                dates = [step["date"] for step in (told if told or life != one.life else steps)]
                day = days[one.document_id]
                rows = behind.candidates(one, day, chronicle)
                right = [any(same_date(row.day, date) for date in dates) for row in rows]
                yield Example(
                    frozenset({folder.crisis(one)}),
                    (None, *(behind.evidence(one, life, row, day) for row in rows)),
                    (not any(right), *right),
                )


Weights = dict[str, dict[str, float]]


def by_hand() -> dict[str, tuple[float, Weights]]:
    """For each data file the constant and the weights from which a fit departs."""
    matching_ = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {
        "matching.toml": (matching_["fitted"]["prior"], matching_["weights"]),
        "behind.toml": (0.0, {}),
    }


def fit(examples: Sequence[Example], file: str) -> tuple[float, Weights]:
    """The constant and the weight of each level that make the right alternatives likeliest.

    The weight of `unknown` stays as set by hand: what is not said is no matter of annotation.
    """
    constant, start = by_hand()[file]
    names = sorted(
        {item for one in examples for levels in one.alternatives for item in (levels or {}).items()}
    )
    names = [name for name in names if name[1] != "unknown"]
    column = {name: at for at, name in enumerate(names, start=1)}
    width = max(len(one.alternatives) for one in examples)
    x = np.zeros((len(examples), width, len(names) + 1))
    known = np.zeros((len(examples), width))
    real = np.zeros((len(examples), width), bool)
    right = np.zeros((len(examples), width), bool)
    for row, one in enumerate(examples):
        for at, levels in enumerate(one.alternatives):
            real[row, at], right[row, at] = True, one.right[at]
            if levels is not None:
                x[row, at, 0] = 1.0
                for item in levels.items():
                    if item in column:
                        x[row, at, column[item]] = 1.0
                    else:
                        known[row, at] += start.get(item[0], {}).get(item[1], 0.0)
    centre = np.array([constant, *(start.get(field, {}).get(level, 0.0) for field, level in names)])
    shrink = np.full(len(names) + 1, PENALTY[file])
    shrink[0] = 0.01

    def loss(w: Array) -> tuple[float, Array]:
        score = np.where(real, x @ w + known, -np.inf)
        share = np.exp(score - score.max(1, keepdims=True))
        total, good = share.sum(1), (share * right).sum(1)
        pull = share / total[:, None] - share * right / good[:, None]
        value = float(np.log(total / good).sum() + 0.5 * (shrink * (w - centre) ** 2).sum())
        return value, np.einsum("ij,ijk->k", pull, x) + shrink * (w - centre)

    w = minimize(loss, centre, jac=True, method="L-BFGS-B").x
    weights: Weights = {field: dict(levels) for field, levels in start.items()}
    for (field, level), value in zip(names, w[1:], strict=True):
        weights.setdefault(field, {})[level] = round(float(value), 2)
    return round(float(w[0]), 2), weights


def put(file: str, fitted: tuple[float, Weights]) -> None:
    """Let the ledger weigh by `fitted` from now on, in this process."""
    data(file)["fitted"]["prior"], data(file)["weights"] = fitted


def write(file: str, fitted: tuple[float, Weights]) -> None:
    """Put the weights into the data file, below its mark."""
    prior, weights = fitted
    path = Path(matching.__file__).with_name(file)
    head = path.read_text("utf-8").partition(MARK)[0]
    tables = [
        f"\n[weights.{field}]\n"
        + "".join(f"{level} = {value}\n" for level, value in levels.items())
        for field, levels in weights.items()
    ]
    path.write_text(f"{head}{MARK}\n[fitted]\nprior = {prior}\n{''.join(tables)}", "utf-8")


def score(folder: Folder, crisis: Crisis | None = None) -> dict[str, Prf]:
    """The figures of a folder by the present weights; of one crisis's lines, if one is given."""
    with gazetteer.knowing(invented(folder.path)):
        book = as_rows(enter(folder.documents, folder.records, as_of="2999-12-31"))
    threads = threads_of(folder.path)
    if crisis is not None:
        mine = {one.id for one in folder.records if folder.crisis(one) == crisis}
        for line in book:
            line["commitments"] = [one for one in line["commitments"] if one in mine]
        for line in threads["red_lines"]:
            line["commitments"] = [
                (a, i) for a, i in line["commitments"] if record_id("commitment", a, i) in mine
            ]
        threads["red_lines"] = [line for line in threads["red_lines"] if line["commitments"]]
    return scores(threads, book)


def _print(name: str, counts: dict[str, Prf]) -> None:
    print(
        f"{name:<24} same line {f1(counts['same line']):.2f}  history {f1(counts['history']):.2f}"
        f"  mean of the four stages {macro(counts):.2f}",
        flush=True,
    )


def _sum(counted: Iterable[dict[str, Prf]]) -> dict[str, Prf]:
    total: dict[str, Prf] = {}
    for counts in counted:
        for name, count in counts.items():
            total.setdefault(name, Counter()).update(count)
    return total


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    paths = [file.parent for file in sorted(ARTICLES.glob("*/threads.json"))]
    paths = [path for path in paths if path.name != "kept_aside"]
    paths += [chosen.gold] if chosen.gold else []
    folders = [Folder(path, *annotated(path)) for path in paths]
    examples: dict[str, list[Example]] = {"matching.toml": [], "behind.toml": []}
    for folder in folders:
        with gazetteer.knowing(invented(folder.path)):
            examples["matching.toml"] += matching_examples(folder)
            examples["behind.toml"] += behind_examples(folder)

    def fit_all(without: Crisis | None = None) -> dict[str, tuple[float, Weights]]:
        return {
            file: fit([one for one in given if without not in one.crises], file)
            for file, given in examples.items()
        }

    print("by weights fitted on all other crises (lines of a crisis; pairs within it)")
    for folder in folders:
        left_out = []
        for crisis in sorted({folder.crisis(one) for one in folder.records}):
            for file, fitted in fit_all(without=crisis).items():
                put(file, fitted)
            left_out.append(score(folder, crisis))
        _print(folder.path.name, _sum(left_out))
    fitted_on_all = fit_all()
    for file, fitted in fitted_on_all.items():
        put(file, fitted)
        if chosen.write:
            write(file, fitted)
    print("by weights fitted on all crises, these among them")
    for folder in folders:
        _print(folder.path.name, score(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
