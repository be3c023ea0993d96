"""What is known of a sentence is taught, and what is not known is masked."""

from __future__ import annotations

from brinkwatch.coding.heads.labels import SENTENCE
from brinkwatch.coding.labelled import LabelledSentence
from brinkwatch.coding.learning.answers import answers_of
from brinkwatch.gazetteer import Added

TEXT = "If Tolmenia lands troops, Norland will sink its fleet."
THREAT = {
    "kind": "deterrent_threat", "issuer": "XNO", "addressee": ["XTO"],
    "trigger": {"actor": "XTO", "type": "ASSAULT", "text": "If Tolmenia lands troops"},
    "consequence": {"actor": "XNO", "type": "ASSAULT", "text": "Norland will sink its fleet"},
}  # fmt: skip


def sentence(**fields):
    return LabelledSentence(id="x-1", text=TEXT, group="x-1", source="x", **fields)


def test_a_whole_sentence_answers_every_question_and_teaches_its_spans():
    records = {"commitment": (THREAT,), "event": (), "estimate": ()}
    names = (Added("XNO", "state", "Norland"), Added("XTO", "state", "Tolmenia"))
    found = answers_of(sentence(records=records, actors=names))
    assert set(found.sentence) == set(SENTENCE)
    assert found.sentence["commitment"] == found.sentence["conditional"] == 1
    assert found.sentence["event"] == found.sentence["event:AID"] == 0
    assert found.spans_known
    tags = {(tag, TEXT[start:end]) for tag, (start, end) in found.tags}
    assert ("trigger", "If Tolmenia lands troops") in tags
    assert ("issuer", "Norland") in tags


def test_kinds_that_were_not_looked_for_are_masked():
    found = answers_of(sentence(records={"commitment": (THREAT,)}))
    assert found.sentence["commitment"] == 1
    assert found.sentence["kind:ultimatum"] == 0
    assert not {"event", "event:AID", "estimate", "conditional"} & set(found.sentence)
    assert not found.spans_known
    assert found.tags == found.acts == []


def test_a_single_event_teaches_its_type_and_no_negative():
    event = {"type": "ASSAULT", "actor": "XNO", "text": TEXT}
    found = answers_of(sentence(records={"event": (event,)}, whole=False))
    assert found.sentence == {"event": 1, "event:ASSAULT": 1}


def test_sentence_labels_alone_teach_only_themselves():
    found = answers_of(sentence(labels={"threatening": True, "conditional": False}))
    assert found.sentence == {"threatening": 1, "conditional": 0}
    assert not found.spans_known
