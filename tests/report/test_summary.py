"""The answer in the terminal."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from brinkwatch.report import summary
from brinkwatch.report.answer import Answer, Hidden


def printed(answer: Answer, width: int = 100) -> str:
    out = io.StringIO()
    summary(answer, Console(file=out, width=width, force_terminal=False, color_system=None))
    return out.getvalue()


def joined(answer: Answer) -> str:
    return " ".join(printed(answer).split())


def test_the_answer_comes_first_with_everything_a_reader_needs(answer: Answer) -> None:
    first = joined(answer)[:420]
    for part in (
        "as of 2031-03-13", "Iran and Israel use force directly", "(until 2031-06-11)",
        "21 %, unlikely (20-45 %)", "90 % interval 8.0 to 44 %", "Base rate 15 % (15 of 103",
        "moved the number by +10 points", "Confidence in this assessment is low",
    ):  # fmt: skip
        assert part in first


@pytest.mark.parametrize(
    "words",
    [
        "1 in 1,200",
        "Iran to Israel; reiterated; enforced before: 33 % (n=0: the prior only)",
        "“Iran will answer any new strike on its soil with missiles",
        "explicit conditional threat: odds × 1.82, then 24 %",
        "coder reliability: odds × 0.82, assumed, then 21 %",
        "+3.1 points with",
        "2 assumed numbers listed in the report.",
        "Under the model (weight 0 in the number above)",
        "64 of 64 draws converged",
        "news.html: 2031-03-05 09:30, stated (article:published_time)",
        "opinion.txt: between 2031-03-08 and 2031-03-12 (inferred)",
        "1 later article and 1 later headline not used (as of 2031-03-13).",
        "skipped menu.html: no article text found",
        "7 of 7 sentences gave a record.",
        "No track record yet (n=0).",
    ],
)
def test_the_summary_says(answer: Answer, words: str) -> None:
    assert words in joined(answer)


@pytest.mark.parametrize("width", [80, 100, 160])
def test_no_line_is_wider_than_the_terminal_and_no_number_parts_from_its_unit(
    answer: Answer, width: int
) -> None:
    lines = printed(answer, width).split("\n")
    assert max(map(len, lines)) <= width
    assert not [line for line in lines if re.match(r"\s*(?:%|points)", line)]


def test_hidden_headlines_are_counted(answer: Answer) -> None:
    hidden = tuple(Hidden(origin=f"page.txt#h{n}") for n in range(40))
    answer = answer.model_copy(update={"hidden": hidden})
    assert "40 later headlines not used (as of 2031-03-13)." in joined(answer)
    none = answer.model_copy(update={"hidden": ()})
    assert "No item is later than 2031-03-13." in joined(none)


def test_a_sentence_without_which_nothing_changes_is_not_listed(answer: Answer) -> None:
    still = answer.crises[0].influence[0].model_copy(update={"delta": 0.0})
    crisis = answer.crises[0].model_copy(update={"influence": (still,)})
    assert "no change with" not in joined(answer.model_copy(update={"crises": (crisis,)}))


def test_a_track_record_is_shown_with_its_n(answer: Answer) -> None:
    record = {
        "n": 12, "crises": 2, "positives": 3, "brier": 0.11, "brier_skill": None, "log": 0.4,
        "log_skill": -0.1, "murphy_corrected": {"reliability": 0.02},
    }  # fmt: skip
    answer = answer.model_copy(update={"track_record": record})
    assert (
        "Track record: n=12 of 2 crises, 3 came true; brier 0.110, log 0.400, log skill -0.100, "
        "reliability 0.020."
    ) in joined(answer)
    assert "no forecast of this program" not in joined(answer)


def test_an_unsolved_game_is_said(answer: Answer) -> None:
    crisis = answer.crises[0].model_copy(
        update={"equilibrium": None, "unsolved": "No draw converged."}
    )
    answer = answer.model_copy(update={"crises": (crisis,)})
    assert "No result of the game: No draw converged." in joined(answer)


@pytest.mark.parametrize("text", ["[bold red]x[/bold red]", "[link=file:///etc]y[/link]", "[/]"])
def test_markup_in_an_article_is_printed_as_it_stands(answer: Answer, text: str) -> None:
    line = answer.ledger.lines[0].model_copy(update={"what": text})
    ledger = answer.ledger.model_copy(update={"lines": (line,)})
    assert text in joined(answer.model_copy(update={"ledger": ledger}))


def test_control_characters_of_an_article_never_reach_the_terminal(answer: Answer) -> None:
    bad = "\x1b[31mred\x1b]8;;http://x\x07 \u202eback\x00"
    line = answer.ledger.lines[0].model_copy(update={"what": bad})
    ledger = answer.ledger.model_copy(update={"lines": (line,)})
    document = answer.documents[0].model_copy(update={"origin": bad, "published_note": bad})
    answer = answer.model_copy(
        update={"ledger": ledger, "documents": (document, *answer.documents[1:])}
    )
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", printed(answer))


def test_a_copy_and_an_uncoded_article_are_said(answer: Answer) -> None:
    first, second = answer.articles()[:2]
    copy = second.model_copy(update={"copy_of": first.id, "copy_note": "identical"})
    documents = tuple(copy if d.id == copy.id else d for d in answer.documents)
    left = answer.coverage[0].model_copy(update={"skipped": "written in de"})
    found = joined(answer.model_copy(update={"documents": documents, "coverage": (left,)}))
    assert "; 1 of them a copy or new version of another;" in found
    assert f"form of {first.origin}: identical" in found
    assert f"not coded {left.origin}: written in de" in found
    assert "; none of them a copy or new version of another;" in joined(answer)
