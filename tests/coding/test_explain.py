"""An explanation shows what the run saw, found and left."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from brinkwatch import coding
from brinkwatch.coding.coder import items
from brinkwatch.coding.explain import NOTHING, explain
from brinkwatch.coding.rows import to_contract
from brinkwatch.coding.trace import listening

ARTICLE = (
    "If Argentina lands troops on the islands, Britain will sink its fleet, Foreign Secretary "
    "William Hague said on Friday. Argentina may send warships to the South Atlantic. Analysts "
    "said a war was unlikely. Last month Britain deployed two frigates. The museum opened."
)


@pytest.fixture
def rows(make_document):
    return list(explain(make_document(ARTICLE), None))


def test_every_sentence_is_shown_with_its_words_in_place(rows):
    assert [row["sentence"] for row in rows] == [
        ARTICLE[row["start"] : row["end"]].strip() for row in rows
    ]
    assert len(rows) == 5
    for row in rows:
        for token in row["tokens"]:
            assert row["sentence"][token["start"] :].startswith(token["text"])
            assert 0 <= token["head"] < len(row["tokens"])


def test_the_records_are_those_that_code_prints(make_document, rows):
    document = make_document(ARTICLE)
    printed = [to_contract(record) for record in coding.code([document]).records]
    assert [record for row in rows for record in row["records"]] == printed
    assert {record["record"] for record in printed} == {"commitment", "event", "estimate"}


def test_the_parse_the_actors_the_speaker_and_the_condition_are_shown(rows):
    threat = rows[0]
    tree = threat["clauses"]
    assert (tree["head"], tree["clauses"][0]["head"]) == ("said", "sink")
    assert tree["clauses"][0]["clauses"][0]["words"].startswith("If Argentina lands troops")
    assert {(one["text"], one["code"]) for one in threat["actors"]} == {
        ("Argentina", "ARG"), ("Britain", "GBR"), ("William Hague", "GBR"),
    }  # fmt: skip
    (speaker,) = threat["speakers"]
    assert (speaker["speaker"], speaker["kind"]) == ("William Hague", "party")
    (condition,) = threat["conditionals"]
    assert condition["outcome"] == "Britain will sink its fleet"


def test_a_cue_leads_to_the_line_of_its_entry(rows):
    cues = [cue for row in rows for cue in row["cues"]]
    assert {cue["file"] for cue in cues} >= {
        "lexicon/verbs.toml", "lexicon/commitments.toml", "lexicon/estimates.toml",
        "lexicon/speech.toml",
    }  # fmt: skip
    (cue,) = [cue for cue in rows[2]["cues"] if cue["words"] == "unlikely"]
    assert (cue["says"], cue["table"]) == ("unlikely", "estimate")
    assert all(cue["line"] for cue in cues)
    lines = (resources.files("brinkwatch.coding") / cue["file"]).read_text("utf-8").splitlines()
    assert lines[cue["line"] - 1] == "[[estimate]]"
    assert "unlikely" in lines[cue["line"]]


def reasons(rows, kind):
    """The reasons of each word that was left as this kind of record."""
    found: dict[str, str] = {}
    for one in (one for row in rows for one in row["left"] if one["record"] == kind):
        found[one["word"]] = f"{found.get(one['word'], '')}{one['why']}."
    return found


def test_what_was_left_is_said_with_the_reason_of_the_step_that_left_it(rows):
    events = reasons(rows, "event")
    assert events["sink"] == "it is the trigger or the consequence of a commitment."
    assert events["send"] == "modality: supposed, possible or conditional, not done."
    assert reasons(rows, "estimate")["will"] == "the words bind a party: they are a commitment."


@pytest.mark.parametrize(
    ("text", "kind", "word", "said"),
    [
        (
            "If Argentina lands troops, Britain will sink its fleet, the historian Mary Holt said.",
            "commitment", "sink", "Mary Holt (expert, EXPERT) does not bind itself",
        ),
        ("Will Britain attack Argentina?", "commitment", "attack", "a question or a heading"),
        ("Britain asked Argentina to withdraw its troops.", "event", "withdraw", "asked for"),
        ("Britain will fall if Argentina attacks.", "commitment", "fall", "the author"),
        ("Britain ordered Argentina to go.", "commitment", "ordered", "without deadline"),
        ("Argentina was warned.", "commitment", "warned", "whoever warns is no party"),
    ],
)  # fmt: skip
def test_each_gate_gives_its_own_reason(make_document, text, kind, word, said):
    found = list(explain(make_document(text, kind="headline"), None, headlines=True))
    assert said in reasons(found, kind)[word]


def test_a_sentence_in_which_nothing_was_looked_at_says_so(rows):
    assert rows[-1]["why"] == NOTHING
    assert rows[-1]["left"] == rows[-1]["cues"] == rows[-1]["records"] == []


def test_an_article_left_whole_says_by_how_much(make_document):
    text = "The striker threatened the goalkeeper. United beat Rovers in the cup final."
    for row in explain(make_document(text), None):
        assert row["records"] == []
        assert "tells of no crisis" in row["why"]
        assert "names no actor and holds" in row["why"]


def test_an_article_that_is_not_coded_at_all_is_one_line(make_document):
    (row,) = explain(make_document("Der Minister sprach.", language="de"), None)
    assert "sentence" not in row
    assert row["why"]


def test_nothing_is_remarked_when_nobody_listens(make_document):
    with listening() as trace:
        pass
    coding.code([make_document(ARTICLE)])
    assert (trace.cues, trace.left, trace.article) == ([], [], None)


def test_a_title_is_explained_as_what_it_is_coded_as(make_document):
    document = make_document(ARTICLE, title="Britain warns Argentina over islands")
    assert [item.kind for item in items(document, True)] == ["headline", "news"]
    rows = list(explain(document, None, headlines=True))
    assert rows[0]["origin"].endswith("#title")


def test_the_command_explains_words_given_to_it(run):
    words = "If Chile closes the strait, Peru will reopen it by force, its president said."
    code, out, _ = run("code", "--explain", "--text", words)
    (row,) = json.loads(out)
    assert code == 0
    assert row["records"][0]["kind"] == "deterrent_threat"
    _, shown, _ = run("code", "--explain", "--text", words, "--format", "table")
    assert "conditional.clause" in shown
    assert "lexicon/commitments.toml:" in shown


def test_the_command_explains_articles(run, warning):
    code, out, _ = run("code", warning, "--explain", "--format", "jsonl")
    assert code == 0
    assert [len(json.loads(line)["records"]) for line in out.splitlines()] == [1, 1]


@pytest.mark.parametrize(
    "words",
    [("--text", "War."), ("x.txt", "--explain", "--text", "War."), ("--explain", "--text", " ")],
)
def test_words_are_explained_alone(run, words):
    code, out, err = run("code", *words)
    assert (code, out) == (2, "")
    assert "--text" in err


def test_hostile_words_do_not_drive_the_terminal(run):
    _, out, _ = run(
        "code", "--explain", "--text", "Peru [red]struck[/] the \x1b[31m port.", "--format", "table"
    )
    assert "\x1b" not in out
    assert "[red]" in out
