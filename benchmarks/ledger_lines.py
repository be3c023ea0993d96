"""Score the ledger on annotated records: which are one red line, and what its life was.

    python benchmarks/ledger_lines.py [FOLDER ...]

FOLDER (default: each folder of training/articles) holds articles with their annotations and
`threads.json`, the red lines across them. The annotated records themselves are entered, so the
coder has no part in the figures. Prints, for each folder and for all:

same line   pairs of commitments rightly on one line
history     dated stages of the annotated lines that their lines of the ledger have
stages      F1 of tested, crossed, enforced and not enforced, and their mean

A stage is found when a line of the ledger that shares a commitment with the annotated one has it
on that date, to the precision of the coarser, a month at least.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from brinkwatch import gazetteer
from brinkwatch.gazetteer.added import Added, load
from brinkwatch.ledger import as_rows, enter
from brinkwatch.records import (
    Action,
    CodedRecord,
    Commitment,
    Document,
    Estimate,
    Event,
    Span,
    content_id,
)

ARTICLES = Path(__file__).parents[1] / "training" / "articles"
STAGES = ("tested", "crossed", "enforced", "not_enforced")
Row = dict[str, Any]
Prf = Counter[str]
"""Counts `both`, `ours` and `theirs`."""


# --- annotated records as records of ours ---------------------------------------------------------


def _codes(value: str | list[str] | None) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)


def _action(value: Row | None) -> Action | None:
    if value is None:
        return None
    codes = {name: _codes(value[name]) for name in ("actor", "recipient")}
    return Action(type=value["type"], means=value["means"], text=value["text"], **codes)


def record_id(kind: str, article: str, index: int) -> str:
    """The id of the annotation `index` of its kind in an article."""
    return content_id(kind, article, index)


def records_of(name: str, gold: Row, document: Document) -> list[CodedRecord]:
    """The annotated records of one article; their quotes stand in the document's text."""

    def common(kind: str, index: int, row: Row) -> Row:
        quote = " ".join(row["quote"].split())
        start = document.text.index(quote)
        return {
            "id": record_id(kind, name, index),
            "document_id": document.id,
            "rule": "annotated",
            "origin": document.origin,
            "span": Span.of(document, start, start + len(quote)),
        }

    found: list[CodedRecord] = []
    for index, row in enumerate(gold["commitments"]):
        same = ("kind", "speaker", "trigger_polarity", "deadline", "strength", "life", "date")
        found.append(
            Commitment(
                **common("commitment", index, row),
                **{field: row[field] for field in same},
                issuer=_codes(row["issuer"]),
                addressee=_codes(row["addressee"]),
                trigger=_action(row["trigger"]),
                consequence=_action(row["consequence"]),
            )
        )
    for index, row in enumerate(gold["events"]):
        action = _action(row["action"])
        assert action is not None
        stated = ("status", "date", "place")
        found.append(
            Event(
                **common("event", index, row),
                **{field: row.get(field) for field in stated},
                action=action,
            )
        )
    for index, row in enumerate(gold["estimates"]):
        claim = row["proposition"]
        found.append(
            Estimate(
                **common("estimate", index, row),
                holder=_codes(row["holder"]),
                band=row["band"],
                proposition=claim if isinstance(claim, str) else _action(claim),
            )
        )
    return found


def document_of(name: str, gold: Row, text: str) -> Document:
    """The article as annotated: its day and kind, and its text."""
    published = gold["fields"].get("published")
    return Document(
        id=content_id(name),
        origin=name if "#" in name else f"{name}.txt",
        published=published,
        published_basis="stated" if published else "unknown",
        kind=gold["fields"].get("kind") or "news",
        text=text,
    )


def _texts(folder: Path) -> dict[str, tuple[Path, str]]:
    """For each article of a folder its annotations and its text, blanks levelled.

    A folder with a `check.py` of its own knows how to write the texts as a reader sees them.
    """
    checker = folder / "check.py"
    with tempfile.TemporaryDirectory() as texts:
        if checker.is_file():
            seeds = folder.parents[1] / "seeds"
            subprocess.run(
                [sys.executable, str(checker), "--dump", texts, "--seeds", str(seeds)],
                check=True, capture_output=True,
            )  # fmt: skip
        home = Path(texts) if checker.is_file() else folder
        return {
            file.stem: (file, " ".join((home / f"{file.stem}.txt").read_text("utf-8").split()))
            for file in sorted((folder / "gold" if checker.is_file() else folder).glob("*.json"))
            if file.stem != "threads"
        }


