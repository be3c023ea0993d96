"""A short form of benchmarks/store_kills.py: whole commands are killed, whole articles are left."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from store_kills import Content, campaign, finish, problems

ARTICLES = [str(Path(__file__).parents[2] / "examples" / "replay" / "guyana-2023")]


@pytest.mark.slow
def test_a_killed_command_loses_and_doubles_nothing(tmp_path: Path) -> None:
    result = campaign(tmp_path, ARTICLES, runs=5, seed=20240914)
    assert result["found"] == []
    assert result["runs"] == 5
    assert result["files"] == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("DELETE FROM record WHERE rowid = 1", "apart from the rest of its article"),
        ("DELETE FROM coverage WHERE rowid = 1", "apart from the rest of its article"),
        ("UPDATE document SET body = replace(body, 'Guyana', 'Guiana')", "not as an unhurt run"),
    ],
)
def test_what_the_benchmark_would_find(
    coded: tuple[Path, Content], tmp_path: Path, statement: str, found: str
) -> None:
    whole, content = coded
    spoiled = tmp_path / "spoiled.db"
    spoiled.write_bytes(whole.read_bytes())
    assert problems(spoiled, content) == []
    with closing(sqlite3.connect(spoiled)) as db, db:
        db.execute(statement)
    assert any(found in problem for problem in problems(spoiled, content))


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Content]:
    """A case file as an unhurt run leaves it."""
    store = tmp_path_factory.mktemp("case") / "case.db"
    finish("code", ARTICLES, store)
    return store, Content.of(store)
