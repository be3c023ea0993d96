"""Score the coder on the twelve annotated articles in tests/coding/unseen.

    python benchmarks/coder.py [--write]

They are ours (Suez 1956 to Essequibo 2023, two about no crisis), annotated by the codebook before
the coder read them; six were kept aside while it was improved. `--write` keeps the figures of those
six in coding/scores.toml, which every report prints and the forecast weighs records by.
"""

from __future__ import annotations

import argparse
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

from brinkwatch.coding import code
from brinkwatch.coding.learning.matching import agrees
from brinkwatch.coding.rows import to_contract
from brinkwatch.records import Document, content_id

ROOT = Path(__file__).parents[1]
UNSEEN = ROOT / "tests" / "coding" / "unseen"
SCORES = ROOT / "src" / "brinkwatch" / "coding" / "scores.toml"
LEARNT = ("u01", "u02", "u03", "u04", "u05", "u06")
HELD_OUT = ("u07", "u08", "u09", "u10", "u11", "u12")
KINDS = ("commitment", "event", "estimate")

Row = dict[str, Any]


@cache
def gold(name: str) -> Row:
    """The annotations of an article, with its text."""
    file = next((UNSEEN / "gold").glob(f"{name}_*.json"))
    data: Row = json.loads(file.read_text("utf-8"))
    return data | {"text": (UNSEEN / "articles" / f"{file.stem}.txt").read_text("utf-8")}


@cache
def coded(name: str) -> tuple[Row, ...]:
    """The coder's records of an article, as `brinkwatch code` prints them."""
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
    return tuple(to_contract(record) for record in code([document]).records)


def pairs(kind: str, name: str) -> tuple[list[tuple[Row, Row]], int, int]:
    """Matched records of an article, how many were found, how many annotated."""
    left = list(gold(name)[f"{kind}s"])
    rows, annotated, matched = [r for r in coded(name) if r["record"] == kind], len(left), []
    for row in rows:
        wanted = next((one for one in left if agrees(kind, row, one)), None)
        if wanted is not None:
            left.remove(wanted)
            matched.append((row, wanted))
    return matched, len(rows), annotated


def score(kind: str, names: tuple[str, ...]) -> dict[str, float]:
    """Precision, recall, F1 and n annotated, micro-averaged over the articles."""
    found = [pairs(kind, name) for name in names]
    right, given, annotated = (
        sum(len(f[0]) for f in found),
        *(sum(f[i] for f in found) for i in (1, 2)),
    )
    return {
        "precision": right / given if given else 0.0, "recall": right / annotated,
        "f1": 2 * right / (given + annotated), "n": annotated,
    }  # fmt: skip


def life(names: tuple[str, ...]) -> dict[str, float]:
    """Share of the matched commitments whose life is right, and n matched."""
    matched = [pair for name in names for pair in pairs("commitment", name)[0]]
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
    print("articles   record       precision recall  F1    annotated")
    for label, names in (("learnt", LEARNT), ("held out", HELD_OUT)):
        for kind in KINDS:
            row = score(kind, names)
            figures = (
                f"{row['precision']:.2f}      {row['recall']:.2f}    {row['f1']:.2f}  {row['n']}"
            )
            print(f"{label:10} {kind:12} {figures}")
    if parser.parse_args().write:
        write()
    return 0


if __name__ == "__main__":
    sys.exit(main())
