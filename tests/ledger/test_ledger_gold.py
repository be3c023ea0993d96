"""The ledger on gold records: the floor under its figures, a change may only raise it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from brinkwatch.coding.rows import to_contract
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

SHARED = Path(__file__).parents[2].parent / "shared"
FLOOR = {"same_line": 0.88, "history": 0.78}

pytestmark = pytest.mark.shared


def _codes(value: str | list[str] | None) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)


def _action(value: dict[str, Any] | None) -> Action | None:
    if value is None:
        return None
    codes = {name: _codes(value[name]) for name in ("actor", "recipient")}
    return Action(type=value["type"], means=value["means"], text=value["text"], **codes)


def _records(name: str, gold: dict[str, Any], document: Document) -> list[CodedRecord]:
    """The gold records of one article as records of ours."""

    def common(kind: str, index: int, row: dict[str, Any]) -> dict[str, Any]:
        start = document.text.index(row["quote"])
        return {
            "id": content_id(kind, name, index),
            "document_id": document.id,
            "rule": "gold",
            "origin": document.origin,
            "span": Span.of(document, start, start + len(row["quote"])),
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
        found.append(
            Event(
                **common("event", index, row),
                action=action,
                status=row["status"],
                date=row["date"],
                place=row.get("place"),
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


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Document], list[CodedRecord]]:
    """The gold articles as a reader sees them, and their records."""
    if not SHARED.is_dir():
        pytest.skip("the development data is not beside this repository")
    texts, folder = tmp_path_factory.mktemp("texts"), SHARED / "gold" / "dev"
    command = [sys.executable, str(folder / "check.py"), "--dump", str(texts)]
    subprocess.run([*command, "--seeds", str(SHARED / "seeds")], check=True, capture_output=True)
    documents, records = [], []
    for path in sorted((folder / "gold").glob("*.json")):
        if path.stem == "threads":
            continue
        article = json.loads(path.read_text("utf-8"))
        published = article["fields"].get("published")
        document = Document(
            id=content_id(path.stem),
            origin=path.stem if "#" in path.stem else f"{path.stem}.txt",
            published=published,
            published_basis="stated" if published else "unknown",
            kind=article["fields"].get("kind") or "news",
            text=(texts / f"{path.stem}.txt").read_text("utf-8"),
        )
        documents.append(document)
        records += _records(path.stem, article, document)
    return documents, records


@pytest.fixture(scope="module")
def figures(
    gold: tuple[list[Document], list[CodedRecord]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """What the scorer says of the ledger of the gold records."""
    documents, records = gold
    folder = tmp_path_factory.mktemp("scored")
    rows, coded = folder / "ledger.json", folder / "records.jsonl"
    rows.write_text(json.dumps(as_rows(enter(documents, records, as_of="2025-12-31"))), "utf-8")
    coded.write_text("\n".join(json.dumps(to_contract(record)) for record in records), "utf-8")
    command = [sys.executable, str(SHARED / "gold" / "score.py"), str(SHARED / "gold" / "dev")]
    command += ["--records", str(coded), "--ledger", str(rows), "--json"]
    scored = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(scored.stdout)["ledger"])


@pytest.mark.parametrize("figure", sorted(FLOOR))
def test_the_gold_figures_do_not_fall_below_their_floor(
    figures: dict[str, Any], figure: str
) -> None:
    assert figures[figure]["f1"] >= FLOOR[figure], figures


def test_each_gold_confrontation_is_a_crisis_of_its_own(
    gold: tuple[list[Document], list[CodedRecord]],
) -> None:
    ledger = enter(*gold, as_of="2025-12-31")
    main = {(c.challenger[0], c.defender[0]) for c in ledger.crises if len(c.lines) >= 8}
    dyads = {frozenset(pair) for pair in main}
    assert {frozenset({"IRN", "ISR"}), frozenset({"USA", "SYR"})} <= dyads
    assert {frozenset({"RUS", "WEST"}), frozenset({"RUS", "NATO"})} & dyads


def test_articles_without_a_crisis_are_in_none(
    gold: tuple[list[Document], list[CodedRecord]],
) -> None:
    documents, _ = gold
    quiet = {d.id for d in documents if d.origin[:3] in {"d19", "d20"}}
    ledger = enter(*gold, as_of="2025-12-31")
    assert not any(quiet & set(crisis.documents) for crisis in ledger.crises)


def test_the_line_over_long_range_missiles_has_one_life_with_its_dispute(
    gold: tuple[list[Document], list[CodedRecord]],
) -> None:
    ledger = enter(*gold, as_of="2025-12-31")
    threads = json.loads((SHARED / "gold" / "dev" / "gold" / "threads.json").read_text("utf-8"))
    (thread,) = (line for line in threads["red_lines"] if line["id"] == "rus-longrange")
    told = {content_id("commitment", article, index) for article, index in thread["commitments"]}
    line = max(ledger.lines, key=lambda line: len(told & set(line.commitments)))
    assert len(told & set(line.commitments)) >= 10
    assert set(line.commitments) <= told
    steps = [(e.date or "", e.life) for e in ledger.history(line.id) if e.confidence >= 0.5]
    assert steps[:2] == [("2024-05-28", "declared"), ("2024-09-12", "declared")]
    assert "reiterated" in {life for _, life in steps}
    assert ("2024-11-17", "crossed") in steps
    ends = {life for date, life in steps if date >= "2024-11-17"}
    assert {"not_enforced", "enforced"} <= ends
    (dispute,) = (each for each in ledger.contradictions if each.line_id == line.id)
    assert "not enforced" in dispute.what
