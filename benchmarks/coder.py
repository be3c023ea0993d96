"""Score the coder on annotated articles that are ours, and write what it is measured at.

    python benchmarks/coder.py [--fast] [--write]

`tests/coding/unseen` holds twelve articles, annotated by the codebook before the coder read them:
six were used to improve it, six were kept aside. `training/articles/kept_aside` holds sixteen by
somebody who had not seen the coder, kept aside too: of these twenty-two no error was looked at, and
neither rule, nor weight, nor threshold was set on them. F1 stands with its 95 % interval:
percentiles of 1,000 bootstrap draws of articles. `--fast` scores the rules alone; `--write` keeps
the figures of those kept aside in coding/scores.toml, which every report prints and the forecast
weighs records by.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from brinkwatch import gazetteer, reading
from brinkwatch.coding import code
from brinkwatch.coding.heads import Heads
from brinkwatch.coding.learning.fitting import ece
from brinkwatch.coding.learning.matching import agrees
from brinkwatch.coding.rows import to_contract
from brinkwatch.gazetteer.added import load
from brinkwatch.records import Document, content_id

ROOT = Path(__file__).parents[1]
UNSEEN = ROOT / "tests" / "coding" / "unseen"
KEPT = ROOT / "training" / "articles" / "kept_aside"
SCORES = ROOT / "src" / "brinkwatch" / "coding" / "scores.toml"
LEARNT = tuple(f"u{n:02}" for n in range(1, 7))
HELD_OUT = (*(f"u{n:02}" for n in range(7, 13)), *(f"{n:03}" for n in range(1, 17)))
KINDS = ("commitment", "event", "estimate")
DRAWS, SEED = 1000, 1962

Row = dict[str, Any]


def files(name: str) -> tuple[Path, Path]:
    """The text and the annotations of an article by the head of its name."""
    if name.startswith("u"):
        gold = next((UNSEEN / "gold").glob(f"{name}_*.json"))
        return UNSEEN / "articles" / f"{gold.stem}.txt", gold
    gold = next(KEPT.glob(f"{name}_*.json"))
    return gold.with_suffix(".txt"), gold


@cache
def gold(name: str) -> Row:
    """The annotations of an article, with its text as published."""
    text, annotations = files(name)
    data: Row = json.loads(annotations.read_text("utf-8"))
    return data | {"text": text.read_text("utf-8")}


@cache
def coded(name: str, fast: bool = False) -> tuple[Row, ...]:
    """The coder's records of an article, as `brinkwatch code` prints them."""
    text, _ = files(name)
    heads = Heads.load(fast=fast)
    if not name.startswith("u"):
        with gazetteer.knowing(load(KEPT / "actors.csv")):
            found = code(reading.read([str(text)]).documents, heads=heads)
            return tuple(to_contract(record) for record in found.records)
    wanted = gold(name)
    fields = wanted["fields"]
    document = Document(
        id=content_id(wanted["text"]),
        origin=f"{name}.txt",
        published_basis="stated",
        language="en",
        text=wanted["text"],
        **{key: fields[key] for key in ("title", "published", "byline", "outlet", "kind")},
    )
    return tuple(to_contract(record) for record in code([document], heads=heads).records)


@cache
def pairs(kind: str, name: str, fast: bool = False) -> tuple[tuple[Row, Row | None], ...]:
    """The records found in an article, each with the annotation that it answers."""
    left = list(gold(name)[f"{kind}s"])
    out = []
    for row in coded(name, fast):
        if row["record"] != kind:
            continue
        wanted = next((one for one in left if agrees(kind, row, one)), None)
        if wanted is not None:
            left.remove(wanted)
        out.append((row, wanted))
    return tuple(out)


def counts(kind: str, names: Sequence[str], fast: bool = False) -> tuple[int, int, int]:
    """How many records are right, how many were found, how many annotated."""
    found = [pair for name in names for pair in pairs(kind, name, fast)]
    annotated = sum(len(gold(name)[f"{kind}s"]) for name in names)
    return sum(wanted is not None for _, wanted in found), len(found), annotated


