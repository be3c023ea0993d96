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

from brinkwatch.coding import hedges, proposals, trace
from brinkwatch.coding.actors import subject_actors
from brinkwatch.coding.attribution import Source, frames, named_source, source_of
from brinkwatch.coding.clauses import Clause
from brinkwatch.coding.commitments import asks_or_heads, sentence_conditionals
from brinkwatch.coding.hedges import Hedge
from brinkwatch.coding.outlook import reported, tells_of_crisis
from brinkwatch.coding.parsing import Article, children, lemma
from brinkwatch.coding.slots import act, act_type, camp, codes_within, doers_of, words
from brinkwatch.coding.sources import animate
from brinkwatch.records import Action, Band, Commitment, Estimate, content_id

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_JUDGING = {
    "give", "put", "regard", "consider", "rate", "be", "refuse", "decline", "call", "deem", "see",
    "estimate", "think", "assign",
}  # fmt: skip
_SEEMING = {"seem", "appear", "look"}
_BINDING = {"promise", "threaten", "forgo"}
_NOTHING = {"no", "nothing", "nobody", "none", "neither", "no-one"}


@dataclass(frozen=True)
class Finding:
    """A hedge with its clause, its holder and the condition it stands under."""

    hedge: Hedge
    clause: Clause
    source: Source
    condition: Clause | None
    start: int
    end: int
    proposed: bool = False


def find(article: Article, commitments: list[Commitment]) -> list[Estimate]:
    """The estimates of an article in text order; `commitments` are those it already binds."""
    out: list[Estimate] = []
    for sent in article.sentences:
        if asks_or_heads(sent, article) or sent.text.rstrip(" \n\"'").endswith("?"):
            continue
        for finding in _in_sentence(sent, article, commitments):
            if out and _points_back(finding) and out[-1].span.end >= sent.start_char - 3:
                trace.left("estimate", finding.hedge.head, "it points back to the estimate before")
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
    doubted: list[Finding] = []
    hedged = hedges.find(sent)
    for hedge in sorted(hedged, key=lambda h: (h.weak, h.start)):
        clause = _clause(hedge, sent)
        if hedge.generic and _yields(hedge, clause, hedged):
            trace.left("estimate", hedge.head, "another hedge says the degree")
            continue
        if clause is None or any(_same(hedge, clause, f) for f in found):
            trace.left("estimate", hedge.head, "its clause is spoken of by another hedge, or none")
            continue
        source = _known(_holder(hedge, article))
        holds = _holds(source, hedge, clause, article)
        hedge = replace(hedge, band=_band(hedge, clause, source))
        if _bound(hedge, source, commitments, article):
            trace.left("estimate", hedge.head, "the words bind a party: they are a commitment")
            continue
        if not holds:
            trace.left("estimate", hedge.head, f"{source.told()} does not estimate by it")
        elif not tells_of_crisis(hedge, clause, source, sent, article):
            holds = False
            trace.left("estimate", hedge.head, "it tells of no conduct to come, nor of the crisis")
        condition = _condition(clause, sent, article)
        finding = Finding(hedge, clause, source, condition, sent.start, sent.end)
        (found if holds else doubted).append(finding)
    if not found and proposals.expected(sent, article):
        found = (doubted or _proposed(sent, article, commitments))[:1]
        found = [replace(finding, proposed=True) for finding in found]
    return sorted(found, key=lambda f: f.hedge.start)


def _proposed(sent: Span, article: Article, commitments: list[Commitment]) -> list[Finding]:
    """The estimate whose words the encoder marks, where no phrase of the lexicon stands."""
    out = []
    for start, end, band in proposals.phrases(sent, article):
        hedge = Hedge(start, end, article.doc[start:end].root, band, proposals.RULE)
        clause = _clause(hedge, sent)
        source = _known(_holder(hedge, article))
        if clause is not None and not _bound(hedge, source, commitments, article):
            condition = _condition(clause, sent, article)
            out.append(Finding(hedge, clause, source, condition, sent.start, sent.end))
    return out


def _band(hedge: Hedge, clause: Clause, source: Source) -> Band:
    """The band of the act itself: "sure he will not" says that he hardly will."""
    if hedge.modal is None and clause.head.i != hedge.head.i and hedge.head.pos_ != "ADV":
        return hedges.opposite(hedge.band) if _nothing(clause.head, hedge) else hedge.band
    if hedge.modal in {"will", "would"} and source.mode == "think":
        return "likely" if hedge.band == "almost_certain" else "unlikely"
    return hedge.band


def _nothing(head: Token, hedge: Hedge) -> bool:
    """Whether the clause denies: "will not come", "nothing will come of it"."""
    parts = children(head, "nsubj", "nsubjpass", "dobj")
    words = [*children(head, "neg"), *parts, *(d for part in parts for d in children(part, "det"))]
    return any(
        (t.dep_ == "neg" or t.lower_ in _NOTHING) and not hedge.start <= t.i < hedge.end
        for t in words
    )


def _same(hedge: Hedge, clause: Clause, other: Finding) -> bool:
    """Whether the clause is spoken of already; a list of odds is one estimate for each number."""
    odds = hedge.name == "number" == other.hedge.name
    return not odds and other.clause.head.i == clause.head.i


def _yields(hedge: Hedge, clause: Clause | None, others: list[Hedge]) -> bool:
    """Whether "expects" and the like leave the degree to another hedge below or beside them."""
    if clause is None or clause.head.i == hedge.head.i:
        return any(o is not hedge and not o.weak for o in others)
    if hedge.head.pos_ == "ADJ" or hedge.head.pos_ == "AUX":
        return any(o is not hedge and not o.weak for o in others)
    return any(
        o is not hedge and not o.weak and clause.start <= o.start < clause.end for o in others
    )


