"""Score the chain on annotated articles: read, code and enter them, then run the set's scorer.

    python benchmarks/gold.py GOLD_DIR [--split dev] [--floors tests/floors.toml] [--table]

GOLD_DIR holds score.py and one folder a split (articles/, gold/). Prints the scorer's JSON, or with
`--table` its main figures; exits 1 when a figure lies under its floor.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from brinkwatch import coding, ledger, reading
from brinkwatch.coding.learning.matching import codes, overlap
from brinkwatch.coding.rows import to_contract
from brinkwatch.records import CodedRecord

FLOORS = Path(__file__).parents[1] / "tests" / "floors.toml"
Row = dict[str, Any]


def score(gold: Path, split: str) -> dict[str, Any]:
    """Run the chain over a split and return what its scorer prints."""
    inputs = [gold / split / "articles", gold.parent / "seeds"]
    documents = reading.read([str(path) for path in inputs if path.is_dir()]).documents
    records = coding.code(documents).records
    book = ledger.enter(documents, records, as_of="2999-12-31")
    with tempfile.TemporaryDirectory() as folder:
        files = {name: Path(folder) / name for name in ("documents", "records", "ledger")}
        files["documents"].write_text("\n".join(json.dumps(reading.as_row(d)) for d in documents))
        files["records"].write_text("\n".join(json.dumps(to_contract(r)) for r in records))
        files["ledger"].write_text(json.dumps(ledger.as_rows(book)))
        options = [word for name, file in files.items() for word in (f"--{name}", str(file))]
        command = [sys.executable, str(gold / "score.py"), str(gold / split), *options]
        found: Row = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    found["coding"]["issuer_against_estimator"] = _sides(gold / split / "gold", records)
    return found


def _sides(folder: Path, records: Iterable[CodedRecord]) -> str:
    """`one_of_the_two` over a folder of annotations, as "right/seen"."""
    rows = [to_contract(record) for record in records]
    sums = [0, 0]
    for file in sorted(folder.glob("*.json")):
        if file.stem == "threads":
            continue
        mine = [row for row in rows if _stem(row["origin"]) == file.stem]
        for n, count in enumerate(one_of_the_two(mine, json.loads(file.read_text("utf-8")))):
            sums[n] += count
    return f"{sums[0]}/{sums[1]}"


def _stem(origin: str) -> str:
    """The name of an article's annotations: its file's stem, and "#n" for the items of a feed."""
    name, _, item = Path(origin).name.partition("#")
    name = re.sub(r"^(\d{3})_[0-9a-f]{16}$", r"seed_\1", Path(name).stem)
    return name + (f"#{item}" if item else "")


def one_of_the_two(ours: list[Row], gold: Row) -> tuple[int, int]:
    """How often a party's commitment and somebody's estimate are told apart: right, seen.

    Seen is every annotated commitment, and every annotated estimate with a condition, over whose
    words a commitment or estimate is coded (half of the shorter quote's words are shared). It is
    right where one of its own kind stands there with its side, and none of the other kind that the
    annotations do not have there too. The side is the issuer, or the holder; experts and authors
    are one side, those who bind nobody.
    """
    told: list[tuple[str, Row]] = [
        (kind, row) for kind in ("commitment", "estimate") for row in gold[f"{kind}s"]
    ]
    right = seen = 0
    for kind, row in told:
        if kind == "estimate" and not row["condition"]:
            continue
        here = [o for o in ours if o["record"] != "event" and _meet(o, row)]
        own = [o for o in here if o["record"] == kind and _side(o) & _side(row)]
        kinds = {other for other, there in told if _meet(there, row)}
        seen += bool(here)
        right += bool(own) and all(o["record"] in kinds for o in here)
    return right, seen


def _meet(a: Row, b: Row) -> bool:
    return overlap(a["quote"], b["quote"]) >= 0.5


def _side(row: Row) -> set[str]:
    """The issuer or holder; who speaks for nobody else is EXPERT."""
    named = codes(row["issuer"] if "issuer" in row else row["holder"])
    return {"EXPERT" if code == "AUTHOR" else code for code in named}


def figure(scores: dict[str, Any], path: str) -> float:
    """One figure of the scores by its path, for instance `coding.commitment.f1`."""
    value: Any = scores
    keys = path.split(".")
    while keys:
        key = next(k for n in range(len(keys), 0, -1) if (k := ".".join(keys[:n])) in value)
        value, keys = value[key], keys[key.count(".") + 1 :]
    if isinstance(value, str):
        right, total = value.split("/")
        return int(right) / int(total)
    return float(value)


def shortfalls(scores: dict[str, Any], floors: Path = FLOORS) -> list[str]:
    """The figures that lie under their floors, each as a sentence."""
    pinned: dict[str, float] = tomllib.loads(floors.read_text("utf-8"))["gold"]
    return [
        f"{path} is {figure(scores, path)}, its floor {floor}"
        for path, floor in pinned.items()
        if figure(scores, path) < floor
    ]


def table(scores: dict[str, Any]) -> str:
    """The coder's and the ledger's figures, a line a kind of record."""
    coded, lines = scores["coding"], []
    for kind in ("commitment", "event", "estimate"):
        row = coded[kind]
        slots = "  ".join(f"{name} {value:.2f}" for name, value in row["slots"].items())
        shares = f"P {row['precision']:.2f}  R {row['recall']:.2f}  F1 {row['f1']:.2f}"
        lines += [f"{kind:11} n {row['gold']}  {shares}", f"            {slots}"]
    for name in ("issuer_against_estimator", "articles_without_a_crisis_left_empty"):
        lines.append(f"{name.replace('_', ' ')} {coded[name]}")
    for name, row in scores["ledger"].items():
        lines.append(f"ledger, {name.replace('_', ' ')}: F1 {row['f1']:.2f} of {row['gold']}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--floors", type=Path, default=FLOORS)
    parser.add_argument("--table", action="store_true")
    arguments = parser.parse_args()
    scores = score(arguments.gold, arguments.split)
    print(table(scores) if arguments.table else json.dumps(scores, indent=1, ensure_ascii=False))
    under = shortfalls(scores, arguments.floors)
    for sentence in under:
        print(f"under the floor: {sentence}", file=sys.stderr)
    return 1 if under else 0


if __name__ == "__main__":
    sys.exit(main())
