"""Finds demands with something behind them: a deadline, or what follows otherwise.

"Gave X two days to V", "X has until Friday to V", "X must V by D or Y", "told X to V or bear Y",
"V, or face Y", "issued an ultimatum to X to V". With a deadline it is an ultimatum, without one a
compellent threat that needs its "or" (Schelling 1966, chapter 2: a compellent threat has to be put
in motion and has a deadline). The issuer is always a party.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brinkwatch.coding import trace
from brinkwatch.coding.actors import actors_in, object_actors, subject_actors
from brinkwatch.coding.attribution import Source, frame_of, source_of
from brinkwatch.coding.clauses import Clause, end_of
from brinkwatch.coding.drafts import HARM, Draft, deadline_in, unconditional
from brinkwatch.coding.parsing import Article, children, lemma
from brinkwatch.coding.phrasebook import says, type_by_words
from brinkwatch.coding.slots import act, act_type, camp
from brinkwatch.records import Action, Actors

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_TELLS = {"tell", "warn", "order", "urge", "demand", "command", "instruct", "ask", "call"}
_SENDS = {"issue", "send", "deliver", "hand", "give", "present", "serve", "address", "set"}
_FUTURE = {"will", "would", "shall", "'ll"}
_ANSWERS = {"respond", "reply", "answer", "react", "counter"}
_SPANS = {"hour", "day", "week", "month", "year", "time", "deadline", "order", "chance"}
_ASKS = {"demand", "require", "order", "call", "ask", "insist"}


@dataclass(frozen=True)
class Demand:
    """What is asked of whom by whom; `clause` is None where the ultimatum does not say."""

    clause: Clause | None
    issuer: Actors
    source: Source
    addressed: Actors
    at: int
    named: bool = False


def find(sent: Span, article: Article) -> Iterator[Draft]:
    """The first demand of the sentence that has a deadline or says what follows otherwise."""
    deadline = deadline_in(article.document.text[sent.start_char : sent.end_char])
    for verb in sent:
        if verb.pos_ not in {"VERB", "AUX", "NOUN", "PROPN"}:
            continue
        demand = _demand(verb, article)
        if demand is None:
            continue
        if not demand.issuer or camp(demand.issuer) & set(demand.addressed):
            trace.left("commitment", verb, "a demand of nobody known, or of one's own side")
            continue
        otherwise = _otherwise(demand, sent)
        if otherwise is None and not (demand.named or (deadline and demand.addressed)):
            trace.left("commitment", verb, "a demand without deadline or what follows otherwise")
            continue
        yield _draft(demand, otherwise, deadline, sent, article)
        return


def _draft(
    demand: Demand, otherwise: Clause | None, deadline: str | None, sent: Span, article: Article
) -> Draft:
    issuer, source = demand.issuer, demand.source
    trigger: Action | None = None
    if demand.clause is not None:
        trigger = act(demand.clause, article, actor=demand.addressed)
    said: Action | None = None
    if otherwise is not None:
        kind = act_type(otherwise, article, answer=True)
        if kind is None and not says("unsaid", otherwise.text):
            kind = "COERCE"
        unsaid = kind is None or says("unsaid", otherwise.text)
        if kind is not None and not unsaid:
            said = act(otherwise, article, actor=issuer, answer=True, kind=kind)
            said = said.model_copy(update={"recipient": demand.addressed})
    draft = unconditional(
        issuer, source, sent, "pledge.ultimatum", article, trigger=trigger, consequence=said
    )
    return replace(
        draft,
        kind="ultimatum" if deadline or demand.named else "compellent_threat",
        polarity="unless_done" if trigger is not None else None,
        deadline=deadline,
        addressee=demand.addressed,
    )


def _demand(verb: Token, article: Article) -> Demand | None:
    """The demand that this word heads, by the first of its shapes that fits."""
    word = lemma(verb)
    if word == "ultimatum":
        return _by_name(verb, article)
    if verb.pos_ not in {"VERB", "AUX"}:
        return _imperative(verb, article)
    if word == "give":
        return _time_given(verb, article)
    if word == "have" and any(c.lower_ == "until" for c in children(verb, "prep")):
        return _time_left(verb, article)
    if any(c.lower_ == "must" for c in children(verb, "aux")) and not children(verb, "neg"):
        return _spoken(verb, verb, subject_actors(verb, article), article)
    if word in _TELLS:
        below = next((c for c in children(verb, "xcomp", "ccomp") if _to(c)), None)
        told = object_actors(verb, article, prepositions=("on",))
        doers = subject_actors(verb, article)
        if below is None or not told or not doers:
            return None
        return Demand(_clause(below), doers, source_of(below, article), told, verb.i)
    return _imperative(verb, article)


def _time_given(verb: Token, article: Article) -> Demand | None:
    below = [t for t in verb.subtree if t.tag_ == "VB" and t.i > verb.i and _to(t)]
    told = [c for c in children(verb, "dative", "dobj") if c.ent_type_ not in {"DATE", "TIME"}]
    told = [c for c in told if lemma(c) not in _SPANS]
    if not below or not told:
        return None
    demand = _clause(below[0])
    if not actors_in(told[0], article) and act_type(demand, article) is None:
        return None
    source = source_of(verb, article)
    issuer = subject_actors(verb, article) or (source.codes if source.kind == "party" else ())
    timed = deadline_in(verb.sent.text) is not None
    return Demand(demand, issuer, source, actors_in(told[0], article), verb.i, named=timed)


def _time_left(verb: Token, article: Article) -> Demand | None:
    below = [t for t in verb.subtree if t.tag_ == "VB" and t.i > verb.i and _to(t)]
    addressed = subject_actors(verb, article)
    return _spoken(verb, below[0], addressed, article) if below else None


def _spoken(verb: Token, head: Token, addressed: Actors, article: Article) -> Demand | None:
    """A demand by whoever says it: a party other than the one it is made of."""
    source = source_of(verb, article)
    if source.kind != "party" or not source.codes or source.mode == "think":
        return None
    if not addressed and actors_in(verb.doc[verb.left_edge.i : verb.i], article):
        return None
    return Demand(_clause(head), source.codes, source, addressed, verb.i)


def _imperative(head: Token, article: Article) -> Demand | None:
    """ "Hands off X, or face Y": words of a party that open with what it wants."""
    opens = head.dep_ in {"ROOT", "ccomp", "dep", "npadvmod", "advcl", "parataxis"}
    verbal = head.tag_ == "VB" and not children(head, "aux", "nsubj", "mark")
    verbal = verbal or (head.tag_ in {"VBP", "JJ"} and _opens_quote(head))
    if not opens or not (verbal or head.pos_ == "NOUN"):
        return None
    if not any(t.lower_ == "or" for t in head.doc[head.i : head.sent.end]):
        return None
    if head.pos_ == "NOUN" and not any(c.lower_ == "or" for c in children(head, "cc")):
        return None
    frame = frame_of(head, article)
    if frame is None or frame.source.kind != "party":
        return None
    return Demand(_clause(head), frame.source.codes, frame.source, frame.hearers, head.i)


def _opens_quote(head: Token) -> bool:
    """Whether the word opens the sentence, a quotation, or what stands after a colon."""
    return head.i == head.sent.start or head.nbor(-1).text in {'"', ":", "'", "``"}


def _by_name(noun: Token, article: Article) -> Demand | None:
    """ "Sent X an ultimatum to V": who sends it, and to whom or what it asks, where not both."""
    verb = noun.head
    if noun.dep_ == "pobj" and verb.lower_ == "with":  # "presented X with an ultimatum"
        verb = verb.head
    elif noun.dep_ not in {"dobj", "nsubjpass"}:
        return None
    answers = noun.dep_ == "pobj" and lemma(verb) in _ANSWERS
    if lemma(verb) not in _SENDS and not answers:
        return None
    issuer = subject_actors(verb, article)
    addressed = object_actors(
        verb, article, skip=frozenset({noun.i}), but=issuer, prepositions=("to",)
    ) or object_actors(noun, article, but=issuer, prepositions=("to",))
    if not issuer:
        return None
    clause = next((t for t in children(noun, "acl", "relcl") if _to(t)), None)
    for asking in (t for t in verb.subtree if t.i > noun.i and t.tag_ == "VBG"):
        if lemma(asking) in _ASKS and clause is None:  # it may hang on any noun before or after it
            clause = next(iter(children(asking, "ccomp", "xcomp", "dobj")), None)
            clause = asking.head if asking.dep_ == "amod" else clause
    if clause is None and not addressed:
        return None
    asked = _clause(clause) if clause is not None else None
    if asked is not None and lemma(noun.doc[asked.start]) in _ASKS:
        asked = replace(asked, start=asked.start + 1)
    return Demand(asked, issuer, source_of(noun, article), addressed, noun.i, named=True)


def _clause(head: Token) -> Clause:
    """The demand up to the "or" that opens what follows otherwise."""
    stop = next(
        (t.i for t in head.subtree if t.lower_ == "or" and t.i > head.i), head.right_edge.i + 1
    )
    while stop > head.i + 1 and head.doc[stop - 1].is_punct:
        stop -= 1
    return Clause(head, min(head.i, head.left_edge.i) if head.pos_ == "NOUN" else head.i, stop)


def _otherwise(demand: Demand, sent: Span) -> Clause | None:
    """What follows after "or", where it is a harm that the other side would meet."""
    start = demand.clause.head.i if demand.clause is not None else demand.at
    at = next((t.i for t in sent.doc[start : sent.end] if _else(t)), None)
    rest = list(sent.doc[at + 1 : sent.end]) if at is not None else []
    head = next((t for t in rest if t.pos_ == "VERB"), None)
    head = head or next((t for t in rest if t.pos_ in {"AUX", "NOUN"}), None)
    if head is None:
        return None
    clause = Clause(head, rest[0].i, end_of([t for t in rest if t.i >= head.i]))
    harm = any(says(table, clause.text) for table in ("suffer", "unsaid", "harm"))
    own = any(t.dep_ in {"nsubj", "nsubjpass"} and t.i <= head.i for t in rest)
    told = any(t.lower_ in _FUTURE for t in rest[: head.i - rest[0].i])
    harm = harm or (own and (told or rest[0].lower_ == "we"))
    return clause if harm or type_by_words(clause.text) in HARM else None


def _else(token: Token) -> bool:
    """Whether the token ends the words before what follows otherwise: "or", "failing which"."""
    return token.lower_ in {"or", "otherwise"} or (
        token.lower_ == "which" and token.i > 0 and token.nbor(-1).lower_ == "failing"
    )


def _to(verb: Token) -> bool:
    return verb.tag_ == "VB" and any(c.lower_ == "to" for c in children(verb, "aux"))
