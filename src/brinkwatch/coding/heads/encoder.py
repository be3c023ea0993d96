"""Runs the fine-tuned encoder on sentences, in batches, on one thread."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from brinkwatch.errors import InputError
from brinkwatch.gazetteer.shadow import plain

Array = np.ndarray[Any, np.dtype[np.float32]]
BATCH = 32


@dataclass(frozen=True)
class Reading:
    """What the heads say of one sentence.

    `sentence` gives the probability of each sentence label. `tags` and `acts` have a row for each
    token: the probability of each tag, and of each PLOVER type should the token state an act.
    `offsets` are code points into the sentence, by token.
    """

    sentence: dict[str, float]
    offsets: np.ndarray[Any, np.dtype[np.int64]]
    tags: Array
    acts: Array
    names: tuple[str, ...]
    types: tuple[str, ...]

    def within(self, start: int, end: int) -> Any:
        """Which tokens lie between the code points, as a mask."""
        return (self.offsets[:, 0] < end) & (self.offsets[:, 1] > start) & self.real

    @property
    def real(self) -> Any:
        """Which tokens stand for words of the sentence."""
        return self.offsets[:, 1] > self.offsets[:, 0]

    def tag(self, name: str) -> Array:
        """The probability of a tag by token."""
        return self.tags[:, self.names.index(name)]

    def tagged(self, name: str, start: int, end: int) -> float:
        """Mean probability of the tag over the tokens between two code points; 0 without any."""
        mask = self.within(start, end)
        return float(self.tag(name)[mask].mean()) if mask.any() else 0.0

    def act(self, start: int, end: int) -> dict[str, float]:
        """Probability of each PLOVER type for an act stated between two code points.

        The tokens' opinions are multiplied, and made to sum to one.
        """
        mask = self.within(start, end)
        if not mask.any():
            return {}
        logs = np.log(np.maximum(self.acts[mask], 1e-6)).mean(0)
        shares = np.exp(logs - logs.max())
        return dict(zip(self.types, (shares / shares.sum()).tolist(), strict=True))


class Encoder:
    """The encoder in a folder that `brinkwatch code train` has written."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        for name in ("model.onnx", "tokenizer.json", "labels.json"):
            if not (folder / name).is_file():
                raise InputError(
                    f"{folder} holds no {name}: expected a folder written by `brinkwatch code "
                    "train`."
                )
        labels = json.loads((folder / "labels.json").read_text("utf-8"))
        self.sentence: tuple[str, ...] = tuple(labels["sentence"])
        self.tags: tuple[str, ...] = tuple(labels["tags"])
        self.acts: tuple[str, ...] = tuple(labels["acts"])
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(labels["length"])
        self.tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    @staticmethod
    def load(folder: Path) -> Encoder:
        """The encoder of a folder, loaded once a process."""
        return _loaded(folder)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """A reading of each text, in order; quotes, hyphens and letters count as plain ones."""
        found = self.tokenizer.encode_batch([plain(text) for text in texts])
        order = sorted(range(len(found)), key=lambda i: len(found[i].ids))
        out: dict[int, Reading] = {}
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            longest = max(len(found[i].ids) for i in batch)
            ids = np.zeros((len(batch), longest), dtype=np.int64)
            mask = np.zeros_like(ids)
            for row, i in enumerate(batch):
                size = len(found[i].ids)
                ids[row, :size], mask[row, :size] = found[i].ids, 1
            whole, tags, acts = self.session.run(None, {"ids": ids, "mask": mask})
            for row, i in enumerate(batch):
                size = len(found[i].ids)
                scores = dict(zip(self.sentence, whole[row].tolist(), strict=True))
                offsets = np.array(found[i].offsets, dtype=np.int64).reshape(-1, 2)
                out[i] = Reading(
                    scores, offsets, tags[row, :size], acts[row, :size], self.tags, self.acts
                )
        return [out[i] for i in range(len(texts))]


@cache
def _loaded(folder: Path) -> Encoder:
    return Encoder(folder)
