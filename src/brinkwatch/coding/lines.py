"""Finds ultimatums, warnings against an act, and red lines in so many words.

"Gave X two days to V or face Y", "X must V by D or Y", "warned X not to V", "spoke of
consequences", "called X a red line". The issuer is always a party.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from brinkwatch.coding.actors import actors_in, subject_actors
from brinkwatch.coding.attribution import Source, frames, named_source, source_of
from brinkwatch.coding.clauses import Clause, end_of
from brinkwatch.coding.drafts import Draft, deadline_in, unconditional
from brinkwatch.coding.parsing import Article, children, lemma
from brinkwatch.coding.phrasebook import modes, says
from brinkwatch.coding.slots import act, act_type

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_CALLS = {"call", "name", "declare", "consider", "make", "term", "regard", "describe"}


def ultimatums(sent: Span, article: Article) -> Iterator[Draft]:
    """Gave X N hours to V or face Y; X must V by D or Y."""
    deadline = deadline_in(article.document.text[sent.start_char : sent.end_char])
    if deadline is None:
        return
    for verb in sent:
        demand = _demanded(verb)
        if demand is None:
            continue
        doers = subject_actors(verb, article) if lemma(verb) == "give" else ()
        source = source_of(verb, article)
        issuer = doers or (source.codes if source.kind == "party" else ())
        where = ("dative", "dobj") if lemma(verb) == "give" else ("nsubj",)
        told = [c for c in children(verb, *where) if actors_in(c, article)]
        addressed = actors_in(told[0], article) if told else ()
        if not issuer or not addressed or set(issuer) & set(addressed):
            continue
        trigger = act(demand, article, actor=addressed)
        otherwise = _otherwise(demand, sent, article)
        kind = act_type(otherwise, article, answer=True) if otherwise else None
        said = (
            act(otherwise, article, actor=issuer, answer=True, kind=kind)
            if otherwise and kind
            else None
        )
        draft = unconditional(
            issuer, source, sent, "pledge.ultimatum", article, trigger=trigger, consequence=said
        )
        yield replace(
            draft, kind="ultimatum", polarity="unless_done", deadline=deadline, addressee=addressed
        )
        return


def _demanded(verb: Token) -> Clause | None:
    if lemma(verb) == "give":
        below = [t for t in verb.subtree if t.tag_ == "VB" and t.i > verb.i and children(t, "aux")]
        head = next((t for t in below if any(c.lower_ == "to" for c in children(t, "aux"))), None)
    else:
        must = any(c.lower_ == "must" for c in children(verb, "aux"))
        head = verb if must and not children(verb, "neg") else None
    if head is None:
        return None
    stop = next(
        (t.i for t in head.subtree if t.lower_ == "or" and t.i > head.i), head.right_edge.i + 1
    )
    return Clause(head, head.i, max(stop, head.i + 1))


def _otherwise(demand: Clause, sent: Span, article: Article) -> Clause | None:
    at = next((t.i for t in article.doc[demand.end - 1 : sent.end] if t.lower_ == "or"), None)
    rest = article.doc[at + 1 : sent.end] if at is not None else None
    head = next((t for t in rest or () if t.pos_ in {"VERB", "NOUN"}), None)
    if head is None or rest is None:
        return None
    end = end_of([t for t in rest if t.i >= head.i])
    return Clause(head, rest.start, end) if end > rest.start else None


def warnings(sent: Span, article: Article) -> Iterator[Draft]:
    """Warned X not to Y; warned X against Y-ing."""
    for verb in sent:
        if lemma(verb) in {"speak", "talk"} and says("spoken", sent.text):
            subject = next(iter(children(verb, "nsubj")), None)
            named = named_source(subject, article) if subject is not None else None
            if named is not None and named.kind == "party" and named.codes:
                yield _vague(named, sent, article)
        if verb.pos_ != "VERB" or modes().get(lemma(verb)) != "warn":
            continue
        source = next((f.source for f in frames(article) if f.source.index == verb.i), None)
        if source is None or source.kind != "party" or not source.codes:
            continue
        told = tuple(
            code
            for child in children(verb, "dobj", "nsubjpass")
            for code in actors_in(child, article)
        )
        content = _forbidden(verb)
        if content is None and says("spoken", sent.text):
            yield _vague(source, sent, article)
        if content is None or act_type(content, article) is None:
            continue
        trigger = act(content, article, actor=told or None)
        yield unconditional(source.codes, source, sent, "pledge.warning", article, trigger=trigger)


def _vague(source: Source, sent: Span, article: Article) -> Draft:
    """A warning that names neither the act nor the answer: "spoke of massive consequences"."""
    draft = unconditional(source.codes, source, sent, "pledge.warning", article)
    return replace(draft, kind="deterrent_threat")


def _forbidden(verb: Token) -> Clause | None:
    for child in verb.children:
        if child.dep_ == "xcomp" and children(child, "neg"):
            return Clause(child, child.i, child.right_edge.i + 1)
        if child.dep_ == "prep" and child.lower_ in {"against", "off", "from"}:
            noun = next(iter(children(child, "pcomp", "pobj")), None)
            if noun is not None and noun.right_edge.i >= noun.left_edge.i:
                return Clause(noun, noun.left_edge.i, noun.right_edge.i + 1)
    return None


def lines(sent: Span, article: Article) -> Iterator[Draft]:
    """Called X a red line; X is a red line for us; drew a red line at X."""
    if not says("line", sent.text):
        return
    line = next(
        (t for t in sent if lemma(t) in {"line", "threshold", "rubicon", "belli", "tripwire"}), None
    )
    if line is None:
        return
    verb = next(
        (t for t in line.ancestors if t.pos_ in {"VERB", "AUX"} and t.i >= sent.start), None
    )
    if verb is None:
        return
    source = source_of(line, article)
    issuer = source.codes if source.kind == "party" else ()
    act_noun: Token | None = None
    if lemma(verb) in _CALLS:
        issuer = subject_actors(verb, article) or issuer
        act_noun = next(
            (c for c in children(verb, "dobj", "nsubj", "ccomp") if c.i != line.i and c.i > verb.i),
            None,
        )
        act_noun = act_noun or next(iter(children(line, "nsubj")), None)
    elif lemma(verb) == "be":
        act_noun = next(iter(children(verb, "nsubj", "csubj")), None)
    owner = next(iter(children(line, "poss")), None)
    if owner is not None and actors_in(owner, article):
        issuer = actors_in(owner, article)
    if not issuer or act_noun is None:
        return
    trigger_clause = Clause(act_noun, act_noun.left_edge.i, act_noun.right_edge.i + 1)
    if act_type(trigger_clause, article) is None:
        if lemma(verb) in _CALLS and article.document.kind != "opinion":
            yield replace(
                unconditional(issuer, source, sent, "pledge.line", article), kind="deterrent_threat"
            )
        return
    trigger = act(trigger_clause, article)
    if trigger.actor and set(trigger.actor) <= set(issuer):
        trigger = trigger.model_copy(update={"actor": ()})
    yield unconditional(issuer, source, sent, "pledge.line", article, trigger=trigger)
