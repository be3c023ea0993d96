"""How well sentences are read: precision, recall and F1 with intervals, slots, confusions.

Three readers are compared: the rules alone, the heads of the encoder alone, and both together. The
heads alone answer for whole sentences; the rules and both together give records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from brinkwatch import gazetteer
from brinkwatch.coding.codebook import KINDS, Row
from brinkwatch.coding.labelled import LabelledSentence
from brinkwatch.coding.learning.matching import confused, pairs, slots, threatens
from brinkwatch.coding.rows import to_contract
from brinkwatch.records import CodedRecord, Document

ANSWERS = (*KINDS, "threatening", "conditional")
"""What is asked of a whole sentence."""
RESAMPLES = 1000
THRESHOLD = 0.5
"""Probability from which the heads alone say yes."""

Coder = Callable[[Document], Sequence[CodedRecord]]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Measure:
    """A share with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Score:
    """How well a reader answers one question, or finds one kind of record.

    `asked` is how many are labelled, `answered` how many the reader found. The intervals are
    percentiles of the bootstrap over groups of sentences (crises, for ICBe). A measure is None
    where nothing was answered or labelled. `ap` is the average precision of probabilities.
    """

    reader: str
    what: str
    asked: int
    answered: int
    precision: Measure | None
    recall: Measure | None
    f1: Measure | None
    ap: float | None = None


@dataclass
class Tally:
    """What one reader did on each sentence, kind by kind: labelled, answered, both."""

    reader: str
    counts: dict[str, list[tuple[int, int, int]]] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    ranked: dict[str, list[tuple[float, bool]]] = field(default_factory=dict)
    slots: Counter[tuple[str, str, bool]] = field(default_factory=Counter)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, what: str, group: str, gold: int, ours: int, both: int) -> None:
        """Count one sentence."""
        self.counts.setdefault(what, []).append((gold, ours, both))
        self.groups.setdefault(what, []).append(group)

    def scores(self, seed: int) -> list[Score]:
        """The scores of everything counted, in the order in which it was first counted."""
        return [self._score(what, seed) for what in self.counts]

    def _score(self, what: str, seed: int) -> Score:
        names, where = np.unique(self.groups[what], return_inverse=True)
        by_group = np.zeros((len(names), 3))
        np.add.at(by_group, where, np.array(self.counts[what], dtype=float))
        totals = by_group.sum(0)
        draws = np.random.default_rng(seed).multinomial(
            len(names), np.full(len(names), 1 / len(names)), size=RESAMPLES
        )
        precision, recall, f1 = (
            _measure(float(value[0]), spread)
            for value, spread in zip(_shares(totals[None]), _shares(draws @ by_group), strict=True)
        )
        ap = average_precision(self.ranked[what]) if what in self.ranked else None
        gold, ours = int(totals[0]), int(totals[1])
        return Score(self.reader, what, gold, ours, precision, recall, f1, ap)


def _shares(counts: Any) -> tuple[Any, Any, Any]:
    """Precision, recall and F1 of rows of counts: labelled, answered, both."""
    gold, ours, both = counts[:, 0], counts[:, 1], counts[:, 2]
    with np.errstate(divide="ignore", invalid="ignore"):
        return both / ours, both / gold, 2 * both / (gold + ours)


def _measure(value: float, drawn: Any) -> Measure | None:
    """The share with the middle 95 per cent of what was drawn; None where it is no number."""
    if not np.isfinite(value):
        return None
    low, high = np.percentile(drawn[np.isfinite(drawn)], [2.5, 97.5])
    return Measure(value, float(low), float(high))


def average_precision(ranked: Iterable[tuple[float, bool]]) -> float | None:
    """The area under the precision-recall curve by steps; None where nothing is true.

    Equal probabilities count as one step.

    >>> average_precision([(0.9, True), (0.8, False), (0.7, True)])
    0.8333333333333333
    """
    rows = sorted(ranked, key=lambda row: -row[0])
    true = sum(right for _, right in rows)
    if not true:
        return None
    area, hits, last = 0.0, 0, 0
    for place, (probability, right) in enumerate(rows, start=1):
        hits += right
        if place == len(rows) or rows[place][0] != probability:
            area += (hits - last) / true * hits / place
            last = hits
    return area


# --- what was asked and answered ----------------------------------------------------------------


def asked(sentence: LabelledSentence) -> dict[str, bool]:
    """The true answers for the whole sentence, as far as they are known."""
    found = dict(sentence.labels)
    if sentence.whole:
        found |= {kind: bool(records) for kind, records in sentence.records.items()}
        found |= told(sentence.records)
    return found


def told(records: Mapping[str, Sequence[Row]]) -> dict[str, bool]:
    """Whether the sentence threatens or sets a condition, from its labelled or coded records."""
    out = {}
    bound, views = records.get("commitment"), records.get("estimate")
    if bound is not None:
        out["threatening"] = any(map(threatens, bound))
    if bound is not None and views is not None:
        out["conditional"] = any(c.get("trigger") for c in bound) or any(
            e.get("condition") for e in views
        )
    return out


def coded(sentence: LabelledSentence, coder: Coder) -> list[dict[str, Any]]:
    """The records that the coder finds in the sentence, read alone but for its context."""
    document = sentence.document()
    start = len(document.text) - len(sentence.text)
    with gazetteer.knowing(sentence.actors):
        found = coder(document)
    return [to_contract(record) for record in found if record.span.end > start]


def score_coder(
    sentences: Sequence[LabelledSentence], reader: str, coder: Coder,
    on_progress: Progress | None = None,
) -> tuple[Tally, Tally]:  # fmt: skip
    """What a coder answers for whole sentences, and its records."""
    whole, records = Tally(reader), Tally(reader)
    for done, sentence in enumerate(sentences, start=1):
        rows = coded(sentence, coder)
        ours = {kind: [row for row in rows if row["record"] == kind] for kind in KINDS}
        answers = {kind: bool(found) for kind, found in ours.items()} | told(ours)
        for what, truth in asked(sentence).items():
            yes = answers[what]
            whole.add(what, sentence.group, truth, yes, truth and yes)
        for kind, gold in sentence.records.items():
            if sentence.whole:
                matched = pairs(kind, gold, ours[kind])
                records.add(kind, sentence.group, len(gold), len(ours[kind]), len(matched))
                for g, o in matched:
                    records.slots.update((kind, *slot) for slot in slots(kind, g, o))
            if kind == "event":
                types = list(confused(gold, rows))
                records.confusion.update(types)
                for wanted, found in types if not sentence.whole else ():
                    records.add("event type", sentence.group, 1, 1, wanted == found)
        if on_progress:
            on_progress(done, len(sentences))
    return whole, records


def score_heads(
    sentences: Sequence[LabelledSentence], probabilities: Sequence[Mapping[str, float]]
) -> Tally:
    """What the heads alone answer for whole sentences, and the types they give to events."""
    tally = Tally("heads")
    for sentence, given in zip(sentences, probabilities, strict=True):
        for what, truth in asked(sentence).items():
            yes = given[what] >= THRESHOLD
            tally.add(what, sentence.group, truth, yes, truth and yes)
            tally.ranked.setdefault(what, []).append((given[what], truth))
        types = {
            name.removeprefix("event:"): share
            for name, share in given.items()
            if name.startswith("event:")
        }
        events = sentence.records.get("event", ())
        if types and len(events) == 1:
            tally.confusion[events[0]["type"], max(types, key=lambda name: types[name])] += 1
    return tally
