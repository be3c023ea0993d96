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
    assert (found.named_experts, found.unnamed_estimates) == (("Dana Field",), 0)
    assert found.expert_estimates == 2
    assert found.direct_quotes == 1


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Dana Field", "Dana Field"),
        ("the analyst Dana Field of the Harbour Institute", "Dana Field of the Harbour Institute"),
        ("retired general Okoye", "Okoye"),
        ("the Institute for War Studies", "Institute for War Studies"),
        ("a researcher at Harbour University", None),
        ("analysts in the Middle East", None),
        ("Observers", None),
        ("Some Western analysts", None),
        ("a White House official", None),
        ("Political strategists", None),
        ("a recent shift in discussions", None),
        (None, None),
    ],
)
def test_an_expert_is_named_by_a_name(words: str | None, name: str | None) -> None:
    assert sourcing.named(words) == name


def test_the_author_of_an_opinion_with_an_institution_is_a_named_expert(answer: Answer) -> None:
    news, opinion = answer.documents
    signed = opinion.model_copy(update={"byline": "Ada Lind", "affiliation": "Institute"})
    found = sourcing.statement(answer.model_copy(update={"documents": (news, signed)}))
    assert found.named_experts == ("Ada Lind", "Dana Field")


def test_a_surname_alone_is_the_person_named_before(answer: Answer) -> None:
    again = answer.records[3].model_copy(update={"id": "again", "holder_name": "Ms Field"})
    told = answer.model_copy(update={"records": (*answer.records, again)})
    assert "Dana Field" in sourcing.statement(told).named_experts


def test_each_side_is_counted_with_its_members_and_experts_apart(answer: Answer) -> None:
    crisis = answer.crises[0].crisis.model_copy(update={"client": ("SYR",)})
    assert sourcing.quoted_sides(answer, crisis) == (
        ("Iran", 3), ("Israel", 1), ("Syria", 0), ("experts and authors", 3),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("last", "days"), [("2031-03-09", None), ("2029-12-01", 365), (None, None)]
)
def test_a_crisis_of_long_ago_is_not_weighed(
    answer: Answer, last: str | None, days: int | None
) -> None:
    crisis = answer.crises[0].crisis.model_copy(update={"last": last})
    assert sourcing.unweighed(answer.as_of, crisis) == days


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
    level, reasons = sourcing.confidence(answer, answer.crises[0].crisis)
    assert level == "low"
    assert reasons[0].endswith("(n=0)")


def test_confidence_rises_only_as_shortcomings_go(answer: Answer) -> None:
    news = answer.documents[0]
    documents = tuple(
        news.model_copy(update={"id": f"d{n}", "outlet": f"Outlet {n}"}) for n in range(3)
    )
    crisis = answer.crises[0].crisis.model_copy(update={"documents": ("d0", "d1", "d2")})
    records = tuple(r.model_copy(update={"document_id": "d0"}) for r in answer.records)
    better = answer.model_copy(
        update={"documents": documents, "records": records, "track_record": {"n": 50}}
    )
    assert sourcing.confidence(better, crisis) == ("high", ())
    worse = better.model_copy(update={"track_record": None})
    assert sourcing.confidence(worse, crisis)[0] == "moderate"
