"""Fits the heads on labelled material: the encoder, then how sure a record of each kind may be.

1. The material is parted into two halves. An encoder is trained on each half, and the coder run
   with it over the other half, every record kept.
2. A record is right where the labels have it (`matching.agrees`), each label answering one record.
   A logistic regression of that on what is known of the record (`heads.confidence.features`) is
   the calibration. A proposal of the encoder is kept from `LEAST` on.
3. The encoder that is written is trained on both halves.

Held-out scores calibrate better than fitted ones (cross-fitting: Platt 1999, section 2.2.1).
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from brinkwatch import gazetteer
from brinkwatch.coding.codebook import KINDS, Row
from brinkwatch.coding.coder import code
from brinkwatch.coding.heads import Heads
from brinkwatch.coding.heads.confidence import Calibration, R, features, kind_of
from brinkwatch.coding.heads.encoder import Encoder
from brinkwatch.coding.heads.labels import Answers
from brinkwatch.coding.heads.readings import Readings
from brinkwatch.coding.heads.training import train
from brinkwatch.coding.labelled import LabelledSentence
from brinkwatch.coding.learning.answers import answers_of
from brinkwatch.coding.learning.matching import agrees
from brinkwatch.coding.proposals import RULE
from brinkwatch.coding.rows import to_contract
from brinkwatch.errors import InputError
from brinkwatch.gazetteer.added import Added
from brinkwatch.records import CodedRecord, Document

LEAST = 0.5  # a proposal is kept where it is likelier right than wrong
RIDGE = 1.0  # assumed: strength of the penalty on every weight but the constant
RARE = 5  # assumed: a feature of fewer records than this gets no weight
BESIDE = 0.25  # assumed: weight of a lone sentence's record where there are whole articles

Progress = Callable[[str, int, int], None]
"""Told the step, how much of it is done, and of how much."""


@dataclass(frozen=True)
class Item:
    """A labelled sentence or article: what is coded, the labels, what the encoder is to answer.

    `labels` has the records of each kind that was looked for, in the fields of the codebook with
    their quotes; `start` is the code point before which the document is only context.
    """

    half: int
    document: Document
    labels: Mapping[str, Sequence[Row]]
    answers: tuple[Answers, ...]
    actors: tuple[Added, ...] = ()
    start: int = 0

    @property
    def lone(self) -> bool:
        """Whether it is a sentence by itself."""
        return self.document.kind == "headline"


def item_of(sentence: LabelledSentence) -> Item:
    """The item of a labelled sentence, its context before it."""
    document = sentence.document()
    labels = {k: [_quoted(k, r, sentence.text) for r in v] for k, v in sentence.records.items()}
    return Item(
        half=sentence.number // 4 % 2, document=document, answers=(answers_of(sentence),),
        labels=labels if sentence.whole else {}, actors=sentence.actors,
        start=len(document.text) - len(sentence.text),
    )  # fmt: skip


def _quoted(kind: str, record: Row, text: str) -> Row:
    whole: dict[str, Any] = {"quote": text, **record}
    return {"action": record, **whole} if kind == "event" else whole


# --- records, right or wrong ----------------------------------------------------------------------


class _Everything(Calibration):
    """Keeps every record, and remembers what is known of each, with the encoder and without."""

    def __init__(self) -> None:
        super().__init__({}, 0.0)
        self.seen: list[tuple[CodedRecord, Row, Row]] = []

    def rated(self, records: Sequence[R], heads: Readings | None) -> list[R]:
        self.seen += [
            (r, features(r, records[:n], heads), features(r, records[:n], None))
            for n, r in enumerate(records)
        ]
        return list(records)


@dataclass(frozen=True)
class Judged:
    """What is known of a coded record, and whether the labels have it."""

    kind: str
    proposed: bool
    known: Mapping[str, Row]
    right: bool
    weight: float


def judged(item: Item, encoder: Encoder) -> list[Judged]:
    """Code an item with everything kept, and match its records with the labels."""
    keeper = _Everything()
    with gazetteer.knowing(item.actors):
        code([item.document], headlines=item.lone, heads=Heads(encoder, keeper))
    left = {kind: list(records) for kind, records in item.labels.items()}
    out = []
    for record, both, rules in keeper.seen:
        kind = kind_of(record)
        if record.span.end <= item.start or kind not in left:
            continue
        row = to_contract(record)
        wanted = next((label for label in left[kind] if agrees(kind, row, label)), None)
        if wanted is not None:
            left[kind].remove(wanted)
        weight = BESIDE if item.lone else 1.0
        known = {"both": both, "rules": rules}
        out.append(Judged(kind, record.rule == RULE, known, wanted is not None, weight))
    return out


# --- the calibration ------------------------------------------------------------------------------


def regression(rows: Sequence[Row], right: Sequence[bool], weights: Sequence[float]) -> Row:
    """Weights by feature of a logistic regression, with a ridge on all but the constant."""
    counts: dict[str, int] = {}
    for row in rows:
        for name, value in row.items():
            counts[name] = counts.get(name, 0) + (value != 0)
    names = sorted(name for name, n in counts.items() if n >= RARE)
    if not names:
        return {}
    x = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    y, w = np.array(right, dtype=float), np.array(weights)
    penalty = np.array([0.0 if name == "one" else RIDGE for name in names])

    def loss(b: Any) -> tuple[float, Any]:
        z = x @ b
        p = 1 / (1 + np.exp(-z))
        value = (w * (np.logaddexp(0, z) - y * z)).sum() + 0.5 * (penalty * b * b).sum()
        return float(value), x.T @ (w * (p - y)) + penalty * b

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return {name: round(float(b), 4) for name, b in zip(names, found.x, strict=True)}


def probability(weights: Row, row: Row) -> float:
    """The regression's probability that a record is right."""
    return float(1 / (1 + np.exp(-sum(weights.get(k, 0.0) * v for k, v in row.items()))))


