"""Finds warnings against an act, what a party will not tolerate, and red lines in so many words.

"Warned X not to V", "spoke of consequences", "will not allow X to V", "X is unacceptable to us",
"called X a red line". The issuer is always a party.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from brinkwatch.coding import trace
from brinkwatch.coding.actors import actors_in, subject_actors
from brinkwatch.coding.attribution import Source, frames, named_source, source_of
from brinkwatch.coding.clauses import Clause
from brinkwatch.coding.drafts import Draft, unconditional
from brinkwatch.coding.modality import negated
from brinkwatch.coding.parsing import Article, children, lemma
from brinkwatch.coding.phrasebook import modes, says, words_of
from brinkwatch.coding.slots import act, act_type, camp

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_CALLS = {"call", "name", "declare", "consider", "make", "term", "regard", "describe"}


def warnings(sent: Span, article: Article) -> Iterator[Draft]:
    """Warned X not to Y; warned X against Y-ing; warned X of the consequences of Y-ing."""
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
            trace.left("commitment", verb, "whoever warns is no party that can bind itself")
            continue
        told = tuple(
            code
            for child in children(verb, "dobj", "nsubjpass")
            for code in actors_in(child, article)
        )
        content = _forbidden(verb) or (_costly(verb) if told else None)
        if content is None and says("spoken", sent.text):
            yield _vague(source, sent, article)
        if content is None or act_type(content, article) is None:
            trace.left("commitment", verb, "the warning names no act that is warned against")
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


def _costly(verb: Token) -> Clause | None:
    """The act in "warned X of the consequences of closing the strait"; war is no such act."""
    of = [p for t in (verb, *children(verb, "dobj")) for p in children(t, "prep")]
    feared = [n for p in of if p.lower_ == "of" for n in children(p, "pobj")]
    for noun in feared:
        if lemma(noun) not in words_of("follows"):
            continue
        for prep in children(noun, "prep"):
            act_named = next(iter(children(prep, "pcomp", "pobj")), None)
            if prep.lower_ == "of" and act_named is not None and not says("war", act_named.text):
                return Clause(act_named, act_named.left_edge.i, act_named.right_edge.i + 1)
    return None


def intolerable(sent: Span, article: Article) -> Iterator[Draft]:
    """Will not allow X to V; X will not be tolerated; X is unacceptable: a line, answer unsaid.

    A party's refusal to let an adversary act binds it to stop the act.
    """
    for verb in sent:
        clause = _not_allowed(verb) or _unacceptable(verb)
        if clause is None:
            continue
        source = source_of(verb, article)
        own = subject_actors(verb, article) if clause.head.i > verb.i else ()
        issuer = source.codes if source.kind == "party" else ()
        if own and issuer and not camp(own) & camp(issuer):
            trace.left("commitment", verb, f"{source.told()} tells what others will not allow")
            continue
        if not issuer or source.mode == "think":
            trace.left("commitment", verb, f"{source.told()} binds nobody by it")
            continue
        trigger = act(clause, article)
        if trigger.type is None and not (trigger.actor and clause.head.pos_ == "VERB"):
            continue
        if trigger.actor and camp(trigger.actor) & set(issuer):
            continue
        draft = unconditional(issuer, source, sent, "pledge.line", article, trigger=trigger)
        yield replace(draft, deadline=None)


def _not_allowed(verb: Token) -> Clause | None:
    """What is not allowed: "will not let X V", "X will not be tolerated"."""
    if lemma(verb) not in words_of("allows") or not negated(verb):
        return None
    if not any(aux.tag_ == "MD" or aux.lower_ == "to" for aux in children(verb, "aux")):
        return None
    inner = children(verb, "ccomp", "xcomp", "dobj")
    for child in (*inner, *children(verb, "nsubjpass", "csubjpass", "prep")):
        if child.dep_ == "prep":
            child = next(iter(children(child, "pobj", "pcomp")), child)
        if child.pos_ in {"VERB", "NOUN", "PROPN", "AUX"}:
            return Clause(child, child.left_edge.i, child.right_edge.i + 1)
    return None


def _unacceptable(verb: Token) -> Clause | None:
    """What is called unacceptable to the speaker's side, before it is done or while it goes on."""
    if lemma(verb) != "be" or negated(verb):
        return None
    judged = {lemma(c) for c in children(verb, "acomp", "attr")}
    subject = next(iter(children(verb, "nsubj", "csubj")), None)
    if not judged & words_of("intolerable") or subject is None or subject.pos_ == "PRON":
        return None
    return Clause(subject, subject.left_edge.i, subject.right_edge.i + 1)


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
