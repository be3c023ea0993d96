"""The encoder's readings of an article, asked by code points of the article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from brinkwatch.coding.heads.encoder import Encoder, Reading
from brinkwatch.coding.parsing import Article
from brinkwatch.records import Actors

BRIDGE = 2  # tokens below the bar that do not part two stretches of one span


@dataclass(frozen=True)
class Stretch:
    """Code points of the article that a tag covers, with its mean probability there."""

    start: int
    end: int
    probability: float


class Readings:
    """What the heads say of each sentence of an article."""

    def __init__(self, article: Article, encoder: Encoder) -> None:
        sentences = [(s.start_char, s.end_char) for s in article.sentences]
        text = article.document.text
        found = encoder.read([text[start:end] for start, end in sentences])
        self.mentions = article.mentions
        self.rows = [(*bounds, reading) for bounds, reading in zip(sentences, found, strict=True)]

    def over(self, start: int, end: int) -> Iterator[tuple[int, Reading]]:
        """The sentences that share code points with a stretch, each with where it begins."""
        for low, high, reading in self.rows:
            if low < end and start < high:
                yield low, reading

    def sentence(self, label: str, start: int, end: int) -> float:
        """The highest probability of a sentence label among the sentences of a stretch."""
        return max((r.sentence.get(label, 0.0) for _, r in self.over(start, end)), default=0.0)

    def tagged(self, tag: str, start: int, end: int) -> float:
        """Mean probability of a tag over a stretch; 0 outside every sentence."""
        found = [r.tag(tag)[r.within(start - low, end - low)] for low, r in self.over(start, end)]
        values = np.concatenate(found) if found else np.zeros(0)
        return float(values.mean()) if values.size else 0.0

    def role(self, role: str, codes: Actors, start: int, end: int) -> float | None:
        """How surely the actors have a role where a stretch names them; None where it does not."""
        named = [m for m in self.mentions if m.code in codes and start <= m.start < end]
        return max((self.tagged(role, m.start, m.end) for m in named), default=None)

    def act(self, start: int, end: int) -> dict[str, float]:
        """Probability of each PLOVER type for an act stated by a stretch; empty outside."""
        for low, reading in self.over(start, end):
            if found := reading.act(start - low, end - low):
                return found
        return {}

    def stretches(self, tag: str, start: int, end: int, least: float) -> list[Stretch]:
        """The runs of tokens of at least that probability, the surest first."""
        out = []
        for low, reading in self.over(start, end):
            values = reading.tag(tag)
            hits = [int(i) for i in np.flatnonzero((values >= least) & reading.real)]
            for run in _runs(hits):
                mean = float(values[run[0] : run[-1] + 1].mean())
                first, last = reading.offsets[run[0]], reading.offsets[run[-1]]
                out.append(Stretch(low + int(first[0]), low + int(last[1]), mean))
        return sorted(out, key=lambda s: -s.probability * (s.end - s.start) ** 0.5)


def _runs(hits: list[int]) -> list[list[int]]:
    out: list[list[int]] = []
    for hit in hits:
        if out and hit - out[-1][-1] <= BRIDGE + 1:
            out[-1].append(hit)
        else:
            out.append([hit])
    return out