def ece(scored: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error over equally filled bins (Naeini, Cooper, Hauskrecht 2015)."""
    ordered = sorted(scored, key=lambda pair: pair[0])
    parts = np.array_split(np.array(ordered, dtype=float).reshape(-1, 2), bins)
    errors = (len(p) * abs(p[:, 0].mean() - p[:, 1].mean()) for p in parts if len(p))
    return float(sum(errors) / max(1, len(scored)))


@dataclass(frozen=True)
class Worth:
    """What the encoder is worth for a kind of record: F1 of the rules alone and of both, and ECE.

    Each half is scored by the weights of the other; counted are whole articles, where there are
    any, else the sentences.
    """

    kind: str
    labelled: int
    rules: float
    both: float
    ece: float
    ece_rules: float


def calibrate(found: Sequence[tuple[Item, list[Judged]]]) -> tuple[Row, list[Worth]]:
    """The calibration, with the encoder and without, and what the encoder is worth."""
    whole = any(not item.lone for item, _ in found)
    out: dict[str, Any] = {"least": LEAST, "both": {}, "rules": {}}
    worth = []
    for kind in KINDS:
        counted = [item for item, _ in found if not (whole and item.lone)]
        labelled = sum(len(item.labels.get(kind, ())) for item in counted)
        rows = [(item, j) for item, told in found for j in told if j.kind == kind]
        scores, errors = {}, {}
        for mode in ("both", "rules"):
            mine = [(i, j) for i, j in rows if mode == "both" or not j.proposed]
            out[mode][kind] = _weights(mine, mode)
            scored = []
            for half in (0, 1):
                weights = _weights([(i, j) for i, j in mine if i.half != half], mode)
                scored += [
                    (probability(weights, j.known[mode]), j)
                    for i, j in mine if i.half == half and not (whole and i.lone)
                ]  # fmt: skip
            kept = [(p, j.right) for p, j in scored if not j.proposed or p >= LEAST]
            scores[mode] = 2 * sum(right for _, right in kept) / max(1, len(kept) + labelled)
            errors[mode] = ece(kept)
        worth.append(
            Worth(kind, labelled, scores["rules"], scores["both"], errors["both"], errors["rules"])
        )
    return out, worth


def _weights(rows: Sequence[tuple[Item, Judged]], mode: str) -> Row:
    return regression(
        [j.known[mode] for _, j in rows], [j.right for _, j in rows], [j.weight for _, j in rows]
    )


def fit(
    items: Sequence[Item], to: Path, *, epochs: int = 5, seed: int = 0,
    folds: Path | None = None, on_progress: Progress | None = None,
) -> list[Worth]:  # fmt: skip
    """Write encoder and calibration into the folder `to`; return what the encoder is worth.

    `folds` keeps the encoders of the halves between runs. InputError where a half is empty.
    """
    if not items or {item.half for item in items} != {0, 1}:
        raise InputError(
            f"{len(items)} labelled sentences are too few to part in two; give some more."
        )
    if folds is None:
        with tempfile.TemporaryDirectory() as folder:
            return fit(
                items, to, epochs=epochs, seed=seed, folds=Path(folder), on_progress=on_progress
            )

    def told(step: str) -> Callable[[int, int], None] | None:
        return partial(on_progress, step) if on_progress else None

    for half in (0, 1):
        if not (folds / str(half) / "model.onnx").is_file():
            mine = [a for item in items if item.half != half for a in item.answers]
            step = told(f"half {half + 1} of 2")
            train(mine, folds / str(half), epochs=epochs, seed=seed, on_progress=step)
    encoders = [Encoder.load(folds / str(half)) for half in (0, 1)]
    seen = []
    for number, item in enumerate(items, start=1):
        seen.append((item, judged(item, encoders[item.half])))
        if on_progress:
            on_progress("calibration", number, len(items))
    calibration, worth = calibrate(seen)
    if not (to / "model.onnx").is_file():
        everything = [a for item in items for a in item.answers]
        train(everything, to, epochs=epochs, seed=seed, on_progress=told("both halves"))
    text = json.dumps(calibration, indent=1, sort_keys=True) + "\n"
    (to / "calibration.json").write_text(text, "utf-8")
    return worth
