"""Says which actors a phrase stands for: states, organisations, groups, collectives.

A name counts through the gazetteer; a pronoun or a definite description through whoever was named
before (`references.py`). Experts stand for nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from brinkwatch.coding.parsing import Article, ancestors, children, conjuncts
from brinkwatch.coding.references import (
    antecedent,
    counterpart,
    former,
    half,
    is_counterpart,
    is_expert,
    pair,
)
from brinkwatch.coding.subjects import mistagged, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

Codes = tuple[str, ...]


def actors_in(phrase: Span | Token | Iterable[Token], article: Article) -> Codes:
    """The codes a noun phrase stands for, in text order without repeats.

    A token stands for the noun phrase it heads; a span or several tokens for all names inside.
    """
    from spacy.tokens import Token

    if isinstance(phrase, Token):
        found = [code for head in _listed(phrase, article) for code in _of_head(head, article)]
    else:
        found = [article.mention_at[t.i].code for t in phrase if t.i in article.mention_at]
    return tuple(dict.fromkeys(found))


def _listed(head: Token, article: Article) -> list[Token]:
    """The head and its coordinates; of listed names the parser makes an apposition."""
    out = conjuncts(head)
    for part in children(head, "appos"):
        if head.i in article.mention_at and part.i in article.mention_at and children(part, "conj"):
            out.extend(conjuncts(part))
    return out


def _of_head(head: Token, article: Article) -> Codes:
    """The codes of one noun phrase without its coordinates, remembered for the article."""
    key = ("actors", head.i)
    if key not in article.memo:
        article.memo[key] = ()  # a phrase that leads back to itself stands for nobody
        article.memo[key] = _read_head(head, article)
    return cast(Codes, article.memo[key])


def _read_head(head: Token, article: Article) -> Codes:
    mention = article.mention_at.get(head.i)
    if mention and not (mention.person is None and former(head)):
        return (mention.code,)
    if head.tag_ in {"WDT", "WP", "WP$"}:
        relative = next((up for up in [head, *ancestors(head)] if up.dep_ == "relcl"), None)
        return _of_head(relative.head, article) if relative is not None else ()
    if is_counterpart(head):
        return counterpart(head, article, actors_in)
    if pair(head, article):
        return pair(head, article)
    if head.pos_ == "PRON" or head.tag_ in {"PRP", "PRP$"}:
        return antecedent(head, article, actors_in)
    if is_expert(head):
        return ()
    if half(head, article):
        return half(head, article)
    return (
        _inside(head, article)
        or antecedent(head, article, actors_in)
        or _by_relative(head, article)
    )


def _inside(head: Token, article: Article) -> Codes:
    """Actors among the modifiers: possessors, adjectives, apposition, then prepositions."""
    found = [
        code
        for child in children(head, "poss", "amod", "compound", "nmod")
        for part in conjuncts(child)
        for code in _of_modifier(part, article)
    ]
    if found:
        return tuple(found)
    for part in children(head, "appos"):
        if _of_head(part, article):
            return _of_head(part, article)
    for held in children(head, "acl"):  # "positions held by Chadian troops"
        for agent in children(held, "agent"):
            for noun in children(agent, "pobj"):
                if actors_in(noun, article):
                    return actors_in(noun, article)
    for prep in children(head, "prep"):
        if prep.lower_ in {"of", "in", "from", "at", "inside", "within", "for"}:
            for noun in children(prep, "pobj"):
                if actors_in(noun, article):
                    return actors_in(noun, article)
    return ()


def _of_modifier(token: Token, article: Article) -> Codes:
    mention = article.mention_at.get(token.i)
    if mention:
        return (mention.code,)
    if half(token, article):
        return half(token, article)
    if token.tag_ == "PRP$":
        return antecedent(token, article, actors_in)
    return _inside(token, article) if token.pos_ in {"NOUN", "PROPN"} else ()


def _by_relative(head: Token, article: Article) -> Codes:
    """Whoever made it, where nothing else names it: "the drafts that Russia published"."""
    for clause in children(head, "relcl"):
        for subject in children(clause, "nsubj"):
            if subject.tag_ not in {"WDT", "WP"}:
                return _of_head(subject, article)
    return ()


# --- subjects and objects -------------------------------------------------------------------------


def subject_actors(head: Token, article: Article) -> Codes:
    """Who does what the verb or event noun says."""
    if head.pos_ not in {"NOUN", "PROPN"}:
        subject = subject_of(head)
        return actors_in(subject, article) if subject is not None else _named_before(head, article)
    for prep in children(head, "prep"):
        if prep.lower_ == "by":
            for noun in children(prep, "pobj"):
                return actors_in(noun, article)
    owned = [
        code
        for child in children(head, "poss", "amod", "compound", "nmod")
        for part in conjuncts(child)
        for code in _of_modifier(part, article)
    ]
    return tuple(dict.fromkeys(owned))


def _named_before(head: Token, article: Article) -> Codes:
    """The name just before a finite verb, where the parser sees no subject: "Nauru moved it"."""
    passive = children(head, "auxpass", "nsubjpass", "nsubj")
    if head.tag_ not in {"VBD", "VBZ", "VBP"} or passive or head.i == head.sent.start:
        return ()
    name = head.nbor(-1)
    mention = article.mention_at.get(name.i) if name.head == head else None
    return (mention.code,) if mention is not None else ()


OBJECT_PREPOSITIONS = (
    "against",
    "on",
    "onto",
    "at",
    "upon",
    "to",
    "with",
    "into",
    "towards",
    "toward",
    "inside",
    "over",
    "near",
    "across",
    "around",
    "between",
    "for",
    "in",
    "of",
    "from",
    "off",
)


def object_actors(
    head: Token,
    article: Article,
    *,
    skip: frozenset[int] = frozenset(),
    but: Codes = (),
    prepositions: tuple[str, ...] = OBJECT_PREPOSITIONS,
) -> Codes:
    """Whom the act is done to: objects first, then prepositional phrases, actors before places.

    `skip` holds the indices of nouns that are no party to the act, such as the weapon used; `but`
    the codes of those who act themselves.
    """
    direct = children(head, "dative", "dobj", "nsubjpass")
    if head.dep_ == "acl" and head.tag_ == "VBN" and not mistagged(head):
        direct.append(head.head)
    if head.dep_ == "conj" and head.tag_ == "VBN" and not children(head, "nsubj", "nsubjpass"):
        direct.extend(children(head.head, "nsubjpass"))
    preps = sorted(
        (p for p in head.children if p.dep_ in {"prep", "dative"} and p.lower_ in prepositions),
        key=lambda p: prepositions.index(p.lower_),
    )
    targets = [
        t for token in direct for t in (children(token, "pobj") or [token]) if t.i not in skip
    ]
    targets += [noun for prep in preps for noun in _through(prep)]
    for noun in targets:
        found = (
            tuple(c for c in actors_in(noun, article) if c not in but) if noun.i not in skip else ()
        )
        if found:
            return found
    for noun in targets:
        place = tuple(c for c in _ground(noun, article) if c not in but)
        if place:
            return place
    return ()


def _through(prep: Token) -> list[Token]:
    """The nouns after a preposition, doubled prepositions included ("on to", "out of")."""
    found = children(prep, "pobj")
    for inner in children(prep, "prep"):
        found.extend(children(inner, "pobj"))
    return found


def _ground(noun: Token, article: Article) -> Codes:
    """The state on whose ground the noun phrase lies, by the places it names."""
    found = [place.country for t in noun.subtree if (place := article.place_at.get(t.i))]
    return tuple([code for code in found if code][:1])
