"""Fit the heads that come with brinkwatch on the material in training/.

    python benchmarks/heads.py --to src/brinkwatch/coding/heads/model [--folds DIR] [--epochs N]

Prints, for each kind of record, F1 over the articles of the rules alone and with the encoder, and
the calibration error, each half scored by what was fitted on the other. Sentences whose number is
divisible by four, and articles/kept_aside, take no part: they are only counted
(benchmarks/sentences.py, benchmarks/articles.py). Weights and calibration already in the folders
are kept, so a run that was stopped goes on. A model card is written beside them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from brinkwatch import gazetteer, reading
from brinkwatch.coding.codebook import KINDS
from brinkwatch.coding.heads.encoder import Encoder
from brinkwatch.coding.heads.labels import Answers, answers
from brinkwatch.coding.labelled import load
from brinkwatch.coding.learning import card as cards
from brinkwatch.coding.learning.fitting import Item, fit, item_of
from brinkwatch.coding.learning.scoring import score_heads
from brinkwatch.coding.parsing import nlp, shadow
from brinkwatch.gazetteer.added import load as load_actors
from brinkwatch.records import Document

TRAINING = Path(__file__).parents[1] / "training"
SENTENCES = sorted((TRAINING / "sentences").glob("*.jsonl"))
LICENCE = "Apache-2.0"
Row = dict[str, Any]


def material() -> list[Item]:
    """Everything that may be learnt from: sentences, then articles."""
    return [item_of(s) for s in load(SENTENCES) if not s.kept_aside] + list(articles())


def writers() -> list[Path]:
    """The folders of annotated articles that may be learnt from."""
    folders = sorted(path for path in (TRAINING / "articles").iterdir() if path.is_dir())
    return [folder for folder in folders if folder.name != "kept_aside"]


def of_articles(folder: Path) -> Row:
    """A folder of articles as a row of the model card, hashed in the order of the names."""
    files = sorted(folder.glob("[0-9]*.json"))
    golds = [json.loads(file.read_text("utf-8")) for file in files]
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files))
    return {
        "file": f"articles/{folder.name}", "sha256": digest.hexdigest(), "licence": LICENCE,
        "sentences": len(files), "trained": len(files), "kept_aside": 0,
        "labels": {kind: sum(len(gold[f"{kind}s"]) for gold in golds) for kind in KINDS},
    }  # fmt: skip


def articles() -> Iterator[Item]:
    """The annotated articles of every writer, read as a reader copies them from a page."""
    for folder in writers():
        actors = load_actors(folder / "actors.csv")
        for file in sorted(folder.glob("[0-9]*.json")):
            document = reading.read([str(file.with_suffix(".txt"))]).documents[0]
            gold = json.loads(file.read_text("utf-8"))
            with gazetteer.knowing(actors):
                found = tuple(answered(document, gold))
            labels = {kind: gold[f"{kind}s"] for kind in KINDS}
            yield Item(int(file.stem[:3]) % 2, document, labels, found, actors)


def answered(document: Document, gold: Row) -> Iterator[Answers]:
    """The answers for each sentence of an article: a record lies where its quote does."""
    text, date = document.text, document.first_day()
    for sent in nlp()(shadow(text)).sents:
        sentence = text[sent.start_char : sent.end_char].strip()
        if not any(c.isalpha() for c in sentence):
            continue
        row: Row = {"text": sentence}
        for kind in KINDS:
            row[f"{kind}s"] = [r for r in gold[f"{kind}s"] if _meet(r["quote"], sentence)]
        named = [(m.start, m.end, m.code) for m in gazetteer.find(sentence, date)]
        yield answers(row, named)


def _meet(quote: str, sentence: str) -> bool:
    return quote in sentence or sentence in quote


def progress(step: str, done: int, total: int) -> None:
    """A line on standard error every so often."""
    if done % 100 == 0 or done == total:
        print(f"  {step}: {done} of {total}", file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--folds", type=Path, help="folder that keeps the encoders of the halves")
    parser.add_argument("--epochs", type=int, default=5)
    options = parser.parse_args()
    found = fit(
        material(), options.to, epochs=options.epochs, folds=options.folds, on_progress=progress
    )
    sentences = load(SENTENCES)
    aside = [one for one in sentences if one.kept_aside]
    readings = Encoder.load(options.to).read([one.text for one in aside])
    scores = score_heads(aside, [reading.sentence for reading in readings]).scores(seed=0)
    sets = cards.data(SENTENCES, sentences, dict.fromkeys((f.name for f in SENTENCES), LICENCE))
    sets += map(of_articles, writers())
    cards.write(options.to, sets, scores, found, seed=0, epochs=options.epochs, day=None)
    print("record      annotated  F1 rules  F1 both  ECE both  ECE rules")
    for row in found:
        print(
            f"{row.kind:11} {row.labelled:9}  {row.rules:.3f}     {row.both:.3f}    {row.ece:.3f}"
            f"     {row.ece_rules:.3f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
