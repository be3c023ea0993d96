"""What an analyst did and what somebody was told of, kept in the case file."""

from __future__ import annotations

import sqlite3

from brinkwatch.records import AnalystAct, Ledger
from brinkwatch.store import Case


def act(number: int, at: str = "2024-11-19T09:00:00") -> AnalystAct:
    return AnalystAct(id=f"a{number}", verb="undo", by="N. Tran", at=at, why="No.", undoes="a0")


def test_acts_are_kept_once_in_the_order_they_were_made(tmp_path, make_document, make_threat):
    about = ((make_threat(make_document("If NATO deploys, Russia will strike.")),), ())
    later = act(1, "2024-11-20T09:00:00")
    split = act(2).model_copy(update={"verb": "split", "undoes": None, "about": about})
    with Case(tmp_path / "case.db") as case:
        for one in (later, split, later):
            case.add_act(one)
    with Case(tmp_path / "case.db") as case:
        assert case.acts() == [split, later]


def test_what_was_told_last_replaces_what_was_told_before(tmp_path):
    empty = Ledger(as_of="2024-11-19", lines=(), entries=(), credibility=())
    with Case(tmp_path / "case.db") as case:
        assert case.told() is None
        case.keep_told("coder", empty, ["d1"])
        later = empty.model_copy(update={"as_of": "2024-11-20"})
        case.keep_told("another coder", later, ["d2", "d1"])
        assert case.told() == ("another coder", later, "2024-11-20", frozenset({"d1", "d2"}))


def test_of_what_another_version_told_the_day_and_the_documents_are_left(tmp_path):
    path = tmp_path / "case.db"
    with Case(path) as case:
        empty = Ledger(as_of="2024-11-19", lines=(), entries=(), credibility=())
        case.keep_told("coder", empty, ["d1"])
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("UPDATE told SET body = '{\"as_of\": 3}'")
    db.close()
    with Case(path) as case:
        assert case.told() == ("coder", None, "2024-11-19", frozenset({"d1"}))
