"""Finds estimates: what somebody thinks will happen, and how likely, in which words.

1. every hedge of `lexicon/estimates.toml` in a sentence anchors a candidate; the longest phrase of
   a clause wins, numbers are read into the bands of ICD 203;
2. `attribution.source_of` says who holds it: an expert, the author, or a party that speaks of what
   others will do (of itself it would bind, not estimate);
3. the clause must tell of actors' conduct or of how the crisis goes: ability, motive, advice,
   questions and the past are left;
4. a condition in the same sentence becomes the condition of the estimate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from brinkwatch.coding import hedges
from brinkwatch.coding.actors import subject_actors
from brinkwatch.coding.attribution import Source, frames, source_of
from brinkwatch.coding.commitments import asks_or_heads, sentence_conditionals
from brinkwatch.coding.conditionals import Clause
from brinkwatch.coding.hedges import Hedge
from brinkwatch.coding.parsing import Article, children, lemma
from brinkwatch.coding.phrasebook import says
from brinkwatch.coding.slots import act, act_type, camp, codes_within, words
from brinkwatch.records import Action, Commitment, Estimate, content_id

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_PERFECT = {"have", "has", "had", "'ve"}
_ABILITY = {"reach", "carry", "hit", "range", "fly"}
_STATIVE = {"be", "have", "seem", "know", "mean", "understand", "want", "need", "say", "think"}


@dataclass(frozen=True)
class Finding:
    """A hedge with its clause, its holder and the condition it stands under."""

    hedge: Hedge
    clause: Clause
    source: Source
    condition: Clause | None
    start: int
    end: int


def find(article: Article, commitments: list[Commitment]) -> list[Estimate]:
    """The estimates of an article in text order; `commitments` are those it already binds."""
    out: list[Estimate] = []
    for sent in article.sentences:
        if asks_or_heads(sent, article):
            continue
        for finding in _in_sentence(sent, article, commitments):
            estimate = _record(finding, article)
            if not any(e.id == estimate.id for e in out):
                out.append(estimate)
    return out


def _in_sentence(sent: Span, article: Article, commitments: list[Commitment]) -> list[Finding]:
    found: list[Finding] = []
    for hedge in hedges.find(sent):
        clause = _clause(hedge, sent)
        if clause is None or any(f.clause.head.i == clause.head.i for f in found):
            continue
        source = _holder(hedge, article)
        if not _holds(source, hedge, clause, article):
            continue
        if _bound(hedge, sent, source, commitments, article):
            continue
        if not _about_crisis(hedge, clause, sent, article):
            continue
        condition = _condition(clause, sent, article)
        found.append(Finding(hedge, clause, source, condition, sent.start, sent.end))
    return found


def _holder(hedge: Hedge, article: Article) -> Source:
    """The source whose own verb the hedge is ("expects"), else the one whose words it stands in."""
    own = [f for f in frames(article) if f.own[0] <= hedge.start < f.own[1]]
    verb = [f for f in own if hedge.start <= f.source.index < hedge.end]
    if verb:
        return verb[0].source
    if own and hedge.start < own[0].source.index:
        return own[0].source
    return source_of(hedge.head, article)


def _clause(hedge: Hedge, sent: Span) -> Clause | None:
    """The clause that the hedge is about: below an attitude, around a modal or an adverb."""
    token = hedge.head
    below = next(
        (c for c in children(token, "ccomp", "xcomp", "advcl", "acl") if c.i > token.i), None
    )
    if hedge.attitude and below is not None:
        return _bounded(below, sent)
    if hedge.attitude:
        noun = next(iter(children(token, "dobj", "attr", "pobj", "oprd")), None)
        if noun is not None:
            return _bounded(noun, sent)
    if below is not None and token.pos_ in {"ADJ", "NOUN"}:
        return _bounded(below, sent) if below.dep_ != "advcl" else _bounded(token, sent)
    verb = token
    while verb.pos_ not in {"VERB", "AUX"} and verb.head.i != verb.i and verb.head.i >= sent.start:
        verb = verb.head
    return _bounded(verb, sent)


def _bounded(head: Token, sent: Span) -> Clause:
    left = max(sent.start, min(head.left_edge.i, head.i))
    right = min(sent.end, head.right_edge.i + 1)
    while right > left + 1 and (sent.doc[right - 1].is_punct or sent.doc[right - 1].is_space):
        right -= 1
    return Clause(head, left, right)


def _holds(source: Source, hedge: Hedge, clause: Clause, article: Article) -> bool:
    """Whether the source can hold this as an estimate: a party only about others' conduct."""
    if source.kind == "expert":
        return True
    if source.kind == "author":
        return not hedge.weak or article.document.kind in {"opinion", "analysis"} or hedge.modal is None
    if not source.codes:
        return False
    doers = subject_actors(clause.head, article)
    own = bool(camp(doers) & camp(source.codes)) if doers else False
    return not own or hedge.attitude


