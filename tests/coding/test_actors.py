"""Phrases stand for states, organisations and groups; pronouns for whoever was named before."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from brinkwatch.coding.actors import actors_in, object_actors, subject_actors
from brinkwatch.coding.parsing import Article, parse
from brinkwatch.records import Document

Make = Callable[..., Document]


def token(article: Article, word: str):  # type: ignore[no-untyped-def]
    return next(t for t in reversed(article.doc) if t.text == word)


@pytest.mark.parametrize(
    ("text", "head", "codes"),
    [
        ("Chadian soldiers left.", "soldiers", ("TCD",)),
        ("The army of Peru left.", "army", ("PER",)),
        ("Officials in Ankara agreed.", "Officials", ("TUR",)),
        ("Japan and South Korea agreed.", "Japan", ("JPN", "KOR")),
        ("Poland, Sweden, Italy and Spain agreed.", "Poland", ("POL", "SWE", "ITA", "ESP")),
        ("Positions held by Libyan troops were hit.", "Positions", ("LBY",)),
        ("A former Indian general agreed.", "general", ()),
        ("Analysts in London agreed.", "Analysts", ()),
        ("The drafts that Brazil published failed.", "drafts", ("BRA",)),
    ],
)
def test_a_noun_phrase_stands_for_its_actors(
    text: str, head: str, codes: tuple[str, ...], make_document: Make
) -> None:
    article = parse(make_document(text))
    assert actors_in(token(article, head), article) == codes


@pytest.mark.parametrize(
    ("text", "word", "codes"),
    [
        ("Kenya said that it had closed the border with Somalia.", "it", ("KEN",)),
        ("Iraq punished Kuwait for the raid on its port.", "its", ("IRQ",)),
        ("Mali met Niger. The country then withdrew its envoy.", "country", ("MLI",)),
        ("NATO met Russia. The alliance sent a message.", "alliance", ("NATO",)),
        ("Ghana and Togo met. They signed a treaty.", "They", ("GHA", "TGO")),
        ("Nothing happened. It rained.", "It", ()),
    ],
)
def test_a_pronoun_stands_for_the_fitting_actor_before_it(
    text: str, word: str, codes: tuple[str, ...], make_document: Make
) -> None:
    article = parse(make_document(text))
    assert actors_in(token(article, word), article) == codes


def test_we_is_whoever_speaks(make_document: Make) -> None:
    article = parse(make_document('"We will hold the pass," India said.'))
    assert actors_in(token(article, "We"), article) == ("IND",)


@pytest.mark.parametrize(
    ("text", "verb", "who", "whom"),
    [
        ("Libya bombed Chad.", "bombed", ("LBY",), ("TCD",)),
        ("Chad was bombed by Libya.", "bombed", ("LBY",), ("TCD",)),
        ("Vietnam, which had attacked Cambodia, left.", "attacked", ("VNM",), ("KHM",)),
        ("Egypt wanted to attack Israel.", "attack", ("EGY",), ("ISR",)),
        ("Greece asked Italy to attack Albania.", "attack", ("ITA",), ("ALB",)),
        ("Angola, fighting for its life, accused Zaire.", "accused", ("AGO",), ("COD",)),
    ],
)
def test_the_clause_says_who_does_it_to_whom(
    text: str, verb: str, who: tuple[str, ...], whom: tuple[str, ...], make_document: Make
) -> None:
    article = parse(make_document(text, published="1990-05-04"))
    head = token(article, verb)
    assert subject_actors(head, article) == who
    assert object_actors(head, article) == whom


def test_the_telephone_is_no_agent(make_document: Make) -> None:
    article = parse(make_document("Ghana spoke by phone with Togo."))
    assert subject_actors(token(article, "spoke"), article) == ("GHA",)
