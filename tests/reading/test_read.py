"""Files, folders and globs in; documents and reasons out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from brinkwatch.errors import InputError
from brinkwatch.reading import as_row, read, read_bytes, visible
from brinkwatch.records import Document, content_id

ARTICLE = """Harbour blockade draws a warning

By Jane Doe
3 May 1998

Northland said on Saturday that it would sink any ship that entered the harbour of Southport.

Southland called the warning an act of aggression and sent a second frigate.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two articles, one of them deeper, and what is no article."""
    (tmp_path / "b.txt").write_text(ARTICLE, "utf-8")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.txt").write_text(ARTICLE.replace("second", "third"), "utf-8")
    (tmp_path / ".hidden.txt").write_text(ARTICLE.replace("second", "fourth"), "utf-8")
    (tmp_path / "README.md").write_text("# About this folder\n", "utf-8")
    (tmp_path / "outcome.toml").write_text("war = false\n", "utf-8")
    return tmp_path


def test_a_folder_is_read_in_sorted_order_without_its_own_papers(folder: Path) -> None:
    reading = read([folder])
    assert [document.origin for document in reading.documents] == ["b.txt", "a.txt"]
    assert reading.skipped == ()


def test_a_glob_is_expanded(folder: Path) -> None:
    assert [d.origin for d in read([folder / "*.txt"]).documents] == ["b.txt"]


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    reading = read([folder / "b.txt", folder])
    assert len(reading.documents) == 2
    assert reading.skipped == ()


def test_an_article_that_repeats_another_is_skipped_and_says_which(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(ARTICLE, "utf-8")
    reading = read([tmp_path])
    assert [d.origin for d in reading.documents] == ["a.txt"]
    assert reading.skipped[0].origin == "b.txt"
    assert "a.txt" in reading.skipped[0].reason


def test_the_same_article_has_the_same_id_wherever_it_lies() -> None:
    one = read_bytes(ARTICLE.encode(), "one.txt").documents[0]
    two = read_bytes(ARTICLE.encode(), "two.txt").documents[0]
    assert one.id == two.id


def test_progress_counts_files(folder: Path) -> None:
    seen: list[tuple[int, int]] = []
    read([folder], on_progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "empty"),
        ("case.db", b"SQLite format 3\x00" + b"\x01" * 50, "SQLite"),
        ("pages.zip", b"PK\x03\x04" + b"\x00" * 50, "ZIP"),
        ("paper.pdf", b"%PDF-1.7 ...", "PDF"),
        ("noise.bin", bytes(range(256)) * 4, "binary"),
        ("page.html", b"<html><body><nav>Home</nav><p>Log in</p></body></html>", "no article text"),
        ("words.txt", b"Share\n\nSubscribe now\n", "no article text"),
        ("lines.jsonl", b'{"oops": 1}\n', "no text"),
        ("broken.jsonl", b'{"text": "half\n', "not valid JSON"),
        ("feed.xml", b'<rss version="2.0"><channel></channel></rss>', "no items"),
        ("deep.html", b"<html>" + b"<div>" * 4000 + b"x" + b"</div>" * 4000, "deeply"),
    ],
)  # fmt: skip
def test_a_bad_file_is_skipped_in_one_helpful_sentence(
    tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text(ARTICLE, "utf-8")
    reading = read([tmp_path])
    assert [d.origin for d in reading.documents] == ["good.txt"]
    (skipped,) = reading.skipped
    assert skipped.origin.startswith(name)
    assert says in skipped.reason
    assert skipped.reason.endswith(".")
    assert "\n" not in skipped.reason


def test_a_missing_path_and_an_empty_pattern_are_skipped(tmp_path: Path) -> None:
    reading = read([tmp_path / "nope.txt", tmp_path / "*.foo", tmp_path])
    assert reading.documents == ()
    assert [skipped.reason.split(";")[0] for skipped in reading.skipped] == [
        "there is no such file or folder",
        "no file matches this pattern",
        "the folder holds no article file.",
    ]


def test_one_line_of_fifty_megabytes_is_refused_at_once() -> None:
    reading = read_bytes(b"word " * 10_000_000, "long.txt")
    assert reading.documents == ()
    assert "one line" in reading.skipped[0].reason


def test_one_sentence_is_an_article() -> None:
    (document,) = read_bytes(b"Northland warned Southland on Tuesday.", "one.txt").documents
    assert document.text == "Northland warned Southland on Tuesday."
    assert document.title is None


@pytest.mark.parametrize("published", ["2024-11-19", "2024-11-19T09:35", "2024-11-19T09:35+02:00"])
def test_a_given_date_stands_above_the_page(published: str) -> None:
    (document,) = read_bytes(ARTICLE.encode(), "a.txt", published=published).documents
    assert document.published == published
    assert document.published_basis == "stated"
    assert "given" in (document.published_note or "")


@pytest.mark.parametrize("published", ["19 November 2024", "2024-13-01", "2024-11", "soon"])
def test_a_given_date_must_be_iso(published: str) -> None:
    with pytest.raises(InputError, match="ISO date"):
        read_bytes(ARTICLE.encode(), "a.txt", published=published)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_read_in_its_encoding(encoding: str) -> None:
    text = ARTICLE.replace("harbour of Southport", "harbour of Málaga – “the pearl”")
    (document,) = read_bytes(text.encode(encoding), "a.txt").documents
    assert "Málaga – “the pearl”" in document.text


def test_windows_line_ends_do_not_stay_in_the_text() -> None:
    (document,) = read_bytes(ARTICLE.replace("\n", "\r\n").encode(), "a.txt").documents
    assert "\r" not in document.text
    assert document.title == "Harbour blockade draws a warning"


def test_a_row_is_the_contract_of_read() -> None:
    (document,) = read_bytes(ARTICLE.encode(), "a.txt").documents
    row = as_row(document)
    wanted = ["id", "origin", "parent_id", "url", "title", "published", "byline", "outlet", "kind",
              "language", "text", "headlines"]  # fmt: skip
    assert [key for key in wanted if key not in row] == []
    assert json.loads(json.dumps(row)) == row
    assert row["published"] == "1998-05-03"


def dated(published: str | None, interval: tuple[str, str] | None = None) -> Document:
    ident = content_id(published, interval)
    return Document(
        id=ident, origin=ident, published=published, published_interval=interval, text="x"
    )


def test_nothing_later_than_the_day_is_visible() -> None:
    early, late = dated("2024-03-03T22:17"), dated("2025-03-16T20:47")
    open_, unknown = dated(None, ("2024-01-01", "2026-01-01")), dated(None)
    seen, hidden = visible([late, early, unknown, open_], "2024-03-03")
    assert seen == [early, unknown, open_]
    assert hidden == [late]


def test_an_interval_counts_from_its_first_day() -> None:
    seen, hidden = visible([dated(None, ("2024-06-01", "2024-07-01"))], "2024-05-31")
    assert (len(seen), len(hidden)) == (0, 1)
