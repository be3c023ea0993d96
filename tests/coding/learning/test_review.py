"""Records go out to a person as a table and come back as labelled sentences."""

from __future__ import annotations

import csv
import io
import json

import pytest

from brinkwatch import coding
from brinkwatch.coding.explain import explain
from brinkwatch.coding.labelled import load
from brinkwatch.coding.learning import review
from brinkwatch.errors import InputError

ARTICLE = (
    "“If Argentina lands troops, Britain will sink its fleet,” Foreign Secretary William Hague "
    "said. Britain deployed two frigates on Thursday and Chile closed its ports to British ships. "
    "Argentina could have attacked the frigates before the talks. Analysts said a war was unlikely."
)


@pytest.fixture
def document(make_document):
    return make_document(ARTICLE)


@pytest.fixture
def rows(document):
    return review.table([(document, list(explain(document, None)))])


def again(rows, **verdicts):
    """The rows after a spreadsheet: written, changed by record id, and read."""
    back = review.read(review.written(rows), "review.csv")
    return [(number, cells | verdicts.get(cells["id"], {})) for number, cells in back]


def judged(rows, verdict="right"):
    return [(number, cells | {"verdict": verdict}) for number, cells in again(rows)]


def of(rows, kind):
    return next(row for row in rows if row["record"] == kind)


def test_every_record_is_a_row_with_its_slots_and_its_place(document, rows):
    records = coding.code([document]).records
    assert {row["id"] for row in rows if row["id"]} == {record.id for record in records}
    threat = of(rows, "commitment")
    assert (threat["issuer"], threat["addressee"], threat["kind"]) == (
        "GBR", "ARG", "deterrent_threat",
    )  # fmt: skip
    assert threat["trigger_text"] == "Argentina lands troops"
    assert threat["sentence"] in ARTICLE
    assert threat["verdict"] == ""


def test_the_least_certain_come_first_and_what_may_be_missed_last(rows):
    sure = [float(row["confidence"]) for row in rows if row["id"]]
    assert len(sure) > 2
    assert sure == sorted(sure)
    assert rows[-1]["record"] == ""
    assert rows[-1]["why"]


def test_confidence_counts_before_the_kind(document):
    given = list(explain(document, None))
    for sentence in given:
        for record in sentence["records"]:
            record["confidence"] = 0.2 if record["record"] == "estimate" else 0.9
    first = review.table([(document, given)])[0]
    assert (first["record"], first["confidence"]) == ("estimate", "0.200")


def test_what_is_right_comes_back_as_it_was_coded_and_can_be_trained_on(tmp_path, document, rows):
    found = review.taken(judged(rows), "review.csv")
    file = tmp_path / "labelled.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in found), "utf-8")
    sentences = load([file])
    records = coding.code([document]).records
    told = [(kind, one) for s in sentences for kind, given in s.records.items() for one in given]
    assert len(told) == len(records)
    threat = next(one for kind, one in told if kind == "commitment")
    (coded,) = [r for r in records if type(r).__name__ == "Commitment"]
    assert threat["kind"] == coded.kind
    assert threat["trigger"]["text"] == coded.trigger.text
    assert threat["consequence"]["recipient"] == "ARG"
    assert threat["addressee"] == ["ARG"]
    assert "life" not in threat  # declared is left out
    assert all(set(s.records) for s in sentences)


def test_a_wrong_record_goes_and_says_that_there_is_none(rows):
    (row,) = review.taken(again(rows, **{of(rows, "estimate")["id"]: {"verdict": "Wrong "}}), "x")
    assert row["looked_for"] == ["estimate"]
    assert "estimates" not in row


def test_a_mended_slot_is_taken_as_it_stands(rows):
    threat = of(rows, "commitment")["id"]
    change = {"verdict": "fixed", "kind": "threat", "addressee": "ARG CHL", "life": "reiterated"}
    (row,) = review.taken(again(rows, **{threat: change}), "x")
    (record,) = row["commitments"]
    assert (record["kind"], record["addressee"], record["life"]) == (
        "threat", ["ARG", "CHL"], "reiterated",
    )  # fmt: skip


def test_a_missed_record_is_a_new_row_of_its_sentence(rows):
    given = again(rows)
    number, cells = given[-1]
    new = {"verdict": "fixed", "record": "event", "type": "CONSULT", "text": "the talks"}
    (row,) = review.taken([(number, cells | new)], "x")
    assert row["events"] == [
        {"type": "CONSULT", "actor": None, "recipient": None, "text": "the talks"}
    ]


