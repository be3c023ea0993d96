"""How far two readers agree on the labels of the sentences in training/.

    python benchmarks/agreement.py

training/second_reading holds sentences read again by somebody who had not seen the first labels,
and those first labels as they were before any ruling corrected them.
Prints, for each kind of record, Cohen's kappa (1960, doi:10.1177/001316446002000104) of whether a
sentence holds one, the F1 of the second reader's records against the first's, and the share of
equal slots among those that both have.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from sentences import KINDS, SENTENCES

from brinkwatch.coding.learning.matching import pairs, slots

SECOND = SENTENCES.parent / "second_reading"
Row = dict[str, Any]


def rows(file: Path) -> dict[str, Row]:
    """The labelled sentences of a file, by their id."""
    return {row["id"]: row for row in map(json.loads, file.read_text("utf-8").splitlines())}


def kappa(both: int, first: int, second: int, n: int) -> float:
    """Agreement on a yes or no beyond chance; counts of yes by both, by each, and of all."""
    seen = (n - first - second + 2 * both) / n
    chance = (first * second + (n - first) * (n - second)) / n**2
    return (seen - chance) / (1 - chance) if chance < 1 else 1.0


def as_coded(kind: str, row: Row) -> Row:
    """A label in the shape of a coded record."""
    if kind != "event":
        return row
    action = {key: row.get(key) for key in ("actor", "type", "recipient")}
    return {"action": action, "status": row.get("status", "actual")}


def main() -> None:
    """Print the table."""
    print("| record | sentences | kappa | records, first and second reader | F1 | equal slots |")
    print("|---|---|---|---|---|---|")
    first = rows(SECOND / "first_labels.jsonl")
    read = [rows(file) for file in sorted(SECOND.glob("?.jsonl"))]
    asked = [(second[key], first[key]) for second in read for key in second]
    for kind in KINDS:
        seen: Counter[str] = Counter()
        equal: Counter[tuple[str, bool]] = Counter()
        for again, before in asked:
            a, b = before.get(f"{kind}s", []), again.get(f"{kind}s", [])
            matched = pairs(kind, a, [as_coded(kind, row) for row in b])
            equal.update(slot for g, o in matched for slot in slots(kind, g, o))
            seen.update(a=len(a), b=len(b), both=len(matched))
            seen.update(yes_a=bool(a), yes_b=bool(b), yes=bool(a and b))
        names = dict.fromkeys(slot for slot, _ in equal)
        shares = ", ".join(
            f"{name} {equal[name, True] / (equal[name, True] + equal[name, False]):.2f}"
            for name in names
        )
        agreed = kappa(seen["yes"], seen["yes_a"], seen["yes_b"], len(asked))
        f1 = 2 * seen["both"] / max(seen["a"] + seen["b"], 1)
        print(f"| {kind} | {len(asked)} | {agreed:.2f} | {seen['a']} and {seen['b']} | {f1:.2f} "
              f"| {shares} |")  # fmt: skip


if __name__ == "__main__":
    main()
