"""The source statement and how far an assessment may be trusted."""

from __future__ import annotations

import pytest

from brinkwatch.records import Document
from brinkwatch.report import sourcing
from brinkwatch.report.answer import Answer


def test_the_statement_counts_articles_outlets_experts_and_direct_quotes(answer: Answer) -> None:
    found = sourcing.statement(answer)
    assert (found.documents, found.outlets) == (2, ("Harbour Courier", "The Weekly Lantern"))
    assert found.kinds == {"news": 1, "opinion": 1}
    assert found.dating == {"inferred": 1, "stated": 1}
    assert (found.named_experts, found.unnamed_experts) == (("Dana Field",), 0)
    assert found.direct_quotes == 1
    assert found.voices == {"IRN": 3, "ISR": 1}


def test_an_outlet_in_capitals_is_the_same_outlet(answer: Answer) -> None:
    loud = answer.documents[0].model_copy(update={"id": "loud", "outlet": "HARBOUR COURIER"})
    found = sourcing.statement(answer.model_copy(update={"documents": (*answer.documents, loud)}))
    assert found.outlets == ("Harbour Courier", "The Weekly Lantern")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He said: “We will answer every single strike.”", 1),
        ('"We will answer every strike," he said. "And we will not wait."', 2),
        ("« Nous ne céderons pas sur ce point », a-t-il dit.", 1),
        ("the so-called “red line” and the film “The Third Man”", 0),
        ("the minister’s words weren't quoted", 0),
        ("", 0),
    ],
)
def test_speech_is_counted_and_titles_and_irony_are_not(text: str, count: int) -> None:
    assert sourcing.direct_quotes(Document(id="d", origin="d", text=text)) == count


def test_a_side_of_whom_nothing_is_coded_is_named(answer: Answer) -> None:
    crisis = answer.crises[0].crisis
    assert sourcing.unheard(answer, crisis) == ()
    silent = answer.model_copy(update={"records": answer.records[:7]})
    assert sourcing.unheard(silent, crisis) == ("Israel",)


def test_confidence_is_low_while_there_is_no_track_record_and_few_outlets(answer: Answer) -> None:
    level, reasons = sourcing.confidence(answer)
    assert level == "low"
    assert reasons[0].endswith("(n=0)")


def test_confidence_rises_only_as_shortcomings_go(answer: Answer) -> None:
    news = answer.documents[0]
    documents = tuple(
        news.model_copy(update={"id": f"d{n}", "outlet": f"Outlet {n}"}) for n in range(3)
    )
    better = answer.model_copy(update={"documents": documents, "track_record": {"n": 50}})
    assert sourcing.confidence(better) == ("high", ())
    assert sourcing.confidence(better.model_copy(update={"track_record": None}))[0] == "moderate"
