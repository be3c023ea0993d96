"""Finds what was done or said: one Event for each distinct act of an article.

1. every verb and event noun that the lexicon types is read, whatever its modality;
2. the gate keeps what was done, goes on, is planned by its actor or denied by a party;
3. whoever the clause leaves out is supplied from the article's other acts (`context.py`);
4. the same act told again is merged, and its clearest telling quoted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from brinkwatch.coding import proposals, trace
from brinkwatch.coding.actions import action_of
from brinkwatch.coding.actors import subject_actors
from brinkwatch.coding.context import Context, Reading
from brinkwatch.coding.dates import date_of
from brinkwatch.coding.denials import (
    accusations,
    demands,
    denied_after,
    disowned,
    refusals,
    reproaches,
)
from brinkwatch.coding.eventstatus import FORCE, event_status, tense
from brinkwatch.coding.gate import history_days
from brinkwatch.coding.meetings import two_sided
from brinkwatch.coding.modality import cues, negated, status_of
from brinkwatch.coding.parsing import Article, ancestors, children, lemma
from brinkwatch.coding.references import is_counterpart
from brinkwatch.coding.subjects import forms
from brinkwatch.coding.tellings import Candidate, event_of, merged, place_of
from brinkwatch.coding.verbgroups import NOUNS, VERBS
from brinkwatch.coding.verbs import entry_of, lexicon, objects
from brinkwatch.records import Action, Event

if TYPE_CHECKING:
    from spacy.tokens import Token

_UNREAL = {
    "actual": "its status fits no event",
    "ongoing": "its status fits no event",
    "planned": "modality: planned, but not announced by whoever is to act",
    "asked": "modality: asked for, not done",
    "hypothetical": "modality: supposed, possible or conditional, not done",
    "denied": "modality: not done, and no party denies having done it",
}
"""Why an act whose modality keeps it from being an event was left."""


def find(article: Article, taken: Sequence[tuple[int, int]] = ()) -> list[Event]:
    """The events of an article, in text order.

    `taken` are stretches of text that state the parts of commitments: no deeds stand there.
    """
    readings = denied_after(disowned(read(article)), article)
    context = Context(article, readings)
    free = [r for r in readings if not _bound(r.head, taken)]
    passed = [c for r in free if (c := gate(r, context, article)) is not None]
    passed += accusations(free, article)
    said = [*demands(article), *refusals(article), *reproaches(article)]
    passed += [c for c in said if not _bound(c.head, taken)]
    passed += proposals.events(
        readings,
        passed,
        lambda r: two_sided(r, context.completed(r), article),
        lambda at: not any(a <= at < b for a, b in taken),
        article,
    )
    passed = sorted(passed, key=lambda c: c.head.i)
    told = [replace(best, action=context.aimed(best.action)) for best in merged(passed)]
    return [event_of(best, article) for best in told]


def _bound(head: Token, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether the act is part of a commitment, and so no deed."""
    bound = any(start <= head.idx < end for start, end in taken)
    if bound:
        trace.left("event", head, "it is the trigger or the consequence of a commitment")
    return bound


def read(article: Article) -> list[Reading]:
    """Every act that the article's verbs and event nouns state, real or not."""
    found: list[Reading] = []
    for sent in article.sentences:
        for head in sent:
            entry = entry_of(head, article) if head.pos_ in NOUNS | VERBS else None
            if entry is None:
                continue
            if head.pos_ in NOUNS and not _stands_for_an_act(head, article):
                trace.left("event", head, "the noun names a kind of act, and tells of none")
                continue
            action = action_of(head, article)
            if action is not None:
                trace.found("verbs", "act", vars(entry), head.text, sent.text, head.idx)
                found.append(Reading(head, entry, action, status_of(head, article)))
    return found


def _stands_for_an_act(head: Token, article: Article) -> bool:
    """Whether an event noun tells of an act rather than names a kind of act."""
    above = head.head
    if head.dep_ in {"compound", "amod", "nmod", "npadvmod"}:
        return False
    if head.dep_ in {"dobj", "nsubjpass"} and above.pos_ in VERBS and entry_of(above, article):
        return False
    if lemma(head) in lexicon().classes["two_sided"] and head.dep_ == "pobj":
        return True
    if head.dep_ == "attr" and children(above, "expl"):  # "there were explosions"
        return True
    return any(
        child.lower_ in forms()["definite"]
        or child.lower_ in {"these", "those"}
        or child.dep_ in {"poss", "nummod"}
        or child.i in article.mention_at
        for child in head.children
    )


# --- the gate -----------------------------------------------------------------------------------


def gate(reading: Reading, context: Context, article: Article) -> Candidate | None:
    """The reading as a candidate, or None where it is no event by the codebook."""
    head, date = reading.head, date_of(reading.head, article)
    if barred := _barred(reading, date, article):
        trace.left("event", head, barred)
        return None
    refusal = _refusal(reading)
    if refusal is not None:
        reading = replace(reading, action=refusal, status="actual")
    status = event_status(reading, article)
    if status is None:
        trace.left("event", head, _UNREAL[reading.status])
        return None
    action = two_sided(reading, context.completed(reading), article)
    if status == "denied" and not action.actor:
        action = action.model_copy(update={"actor": _denier(head, article)})
    if not _complete(action, date, head, article):
        trace.left("event", head, "too little is known of it: who acted, on whom, when or where")
        return None
    status = tense(head, action, status)
    if status == "actual" and _is_ahead(date, article):
        status = "planned"
    rule = "refusal" if refusal else "event noun" if head.pos_ in NOUNS else "event verb"
    return Candidate(head, action, status, date if date and len(date) > 4 else None, rule)


