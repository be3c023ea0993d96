"""The rungs of a line: permit, assist, provide, use."""

from __future__ import annotations

import pytest

from brinkwatch.ledger import as_rows
from brinkwatch.ledger.ladder import rung_of

from .conftest import Corpus, Deed, action

USE = ("GTM", "ASSAULT", "MEX", "Guatemalan rockets hit our towns")
GIVE = ("USA", "AID", "GTM", "Washington delivers rockets to Guatemala")
LET = ("USA", "AID", "GTM", "Washington lets Guatemala fire its rockets at our towns")
HELP = ("USA", "AID", "GTM", "American officers train Guatemalan rocket crews")


@pytest.mark.parametrize(
    ("deed", "rung"),
    [
        (LET, "permit"),
        (HELP, "assist"),
        (GIVE, "provide"),
        (USE, "use"),
        (("USA", "CONSULT", "GTM", "a visit to Guatemala"), None),
        (None, None),
    ],
)
def test_a_trigger_stands_on_its_rung(deed: Deed | None, rung: str | None) -> None:
    assert rung_of(action(deed)) == rung


def test_the_wordings_of_a_line_on_a_ladder_keep_their_rungs(corpus: Corpus) -> None:
    answer = ("MEX", "ASSAULT", "USA", "we will strike American bases")
    said = [
        corpus.commitment("1996-02-01", "MEX", "USA", trigger=LET, consequence=answer),
        corpus.commitment("1996-02-10", "MEX", "USA", trigger=GIVE, consequence=answer),
    ]
    (row,) = as_rows(corpus.ledger())
    assert row["rungs"] == {said[0].id: "permit", said[1].id: "provide"}


def test_a_line_that_forbids_no_aid_has_no_rungs(corpus: Corpus) -> None:
    corpus.commitment("1996-02-01", "MEX", "GTM", trigger=USE)
    (row,) = as_rows(corpus.ledger())
    assert row["rungs"] == {}
