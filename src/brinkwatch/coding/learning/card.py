"""The model card: what weights were fitted on, under which licences, and how well they do."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from brinkwatch import __version__
from brinkwatch.coding.labelled import LabelledSentence
from brinkwatch.coding.learning.fitting import Worth
from brinkwatch.coding.learning.scoring import Score
from brinkwatch.errors import InputError

CARD, PAGE = "card.json", "README.md"
NO_LICENCE = "not stated"


def sha256(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def licences(given: Sequence[str], paths: Sequence[Path]) -> dict[str, str]:
    """File name -> licence, from `FILE=LICENCE` words; a word without = stands for all files.

    InputError where a word names no file that is given.

    >>> licences(["a.jsonl=Apache-2.0"], [Path("sets/a.jsonl"), Path("b.csv")])
    {'a.jsonl': 'Apache-2.0', 'b.csv': 'not stated'}
    """
    found = dict.fromkeys((path.name for path in paths), NO_LICENCE)
    for word in given:
        name, equals, licence = (part.strip() for part in word.partition("="))
        if not equals:
            found = dict.fromkeys(found, name)
        elif name not in found or not licence:
            raise InputError(
                f"--licence {word}: write it as FILE=LICENCE, FILE one of {', '.join(found)}."
            )
        else:
            found[name] = licence
    return found


def data(
    paths: Sequence[Path], sentences: Sequence[LabelledSentence], licence: Mapping[str, str]
) -> list[dict[str, Any]]:
    """One row for each labelled file: hash, counts, licence."""
    rows = []
    for path in paths:
        mine = [sentence for sentence in sentences if sentence.source == str(path)]
        counts: Counter[str] = Counter()
        for one in mine:
            counts.update({kind: len(records) for kind, records in one.records.items()})
            counts.update({name: int(answer) for name, answer in one.labels.items()})
        aside = sum(sentence.kept_aside for sentence in mine)
        rows.append(
            {
                "file": path.name, "sha256": sha256(path), "licence": licence[path.name],
                "sentences": len(mine), "trained": len(mine) - aside, "kept_aside": aside,
                "labels": dict(sorted(counts.items())),
            }
        )  # fmt: skip
    return rows


def write(
    folder: Path, sets: list[dict[str, Any]], scores: Sequence[Score], worth: Sequence[Worth], *,
    seed: int, epochs: int, day: str | None,
) -> dict[str, Any]:  # fmt: skip
    """Write the card beside the weights, for machines and for people, and return it.

    The same weights, data and day give the same bytes.
    """
    files = sorted(file for file in folder.iterdir() if file.is_file())
    weights = [file for file in files if file.name not in {CARD, PAGE}]
    card = {
        "brinkwatch": __version__, "date": day, "seed": seed, "epochs": epochs,
        "weights": {file.name: sha256(file) for file in weights}, "data": sets,
        "scores": [asdict(score) for score in scores],
        "records": [asdict(row) for row in worth],
    }  # fmt: skip
    (folder / CARD).write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (folder / PAGE).write_text(page(card), "utf-8")
    return card


def load(folder: Path) -> dict[str, Any] | None:
    """The card in a folder of weights; None where it has none."""
    file = folder / CARD
    try:
        return dict(json.loads(file.read_text("utf-8"))) if file.is_file() else None
    except ValueError as error:
        raise InputError(f"{file}: the model card is no JSON ({error}); train again.") from None


def page(card: Mapping[str, Any]) -> str:
    """The card as a page of Markdown."""
    made = f"brinkwatch {card['brinkwatch']}, seed {card['seed']}, {card['epochs']} epochs"
    lines = [
        "# Model card", "",
        "Weights of the coder's heads, fitted on top of all-MiniLM-L6-v2 (Apache-2.0) by "
        f"`brinkwatch code train` ({made}{', ' + card['date'] if card['date'] else ''}).",
        "They say how probable it is that a sentence holds a commitment, an event or an estimate; "
        "the rules give the records and their quotes.", "",
        "## Data", "",
        "| file | licence | sentences | trained on | kept aside | sha256 |",
        "|---|---|---|---|---|---|",
    ]  # fmt: skip
    lines += [
        f"| {row['file']} | {row['licence']} | {row['sentences']} | {row['trained']} | "
        f"{row['kept_aside']} | {row['sha256'][:16]} |"
        for row in card["data"]
    ]
    lines += [
        "", "Weights fitted on a file may be passed on only as its licence allows.", "",
        "## Scores on the sentences kept aside", "",
        "| answers | labelled | precision | recall | F1 (95 %) | average precision |",
        "|---|---|---|---|---|---|",
    ]  # fmt: skip
    for score in card["scores"]:
        precision, recall, f1 = (_share(score[key]) for key in ("precision", "recall", "f1"))
        span = (
            "" if score["f1"] is None else f" ({score['f1']['low']:.2f}-{score['f1']['high']:.2f})"
        )
        ap = "" if score["ap"] is None else f"{score['ap']:.2f}"
        lines.append(
            f"| {score['what']} | {score['asked']} | {precision} | {recall} | {f1}{span} | {ap} |"
        )
    lines += [
        "", "## Records, each half of the data coded with what was fitted on the other", "",
        "| record | labelled | F1 of the rules | F1 of both | calibration error |",
        "|---|---|---|---|---|",
    ]  # fmt: skip
    lines += [
        f"| {row['kind']} | {row['labelled']} | {row['rules']:.2f} | {row['both']:.2f} | "
        f"{row['ece']:.3f} |"
        for row in card["records"]
    ]
    lines += ["", "## Weights", ""]
    lines += [f"- `{name}` sha256 {digest}" for name, digest in card["weights"].items()]
    return "\n".join(lines) + "\n"


def _share(measure: Mapping[str, float] | None) -> str:
    return "" if measure is None else f"{measure['value']:.2f}"
