"""Fit the heads that come with brinkwatch on the material in training/.

    python benchmarks/heads.py --to src/brinkwatch/coding/heads/model [--folds DIR] [--epochs N]

1. The labelled sentences and articles are parted into two halves by number. An encoder is trained
   on each half, and the coder run with it over the other half.
2. Each record found there is right or wrong by its annotation; from these the calibration is
   fitted, and the confidence below which a record is left out is the one of the best F1 over the
   articles.
3. The encoder that ships is trained on both halves.

Sentences whose number is divisible by four, and articles/kept_aside, take no part: they are only
counted (benchmarks/sentences.py, benchmarks/articles.py).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from coder import agrees
from scipy.optimize import minimize

from brinkwatch import gazetteer, reading
from brinkwatch.coding import code
from brinkwatch.coding.heads import Heads
from brinkwatch.coding.heads.confidence import Calibration, features, kind_of
from brinkwatch.coding.heads.encoder import Encoder
from brinkwatch.coding.heads.labels import Answers, answers
from brinkwatch.coding.heads.readings import Readings
from brinkwatch.coding.heads.training import train
from brinkwatch.coding.parsing import nlp, shadow
from brinkwatch.coding.rows import to_contract
from brinkwatch.gazetteer.added import load
from brinkwatch.records import CodedRecord, Document

TRAINING = Path(__file__).parents[1] / "training"
KINDS = ("commitment", "event", "estimate")
RIDGE = 1.0  # strength of the penalty on every weight but the constant
OF_SENTENCES = 0.25  # weight of a record of a lone sentence beside one of an article
Row = dict[str, Any]


# --- the material ---------------------------------------------------------------------------------


class Item:
    """A labelled sentence or article: its document, the actors to know, its annotations."""

    def __init__(
        self, number: int, document: Document, actors: Path, gold: Row, start: int
    ) -> None:
        self.number, self.document, self.actors = number, document, actors
        self.gold, self.start = gold, start

    @property
    def article(self) -> bool:
        """Whether it is a whole article."""
        return "fields" in self.gold


def items() -> Iterator[Item]:
    """Everything that may be learnt from."""
    for file in sorted((TRAINING / "sentences").glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            number = int(row["id"].rpartition("-")[2])
            if number % 4:
                text = f"{row.get('context', '')} {row['text']}".strip()
                yield Item(
                    number // 4, _lone(row, text), file.with_suffix(".actors.csv"),
                    _whole(row), len(text) - len(row["text"]),
                )  # fmt: skip
    for folder in sorted((TRAINING / "articles").iterdir()):
        if folder.name == "kept_aside":
            continue
        for file in sorted(folder.glob("[0-9]*.json")):
            document = reading.read([str(file.with_suffix(".txt"))]).documents[0]
            gold = json.loads(file.read_text("utf-8"))
            yield Item(int(file.stem[:3]), document, folder / "actors.csv", gold, 0)


def _lone(row: Row, text: str) -> Document:
    return Document(
        id=row["id"], origin=row["id"], published=row.get("date"), published_basis="stated",
        kind="headline", title=text, text=text, language="en",
    )  # fmt: skip


def _whole(row: Row) -> Row:
    """The row with its defaults, in the form of the articles' annotations."""
    quoted: Row = {
        f"{kind}s": [{"quote": row["text"]} | r for r in row.get(f"{kind}s", [])] for kind in KINDS
    }
    quoted["events"] = [{"action": e} | e for e in quoted["events"]]
    return quoted | {"text": row["text"]}


