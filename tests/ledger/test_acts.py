"""An analyst's acts: what they correct, how they survive re-runs, and what is gone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brinkwatch.ledger import enter
from brinkwatch.ledger.acts import Acts
from brinkwatch.records import (
    AnalystAct,
    Commitment,
    DatedLife,
    EnteredAct,
    Ledger,
    RedLine,
    Span,
    content_id,
)

from .conftest import Corpus

MEKONG = {
    "trigger": ("VNM", "ASSAULT", "KHM", "divisions cross the Mekong"),
    "consequence": ("CHN", "ASSAULT", "VNM", "a lesson will be taught"),
}
BASE = {
    "trigger": ("VNM", "AID", "SUN", "Soviet ships are let into Cam Ranh"),
    "consequence": ("CHN", "SANCTION", "VNM", "all trade ends"),
}


def act(
    verb: str, *about: list[Commitment], at: str = "1979-03-01T09:00:00", **fields: Any
) -> AnalystAct:
    """An act of N. Tran, with commitments as `about`."""
    base = {"verb": verb, "by": "N. Tran", "at": at, "why": "The speeches name one border."}
    ident = content_id(verb, at, *(c.id for part in about for c in part), *fields.values())
    return AnalystAct(id=ident, about=tuple(map(tuple, about)), **(base | fields))


def entered(corpus: Corpus, *acts: AnalystAct, as_of: str = "1980-01-01") -> Ledger:
    return enter(corpus.documents, corpus.records, as_of=as_of, acts=acts)


def line_of(ledger: Ledger, commitment: Commitment) -> RedLine:
    (line,) = [line for line in ledger.lines if commitment.id in line.commitments]
    return line


def outcome(ledger: Ledger, one: AnalystAct) -> EnteredAct:
    (found,) = [item for item in ledger.acts if item.act.id == one.id]
    return found


@pytest.fixture
def two(corpus: Corpus) -> tuple[Commitment, Commitment]:
    """Two lines of one issuer."""
    one = corpus.commitment("1978-11-01", "CHN", "VNM", **MEKONG)
    other = corpus.commitment("1978-11-10", "CHN", "VNM", **BASE)
    assert len(corpus.ledger().lines) == 2
    return one, other


def test_a_merge_makes_one_line_and_says_whose_act_it_is(
    corpus: Corpus, two: tuple[Commitment, Commitment]
) -> None:
    merge = act("merge", [two[0]], [two[1]])
    ledger = entered(corpus, merge)
    (line,) = ledger.lines
    assert line.commitments == (two[0].id, two[1].id)
    assert line.acts == (merge.id,)
    assert "analyst N. Tran, 1979-03-01: The speeches name one border" in line.merges[-1]
    assert [entry.life for entry in ledger.history(line.id)] == ["declared", "declared"]


def test_a_merge_holds_for_what_joins_either_line_later(
    corpus: Corpus, two: tuple[Commitment, Commitment]
) -> None:
    merge = act("merge", [two[0]], [two[1]])
    for day, terms in (("1978-12-01", MEKONG), ("1978-12-02", BASE)):
        corpus.commitment(day, "CHN", "VNM", **terms)
    (line,) = entered(corpus, merge).lines
    assert len(line.commitments) == 4


def test_a_split_sets_commitments_apart_with_their_reprints(corpus: Corpus) -> None:
    first = corpus.commitment("1978-11-01", "CHN", "VNM", **MEKONG)
    other = MEKONG | {"trigger": ("VNM", "ASSAULT", "KHM", "divisions cross the Mekong again")}
    second = corpus.commitment("1978-11-20", "CHN", "VNM", **other)
    assert len(corpus.ledger().lines) == 1
    split = act("split", [second], [first])
    reprint = corpus.commitment("1978-11-21", "CHN", "VNM", **other)
    ledger = entered(corpus, split)
    assert line_of(ledger, first).commitments == (first.id,)
    assert line_of(ledger, second).commitments == (second.id, reprint.id)
    assert line_of(ledger, first).acts == line_of(ledger, second).acts == (split.id,)
    assert "was set apart: analyst N. Tran" in line_of(ledger, second).merges[-1]


def test_an_undo_takes_an_act_back_and_an_undone_undo_gives_it_again(
    corpus: Corpus, two: tuple[Commitment, Commitment]
) -> None:
    merge = act("merge", [two[0]], [two[1]])
    undo = act("undo", at="1979-03-02T09:00:00", undoes=merge.id)
    again = act("undo", at="1979-03-03T09:00:00", undoes=undo.id)
    ledger = entered(corpus, merge, undo)
    assert len(ledger.lines) == 2
    assert all(not line.acts for line in ledger.lines)
    assert outcome(ledger, merge).undone_by == undo.id
    ledger = entered(corpus, merge, undo, again)
    assert len(ledger.lines) == 1
    assert outcome(ledger, merge).undone_by is None
    assert outcome(ledger, undo).undone_by == again.id


def test_parties_that_are_set_change_the_line_its_sentence_and_its_crisis(
    corpus: Corpus, two: tuple[Commitment, Commitment]
) -> None:
    correction = act("set", [two[0]], issuer=("SUN",), addressee=("KHM",))
    ledger = entered(corpus, correction)
    line = line_of(ledger, two[0])
    assert (line.issuer, line.addressee) == (("SUN",), ("KHM",))
    assert line.what.startswith("The Soviet Union warns Cambodia")
    assert line_of(ledger, two[1]).issuer == ("CHN",)
    assert any("SUN" in side for c in ledger.crises for side in (c.challenger, c.defender))


def test_steps_are_added_as_the_analysts_and_dropped(
    corpus: Corpus, two: tuple[Commitment, Commitment]
) -> None:
    corpus.event("1978-12-25", ("VNM", "ASSAULT", "KHM", "Divisions crossed the Mekong"))
    before = corpus.ledger()
    assert line_of(before, two[0]).status == "crossed"
    correction = act(
        "set",
        [two[0]],
        dropped=(DatedLife(date="1978-12-25", life="crossed"),),
        added=(DatedLife(date="1979-02-17", life="enforced"),),
    )
    ledger = entered(corpus, correction)
    line = line_of(ledger, two[0])
    history = ledger.history(line.id)
    assert [(e.date, e.life) for e in history] == [
        ("1978-11-01", "declared"),
        ("1979-02-17", "enforced"),
    ]
    assert line.status == "enforced"
    added = history[-1]
    assert (added.basis, added.origin, added.records) == (
        "analyst",
        "analyst N. Tran",
        (correction.id,),
    )
    assert added.note == "analyst N. Tran, 1979-03-01: The speeches name one border."


def test_a_step_that_the_analyst_confirms_is_one_and_keeps_its_evidence(
    corpus: Corpus, two: tuple[Commitment, Commitment]
) -> None:
    deed = corpus.event("1978-12-25", ("VNM", "ASSAULT", "KHM", "Divisions crossed the Mekong"))
    correction = act("set", [two[0]], added=(DatedLife(date="1978-12-25", life="crossed"),))
    ledger = entered(corpus, correction)
    (step,) = [e for e in ledger.history(line_of(ledger, two[0]).id) if e.life == "crossed"]
    assert (step.basis, step.confidence) == ("analyst", 1.0)
    assert step.records == (correction.id, deed.id)


def test_a_status_that_is_set_holds_until_a_later_step(
    corpus: Corpus, two: tuple[Commitment, Commitment]
) -> None:
    correction = act("set", [two[0]], status=DatedLife(date="1978-12-01", life="withdrawn"))
    assert line_of(entered(corpus, correction), two[0]).status == "withdrawn"
    assert line_of(entered(corpus, correction, as_of="1978-11-30"), two[0]).status == "declared"
    corpus.commitment("1978-12-20", "CHN", "VNM", **MEKONG)
    assert line_of(entered(corpus, correction), two[0]).status == "declared"


def test_a_step_that_is_set_is_not_seen_before_its_date(
    corpus: Corpus, two: tuple[Commitment, Commitment]
) -> None:
    correction = act("set", [two[0]], added=(DatedLife(date="1979-02-17", life="enforced"),))
    ledger = entered(corpus, correction, as_of="1979-02-16")
    assert [e.life for e in ledger.history(line_of(ledger, two[0]).id)] == ["declared"]


def recoded(commitment: Commitment, **fields: Any) -> Commitment:
    """The commitment as another coder makes it: another id and a shorter quote."""
    span = commitment.span
    shorter = Span(
        document_id=span.document_id, start=span.start, end=span.end - 3, quote=span.quote[:-3]
    )
    return commitment.model_copy(
        update={"id": content_id("new", commitment.id), "span": shorter} | fields
    )


def test_acts_find_their_targets_after_the_articles_were_coded_anew(
    corpus: Corpus, two: tuple[Commitment, Commitment]
) -> None:
    merge = act("merge", [two[0]], [two[1]])
    corpus.records = [recoded(one) for one in two]
    ledger = entered(corpus, merge)
    assert len(ledger.lines) == 1
    assert outcome(ledger, merge).note is None


def test_of_two_commitments_in_one_sentence_the_right_one_is_found(corpus: Corpus) -> None:
    article = corpus.article("1978-11-01", "The sentence that says both of them.")
    both = [
        corpus.commitment("1978-11-01", "CHN", "VNM", article=article, quote=article.text, **terms)
        for terms in (MEKONG, BASE)
    ]
    corpus.records = [recoded(one) for one in both]
    correction = act("set", [both[1]], issuer=("SUN",))
    ledger = entered(corpus, correction)
    assert line_of(ledger, corpus.records[1]).issuer == ("SUN",)
    assert line_of(ledger, corpus.records[0]).issuer == ("CHN",)


def test_a_page_read_anew_is_found_by_its_words(
    corpus: Corpus, two: tuple[Commitment, Commitment]
) -> None:
    merge = act("merge", [two[0]], [two[1]])
    corpus.records = [
        one.model_copy(
            update={"id": content_id("new", one.id), "document_id": content_id("page", one.id)}
        )
        for one in two
    ]
    assert len(entered(corpus, merge).lines) == 1


def test_an_act_whose_target_is_gone_is_kept_and_says_so(
    corpus: Corpus, two: tuple[Commitment, Commitment]
) -> None:
    merge = act("merge", [two[0]], [two[1]])
    corpus.records = [two[0]]
    ledger = entered(corpus, merge)
    assert outcome(ledger, merge).note == f"1 of its 2 commitments is gone from {two[1].origin}"
    corpus.records = []
    ledger = entered(corpus, merge)
    assert outcome(ledger, merge).lines == ()
    assert "2 of its 2 commitments are gone" in (outcome(ledger, merge).note or "")
    assert "it changes nothing here" in (outcome(ledger, merge).note or "")


def test_a_dropped_step_that_is_no_longer_there_is_said(
    corpus: Corpus, two: tuple[Commitment, Commitment]
) -> None:
    correction = act("set", [two[0]], dropped=(DatedLife(date="1978-12-25", life="crossed"),))
    note = outcome(entered(corpus, correction), correction).note
    assert note == "no step “1978-12-25 crossed” is there any more"


def test_the_same_acts_in_any_order_give_the_same_ledger(
    corpus: Corpus, two: tuple[Commitment, Commitment]
) -> None:
    acts = [
        act("merge", [two[0]], [two[1]]),
        act("undo", at="1979-03-02T09:00:00", undoes="elsewhere"),
        act("set", [two[0]], issuer=("SUN",), at="1979-03-03T09:00:00"),
    ]
    assert entered(corpus, *acts) == entered(corpus, *reversed(acts))


def test_without_acts_nothing_changes(corpus: Corpus, two: tuple[Commitment, Commitment]) -> None:
    ledger = corpus.ledger()
    assert ledger.acts == ()
    assert Acts((), two, as_of="1980-01-01").entered({}) == ()


@settings(max_examples=40, deadline=None)
@given(
    data=st.lists(
        st.tuples(
            st.sampled_from(["merge", "split", "set"]),
            st.sets(st.integers(0, 5), min_size=1, max_size=4),
            st.sets(st.integers(0, 5), min_size=1, max_size=4),
        ),
        max_size=6,
    )
)
def test_no_act_loses_or_doubles_a_commitment(
    data: list[tuple[str, set[int], set[int]]],
) -> None:
    corpus = Corpus()
    said = [
        corpus.commitment(f"1978-11-{day:02}", issuer, "VNM", **terms)
        for day, (issuer, terms) in enumerate(
            [("CHN", MEKONG), ("CHN", BASE), ("SUN", MEKONG)] * 2, start=1
        )
    ]
    acts = [
        act(
            verb, [said[n] for n in sorted(one)], [said[n] for n in sorted(other - one)],
            at=f"1979-03-0{number}", issuer=("SUN",) if verb == "set" else None,
        )
        for number, (verb, one, other) in enumerate(data, start=1)
    ]  # fmt: skip
    ledger = entered(corpus, *acts)
    home = [one for line in ledger.lines for one in line.commitments]
    assert sorted(home) == sorted(record.id for record in corpus.records)
    assert len({line.id for line in ledger.lines}) == len(ledger.lines)
    assert {one.act.id for one in ledger.acts} == {one.id for one in acts}
