from __future__ import annotations

from brinkwatch.ledger import enter


def test_an_inferred_interval_orders_a_step_but_does_not_date_it(make_document, make_threat):
    text = "If NATO deploys troops to Ukraine, Russia will strike them."
    page = make_document(
        text, published=None, published_basis="inferred",
        published_interval=("2024-08-06", "2025-01-20"),
    )  # fmt: skip
    book = enter([page], [make_threat(page)], as_of="2024-09-14")
    (entry,) = book.entries
    assert entry.date is None
    assert "between 2024-08-06 and 2025-01-20" in (entry.note or "")
