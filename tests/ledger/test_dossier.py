"""One line's dossier: its words, its steps, what either rests on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from brinkwatch.errors import InputError
from brinkwatch.ledger import enter
from brinkwatch.ledger.dossier import Dossiers, find_line
from brinkwatch.records import AnalystAct, DatedLife

from .conftest import Corpus

TRIGGER = ("VNM", "ASSAULT", "KHM", "divisions cross the Mekong")
LESSON = ("CHN", "ASSAULT", "VNM", "a lesson will be taught")


def dossier(corpus: Corpus, *acts: AnalystAct) -> dict:
    ledger = enter(corpus.documents, corpus.records, as_of="1980-01-01", acts=acts)
    line = next(line for line in ledger.lines if line.issuer == ("CHN",))
    return Dossiers(ledger, corpus.documents, corpus.records).of(line)


@pytest.fixture
def crossed(corpus: Corpus) -> Corpus:
    """A line said twice, then crossed by a deed that its own article dates, later denied."""
    later = corpus.article("1978-11-20", "In Peking the minister said it again.", outlet="The Post")
    corpus.commitment("1978-11-01", "CHN", "VNM", trigger=TRIGGER, consequence=LESSON,
                      date="1978-11-01", speaker="Minister Huang")  # fmt: skip
    corpus.commitment(None, "CHN", "VNM", trigger=TRIGGER, article=later, quote="said it again")
    corpus.event("1978-12-25", ("VNM", "ASSAULT", "KHM", "Divisions crossed the Mekong"))
    return corpus


def test_the_quotes_are_all_there_in_order_with_who_said_them_where(crossed: Corpus) -> None:
    first, second = dossier(crossed)["quotes"]
    assert (first["date"], first["who"]) == ("1978-11-01", "Minister Huang")
    assert first["quote"] == "divisions cross the Mekong a lesson will be taught"
    assert (second["date"], second["who"], second["outlet"]) == ("1978-11-20", "CHN", "The Post")
    assert second["where"] == "a01.txt"
    assert second["quote"] == "said it again"


def test_every_step_says_what_it_rests_on_and_how_sure_it_is(crossed: Corpus) -> None:
    declared, _, step = dossier(crossed)["steps"]
    assert (declared["basis"], declared["confidence"], declared["window"]) == ("stated", 1.0, None)
    assert (step["life"], step["basis"], step["counted"]) == ("crossed", "inferred", True)
    assert 0.5 <= step["confidence"] < 1
    assert step["window"] == {
        "answer_until": "1979-01-24", "silence_counts_from": "1979-03-25",
    }  # fmt: skip
    assert "is what the line forbids" in step["note"]
    (evidence,) = step["evidence"]
    assert evidence["quote"] == "Divisions crossed the Mekong"


def test_a_step_too_doubtful_for_the_history_is_shown_as_that(corpus: Corpus) -> None:
    corpus.commitment("1978-11-01", "CHN", "VNM", trigger=TRIGGER, consequence=LESSON)
    article = corpus.article("1978-12-26", "Divisions cross the Mekong.")
    corpus.event(None, ("VNM", "ASSAULT", "KHM", "Divisions cross the Mekong"), article=article)
    doubtful = [step for step in dossier(corpus)["steps"] if not step["counted"]]
    assert [step["life"] for step in doubtful] == ["crossed"]


def test_what_would_count_is_said_for_every_different_wording(crossed: Corpus) -> None:
    found = dossier(crossed)
    (trigger,) = found["crossing"]
    assert (trigger["actor"], trigger["type"], trigger["recipient"]) == (
        ["VNM"],
        "ASSAULT",
        ["KHM"],
    )
    assert trigger["polarity"] == "if_done"
    assert len(trigger["records"]) == 2
    (consequence,) = found["enforcement"]
    assert consequence["texts"] == ["a lesson will be taught"]


def test_a_line_that_names_no_act_has_nothing_that_would_count(corpus: Corpus) -> None:
    corpus.commitment("1978-11-01", "CHN", "VNM")
    found = dossier(corpus)
    assert (found["crossing"], found["enforcement"], found["merges"]) == ([], [], [])


def test_contradictions_stand_side_by_side_with_both_quotes(crossed: Corpus) -> None:
    deed = ("VNM", "ASSAULT", "KHM", "No division crossed the Mekong")
    denial = crossed.event("1978-12-25", deed, status="denied", speaker="Hanoi")
    (found,) = dossier(crossed)["contradictions"]
    assert "reported as done" in found["what"]
    assert found["sides"][1]["record"] == denial.id
    assert found["sides"][1]["who"] == "Hanoi"


def test_the_merges_give_their_reasons_and_an_analysts_step_its_act(crossed: Corpus) -> None:
    members = tuple(
        record for record in crossed.records if record.id in dossier(crossed)["merges"][0]
    )
    act = AnalystAct(
        id="a1", verb="set", by="N. Tran", at="1979-03-01T09:00:00Z", why="Radio said so.",
        about=(members,), added=(DatedLife(date="1979-02-17", life="enforced"),),
    )  # fmt: skip
    found = dossier(crossed, act)
    assert len(members) == 2
    last = found["steps"][-1]
    assert (last["life"], last["basis"], last["confidence"]) == ("enforced", "analyst", 1.0)
    assert last["evidence"] == [
        {"record": "a1", "date": "1979-03-01", "where": None, "who": "analyst N. Tran",
         "quote": "Radio said so."}
    ]  # fmt: skip
    assert [one["id"] for one in found["acts"]] == ["a1"]


def test_evidence_whose_article_is_not_given_is_said_to_be_missing(crossed: Corpus) -> None:
    ledger = crossed.ledger()
    row = Dossiers(ledger, [], []).of(ledger.lines[0])
    assert row["quotes"] == []
    assert row["steps"][0]["evidence"][0]["quote"] is None


def test_a_line_is_found_by_its_id_its_beginning_or_a_commitment(crossed: Corpus) -> None:
    ledger = crossed.ledger()
    (line,) = ledger.lines
    for name in (line.id, line.id[:4], line.commitments[1][:8]):
        assert find_line(ledger, name) == line
    for name in (line.id[:3], "", "zzzz"):
        with pytest.raises(InputError, match="give the id, or at least its first 4"):
            find_line(ledger, name)


def test_the_command_gives_the_dossier_of_one_line(run: Any, warning: Path) -> None:
    options = (warning, "--as-of", "2012-05-10", "--format")
    (row,) = json.loads(run("ledger", *options, "json")[1])
    code, out, _ = run("ledger", "show", row["id"][:5], *options, "json")
    assert code == 0
    shown = json.loads(out)
    assert [quote["record"] for quote in shown["quotes"]] == row["commitments"]
    assert shown["quotes"][0]["where"] == "article.txt, line 6"
    table = " ".join(run("ledger", "show", row["id"], *options, "table")[1].split())
    assert "William Hague, article.txt, line 6" in table
    assert "Argentina: MOBILIZE" in table or "Argentina: ASSAULT" in table
    code, out, err = run("ledger", "show", "0000", *options, "json")
    assert (code, out) == (2, "")
    assert "no line of the 1 in this ledger has this id" in err


def test_a_beginning_of_two_lines_is_refused_with_both(crossed: Corpus) -> None:
    ledger = crossed.ledger()
    (line,) = ledger.lines
    twin = line.model_copy(update={"id": line.id[:6] + "ffffff"})
    with pytest.raises(InputError, match="2 lines begin so"):
        find_line(ledger.model_copy(update={"lines": (line, twin)}), line.id[:6])
