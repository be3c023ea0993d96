"""Whose words a clause is: parties, experts and the author are kept apart."""

from __future__ import annotations

import pytest

from brinkwatch.coding.attribution import AUTHOR, frame_of, source_of
from brinkwatch.coding.parsing import Article, parse
from brinkwatch.records import Document


def article_of(text: str, published: str = "1995-01-01", kind: str = "news") -> Article:
    return parse(
        Document(id="x", origin="x", published=published, text=text, language="en", kind=kind)
    )


def codes_of(text: str, word: str, **fields: str) -> tuple[str, ...]:
    article = article_of(text, **fields)
    token = [t for t in article.doc if t.text == word][-1]
    return source_of(token, article).codes


@pytest.mark.parametrize(
    ("text", "word", "codes"),
    [
        ("Norway said that the fleet would sail.", "sail", ("NOR",)),
        ("The fleet would sail, Norway said.", "sail", ("NOR",)),
        ("The fleet, Norway said, would sail within days.", "sail", ("NOR",)),
        ("According to Norway, the fleet will sail.", "sail", ("NOR",)),
        ('"The fleet will sail," said the Norwegian foreign minister.', "sail", ("NOR",)),
        ("Norway's warning that the fleet would sail was heard.", "sail", ("NOR",)),
        ("A retired Norwegian admiral thinks the fleet may sail.", "sail", ("EXPERT",)),
        ("The fleet may sail, several analysts believe.", "sail", ("EXPERT",)),
        ("A former foreign minister of Norway expects the fleet to sail.", "sail", ("EXPERT",)),
        ("The fleet will sail.", "sail", ("AUTHOR",)),
        ("Local newspapers reported that the fleet would sail.", "sail", ("AUTHOR",)),
        ("Norwegian officials told Sweden that the fleet would sail.", "sail", ("NOR",)),
        ("Norway added, without details, that the fleet would sail.", "sail", ("NOR",)),
        ("Norway did not move, adding that the fleet would sail later.", "later", ("NOR",)),
    ],
)
def test_the_source_of_a_clause(text: str, word: str, codes: tuple[str, ...]) -> None:
    assert codes_of(text, word) == codes


def test_what_follows_somebody_who_speaks_is_theirs_only_where_it_looks_ahead() -> None:
    assert codes_of("The Norwegian premier spoke. The fleet will sail.", "sail") == ("NOR",)
    assert codes_of("The Norwegian premier spoke. We never sailed.", "sailed") == ("NOR",)
    assert codes_of("The Norwegian premier spoke. Nobody sailed.", "sailed") == ("AUTHOR",)


def test_the_inner_source_outranks_the_outer() -> None:
    text = "Analysts say that Norway warned that the fleet would sail."
    assert codes_of(text, "sail") == ("NOR",)


def test_he_is_the_last_person_who_spoke_not_one_named_in_an_aside() -> None:
    text = (
        "The Norwegian prime minister met reporters, among them one from Spain. "
        "The fleet would sail, he said."
    )
    assert codes_of(text, "sail") == ("NOR",)


def test_an_experts_reasoning_goes_on_in_a_report() -> None:
    text = "A scholar in Lima sees two dangers. They could meet, she says. War may follow soon."
    assert codes_of(text, "follow") == ("EXPERT",)


def test_indirect_speech_goes_on_with_would_and_ends_with_the_paragraph() -> None:
    text = "Norway said the talks had failed. The fleet would sail.\n\nThe market would open."
    assert codes_of(text, "sail") == ("NOR",)
    assert codes_of(text, "open") == AUTHOR.codes


def test_an_opinion_is_its_authors_own_again_after_a_citation() -> None:
    text = "Some analysts expect talks. The fleet will sail."
    assert codes_of(text, "sail", kind="opinion") == AUTHOR.codes


def test_a_bare_office_speaks_for_the_state_that_acts_in_the_clause() -> None:
    text = "Norway will close the border if Sweden mobilises, the prime minister said."
    assert codes_of(text, "close") == ("NOR",)


def test_a_frame_names_those_who_were_told() -> None:
    article = article_of("Norway told Sweden that the fleet would sail.")
    frame = frame_of(article.doc[7], article)
    assert frame is not None
    assert frame.hearers == ("SWE",)
