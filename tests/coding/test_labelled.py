"""Labelled sentences of three origins come into one form, or are refused in a sentence."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from brinkwatch.coding.labelled import LabelledSentence, load
from brinkwatch.errors import InputError

TEXT = "If Tolmenia lands troops, Norland will sink its fleet."
THREAT = {
    "kind": "deterrent_threat", "issuer": "XNO", "addressee": ["XTO"], "strength": "explicit",
    "trigger": {
        "actor": "XTO", "type": "ASSAULT", "recipient": None, "text": "If Tolmenia lands troops"
    },
    "polarity": "if_done",
    "consequence": {
        "actor": "XNO", "type": "ASSAULT", "recipient": "XTO",
        "text": "Norland will sink its fleet",
    },
}  # fmt: skip
TRAINING = sorted((Path(__file__).parents[2] / "training" / "sentences").glob("*.jsonl"))


def line(**changes: object) -> str:
    row = {"id": "x-1", "text": TEXT, "commitments": [THREAT]} | changes
    return json.dumps({key: value for key, value in row.items() if value is not None})


def threat(**changes: object) -> list[dict[str, object]]:
    return [THREAT | changes]


@pytest.fixture
def write(tmp_path):
    def write(name: str, text: str) -> Path:
        (tmp_path / name).write_text(text, "utf-8")
        return tmp_path / name

    return write


def test_a_sentence_of_our_own_form_knows_what_it_holds_and_what_not(write):
    write("x.actors.csv", "code,kind,name\nXNO,state,Norland\n")
    (found,) = load(
        [write("x.jsonl", "\ufeff" + line(date="1988-11-07", context="It rained.") + "\n\n")]
    )
    assert found.records == {"commitment": (THREAT,), "event": (), "estimate": ()}
    assert (found.text, found.context, found.date) == (TEXT, "It rained.", "1988-11-07")
    assert [actor.name for actor in found.actors] == ["Norland"]
    assert found.whole


def test_what_was_not_looked_for_stays_unknown(write):
    (found,) = load([write("x.jsonl", line(looked_for=["commitment"]))])
    assert set(found.records) == {"commitment"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": " "}, "no text"),
        ({"commitments": {}}, "commitments is no list of records"),
        ({"commitments": threat(kind="menace")}, "kind is 'menace'; give one of deterrent_threat"),
        ({"commitments": threat(kind=None)}, "the commitment has no kind"),
        ({"commitments": threat(addressee="")}, "addressee is ''; give a code"),
        ({"commitments": threat(speaker="the king")}, "speaker 'the king' does not stand in the"),
        (
            {"commitments": threat(trigger={"actor": "XTO"})},
            "the trigger has neither text nor type",
        ),
        ({"commitments": threat(trigger={"text": "If", "type": "WAR"})}, "type is 'WAR'"),
        ({"commitments": threat(threshold=1)}, "the commitment has 'threshold'; its slots are"),
        ({"looked_for": ["opinions"]}, "looked_for is"),
        ({"events": [{"type": "ASSAULT", "text": "sank"}]}, "text 'sank' does not stand"),
        ({"estimates": [{"holder": "EXPERT", "band": "maybe"}]}, "band is 'maybe'"),
    ],
)
def test_a_wrong_label_is_refused_with_its_line(write, wrong, said):
    file = write("x.jsonl", line(id="x-0") + "\n" + line(**wrong) + "\n")
    with pytest.raises(InputError, match=f"line 2: .*{said}"):
        load([file])


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("x.jsonl", line() + "\n{\n", "line 2: this is no JSON"),
        ("x.jsonl", line() + "\n" + line() + "\n", "the id 'x-1' comes twice"),
        ("x.jsonl", "", "no labelled sentence in it"),
        ("x.jsonl", '{"sentence": "It rained."}\n', "its columns are sentence; expected our JSON"),
        ("x.json", "{}", "no list of objects"),
        ("x.csv", "a,b\n1,2\n", "its columns are a, b"),
        ("x.parquet", "no parquet", "the Parquet file cannot be read"),
    ],
)
def test_a_file_of_another_form_is_refused_in_a_sentence(write, name, text, said):
    with pytest.raises(InputError, match=said):
        load([write(name, text)])


def test_a_missing_file_and_no_file_are_refused_in_a_sentence(tmp_path):
    for given, said in (([tmp_path / "a.jsonl"], "cannot be read"), ([], "no labelled sentence")):
        with pytest.raises(InputError, match=said):
            load(given)


def table(path: Path, rows: list[dict[str, object]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


PLOVER = {
    "id": "g-8", "text": "Norland shelled Tolmenia.", "event_2021": "ASSAULT",
    "source": '[{"actorText": "Norland", "code": "XNO"}]', "target": "[]",
}  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_plover_record_is_one_event_of_its_sentence(tmp_path, write, form):
    if form == "csv":
        file = table(tmp_path / "gold.csv", [PLOVER])
    else:
        file = write(
            "gold.json", json.dumps([PLOVER | {"source": [{"code": "XNO"}], "target": []}])
        )
    (found,) = load([file])
    (event,) = found.records["event"]
    assert (event["type"], event["actor"], event["recipient"]) == ("ASSAULT", ["XNO"], [])
    assert set(found.records) == {"event"}
    assert not found.whole


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"event_2021": "WAR"}, "event_2021 is 'WAR'"), ({"source": "XNO"}, "source is")],
)
def test_a_wrong_plover_record_is_refused_with_its_row(tmp_path, wrong, said):
    with pytest.raises(InputError, match=f"row 2: ?{said}"):
        load([table(tmp_path / "gold.csv", [PLOVER, PLOVER | {"id": "g-9"} | wrong])])


def test_an_icbe_sentence_says_whether_it_threatens_and_no_more(tmp_path):
    row = {
        "crisno": 12, "sent_id": "12-3", "text": TEXT, "is_threat": "False",
        "is_ultimatum": "True", "is_conditional": "True",
    }  # fmt: skip
    (found,) = load([table(tmp_path / "icbe.csv", [row])])
    assert (found.records, found.labels) == ({}, {"threatening": True, "conditional": True})
    assert found.kept_aside  # crisis 12
    with pytest.raises(InputError, match="row 1: is_threat is 'perhaps'"):
        load([table(tmp_path / "icbe.csv", [row | {"is_threat": "perhaps"}])])


def test_every_fourth_sentence_is_kept_aside_by_its_number():
    names = ["a-0004", "a-0006", "a-0008", "b-0001"]
    found = [LabelledSentence(id=n, text=n, group=n, source="x").kept_aside for n in names]
    assert found == [True, False, True, False]
    unnumbered = [
        LabelledSentence(id=n, text=n, group=n, source="x").kept_aside for n in "abcdefghijkl"
    ]
    assert 0 < sum(unnumbered) < 12


def test_the_training_sentences_of_the_repository_follow_the_form():
    found = load(TRAINING)
    assert len(found) >= 3005
    assert all(sentence.actors and set(sentence.records) for sentence in found)


@pytest.mark.shared
def test_the_sets_of_others_are_read(shared):
    text = shared / "data" / "text"
    records = load([text / "plover_gsr_dev.csv"])
    same = load([text / "plover_gsr_dev.parquet"])
    assert [(r.text, r.records["event"][0]["type"]) for r in records] == [
        (r.text, r.records["event"][0]["type"]) for r in same
    ]
    sentences = load([text / "icbe_sentences_dev.parquet"])
    assert len(sentences) == 1286
    assert sum(sentence.labels["conditional"] for sentence in sentences) == 36
