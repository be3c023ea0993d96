"""Terms and references: complete, connected and found by any spelling."""

from __future__ import annotations

import re

import pytest

from brinkwatch import glossary
from brinkwatch.errors import InputError
from brinkwatch.glossary import Term

TERMS = glossary.terms()


@pytest.mark.parametrize("term", TERMS, ids=[term.name for term in TERMS])
def test_a_term_is_defined_cited_and_connected(term: Term) -> None:
    assert term.definition.endswith(".")
    assert len(term.definition.split()) >= 8
    assert glossary.citations(term.cites)
    for other in term.see_also:
        assert glossary.explain(other).name != term.name


def test_there_are_enough_terms_and_no_spelling_means_two() -> None:
    spellings = [spelling.lower() for term in TERMS for spelling in (term.name, *term.also)]
    assert len(TERMS) >= 60
    assert len(spellings) == len(set(spellings))


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("audience cost", "audience cost"),
        ("Audience-Cost", "audience cost"),
        ("base_rate", "base rate"),
        ("QRE", "quantal response equilibrium"),
        ("  red   line ", "red line"),
        ("rung", "ladder of escalation"),
        ("deterrent threat", "deterrence"),
    ],
)
def test_a_term_is_found_in_any_spelling(asked: str, name: str) -> None:
    assert glossary.explain(asked).name == name


@pytest.mark.parametrize(
    ("asked", "meant"), [("audiance cost", "audience cost"), ("reference", "reference class")]
)
def test_a_wrong_term_gets_the_nearest_ones(asked: str, meant: str) -> None:
    with pytest.raises(InputError, match=f"did you mean.*{meant}"):
        glossary.explain(asked)


@pytest.mark.parametrize("asked", ["zzzzqqq", ""])
def test_a_term_like_no_other_gets_one_helpful_sentence(asked: str) -> None:
    with pytest.raises(InputError, match="is not among the"):
        glossary.explain(asked)


def test_every_reference_is_complete_and_used() -> None:
    used = {key for term in TERMS for key in term.cites}
    for key, reference in glossary.references().items():
        assert re.fullmatch(r"[a-z]+\d*", key)
        assert 1900 <= reference.year <= 2030
        assert reference.author
        assert reference.venue
        assert key in used or reference.names, f"{key} is cited by nothing"
        assert str(reference).endswith(".")


def test_no_short_name_belongs_to_two_references() -> None:
    names = [name for reference in glossary.references().values() for name in reference.names]
    assert len(names) == len(set(names))


def test_citations_come_once_and_in_order_of_author() -> None:
    found = glossary.citations(["schelling1966", "brier1950", "schelling1966"])
    assert [reference.key for reference in found] == ["brier1950", "schelling1966"]


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(InputError, match="nobody1999: no such citation key"):
        glossary.citations(["nobody1999"])
