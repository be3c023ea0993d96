"""Score the chain on annotated articles: read, code and enter them, then run the set's scorer.

    python benchmarks/gold.py GOLD_DIR [--split dev] [--floors tests/floors.toml]

GOLD_DIR holds score.py and one folder a split (articles/, gold/). Prints the scorer's JSON; exits 1
when a figure lies under its floor.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from brinkwatch import coding, ledger, reading
from brinkwatch.coding.rows import to_contract

FLOORS = Path(__file__).parents[1] / "tests" / "floors.toml"


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
        return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


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


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--floors", type=Path, default=FLOORS)
    arguments = parser.parse_args()
    scores = score(arguments.gold, arguments.split)
    print(json.dumps(scores, indent=1, ensure_ascii=False))
    under = shortfalls(scores, arguments.floors)
    for sentence in under:
        print(f"under the floor: {sentence}", file=sys.stderr)
    return 1 if under else 0


if __name__ == "__main__":
    sys.exit(main())
