"""Finds conditions and what hangs on them: "if X, Y", "any X would mean Y", "Y in case of X".

This module reads clauses opened by a conjunction or by inversion ("should X, Y"; "were X to, Y");
`nominals` reads conditions that are noun phrases. The words are data (`lexicon/commitments.toml`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from brinkwatch.coding import nominals
from brinkwatch.coding.clauses import (
    FINITE,
    STOPS,
    Clause,
    Conditional,
    attributions,
    outcome_of,
)
from brinkwatch.coding.drafts import negated
from brinkwatch.coding.parsing import Article, children, lemma
from brinkwatch.coding.phrasebook import lexicon, modes
from brinkwatch.records import Polarity

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_INVERTED = {"should", "were", "had"}
_FUTURE = {"will", "would", "shall", "'ll", "wo"}
_NEXT = {"more", "another", "further", "single"}
_GOES_ON = {"and", "or", "nor", "which", "who", "whose", "where", "such", "including", "even"}


def find(sent: Span, article: Article) -> list[Conditional]:
    """The conditionals of a sentence in text order, at most one for each condition."""
    out: list[Conditional] = []
    for found in (
        *_warned_of(sent), *_marked(sent, article), *_imperative(sent),
        *nominals.find(sent, article),
    ):  # fmt: skip
        if not any(_same(found.condition, other.condition) for other in out):
            out.append(found)
    return sorted(out, key=lambda c: c.condition.start)


def _same(a: Clause, b: Clause) -> bool:
    return a.start < b.end and b.start < a.end


# --- clauses opened by a conjunction or an inversion --------------------------------------------


@cache
def _markers() -> dict[tuple[str, ...], Polarity]:
    """The words of each conjunction, longest first, and its polarity."""
    found = {
        tuple(text.split()): row["polarity"]
        for row in lexicon("commitments")["condition"] for text in row["marker"].split("|")
    }  # fmt: skip
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


@cache
def _markers_by_opening() -> dict[str, list[tuple[str, ...]]]:
    """The conjunctions by their first word, longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for words in _markers():
        found.setdefault(words[0], []).append(words)
    return found


def _imperative(sent: Span) -> Iterator[Conditional]:
    """ "One more step and we shoot", "touch our ships and you will regret it"."""
    opening = next((t for t in sent if t.is_alpha), None)
    colon = next((t.i for t in sent if t.text == ":"), None)
    if colon is not None:
        opening = next((t for t in sent if t.is_alpha and t.i > colon), opening)
    for head in sent:
        ordered = head.tag_ == "VB" and not children(head, "nsubj", "aux", "mark")
        step = head.pos_ == "NOUN" and any(c.lower_ in _NEXT for c in head.children)
        if opening is None or opening not in head.subtree or not (ordered or step):
            continue
        joined = next((c for c in children(head, "cc") if c.lower_ == "and"), None)
        after = [c for c in children(head, "conj") if joined is not None and c.i > joined.i]
        finite = [c for c in after if children(c, "nsubj") and c.pos_ in {"VERB", "AUX"}]
        if joined is None or not finite:
            continue
        end = next(
            (t.i for t in sent.doc[joined.i : finite[0].right_edge.i + 1] if t.text in STOPS),
            finite[0].right_edge.i + 1,
        )
        condition = Clause(head, opening.i, joined.i)
        if end > finite[0].i and condition.end > condition.start:
            outcome = Clause(finite[0], joined.i + 1, end)
            yield Conditional(condition, outcome, "if_done", "", "imperative")
        return


