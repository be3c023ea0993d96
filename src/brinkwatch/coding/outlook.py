"""Says whether hedged words tell what actors will do or how a crisis will go.

Ability, motive, advice, questions, moods and the past are no estimates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brinkwatch.coding.actors import subject_actors
from brinkwatch.coding.attribution import Source
from brinkwatch.coding.clauses import Clause
from brinkwatch.coding.hedges import Hedge
from brinkwatch.coding.parsing import Article, children, lemma
from brinkwatch.coding.phrasebook import first, nouns, says
from brinkwatch.coding.slots import act_type, codes_within

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_PERFECT = {"have", "has", "had", "'ve"}
_SAYING = {"say", "tell", "ask", "argue", "call", "describe"}
_MINDS = {
    "believe", "think", "hope", "want", "wish", "feel", "reckon", "calculate", "suppose", "know",
    "mean", "prefer", "like", "fear", "doubt", "expect",
}  # fmt: skip
_TRUTH = {"right", "wrong", "true", "false", "mistaken", "sincere", "serious"}  # of a speaker
_ADVISED = {"may", "might", "could", "should", "must"}
_NEAR = 6  # assumed: tokens from the verb in which "meant to" still tells its purpose
_ABILITY = {"reach", "carry", "hit", "range", "fly"}


def tells_of_crisis(
    hedge: Hedge, clause: Clause, source: Source, sent: Span, article: Article
) -> bool:
    """Whether the clause tells of actors' conduct or of how the crisis goes, still to come."""
    if any(t.dep_ == "relcl" and _general(t.head) for t in (hedge.head, *hedge.head.ancestors)):
        return False
    if _elsewhere(sent.text):
        return False
    if _past(clause.head) or _asks(clause.head) or lemma(clause.head) in _SAYING:
        return False
    if any(c.lower_ in _TRUTH for c in children(clause.head, "acomp")):
        return False
    if hedge.modal in {"may", "would"} and lemma(clause.head) in _MINDS:
        return False
    purpose = sent.doc[hedge.start : min(clause.end, max(clause.head.i, hedge.end) + _NEAR)]
    if says("motive", purpose.text) or _mood_only(hedge):
        return False
    if hedge.attitude and any(c.lower_ in _ADVISED for c in children(hedge.head, "aux")):
        return False
    if hedge.crisis_only:
        return says("crisis", sent.doc[hedge.start : sent.end].text)
    named = bool(codes_within(clause, article)) or bool(subject_actors(clause.head, article))
    if hedge.modal == "may" and lemma(clause.head) in _ABILITY and not named:
        return False
    if hedge.modal in {"will", "would"}:
        return _foretells(clause.head, source, article)
    if not hedge.weak:
        return True
    typed = act_type(clause, article, answer=True) is not None
    return named or typed or says("crisis", clause.text)


def _foretells(head: Token, source: Source, article: Article) -> bool:
    """Whether "will" tells of others: never "I will"; a bare statement needs an actor."""
    subjects = children(head, "nsubj", "nsubjpass")
    if {"i", "we", "you"} & {subject.lower_ for subject in subjects}:
        return False
    if source.mode == "think" and source.kind != "author":
        return bool(subjects)
    there = any(c.dep_ == "expl" for c in head.children)
    return there or bool(subject_actors(head, article))


def _general(noun: Token) -> bool:
    """ "Any leader who expects", "whoever thinks": nobody's view."""
    general = {"any", "every", "no", "whoever", "those", "anyone", "anybody", "anything"}
    return noun.lower_ in general | {"which"} or any(
        d.lower_ in general for d in children(noun, "det")
    )


def _elsewhere(words: str) -> bool:
    """Whether the words are those of markets, sport or weather."""
    return first("estimates", "elsewhere", words.lower()) is not None


def reported(hedge: Hedge, clause: Clause, article: Article) -> bool:
    """Whether a report says in its own voice what an actor or a fight may come to."""
    if hedge.modal != "may":
        return False
    subjects = children(clause.head, "nsubj", "nsubjpass")
    return says("spiral", clause.text) or any(
        bool(subject_actors(clause.head, article))
        or says("crisis", " ".join(t.text for t in subject.subtree))
        for subject in subjects
        if subject.tag_ not in {"WDT", "WP"}
    )


def _past(head: Token) -> bool:
    """A perfect speaks of the past: "may have been", "had most likely been taken"."""
    return head.tag_ in {"VBN", "VBD"} and any(
        c.lower_ in _PERFECT for c in children(head, "aux", "auxpass")
    )


def _mood_only(hedge: Hedge) -> bool:
    """ "The historian is doubtful" says of nothing what it doubts."""
    head = hedge.head
    if hedge.attitude or head.pos_ != "ADJ" or head.dep_ != "acomp":
        return False
    subject = next(iter(children(head.head, "nsubj")), None)
    if subject is None or any(c.dep_ in {"ccomp", "xcomp", "prep"} for c in head.children):
        return False
    return lemma(subject) in nouns("expert") | nouns("person")


def _asks(head: Token) -> bool:
    if any(
        c.lower_ in {"what", "why", "how"} and c.dep_ in {"advmod", "dobj"} for c in head.children
    ):
        return True
    clauses = [head, *(t for t in head.ancestors if t.pos_ in {"VERB", "AUX"})]
    return any(c.lower_ == "whether" for verb in clauses for c in children(verb, "mark"))