def _barred(reading: Reading, date: str | None, article: Article) -> str | None:
    """Why an act is no event whatever its modality, or None."""
    if reading.action.type == "THREATEN":
        return "a threat is a commitment, or nothing; never a deed"
    if _long_ago(date, article):
        return f"it was in {date}, too long before the article: another episode"
    if reading.entry.domestic and not reading.action.recipient:
        return "it is told of one state alone: an affair of its own"
    if _habit(reading.head, reading.action, article):
        return "it is told as a habit or in general, not as one act"
    if _warning(reading):
        return "somebody is told not to do it: a warning, not a wish"
    if _agreed(reading.head, article):
        return "it is what was agreed: one record, the agreement's"
    return None


def _agreed(head: Token, article: Article) -> bool:
    """Whether it is what the parties agreed to do: one record, the agreement's."""
    above = head.head
    if head.dep_ != "xcomp" or above.pos_ not in VERBS:
        return False
    entry = entry_of(above, article)
    return entry is not None and entry.type == "AGREE"


def _warning(reading: Reading) -> bool:
    """Whether somebody is told not to do it: a warning, not a wish."""
    wishes = reading.action.type == "REQUEST"
    return wishes and any(negated(child) for child in children(reading.head, "xcomp"))


def _is_ahead(date: str | None, article: Article) -> bool:
    published = article.document.first_day()
    return bool(date and published and len(date) == 10 and date > published)


def _refusal(reading: Reading) -> Action | None:
    """Turn "will not send the tanks" into a partner's wish refused."""
    head, action = reading.head, reading.action
    will = any(aux.lower_ in cues()["future_modal"] | {"would"} for aux in children(head, "aux"))
    if will and reading.entry.negated and action.type == "REJECT" and action.actor:
        return action
    if will and action.type == "AID" and action.actor and negated(head):
        return action.model_copy(update={"type": "REJECT"})
    return None


def _denier(head: Token, article: Article) -> tuple[str, ...]:
    verb = next((up for up in ancestors(head) if lemma(up) in cues()["disowns"]), None)
    return subject_actors(verb, article) if verb is not None else ()


def _habit(head: Token, action: Action, article: Article) -> bool:
    """Whether no single act is told: "has struck targets for years", "Russia hits a depot"."""
    if any(child.lower_ in cues()["habit"] for child in children(head, "advmod")):
        return True
    named = any(subject.pos_ != "PRON" for subject in children(head, "nsubj"))
    if article.document.kind == "headline" and named:  # its present tense tells news
        return False
    if action.type == "AGREE" and head.tag_ in {"VBZ", "VBP"} and not children(head, "aux"):
        return True
    if action.type not in FORCE or head.pos_ in NOUNS:
        return False
    for prep in children(head, "prep"):
        if prep.lower_ == "for" and any(
            lemma(noun) in {"year", "decade", "month"} and noun.tag_ == "NNS"
            for noun in children(prep, "pobj")
        ):
            return True
    simple_present = head.tag_ in {"VBZ", "VBP"} and not children(head, "aux")
    return simple_present and action.type in {"ASSAULT", "COERCE"}


def _long_ago(date: str | None, article: Article) -> bool:
    published = article.document.first_day()
    if not date or not published or len(published) < 10:
        return False
    day = dt.date.fromisoformat((date + ("-07-01" if len(date) == 4 else "-15"))[:10])
    return (dt.date.fromisoformat(published[:10]) - day).days > history_days()


def _complete(action: Action, date: str | None, head: Token, article: Article) -> bool:
    """Whether enough is known for a record: who acts, or at least on whom force was used.

    A counterpart whose state is left open is a side too: the record says so.
    """
    if (action.actor or action.recipient) and any(map(is_counterpart, _parties(head))):
        return True
    if action.type in {"ASSAULT", "COERCE"}:
        return bool(action.actor or action.recipient)
    if action.type == "CONSULT":
        sides = len({*action.actor, *action.recipient})
        known = (date is not None, place_of(head, article) is not None)
        placed = any(known) if head.pos_ in VERBS and not objects(head) else all(known)
        venue = head.dep_ == "pobj" and head.head.lower_ in {"at", "to", "during"} and date is None
        return (sides > 1 and not venue) or (bool(action.actor) and placed)
    if action.type in {"ACCUSE", "SUPPORT"}:
        return bool(action.actor and (action.recipient or _outspoken(head, article)))
    if action.type == "PROTEST":
        return bool(action.actor or action.recipient)
    return bool(action.actor)


def _parties(head: Token) -> list[Token]:
    """The nouns that a verb sets beside each other: subjects, objects, and who it is done with."""
    through = [n for prep in children(head, "prep", "dative") for n in children(prep, "pobj")]
    return [*children(head, "nsubj", "nsubjpass", "dobj", "dative"), *through]


def _outspoken(head: Token, article: Article) -> bool:
    """Whether the verb itself praises or reproaches, whoever is meant."""
    entry = entry_of(head, article)
    return head.pos_ in VERBS and entry is not None and not entry.clause
