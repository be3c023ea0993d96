"""Labelled sentences are scored as a person would count them."""

from __future__ import annotations

import pytest

from brinkwatch import coding
from brinkwatch.coding.labelled import LabelledSentence
from brinkwatch.coding.learning.matching import confused, pairs
from brinkwatch.coding.learning.scoring import Tally, asked, coded, score_coder, score_heads
from brinkwatch.gazetteer import Added

THREAT = {
    "kind": "deterrent_threat", "issuer": "GBR", "addressee": ["ARG"],
    "trigger": {"type": "ASSAULT", "text": "If Argentina lands troops"},
    "consequence": {"type": "ASSAULT", "text": "Britain will sink its fleet"},
}  # fmt: skip


def rules(document):
    return coding.code([document], headlines=True).records


def sentence(text, number=1, **fields):
    return LabelledSentence(id=f"x-{number}", text=text, group=f"x-{number}", source="x", **fields)


HIT = sentence(
    "If Argentina lands troops on the islands, Britain will sink its fleet, the minister said.",
    records={"commitment": (THREAT,), "event": (), "estimate": ()},
)
MISSED = sentence("It rained.", 2, records={"commitment": ({"kind": "threat", "issuer": "GBR"},)})


def test_records_slots_and_whole_sentences_are_counted():
    whole, records = score_coder([HIT, MISSED], "rules", rules)
    by_kind = {score.what: score for score in records.scores(0)}
    assert (by_kind["commitment"].asked, by_kind["commitment"].answered) == (2, 1)
    assert by_kind["commitment"].precision.value == 1
    assert by_kind["commitment"].recall.value == 0.5
    assert by_kind["commitment"].recall.low == 0
    assert by_kind["estimate"].f1 is None
    assert records.slots["commitment", "kind", True] == 1
    answers = {score.what: score for score in whole.scores(0)}
    assert answers["threatening"].recall.value == 0.5
    assert answers["conditional"].asked == 1  # of MISSED it is not known


def test_what_was_not_labelled_is_not_counted():
    unknown = sentence("Britain attacked Argentina.", records={}, labels={"threatening": False})
    whole, records = score_coder([unknown], "rules", rules)
    assert list(whole.counts) == ["threatening"]
    assert records.counts == {}


def test_one_labelled_event_of_several_scores_the_type_alone():
    event = {"type": "ASSAULT", "text": "attacked"}
    given = sentence(
        "Britain attacked Argentina and praised Chile.", records={"event": (event,)}, whole=False
    )
    whole, records = score_coder([given], "rules", rules)
    assert whole.counts == {}
    (score,) = records.scores(0)
    assert (score.what, score.asked, score.f1.value) == ("event type", 1, 1)


def test_context_and_names_of_the_set_are_known_and_only_the_sentence_is_counted():
    given = sentence(
        "Norland attacked Tolmenia.", context="Tolmenia attacked Norland.",
        actors=(Added("XNO", "state", "Norland"), Added("XTO", "state", "Tolmenia")),
    )  # fmt: skip
    rows = coded(given, rules)
    assert [row["action"]["actor"] for row in rows] == ["XNO"]


def test_the_heads_are_ranked_and_answer_from_one_half():
    given = [
        sentence("a", 1, records={"event": ({"type": "AID"},)}),
        sentence("b", 2, records={"event": ()}),
        sentence("c", 3, records={"event": ({"type": "ASSAULT"},)}),
    ]
    shares = [
        {"event": 0.9, "event:AID": 0.2, "event:ASSAULT": 0.1},
        {"event": 0.6, "event:AID": 0.0, "event:ASSAULT": 0.0},
        {"event": 0.4, "event:AID": 0.3, "event:ASSAULT": 0.1},
    ]
    tally = score_heads(given, shares)
    (score,) = tally.scores(0)
    assert (score.asked, score.answered, score.precision.value, score.recall.value) == (
        2,
        2,
        0.5,
        0.5,
    )
    assert score.ap == pytest.approx(0.5 * 1 + 0.5 * 2 / 3)
    assert tally.confusion == {("AID", "AID"): 1, ("ASSAULT", "AID"): 1}


def test_the_interval_is_drawn_by_groups_and_with_the_seed():
    tally = Tally("rules")
    for number in range(40):
        tally.add("event", f"crisis {number // 20}", 1, 1, number // 20)
    (first,), (again,) = tally.scores(3), tally.scores(3)
    assert first == again
    assert (first.recall.low, first.recall.value, first.recall.high) == (0, 0.5, 1)


def test_a_labelled_record_is_answered_once_by_the_best():
    good = {"kind": "threat", "issuer": "GBR", "trigger": None, "consequence": None}
    poor = good | {"kind": "promise", "issuer": "USA"}
    assert pairs("commitment", [good], [poor, good]) == [(good, good)]
    events = [{"action": {"type": "AID", "actor": None, "recipient": None}, "status": "actual"}]
    assert pairs("event", [{"type": "ASSAULT"}], events) == []


def test_types_are_confused_with_what_is_left_over():
    gold = [{"type": "AID"}, {"type": "ASSAULT"}, {"type": "THREATEN"}, {"type": "AGREE"}]
    rows = [
        {"record": "event", "action": {"type": "COERCE"}},
        {"record": "event", "action": {"type": "ASSAULT"}},
        {"record": "commitment", "kind": "ultimatum"},
    ]
    assert sorted(confused(gold, rows)) == [
        ("AGREE", "none"), ("AID", "COERCE"), ("ASSAULT", "ASSAULT"), ("THREATEN", "THREATEN"),
    ]  # fmt: skip


def test_a_set_of_single_events_answers_nothing_of_the_whole_sentence():
    given = sentence("x", records={"event": ({"type": "AID"},)}, whole=False)
    assert asked(given) == {}
