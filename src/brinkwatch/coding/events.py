"""Finds what was done or said: one Event for each distinct act of an article.

    1. every verb and event noun that the lexicon types is a candidate;
    2. the modality gate keeps what was done, goes on, is planned or is denied;
    3. whoever is not named in the clause is looked for in the article (the deed a reproach is
       about, the pair that an unsigned strike belongs to);
    4. the same act told again is merged, and its clearest telling quoted.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from brinkwatch import gazetteer
from brinkwatch.coding.actions import action_of, clause, entry_of, lexicon, objects, place_at
from brinkwatch.coding.actors import subject_of
from brinkwatch.coding.dates import date_of
from brinkwatch.coding.modality import cues, negated, status_of
from brinkwatch.coding.parsing import Article, ancestors, children, lemma, words_of
from brinkwatch.records import Action, Actors, Event, EventStatus, content_id

if TYPE_CHECKING:
    from spacy.tokens import Token

SPEECH = frozenset({"ACCUSE", "REJECT", "REQUEST", "SUPPORT", "CONSULT", "AGREE", "CONCEDE"})
FORCE = frozenset({"ASSAULT", "MOBILIZE", "COERCE"})
HISTORY_DAYS = 300
"""Assumed: an act dated further back belongs to another episode."""


@dataclass
class Candidate:
    """An act read in one place, before it is merged with its other tellings."""

    head: Token
    action: Action
    status: EventStatus
    date: str | None
    rule: str


def find(article: Article) -> list[Event]:
    """The events of an article, in text order."""
    candidates = [found for sent in article.sentences for token in sent if (found := _candidate(token, article))]
    _fill(candidates, article)
    kept = [c for c in candidates if _complete(c)]
    return [_event(best, article) for best in _merge(kept)]


def _candidate(head: Token, article: Article) -> Candidate | None:
    if head.pos_ not in {"VERB", "NOUN", "PROPN", "AUX"} or entry_of(head, article) is None:
        return None
    noun = head.pos_ in {"NOUN", "PROPN"}
    if noun and not _stands_for_an_act(head, article):
        return None
    status = status_of(head, article)
    action = action_of(head, article)
    if action is None or action.type == "THREATEN":
        return None
    if status == "denied":
        refusal = _refusal(head, action)
        if refusal:
            return Candidate(head, refusal, "actual", date_of(head, article), "refusal")
        if not _denied_by_party(head, action, article):
            return None
    if status not in {"actual", "ongoing", "planned", "denied"} or _habit(head):
        return None
    if status == "planned" and not _announced(head, action):
        return None
    date = date_of(head, article)
    if _long_ago(date, article):
        return None
    return Candidate(head, action, status, date, "event noun" if noun else "event verb")


def _stands_for_an_act(head: Token, article: Article) -> bool:
    """Whether an event noun tells of an act rather than names a kind of act."""
    if head.dep_ in {"compound", "amod", "nmod"}:
        return False
    if head.dep_ in {"dobj", "nsubjpass"} and entry_of(head.head, article) is not None:
        return False
    definite = any(
        child.lower_ in {"the", "this", "that", "these", "those", "its", "their", "his", "her"}
        or child.dep_ in {"poss", "nummod"} or child.i in article.mention_at
        for child in head.children
    )  # fmt: skip
    return definite


def _refusal(head: Token, action: Action) -> Action | None:
    """"Will not send the tanks": a partner's wish refused."""
    will = any(aux.lower_ in cues()["future_modal"] for aux in children(head, "aux"))
    if will and negated(head) and action.type == "AID" and action.actor:
        return action.model_copy(update={"type": "REJECT"})
    return None


def _denied_by_party(head: Token, action: Action, article: Article) -> bool:
    """Whether a party to the act denies it, rather than the narrator."""
    del article
    return bool(action.actor) and any(
        lemma(up) in cues()["disowns"] or lemma(up) in cues()["says"] for up in ancestors(head)
    )


def _habit(head: Token) -> bool:
    """"Has struck targets for years": a habit, not an act."""
    for child in head.children:
        if child.lower_ in cues()["habit"]:
            return True
        if child.dep_ == "prep" and child.lower_ == "for":
            if any(lemma(p) in {"year", "decade", "month"} and p.tag_ == "NNS" for p in children(child, "pobj")):
                return entry_is_force(head)
    return False


def entry_is_force(head: Token) -> bool:
    """Whether any sense of the verb is a use or display of force."""
    options = lexicon().entries.get(("verb", lemma(head)), ())
    return any(entry.type in FORCE for entry in options)


def _announced(head: Token, action: Action) -> bool:
    """Whether a plan is one its actor has announced or decided, not a threat or a forecast."""
    if action.type == "ASSAULT":
        return any(lemma(up) in {"decide", "order", "approve"} for up in ancestors(head))
    return bool(action.actor)


def _long_ago(date: str | None, article: Article) -> bool:
    published = article.document.first_day()
    if not date or not published or len(published) < 10:
        return False
    day = dt.date.fromisoformat((date + "-15")[:10])
    return (dt.date.fromisoformat(published[:10]) - day).days > HISTORY_DAYS


# --- who is meant -------------------------------------------------------------------------------


