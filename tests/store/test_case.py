from __future__ import annotations

import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from brinkwatch.errors import BrinkwatchError, InputError
from brinkwatch.records import Coverage
from brinkwatch.store import Case, is_case


def covered(document, coded=1):
    return Coverage(document_id=document.id, origin=document.origin, sentences=1, coded=coded)


def test_a_case_gives_back_what_was_put_in(tmp_path, make_document, make_threat, make_event):
    page = make_document("If NATO deploys, Russia will strike.")
    child = make_document("A headline", origin="page.txt#h1", parent_id=page.id, kind="headline")
    records = [make_threat(page), make_event(page)]
    with Case(tmp_path / "case.db") as case:
        case.add_documents([page, child])
        case.add_coding("coder", covered(page), records)
    with Case(tmp_path / "case.db") as case:
        assert case.documents() == [page, child]
        assert case.records("coder") == records
        assert case.coverage("coder") == {page.id: covered(page)}
        assert case.records("another coder") == []


def test_a_second_run_adds_nothing(tmp_path, make_document, make_threat):
    page = make_document("If NATO deploys, Russia will strike.")
    with Case(tmp_path / "case.db") as case:
        assert case.add_documents([page]) == 1
        assert case.add_documents([page]) == 0
        for _ in range(2):
            case.add_coding("coder", covered(page), [make_threat(page)])
        assert len(case.records("coder")) == 1


def test_a_failed_write_leaves_nothing_behind(tmp_path, make_document, make_threat):
    page = make_document("If NATO deploys, Russia will strike.")
    with Case(tmp_path / "case.db") as case:
        with pytest.raises(sqlite3.IntegrityError):
            case.add_coding("coder", covered(page), [make_threat(page)])  # page is not there
        assert case.records("coder") == []
        assert case.coverage("coder") == {}


def test_a_file_that_is_no_case_is_refused_and_left_as_it_was(tmp_path):
    notes = tmp_path / "notes.db"
    notes.write_text("not a database")
    with pytest.raises(InputError, match="not a case file"):
        Case(notes)
    assert notes.read_text() == "not a database"


def test_a_database_of_another_program_is_refused(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE theirs (x)")
    db.close()
    with pytest.raises(InputError, match="not made by brinkwatch"):
        Case(path)


def test_a_case_of_a_newer_format_is_refused(tmp_path):
    path = tmp_path / "case.db"
    with Case(path):
        pass
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(InputError, match="newer brinkwatch"):
        Case(path)


def test_a_case_of_the_first_format_gains_what_later_ones_keep(tmp_path, make_document):
    path = tmp_path / "case.db"
    with Case(path) as case:
        case.add_documents([make_document("Kept.")])
    db = sqlite3.connect(path)
    for table in ("fetch", "act", "told"):
        db.execute(f"DROP TABLE {table}")
    db.execute("PRAGMA user_version = 1")
    db.close()
    with Case(path) as case:
        case.add_fetch("https://a.example/", "https://a.example/", '"1"')
        assert [document.text for document in case.documents()] == ["Kept."]


def test_what_a_server_gave_to_ask_with_is_kept_and_replaced(tmp_path):
    with Case(tmp_path / "case.db") as case:
        assert case.fetch("https://a.example/") is None
        case.add_fetch("https://a.example/", "https://b.example/", '"1"')
        case.add_fetch("https://a.example/", "https://b.example/x", None, "Fri, 04 May 2012")
        kept = case.fetch("https://a.example/")
    assert kept == ("https://b.example/x", None, "Fri, 04 May 2012")


def spoiled(path, how):
    """A case file with one document, damaged."""
    if how == "cut off":
        path.write_bytes(path.read_bytes()[:5000])
    elif how == "overwritten":
        data = path.read_bytes()
        path.write_bytes(data[:4096] + bytes(len(data) - 4096))
    else:
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("UPDATE document SET body = '{}'")


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("cut off", "cannot be used .*malformed"),
        ("overwritten", "cannot be used .*malformed"),
        ("another format", "a document in it is not of this version's format"),
    ],
)
def test_a_damaged_case_is_one_sentence(run, warning, tmp_path, how, sentence):
    store = tmp_path / "case.db"
    assert run("read", warning, "--store", store)[0] == 0
    spoiled(store, how)
    for words in (("read", store), ("read", warning, "--store", store), ("cite", store)):
        code, out, err = run(*words)
        if words[0] == "cite" and how == "another format":
            assert "no answer is kept here yet" in err
        else:
            assert (code in {1, 2}, out) == (True, "")
            assert re.search(sentence, err)


def test_a_case_that_another_program_writes_to_is_one_sentence(
    tmp_path, make_document, monkeypatch
):
    monkeypatch.setattr("brinkwatch.store.case.LONGEST_WAIT", 0.1)
    with Case(tmp_path / "case.db"):
        pass
    with closing(sqlite3.connect(tmp_path / "case.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with (
            pytest.raises(BrinkwatchError, match="another program is writing to it"),
            Case(tmp_path / "case.db") as case,
        ):
            case.add_documents([make_document("If NATO deploys, Russia will strike.")])


def test_a_path_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "circle.db").symlink_to("circle.db")
    with pytest.raises(InputError, match="cannot be opened for writing"):
        Case(tmp_path / "circle.db")


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(InputError, match="make the folder first"):
        Case(tmp_path / "nowhere" / "case.db")


def test_a_case_is_known_by_its_content(tmp_path):
    with Case(tmp_path / "case.anything"):
        pass
    (tmp_path / "page.db").write_text("Dear diary")
    assert is_case(tmp_path / "case.anything")
    assert not is_case(tmp_path / "page.db")
    assert not is_case(tmp_path / "absent.db")


WRITER = """
import sys
from brinkwatch.records import Document, Coverage, Event, Action, Span, content_id
from brinkwatch.store import Case
with Case(sys.argv[1]) as case:
    print("ready", flush=True)
    for n in range(400):
        text = f"Report {n}: forces fired."
        page = Document(id=content_id(text), origin=f"{n}.txt", text=text)
        heads = [Document(id=content_id(text, h), origin=f"{n}.txt#h{h}", parent_id=page.id,
                          kind="headline", text=f"Headline {h}") for h in range(3)]
        case.add_documents([page, *heads])
        records = [Event(id=content_id(text, r), document_id=page.id, origin=page.origin,
                         span=Span.of(page, r, len(text)), rule="test", status="actual",
                         action=Action(text="fired")) for r in range(3)]
        case.add_coding("coder", Coverage(document_id=page.id, origin=page.origin, sentences=1,
                                          coded=1), records)
print("done", flush=True)
"""


def test_a_kill_at_any_moment_leaves_whole_articles_and_a_rerun_completes_them(tmp_path):
    path = tmp_path / "case.db"
    moments = random.Random(20240914)
    for _ in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
        )
        with process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(moments.uniform(0.01, 0.15))
            process.send_signal(signal.SIGKILL)
        with Case(path) as case:
            documents = case.documents()
            records = case.records("coder")
            finished = case.coverage("coder")
        pages = [d for d in documents if d.parent_id is None]
        assert len(documents) == 4 * len(pages)
        assert len(records) == 3 * len(finished)
    subprocess.run([sys.executable, "-c", WRITER, str(path)], check=True, capture_output=True)
    with Case(path) as case:
        assert len(case.documents()) == 1600
        assert len(case.records("coder")) == 1200
