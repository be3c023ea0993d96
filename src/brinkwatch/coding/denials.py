"""Turns what a party disowns into deeds denied, and unanswered demands into requests.

"It called the claim that it would attack nonsense" and "Rockets fell on Goma, Kigali said. Kinshasa
denied it" tell of an attack denied, the second also of an accusation by the side that alleges it.
"Kinshasa must pull out, Kigali said" asks, where no consequence hangs on it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from brinkwatch.coding.actions import clause
from brinkwatch.coding.actors import actors_in, subject_actors
from brinkwatch.coding.attribution import source_of
from brinkwatch.coding.context import Reading
from brinkwatch.coding.modality import conditional, cues
from brinkwatch.coding.parsing import Article, children, lemma
from brinkwatch.coding.phrasebook import modes
from brinkwatch.coding.slots import camp
from brinkwatch.coding.tellings import Candidate
from brinkwatch.coding.verbs import predicated
from brinkwatch.records import Action, Actors

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_DEEDS = {"ASSAULT", "MOBILIZE", "COERCE", "AID"}
_POINTS_BACK = {"it", "this", "that", "so", "everything"}
_MINDS = {"understand", "know", "realise", "realize", "learn", "remember", "be", "have", "decide"}
_ALLEGED = {
    "charge", "claim", "allegation", "accusation", "report", "involvement", "responsibility",
}  # fmt: skip


def disowned(readings: list[Reading]) -> list[Reading]:
    """The readings, with deeds denied that their actor calls nonsense."""
    out = list(readings)
    for judge in readings:
        if judge.action.type != "REJECT" or not judge.action.actor:
            continue
        around = [*judge.head.subtree]
        if judge.head.dep_ == "relcl":
            around.extend(judge.head.head.subtree)
        claims = [t for t in around if lemma(t) in cues()["words"] and children(t, "acl", "ccomp")]
        inside = {t.i for claim in claims for t in claim.subtree}
        for n, deed in enumerate(out):
            if deed.head.i in inside and set(deed.action.actor) & set(judge.action.actor):
                out[n] = replace(deed, status="denied")
    return out


def denied_after(readings: list[Reading], article: Article) -> list[Reading]:
    """The readings, with deeds denied that their actor denies in the next sentence."""
    sentences = article.sentences
    out = list(readings)
    for before, sent in itertools.pairwise(sentences):
        deniers = _denies_what_was_said(sent, article)
        if not deniers or article.paragraph_start(sent[0]) > before.start:
            continue
        for n, deed in enumerate(out):
            told = before.start <= deed.head.i < before.end and deed.action.type in _DEEDS
            if told and deed.status == "actual" and set(deed.action.actor) & set(deniers):
                out[n] = replace(deed, status="denied", disowned=True)
    return out


def _denies_what_was_said(sent: Span, article: Article) -> Actors:
    """Who denies the sentence before: "Moscow denies it", "Kinshasa rejected the charge"."""
    verb = sent.root
    if modes().get(lemma(verb)) != "deny" and lemma(verb) != "reject":
        return ()
    for noun in children(verb, "dobj"):
        if noun.lower_ in _POINTS_BACK or lemma(noun) in _ALLEGED:
            return subject_actors(verb, article)
    return ()


def accusations(readings: list[Reading], article: Article) -> Iterator[Candidate]:
    """Who alleges a deed that its actor denies accuses the actor."""
    for deed in readings:
        if not deed.disowned:
            continue
        source = source_of(deed.head, article)
        if source.kind != "party" or camp(source.codes) & camp(deed.action.actor):
            continue
        blamed = Action(
            actor=source.codes, type="ACCUSE", recipient=deed.action.actor, text=deed.action.text
        )
        yield Candidate(deed.head, blamed, "actual", None, "allegation")


def demands(article: Article) -> Iterator[Candidate]:
    """What another must do, by the word of a party: a request, where nothing is threatened."""
    for verb in article.doc:
        if verb.pos_ not in {"VERB", "AUX"} or not _must(verb) or conditional(verb):
            continue
        if lemma(verb) in _MINDS:
            continue
        source = source_of(verb, article)
        asked = subject_actors(verb, article)
        if source.kind != "party" or not source.codes or source.mode == "think" or not asked:
            continue
        if camp(asked) & camp(source.codes):
            continue
        start, end = clause(verb)
        text = article.document.text[start:end]
        asks = Action(actor=source.codes, type="REQUEST", recipient=asked, text=text)
        yield Candidate(verb, asks, "actual", None, "demand")


def refusals(article: Article) -> Iterator[Candidate]:
    """What a party would do rather than give way: "Togo would sooner fight than sign"."""
    for verb in article.doc:
        if verb.pos_ not in {"VERB", "AUX"} or not _would_rather(verb) or conditional(verb):
            continue
        source = source_of(verb, article)
        doers = subject_actors(verb, article) or source.codes
        if not doers or source.kind == "expert" or source.mode == "think":
            continue
        start, end = clause(verb)
        text = article.document.text[start:end]
        refuses = Action(actor=tuple(doers), type="REJECT", text=text)
        yield Candidate(verb, refuses, "actual", None, "refusal")


def _would_rather(verb: Token) -> bool:
    would = any(aux.lower_ in {"would", "'d"} for aux in children(verb, "aux"))
    preferred = any(child.lower_ in {"rather", "sooner"} for child in children(verb, "advmod"))
    return would and preferred and any(t.lower_ == "than" for t in verb.subtree)


def reproaches(article: Article) -> Iterator[Candidate]:
    """What a party says another's deed is: "the flight was a provocation, Oslo said"."""
    for verb in article.doc:
        if lemma(verb) != "be" or children(verb, "neg", "expl") or conditional(verb):
            continue
        if children(verb, "aux") or not predicated("bad", verb):
            continue
        source = source_of(verb, article)
        subject = next(iter(children(verb, "nsubj")), None)
        if source.kind != "party" or not source.codes or source.mode == "think" or subject is None:
            continue
        blamed = tuple(c for c in actors_in(subject, article) if c not in source.codes)
        start, end = clause(verb)
        text = article.document.text[start:end]
        accuses = Action(actor=tuple(source.codes), type="ACCUSE", recipient=blamed, text=text)
        yield Candidate(verb, accuses, "actual", None, "reproach")


def _must(verb: Token) -> bool:
    return any(aux.lower_ == "must" for aux in children(verb, "aux"))
