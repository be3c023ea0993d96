"""`brinkwatch code train` and `evaluate` as their user meets them."""

from __future__ import annotations

import hashlib
import json
from types import SimpleNamespace

import pytest

from brinkwatch.coding.heads import training
from brinkwatch.coding.learning import command
from brinkwatch.coding.learning.fitting import Worth

LINES = [
    {
        "id": "x-1", "text": "Britain attacked Argentina on Friday.",
        "events": [{"type": "ASSAULT", "actor": "GBR", "recipient": "ARG", "text": "attacked"}],
    },
    {
        "id": "x-2", "text": "Britain thanked Argentina on Friday.",
        "events": [{"type": "SUPPORT", "actor": "GBR", "recipient": "ARG", "text": "thanked"}],
    },
]  # fmt: skip


def test_evaluate_prints_scores_as_json_and_as_a_table(run, tmp_path):
    file = tmp_path / "set.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in LINES), "utf-8")
    code, out, err = run("code", "evaluate", file)
    result = json.loads(out)
    assert code == 0
    assert "2 labelled sentences" in err
    assert result["sentences"] == {str(file): 2}
    events = [row for row in result["records"] if row["what"] == "event"]
    assert [row["reader"] for row in events] == ["rules", "both"]
    assert [row["asked"] for row in events] == [2, 2]
    assert {"labelled": "ASSAULT", "coded": "ASSAULT", "n": 1} in result["confusion"]["rules"]
    _, table, _ = run("code", "evaluate", file, "--format", "table")
    assert "whole sentences" in table
    assert run("code", "evaluate", file)[1] == out


def test_evaluate_refuses_what_is_no_labelled_set(run, tmp_path):
    file = tmp_path / "set.jsonl"
    file.write_text('{"id": 1, "text": ""}\n', "utf-8")
    code, out, err = run("code", "evaluate", file)
    assert (code, out) == (2, "")
    assert "line 1: no text; give the sentence as it was written." in err


def test_a_file_named_like_a_command_is_coded_by_its_path(run, tmp_path, monkeypatch, warning):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "evaluate").write_text((warning / "article.txt").read_text("utf-8"), "utf-8")
    code, out, _ = run("code", "./evaluate", "--format", "jsonl")
    assert code == 0
    assert '"origin": "evaluate"' in out


# --- train ----------------------------------------------------------------------------------------


class Toy:
    """Heads that say yes to what they were told to."""

    @classmethod
    def load(cls, folder):
        assert (folder / "model.onnx").read_text("utf-8") == "weights"
        return cls()

    def read(self, texts):
        names = ("commitment", "event", "estimate", "threatening", "conditional", "event:ASSAULT")
        return [SimpleNamespace(sentence=dict.fromkeys(names, float("war" in t))) for t in texts]


@pytest.fixture
def toy(monkeypatch):
    """A training that writes a word and remembers what it was given."""
    given = []

    def fit(items, to, *, epochs, seed, on_progress):
        given.extend(items)
        to.mkdir()
        (to / "model.onnx").write_text("weights", "utf-8")
        on_progress("both halves", epochs, epochs + seed)
        return [Worth("event", 7, rules=0.5, both=0.75, ece=0.04, ece_rules=0.05)]

    monkeypatch.setattr(command, "fit", fit)
    monkeypatch.setattr(command, "Encoder", Toy)
    return given


