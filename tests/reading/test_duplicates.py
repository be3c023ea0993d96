"""Copies and updated versions are linked to their first form; other articles are not."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from brinkwatch import coding, forecast, ledger, reading
from brinkwatch.reading.duplicates import link
from brinkwatch.reading.versions import is_template, note
from brinkwatch.records import Document, content_id

EXAMPLES = Path(__file__).parents[2] / "examples"
CORPORA = Path(__file__).parent / "duplicates"
Row = dict[str, Any]
Run = Callable[..., tuple[int, str, str]]
SENTENCES = [
    "Twenty aircraft of the northern air force crossed the median line early on Wednesday.",
    "The ministry of defence said it would respond to every crossing in kind and at once.",
    "Fishermen in the harbour reported two destroyers about nine miles off the cape.",
    "Talks between the two foreign ministers were called off without a new date being set.",
    "A spokesman for the coast guard declined to say how many cutters had left port.",
    "Shares of the island's shipping lines fell by four per cent in morning trade.",
    "The parliament will hear the admiral behind closed doors before the weekend.",
]
Make = Callable[..., Document]


def rows(corpus: str, kind: str) -> list[Row]:
    """The rows of a kind of `duplicates/CORPUS.toml`."""
    found: list[Row] = tomllib.loads((CORPORA / f"{corpus}.toml").read_text("utf-8"))[kind]
    return found


def words(*numbers: int) -> str:
    return " ".join(SENTENCES[number] for number in numbers)


@pytest.fixture
def wire(make_document: Make) -> Document:
    return make_document(words(0, 1, 2, 3, 4, 5, 6), origin="wire.txt", outlet="Wire", title="Jets")


def test_a_syndicated_copy_is_linked_with_what_it_changed(wire: Document, make_document: Make):
    text = f"{words(0, 1, 2, 3, 4, 5, 6)} This story came from a news agency."
    copy = make_document(
        text, origin="copy.txt", outlet="Gazette", title="Twenty jets", published="2030-05-05"
    )
    first, linked = link([wire, copy])
    assert (first.copy_of, first.copy_note) == (None, None)
    assert linked.copy_of == wire.id
    assert linked.copy_note == "copied with changes: of 7 sentences 1 added; another title"
    assert linked.text == copy.text


@pytest.mark.parametrize(
    ("numbers", "fields", "said"),
    [
        ((0, 1, 2, 3, 4, 5, 6), {"outlet": "Gazette"}, "identical"),
        ((0, 1, 2, 3, 4), {"outlet": "Gazette"}, "shortened: the first 5 of 7 sentences"),
        ((0, 1, 3, 4, 5, 6), {"outlet": "WIRE"}, "shortened: of 7 sentences 1 dropped"),
        ((0, 1, 2, 3, 4, 5, 6, 0), {"outlet": "WIRE"}, "updated: of 7 sentences 1 added"),
        ((0, 0, 1, 2, 3, 5, 6), {"outlet": None, "title": "JETS"},
         "updated: of 7 sentences 1 added, 1 dropped"),
        ((0, 0, 1, 2, 3, 5, 6), {"outlet": None, "title": "Other"},
         "copied with changes: of 7 sentences 1 added, 1 dropped; another title"),
    ],
)  # fmt: skip
def test_what_changed_is_said_in_sentences(wire, make_document, numbers, fields, said):
    assert note(wire, make_document(words(*numbers), **fields)) == said


def test_the_first_form_is_the_earliest_whatever_the_order(wire: Document, make_document: Make):
    late = make_document(words(0, 1, 2, 3, 4, 5), origin="late", published="2030-05-06")
    undated = make_document(
        words(0, 1, 2, 3, 5, 6), origin="undated", published=None, published_basis="unknown"
    )
    linked = link([undated, late, wire])
    assert [d.origin for d in linked] == ["undated", "late", "wire.txt"]
    assert [d.copy_of for d in linked] == [wire.id, wire.id, None]


def test_a_version_of_a_version_leads_to_the_first_form(wire: Document, make_document: Make):
    long = " ".join(SENTENCES + [s.replace("the", "its") for s in SENTENCES])
    second = make_document(long, origin="2", published="2030-05-05")
    third = make_document(f"{long} {words(4)} Nothing more is known.", origin="3", published="2031")
    assert [d.copy_of for d in link([wire, second, third])] == [None, wire.id, wire.id]


def test_a_quoted_paragraph_makes_no_copy(wire: Document, make_document: Make):
    own = " ".join(f"The {n} committee met on its own {n} matters, as usual." for n in range(30))
    other = make_document(f"{words(0, 1)} {own}", origin="other.txt")
    assert [d.copy_of for d in link([wire, other])] == [None, None]


def test_short_texts_and_headlines_are_not_compared(wire: Document, make_document: Make):
    notice = [make_document(SENTENCES[0], origin=name) for name in ("a", "b")]
    child = make_document(wire.text, origin="wire.txt#h1", parent_id=wire.id, kind="headline")
    assert all(d.copy_of is None for d in link([*notice, wire, child]))


def test_linking_again_changes_nothing(wire: Document, make_document: Make):
    once = link([wire, make_document(words(0, 1, 2, 3, 4, 5), published="2030-05-05")])
    assert link(once) == once


def test_a_copy_of_an_article_of_the_future_is_a_first_form_today(wire, make_document):
    copy = make_document(
        words(0, 1, 2, 3, 4, 5), origin="copy", published=None, published_basis="unknown"
    )
    seen, hidden = reading.visible(link([wire, copy]), "2030-05-03")
    assert [d.origin for d in hidden] == ["wire.txt"]
    assert [(d.origin, d.copy_of) for d in seen] == [("copy", None)]


def test_files_are_linked_as_they_are_read(tmp_path: Path):
    for day, tail in (("2022-08-03", ""), ("2022-08-04", "Nothing more is known.")):
        head = f"Title: Jets\nDate: {day}\nSource: Wire\n\n"
        (tmp_path / f"{day}.txt").write_text(f"{head}{words(*range(7))} {tail}\n", "utf-8")
    first, second = reading.read([tmp_path]).documents
    assert second.copy_of == first.id
    assert reading.as_row(second)["copy_note"] == "updated: of 7 sentences 1 added"


def example_articles() -> list[Document]:
    folders = [EXAMPLES / "long-range-missiles", *sorted((EXAMPLES / "replay").iterdir())]
    return [d for d in reading.read(folders).documents if d.parent_id is None]


def test_different_articles_of_one_event_are_not_linked():
    found = example_articles()
    assert len(found) >= 20
    assert [d.origin for d in found if d.copy_of] == []


@pytest.mark.shared
def test_no_article_of_the_development_set_is_linked(shared: Path):
    found = reading.read([shared / "gold" / "dev" / "articles", shared / "seeds"]).documents
    assert [d.origin for d in found if d.copy_of] == []


def stories() -> dict[str, dict[str, str]]:
    return tomllib.loads((CORPORA / "copies.toml").read_text("utf-8"))["story"]


@pytest.mark.parametrize("row", rows("copies", "copy"), ids=lambda row: row["name"])
def test_a_form_of_a_story_is_linked_and_what_changed_is_said(row: Row, make_document: Make):
    story = stories()[row["of"]]
    text = story["text"].strip()
    for old, new in row.get("replace", []):
        assert old in text
        text = text.replace(old, new)
    text = " ".join(filter(None, [row.get("before"), text, row.get("after")]))
    if "words" in row:
        text = text[: [found.end() for found in re.finditer(r"\S+", text)][row["words"] - 1]]
    fields = {key: row.get(key, story.get(key)) for key in ("title", "outlet", "published")}
    form = make_document(text.strip(), origin="form", byline=row.get("byline"), **fields)
    told = make_document(story["text"].strip(), **{key: story[key] for key in fields})
    both = link([told, form])
    later, first = (told, form) if row.get("first") else (form, told)
    (found,) = (document for document in both if document.copy_of)
    assert (found.id, found.copy_of) == (later.id, first.id)
    assert str(found.copy_note).startswith(row["says"])


@pytest.mark.parametrize("row", rows("apart", "template"), ids=lambda row: row["name"])
def test_two_stories_of_one_template_are_apart(row: Row, make_document: Make):
    texts = [row["text"].strip().format(*fillings) for fillings in row["fillings"]]
    days = ("2031-01-01", "2031-01-08")
    pair = [
        make_document(text, outlet="Wire", title=row["name"], published=day, origin=day)
        for text, day in zip(texts, days, strict=True)
    ]
    assert [document.copy_of for document in link(pair)] == [None, None]
    again = pair[1].model_copy(update={"id": "again", "outlet": "Gazette"})
    assert [d.copy_of for d in link([*pair, again])] == [None, None, pair[1].id]


@pytest.mark.parametrize("row", rows("apart", "common"), ids=lambda row: row["name"])
@pytest.mark.parametrize("above", [True, False])
def test_two_stories_with_common_words_are_apart(row: Row, above: bool, make_document: Make):
    common = row["text"].strip()
    pair = [
        make_document(f"{common}\n\n{own}" if above else f"{own}\n\n{common}", origin=own[:9])
        for own in row["own"]
    ]
    assert [document.copy_of for document in link(pair)] == [None, None]


def test_a_copy_is_found_among_many_of_one_template(make_document: Make):
    (row,) = (r for r in rows("apart", "template") if "few figures" in r["name"])
    bulletins = [
        make_document(
            row["text"].strip().format(f"Day {n}", n * 3 + 1, n * 5 + 2, n * 7 + 3), origin=str(n)
        )
        for n in range(60)
    ]
    copy = bulletins[40].model_copy(update={"id": "copy", "outlet": "Gazette"})
    assert [d.copy_of for d in link([*bulletins, copy]) if d.copy_of] == [bulletins[40].id]


def test_the_documents_compared_with_each_other_are_few(make_document, monkeypatch):
    """Four hundred copies of one page cost as many comparisons as documents, eight times over."""
    pages = [make_document(f"{words(*range(7))} Page {n}.", origin=str(n)) for n in range(400)]
    compared = 0

    def counted(a: str, b: str) -> bool:
        nonlocal compared
        compared += 1
        return is_template(a, b)

    monkeypatch.setattr("brinkwatch.reading.duplicates.is_template", counted)
    assert all(d.copy_of == pages[0].id for d in link(pages)[1:])
    assert compared <= 8 * len(pages)


def test_a_copy_moves_no_forecast_and_counts_no_precedent():
    documents = list(
        reading.read(sorted((EXAMPLES / "long-range-missiles").iterdir())[1:6]).documents
    )
    first = next(d for d in documents if d.origin.startswith("05"))
    copy = first.model_copy(
        update={
            "id": content_id("copy", first.id), "origin": "copy.txt", "outlet": "The Other Wire",
            "text": f"{first.text}\n\nThis article was first published elsewhere.",
            "headlines": (),
        }
    )  # fmt: skip
    assert link([*documents, copy])[-1].copy_of == first.id

    def answer(given: list[Document]) -> tuple[object, object]:
        day, records = "2024-12-01", coding.code(given).records
        entered = ledger.enter(given, records, as_of=day)
        found = [
            (one.rung, one.probability, one.interval)
            for crisis in entered.crises
            for one in forecast.forecast(crisis, entered, records, given, as_of=day)
        ]
        assert found
        counts = [(c.issuer, c.enforced, c.not_enforced, c.n) for c in entered.credibility]
        return found, counts

    assert answer([*documents, copy]) == answer(documents)


LANGUAGES = pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Das Verteidigungsministerium erklärte am Mittwoch, dass zwanzig Flugzeuge die "
         "Grenze überquert hätten und dass die Armee auf jeden weiteren Flug antworten werde."),
        ("uk", "Міністерство оборони повідомило у середу, що двадцять літаків перетнули кордон, "
         "і армія відповість на кожен наступний політ у той самий день."),
    ],
)  # fmt: skip


@LANGUAGES
def test_a_language_that_is_not_coded_is_said_and_the_document_kept(language: str, text: str):
    (document,) = reading.read_bytes(text.encode(), "page.txt").documents
    assert (document.language, document.text) == (language, text)
    coded = coding.code([document])
    assert coded.records == ()
    assert coded.coverage[0].skipped == f"written in {language}; only English is coded"


@LANGUAGES
def test_read_says_what_it_keeps_uncoded(run: Run, tmp_path: Path, language: str, text: str):
    (tmp_path / "page.txt").write_text(text, "utf-8")
    code, out, said = run("read", tmp_path, "--format", "jsonl")
    assert (code, out.count("\n")) == (0, 1)
    assert f"1 of 1 articles: kept, written in {language}; only English is coded" in said
    _, table, _ = run("read", tmp_path, "--format", "table")
    assert "written in" in table
    assert "note" in table
    code, out, said = run("code", tmp_path, "--format", "jsonl")
    assert (code, out) == (0, "")
    assert f"not coded page.txt: written in {language}; only English is coded" in said
    code, _, said = run("assess", tmp_path, "--report", tmp_path / "r.html")
    assert code == 1
    assert f"written in {language}; only English is coded" in said


def test_read_says_how_many_articles_are_copies_also_from_a_case_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for outlet in ("Wire", "Gazette"):
        head = f"Title: Jets\nDate: 2022-08-03\nSource: {outlet}\n\n"
        (tmp_path / f"{outlet}.txt").write_text(f"{head}{words(*range(7))}\n", "utf-8")
    case, others = tmp_path / "case.db", tmp_path / "other.db"
    _, _, said = run("read", tmp_path / "Wire.txt", "--store", case)
    assert "copy" not in said
    run("read", tmp_path / "Gazette.txt", "--store", others)
    for paths in (("Gazette.txt", "Wire.txt"), ("case.db", "other.db")):
        _, out, said = run("read", *(tmp_path / path for path in paths), "--format", "jsonl")
        assert "1 of 2 articles: a copy or new version of another" in said
        assert [json.loads(row)["copy_note"] for row in out.splitlines()] == [None, "identical"]
    monkeypatch.setenv("COLUMNS", "200")
    _, table, _ = run("read", case, others, "--format", "table")
    assert "form of Wire.txt: identical" in table


def test_read_says_that_only_the_beginning_is_on_the_page(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    facts = {"@type": "NewsArticle", "headline": "Talks falter", "isAccessibleForFree": False}
    body = "Iran said that it would close the strait if its oil could not leave the Gulf.</p><p>"
    body += "The talks in Muscat ended without a date, and both delegations flew home on Tuesday."
    (tmp_path / "stub.html").write_text(
        f'<title>Talks falter</title><script type="application/ld+json">{json.dumps(facts)}'
        f"</script><article><h1>Talks falter</h1><p>{body}</p></article>", "utf-8",
    )  # fmt: skip
    monkeypatch.setenv("COLUMNS", "200")
    code, table, said = run("read", tmp_path / "stub.html", "--format", "table")
    assert code == 0
    assert "beginning only: isAccessibleForFree: false" in table
    assert "1 of 1 articles: only the beginning is on the page" in said
