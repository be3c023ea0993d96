"""Finds conditions that are noun phrases.

A noun phrase in a conditional preposition ("in the event of X, Y"), the subject of a verb of
consequence ("deployment of X would be met with Y"), an open class with a relative clause ("any
country that X will Y"), and the object of a verb of answering ("we would answer any X with Y").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from brinkwatch.coding.attribution import frames
from brinkwatch.coding.clauses import Clause, Conditional, attributions, outcome_of, trimmed
from brinkwatch.coding.parsing import Article, children, lemma
from brinkwatch.coding.phrasebook import entries, says, type_by_words

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_ADVERB = re.compile(r"\b(?:\w+ly|also|then|only|now|simply|at once|in turn|thus) ")
_ANYBODY = {"those", "whoever", "anyone", "anybody", "anything", "whatever"}
_OPEN = {"any", "every", "all", "no", "first", "next"}
_FREE = {"any", "another", "further", "such", "every", "no", "a", "an", "each"}


def find(sent: Span, article: Article) -> Iterator[Conditional]:
    """The conditionals of the sentence whose condition is a noun phrase."""
    yield from _prepositional(sent, article)
    yield from _answered(sent, article)
    yield from _nominal(sent, article)


def _prepositional(sent: Span, article: Article) -> Iterator[Conditional]:
    lowered = sent.text.lower()
    for entry in entries("commitments", "event_of"):
        for match in entry.pattern.finditer(lowered):
            first = next((t for t in sent if t.idx >= sent.start_char + match.start()), None)
            noun = next(
                (t for t in sent if t.idx >= sent.start_char + match.end() and t.dep_ == "pobj"),
                None,
            )
            if first is None or noun is None or noun.i - first.i > 14:
                continue
            last = min(noun.right_edge.i, sent.end - 1)
            comma = next(
                (t.i for t in sent.doc[noun.i : last + 1] if t.text in {",", ";"}), last + 1
            )
            start = noun.left_edge.i if noun.left_edge.i > first.i else noun.i
            condition = Clause(noun, start, comma)
            opened = {t.lower_ for t in sent.doc[condition.start : condition.end]} & _FREE
            if match.group(0) in {"in response to", "in reply to", "in answer to"} and not opened:
                continue
            within = next((t for t in first.ancestors if t.pos_ in {"VERB", "AUX"}), None)
            if condition.end <= condition.start or (within is not None and within.dep_ == "relcl"):
                continue
            outcome = outcome_of(first.i, condition, sent, article)
            if outcome is not None:
                yield Conditional(condition, outcome, "if_done", match.group(0), "noun")


def _answered(sent: Span, article: Article) -> Iterator[Conditional]:
    """The object of a verb of answering: "we would answer any X with Y", "regard any X as Y"."""
    verbs = entries("commitments", "answer_verb")[0].pattern
    for verb in sent:
        if verb.pos_ != "VERB" or not verbs.fullmatch(lemma(verb)):
            continue
        if not any(c.tag_ == "MD" for c in children(verb, "aux")):
            continue
        condition = _answered_act(verb, sent)
        if condition is None:
            continue
        subject = next(iter(children(verb, "nsubj")), verb)
        blocked = [a for a, _ in (f.own for f in frames(article)) if a > verb.i]
        outcome = trimmed(
            max(sent.start, min(subject.left_edge.i, verb.i)),
            min([*blocked, _clause_end(verb, sent)]),
            sent,
        )
        if outcome:
            yield Conditional(condition, Clause(verb, *outcome), "if_done", "object", "answer")


def _answered_act(verb: Token, sent: Span) -> Clause | None:
    """The act that may be done, among the objects: with an open determiner, or regarded as Y."""
    objects = list(children(verb, "dobj"))
    for prep in children(verb, "prep"):
        if prep.lower_ in {"to", "for", "against", "at", "on"}:
            objects += children(prep, "pobj")
    as_what = any(p.lower_ == "as" for p in children(verb, "prep"))
    for noun in objects:
        edge = min(
            [c.i for c in children(noun, "prep") if c.lower_ in {"as", "with"}]
            or [noun.right_edge.i + 1]
        )
        clause = Clause(noun, noun.left_edge.i, min(edge, sent.end))
        opened = {c.lower_ for c in children(noun, "det", "amod")} & (_FREE - {"a", "an", "no"})
        anybody = noun.lower_ in _ANYBODY and bool(children(noun, "relcl"))
        typed = type_by_words(clause.text) is not None or (opened and says("harm", verb.text))
        judged = as_what and says("unsaid", verb.sent.text)
        if anybody or judged or (opened and as_what) or ((opened or as_what) and typed):
            return clause
    return None


def _nominal(sent: Span, article: Article) -> Iterator[Conditional]:
    """The subject of a verb of consequence: "any X would mean Y", "those who X will be Y"."""
    pattern = entries("commitments", "consequence_verb")[0].pattern
    for verb in sent:
        if verb.pos_ not in {"VERB", "AUX"}:
            continue
        subject = next(iter(children(verb, "nsubj", "nsubjpass", "csubj", "csubjpass")), None)
        if subject is None or subject.i > verb.i:
            subject = _shared(verb) or _gerund_before(verb, sent)
        if subject is None or subject.i < sent.start:
            continue
        low = max(subject.left_edge.i, sent.start)
        predicate = _predicate_start(verb, subject)
        words = sent.doc[predicate : min(verb.i + 7, sent.end)].text.lower().replace('"', "")
        words = _ADVERB.sub("", words)
        if not (_binding(subject, verb) or _another_act(subject, low, predicate, verb)) and not (
            pattern.match(words) and _acts(subject, low, predicate, verb)
        ):
            continue
        if not any(
            t.tag_ == "MD" or t.lower_ in {"is", "are"} or t.tag_ in {"VBZ", "VBP"}
            for t in sent.doc[predicate : verb.i + 1]
        ):
            continue
        blocked = attributions(sent, article)
        condition = trimmed(low, _before_attribution(low, predicate, blocked), sent)
        ends = [a for a, _ in blocked if a > verb.i]
        outcome = trimmed(predicate, min([*ends, _clause_end(verb, sent)]), sent)
        if condition and outcome:
            yield Conditional(
                Clause(subject, *condition), Clause(verb, *outcome), "if_done", "subject", "nominal"
            )


def _shared(verb: Token) -> Token | None:
    """The subject of the verb this one is coordinated to."""
    if verb.dep_ != "conj" or children(verb, "nsubj", "nsubjpass"):
        return None
    return next(iter(children(verb.head, "nsubj", "nsubjpass", "csubj")), None)


def _gerund_before(verb: Token, sent: Span) -> Token | None:
    """A fronted gerund that the parser left beside the verb: "letting X, he said, would"."""
    first = sent[0] if sent[0].text != '"' else sent[min(1, len(sent) - 1)]
    fronted = first.tag_ == "VBG" and first.dep_ in {"advcl", "csubj"} and verb.i - first.i > 2
    modal = any(t.tag_ == "MD" for t in children(verb, "aux"))
    return first if fronted and modal and not children(verb, "nsubj", "nsubjpass") else None


def _binding(subject: Token, verb: Token) -> bool:
    """Whether a class is told what it will meet: "any ship that", "boats found here", "whoever"."""
    whoever = any(c.lower_ in _ANYBODY for c in children(subject, "nsubj"))
    if subject.pos_ in {"VERB", "AUX"}:
        return subject.dep_ == "csubj" and whoever
    if not any(c.i > subject.i for c in children(subject, "relcl", "acl")):
        return False
    bare = subject.tag_ == "NNS" and not children(subject, "det", "poss", "nummod")
    if not children(subject, "relcl") and not _foretold(verb):
        return False
    return _open_class(subject) or (bare and _foretold(verb) and bool(children(verb, "auxpass")))


def _foretold(verb: Token) -> bool:
    return any(c.lower_ in {"will", "would", "shall"} for c in children(verb, "aux"))


def _open_class(subject: Token) -> bool:
    free = {c.lower_ for c in children(subject, "det", "amod")} & _OPEN
    return bool(free) or subject.lower_ in _ANYBODY


def _another_act(subject: Token, low: int, high: int, verb: Token) -> bool:
    """Whether an act that may be done is told what it will meet: "any invasion would close it"."""
    opened = {c.lower_ for c in children(subject, "det", "amod")} & _FREE - {
        "a",
        "an",
        "no",
        "such",
    }
    if subject.pos_ != "NOUN" or not opened or not _foretold(verb):
        return False
    return type_by_words(subject.doc[low:high].text) is not None


def _acts(subject: Token, low: int, high: int, verb: Token) -> bool:
    """Whether the noun phrase names an act that may be done or not."""
    opened = {c.lower_ for c in children(subject, "det", "amod")} & _FREE - {"a", "an", "no"}
    bare = subject.tag_ == "NN" and not children(subject, "det", "poss", "nummod", "amod")
    named_act = any(p.lower_ in {"of", "against", "on"} for p in children(subject, "prep"))
    told = named_act or children(subject, "acl")
    if subject.pos_ == "NOUN" and _foretold(verb) and (opened or (bare and told)):
        return True
    if subject.tag_ == "VBG" and subject.dep_ == "csubj" and _foretold(verb):
        return True
    if subject.ent_type_ == "PERSON" or (
        subject.pos_ == "PRON" and subject.lower_ not in {"this", "that"}
    ):
        return False
    words = subject.doc[low:high].text
    free = subject.tag_ == "VBG" or bool(
        {c.lower_ for c in children(subject, "det", "amod")} & _FREE
    )
    named = type_by_words(words) is not None
    deverbal = subject.pos_ == "NOUN" and bool(children(subject, "prep", "acl", "relcl"))
    return named and (free or deverbal or subject.pos_ == "NOUN")


def _predicate_start(verb: Token, subject: Token) -> int:
    starts = [c.i for c in children(verb, "aux", "auxpass", "neg") if c.i > subject.i]
    return min([*starts, verb.i])


def _before_attribution(low: int, high: int, blocked: list[tuple[int, int]]) -> int:
    return min([a for a, _ in blocked if low < a < high] or [high])


def _clause_end(verb: Token, sent: Span) -> int:
    """Where the verb's clause ends: before a new clause with its own subject, or the sentence."""
    for token in sent.doc[verb.i + 1 : sent.end]:
        if token.text in {";", ":"}:
            return int(token.i)
        if token.text == "," and re.match(
            r"(?:and|but|although|though|while|which)\b",
            sent.doc[token.i + 1 : sent.end].text.lower() or "",
        ):
            following = sent.doc[token.i + 2 : sent.end]
            if any(t.dep_ in {"nsubj", "nsubjpass"} for t in following[:6]):
                return int(token.i)
    return int(sent.end)
