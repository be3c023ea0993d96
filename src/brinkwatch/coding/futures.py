"""Finds what a party says it will or will not do: harm, protection, and what it will not do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from brinkwatch.coding import trace
from brinkwatch.coding.attribution import Source, source_of
from brinkwatch.coding.clauses import Clause
from brinkwatch.coding.drafts import HARM, Draft, negated, unconditional
from brinkwatch.coding.parsing import Article, children, lemma
from brinkwatch.coding.phrasebook import says, type_by_words, words_of
from brinkwatch.coding.slots import act, act_type, camp, doers_of
from brinkwatch.coding.triggers import relative_trigger

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

FORGONE = {"MOBILIZE", "ASSAULT", "COERCE", "SANCTION"}
_FUTURE = {"will", "would", "shall", "'ll", "must", "wo", "'d"}


def find(sent: Span, article: Article) -> Iterator[Draft]:
    """Will and would of a party about itself: harm, protection, and what it will not do."""
    for head in sent:
        content = _future(head, sent)
        if content is None:
            continue
        source = source_of(head, article)
        if source.kind != "party" or not source.codes or source.mode == "think":
            trace.left("commitment", head, f"{source.told()} foretells, and binds nobody")
            continue
        doers = doers_of(head, source, article)
        if doers and not camp(doers) & camp(source.codes) and not says("suffer", content.text):
            continue
        there = any(c.dep_ in {"expl", "nsubjpass"} for c in head.children)
        if negated(content.text) and not (doers or there or _ellipsis(content)):
            continue
        draft = _of_future(content, source, sent, article)
        if draft is not None:
            yield draft
        else:
            trace.left("commitment", head, "no harm, protection or act forgone is announced")


def _future(head: Token, sent: Span) -> Clause | None:
    if head.pos_ not in {"VERB", "AUX"}:
        return None
    auxiliaries = {c.lower_ for c in children(head, "aux")}
    if head.tag_ == "MD" and head.dep_ in {"ROOT", "ccomp", "conj"}:
        auxiliaries.add(head.lower_)
    words = sent.doc[head.left_edge.i : head.right_edge.i + 1].text
    forgo = head.lower_ in {"has", "have", "had", "ruled", "rules", "rule"} and says(
        "commissive", words
    )
    forgo = forgo or (head.lower_ in {"intend", "is", "was"} and says("forgone", words))
    going = head.lower_ == "going" or (lemma(head) == "go" and head.tag_ == "VBG")
    if not (auxiliaries & _FUTURE or forgo or going):
        return None
    start, end = _cut(head, sent)
    return Clause(head, start, end) if end > start else None


def _cut(head: Token, sent: Span) -> tuple[int, int]:
    """The verb's clause: from its subject to the end of its subtree, within the sentence."""
    left = max(
        sent.start,
        min(
            [
                head.i,
                *(
                    c.left_edge.i
                    for c in head.children
                    if c.dep_ in {"nsubj", "nsubjpass", "aux", "expl", "neg", "csubj"}
                ),
            ]
        ),
    )
    conjuncts = [c.left_edge.i for c in children(head, "conj") if c.i > head.i]
    right = min([sent.end, head.right_edge.i + 1, *conjuncts])
    while right > left and (sent.doc[right - 1].is_punct or sent.doc[right - 1].is_space):
        right -= 1
    return left, right


def _aside(head: Token, sent: Span) -> tuple[int, int] | None:
    """The relative clause that holds the words, of a sentence that says more than they do."""
    clause = next((t for t in (head, *head.ancestors) if t.dep_ == "relcl"), None)
    if clause is None:
        return None
    return max(sent.start, clause.left_edge.i), min(sent.end, clause.right_edge.i + 1)


def _ellipsis(content: Clause) -> bool:
    """An ellipsis: "his government never would" denies the act named before it."""
    return content.head.tag_ == "MD"


def _of_future(content: Clause, source: Source, sent: Span, article: Article) -> Draft | None:
    issuer = source.codes
    text = content.text
    kind = act_type(content, article, answer=True)
    forgone = negated(text)
    if forgone and lemma(content.head) in words_of("allows"):
        return None
    if says("abstain", text):
        said = act(content, article, actor=issuer, kind=kind if kind in FORGONE else "ASSAULT")
        return unconditional(
            issuer, source, sent, "pledge.forgo", article, consequence=said, forgone=True,
            bounds=_aside(content.head, sent),
        )  # fmt: skip
    if forgone:
        if _ellipsis(content):
            kind = type_by_words(sent.text)
        if kind not in FORGONE or says("suffer", text):
            return None
        said = act(content, article, actor=issuer, kind=kind)
        return unconditional(
            issuer, source, sent, "pledge.forgo", article, consequence=said, forgone=True,
            bounds=_aside(content.head, sent),
        )  # fmt: skip
    if says("defend", text):
        said = act(content, article, actor=issuer, kind="AID")
        return unconditional(issuer, source, sent, "pledge.defend", article, consequence=said)
    if not says("harm", text) or (content.head.pos_ == "AUX" and not says("open_answer", text)):
        return None
    if kind in HARM:
        trigger, content = relative_trigger(content, article)
        said = act(content, article, actor=issuer, answer=True, kind=kind)
        return unconditional(
            issuer, source, sent, "pledge.harm", article, trigger=trigger, consequence=said
        )
    if says("unsaid", text) and kind is None:
        return unconditional(issuer, source, sent, "pledge.price", article)
    return None
