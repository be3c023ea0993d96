"""The pages of benchmarks/reading: their gold is on the page."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "reading"
FOLDERS = [
    (BENCHMARK / "pages", BENCHMARK / "gold"),
    (BENCHMARK / "kept_aside" / "pages", BENCHMARK / "kept_aside" / "gold"),
]
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
