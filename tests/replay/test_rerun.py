from __future__ import annotations

import json

import pytest

from brinkwatch import coding, reading
from brinkwatch.assess import Run
from brinkwatch.errors import InputError, NoCrisisError
from brinkwatch.forecast import Outcome
from brinkwatch.replay import pooled, replay
from brinkwatch.replay.command import looks
from brinkwatch.replay.rerun import verdicts

RUN = Run(
    as_of="2012-06-30", issued="2012-06-30", version="0", command="test", seed=1, draws=4
)  # fmt: skip
PAGES = (
    """The Harbour Post
4 May 2012

Talks on fishing end

Argentina and Britain ended their talks on fishing in London. The ministers of both governments
will meet again in June, the Foreign Office said.
""",
    """The Harbour Post
11 May 2012

Britain warns Argentina over the islands

If Argentina lands troops on the Falkland Islands, Britain will sink its fleet, Foreign Secretary
William Hague said in London on Friday. Britain sent two frigates to the South Atlantic on Thursday.
""",
    """The Harbour Post
18 May 2012

Shots at sea

The Argentine navy fired on a British frigate near the Falkland Islands on Thursday. Argentina put
its armed forces on alert. The British government condemned the attack.
""",
)
OUTCOMES = (
    Outcome(rung="limited_force", happened=True, date="2012-05-17"),
    Outcome(rung="war", happened=False),
)


@pytest.fixture(scope="module")
def corpus():
    documents = []
    for number, page in enumerate(PAGES):
        documents += reading.read_bytes(page.encode(), f"{number}.txt").documents
    return documents, coding.code(documents)


@pytest.fixture(scope="module")
def replayed(corpus):
    return replay(*corpus, RUN, outcomes=OUTCOMES)


def test_there_is_one_row_for_each_day_with_an_article(replayed):
    assert [row.as_of for row in replayed.rows] == ["2012-05-04", "2012-05-11", "2012-05-18"]
    assert [row.documents for row in replayed.rows] == [1, 2, 3]


def test_an_earlier_row_does_not_know_the_later_articles(corpus, replayed):
    documents, found = corpus
    ids = {document.id for document in documents[:2]}
    early = found.model_copy(
        update={"records": tuple(r for r in found.records if r.document_id in ids)}
    )
    alone = replay(documents[:2], early, RUN)
    assert alone.rows == replayed.rows[:2]


def test_a_day_without_a_crisis_says_none(replayed):
    assert replayed.rows[0].crisis is None
    assert replayed.rows[0].probability is None
    assert replayed.rows[1].crisis is not None


def test_each_step_is_scored_on_the_questions_that_were_open(replayed):
    by_step = {score["step"]: score for score in replayed.scores}
    assert list(by_step) == ["base rate", "evidence", "game"]
    # as of 11 May both rungs are open at three horizons; on 18 May force has been used already
    assert by_step["base rate"]["n"] == 3 + 3 + 3
    assert by_step["base rate"]["positives"] == 3
    assert by_step["base rate"]["skill"] == 0


def test_without_an_outcome_nothing_is_scored(corpus):
    found = replay(*corpus, RUN)
    assert (found.scores, found.verdicts) == ((), ())


@pytest.mark.parametrize(
    ("skill", "said"), [(0.1, "added to the base rate (10% better)"), (-0.2, "added nothing")]
)
def test_a_step_that_adds_nothing_is_said_to(skill, said):
    rows = [
        {"step": "base rate", "n": 4, "skill": 0.0},
        {"step": "evidence", "n": 4, "skill": skill},
    ]
    (sentence,) = verdicts(rows)
    assert said in sentence
    assert "4 questions of one crisis" in sentence


def test_a_corpus_without_any_crisis_is_no_replay(corpus):
    documents, found = corpus
    with pytest.raises(NoCrisisError, match="no crisis found on any of 1 days"):
        replay(documents[:1], found, RUN)


def test_the_last_look_is_the_last_day():
    assert looks("2012-05-04", "2012-05-18", 10) == ["2012-05-04", "2012-05-14", "2012-05-18"]
    with pytest.raises(InputError, match="1 or more"):
        looks("2012-05-04", "2012-05-18", 0)


def test_several_crises_are_pooled_with_the_same_weight(replayed):
    silent = replayed.model_copy(update={"scores": ()})
    evidence, game = pooled([replayed, silent])
    by_step = {row["step"]: row for row in replayed.scores}
    assert (evidence["step"], evidence["crises"], game["crises"]) == ("evidence", 1, 1)
    assert evidence["skill"] == pytest.approx(by_step["evidence"]["skill"])
    assert game["base_log"] == pytest.approx(by_step["game"]["base_log"])
    assert game["band"] is None
    low, high = pooled([replayed, replayed])[0]["band"]
    assert low == pytest.approx(high)


@pytest.fixture
def folders(tmp_path):
    for name in ("one", "two", "quiet"):
        (tmp_path / name).mkdir()
        for number, page in enumerate(PAGES[:1] if name == "quiet" else PAGES):
            (tmp_path / name / f"{number}.txt").write_text(page, "utf-8")
        (tmp_path / name / "outcome.toml").write_text(
            '[[outcome]]\nrung = "limited_force"\nhappened = true\ndate = 2012-05-17\n', "utf-8"
        )
    return tmp_path


def test_the_command_replays_several_folders_and_loses_none(folders, run):
    code, out, err = run(
        "replay", folders / "one", folders / "quiet", folders / "two",
        "--draws", "2", "--format", "json",
    )  # fmt: skip
    found = json.loads(out)
    assert code == 3
    assert list(found["crises"]) == [str(folders / "one"), str(folders / "two")]
    assert [(row["step"], row["crises"]) for row in found["pooled"]] == [
        ("evidence", 2), ("game", 2),
    ]  # fmt: skip
    assert "no crisis found" in err


def test_a_table_of_one_folder_names_the_crisis_once(folders, run):
    code, out, _ = run("replay", folders / "one", "--draws", "2", "--format", "table")
    assert code == 0
    assert out.count("Argentina") == 1
    assert "base rate" in out


def test_outcomes_are_given_for_a_single_folder(folders, run):
    outcomes = folders / "one" / "outcome.toml"
    code, _, err = run("replay", folders / "one", folders / "two", "--outcomes", outcomes)
    assert code == 2
    assert "a single one" in err
    assert run("replay")[0] == 2
