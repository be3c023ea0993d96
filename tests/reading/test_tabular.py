"""CSV and Parquet dumps and Markdown: told by content, read row by row."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from brinkwatch.errors import InputError
from brinkwatch.reading import read, read_bytes
from brinkwatch.reading.tabular import parse_columns

TEXT = "Twenty aircraft crossed the median line on Wednesday. The ministry said it would respond."
OTHER = "The carrier group left the strait on Friday. Nobody would say whether it will return."


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    """A dump whose columns are of every kind that a fact can come in."""
    path = tmp_path / "dump.bin"
    duckdb.execute(
        f"""COPY (
            SELECT 'Jets cross' AS "Headline", '{TEXT}' AS body, DATE '2022-08-03' AS date,
              {{'name': 'Strait Watch'}} AS source, ['Jane Doe', 'John Roe'] AS authors, 7 AS score
            UNION ALL
            SELECT 'Carrier leaves', '{OTHER}', DATE '2022-08-05', {{'name': 'Gulf Notes'}}, [], 8
        ) TO '{path}' (FORMAT parquet)"""
    )
    return path


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_csv_is_told_by_its_header_whatever_its_delimiter(mark: str, end: str) -> None:
    rows = [["Headline", "pub_date", "Body", "source"]]
    rows += [["Jets cross", "2022-08-03", TEXT, "Strait Watch"]]
    rows += [["Carrier leaves", "2022-08-05", OTHER, "Gulf Notes"]]
    data = end.join(mark.join(f'"{cell}"' for cell in row) for row in rows)
    first, second = read_bytes(data.encode(), "dump").documents
    assert (first.origin, second.origin) == ("dump#1", "dump#2")
    assert (first.title, first.published, first.outlet) == (
        "Jets cross",
        "2022-08-03",
        "Strait Watch",
    )
    assert (first.text, second.text) == (TEXT, OTHER)


def test_a_cell_holds_paragraphs_and_markup_and_any_encoding() -> None:
    data = f'title,text\nÜberflug,"{TEXT}\n\n{OTHER}"\nZweiter,"<p>{OTHER}</p><p>{TEXT}</p>"\n'
    first, second = read_bytes(data.encode("cp1252"), "dump.csv").documents
    assert first.title == "Überflug"
    assert first.text == f"{TEXT}\n\n{OTHER}"
    assert second.text == f"{OTHER}\n\n{TEXT}"


def test_a_row_without_text_is_skipped_and_the_others_are_read() -> None:
    data = f"title,text\nJets,\nTwo,{TEXT},too,many\nCarrier,{OTHER}\n"
    reading = read_bytes(data.encode(), "dump.csv")
    assert [d.origin for d in reading.documents] == ["dump.csv#3"]
    assert [s.origin for s in reading.skipped] == ["dump.csv#1", "dump.csv#2"]
    assert "row 1 has no text" in reading.skipped[0].reason
    assert "row 2 has 4 cells under 2 columns" in reading.skipped[1].reason


@pytest.mark.parametrize(
    "text",
    [
        f"Body, soul and content\n\n{TEXT}",
        f"Title, text and date\n\n{TEXT}\n\n{OTHER}",
        f"Title, one\r\r{TEXT}\r\r{OTHER}",
        f"The source | the article | the date of it all\n\n{TEXT}",
    ],
)
def test_a_pasted_text_with_commas_is_no_table(text: str) -> None:
    (document,) = read_bytes(text.encode(), "page.txt").documents
    assert document.origin == "page.txt"


def test_parquet_is_told_by_its_content_and_read_by_column(parquet: Path) -> None:
    first, second = read([parquet]).documents
    assert (first.origin, second.origin) == ("dump.bin#1", "dump.bin#2")
    assert (first.title, first.published, first.outlet, first.byline) == (
        "Jets cross",
        "2022-08-03",
        "Strait Watch",
        "Jane Doe, John Roe",
    )
    assert (first.text, second.text) == (TEXT, OTHER)


def test_a_moment_with_a_zone_is_read_in_utc(tmp_path: Path) -> None:
    path = tmp_path / "dump.parquet"
    moment = "TIMESTAMPTZ '2022-08-03 11:20:00+08'"
    duckdb.execute(f"COPY (SELECT '{TEXT}' AS text, {moment} AS date) TO '{path}'")
    assert read([path]).documents[0].published == "2022-08-03T03:20+00:00"


def test_a_damaged_parquet_file_is_skipped_with_a_sentence(parquet: Path) -> None:
    data = parquet.read_bytes()
    (skipped,) = read_bytes(data[: len(data) // 2] + b"PAR1", "dump.parquet").skipped
    assert "the Parquet file cannot be read" in skipped.reason
    assert "\n" not in skipped.reason


@pytest.mark.parametrize(
    "data",
    [
        f"story,top,when\n{TEXT},Jets cross,2022-08-03\n".encode(),
        json.dumps({"story": TEXT, "top": "Jets cross", "when": "2022-08-03"}).encode(),
    ],
)
def test_columns_of_other_names_are_mapped(data: bytes) -> None:
    columns = parse_columns("text=story, title=top, published=when")
    (document,) = read_bytes(data, "dump", columns=columns).documents
    assert (document.title, document.published) == ("Jets cross", "2022-08-03")
    assert document.text == TEXT


def test_a_mapped_column_is_preferred_to_one_of_a_usual_name() -> None:
    data = f"title,text,content\nJets,short,{TEXT}\n".encode()
    assert read_bytes(data, "d", columns={"text": "content"}).documents[0].text == TEXT


def test_an_unknown_column_is_one_sentence_that_lists_the_known() -> None:
    data = f"title,text\nJets,{TEXT}\n".encode()
    (skipped,) = read_bytes(data, "dump.csv", columns={"text": "story"}).skipped
    assert skipped.reason == (
        "the table has no column 'story' for text (its columns: title, text); "
        "name one of these with --columns."
    )


def test_a_table_without_text_says_how_to_name_it() -> None:
    (skipped,) = read_bytes(f"top,story\nJets,{TEXT}\n".encode(), "dump.csv").skipped
    assert "name it with --columns text=COLUMN" in skipped.reason


def test_a_table_without_rows_says_so(tmp_path: Path) -> None:
    path = tmp_path / "dump.parquet"
    duckdb.execute(f"COPY (SELECT '' AS text WHERE false) TO '{path}' (FORMAT parquet)")
    for data in (b"title,text\n", path.read_bytes()):
        (skipped,) = read_bytes(data, "dump").skipped
        assert "the table has a header and no rows" in skipped.reason


@pytest.mark.parametrize(
    ("given", "said"), [("text", "is not FACT=COLUMN"), ("mood=grim", "is no fact of an article")]
)
def test_a_bad_mapping_is_refused(given: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse_columns(given)


def test_a_command_reads_mapped_columns(
    tmp_path: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    (tmp_path / "dump.csv").write_text(f"story,top\n{TEXT},Jets cross\n", "utf-8")
    columns = ["--columns", "text=story,title=top"]
    code, out, _ = run("read", tmp_path / "dump.csv", *columns, "--format", "jsonl")
    assert code == 0
    assert (json.loads(out)["title"], json.loads(out)["text"]) == ("Jets cross", TEXT)


MARKDOWN = f"""# Jets cross the median line

By **Jane Doe** | 3 August 2022

Twenty *aircraft* crossed the [median line](https://x.example/a "why") on Wednesday.

The ministry's 3 * 4 rule and its snake_case_name stand.

![Jets over the strait](jets.jpg)

## What next

> "{OTHER}"

- {TEXT}

---
"""


def test_the_marks_of_markdown_are_taken_off_and_its_words_stand() -> None:
    (document,) = read_bytes(MARKDOWN.encode(), "page.md").documents
    assert document.title == "Jets cross the median line"
    assert document.byline == "Jane Doe"
    assert document.text.split("\n\n") == [
        "Twenty aircraft crossed the median line on Wednesday.",
        "The ministry's 3 * 4 rule and its snake_case_name stand.",
        "What next",
        f'"{OTHER}"',
        TEXT,
    ]


def test_a_text_with_one_kind_of_mark_is_left_as_it_stands() -> None:
    text = f"The band\n\n# 1 in the charts was their song, and the crowd knew it.\n\n{TEXT}"
    assert "# 1 in the charts" in read_bytes(text.encode(), "page.txt").documents[0].text