def _fill(candidates: list[Candidate], article: Article) -> None:
    """Complete actors and recipients from the rest of the article."""
    pairs = [(c.action.actor, c.action.recipient) for c in candidates
             if c.action.type == "ASSAULT" and c.action.actor and c.action.recipient]  # fmt: skip
    for c in candidates:
        action = c.action
        if action.type == "ASSAULT":
            c.action = _fill_pair(action, pairs)
        elif action.type in {"ACCUSE", "REJECT"} and action.actor and not action.recipient:
            other = _other_party(c.head, action.actor, article)
            c.action = action.model_copy(update={"recipient": other})


def _fill_pair(action: Action, pairs: list[tuple[Actors, Actors]]) -> Action:
    """The missing side of an attack, where only one pair in the article fits the other side."""
    if action.recipient and not action.actor:
        fits = {a for a, r in pairs if set(r) & set(action.recipient)}
        if len(fits) == 1:
            return action.model_copy(update={"actor": fits.pop()})
    if action.actor and not action.recipient:
        against = {r for a, r in pairs if set(a) & set(action.actor)}
        if len(against) == 1:
            return action.model_copy(update={"recipient": against.pop()})
    return action


def _other_party(head: Token, actor: Actors, article: Article) -> Actors:
    """The last actor before the reproach that is neither its author nor an ally of theirs."""
    date = article.document.first_day()
    back = max(article.paragraph_start(head), head.sent.start - 60)
    for i in range(head.i, back - 1, -1):
        mention = article.mention_at.get(i)
        if mention and mention.code not in actor and not any(
            gazetteer.allied(mention.code, code, date) for code in actor
        ):
            return (mention.code,)
    return ()


def _complete(c: Candidate) -> bool:
    """Whether enough is known for a record: who acts, or at least on whom force was used."""
    action = c.action
    if action.type == "ASSAULT":
        return bool(action.actor or action.recipient)
    if action.type in {"AID", "REQUEST", "ACCUSE", "SUPPORT"}:
        return bool(action.actor and action.recipient)
    if action.type == "CONSULT":
        return len(action.actor) > 1 or bool(action.actor and action.recipient)
    return bool(action.actor)


# --- one record for one act ---------------------------------------------------------------------


def _merge(candidates: list[Candidate]) -> list[Candidate]:
    """The clearest telling of each distinct act, in text order."""
    groups: list[list[Candidate]] = []
    for c in candidates:
        for group in groups:
            if all(_same(c, other) for other in group):
                group.append(c)
                break
        else:
            groups.append([c])
    return [max(group, key=_clarity) for group in groups]


def _same(a: Candidate, b: Candidate) -> bool:
    if a.action.type != b.action.type or (a.status == "denied") != (b.status == "denied"):
        return False
    if a.date and b.date and not (a.date.startswith(b.date) or b.date.startswith(a.date)):
        return False
    for mine, theirs in ((a.action.actor, b.action.actor), (a.action.recipient, b.action.recipient)):
        if mine and theirs and not set(mine) & set(theirs):
            return False
    return True


def _clarity(c: Candidate) -> tuple[int, int, int]:
    slots = sum(map(bool, (c.action.actor, c.action.recipient, c.date, c.action.means)))
    return (slots, c.rule != "event noun", -c.head.i)


def _event(c: Candidate, article: Article) -> Event:
    start, end = _quoted(c.head)
    span = article.quote(start, end)
    action = c.action
    return Event(
        id=content_id(article.document.id, "event", span.start, span.end, action.type, *action.actor, "|", *action.recipient),
        document_id=article.document.id, origin=article.document.origin, span=span, rule=c.rule,
        action=action, status=c.status, date=c.date, place=place_of(c.head, article),
        speaker=speaker_of(c.head, article),
    )  # fmt: skip


LONG_SENTENCE = 30
"""Words above which a record quotes the clause and not the sentence."""


def _quoted(head: Token) -> tuple[int, int]:
    sentence = head.sent
    if sum(token.is_alpha for token in sentence) <= LONG_SENTENCE:
        return words_of(sentence)
    if head.pos_ in {"NOUN", "PROPN"}:
        verb = next((up for up in ancestors(head) if up.pos_ in {"VERB", "AUX"}), None)
        return clause(verb if verb is not None else head)
    return clause(head)


def place_of(head: Token, article: Article) -> str | None:
    """Where: the place name after in, at, near, on, off, over or from, as written."""
    for token in head.subtree:
        if token.dep_ == "pobj" and token.head.lower_ in {"in", "at", "near", "off", "over", "outside"}:
            if token.i in place_at(article) or token.ent_type_ in {"GPE", "LOC", "FAC"}:
                left = [t for t in token.lefts if t.dep_ in {"compound", "amod", "nmod"} and t.ent_type_]
                start = left[0].idx if left else token.idx
                return article.document.text[start : token.idx + len(token.text)]
    return None


def speaker_of(head: Token, article: Article) -> str | None:
    """Who says so, as written: the subject of the verb of speech above the clause."""
    token = head
    for up in ancestors(head):
        if token.dep_ in {"ccomp", "parataxis"} and lemma(up) in cues()["says"]:
            subject = subject_of(up)
            if subject is not None and subject.pos_ != "PRON":
                start, end = words_of(
                    t for t in subject.subtree if t.dep_ != "relcl" and t.i <= subject.i
                )
                return article.document.text[start:end]
        token = up
    return None
