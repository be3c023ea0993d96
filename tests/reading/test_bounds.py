"""Hostile input is read, or refused with a reason, in bounded time and memory."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brinkwatch.reading import read_bytes
from brinkwatch.reading.vocabulary import bound, table

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "benchmarks" / "reading" / "hostile.py"
LONGEST = 20.0  # seconds of CPU time: what grows with the square of a page takes minutes


def _program() -> ModuleType:
    """The program that builds hostile inputs and prints the table of the documentation."""
    found = importlib.util.spec_from_file_location("hostile", PROGRAM)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


HOSTILE = _program()


@pytest.mark.parametrize("name", HOSTILE.INPUTS)
def test_a_hostile_input_at_a_tenth_ends_in_a_document_or_a_reason(name: str) -> None:
    form, build, size = HOSTILE.INPUTS[name]
    built = build(size // 10)
    data = built.encode() if isinstance(built, str) else built
    begun = time.process_time()
    found = read_bytes(data, f"page.{form}")
    assert time.process_time() - begun < LONGEST
    assert found.documents or found.skipped[0].reason


@pytest.mark.slow  # inputs of up to a hundred megabytes, each in a process of its own
@pytest.mark.parametrize(
    "name",
    [
        "author boxes, all read",
        "feed of scripts, all read",
        "a JSON line",
        "a CSV cell without end",
    ],
)
def test_a_hostile_input_ends_within_its_time_and_memory(name: str) -> None:
    command = [sys.executable, str(PROGRAM), "--one", name, str(HOSTILE.INPUTS[name][2])]
    found = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert found["seconds"] < LONGEST
    assert found["peak"] < HOSTILE.MEGABYTES


def test_a_bait_goes_on_where_its_pattern_repeats() -> None:
    assert list(HOSTILE.baits(re.compile(r"by\s+(\w+)"), 20)) == [
        "by                 ☃",
        "by aaaaaaaaaaaaaaaa☃",
    ]


@pytest.mark.parametrize("opening", ["<?xml version='1.0'?>\n", "<!-- a - b -->", ""])
@pytest.mark.parametrize("root", ["rss", "html", "lolz"])
def test_entities_are_refused_and_no_file_is_opened(opening: str, root: str) -> None:
    declared = f"<!DOCTYPE {root} [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>"
    page = f"{opening}{declared}{HOSTILE.feed(HOSTILE.BOMB)}"
    found = read_bytes(page.encode(), "page")
    assert not found.documents
    assert "declares XML entities" in found.skipped[0].reason


def test_an_ordinary_doctype_is_no_entity() -> None:
    page = "<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0//EN' 'x.dtd'>" + HOSTILE.page("")
    assert read_bytes(page.encode(), "page").documents


def test_the_first_items_of_a_long_feed_are_read_and_the_rest_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("brinkwatch.reading.feeds.MOST_ITEMS", 3)
    found = read_bytes(HOSTILE.feed(HOSTILE.many(5, HOSTILE.SCRIPTS)).encode(), "page")
    assert len(found.documents) == 3
    assert [s.reason for s in found.skipped] == [
        "the feed has 5 items and the first 3 are read; save the others in a file of their own."
    ]
    assert not any("alert" in document.text for document in found.documents)


def test_a_file_of_another_kind_is_not_reported_line_by_line() -> None:
    found = read_bytes(b'{"a\n' * 5000, "page.jsonl")
    assert len(found.skipped) == bound("failures") + 1
    assert "the rest is left" in found.skipped[-1].reason


def test_every_bound_says_what_it_is_and_stands_in_the_documentation() -> None:
    printed = (ROOT / "docs" / "reading.md").read_text("utf-8")
    for name, entry in table("bounds").items():
        assert set(entry) == {"most", "of", "then", "why"}, name
        assert f"| {entry['of']} | {entry['most']:,} | {entry['then']} |" in printed, name
    rows = re.search(r"\| number of \|.*?\n\n", printed, re.DOTALL)
    assert rows is not None
    assert len(rows[0].strip().splitlines()) == len(table("bounds")) + 2


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from(["", HOSTILE.page(""), HOSTILE.PASTED, "{", "<rss>", "title,text\n"]),
)
def test_any_bytes_are_read_or_refused(data: bytes, page: str) -> None:
    found = read_bytes(page.encode() + data, "page")
    assert found.documents or found.skipped


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_what_is_kept_of_a_pasted_page_stands_in_it(text: str) -> None:
    page = HOSTILE.PASTED + text
    for document in read_bytes(page.encode("utf-8", "replace"), "page").documents:
        if document.parent_id is None:
            for line in document.text.split("\n\n"):
                assert line in page.replace("\r\n", "\n").replace("\r", "\n")
