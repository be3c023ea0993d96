"""The fine-tuned encoder: what a sentence holds, how surely, and which of its words say so.

Rules find records and their spans (the rest of `coding`); the heads say how probable a record is,
and point to sentences in which the rules found none.
"""

from __future__ import annotations

import hashlib
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
    asked: str = ""
    """What the version of the coder says of them: nothing of those that come with brinkwatch."""

    @classmethod
    def load(cls, folder: Path | None = None, *, fast: bool = False) -> Heads:
        """The heads of a folder written by `brinkwatch code train`, or the shipped ones."""
        home = folder or SHIPPED
        asked = (f"+heads.{_hash(folder)}" if folder else "") + ("+fast" if fast else "")
        encoder = None if fast else Encoder.load(home)
        return cls(encoder, Calibration.load(home, fast=fast), asked)

    def read(self, article: Article) -> Readings | None:
        """The encoder's readings of the article; None for the rules alone."""
        return Readings(article, self.encoder) if self.encoder is not None else None


def _hash(folder: Path) -> str:
    """A hash of the weights and the calibration in a folder of heads."""
    digest = hashlib.sha256()
    for name in ("calibration.json", "labels.json", "model.onnx", "tokenizer.json"):
        if (folder / name).is_file():
            digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:8]