@pytest.fixture
def labelled(tmp_path):
    """Eight sentences, two of them kept aside: one of war."""
    file = tmp_path / "set.jsonl"
    event = {"type": "ASSAULT", "actor": "GBR", "recipient": "ARG", "text": "went to war"}
    rows = [
        {"id": f"x-{n}", "text": f"Britain went to war with Argentina {n}.", "events": [event]}
        if n % 8
        else {"id": f"x-{n}", "text": "It rained."}
        for n in range(1, 9)
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return file


def test_train_keeps_every_fourth_aside_and_writes_a_card(run, tmp_path, toy, labelled):
    to = tmp_path / "heads"
    words = ("--licence", "CC-BY-4.0", "--date", "2024-05-06", "--epochs", "2")
    code, out, err = run("code", "train", labelled, "--to", to, *words)
    assert code == 0
    assert "6 sentences learnt, 2 kept aside" in err
    assert len(toy) == 6
    scores = {score["what"]: score for score in json.loads(out)["scores"]}
    assert scores["event"]["f1"]["value"] == 1
    assert scores["event"]["ap"] == 1
    card = json.loads((to / "card.json").read_text("utf-8"))
    (row,) = card["data"]
    assert row["sha256"] == hashlib.sha256(labelled.read_bytes()).hexdigest()
    assert (row["licence"], row["sentences"], row["trained"], row["kept_aside"]) == (
        "CC-BY-4.0", 8, 6, 2,
    )  # fmt: skip
    assert row["labels"]["event"] == 7
    assert (card["date"], card["seed"], card["epochs"]) == ("2024-05-06", 0, 2)
    assert card["weights"] == {"model.onnx": hashlib.sha256(b"weights").hexdigest()}
    page = (to / "README.md").read_text("utf-8")
    assert "| set.jsonl | CC-BY-4.0 | 8 | 6 | 2 |" in page
    assert "| event | 1 | 1.00 | 1.00 |" in page
    assert "| event | 7 | 0.50 | 0.75 | 0.040 |" in page
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


def test_the_same_training_gives_the_same_card(run, tmp_path, toy, labelled):
    cards = []
    for name in ("a", "b"):
        run("code", "train", labelled, "--to", tmp_path / name)
        cards.append([(tmp_path / name / file).read_bytes() for file in ("card.json", "README.md")])
    assert toy
    assert cards[0] == cards[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--to", "."), "it exists, or its folder does not; name a new folder"),
        (("--to", "nowhere/heads"), "name a new folder"),
        (("--to", "heads", "--epochs", "0"), "give 1 or more"),
        (("--to", "heads", "--licence", "other.jsonl=MIT"), "FILE one of set.jsonl"),
    ],
)
def test_an_impossible_training_is_refused(run, tmp_path, labelled, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    code, out, err = run("code", "train", labelled, *words)
    assert (code, out) == (2, "")
    assert said in err


def test_too_few_sentences_are_refused(run, tmp_path, toy):
    file = tmp_path / "set.jsonl"
    file.write_text(json.dumps(LINES[0]) + "\n", "utf-8")
    code, _, err = run("code", "train", file, "--to", tmp_path / "heads")
    assert code == 2
    assert "1 labelled sentences: too few" in err
    assert toy == []


def test_without_torch_one_sentence_says_what_to_install(run, tmp_path, labelled, monkeypatch):
    monkeypatch.setattr(training, "find_spec", lambda _: None)
    code, out, err = run("code", "train", labelled, "--to", tmp_path / "heads")
    assert (code, out) == (2, "")
    assert "pip install 'brinkwatch[train]'" in err
    assert sorted(file.name for file in tmp_path.iterdir()) == ["set.jsonl"]


def test_evaluate_counts_of_what_was_trained_on_only_what_was_kept_aside(
    run, tmp_path, toy, labelled
):
    to = tmp_path / "heads"
    run("code", "train", labelled, "--to", to)
    code, out, err = run("code", "evaluate", labelled, "--heads", to)
    result = json.loads(out)
    assert toy
    assert code == 0
    assert "the heads were trained on it; only what was kept aside counts" in err
    assert result["sentences"] == {str(labelled): 2}
    assert {"rules", "heads"} <= {score["reader"] for score in result["whole_sentences"]}
    assert "AP" in run("code", "evaluate", labelled, "--heads", to, "--format", "table")[1]
    other = tmp_path / "other.jsonl"
    other.write_text(labelled.read_text("utf-8") + "\n", "utf-8")
    assert json.loads(run("code", "evaluate", other, "--heads", to)[1])["sentences"] == {
        str(other): 8
    }


def test_heads_without_a_card_are_said_to_have_none(run, tmp_path, toy, labelled):
    to = tmp_path / "heads"
    run("code", "train", labelled, "--to", to)
    (to / "card.json").unlink()
    _, out, err = run("code", "evaluate", labelled, "--heads", to)
    assert toy
    assert "no model card says what the heads were trained on; all counts" in err
    assert json.loads(out)["sentences"] == {str(labelled): 8}


def test_evaluate_needs_a_folder_of_heads(run, tmp_path, labelled):
    code, out, err = run("code", "evaluate", labelled, "--heads", tmp_path / "nowhere")
    assert (code, out) == (2, "")
    assert "expected a folder written by `brinkwatch code train`" in err
