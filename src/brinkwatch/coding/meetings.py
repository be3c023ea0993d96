"""Says who takes part in talks and in fights between equals: all are actors, nobody a recipient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brinkwatch.coding.actors import actors_in, object_actors, subject_actors
from brinkwatch.coding.context import Reading
from brinkwatch.coding.parsing import Article, children, lemma
from brinkwatch.coding.verbgroups import VERBS
from brinkwatch.coding.verbs import lexicon, objects
from brinkwatch.records import Action, Actors

if TYPE_CHECKING:
    from spacy.tokens import Token


def two_sided(reading: Reading, action: Action, article: Article) -> Action:
    """Talks and fights between equals: all who take part are actors, nobody is the recipient."""
    classes = lexicon().classes
    words = {lemma(t) for t in (reading.head, *objects(reading.head))}
    if len(action.actor) > 1 and words & (classes["mutual"] | classes["two_sided"]):
        return action.model_copy(update={"recipient": ()})
    if action.type == "CONSULT" and len(action.actor) > 1 and lemma(reading.head) == "sit":
        return action.model_copy(update={"recipient": ()})
    by_wire = action.type == "CONSULT" and _by_wire(reading.head)
    if by_wire and action.actor and action.recipient:
        both = tuple(dict.fromkeys((*action.actor, *action.recipient)))
        return action.model_copy(update={"actor": both, "recipient": ()})
    if action.type != "CONSULT" or lemma(reading.head) not in classes["two_sided"]:
        return action
    if reading.head.pos_ in VERBS and len(action.actor) < 2 and action.recipient:
        if reading.head.tag_ == "VB":  # "flew there to meet him": a visit
            return action
        both = tuple(dict.fromkeys((*action.actor, *action.recipient)))
        return action.model_copy(update={"actor": both, "recipient": ()})
    return action.model_copy(update={"actor": participants(reading, article), "recipient": ()})


def _by_wire(head: Token) -> bool:
    """Whether the talk is a call: "agreed with him by telephone"."""
    means = [n for p in children(head, "prep") for n in children(p, "pobj")]
    return any(lemma(noun) in {"telephone", "phone", "hotline"} for noun in means)


def participants(reading: Reading, article: Article) -> Actors:
    """Who takes part in talks: those named with them, and who holds or has them."""
    head = reading.head
    found = [*reading.action.actor, *reading.action.recipient]
    verb = head
    while verb.pos_ not in {"VERB", "AUX"} and verb.head.i != verb.i:
        verb = verb.head
    for prep in children(head, "prep"):
        if prep.lower_ in {"between", "with", "among"}:
            found += [code for noun in children(prep, "pobj") for code in actors_in(noun, article)]
    if len(set(found)) < 2 and verb.pos_ == "VERB" and head.dep_ in {"dobj", "pobj"}:
        found += subject_actors(verb, article)
        if lemma(verb) in {"tell", "ask", "warn", "assure", "promise", "urge", "inform"}:
            found += object_actors(verb, article)
    return tuple(dict.fromkeys(found))
