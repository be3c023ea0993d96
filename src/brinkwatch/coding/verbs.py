"""Types a verb or an event noun by the lexicon and the words around it.

The words are data (`lexicon/verbs.toml`): an entry names its head words and may ask for a class of
object, subject, preposition, particle or governed clause; the entry with most conditions met wins.
A light verb ("carry out a strike") takes its type from its object.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from brinkwatch.coding.parsing import Article, ancestors, children, conjuncts, lemma
from brinkwatch.coding.phrasebook import lexicon as table
from brinkwatch.coding.subjects import forms, mistagged, subject_of
from brinkwatch.coding.verbgroups import infinitive, negated
from brinkwatch.records import ActionType

if TYPE_CHECKING:
    from spacy.tokens import Token

    from brinkwatch.gazetteer import Mention

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
    clauseless: bool = False
    domestic: bool = False

    def conditions(self) -> float:
        """How many conditions the entry sets; a particle counts double, a bare actor half."""
        asked = (self.object, self.subject, self.prep, self.clause, self.to, self.modifier)
        count = sum(map(bool, (*asked, self.predicate, self.negated))) + 2 * bool(self.particle)
        return count - 0.5 * ("actor" in self.object)


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
    data = table("verbs")
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
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    return Entry(**fields)


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
    """The event nouns that give a light verb its meaning: "stage a raid", "reply with drills"."""
    found = [t for t in objects(head) if t.pos_ == "NOUN"] if lemma(head) in lexicon().light else []
    if lemma(head) in lexicon().answering:
        found += [
            n for p in children(head, "prep") if p.lower_ == "with" for n in children(p, "pobj")
        ]
    return found


def objects(head: Token) -> list[Token]:
    """Direct objects, the passive subject, or the noun a participle modifies."""
    out = [
        part for child in children(head, "dobj", "nsubjpass", "oprd") for part in conjuncts(child)
    ]
    if head.dep_ == "acl" and head.tag_ == "VBN" and not mistagged(head):
        out.append(head.head)
    if head.dep_ == "conj" and not out and head.tag_ == "VBN" and not children(head, "nsubj"):
        out = objects(head.head)
    return [t.head.head if t.tag_ in {"WDT", "WP"} and t.head.dep_ == "relcl" else t for t in out]


_PARTICLES = {"prt", "advmod", "prep", "npadvmod", "intj"}


def _fits(entry: Entry, head: Token, article: Article) -> bool:
    if entry.particle and not any(
        child.lower_ == entry.particle and child.dep_ in _PARTICLES for child in head.children
    ):
        return False
    if entry.clauseless and children(head, "ccomp"):
        return False
    if entry.predicate and not predicated(entry.predicate, head):
        return False
    if entry.object and not any(is_one_of(entry.object, token, article) for token in objects(head)):
        return False
    if entry.subject:
        subject = subject_of(head)
        if subject is None or not is_one_of(entry.subject, subject, article):
            return False
    if entry.modifier and not any(
        child.lower_ in entry.modifier or lemma(child) in entry.modifier for child in head.children
    ):
        return False
    if entry.prep and not _has_prep(entry, head, article):
        return False
    if entry.number and head.tag_ != entry.number:
        return False
    if (entry.negated and not _negated(head)) or (entry.intransitive and objects(head)):
        return False
    if any(_one_of(entry.unless_to, child) for child in children(head, "xcomp")):
        return False
    return not (entry.clause or entry.to) or _has_clause(entry, head)


def _has_prep(entry: Entry, head: Token, article: Article) -> bool:
    preps = children(head, "prep", "prt", "agent", "dative", "advmod")
    preps += [inner for prep in preps for inner in children(prep, "prep")]  # "out of", "on to"
    preps += [prep for noun in objects(head) for prep in children(noun, "prep")]
    return any(
        is_one_of(tuple(entry.prep[prep.lower_]), noun, article)
        for prep in preps
        if prep.lower_ in entry.prep
        for noun in children(prep, "pobj", "pcomp")
    )


def _has_clause(entry: Entry, head: Token) -> bool:
    """Whether the verb governs a clause of the kind asked for; `to` wants an infinitive."""
    for child in children(head, "xcomp", "ccomp"):
        if entry.to and infinitive(child) and _one_of(entry.to, child):
            return True
        if entry.clause and _one_of(entry.clause, child):
            return True
    return False


def _negated(head: Token) -> bool:
    return negated(head) or any(det.lower_ == "no" for det in children(head, "det"))


def _one_of(words: tuple[str, ...], verb: Token) -> bool:
    return ANY in words or any(lemma(part) in words for part in conjuncts(verb))


def predicated(name: str, head: Token) -> bool:
    """Whether a word of the predicate list stands in what the verb says of its object."""
    after = {"oprd", "xcomp", "ccomp", "dobj", "prep", "attr", "acomp", "advmod"}
    ends = [c.right_edge.i for c in head.children if c.i > head.i and c.dep_ in after]
    said = head.doc[head.i + 1 : max(ends, default=head.i) + 1].text.lower()
    return bool(_predicate_pattern(name).search(said))


@cache
def _predicate_pattern(name: str) -> re.Pattern[str]:
    words = sorted(lexicon().predicates[name], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")


def is_one_of(classes: tuple[str, ...], token: Token, article: Article) -> bool:
    """Whether the noun belongs to one of the classes, is one of the words, or names an actor."""
    if ANY in classes:
        return True
    partitive = lemma(token) in lexicon().classes["container"] and children(token, "prep")
    if token.pos_ == "PRON" and token.tag_ in {"PRP", "WDT", "WP", "DT"} and not partitive:
        return _pronoun_is(classes, token, article)
    if token.pos_ in {"NUM", "SYM"} or lemma(token) in lexicon().classes["container"]:
        inner = [
            n
            for prep in children(token, "prep")
            if prep.lower_ in {"of", "on", "in"}
            for n in children(prep, "pobj")
        ]
        inner += children(token, "compound")  # "carrier groups"
        if any(is_one_of(classes, noun, article) for noun in inner):
            return True
        if token.pos_ == "NUM" and not inner:  # "it killed eleven"
            return "person" in classes or _pronoun_is(classes, token, article)
    return _is_plainly(classes, token, article)


def _is_plainly(classes: tuple[str, ...], token: Token, article: Article) -> bool:
    word = lemma(token)
    if any(word in lexicon().classes.get(name, ()) or word == name for name in classes):
        return True
    if token.pos_ == "PROPN":  # "the cruiser Belgrano"
        kinds = [t for t in children(token, "compound", "nmod") if t.pos_ == "NOUN"]
        if any(is_one_of(classes, kind, article) for kind in kinds):
            return True
    named = token.i in article.weapon_at and word not in lexicon().classes["troops"]
    if named and {"weapon", "fired", "aircraft"} & set(classes):
        return True
    if "person" in classes and is_person(token, article):
        return True
    if "location" in classes and _is_location(token, article):
        return True
    if "troops" in classes and word in lexicon().classes["headcount"] and children(token, "nummod"):
        return True
    mention = article.mention_at.get(token.i)
    if "crowd" in classes and mention is not None and _people(token, mention):
        return True
    if "organisation" in classes and mention is not None and mention.kind == "organisation":
        return True
    return "actor" in classes and (mention is not None or token.i in article.place_at)


def _people(token: Token, mention: Mention) -> bool:
    """Whether people are meant and not their state: "Algerians", but not "the Algerians"."""
    plural = mention.kind == "demonym" and token.tag_ in {"NNS", "NNPS"}
    return plural and not children(token, "det")


def _is_location(token: Token, article: Article) -> bool:
    """Whether the noun is the name of a town or stretch of land, or of a ship."""
    return token.i in article.place_at or (
        token.pos_ == "PROPN" and token.i not in article.mention_at
    )


_LOOK_BACK = 40  # tokens before a pronoun in which the noun it stands for may stand


def _pronoun_is(classes: tuple[str, ...], token: Token, article: Article) -> bool:
    """Whether the nearest noun of the pronoun's number before it belongs to the classes."""
    if token.tag_ in {"WDT", "WP"}:
        relative = next((up for up in ancestors(token) if up.dep_ == "relcl"), None)
        return relative is not None and is_one_of(classes, relative.head, article)
    if token.lower_ == "it" and token.dep_ == "nsubjpass":
        return False  # "it is claimed"
    if (
        "actor" in classes
        and token.dep_ in {"nsubj", "agent"}
        and token.lower_ not in {"it", "this", "that"}
    ):
        return True
    plural = token.lower_ in {"they", "them", "these", "those", "both"} or token.pos_ == "NUM"
    concrete = tuple(name for name in classes if name != "actor")
    for i in range(token.i - 1, max(-1, token.i - _LOOK_BACK), -1):
        noun = token.doc[i]
        if noun.pos_ not in {"NOUN", "PROPN"} or noun.dep_ == "compound":
            continue
        same_number = (noun.tag_ in {"NNS", "NNPS"}) == plural
        if same_number and _is_plainly(concrete, noun, article):
            return True
    return False


def is_person(token: Token, article: Article) -> bool:
    """Whether the noun names a person or an office."""
    mention = article.mention_at.get(token.i)
    if mention is not None:
        return mention.kind in {"leader", "office"} or mention.person is not None
    return (
        token.ent_type_ == "PERSON"
        or lemma(token) in forms()["holder"]
        or token.lower_ in forms()["person"]
    )