def threads_of(folder: Path) -> Row:
    """The red lines that are annotated across the articles of a folder."""
    file = folder / "gold" / "threads.json"
    found: Row = json.loads((file if file.exists() else folder / "threads.json").read_text("utf-8"))
    return found


def annotated(folder: Path) -> tuple[list[Document], list[CodedRecord]]:
    """The articles of a folder and their annotated records."""
    documents, records = [], []
    for name, (file, text) in _texts(folder).items():
        gold = json.loads(file.read_text("utf-8"))
        document = document_of(name, gold, text)
        documents.append(document)
        records += records_of(name, gold, document)
    return documents, records


def invented(folder: Path) -> tuple[Added, ...]:
    """The invented actors of a folder; none where its file names only the columns."""
    file = folder / "actors.csv"
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    rows = [line for line in lines if line.strip() and not line.startswith("#")]
    return load(file) if len(rows) > 1 else ()


# --- scores ---------------------------------------------------------------------------------------


def _members(line: Row) -> set[str]:
    return {record_id("commitment", article, index) for article, index in line["commitments"]}


def _couples(lines: Iterable[Iterable[str]]) -> set[tuple[str, str]]:
    return {pair for line in lines for pair in itertools.combinations(sorted(line), 2)}


def same_date(one: str | None, other: str) -> bool:
    """Whether two dates agree to the precision of the coarser, a month at least."""
    if one is None or len(one) < 7:
        return False
    return other.startswith(one) or one.startswith(other)


def scores(threads: Row, book: list[Row]) -> dict[str, Prf]:
    """Counts for `same line`, `history` and each of the stages."""
    wanted = _couples(_members(line) for line in threads["red_lines"])
    found = _couples(line["commitments"] for line in book)
    counts = {name: Counter[str]() for name in ("same line", "history", *STAGES)}
    counts["same line"] += Counter(both=len(wanted & found), ours=len(found), theirs=len(wanted))
    for line in threads["red_lines"]:
        members = _members(line)
        rows = [row for row in book if members & set(row["commitments"])]
        ours = {(step["date"], step["life"]) for row in rows for step in row["history"]}
        theirs = {(step["date"], step["life"]) for step in line["history"]}
        hits = [
            (date, life)
            for date, life in theirs
            if any(life == other and same_date(day, date) for day, other in ours)
        ]
        for name in ("history", *STAGES):
            for key, steps in (("both", hits), ("ours", ours), ("theirs", theirs)):
                counts[name][key] += sum(name in ("history", life) for _, life in steps)
    return counts


def f1(count: Prf) -> float:
    """The harmonic mean of precision and recall; 0 when nothing is right."""
    return 2 * count["both"] / max(1, count["ours"] + count["theirs"])


def macro(counts: dict[str, Prf]) -> float:
    """Mean F1 of the four stages."""
    return sum(f1(counts[stage]) for stage in STAGES) / len(STAGES)


def scored(folder: Path) -> dict[str, Prf]:
    """The counts of one folder."""
    with gazetteer.knowing(invented(folder)):
        book = as_rows(enter(*annotated(folder), as_of="2999-12-31"))
    return scores(threads_of(folder), book)


def _print(name: str, counts: dict[str, Prf]) -> None:
    for key, count in counts.items():
        precision = count["both"] / max(1, count["ours"])
        recall = count["both"] / max(1, count["theirs"])
        print(
            f"{name:<11} {key:<13} precision {precision:.2f}  recall {recall:.2f}  "
            f"F1 {f1(count):.2f}  ({count['ours']} ours, {count['theirs']} annotated)"
        )
    print(f"{name:<11} mean F1 of the four stages: {macro(counts):.2f}\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    folders = parser.parse_args().folders or sorted(
        path.parent for path in ARTICLES.glob("*/threads.json")
    )
    total: dict[str, Prf] = {}
    for folder in folders:
        counts = scored(folder)
        _print(folder.name, counts)
        for name, count in counts.items():
            total.setdefault(name, Counter()).update(count)
    if len(folders) > 1:
        _print("all", total)
    return 0


if __name__ == "__main__":
    sys.exit(main())