def _bound(
    hedge: Hedge, sent: Span, source: Source, commitments: list[Commitment], article: Article
) -> bool:
    """Whether the words already bind a party: a commitment's outcome is nobody's estimate."""
    if source.kind == "expert":
        return False
    at = article.doc[hedge.start].idx
    return any(c.span.start <= at < c.span.end for c in commitments)


def _about_crisis(hedge: Hedge, clause: Clause, sent: Span, article: Article) -> bool:
    if _past(clause.head) or _asks(clause.head):
        return False
    text = clause.text
    typed = act_type(clause, article, answer=True) is not None
    crisis = says("crisis", text)
    named = bool(codes_within(clause, article)) or bool(subject_actors(clause.head, article))
    if hedge.crisis_only:
        return says("crisis", sent.doc[hedge.start : sent.end].text)
    if hedge.modal == "may" and lemma(clause.head) in _ABILITY and not named:
        return False
    if hedge.weak:
        return (typed and named) or crisis
    return typed or crisis or named


def _past(head: Token) -> bool:
    """A perfect under a modal speaks of the past: "may have been"."""
    auxiliaries = [c for c in children(head, "aux", "auxpass")]
    modal = any(c.tag_ == "MD" for c in auxiliaries)
    return modal and any(c.lower_ in _PERFECT for c in auxiliaries)


def _asks(head: Token) -> bool:
    return any(c.lower_ in {"whether", "what", "why", "how"} and c.dep_ in {"mark", "advmod", "dobj"} for c in head.children)


def _condition(clause: Clause, sent: Span, article: Article) -> Clause | None:
    for conditional in sentence_conditionals(sent, article):
        inside = conditional.condition.start <= clause.head.i < conditional.condition.end
        if not inside:
            return conditional.condition
    return None


def _record(finding: Finding, article: Article) -> Estimate:
    hedge, source, clause = finding.hedge, finding.source, finding.clause
    doc, document = article.doc, article.document
    start, end = _quote(finding, article)
    span = article.quote(start, end)
    kind = act_type(clause, article, answer=True)
    named = bool(subject_actors(clause.head, article) or codes_within(clause, article))
    proposition: Action | str = words(clause, article)
    if kind is not None and named:
        proposition = act(clause, article, answer=True, kind=kind)
    last = doc[hedge.end - 1]
    return Estimate(
        id=content_id(document.id, "estimate", span.start, span.end, hedge.start, hedge.band),
        document_id=document.id,
        origin=document.origin,
        span=span,
        rule=f"hedge.{hedge.name}",
        holder=source.codes,
        holder_name=source.name,
        proposition=proposition,
        condition=words(finding.condition, article) if finding.condition else None,
        phrase=document.text[doc[hedge.start].idx : last.idx + len(last.text)],
        band=hedge.band,
    )


def _quote(finding: Finding, article: Article) -> tuple[int, int]:
    """The sentence; in a long one the stretch from the hedge's clause to the sentence's end."""
    sent = article.doc[finding.start : finding.end]
    return int(sent.start_char), int(sent.end_char)
