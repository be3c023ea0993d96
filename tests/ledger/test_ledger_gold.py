"""The ledger on gold records: the floor under its figures, a change may only raise it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ledger_lines import annotated, record_id, threads_of

from brinkwatch.coding.rows import to_contract
from brinkwatch.ledger import as_rows, enter
from brinkwatch.records import CodedRecord, Document

SHARED = Path(__file__).parents[2].parent / "shared"
FLOOR = {"same_line": 0.88, "history": 0.78}

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def gold() -> tuple[list[Document], list[CodedRecord]]:
    """The gold articles as a reader sees them, and their records."""
    if not SHARED.is_dir():
        pytest.skip("the development data is not beside this repository")
    return annotated(SHARED / "gold" / "dev")


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
    lines = threads_of(SHARED / "gold" / "dev")["red_lines"]
    (thread,) = (line for line in lines if line["id"] == "rus-longrange")
    told = {record_id("commitment", article, index) for article, index in thread["commitments"]}
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
