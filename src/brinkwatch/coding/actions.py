"""Types the act that a verb or an event noun states, and fills in who does it to whom.

The words are data (`lexicon/verbs.toml`): an entry names its head words and may ask for a class of
object, subject, preposition, particle or governed clause; the entry with most conditions met wins.
A light verb ("carry out a strike") takes its type from its object.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, cast

from brinkwatch import gazetteer
from brinkwatch.coding.actors import actors_in, object_actors, subject_actors, subject_of
from brinkwatch.coding.parsing import Article, children, conjuncts, lemma, words_of
from brinkwatch.records import Action, ActionType, Actors

if TYPE_CHECKING:
    from spacy.tokens import Token

ANY = "*"


@dataclass(frozen=True)
class Entry:
    """One entry of the lexicon: head words, their type and what must stand beside them."""

    lemmas: tuple[str, ...]
    type: ActionType
    example: str
    pos: str = "verb"
    object: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    particle: str | None = None
    prep: dict[str, list[str]] = field(default_factory=dict)
    clause: tuple[str, ...] = ()
    modifier: tuple[str, ...] = ()
    predicate: str | None = None

    def conditions(self) -> int:
        """How many conditions the entry sets; a particle counts double."""
        return sum(map(bool, (self.object, self.subject, self.prep, self.clause, self.modifier,
                              self.predicate))) + 2 * bool(self.particle)  # fmt: skip


@dataclass(frozen=True)
class Lexicon:
    """The entries by part of speech and lemma, most conditions first, and the word classes."""

    entries: dict[tuple[str, str], tuple[Entry, ...]]
    classes: dict[str, frozenset[str]]
    predicates: dict[str, frozenset[str]]
    light: frozenset[str]
    all: tuple[Entry, ...]


@cache
def lexicon() -> Lexicon:
    """The verb and event noun lexicon, loaded once."""
    data = tomllib.loads((resources.files(__package__) / "lexicon/verbs.toml").read_text("utf-8"))
    rows = tuple(
        Entry(**{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()})
        for row in data["act"]
    )
    index: dict[tuple[str, str], list[Entry]] = {}
    for row in rows:
        for word in row.lemmas:
            index.setdefault((row.pos, word), []).append(row)
    return Lexicon(
        {k: tuple(sorted(v, key=lambda e: -e.conditions())) for k, v in index.items()},
        {row["name"]: frozenset(row["nouns"]) for row in data["class"]},
        {row["name"]: frozenset(row["words"]) for row in data["predicate"]},
        frozenset(word for row in data["light"] for word in row["lemmas"]),
        rows,
    )


def entry_of(head: Token, article: Article) -> Entry | None:
    """The entry that types this head: by its own words, or by a light verb's object."""
    key = ("entry", head.i)
    if key not in article.memo:
        article.memo[key] = _entry(head, article)
    return cast("Entry | None", article.memo[key])


def _entry(head: Token, article: Article) -> Entry | None:
    noun = head.pos_ in {"NOUN", "PROPN"}
    options = lexicon().entries.get(("noun" if noun else "verb", lemma(head)), ())
    found = next((entry for entry in options if _fits(entry, head, article)), None)
    if found or noun:
        return found
    if lemma(head) in lexicon().light:
        for target in objects(head):
            if target.pos_ == "NOUN":
                return entry_of(target, article)
    return None


def objects(head: Token) -> list[Token]:
    """Direct objects, the passive subject, or the noun a participle modifies."""
    out = [part for child in children(head, "dobj", "nsubjpass", "oprd") for part in conjuncts(child)]
    if head.dep_ == "acl" and head.tag_ == "VBN":
        out.append(head.head)
    if head.dep_ == "conj" and not out and head.tag_ == "VBN" and not children(head, "nsubj"):
        out = objects(head.head)
    return [t.head.head if t.tag_ in {"WDT", "WP"} and t.head.dep_ == "relcl" else t for t in out]


def _fits(entry: Entry, head: Token, article: Article) -> bool:
    if entry.particle and not any(
        child.lower_ == entry.particle and child.dep_ in {"prt", "advmod", "prep"}
        for child in head.children
    ):
        return False
    if entry.predicate and not _predicate(entry.predicate, head):
        return False
    if entry.object and not any(_is(entry.object, token, article) for token in objects(head)):
        return False
    if entry.subject:
        subject = subject_of(head)
        if subject is None or not _is(entry.subject, subject, article):
            return False
    if entry.modifier and not any(
        child.lower_ in entry.modifier or lemma(child) in entry.modifier for child in head.children
    ):
        return False
    if entry.prep and not _has_prep(entry, head, article):
        return False
    return not entry.clause or _has_clause(entry, head)