def _known(source: Source) -> Source:
    """An official of a state that the article leaves unnamed counts as a source of no side."""
    if source.kind == "party" and not source.codes:
        return replace(source, codes=("EXPERT",), kind="expert")
    return source


def _holder(hedge: Hedge, article: Article) -> Source:
    """The subject of the holder's own verb ("expects", "is surer"), else whose words they are."""
    own = [f for f in frames(article) if hedge.start <= f.source.index < hedge.end]
    if own:
        return own[0].source
    verb = hedge.head if hedge.head.pos_ in {"VERB", "AUX"} else _verb_above(hedge.head)
    subject = next(iter(children(verb, "nsubj")), None) if verb is not None else None
    if verb is not None and _of_doer(verb, hedge):
        return source_of(hedge.head, article)
    if subject is not None and verb is not None and (hedge.attitude or lemma(verb) in _JUDGING):
        found = named_source(subject, article) if animate(subject, article) else None
        if found is not None:
            return found
    return source_of(hedge.head, article)


def _of_doer(verb: Token, hedge: Hedge) -> bool:
    """ "Peru is unlikely to yield", "Peru seems set to": the subject acts, and holds no view."""
    if lemma(verb) in _SEEMING:
        return True
    tied = [*children(verb, "xcomp"), *(x for a in children(verb, "acomp") for x in a.children)]
    return lemma(verb) == "be" and any(t.dep_ == "xcomp" and t.i >= hedge.start for t in tied)


def _verb_above(token: Token) -> Token | None:
    return next((t for t in token.ancestors if t.pos_ in {"VERB", "AUX"}), None)


def _clause(hedge: Hedge, sent: Span) -> Clause | None:
    """The clause that the hedge is about: below an attitude, around a modal or an adverb."""
    token = hedge.head.head if hedge.head.tag_ == "MD" else hedge.head
    below = _below(token)
    if hedge.attitude and below is not None:
        return _bounded(below, sent)
    if hedge.attitude:
        noun = next(iter(children(token, "dobj", "attr", "pobj", "oprd")), None)
        if noun is not None:
            return _bounded(_below(noun) or noun, sent)
    if below is not None and token.pos_ == "AUX" and below.dep_ == "ccomp":
        return _bounded(below, sent)
    if below is not None and token.pos_ in {"ADJ", "NOUN"}:
        return _bounded(below, sent) if below.dep_ != "advcl" else _bounded(token, sent)
    verb = token
    while verb.pos_ not in {"VERB", "AUX"} and verb.head.i != verb.i and verb.head.i >= sent.start:
        verb = verb.head
    return _bounded(verb, sent)


def _below(token: Token) -> Token | None:
    """The clause that hangs on the word, or on the "it is" before it."""
    hung = [c for c in children(token, "ccomp", "xcomp", "advcl", "acl") if c.i > token.i]
    if not hung and token.pos_ == "NOUN":
        hung = [
            c for c in children(token, "relcl")
            if any(t.lower_ == "that" and t.dep_ == "mark" for t in c.children)
        ]  # fmt: skip
    if not hung and token.pos_ == "AUX":
        hung = [b for c in children(token, "acomp") if (b := _below(c)) is not None]
    if not hung and token.dep_ in {"acomp", "attr"}:
        hung = [c for c in children(token.head, "ccomp") if c.i > token.i]
    return hung[0] if hung else None


def _bounded(head: Token, sent: Span) -> Clause:
    left = max(sent.start, min(head.left_edge.i, head.i))
    right = min(sent.end, head.right_edge.i + 1)
    while right > left + 1 and (sent.doc[right - 1].is_punct or sent.doc[right - 1].is_space):
        right -= 1
    return Clause(head, left, right)


def _holds(source: Source, hedge: Hedge, clause: Clause, article: Article) -> bool:
    """Whether the source can hold this as an estimate: a party only about others' conduct."""
    if source.kind == "expert":
        return hedge.modal != "would" or source.mode == "think"
    if source.kind == "author":
        if hedge.modal == "would":
            return False
        own_voice = article.document.kind in {"opinion", "analysis"}
        return own_voice or not hedge.weak or reported(hedge, clause, article)
    if hedge.modal == "may" and children(clause.head, "neg"):
        return False
    if hedge.weak and (source.mode in _BINDING or _bans(clause)):
        return False
    if hedge.decides:
        doers = doers_of(clause.head, source, article)
        return bool(doers) and not camp(doers) & camp(source.codes)
    if hedge.modal == "would" and source.mode != "think":
        return False
    doers = doers_of(clause.head, source, article)
    own = bool(camp(doers) & camp(source.codes)) if doers else hedge.weak
    return not own or hedge.attitude


def _bans(clause: Clause) -> bool:
    """ "No ship will pass": a party that says so forbids it."""
    subjects = children(clause.head, "nsubj", "nsubjpass")
    return any(d.lower_ == "no" for subject in subjects for d in children(subject, "det"))


def _bound(hedge: Hedge, source: Source, commitments: list[Commitment], article: Article) -> bool:
    """Whether the words already bind a party: a commitment's outcome is nobody's estimate."""
    if source.kind == "expert":
        return False
    at = article.doc[hedge.start].idx
    return any(c.span.start <= at < c.span.end for c in commitments)


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
        rule=proposals.RULE if finding.proposed else f"hedge.{hedge.name}",
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