def _warned_of(sent: Span) -> Iterator[Conditional]:
    """ "Warned of reprisals if X": the harm is a noun, its condition a clause beside it."""
    for verb in sent:
        if modes().get(lemma(verb)) not in {"warn", "threaten"}:
            continue
        below = [p for p in children(verb, "prep") if p.lower_ in {"of", "with"}]
        harm = next((n for p in below for n in children(p, "pobj")), None)
        for clause in children(verb, "advcl"):
            mark = next((m for m in children(clause, "mark") if m.lower_ in {"if", "unless"}), None)
            if harm is None or mark is None or mark.i < harm.i:
                continue
            condition = Clause(clause, mark.i + 1, min(clause.right_edge.i + 1, sent.end))
            polarity = _markers()[(mark.lower_,)]
            outcome = Clause(harm, verb.i, min(harm.right_edge.i + 1, mark.i))
            yield Conditional(condition, outcome, polarity, mark.lower_, "clause")


def _marked(sent: Span, article: Article) -> Iterator[Conditional]:
    blocked = attributions(sent, article)
    for token in sent:
        words = _marker_at(token, sent)
        if words is None:
            continue
        start = token.i + (0 if words[0] in _INVERTED else len(words))
        start += start < sent.end and sent.doc[start].lower_ == "that"  # "the day that"
        condition = _condition(token, start, sent, blocked)
        if condition is None:
            continue
        outcome = outcome_of(token.i, condition, sent, article)
        if outcome is not None and _binds(words, outcome):
            polarity = _markers()[words]
            yield Conditional(condition, outcome, polarity, " ".join(words), "clause")


def _binds(words: tuple[str, ...], outcome: Clause) -> bool:
    """Whether a word of time opens a condition: "will not X while Y", "will X when Y"."""
    future = any(c.lower_ in _FUTURE for c in children(outcome.head, "aux"))
    if words in {("while",), ("before",)}:
        return future and negated(outcome.text)
    return words != ("when",) or future


def _marker_at(token: Token, sent: Span) -> tuple[str, ...] | None:
    for words in _markers_by_opening().get(token.lower_, ()):
        end = token.i + len(words)
        if words == ("in", "case") and end < sent.end and sent.doc[end].lower_ == "of":
            continue
        if end < sent.end and tuple(t.lower_ for t in sent.doc[token.i : end]) == words:
            return words if _opens(token, words, sent) else None
    return None


def _opens(token: Token, words: tuple[str, ...], sent: Span) -> bool:
    """Whether these words open a condition here."""
    previous = token.nbor(-1) if token.i > sent.start else None
    if words[0] in _INVERTED:
        if sent.text.rstrip().endswith("?") or words == ("had",):
            return False
        verb = token.head
        subject = next((c for c in children(verb, "nsubj", "nsubjpass") if c.i > token.i), None)
        if (
            words == ("should",)
            and verb.tag_ == "VB"
            and subject is not None
            and subject.i < verb.i
        ):
            return True
        clear = previous is None or previous.text in STOPS or previous.lower_ in {"that", "and"}
        clear = clear or (
            previous is not None and previous.pos_ not in {"NOUN", "PROPN", "PRON", "ADV", "SCONJ"}
        )
        following = token.nbor(1)
        return clear and following.pos_ in {"NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM"}
    if words == ("if",):
        asks = token.head.head if token.dep_ == "mark" else None
        if (
            asks is not None
            and token.head.dep_ == "ccomp"
            and lemma(asks) in {"ask", "wonder", "see", "know"}
        ):
            return False
        return previous is None or previous.lower_ not in {"as", "even"}
    if words == ("without",):
        return False
    if words in {("while",), ("when",), ("before",)}:
        return token.dep_ in {"mark", "advmod"} and token.head.dep_ == "advcl"
    if words[0] in {"once", "until", "till"}:
        return token.dep_ == "mark" or token.nbor(1).dep_ in {"nsubj", "det", "poss"}
    return True