def score(kind: str, names: Sequence[str], fast: bool = False) -> dict[str, float]:
    """Precision, recall, F1 and n annotated, micro-averaged over the articles."""
    right, found, annotated = counts(kind, names, fast)
    return {
        "precision": right / found if found else 0.0, "recall": right / annotated,
        "f1": 2 * right / (found + annotated), "n": annotated,
    }  # fmt: skip


def interval(kind: str, names: Sequence[str], fast: bool = False) -> tuple[float, float]:
    """The 95 % bootstrap interval of F1 over articles."""
    sums = np.array([counts(kind, [name], fast) for name in names])
    draws = np.random.default_rng(SEED).integers(len(names), size=(DRAWS, len(names)))
    right, found, annotated = sums[draws].sum(1).T
    low, high = np.percentile(2 * right / np.maximum(1, found + annotated), [2.5, 97.5])
    return float(low), float(high)


def calibration(names: Sequence[str]) -> tuple[float, float, int]:
    """The expected calibration error of the confidences, that of chance alone, and their number.

    Chance alone: the mean error over draws in which each record is right with its confidence.
    """
    told = [
        (row["confidence"], wanted is not None)
        for kind in KINDS for name in names for row, wanted in pairs(kind, name)
        if row["confidence"] is not None
    ]  # fmt: skip
    sure = np.array([confidence for confidence, _ in told])
    draws = np.random.default_rng(SEED).random((DRAWS, len(told))) < sure
    chance = [ece(list(zip(sure, right, strict=True))) for right in draws]
    return ece(told), float(np.mean(chance)), len(told)


def confusion(names: Sequence[str]) -> Counter[tuple[str, str]]:
    """How often a commitment of a kind was coded as one of another."""
    matched = [pair for name in names for pair in pairs("commitment", name)]
    return Counter((wanted["kind"], row["kind"]) for row, wanted in matched if wanted is not None)


def life(names: Sequence[str]) -> dict[str, float]:
    """Share of the matched commitments whose life is right, and n matched."""
    matched = [(r, w) for name in names for r, w in pairs("commitment", name) if w is not None]
    right = sum(row["life"] == wanted["life"] for row, wanted in matched)
    return {"precision": right / len(matched), "n": len(matched)}


def write(file: Path = SCORES) -> None:
    """Write the held-out figures as `coding.scores()` reads them."""
    lines = [
        "# How well the coder does on articles kept aside; written by benchmarks/coder.py --write.",
        f'corpus = "{len(HELD_OUT)} annotated articles kept aside while the coder was improved"',
        'command = "python benchmarks/coder.py"',
    ]
    for name, row in [*((kind, score(kind, HELD_OUT)) for kind in KINDS), ("life", life(HELD_OUT))]:
        lines += ["", f"[{name}]", *(f"{key} = {value:.3g}" for key, value in row.items())]
    file.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--fast", action="store_true")
    options = parser.parse_args()
    fast: bool = options.fast
    print("articles   record       precision recall  F1    95 %        annotated")
    for label, names in (("learnt", LEARNT), ("held out", HELD_OUT)):
        for kind in KINDS:
            row, (low, high) = score(kind, names, fast), interval(kind, names, fast)
            print(
                f"{label:10} {kind:12} {row['precision']:.2f}      {row['recall']:.2f}    "
                f"{row['f1']:.2f}  {low:.2f}-{high:.2f}   {row['n']}"
            )
    if fast:
        return 0
    error, chance, n = calibration(HELD_OUT)
    print(
        f"held out   calibration error of {n} confidences {error:.3f}, by chance alone {chance:.3f}"
    )
    for (wanted, found), n in sorted(confusion(HELD_OUT).items()):
        print(f"held out   {wanted} coded as {found}: {n}")
    if options.write:
        write()
    return 0


if __name__ == "__main__":
    sys.exit(main())