def _has_prep(entry: Entry, head: Token, article: Article) -> bool:
    return any(
        _is(tuple(entry.prep[prep.lower_]), pobj, article)
        for prep in children(head, "prep", "prt", "agent") if prep.lower_ in entry.prep
        for pobj in children(prep, "pobj", "pcomp")
    )  # fmt: skip


def _has_clause(entry: Entry, head: Token) -> bool:
    return any(
        ANY in entry.clause or lemma(child) in entry.clause
        for child in children(head, "xcomp", "ccomp")
    )


def _predicate(name: str, head: Token) -> bool:
    words = lexicon().predicates[name]
    return any(
        token.lower_ in words or lemma(token) in words
        for child in children(head, "oprd", "xcomp", "ccomp", "dobj", "prep", "attr", "acomp", "advcl")
        for token in child.subtree
    )


def _is(classes: tuple[str, ...], token: Token, article: Article) -> bool:
    """Whether the noun belongs to one of the classes, is one of the words, or names an actor."""
    if ANY in classes:
        return True
    word = lemma(token)
    if any(word in lexicon().classes.get(name, ()) or word == name for name in classes):
        return True
    if "person" in classes and is_person(token, article):
        return True
    return "actor" in classes and (
        token.i in article.mention_at or token.i in place_at(article) or token.pos_ == "PRON"
    )


def is_person(token: Token, article: Article) -> bool:
    """Whether the noun names a person or an office."""
    mention = article.mention_at.get(token.i)
    if mention is not None:
        return mention.kind in {"leader", "office", "role"} or mention.person is not None
    return token.ent_type_ == "PERSON" or lemma(token) in lexicon().classes["diplomat"]


def place_at(article: Article) -> dict[int, str]:
    """The country of each token that belongs to a place name."""
    if "places" not in article.memo:
        found: dict[int, str] = {}
        for start, end, _, country in gazetteer.places(article.document.text):
            span = article.doc.char_span(start, end, alignment_mode="expand")
            found.update((token.i, country) for token in span or ())
        article.memo["places"] = found
    return cast("dict[int, str]", article.memo["places"])


def action_of(head: Token, article: Article, *, actor: Actors | None = None) -> Action | None:
    """The action that a verb or event noun states, or None where the lexicon types no such act.

    `actor` overrides who acts, where the caller knows better than the clause.
    """
    entry = entry_of(head, article)
    if entry is None:
        return None
    doers = actor if actor is not None else subject_actors(head, article)
    target = _event_noun(head, entry)
    recipient = object_actors(head, article) or (object_actors(target, article) if target else ())
    recipient = recipient or _by_place(head, article)
    start, end = clause(head)
    return Action(
        actor=doers, type=entry.type,
        recipient=tuple(code for code in recipient if code not in doers),
        means=means_of(head, article), text=article.document.text[start:end],
    )  # fmt: skip


def _event_noun(head: Token, entry: Entry) -> Token | None:
    if entry.pos == "noun" and head.pos_ not in {"NOUN", "PROPN"}:
        return next((t for t in objects(head) if lemma(t) in entry.lemmas), None)
    return None


def _by_place(head: Token, article: Article) -> Actors:
    countries = [place_at(article)[t.i] for t in head.subtree if t.i in place_at(article)]
    return tuple(dict.fromkeys(code for code in countries if code))[:1]


def means_of(head: Token, article: Article) -> str | None:
    """The instrument as written: the weapon noun phrase among objects, subject and with-phrases."""
    weapons = lexicon().classes["weapon"]
    for token in head.subtree:
        if token.pos_ in {"NOUN", "PROPN"} and lemma(token) in weapons:
            start, end = words_of(
                t for t in token.subtree
                if t.i <= token.i and t.dep_ in {"amod", "compound", "nummod", "nmod", "advmod", "quantmod"}
                or t.i == token.i
            )  # fmt: skip
            return article.document.text[start:end]
    return None


_LEFT_OUT = {"mark", "cc", "punct", "parataxis", "conj", "advcl"}


def clause(head: Token) -> tuple[int, int]:
    """First and past-last character of the words that state the act."""
    keep = {head.i}
    for child in head.children:
        if child.dep_ not in _LEFT_OUT:
            keep.update(token.i for token in child.subtree)
    return words_of(head.doc[i] for i in range(min(keep), max(keep) + 1))
