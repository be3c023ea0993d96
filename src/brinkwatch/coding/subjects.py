"""Says which noun acts in a clause, by syntax alone.

A clause without a subject takes it from the clause above it: the object of "asked Chad to leave",
the subject of "wanted to leave" (control: Quirk et al. 1985, sections 16.38-63).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from brinkwatch.coding.parsing import ancestors, children, lemma
from brinkwatch.coding.phrasebook import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token


@cache
def forms() -> dict[str, frozenset[str]]:
    """Pronouns, descriptions and verbs of `lexicon/references.toml`, by what they can mean."""
    return {row["name"]: frozenset(row["words"]) for row in lexicon("references")["form"]}


def subject_of(head: Token) -> Token | None:
    """The noun that acts: subject, by-agent, or the controller of a clause without one."""
    for child in children(head, "agent") if head.tag_ == "VBN" else []:
        return next(iter(children(child, "pobj")), None)
    if mistagged(head):
        return head.head
    passive = bool(children(head, "nsubjpass", "auxpass"))
    for child in children(head, "nsubj"):
        if child.tag_ in {"WDT", "WP"} and head.dep_ == "relcl":
            return head.head
        return child
    if passive or children(head, "expl"):
        return None
    return _controller(head) or misattached(head)


def mistagged(head: Token) -> bool:
    """Whether the parser took a past tense after a name for a participle: "Mr X, called it"."""
    return (
        head.dep_ == "acl"
        and head.tag_ == "VBN"
        and bool(children(head, "dobj", "ccomp"))
        and head.i > 0
        and head.nbor(-1).text == ","
        and lemma(head) not in forms()["two_objects"]
    )


def misattached(head: Token) -> Token | None:
    """The subject of a finite verb that the parser hung on an opening participle or phrase."""
    if head.tag_ not in {"VBD", "VBZ", "VBP"}:
        return None
    for opening in children(head, "advcl", "prep"):
        if opening.i > head.i:
            continue
        for subject in children(opening, "nsubj"):
            return subject
        names = [t for t in opening.subtree if t.pos_ == "PROPN" and t.i < head.i]
        if not names or names[-1].dep_ != "pobj":
            continue
        between = head.doc[names[-1].i + 1 : head.i]
        if names[-1].ent_type_ == "PERSON" or all(t.dep_ in {"aux", "advmod"} for t in between):
            return names[-1]
    return None


def _controller(head: Token) -> Token | None:
    """The subject a clause without one takes from the clause above it."""
    above = head.head
    if head.dep_ == "conj" and above.pos_ in {"VERB", "AUX"}:
        return subject_of(above) or _passive_subject(above)
    if head.dep_ == "acl" and head.tag_ == "VBG":
        return above
    if head.dep_ == "acl" and head.tag_ == "VB":
        return next(iter(children(above, "poss")), None) or _above_noun(above)
    if head.dep_ == "xcomp" and above.pos_ == "ADJ":  # "he is ready to lift it"
        return subject_of(above.head) if above.dep_ == "acomp" else None
    if head.dep_ in {"xcomp", "ccomp"}:
        objects = [t for t in children(above, "dobj", "dative") if t.i < head.i]
        if objects and lemma(above) not in forms()["subject_control"]:
            return objects[0]
        return subject_of(above) or _passive_subject(above)
    if head.dep_ == "advcl" and head.tag_ in {"VBG", "VB", "VBN"}:
        return subject_of(above) or _passive_subject(above)
    if head.dep_ == "pcomp":
        verb = next((up for up in ancestors(head) if up.pos_ in {"VERB", "AUX"}), None)
        return subject_of(verb) if verb is not None else None
    return None


def _passive_subject(head: Token) -> Token | None:
    return next(iter(children(head, "nsubjpass")), None)


def _above_noun(noun: Token) -> Token | None:
    verb = next((up for up in ancestors(noun) if up.pos_ in {"VERB", "AUX"}), None)
    return subject_of(verb) if verb is not None else None
