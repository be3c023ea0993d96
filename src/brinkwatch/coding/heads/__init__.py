"""The fine-tuned encoder: what a sentence holds, how surely, and which of its words say so.

Rules find records and their spans (the rest of `coding`); the heads say how probable a record is,
and point to sentences in which the rules found none.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from brinkwatch.coding.heads.confidence import Calibration
from brinkwatch.coding.heads.encoder import Encoder
from brinkwatch.coding.heads.readings import Readings
from brinkwatch.coding.parsing import Article

__all__ = ["SHIPPED", "Heads"]

SHIPPED = Path(str(resources.files("brinkwatch.coding.heads"))) / "model"
"""The folder of the heads that come with brinkwatch: weights, calibration, model card."""


@dataclass(frozen=True)
class Heads:
    """An encoder with the calibration of what is coded with it; without encoder, the rules'."""

    encoder: Encoder | None
    calibration: Calibration

    @classmethod
    def load(cls, folder: Path | None = None, *, fast: bool = False) -> Heads:
        """The heads of a folder written by `brinkwatch code train`, or the shipped ones."""
        home = folder or SHIPPED
        return cls(None if fast else Encoder.load(home), Calibration.load(home, fast=fast))

    def read(self, article: Article) -> Readings | None:
        """The encoder's readings of the article; None for the rules alone."""
        return Readings(article, self.encoder) if self.encoder is not None else None
