"""Makes one record of each distinct act, quoting its clearest telling."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from brinkwatch.coding import trace
from brinkwatch.coding.actions import clause
from brinkwatch.coding.attribution import source_of
from brinkwatch.coding.parsing import Article, ancestors, lemma, words_of
from brinkwatch.coding.verbgroups import NOUNS, VERBS
from brinkwatch.records import Action, Event, EventStatus, content_id

if TYPE_CHECKING:
    from spacy.tokens import Token

LONG_SENTENCE: Final = 30
"""Words above which a record quotes the clause and not the sentence (a matter of reading)."""


SPOKEN: Final = frozenset({"ACCUSE", "REJECT", "REQUEST"})
"""What is said is said anew in other words; a deed told in other words is the same deed."""


@dataclass
class Candidate:
    """An act that passed the gate."""

    head: Token
    action: Action
    status: EventStatus
    date: str | None
    rule: str


def merged(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The clearest telling of each distinct act, in text order."""
    groups: list[list[Candidate]] = []
    for c in candidates:
        home = next((group for group in groups if all(_same(c, other) for other in group)), None)
        if home is None:
            groups.append([c])
        else:
            home.append(c)
    best = [max(group, key=_clarity) for group in groups]
    for group, clearest in zip(groups, best, strict=True):
        for other in group:
            if other is not clearest:
                words = clearest.head.sent.text.strip()
                trace.left("event", other.head, f"the same act is told more clearly in: {words}")
    return best


def _same(a: Candidate, b: Candidate) -> bool:
    if a.action.type != b.action.type or (a.status == "denied") != (b.status == "denied"):
        return False
    if a.action.type in SPOKEN and _said_anew(a.head, b.head):
        return False
    if a.action.type != "ASSAULT" and _side_by_side(a.head, b.head):
        return False
    if a.date and b.date and not (a.date.startswith(b.date) or b.date.startswith(a.date)):
        return False
    if _mutual(a.action) != _mutual(b.action):
        return False
    for mine, theirs in (
        (a.action.actor, b.action.actor),
        (a.action.recipient, b.action.recipient),
    ):
        if mine and theirs and not set(mine) & set(theirs):
            return False
    return True


def _said_anew(a: Token, b: Token) -> bool:
    """Whether two verbs of two sentences say it in other words."""
    verbs = a.pos_ in VERBS and b.pos_ in VERBS
    return verbs and lemma(a) != lemma(b) and a.sent != b.sent


def _side_by_side(a: Token, b: Token) -> bool:
    """Whether two verbs are coordinated: "recalled its envoy and closed its ports" are two acts."""
    first, second = sorted((a, b), key=lambda head: head.i)
    return second.dep_ == "conj" and second.head == first and first.pos_ in VERBS


def _mutual(action: Action) -> bool:
    return len(action.actor) > 1 and not action.recipient


def _clarity(c: Candidate) -> tuple[int, bool, int]:
    slots = sum(map(bool, (c.action.actor, c.action.recipient, c.date, c.action.means)))
    return (slots, c.rule != "event noun", -c.head.i)


def event_of(c: Candidate, article: Article) -> Event:
    """The event record of the clearest telling of an act."""
    start, end = _quoted(c.head)
    span = article.quote(start, end)
    source = source_of(c.head, article)
    key = (c.action.type, *c.action.actor, "|", *c.action.recipient, c.head.idx)
    return Event(
        id=content_id(article.document.id, "event", span.start, span.end, *key),
        document_id=article.document.id,
        origin=article.document.origin,
        span=span,
        rule=c.rule,
        action=c.action,
        status=c.status,
        date=c.date,
        place=place_of(c.head, article),
        speaker=source.name if source.kind != "author" else None,
    )


def _quoted(head: Token) -> tuple[int, int]:
    """The sentence, or of a long one the clause."""
    sentence = head.sent
    if sum(token.is_alpha for token in sentence) <= LONG_SENTENCE:
        return words_of(sentence)
    verb = head
    if head.pos_ in NOUNS:
        verb = next((up for up in ancestors(head) if up.pos_ in VERBS), head)
    start, end = clause(verb)
    return (start, end) if start <= head.idx < end else clause(head)


def place_of(head: Token, article: Article) -> str | None:
    """Where: the place name after in, at, near, on, off, over or outside, as written."""
    for token in head.subtree:
        if token.dep_ != "pobj" or token.head.lower_ not in {
            "in",
            "at",
            "near",
            "off",
            "over",
            "outside",
            "on",
        }:
            continue
        place = article.place_at.get(token.i)
        if place is not None:
            return article.document.text[place.start : place.end]
        if token.ent_type_ in {"GPE", "LOC", "FAC"}:
            left = [
                t
                for t in token.lefts
                if t.dep_ in {"compound", "amod", "nmod"} and t.text[0].isupper()
            ]
            start = left[0].idx if left else token.idx
            return article.document.text[start : token.idx + len(token.text)]
    return None
