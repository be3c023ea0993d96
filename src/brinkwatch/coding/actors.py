"""Says which actors a phrase stands for: states, organisations, groups, collectives.

A name counts through the gazetteer; a pronoun or a definite description ("his country", "the
alliance") through the nearest fitting actor before it in the paragraph. Nothing is guessed beyond
the paragraph: a phrase without an antecedent stands for nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from brinkwatch.coding.parsing import Article, ancestors, children, conjuncts, lemma

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

Codes = tuple[str, ...]

_INSIDE = {"amod", "compound", "nmod", "poss", "appos", "nounmod", "nummod"}
_PLURAL = {"they", "them", "their", "theirs"}
_PERSON = {"he", "him", "his", "she", "her", "hers"}
_THING = {"it", "its"}
_STATE_NOUNS = {"country", "nation", "state", "government", "regime", "republic", "kingdom"}
_ORGANISATION_NOUNS = {"alliance", "bloc", "organisation", "organization", "union", "pact"}
_ORGAN_NOUNS = {
    "army", "military", "navy", "ministry", "president", "minister", "spokesman", "spokeswoman",
    "spokesperson", "government", "leader", "parliament", "force", "troop", "official", "embassy",
    "ambassador", "general", "diplomat", "regime", "administration",
}  # fmt: skip


def actors_in(phrase: Span | Token | Iterable[Token], article: Article) -> Codes:
    """The codes a noun phrase stands for, in text order without repeats.

    A token stands for the noun phrase it heads; a span or several tokens for all names inside.
    """
    from spacy.tokens import Token

    if isinstance(phrase, Token):
        found = [code for head in conjuncts(phrase) for code in _of_head(head, article)]
        return tuple(dict.fromkeys(found))
    codes = [article.mention_at[t.i].code for t in phrase if t.i in article.mention_at]
    return tuple(dict.fromkeys(codes))


def _of_head(head: Token, article: Article) -> list[str]:
    mention = article.mention_at.get(head.i)
    if mention:
        return [mention.code]
    if head.pos_ == "PRON" or head.tag_ in {"PRP", "PRP$"}:
        return list(antecedent(head, article))
    inside = _inside(head, article)
    if inside:
        return inside
    return list(antecedent(head, article))


def _inside(head: Token, article: Article) -> list[str]:
    """Actors among the modifiers: adjectives, possessors, apposition, then of/in/from phrases."""
    for label in ("poss", "amod", "compound", "nmod", "appos"):
        found = [
            code for child in children(head, label) for part in conjuncts(child)
            for code in _of_modifier(part, article)
        ]  # fmt: skip
        if found:
            return found
    for prep in children(head, "prep"):
        if prep.lower_ in {"of", "in", "from", "at"}:
            for pobj in children(prep, "pobj"):
                found = list(actors_in(pobj, article))
                if found:
                    return found
    return []


def _of_modifier(token: Token, article: Article) -> list[str]:
    mention = article.mention_at.get(token.i)
    if mention:
        return [mention.code]
    if token.tag_ == "PRP$":
        return list(antecedent(token, article))
    return _inside(token, article) if token.pos_ in {"NOUN", "PROPN"} else []


def antecedent(token: Token, article: Article) -> Codes:
    """The nearest fitting actor before a pronoun or definite description in its paragraph."""
    word, base = token.lower_, lemma(token)
    start = article.paragraph_start(token)
    if word in _PERSON:
        kinds = {"leader", "office", "role"}
    elif word in _THING or base in _STATE_NOUNS:
        kinds = {"state", "capital", "organ", "organisation", "group", "army"}
    elif base in _ORGANISATION_NOUNS:
        kinds = {"organisation", "collective"}
    elif word in _PLURAL or base in _ORGAN_NOUNS:
        kinds = set()
    else:
        return ()
    if not (token.tag_.startswith("PRP") or _definite(token)):
        return ()
    before = [
        mention for i in range(token.i - 1, start - 1, -1)
        if (mention := article.mention_at.get(i)) and (not kinds or mention.kind in kinds)
    ]  # fmt: skip
    return (before[0].code,) if before else ()


def _definite(token: Token) -> bool:
    return any(
        child.lower_ in {"the", "this", "that", "his", "her", "its", "their"}
        for child in children(token, "det", "poss")
    )


def subject_of(head: Token) -> Token | None:
    """The noun that acts: subject, by-agent, or the controller of a clause without one."""
    for label in ("nsubj", "agent", "csubj"):
        for child in children(head, label):
            if label == "agent":
                return next(iter(children(child, "pobj")), None)
            if child.tag_ in {"WDT", "WP"} and head.dep_ == "relcl":
                return head.head
            return child
    if children(head, "nsubjpass", "auxpass"):
        return None
    if head.dep_ == "conj" and head.head.pos_ in {"VERB", "AUX"}:
        return subject_of(head.head)
    if head.dep_ == "acl" and head.tag_ == "VBG":
        return head.head
    if head.dep_ == "xcomp":
        objects = children(head.head, "dobj", "dative")
        return objects[0] if objects else subject_of(head.head)
    if head.dep_ in {"advcl", "ccomp"} and head.tag_ in {"VBG", "VB"}:
        return subject_of(head.head)
    if head.dep_ == "pcomp":
        verb = next((up for up in ancestors(head) if up.pos_ in {"VERB", "AUX"}), None)
        return subject_of(verb) if verb is not None else None
    return None


def subject_actors(head: Token, article: Article) -> Codes:
    """Who does what the verb or event noun says."""
    if head.pos_ in {"NOUN", "PROPN"}:
        for prep in children(head, "prep"):
            if prep.lower_ == "by":
                return actors_in(prep.children, article)
        return tuple(_before(head, article))
    subject = subject_of(head)
    return actors_in(subject, article) if subject is not None else ()


def _before(head: Token, article: Article) -> list[str]:
    return [
        code for label in ("poss", "amod", "compound", "nmod") for child in children(head, label)
        for part in conjuncts(child) for code in _of_modifier(part, article)
    ]  # fmt: skip


def object_actors(head: Token, article: Article) -> Codes:
    """Whom the act is done to: objects first, then to, against, at, on, with, into, of, for."""
    places = children(head, "dobj", "dative", "nsubjpass")
    if head.dep_ == "acl" and head.tag_ == "VBN":
        places.append(head.head)
    for token in places:
        target = next(iter(children(token, "pobj")), token) if token.dep_ == "dative" else token
        found = actors_in(target, article)
        if found:
            return found
    order = ("against", "on", "at", "to", "with", "into", "towards", "toward", "upon", "over", "for", "in", "of", "from")
    preps = sorted(
        (p for p in children(head, "prep") if p.lower_ in order), key=lambda p: order.index(p.lower_)
    )
    for prep in preps:
        for pobj in children(prep, "pobj"):
            found = actors_in(pobj, article)
            if found:
                return found
    return ()
