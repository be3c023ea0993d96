"""Files of every kind and name: read, or said why not."""

import io
import json
import os
import socket
import sys
from pathlib import Path

import pytest

from brinkwatch.reading import read, read_bytes, sources
from brinkwatch.records import Skipped

TEXT = "Britain sent {} frigates to the South Atlantic on Friday, the ministry in London said.\n"
ODD = b"caf\xe9.txt"  # Latin-1, no UTF-8


@pytest.fixture
def odd(tmp_path) -> Path:
    """A file in a folder, both with names that are no UTF-8."""
    folder = tmp_path / os.fsdecode(b"ann\xe9e")
    folder.mkdir()
    file = folder / os.fsdecode(ODD)
    file.write_text(TEXT.format("two"), "utf-8")
    return file


def test_a_name_that_is_no_utf_8_is_kept_escaped(odd):
    (document,) = read([odd]).documents
    assert document.origin == r"caf\xe9.txt"
    assert [d.origin for d in read([odd.parent]).documents] == [document.origin]
    assert [s.origin for s in read([odd.parent / os.fsdecode(b"\xff")]).skipped] == [
        str(odd.parent.parent) + r"/ann\xe9e/\xff"
    ]


def test_every_command_works_with_a_name_that_is_no_utf_8(run, warning, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (warning / "article.txt").rename(warning / os.fsdecode(ODD))
    store, report = os.fsdecode(b"c\xe9.db"), os.fsdecode(b"r\xe9.html")
    code, out, _ = run("read", warning, "--store", store, "--format", "json")
    assert (code, json.loads(out)[0]["origin"]) == (0, r"caf\xe9.txt")
    words = ("--store", store, "--report", report, "--draws", 4, "--format", "json")
    code, out, _ = run("assess", warning, "--as-of", "2012-05-05", *words)
    answer = json.loads(out.encode("utf-8"))
    assert code == 0
    assert answer["inputs"][0]["origin"] == r"caf\xe9.txt"
    assert r"--store 'c\xe9.db' --report 'r\xe9.html'" in answer["command"]
    assert r"caf\xe9.txt" in Path(report).read_text("utf-8")


def test_half_a_surrogate_pair_in_json_is_a_damaged_letter():
    text = rb"Britain sent two frigates \udce9 on Friday."
    row = rb'{"title": "Frigates \ud83d\ude00", "text": "' + text + b'"}'
    (document,) = read_bytes(row, "rows.jsonl").documents
    assert document.title == "Frigates \U0001f600"
    assert document.text == "Britain sent two frigates \ufffd on Friday."


def test_half_a_surrogate_pair_is_printed_as_its_escape(capsys):
    from brinkwatch.console import emit

    emit([{"reason": "\ud800"}], "jsonl")
    printed = capsys.readouterr().out
    assert printed.encode("utf-8") == b'{"reason": "\\ud800"}\n'
    assert json.loads(printed) == {"reason": "\ud800"}


def skipped(path: object) -> str:
    """Why a path gave nothing."""
    found = read([path])
    assert not found.documents
    return "; ".join(item.reason for item in found.skipped)


def test_what_is_no_file_to_read_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "nowhere").symlink_to("gone.txt")
    (tmp_path / "folder").mkdir()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        assert "No such device" in skipped("socket")
    assert "Too many levels of symbolic links" in skipped("circle")
    assert "No such file" in skipped("nowhere")
    assert "holds no article file" in skipped("folder")
    assert "there is no such file" in skipped("n" * 300)
    assert "an empty name" in skipped("")
    assert "a device, not a file" in skipped("/dev/zero")


def test_a_broken_link_in_a_folder_is_said_and_the_rest_read(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT.format("two"), "utf-8")
    (tmp_path / "b.txt").symlink_to("gone.txt")
    (tmp_path / "up").symlink_to("..")
    found = read([tmp_path])
    assert [document.origin for document in found.documents] == ["a.txt"]
    assert [item.origin for item in found.skipped] == ["b.txt"]


def test_the_longest_name_a_disk_takes_is_read(tmp_path):
    file = tmp_path / ("n" * 251 + ".txt")
    file.write_text(TEXT.format("two"), "utf-8")
    assert len(read([file]).documents) == 1


def test_a_pipe_is_read_as_a_file(run):
    read_end, write_end = os.pipe()
    os.write(write_end, TEXT.format("two").encode())
    os.close(write_end)
    code, out, _ = run("read", f"/dev/fd/{read_end}", "--format", "jsonl")
    os.close(read_end)
    assert code == 0
    assert "two frigates" in json.loads(out)["text"]


@pytest.mark.parametrize("given", ["file", "stdin"])
def test_more_than_is_read_at_a_time_is_refused(tmp_path, run, monkeypatch, given):
    from brinkwatch.reading import command

    monkeypatch.setattr(sources, "LARGEST", 10)
    monkeypatch.setattr(command, "LARGEST", 10)
    (tmp_path / "long.txt").write_text(TEXT, "utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    code, _, err = run("read", tmp_path / "long.txt" if given == "file" else "-")
    assert code == 1
    assert "split it" in err


def test_a_closed_standard_input_is_one_sentence(run, monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    code, _, err = run("read", "-")
    assert code == 2
    assert "standard input is closed" in err


FORMS = {
    "text": TEXT.format("two"),
    "markdown": "# Frigates sail\n\n" + TEXT.format("two"),
    "html": f"<html><body><article><h1>Frigates</h1><p>{TEXT.format('two')}</p></article></html>",
    "rss": "<rss version='2.0'><channel><title>Post</title><item><title>Frigates</title>"
    f"<description>{TEXT.format('two')}</description></item></channel></rss>",
    "jsonl": json.dumps({"text": TEXT.format("two")}) + "\n",
    "csv": f'title,text\nFrigates,"{TEXT.format("two")}"\n',
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_standard_input_takes_every_format(run, monkeypatch, form, encoding):
    data = FORMS[form].encode(encoding)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    code, out, err = run("read", "-", "--format", "jsonl")
    assert code == 0, err
    row = json.loads(out)
    assert row["origin"].partition("#")[0] == "stdin"
    assert row["text"].startswith("Britain sent two frigates")


def test_standard_input_with_nothing_in_it_is_said(run, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf")))
    code, _, err = run("read", "-")
    assert code == 1
    assert "stdin: the file is empty" in err


def test_a_file_that_may_not_be_opened_is_said(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    found = sources.load(sources.Source(tmp_path / "a.txt", "a.txt"))
    assert found == Skipped(origin="a.txt", reason="the file cannot be opened (Permission denied).")
