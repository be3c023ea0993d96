"""Verbs and event nouns are typed by the lexicon; each of its examples is a test."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from brinkwatch.coding.actions import action_of
from brinkwatch.coding.parsing import lemma, parse
from brinkwatch.coding.verbs import Entry, lexicon
from brinkwatch.records import Action, Document

Make = Callable[..., Document]


def actions(document: Document) -> list[Action]:
    article = parse(document)
    return [found for token in article.doc if (found := action_of(token, article))]


@pytest.mark.parametrize("entry", lexicon().all, ids=lambda entry: entry.example)
def test_the_example_of_an_entry_is_typed_as_it_says(entry: Entry, make_document: Make) -> None:
    article = parse(make_document(entry.example, published="1975-05-04"))
    typed = [
        found.type for token in article.doc
        if lemma(token) in entry.lemmas and (found := action_of(token, article))
    ]  # fmt: skip
    assert entry.type in typed


def test_the_lexicon_is_broad_enough_for_any_crisis() -> None:
    words = {word for entry in lexicon().all for word in entry.lemmas}
    types = {entry.type for entry in lexicon().all}
    assert len(words) >= 450
    assert len(types) == 16


@pytest.mark.parametrize(
    ("text", "kind", "actor", "recipient"),
    [
        ("Mali carried out a strike on Niger.", "ASSAULT", ("MLI",), ("NER",)),
        ("Greece let Cyprus use Greek jets.", "AID", ("GRC",), ("CYP",)),
        ("Chile sent Bolivia rifles.", "AID", ("CHL",), ("BOL",)),
        ("Chile sent a brigade to Bolivia.", "MOBILIZE", ("CHL",), ("BOL",)),
        ("Six American missiles were fired at Libya.", "ASSAULT", (), ("LBY",)),
        ("Oman received the president of Yemen.", "CONSULT", ("YEM",), ("OMN",)),
        ("Kenya answered with drills near Somalia.", "MOBILIZE", ("KEN",), ("SOM",)),
        ("The withdrawal of Cuban troops from Angola began.", "RETREAT", ("CUB",), ("AGO",)),
        ("Jakarta called the plan of Dili a non-starter.", "REJECT", ("IDN",), ("TLS",)),
        ("Ghana asked Togo to free the crew.", "REQUEST", ("GHA",), ("TGO",)),
        ("Syria said it was willing to withdraw its troops from Lebanon.", "RETREAT", ("SYR",),
         ("LBN",)),
        ("Pakistan threatened to break off relations with Congo.", "THREATEN", ("PAK",), ("COD",)),
        ("Angola rejected an appeal from Zambia.", "REJECT", ("AGO",), ("ZMB",)),
        ("Somalia announced a suspension of air links with Kenya.", "SANCTION", ("SOM",),
         ("KEN",)),
    ],
)  # fmt: skip
def test_an_act_has_a_type_an_actor_and_a_recipient(
    text: str, kind: str, actor: tuple[str, ...], recipient: tuple[str, ...], make_document: Make
) -> None:
    found = [a for a in actions(make_document(text)) if a.type == kind]
    assert [(a.actor, a.recipient) for a in found][:1] == [(actor, recipient)]


@pytest.mark.parametrize(
    "text",
    [
        "Workers struck a bargain over pay.",
        "The premier declared war on litter.",
        "She took him at his word.",
        "The minister refused to comment.",
        "They shot down the idea.",
        "It is claimed that prices rose.",
    ],
)
def test_a_borrowed_word_is_no_act(text: str, make_document: Make) -> None:
    assert actions(make_document(text)) == []


def test_the_words_and_the_means_stand_in_the_article(make_document: Make) -> None:
    document = make_document("On Monday Iraq fired eleven Scud missiles at Israel, Baghdad said.")
    (found,) = actions(document)
    assert found.text in document.text
    assert found.means == "eleven Scud missiles"


def test_the_caller_may_say_who_acts(make_document: Make) -> None:
    article = parse(make_document("An attack on Chad began."))
    head = next(t for t in article.doc if t.text == "attack")
    found = action_of(head, article, actor=("LBY",))
    assert found is not None
    assert found.actor == ("LBY",)
