"""Score the coder on the labelled sentences in training/sentences.

    python benchmarks/sentences.py [--errors commitment|event|estimate]

Each sentence is coded alone, with the sentence before it where its label needs one. Invented states
are known by the file of names beside the sentences. A record is found when one of the same kind of
record (and, for events, of the same type) is coded in the sentence; slots are counted where both
have one. Numbers divisible by four are kept aside, and only counted; of the others the encoder has
learnt, and `--errors` shows what is wrong in those of odd number. `brinkwatch code evaluate` gives
intervals, and the rules, the encoder and both apart.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from brinkwatch import gazetteer
from brinkwatch.coding import code
from brinkwatch.coding.labelled import KEPT_ASIDE
from brinkwatch.coding.learning.matching import pairs, slots
from brinkwatch.coding.rows import to_contract
from brinkwatch.gazetteer.added import load
from brinkwatch.records import Document

SENTENCES = Path(__file__).parents[1] / "training" / "sentences"
KINDS = ("commitment", "event", "estimate")
Row = dict[str, Any]


def labelled() -> Iterator[tuple[Row, Path]]:
    """Every labelled sentence, and the file of names it goes with."""
    for file in sorted(SENTENCES.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            yield json.loads(line), file.with_suffix(".actors.csv")


def coded(row: Row) -> list[Row]:
    """The records that the coder finds in the sentence, not in its context."""
    before = row.get("context", "")
    text = f"{before} {row['text']}".strip()
    document = Document(
        id=row["id"], origin=row["id"], published=row.get("date"), published_basis="stated",
        kind="headline", title=text, text=text, language="en",
    )  # fmt: skip
    start = len(text) - len(row["text"])
    found = code([document], headlines=True).records
    return [to_contract(record) for record in found if record.span.end > start]


def main() -> None:
    """Print precision, recall, F1 and the share of right slots, on each half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", choices=KINDS)
    shown = parser.parse_args().errors
    names: dict[Path, Any] = {}
    counts: Counter[tuple[str, ...]] = Counter()
    for row, file in labelled():
        if file not in names:
            names[file] = load(file) if file.exists() else ()
        with gazetteer.knowing(names[file]):
            records = coded(row)
        number = int(row["id"].rpartition("-")[2])
        half = "learnt" if number % KEPT_ASIDE else "kept aside"
        for kind in KINDS:
            gold = row.get(f"{kind}s", [])
            ours = [record for record in records if record["record"] == kind]
            matched = pairs(kind, gold, ours)
            counts[half, kind, "gold"] += len(gold)
            counts[half, kind, "ours"] += len(ours)
            counts[half, kind, "both"] += len(matched)
            for g, o in matched:
                for slot, right in slots(kind, g, o):
                    counts[half, kind, slot, "right" if right else "wrong"] += 1
            if kind == shown and number % 2 and len(matched) != max(len(gold), len(ours)):
                print(row["id"], row.get("context", ""), "|", row["text"])
                print("   gold", json.dumps(gold, ensure_ascii=False))
                print("   ours", json.dumps([brief(o) for o in ours], ensure_ascii=False))
    for half in ("learnt", "kept aside"):
        for kind in KINDS:
            print(half.ljust(12), kind.ljust(11), summary(counts, half, kind))


def brief(record: Row) -> Row:
    """What a reader of errors wants to see of a coded record."""
    keys = (
        "rule",
        "kind",
        "issuer",
        "trigger",
        "consequence",
        "action",
        "status",
        "band",
        "holder",
    )
    return {key: record[key] for key in keys if key in record}


def summary(counts: Counter[tuple[str, ...]], half: str, kind: str) -> str:
    """One line of figures."""
    gold, ours, both = (counts[half, kind, what] for what in ("gold", "ours", "both"))
    line = f"n {gold}  P {both / max(ours, 1):.2f} R {both / max(gold, 1):.2f} "
    line += f"F1 {2 * both / max(gold + ours, 1):.2f} "
    for key in [k for k in counts if k[:2] == (half, kind) and len(k) == 4 and k[3] == "right"]:
        right, wrong = counts[key], counts[(*key[:3], "wrong")]
        line += f" {key[2]} {right / (right + wrong):.2f}"
    return line


if __name__ == "__main__":
    main()
