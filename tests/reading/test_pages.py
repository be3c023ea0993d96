"""The pages of benchmarks/reading: gold is on its page, and reading keeps its scores."""

from __future__ import annotations

import html
import importlib.util
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "reading"
SEEN = (BENCHMARK / "pages", BENCHMARK / "gold")
KEPT_ASIDE = (BENCHMARK / "kept_aside" / "pages", BENCHMARK / "kept_aside" / "gold")
FOLDERS = [SEEN, KEPT_ASIDE]
FLOORS = tomllib.loads((Path(__file__).parents[1] / "floors.toml").read_text("utf-8"))
PAGES = [(page, gold / f"{page.stem}.json") for pages, gold in FOLDERS for page in pages.glob("*")]


def decoded(page: bytes) -> str:
    """The page's text by its byte-order mark, its declared charset, or UTF-8."""
    if page[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return page.decode("utf-16")
    declared = re.search(rb"charset=[\"']?([\w-]+)|encoding=[\"']([\w-]+)", page)
    name = next(filter(None, declared.groups())).decode() if declared else "utf-8"
    return page.decode(name)


def letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]", text))


def seen(page: Path) -> str:
    """The letters of a page, without its tags or the addresses of its links."""
    text = decoded(page.read_bytes())
    if page.suffix == ".html":
        text = html.unescape(re.sub(r"<[^<>]*>", "", text))
    elif page.suffix == ".md":
        text = re.sub(r"\](\([^)]*\)|\[\d\])", "", text)
    return letters(text)


def gold_texts(fields: dict[str, Any]) -> list[str]:
    named = [fields["title"], fields["byline"], fields["outlet"]]
    listed = [h[key] for h in fields["headlines"] for key in ("label", "title")]
    parts = fields["body"] + fields["body_contains"] + fields["body_excludes"]
    return [text for text in named + listed + parts if text]


@pytest.mark.parametrize(("page", "gold"), PAGES, ids=lambda path: path.stem)
def test_gold_is_on_its_page(page: Path, gold: Path) -> None:
    fields = json.loads(gold.read_text("utf-8"))["fields"]
    if fields is None:
        return
    text = seen(page).casefold()
    assert [part for part in gold_texts(fields) if letters(part).casefold() not in text] == []
    body = " ".join(fields["body"])
    assert [part for part in fields["body_contains"] if part not in body] == []
    assert len(fields["body"]) > 2


def test_each_gold_has_its_page() -> None:
    stems = {page.stem for page, _gold in PAGES}
    assert stems == {gold.stem for _pages, folder in FOLDERS for gold in folder.glob("*.json")}


@pytest.fixture(scope="module")
def compare():
    spec = importlib.util.spec_from_file_location("compare", BENCHMARK / "compare.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclass looks itself up there
    spec.loader.exec_module(module)
    return module


def shares(compare, folders: tuple[Path, Path]) -> dict[str, float]:
    """Of each figure, the share that is right; of noise, the share that is dropped."""
    pages = list(compare.annotated(*folders, (".txt", ".md", ".html")))
    found = compare.figures(compare.brinkwatch, pages)
    left, lines = found.pop("noise left")
    found["noise dropped"] = (lines - left, lines)
    return {figure: much / of for figure, (much, of) in found.items()}


def test_reading_keeps_its_scores(compare) -> None:
    found = shares(compare, SEEN)
    floors = FLOORS["reading_pages"]
    assert floors.keys() == found.keys()
    assert {name: found[name] for name, floor in floors.items() if found[name] < floor} == {}


def test_a_reader_is_not_paid_for_what_it_leaves_or_invents(compare) -> None:
    gold = {
        "title": "A bridge",
        "published": None,
        "byline": "Ann Orr and Bo Lind",
        "outlet": "The Post",
        "kind": "news",
        "body": ["The bridge is open.", "Nobody came."],
        "body_contains": ["The bridge is open.", "Nobody came."],
        "body_excludes": ["Share this"],
        "headlines": [{"time": "2024-05-01T10:00", "label": None, "title": "Rain"}],
    }
    fields = {"published": "2024-05-01", "byline": "Ann Orr, Bo Lind", "outlet": "", "kind": "news"}
    made = {
        b"article": compare.Article("A bridge\nThe bridge is open.\nShare this", fields),
        b"list": compare.Article("World"),
    }
    pages = [("one", b"article", gold), ("two", b"list", None)]
    found = compare.figures(lambda _name, page: made[page], pages)
    assert found["body F1"] == (pytest.approx(2 * 4 / (6 + 6)), 1)
    assert found["body kept"] == (1, 2)
    assert found["noise left"] == (1, 1)
    assert [found[key][0] for key in ("title", "published", "byline", "outlet")] == [0, 0, 1, 0]
    assert found["headlines"] == (0, 1)
    assert found["refused"] == (0, 1)