def _condition(
    marker: Token, start: int, sent: Span, blocked: list[tuple[int, int]]
) -> Clause | None:
    doc = sent.doc
    limit = min([a for a, _ in blocked if a > start + 1] or [sent.end])
    head = (
        marker.head
        if marker.dep_ in {"mark", "advmod", "aux"} and marker.i < marker.head.i < limit
        else None
    )
    if head is None or head.pos_ not in {"VERB", "AUX"}:
        comma = next((t.i for t in doc[start:limit] if t.text == ","), limit)
        head = next((t for t in doc[start:comma] if t.pos_ in {"VERB", "AUX"}), None)
        head = head or next(
            (t for t in doc[start:comma] if t.tag_ in {"NNS", "NN"} and t.i > start), None
        )
    if head is None or head.i >= sent.end:
        return None
    end = limit
    comes_first = not any(t.tag_ in FINITE for t in doc[_clause_start(marker, sent) : marker.i])
    for token in doc[head.i + 1 : limit]:
        if token.text in {";", ":", ".", "?", "!", "—", "–"}:
            end = token.i
            break
        goes_on = _condition_goes_on if comes_first else _list_goes_on
        if token.text == "," and not goes_on(token, sent):
            end = token.i
            break
        if token.lower_ == "then" and token.nbor(-1).text != "," and token.i - head.i > 1:
            following = doc[token.i + 1 : sent.end]
            if any(t.tag_ == "MD" for t in following[:6]):
                end = token.i
                break
    if comes_first:
        end = min(end, _outcome_start(doc[start:end]))
    while end > start and doc[end - 1].text in STOPS | {"."}:
        end -= 1
    if head.i >= end:
        head = next((t for t in doc[start:end] if t.pos_ in {"VERB", "AUX"}), None)
    return Clause(head, start, end) if head is not None and end - start >= 2 else None


def _outcome_start(condition: Span) -> int:
    """Where the outcome opens without a comma: "if they march our guns will answer"."""
    for modal in condition:
        verb = modal.head
        if modal.lower_ not in _FUTURE or verb.dep_ in {"relcl", "acl"}:
            continue
        subject = next(iter(children(verb, "nsubj", "nsubjpass", "expl")), None)
        near = next((c for c in condition.noun_chunks if c.end == modal.i), None)
        opens = near.start if near is not None else subject.left_edge.i if subject else modal.i
        if any(t.tag_ in FINITE for t in condition.doc[condition.start : opens]):
            return int(opens)
    return condition.end


def _clause_start(marker: Token, sent: Span) -> int:
    """Past the last strong break before the marker."""
    breaks = [
        t.i + 1
        for t in sent.doc[sent.start : marker.i]
        if t.text in {";", ":"} or t.lower_ == "that"
    ]
    return max([sent.start, *breaks])


def _lists_on(after: Span) -> bool:
    """Whether the comma only divides a list: "aircraft, missiles or drones are launched"."""
    for token in after[:5]:
        if token.lower_ in {"and", "or"}:
            return token.i > after.start and token.nbor(1).pos_ in {"NOUN", "PROPN", "ADJ"}
        if token.pos_ not in {"NOUN", "PROPN", "ADJ", "DET"}:
            return False
    return False


def _list_goes_on(comma: Token, sent: Span) -> bool:
    return _lists_on(sent.doc[comma.i + 1 : sent.end])


def _condition_goes_on(comma: Token, sent: Span) -> bool:
    """Whether the clause continues after this comma: a coordination, an aside, a relative."""
    after = sent.doc[comma.i + 1 : sent.end]
    if not len(after):
        return False
    if _list_goes_on(comma, sent):
        return True
    word = after[0].lower_
    rest = [t.text for t in after]
    if word in _GOES_ON:
        return "," in rest or not any(t.tag_ == "MD" for t in after)
    if word in {"say", "for", "that"} and "," in rest[:5]:
        return True
    comma_at = rest.index(",") if "," in rest else None
    if comma_at is None:
        return False
    aside = after[:comma_at]
    return not any(t.dep_ in {"nsubj", "nsubjpass", "expl"} or t.tag_ in FINITE for t in aside)
