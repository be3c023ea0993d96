"""The ledger on corpora whose lines, lives and rates are known (benchmarks/ledger_simulated.py)."""

from __future__ import annotations

import numpy as np
import pytest
from ledger_simulated import WORLDS, Noise, Score, World, simulate

from brinkwatch.ledger import enter

PERFECT = Noise(
    outlets=2, hears=1, knows=1, recall=1, precision=1, life=1, event_recall=1, event_precision=1
)


def _world(seed: int, noise: Noise) -> World:
    return World(np.random.default_rng(seed), "prior", noise)


@pytest.fixture(scope="module")
def clear() -> Score:
    return simulate(4, 7, "prior", PERFECT)


def test_one_seed_makes_one_corpus() -> None:
    one, two = (_world(3, Noise()) for _ in range(2))
    assert one.records == two.records
    assert one.documents == two.documents
    assert _world(4, Noise()).records != one.records


def test_the_corpus_holds_what_a_ledger_must_bear() -> None:
    world = _world(3, Noise())
    quotes = [record.span.quote for record in world.records]
    assert any(document.copy_of for document in world.documents)
    assert len(set(quotes)) < len(quotes)
    assert {line.end for line in world.lines} == {
        "heeded", "enforced", "not_enforced", "answered_otherwise",
    }  # fmt: skip
    book = enter(world.documents, world.records, as_of=world.as_of)
    assert any(contradiction.line_id for contradiction in book.contradictions)


def test_what_is_told_without_error_is_found(clear: Score) -> None:
    both, truth, ours = (clear.pairs[key] for key in ("both", "truth", "ours"))
    assert 2 * both / (truth + ours) > 0.8
    for end, statuses in (
        ("heeded", {"declared", "reiterated"}),
        ("enforced", {"enforced"}),
        ("not_enforced", {"not_enforced"}),
    ):
        told = {status: n for (true, status), n in clear.ended.items() if true == end}
        right = sum(n for status, n in told.items() if status in statuses)
        assert right / sum(told.values()) > 0.7, (end, told)


@pytest.mark.slow
def test_intervals_hold_the_true_rate_as_often_as_they_say() -> None:
    """30 of the benchmark's 200 runs: 180 rates, whose share has a standard error of 0.03."""
    score = simulate(30, 20240914, "prior", WORLDS["as measured"])
    share, counted = score.covered(0.8)
    assert counted == 180
    assert 0.7 < share < 0.9
