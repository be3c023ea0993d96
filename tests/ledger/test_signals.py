"""Signals of a crisis: dated, each with the records that show it, absent ones said to be absent."""

from __future__ import annotations

import json

import pytest

from brinkwatch.ledger.signals import cue, names, table
from brinkwatch.ledger.signals.printing import print_signals, signal_rows
from brinkwatch.records import CodedRecord, Ledger, Signal

from .conftest import Corpus

TROOPS = ("NATO", "MOBILIZE", "SUN", "sends troops to Norway")
ANSWER = ("SUN", "ASSAULT", "NATO", "will strike the bases")
STATES = [state for row in table() for state in row["state"] if "phrases" in state]


@pytest.fixture
def crisis(corpus: Corpus) -> Corpus:
    """The Soviet Union against NATO in 1983: a line and an article that speaks of it."""
    corpus.commitment("1983-05-02", "SUN", "NATO", trigger=TROOPS, consequence=ANSWER)
    corpus.event("1983-05-10", ("SUN", "COERCE", "NATO", "closes the strait"))
    return corpus


def _of(corpus: Corpus, key: str, as_of: str = "1983-06-01") -> list[Signal]:
    book = corpus.ledger(as_of)
    assert len(book.crises) == 1
    return [signal for signal in book.signals if signal.key == key]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state["state"])
def test_a_states_example_shows_it_and_its_counterexample_does_not(
    state: dict[str, list[str] | str],
) -> None:
    assert cue(list(state["phrases"]), str(state["example"]))
    assert not cue(list(state["phrases"]), str(state["not"]))


def test_what_no_record_shows_is_absent(crisis: Corpus) -> None:
    book = crisis.ledger("1983-06-01")
    absent = {signal.key for signal in book.signals if signal.state == "absent"}
    assert absent == {"cohesion", "reserves", "window", "pressure", "missile_defence"}
    assert all(not s.records and s.date is None for s in book.signals if s.state == "absent")


def test_without_a_crisis_there_are_no_signals(corpus: Corpus) -> None:
    corpus.commitment("1983-05-02", "SUN", "", kind="promise")
    assert corpus.ledger().signals == ()


def test_help_and_refusal_inside_a_side_are_support_and_dissent(crisis: Corpus) -> None:
    crisis.event("1983-05-11", ("USA", "AID", "NOR", "sends fuel"))
    crisis.event("1983-05-12", ("GRC", "REJECT", "USA", "refuses the bases"))
    crisis.event("1983-05-13", ("SUN", "REJECT", "USA", "rejects the note"))
    found = [(s.state, s.actors, s.date, s.basis) for s in _of(crisis, "cohesion")]
    assert found == [
        ("support", ("USA",), "1983-05-11", "reported"),
        ("dissent", ("GRC",), "1983-05-12", "reported"),
    ]


def test_help_inside_a_side_long_after_belongs_to_no_crisis(crisis: Corpus) -> None:
    crisis.event("1989-05-11", ("USA", "AID", "NOR", "sends fuel"))
    assert [signal.state for signal in _of(crisis, "cohesion", "1990-01-01")] == ["absent"]


def test_a_deed_in_two_outlets_is_one_signal_with_two_records(crisis: Corpus) -> None:
    deed = ("USA", "AID", "NOR", "sends fuel")
    records = [crisis.event("1983-05-11", deed), crisis.event("1983-05-11", deed)]
    (signal,) = _of(crisis, "cohesion")
    assert set(signal.records) == {record.id for record in records}


@pytest.mark.parametrize("status", ["planned", "denied"])
def test_a_plan_or_a_denial_is_no_support(crisis: Corpus, status: str) -> None:
    crisis.event("1983-05-11", ("USA", "AID", "NOR", "sends fuel"), status=status)
    assert [signal.state for signal in _of(crisis, "cohesion")] == ["absent"]


def test_an_election_is_a_window_with_its_day(crisis: Corpus) -> None:
    page = crisis.article("1983-05-15", "They may wait for the elections on 9 June 1983.")
    crisis.event("1983-05-15", ("SUN", "COERCE", "NATO", page.text), article=page)
    (signal,) = _of(crisis, "window")
    assert (signal.state, signal.moment, signal.date) == ("dated", "1983-06-09", "1983-05-15")


def test_an_expectation_is_marked_as_one(crisis: Corpus) -> None:
    page = crisis.article("1983-05-15", "NATO closed a port. Its unity of purpose may not last.")
    crisis.event("1983-05-15", ("NATO", "COERCE", "SUN", "NATO closed a port."), article=page)
    crisis.estimate(page, "Its unity of purpose may not last.")
    (signal,) = _of(crisis, "cohesion")
    assert (signal.state, signal.basis) == ("watched", "expected")


def test_forces_that_either_side_moves_are_committed(crisis: Corpus) -> None:
    crisis.event("1983-05-11", ("SUN", "MOBILIZE", "NATO", "moves a division"))
    crisis.event("1983-05-12", ("BRA", "MOBILIZE", "ARG", "holds drills"))
    assert [s.actors for s in _of(crisis, "reserves") if s.state == "committed"] == [("SUN",)]


def test_the_tempo_counts_statements_a_week(crisis: Corpus) -> None:
    for day in ("1983-05-06", "1983-05-20", "1983-05-27"):
        crisis.commitment(
            day, "SUN", "NATO", trigger=TROOPS, consequence=ANSWER, date=day, life="reiterated"
        )
    (signal,) = _of(crisis, "tempo", as_of="1983-06-01")
    assert (signal.value, signal.actors, signal.date) == (0.75, ("SUN",), "1983-05-27")
    assert len(signal.records) == 3
    assert signal.note == "0.75 a week in the 28 days to 1983-06-01, 0.25 in the 28 before"
    (quiet,) = _of(crisis, "tempo", as_of="1984-06-01")
    assert (quiet.value, quiet.date, len(quiet.records)) == (0, "1983-05-27", 1)


def _rows(corpus: Corpus) -> tuple[Ledger, list[CodedRecord], list[dict[str, object]]]:
    book = corpus.ledger("1983-06-01")
    return book, corpus.records, signal_rows(book, corpus.records)


def test_rows_carry_the_quotes(crisis: Corpus) -> None:
    crisis.event("1983-05-11", ("USA", "AID", "NOR", "sends fuel"))
    book, records, rows = _rows(crisis)
    assert len(json.loads(json.dumps(rows))) == len(book.signals)
    quotes = {record.id: record.span.quote for record in records}
    shown = [one for row in rows for one in row["evidence"]]  # type: ignore[attr-defined]
    assert shown
    assert all(quotes[one["record"]] == one["quote"] for one in shown)
    assert {row["key"] for row in rows} == set(names())


def test_the_terminal_names_every_signal_and_nothing_drives_it(
    crisis: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    page = crisis.article("1983-05-15", "\x1b[2JNATO's manpower [bold]is short.")
    crisis.event("1983-05-15", ("NATO", "COERCE", "SUN", page.text), article=page)
    print_signals(_rows(crisis)[2])
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert "[bold]is short" in printed
    assert "Domestic pressure\n" in "\n".join(map(str.rstrip, printed.splitlines())) + "\n"
    assert printed.count("absent: no record shows any") == 4


def test_a_long_list_is_cut_and_says_so(crisis: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    for day in range(11, 16):
        crisis.event(f"1983-05-{day}", ("SUN", "MOBILIZE", "NATO", "moves a division"))
    print_signals(_rows(crisis)[2], 3)
    assert "and 2 earlier: brinkwatch ledger signals lists them" in capsys.readouterr().out