def test_a_sentence_rightly_left_holds_nothing_of_any_kind(rows):
    number, cells = again(rows)[-1]
    (row,) = review.taken([(number, cells | {"verdict": "right"})], "x")
    assert set(row) == {"id", "text", "context", "date"}  # of all kinds, as no looked_for says less


def test_a_kind_is_known_only_where_all_of_it_was_judged(rows):
    events = [row["id"] for row in rows if row["record"] == "event"]
    assert len(events) == 2
    one = review.taken(again(rows, **{events[0]: {"verdict": "right"}}), "x")
    both = review.taken(again(rows, **{event: {"verdict": "right"} for event in events}), "x")
    assert one[0]["looked_for"] == []
    assert both[0]["looked_for"] == ["event"]
    assert len(both[0]["events"]) == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"verdict": "yes"}, "row 2: the verdict is 'yes'; write right, wrong, fixed or nothing"),
        ({"verdict": "fixed", "type": "WAR"}, "row 2: the event's type is 'WAR'; give one of"),
        ({"verdict": "fixed", "text": "sank"}, "row 2: the event's text 'sank' does not stand"),
        ({"verdict": "fixed", "record": "deed"}, "row 2: record is 'deed'"),
        ({"verdict": "right", "sentence": "Britain ..."}, "row 2: the sentence is not as it was"),
        ({"verdict": ""}, "no verdict in it"),
    ],
)
def test_a_row_that_cannot_be_taken_is_told_with_its_number(rows, change, said):
    number, cells = again(rows)[0]
    assert cells["record"] == "event"
    with pytest.raises(InputError, match=said):
        review.taken([(number, cells | change)], "review.csv")


def test_nothing_coded_cannot_be_wrong(rows):
    number, cells = again(rows)[-1]
    with pytest.raises(InputError, match="nothing was coded here; write right, or fill in record"):
        review.taken([(number, cells | {"verdict": "wrong"})], "x")


def test_a_table_of_other_columns_is_refused():
    with pytest.raises(InputError, match="no column verdict; keep the columns"):
        review.read("id,sentence\n1,x\n", "x")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "'", "''"])
def test_no_cell_is_a_formula_and_each_comes_back_as_it_was(rows, start):
    hostile = f'{start}HYPERLINK("http://x","y"), a\n"quoted" line'
    given = [dict(rows[0]) | {"sentence": hostile, "quote": start}]
    text = review.written(given)
    for cell in next(csv.reader(io.StringIO(text.split("\r\n", 1)[1]))):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    ((number, cells),) = review.read(text, "x")
    assert (number, cells) == (2, given[0])


def test_a_table_saved_with_semicolons_is_read(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, review.COLUMNS, delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    assert [cells for _, cells in review.read(out.getvalue(), "x")] == rows


def test_the_command_writes_a_table_and_takes_it_back(run, tmp_path, warning):
    table, names = tmp_path / "review.csv", tmp_path / "names.csv"
    names.write_text("code,kind,name\nXNO,state,Norland\n", "utf-8")
    code, out, err = run("code", "review", warning, "--csv", table)
    assert code == 0
    assert json.loads(out) == {"file": str(table), "records": 2, "sentences_without": 0}
    assert "2 records and 0 sentences without any written" in err
    text = table.read_bytes().decode("utf-8")
    assert text.startswith("\ufeffverdict,record,")
    table.write_text(text.replace("\r\n,", "\r\nright,"), "utf-8", newline="")
    labelled = tmp_path / "labelled.jsonl"
    code, out, err = run("code", "review", "--take", table, "--to", labelled, "--actors", names)
    assert code == 0
    assert json.loads(out)["sentences"] == len(labelled.read_text("utf-8").splitlines())
    assert "2 labelled sentences written" in err
    assert [set(s.records) for s in load([labelled])] == [{"event"}, {"commitment"}]
    assert load([labelled])[0].actors[0].name == "Norland"
    assert run("code", "evaluate", labelled)[0] == 0


def test_the_command_overwrites_nothing(run, tmp_path, warning):
    table = tmp_path / "review.csv"
    table.write_text("mine", "utf-8")
    code, _, err = run("code", "review", warning, "--csv", table)
    assert code == 2
    assert "name a new file" in err
    assert table.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name the table to write"),
        (("--take", "x.csv"), "--take goes with --to"),
        (("--take", "nowhere.csv", "--to", "new.jsonl"), "cannot be read"),
        (("--take", "nowhere.csv", "--to", "new.csv"), "name a file NAME.jsonl"),
    ],
)
def test_the_command_says_what_to_give(run, words, said):
    code, out, err = run("code", "review", *words)
    assert (code, out) == (2, "")
    assert said in err
