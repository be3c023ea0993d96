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

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brinkwatch.coding import hedges
from brinkwatch.coding.actors import subject_actors
from brinkwatch.coding.attribution import Source, frames, named_source, source_of
from brinkwatch.coding.clauses import Clause
from brinkwatch.coding.commitments import asks_or_heads, sentence_conditionals
from brinkwatch.coding.hedges import Hedge
from brinkwatch.coding.parsing import Article, children, lemma
from brinkwatch.coding.phrasebook import nouns, says
from brinkwatch.coding.slots import act, act_type, camp, codes_within, doers_of, words
from brinkwatch.coding.sources import animate
from brinkwatch.records import Action, Commitment, Estimate, content_id

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_JUDGING = {
    "give", "put", "regard", "consider", "rate", "be", "refuse", "decline", "call", "deem", "see",
    "estimate", "think", "assign",
}  # fmt: skip
_PERFECT = {"have", "has", "had", "'ve"}
_SAYING = {"say", "tell", "ask", "argue", "call", "describe"}
_MINDS = {
    "believe", "think", "hope", "want", "wish", "feel", "reckon", "calculate", "suppose", "know",
    "mean", "prefer", "like", "fear", "doubt", "expect",
}  # fmt: skip
_MAY = {"may", "might", "could"}
_NEAR = 6  # assumed: tokens from the verb in which "meant to" still tells its purpose
_ABILITY = {"reach", "carry", "hit", "range", "fly"}


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
            if out and _points_back(finding) and out[-1].span.end >= sent.start_char - 3:
                continue
            estimate = _record(finding, article)
            if not any(e.id == estimate.id for e in out):
                out.append(estimate)
    return out


def _points_back(finding: Finding) -> bool:
    """ "No one doubts that": the estimate is the one stated just before."""
    words = finding.clause.text.lower().split()
    return finding.hedge.attitude and len(words) == 1 and words[0] in {"that", "it", "this", "so"}


def _in_sentence(sent: Span, article: Article, commitments: list[Commitment]) -> list[Finding]:
    found: list[Finding] = []
    hedged = hedges.find(sent)
    for hedge in sorted(hedged, key=lambda h: (h.weak, h.start)):
        clause = _clause(hedge, sent)
        if hedge.generic and _yields(hedge, clause, hedged):
            continue
        if clause is None or any(f.clause.head.i == clause.head.i for f in found):
            continue
        source = _holder(hedge, article)
        if not _holds(source, hedge, clause, article):
            continue
        if hedge.modal == "will":
            if any(f.hedge.generic and f.clause.head.i == clause.head.i for f in found):
                continue
            if source.mode == "think" and hedge.band == "almost_certain":
                hedge = replace(hedge, band="likely")
        if _bound(hedge, source, commitments, article):
            continue
        if not _about_crisis(hedge, clause, source, sent, article):
            continue
        condition = _condition(clause, sent, article)
        found.append(Finding(hedge, clause, source, condition, sent.start, sent.end))
    return sorted(found, key=lambda f: f.hedge.start)


def _yields(hedge: Hedge, clause: Clause | None, others: list[Hedge]) -> bool:
    """Whether "expects" and the like leave the degree to another hedge below or beside them."""
    if clause is None or clause.head.i == hedge.head.i:
        return any(o is not hedge and not o.weak for o in others)
    if hedge.head.pos_ == "ADJ" or hedge.head.pos_ == "AUX":
        return any(o is not hedge and not o.weak for o in others)
    return any(
        o is not hedge and not o.weak and clause.start <= o.start < clause.end for o in others
    )


def _holder(hedge: Hedge, article: Article) -> Source:
    """The subject of the holder's own verb ("expects", "is surer"), else whose words they are."""
    own = [f for f in frames(article) if hedge.start <= f.source.index < hedge.end]
    if own:
        return own[0].source
    verb = hedge.head if hedge.head.pos_ in {"VERB", "AUX"} else _verb_above(hedge.head)
    subject = next(iter(children(verb, "nsubj")), None) if verb is not None else None
    if subject is not None and verb is not None and (hedge.attitude or lemma(verb) in _JUDGING):
        found = named_source(subject, article) if animate(subject, article) else None
        if found is not None:
            return found
    return source_of(hedge.head, article)


def _verb_above(token: Token) -> Token | None:
    return next((t for t in token.ancestors if t.pos_ in {"VERB", "AUX"}), None)


def _clause(hedge: Hedge, sent: Span) -> Clause | None:
    """The clause that the hedge is about: below an attitude, around a modal or an adverb."""
    token = hedge.head.head if hedge.head.tag_ == "MD" else hedge.head
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
        own_voice = article.document.kind in {"opinion", "analysis"}
        return own_voice or not hedge.weak or says("spiral", clause.text)
    if not source.codes or (hedge.modal == "may" and children(clause.head, "neg")):
        return False
    doers = doers_of(clause.head, source, article)
    own = bool(camp(doers) & camp(source.codes)) if doers else hedge.weak
    return not own or hedge.attitude


def _bound(hedge: Hedge, source: Source, commitments: list[Commitment], article: Article) -> bool:
    """Whether the words already bind a party: a commitment's outcome is nobody's estimate."""
    if source.kind == "expert":
        return False
    at = article.doc[hedge.start].idx
    return any(c.span.start <= at < c.span.end for c in commitments)


def _about_crisis(
    hedge: Hedge, clause: Clause, source: Source, sent: Span, article: Article
) -> bool:
    """Whether the clause tells of actors' conduct or of how the crisis goes, still to come."""
    if _past(clause.head) or _asks(clause.head) or lemma(clause.head) in _SAYING:
        return False
    if hedge.modal == "may" and lemma(clause.head) in _MINDS:
        return False
    purpose = sent.doc[hedge.start : min(clause.end, max(clause.head.i, hedge.end) + _NEAR)]
    if says("motive", purpose.text) or _mood_only(hedge):
        return False
    if hedge.attitude and any(c.lower_ in _MAY for c in children(hedge.head, "aux")):
        return False
    if hedge.crisis_only:
        return says("crisis", sent.doc[hedge.start : sent.end].text)
    named = bool(codes_within(clause, article)) or bool(subject_actors(clause.head, article))
    if hedge.modal == "may" and lemma(clause.head) in _ABILITY and not named:
        return False
    if hedge.modal == "will":
        first = {"i", "we", "you"} & {c.lower_ for c in children(clause.head, "nsubj")}
        there = any(c.dep_ == "expl" for c in clause.head.children)
        return not first and (there or bool(subject_actors(clause.head, article)))
    if not hedge.weak and (hedge.attitude or source.kind == "expert"):
        return True
    typed = act_type(clause, article, answer=True) is not None
    return named or typed or says("crisis", clause.text)


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