def labelled(item: Item) -> Iterator[Answers]:
    """The answers for the sentences of an item; an article's records lie where their quotes do."""
    text, date = item.document.text, item.document.first_day()
    with gazetteer.knowing(load(item.actors)):
        bounds = [(item.start, len(text))]
        if item.article:
            bounds = [(s.start_char, s.end_char) for s in nlp()(shadow(text)).sents]
        for low, high in bounds:
            sentence = text[low:high].strip()
            row: Row = {"text": sentence}
            for kind in KINDS:
                told = item.gold[f"{kind}s"]
                row[f"{kind}s"] = [r for r in told if _meet(r["quote"], sentence)]
            named = [(m.start, m.end, m.code) for m in gazetteer.find(sentence, date)]
            if any(c.isalpha() for c in sentence):
                yield answers(row, named)


def _meet(quote: str, sentence: str) -> bool:
    return bool(quote and sentence) and (quote in sentence or sentence in quote)


# --- records, right or wrong ----------------------------------------------------------------------


class Everything(Calibration):
    """Keeps every record, and remembers what is known of each."""

    def __init__(self) -> None:
        super().__init__({}, {})
        self.seen: list[tuple[CodedRecord, dict[str, float], dict[str, float]]] = []

    def rated(self, records: Sequence[CodedRecord], heads: Readings | None) -> list[CodedRecord]:
        self.seen += [
            (r, features(r, records[:n], heads), features(r, records[:n], None))
            for n, r in enumerate(records)
        ]
        return list(records)


class Judged:
    """A record's features, with and without the heads, whether it is right, and how it counts."""

    def __init__(self, record: CodedRecord, both: Row, rules: Row, right: bool, item: Item) -> None:
        self.kind, self.proposed = kind_of(record), record.rule == "head"
        self.both, self.rules, self.right = both, rules, right
        self.weight = 1.0 if item.article else OF_SENTENCES


def judged(item: Item, encoder: Encoder | None) -> list[Judged]:
    """Code an item with everything kept, and match its records with the annotations."""
    keeper = Everything()
    with gazetteer.knowing(load(item.actors)):
        code([item.document], headlines=not item.article, heads=Heads(encoder, keeper))
    left = {kind: list(item.gold[f"{kind}s"]) for kind in KINDS}
    out = []
    for record, both, rules in keeper.seen:
        if record.span.end <= item.start:
            continue
        row, kind = to_contract(record), kind_of(record)
        wanted = next((g for g in left[kind] if agrees(kind, row, g)), None)
        if wanted is not None:
            left[kind].remove(wanted)
        out.append(Judged(record, both, rules, wanted is not None, item))
    return out


# --- the calibration ------------------------------------------------------------------------------


def regression(rows: Sequence[Row], right: Sequence[bool], weights: Sequence[float]) -> Row:
    """Logistic regression with a ridge penalty on all but the constant; names without gain go."""
    counts: dict[str, int] = {}
    for row in rows:
        for name, value in row.items():
            counts[name] = counts.get(name, 0) + (value != 0)
    names = sorted(name for name, n in counts.items() if n >= 5)
    x = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    y, w = np.array(right, dtype=float), np.array(weights)
    penalty = np.array([0.0 if name == "one" else RIDGE for name in names])

    def loss(b: Any) -> tuple[float, Any]:
        z = x @ b
        p = 1 / (1 + np.exp(-z))
        value = float((w * (np.logaddexp(0, z) - y * z)).sum() + 0.5 * (penalty * b * b).sum())
        return value, x.T @ (w * (p - y)) + penalty * b

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return {name: round(float(b), 4) for name, b in zip(names, found.x, strict=True)}


def probability(weights: Row, row: Row) -> float:
    """The regression's probability that a record is right."""
    return float(1 / (1 + np.exp(-sum(weights.get(k, 0.0) * v for k, v in row.items()))))


def best_cut(scored: Sequence[tuple[float, bool]], annotated: int) -> tuple[float, float]:
    """The least probability kept at the highest F1, and that F1."""
    right, best = 0, (1.0, 0.0)
    for kept, (p, good) in enumerate(sorted(scored, reverse=True), start=1):
        right += good
        f1 = 2 * right / (kept + annotated)
        if f1 > best[1]:
            best = (p, f1)
    return best


