"""What a commitment says, in a form that can be compared: actors, topics and stems.

Two wordings of one red line rarely share their words; they share who may not do what to whom, with
which kind of means, and what would follow. `meaning_of` reduces a commitment to that.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Literal, NamedTuple

from brinkwatch import gazetteer
from brinkwatch.records import Action, Actors, Commitment

Relation = Literal["same", "camp", "unknown", "different"]

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_SUCCESSOR = {"SUN": "RUS"}  # the codebook: one actor when records are compared
_RUNGS = frozenset({"permission", "assistance", "delivery", "use"})


@cache
def data(name: str) -> dict[str, Any]:
    """The stage's data file `name`, parsed once."""
    path = resources.files("brinkwatch.ledger") / name
    return tomllib.loads(path.read_text(encoding="utf-8"))


# --- words --------------------------------------------------------------------------------------


def _has_vowel(stem: str) -> bool:
    return any(letter in "aeiouy" for letter in stem)


def _undouble(word: str) -> str:
    if word.endswith(("at", "bl", "iz")):
        return word + "e"
    if len(word) > 2 and word[-1] == word[-2] and word[-1] not in "lsz":
        return word[:-1]
    return word


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The word without its inflection, a final -e or -y levelled.

    Steps 1a to 1c of Porter, "An algorithm for suffix stripping", Program 14 (1980) 130-137; the
    derivational steps are left out, so that `defence` and `defensive` stay apart.
    """
    if len(word) <= 3:
        return word
    if word.endswith("sses"):
        word = word[:-2]
    elif word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for suffix in ("ing", "ed"):
        rest = word.removesuffix(suffix)
        if rest != word and len(rest) > 2 and _has_vowel(rest) and not word.endswith("eed"):
            word = _undouble(rest)
            break
    if len(word) > 3 and word.endswith("y") and _has_vowel(word[:-1]):
        word = word[:-1] + "i"
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def _tokens(text: str) -> list[str]:
    return [stem(word) for word in _WORD.findall(text.casefold())]


@cache
def _stopwords() -> frozenset[str]:
    return frozenset(stem(word) for word in data("topics.toml")["stopwords"]["words"].split())


def content_words(text: str) -> frozenset[str]:
    """Stems of the words of `text` that carry content; hyphenated words count once."""
    return frozenset(word for word in _tokens(text) if len(word) > 1 and word not in _stopwords())


@cache
def _phrases() -> dict[tuple[str, ...], str]:
    listed: dict[str, list[str]] = data("topics.toml")["topics"]
    return {tuple(_tokens(phrase)): topic for topic, group in listed.items() for phrase in group}


@lru_cache(maxsize=50_000)
def topics(text: str) -> frozenset[str]:
    """What `text` is about: topics by word and phrase, weapons by class, places by name."""
    tokens, known = _tokens(text), _phrases()
    found = {
        known[key]
        for start in range(len(tokens))
        for size in (1, 2, 3)
        if (key := tuple(tokens[start : start + size])) in known
    }
    if "non-nuclear" in tokens:
        found.discard("nuclear")
    classes: dict[str, list[str]] = data("topics.toml")["weapon_classes"]
    for _, _, _, weapon_class, _ in gazetteer.weapons(text):
        found.update(classes.get(weapon_class, ()))
    found.update(f"place:{name}" for _, _, name, _ in gazetteer.places(text))
    return frozenset(found)


# --- actors -------------------------------------------------------------------------------------


def fold(codes: Iterable[str]) -> frozenset[str]:
    """Actor codes with states that are gone under their successor's code."""
    return _folded(tuple(codes))


@lru_cache(maxsize=10_000)
def _folded(codes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_SUCCESSOR.get(code, code) for code in codes)


@lru_cache(maxsize=4_096)
def camp(code: str, year: str | None = None) -> frozenset[str]:
    """The code itself and, of an organisation or a collective, its members (None: of today)."""
    return frozenset({code}) | fold(gazetteer.members(code, year))


@lru_cache(maxsize=50_000)
def relation(one: frozenset[str], other: frozenset[str]) -> Relation:
    """How two sets of actors relate.

    `same` when they share a code, `camp` when a member of one belongs to an organisation or a
    collective of the other or two collectives share members, `unknown` when either is empty.
    """
    if not one or not other:
        return "unknown"
    if one & other:
        return "same"
    members_of_one = frozenset().union(*map(camp, one))
    members_of_other = frozenset().union(*map(camp, other))
    return "camp" if members_of_one & members_of_other else "different"


# --- commitments --------------------------------------------------------------------------------


class Deed(NamedTuple):
    """An action in comparable form."""

    actor: frozenset[str]
    type: str | None
    recipient: frozenset[str]
    topics: frozenset[str]
    words: frozenset[str]

    @property
    def subjects(self) -> frozenset[str]:
        """Its topics without the rungs of involvement."""
        return self.topics - _RUNGS


@lru_cache(maxsize=200_000)
def deed_of(action: Action | None) -> Deed | None:
    """`action` in comparable form."""
    if action is None:
        return None
    text = f"{action.text} {action.means or ''}"
    return Deed(
        fold(action.actor), action.type, fold(action.recipient), topics(text), content_words(text)
    )


@dataclass(frozen=True, slots=True)
class Meaning:
    """A commitment reduced to what decides whether another one is the same line."""

    lead: str
    issuer: frozenset[str]
    addressee: frozenset[str]
    kind: str
    polarity: str | None
    trigger: Deed | None
    consequence: Deed | None
    words: frozenset[str] = field(repr=False)
    topics: frozenset[str]
    document: str
    quote: str = field(repr=False)
    day: str | None

    @property
    def keys(self) -> frozenset[Hashable]:
        """What a line must share to be compared at all: kind, parties, subjects and stems."""
        found: set[Hashable] = {self.kind, *self.addressee, *self.words, *self.topics}
        for part, deed in (("trigger", self.trigger), ("consequence", self.consequence)):
            if deed is not None:
                found |= {(part, deed.type), *((part, code) for code in deed.actor)}
                found |= {*((part, "to", code) for code in deed.recipient), *deed.words}
        return frozenset(found)

    @property
    def wording(self) -> tuple[object, ...]:
        """What two reprints of one statement share."""
        return (
            self.lead, self.issuer, self.kind, self.polarity, self.trigger, self.consequence,
            self.words,
        )  # fmt: skip


def meaning_of(commitment: Commitment, day: str | None) -> Meaning:
    """The comparable content of `commitment`, said on `day` (ISO date or None)."""
    quote = commitment.span.quote
    trigger, consequence = deed_of(commitment.trigger), deed_of(commitment.consequence)
    addressee = fold(commitment.addressee)
    if not addressee:  # whoever would act, else whoever would be met
        addressee = trigger.actor if trigger else frozenset()
        addressee = addressee or (consequence.recipient if consequence else frozenset())
    if trigger:  # whom the issuer means is somebody else, if anybody else is named
        others = trigger.actor - fold(commitment.issuer)
        trigger = trigger._replace(actor=others or trigger.actor or addressee)
    return Meaning(
        lead=min(fold(commitment.issuer[:1]), default=""),
        issuer=fold(commitment.issuer),
        addressee=addressee,
        kind=commitment.kind,
        polarity=commitment.trigger_polarity,
        trigger=trigger,
        consequence=consequence,
        words=content_words(quote),
        topics=topics(quote),
        document=commitment.document_id,
        quote=quote,
        day=day,
    )


def plain(codes: Actors) -> str:
    """Actor names for a sentence: "Russia", "Britain and France"."""
    names = [gazetteer.name(code) for code in codes]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
