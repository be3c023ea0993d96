"""Fills in who does what to whom with what, for a verb or an event noun that states an act."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from brinkwatch.coding.actors import (
    OBJECT_PREPOSITIONS,
    actors_in,
    object_actors,
    subject_actors,
)
from brinkwatch.coding.parsing import Article, children, lemma, words_of
from brinkwatch.coding.verbs import Entry, carried, entry_of, is_one_of, lexicon, objects
from brinkwatch.records import Action, Actors

if TYPE_CHECKING:
    from spacy.tokens import Token


def action_of(head: Token, article: Article, *, actor: Actors | None = None) -> Action | None:
    """The action that a verb or event noun states, or None where the lexicon types no such act.

    `actor` overrides who acts, where the caller knows better than the clause.
    """
    entry = entry_of(head, article)
    if entry is None:
        return None
    doers = actor if actor is not None else _doers(head, entry, article)
    target = _recipient(head, entry, doers, article)
    if entry.swap:
        doers, target = target, doers
    start, end = clause(head)
    return Action(
        actor=doers,
        type=entry.type,
        recipient=target,
        means=means_of(head, article),
        text=article.document.text[start:end],
    )


def _doers(head: Token, entry: Entry, article: Article) -> Actors:
    """Who acts; of troops that are moved, or whose moves a noun tells, it is whose they are."""
    found = subject_actors(head, article)
    if found or entry.type not in {"MOBILIZE", "RETREAT"}:
        return found
    moved = children(head, "nsubjpass")
    if head.pos_ in {"NOUN", "PROPN"}:
        moved = [n for p in children(head, "prep") if p.lower_ == "of" for n in children(p, "pobj")]
    return next((codes for t in moved if (codes := actors_in(t, article))), ())


def _recipient(head: Token, entry: Entry, doers: Actors, article: Article) -> Actors:
    """Whom the act is done to; the weapon used and the actor are nobody's target."""
    for found in _targets(head, entry, doers, article):
        kept = tuple(code for code in found if code not in doers)
        if kept:
            return kept
    return ()


def _targets(head: Token, entry: Entry, doers: Actors, article: Article) -> Iterator[Actors]:
    """What may name the recipient, the likeliest first."""
    skip = _instruments(head, entry, article)
    governs = entry.clause or entry.to or entry.type == "REQUEST"
    clauses = children(head, "xcomp", "ccomp") if governs else []
    controlled = [t for clause in clauses for t in children(clause, "nsubj", "nsubjpass")]
    if entry.type != "REQUEST":
        yield from (actors_in(t, article) for t in controlled)
    prepositions = (
        _SPOKEN_TO if entry.type in {"ACCUSE", "REJECT", "SUPPORT"} else OBJECT_PREPOSITIONS
    )
    if entry.type == "AID":
        yield from (
            actors_in([t], article) for noun in objects(head) for t in _undative(noun, article)
        )
    yield object_actors(head, article, skip=skip, but=doers, prepositions=prepositions)
    yield from (actors_in(t, article) for t in controlled)
    if entry.type in {"REJECT", "THREATEN"}:
        deeds = children(head, "xcomp")
        deeds += [noun for deed in deeds for noun in objects(deed) if noun.pos_ == "NOUN"]
        yield from (object_actors(deed, article, but=doers) for deed in deeds)
    if entry.type == "REJECT":
        refused = [t for t in objects(head) if t.pos_ == "NOUN"]
        yield from (
            object_actors(noun, article, but=doers, prepositions=_REFUSED) for noun in refused
        )
    if entry.type not in {"ACCUSE", "REJECT"}:
        nouns = [t for t in objects(head) if t.pos_ == "NOUN"] + carried(head)
        yield from (object_actors(noun, article, skip=skip, but=doers) for noun in nouns)
        inner = [n for noun in nouns for n in _of(noun)]  # "a suspension of links with Kenya"
        yield from (object_actors(noun, article, skip=skip, but=doers) for noun in inner)
        if lemma(head) in lexicon().light:
            yield from (
                object_actors(c, article, skip=skip, but=doers) for c in children(head, "xcomp")
            )


def _undative(noun: Token, article: Article) -> list[Token]:
    """The name in "sent Bolivia rifles", read by the parser as part of the goods."""
    return [
        child
        for child in children(noun, "compound", "nmod")
        if (mention := article.mention_at.get(child.i)) and mention.kind != "demonym"
    ]


def _instruments(head: Token, entry: Entry, article: Article) -> frozenset[int]:
    """Nouns that are no target: the weapons an attack is made with or a delivery consists of."""
    if entry.type not in {"AID", "ASSAULT"}:
        return frozenset()
    used = entry.type == "AID" or (
        {"fired", "weapon"} & set(entry.object) and "target" not in entry.object
    )
    nouns = list(objects(head)) if used else []
    for prep in (p for t in [head, *carried(head)] for p in children(t, "prep")):
        if prep.lower_ in {"with", "by", "from"} and lemma(head) not in _TAKES_WITH:
            nouns += children(prep, "pobj")
    return frozenset(
        t.i for t in nouns if entry.type == "ASSAULT" or is_one_of(("weapon", "fired"), t, article)
    )


def _of(noun: Token) -> list[Token]:
    """The nouns that hang on it by "of"."""
    return [
        n for prep in children(noun, "prep") if prep.lower_ == "of" for n in children(prep, "pobj")
    ]


_REFUSED = ("from", "by", "with", "to")
_SPOKEN_TO = ("against", "to", "at", "on", "with", "by")
_TAKES_WITH = frozenset(
    {"clash", "fight", "battle", "skirmish", "grapple", "deal", "be", "provide", "supply"}
)


def means_of(head: Token, article: Article) -> str | None:
    """The instrument as written: the weapon noun phrase among objects, subject and with-phrases."""
    weapons = lexicon().classes["weapon"]
    for token in head.subtree:
        if (
            token.dep_ != "compound"
            and token.pos_ in {"NOUN", "PROPN"}
            and (lemma(token) in weapons or token.i in article.weapon_at)
        ):
            start, end = words_of([*_premodifiers(token), token])
            return article.document.text[start:end]
    return None


def _premodifiers(noun: Token) -> list[Token]:
    wanted = {"amod", "compound", "nummod", "nmod", "advmod", "quantmod"}
    return [t for t in noun.subtree if t.i < noun.i and t.dep_ in wanted]


_LEFT_OUT = {"mark", "cc", "punct", "parataxis", "conj", "advcl"}


def clause(head: Token) -> tuple[int, int]:
    """First and past-last character of the words that state the act."""
    keep = {head.i}
    for child in head.children:
        if child.dep_ not in _LEFT_OUT:
            keep.update(token.i for token in child.subtree)
    return words_of(head.doc[i] for i in range(min(keep), max(keep) + 1))