def ece(scored: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error over equally filled bins (Naeini et al. 2015)."""
    ordered = sorted(scored)
    parts = [part for part in np.array_split(np.array(ordered, dtype=float), bins) if len(part)]
    return float(sum(len(p) * abs(p[:, 0].mean() - p[:, 1].mean()) for p in parts) / len(ordered))


def calibration(found: Sequence[tuple[Item, list[Judged]]]) -> Row:
    """Weights and cuts, with the encoder and for the rules alone; prints what each is worth."""
    out: Row = {"both": {"weights": {}, "least": {}}, "rules": {"weights": {}, "least": {}}}
    for kind in KINDS:
        rows = [(item, j) for item, judged_ in found for j in judged_ if j.kind == kind]
        annotated = sum(len(item.gold[f"{kind}s"]) for item, _ in found if item.article)
        for mode in ("both", "rules"):
            mine = [(i, j) for i, j in rows if mode == "both" or not j.proposed]
            data = [getattr(j, mode) for _, j in mine]
            right = [j.right for _, j in mine]
            out[mode]["weights"][kind] = regression(data, right, [j.weight for _, j in mine])
            # each half of the articles is scored with the weights of the other
            scored: list[tuple[float, bool]] = []
            for half in (0, 1):
                other = [k for k, (i, _) in enumerate(mine) if i.number % 2 != half]
                weights = regression(
                    [data[k] for k in other], [right[k] for k in other],
                    [mine[k][1].weight for k in other],
                )  # fmt: skip
                scored += [
                    (probability(weights, data[k]), right[k])
                    for k, (i, _) in enumerate(mine) if i.article and i.number % 2 == half
                ]  # fmt: skip
            cut, f1 = best_cut(scored, annotated)
            out[mode]["least"][kind] = round(cut, 3) if mode == "both" else 0.0
            plain = [j.right for i, j in mine if i.article and not j.proposed]
            alone = 2 * sum(plain) / (len(plain) + annotated)
            print(
                f"{kind:11} {mode:6} {len(scored):5} candidates of {annotated} annotated; F1 rules "
                f"{alone:.3f}, at cut {cut:.2f} {f1:.3f}; ECE {ece(scored):.3f}"
            )
    return out


# --- the whole ------------------------------------------------------------------------------------


def progress(done: int, total: int) -> None:
    """A line on standard error every fifty steps."""
    if done % 50 == 0 or done == total:
        print(f"  step {done} of {total}", file=sys.stderr)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--folds", type=Path, help="folder that keeps the two halves' encoders")
    parser.add_argument("--epochs", type=int, default=5)
    options = parser.parse_args()
    folds = options.folds or options.to.parent / "folds"
    material = list(items())
    print(f"{len(material)} items, {sum(i.article for i in material)} of them articles")
    known = [(item, list(labelled(item))) for item in material]
    for half in (0, 1):
        if not (folds / str(half) / "model.onnx").is_file():
            mine = [a for item, found in known if item.number % 2 != half for a in found]
            print(f"half {half}: {len(mine)} sentences", file=sys.stderr)
            train(mine, folds / str(half), epochs=options.epochs, on_progress=progress)
    encoders = [Encoder.load(folds / str(half)) for half in (0, 1)]
    seen = [(item, judged(item, encoders[item.number % 2])) for item in material]
    calibrated = calibration(seen)
    options.to.mkdir(parents=True, exist_ok=True)
    (options.to / "calibration.json").write_text(json.dumps(calibrated, indent=1) + "\n", "utf-8")
    if not (options.to / "model.onnx").is_file():
        train(
            [a for _, found in known for a in found], options.to,
            epochs=options.epochs, on_progress=progress,
        )  # fmt: skip
    digest = hashlib.sha256((options.to / "model.onnx").read_bytes()).hexdigest()
    print(f"model.onnx {digest[:16]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
