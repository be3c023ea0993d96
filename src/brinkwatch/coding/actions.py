"""Types the act that a verb or an event noun states, and fills in who does it to whom.

The words are data (`lexicon/verbs.toml`): an entry names its head words and may ask for a class of
object, subject, preposition, particle or governed clause; the entry with most conditions met wins.
A light verb ("carry out a strike") takes its type from its object.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, cast

from brinkwatch.coding.actors import (
    OBJECT_PREPOSITIONS,
    actors_in,
    forms,
    object_actors,
    subject_actors,
    subject_of,
)
from brinkwatch.coding.modality import negated
from brinkwatch.coding.parsing import (
    Article,
    ancestors,
    children,
    conjuncts,
    lemma,
    words_of,
)
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
    to: tuple[str, ...] = ()
    unless_to: tuple[str, ...] = ()
    number: str | None = None
    negated: bool = False
    intransitive: bool = False
    swap: bool = False
    defensive: bool = False
    modifier: tuple[str, ...] = ()
    predicate: str | None = None

    def conditions(self) -> float:
        """How many conditions the entry sets; a particle counts double, a bare actor half."""
        loose = 0.5 * ("actor" in self.object)
        return -loose + sum(map(bool, (self.object, self.subject, self.prep, self.clause, self.to,
                              self.modifier, self.predicate))) + 2 * bool(self.particle)  # fmt: skip


@dataclass(frozen=True)
class Lexicon:
    """The entries by part of speech and lemma, most conditions first, and the word classes."""

    entries: dict[tuple[str, str], tuple[Entry, ...]]
    classes: dict[str, frozenset[str]]
    predicates: dict[str, frozenset[str]]
    light: frozenset[str]
    answering: frozenset[str]
    all: tuple[Entry, ...]


@cache
def lexicon() -> Lexicon:
    """The verb and event noun lexicon, loaded once."""
    data = tomllib.loads((resources.files(__package__) / "lexicon/verbs.toml").read_text("utf-8"))
    rows = tuple(_entry_from(row) for row in data["act"])
    index: dict[tuple[str, str], list[Entry]] = {}
    for row in rows:
        for word in row.lemmas:
            index.setdefault((row.pos, word), []).append(row)
    return Lexicon(
        {k: tuple(sorted(v, key=lambda e: -e.conditions())) for k, v in index.items()},
        {row["name"]: frozenset(row["nouns"]) for row in data["class"]},
        {row["name"]: frozenset(row["words"]) for row in data["predicate"]},
        frozenset(word for row in data["light"] for word in row["lemmas"]),
        frozenset(word for row in data["answering"] for word in row["lemmas"]),
        rows,
    )


def _entry_from(row: dict[str, Any]) -> Entry:
    return Entry(**{key: tuple(v) if isinstance(v, list) else v for key, v in row.items()})


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
    return next((e for noun in carried(head) if (e := entry_of(noun, article))), None)


def carried(head: Token) -> list[Token]:
    """The event nouns that a light verb takes its meaning from: "stage a raid", "reply with drills"."""
    found = [t for t in objects(head) if t.pos_ == "NOUN"] if lemma(head) in lexicon().light else []
    if lemma(head) in lexicon().answering:
        found += [n for p in children(head, "prep") if p.lower_ == "with" for n in children(p, "pobj")]
    return found


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
    if entry.number and head.tag_ != entry.number:
        return False
    if entry.negated and not _negated(head) or entry.intransitive and objects(head):
        return False
    if any(_one_of(entry.unless_to, child) for child in children(head, "xcomp")):
        return False
    return not (entry.clause or entry.to) or _has_clause(entry, head)


def _has_prep(entry: Entry, head: Token, article: Article) -> bool:
    preps = children(head, "prep", "prt", "agent", "dative", "advmod")
    preps += [inner for prep in preps for inner in children(prep, "prep")]  # "out of", "on to"
    preps += [prep for noun in objects(head) for prep in children(noun, "prep")]
    return any(
        _is(tuple(entry.prep[prep.lower_]), noun, article)
        for prep in preps if prep.lower_ in entry.prep
        for noun in children(prep, "pobj", "pcomp")
    )  # fmt: skip


def _has_clause(entry: Entry, head: Token) -> bool:
    """Whether the verb governs a clause of the kind asked for; `to` wants an infinitive."""
    for child in children(head, "xcomp", "ccomp"):
        if entry.to and _infinitive(child) and _one_of(entry.to, child):
            return True
        if entry.clause and _one_of(entry.clause, child):
            return True
    return False


def _negated(head: Token) -> bool:
    return negated(head) or any(det.lower_ == "no" for det in children(head, "det"))


def _infinitive(verb: Token) -> bool:
    return any(aux.lower_ == "to" for aux in children(verb, "aux"))


def _one_of(words: tuple[str, ...], verb: Token) -> bool:
    return ANY in words or any(lemma(part) in words for part in conjuncts(verb))


def _predicate(name: str, head: Token) -> bool:
    """Whether a word of the predicate list stands in what the verb says of its object."""
    ends = [
        child.right_edge.i for child in head.children
        if child.i > head.i and child.dep_ in {"oprd", "xcomp", "ccomp", "dobj", "prep", "attr", "acomp", "advmod"}
    ]  # fmt: skip
    said = head.doc[head.i + 1 : max(ends, default=head.i) + 1].text.lower()
    return bool(_predicate_pattern(name).search(said))


@cache
def _predicate_pattern(name: str) -> re.Pattern[str]:
    words = sorted(lexicon().predicates[name], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")


def _is(classes: tuple[str, ...], token: Token, article: Article) -> bool:
    """Whether the noun belongs to one of the classes, is one of the words, or names an actor."""
    if ANY in classes:
        return True
    if token.pos_ == "PRON" and token.tag_ in {"PRP", "WDT", "WP", "DT"}:
        return _pronoun_is(classes, token, article)
    if token.pos_ in {"NUM", "SYM"} or lemma(token) in _CONTAINERS:
        inner = [n for prep in children(token, "prep") if prep.lower_ in {"of", "on", "in"} for n in children(prep, "pobj")]
        if any(_is(classes, noun, article) for noun in inner):
            return True
        if token.pos_ == "NUM" and not inner:
            return _pronoun_is(classes, token, article)
    return _is_plainly(classes, token, article)


def _is_plainly(classes: tuple[str, ...], token: Token, article: Article) -> bool:
    word = lemma(token)
    if any(word in lexicon().classes.get(name, ()) or word == name for name in classes):
        return True
    if token.i in article.weapon_at and {"weapon", "fired", "aircraft"} & set(classes):
        return True
    if "person" in classes and is_person(token, article):
        return True
    return "actor" in classes and (token.i in article.mention_at or token.i in article.place_at)


_CONTAINERS = frozenset(
    "decree series number dozen hundred thousand ten package batch wave salvo volley lot couple handful "
    "cent percent rest part most many some all several majority shipload truckload delivery load "
    "fleet pair group text law order bill million billion $".split()
)
_LOOK_BACK = 40  # tokens before a pronoun in which the noun it stands for may stand


def _pronoun_is(classes: tuple[str, ...], token: Token, article: Article) -> bool:
    """Whether the nearest noun of the pronoun's number before it belongs to the classes."""
    if token.tag_ in {"WDT", "WP"}:
        relative = next((up for up in ancestors(token) if up.dep_ == "relcl"), None)
        return relative is not None and _is(classes, relative.head, article)
    if token.lower_ == "it" and token.dep_ == "nsubjpass":
        return False  # "it is claimed"
    if "actor" in classes and token.dep_ in {"nsubj", "agent"} and token.lower_ not in {"it", "this", "that"}:
        return True
    plural = token.lower_ in {"they", "them", "these", "those", "both"} or token.pos_ == "NUM"
    concrete = tuple(name for name in classes if name != "actor")
    for i in range(token.i - 1, max(-1, token.i - _LOOK_BACK), -1):
        noun = token.doc[i]
        if noun.pos_ in {"NOUN", "PROPN"} and (noun.tag_ in {"NNS", "NNPS"}) == plural and noun.dep_ != "compound":
            if _is_plainly(concrete, noun, article):
                return True
    return False


def is_person(token: Token, article: Article) -> bool:
    """Whether the noun names a person or an office."""
    mention = article.mention_at.get(token.i)
    if mention is not None:
        return mention.kind in {"leader", "office"} or mention.person is not None
    return token.ent_type_ == "PERSON" or lemma(token) in forms()["holder"] or token.lower_ in forms()["person"]


# --- the act ---------------------------------------------------------------------------------------


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
        actor=doers, type=entry.type, recipient=target,
        means=means_of(head, article), text=article.document.text[start:end],
    )  # fmt: skip


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
    skip = _instruments(head, entry, article)
    for found in _targets(head, entry, skip, article):
        kept = tuple(code for code in found if code not in doers)
        if kept:
            return kept
    return ()


def _targets(head: Token, entry: Entry, skip: frozenset[int], article: Article) -> Iterator[Actors]:
    """What may name the recipient, the likeliest first."""
    governs = entry.clause or entry.to or entry.type == "REQUEST"
    clauses = children(head, "xcomp", "ccomp") if governs else []
    controlled = [t for clause in clauses for t in children(clause, "nsubj", "nsubjpass")]
    if entry.type != "REQUEST":
        yield from (actors_in(t, article) for t in controlled)
    prepositions = _SPOKEN_TO if entry.type in {"ACCUSE", "REJECT", "SUPPORT"} else OBJECT_PREPOSITIONS
    yield object_actors(head, article, skip=skip, prepositions=prepositions)
    yield from (actors_in(t, article) for t in controlled)
    if entry.type not in {"ACCUSE", "REJECT"}:
        nouns = [t for t in objects(head) if t.pos_ == "NOUN"] + carried(head)
        yield from (object_actors(noun, article, skip=skip) for noun in nouns)
        if lemma(head) in lexicon().light:
            yield from (object_actors(c, article, skip=skip) for c in children(head, "xcomp"))


def _instruments(head: Token, entry: Entry, article: Article) -> frozenset[int]:
    """Nouns that are no target: the weapons an attack is made with or a delivery consists of."""
    if entry.type not in {"AID", "ASSAULT"}:
        return frozenset()
    used = entry.type == "AID" or ({"fired", "weapon"} & set(entry.object) and "target" not in entry.object)
    nouns = list(objects(head)) if used else []
    for prep in (p for t in [head, *carried(head)] for p in children(t, "prep")):
        if prep.lower_ in {"with", "by", "from"} and lemma(head) not in _TAKES_WITH:
            nouns += children(prep, "pobj")
    return frozenset(t.i for t in nouns if entry.type == "ASSAULT" or _is(("weapon", "fired"), t, article))


_SPOKEN_TO = ("against", "to", "at", "on", "with", "by")
_TAKES_WITH = frozenset({"clash", "fight", "battle", "skirmish", "grapple", "deal", "be", "provide", "supply"})


def means_of(head: Token, article: Article) -> str | None:
    """The instrument as written: the weapon noun phrase among objects, subject and with-phrases."""
    weapons = lexicon().classes["weapon"]
    for token in head.subtree:
        if token.pos_ in {"NOUN", "PROPN"} and (lemma(token) in weapons or token.i in article.weapon_at):
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
