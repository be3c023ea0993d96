"""Finds what was done or said: one Event for each distinct act of an article.

    1. every verb and event noun that the lexicon types is read, whatever its modality;
    2. the gate keeps what was done, goes on, is planned by its actor or denied by a party;
    3. whoever the clause leaves out is supplied from the article's other acts (`context.py`);
    4. the same act told again is merged, and its clearest telling quoted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from brinkwatch.coding.actions import action_of, clause, entry_of
from brinkwatch.coding.actors import subject_actors
from brinkwatch.coding.attribution import source_of
from brinkwatch.coding.context import Context, Reading, participants
from brinkwatch.coding.dates import date_of
from brinkwatch.coding.modality import NOUNS, VERBS, cues, negated, status_of
from brinkwatch.coding.parsing import Article, ancestors, children, lemma, words_of
from brinkwatch.records import Action, Event, EventStatus, content_id

if TYPE_CHECKING:
    from spacy.tokens import Token

FORCE: Final = frozenset({"ASSAULT", "MOBILIZE", "COERCE"})
TWO_SIDED: Final = frozenset({"meeting", "summit", "negotiation", "talk", "call", "conference",
                              "discussion", "conversation", "meet", "confer", "negotiate",
                              "consultation", "debate", "discuss"})  # fmt: skip
MUTUAL: Final = frozenset({"clash", "fight", "battle", "skirmish", "trade", "exchange", "sign", "agree"})
HISTORY_DAYS: Final = 300
"""Assumed: an act dated further back belongs to another episode."""
LONG_SENTENCE: Final = 30
"""Words above which a record quotes the clause and not the sentence (a matter of reading)."""


@dataclass
class Candidate:
    """An act that passed the gate."""

    head: Token
    action: Action
    status: EventStatus
    date: str | None
    rule: str


def find(article: Article, taken: Sequence[tuple[int, int]] = ()) -> list[Event]:
    """The events of an article, in text order.

    `taken` are stretches of text that state the parts of commitments: no deeds stand there.
    """
    readings = _disowned(read(article))
    context = Context(article, readings)
    free = [r for r in readings if not any(start <= r.head.idx < end for start, end in taken)]
    passed = [c for r in free if (c := _gate(r, context, article)) is not None]
    return [_event(best, article) for best in _merge(passed)]


def read(article: Article) -> list[Reading]:
    """Every act that the article's verbs and event nouns state, real or not."""
    found: list[Reading] = []
    for sent in article.sentences:
        for head in sent:
            if head.pos_ not in NOUNS | VERBS or entry_of(head, article) is None:
                continue
            if head.pos_ in NOUNS and not _stands_for_an_act(head, article):
                continue
            action = action_of(head, article)
            if action is not None:
                found.append(Reading(head, action, status_of(head, article)))
    return found


def _disowned(readings: list[Reading]) -> list[Reading]:
    """"The claim that it would attack he called nonsense": the accused party denies the deed."""
    out = list(readings)
    for judge in readings:
        if judge.action.type != "REJECT" or not judge.action.actor:
            continue
        around = [*judge.head.subtree, *judge.head.head.subtree] if judge.head.dep_ == "relcl" else [*judge.head.subtree]
        claims = [t for t in around if lemma(t) in cues()["words"] and children(t, "acl", "ccomp")]
        inside = {t.i for claim in claims for t in claim.subtree}
        for n, deed in enumerate(out):
            if deed.head.i in inside and set(deed.action.actor) & set(judge.action.actor):
                out[n] = Reading(deed.head, deed.action, "denied")
                out = [r for r in out if r.head.i != judge.head.i]
                break
    return out


def _stands_for_an_act(head: Token, article: Article) -> bool:
    """Whether an event noun tells of an act rather than names a kind of act."""
    if head.dep_ in {"compound", "amod", "nmod", "npadvmod"}:
        return False
    if head.dep_ in {"dobj", "nsubjpass"} and head.head.pos_ in VERBS and entry_of(head.head, article):
        return False
    if lemma(head) in TWO_SIDED and head.dep_ == "pobj":
        return True
    if head.dep_ == "attr" and children(head.head, "expl"):  # "there were explosions"
        return True
    return any(
        child.lower_ in {"the", "this", "these", "those", "its", "their", "his", "her"}
        or child.dep_ in {"poss", "nummod"} or child.i in article.mention_at
        for child in head.children
    )  # fmt: skip


# --- the gate --------------------------------------------------------------------------------------


def _gate(reading: Reading, context: Context, article: Article) -> Candidate | None:
    """The reading as a candidate, or None where it is no event by the codebook."""
    head, status = reading.head, reading.status
    date = date_of(head, article)
    if reading.action.type == "THREATEN" or _long_ago(date, article) or _habit(head, reading.action):
        return None
    if reading.action.type == "REQUEST" and any(negated(c) for c in children(head, "xcomp")):
        return None  # "told them not to": a warning, not a wish
    refusal = _refusal(reading)
    if refusal is not None:
        reading, status = Reading(head, refusal, "actual"), "actual"
    elif status == "denied" and entry_of(head, article).negated:  # type: ignore[union-attr]
        status = "actual"
    elif status == "denied" and not _denied_by_party(reading, article):
        return None
    elif status == "planned" and not _announced(reading, article):
        return None
    if status not in {"actual", "ongoing", "planned", "denied"}:
        return None
    action = _two_sided(reading, context.completed(reading), article)
    if status == "denied" and not action.actor:
        action = action.model_copy(update={"actor": _denier(head, article)})
    if not _complete(action, date, head, article):
        return None
    status = _tense(head, action, status)
    if status == "actual" and date and len(date) == 10 and date > (article.document.first_day() or date):
        status = "planned"
    rule = "refusal" if refusal else "event noun" if head.pos_ in NOUNS else "event verb"
    return Candidate(head, action, status, date if date and len(date) > 4 else None, rule)


def _refusal(reading: Reading) -> Action | None:
    """"Will not send the tanks": a partner's wish refused."""
    head, action = reading.head, reading.action
    will = any(aux.lower_ in cues()["future_modal"] for aux in children(head, "aux"))
    if will and action.type == "AID" and action.actor and negated(head):
        return action.model_copy(update={"type": "REJECT"})
    return None


def _denied_by_party(reading: Reading, article: Article) -> bool:
    """Whether the actor, or a verb of denial, disowns the act, rather than the narrator."""
    head, action = reading.head, reading.action
    if any(lemma(up) in cues()["disowns"] for up in ancestors(head)):
        return True
    if action.type not in FORCE or _has_future(head):
        return False
    source = source_of(head, article)
    says = next((up for up in ancestors(head) if lemma(up) in cues()["says"]), None)
    speaker = set(subject_actors(says, article)) if says is not None else set()
    return bool((set(source.codes) | speaker) & set(action.actor))


def _has_future(head: Token) -> bool:
    return any(aux.lower_ in cues()["future_modal"] for aux in children(head, "aux"))


def _denier(head: Token, article: Article) -> tuple[str, ...]:
    verb = next((up for up in ancestors(head) if lemma(up) in cues()["disowns"]), None)
    return subject_actors(verb, article) if verb is not None else ()


def _announced(reading: Reading, article: Article) -> bool:
    """Whether a plan is its actor's own, not a threat and not a forecast."""
    head, action = reading.head, reading.action
    if action.type in {"ASSAULT", "COERCE"}:
        return any(lemma(up) in {"decide", "order", "approve"} for up in ancestors(head))
    if any(child.lower_ in cues()["forecast_adverb"] for child in children(head, "advmod")):
        return False
    return bool(action.actor) and source_of(head, article).kind != "expert" and (
        article.document.kind != "opinion"
    )  # fmt: skip


def _habit(head: Token, action: Action) -> bool:
    """"Has struck targets for years", "Russia hits the depot" (in a scenario): no single act."""
    if any(child.lower_ in cues()["habit"] for child in children(head, "advmod")):
        return True
    if action.type == "AGREE" and head.tag_ in {"VBZ", "VBP"} and not children(head, "aux"):
        return True
    if action.type not in FORCE or head.pos_ in NOUNS:
        return False
    for prep in children(head, "prep"):
        if prep.lower_ == "for" and any(
            lemma(noun) in {"year", "decade", "month"} and noun.tag_ == "NNS" for noun in children(prep, "pobj")
        ):
            return True
    simple_present = head.tag_ in {"VBZ", "VBP"} and not children(head, "aux")
    return simple_present and action.type in {"ASSAULT", "COERCE"}


def _long_ago(date: str | None, article: Article) -> bool:
    published = article.document.first_day()
    if not date or not published or len(published) < 10:
        return False
    day = dt.date.fromisoformat((date + ("-07-01" if len(date) == 4 else "-15"))[:10])
    return (dt.date.fromisoformat(published[:10]) - day).days > HISTORY_DAYS


def _two_sided(reading: Reading, action: Action, article: Article) -> Action:
    """Talks and fights between equals: all who take part are actors, nobody is the recipient."""
    if len(action.actor) > 1 and lemma(reading.head) in MUTUAL:
        return action.model_copy(update={"recipient": ()})
    if action.type != "CONSULT" or lemma(reading.head) not in TWO_SIDED:
        return action
    if reading.head.pos_ in VERBS and len(action.actor) < 2 and action.recipient:
        return action
    return action.model_copy(update={"actor": participants(reading, article), "recipient": ()})


def _complete(action: Action, date: str | None, head: Token, article: Article) -> bool:
    """Whether enough is known for a record: who acts, or at least on whom force was used."""
    if action.type in FORCE:
        return bool(action.actor or action.recipient)
    if action.type == "CONSULT":
        sides = len({*action.actor, *action.recipient})
        placed = date is not None and place_of(head, article) is not None
        venue = head.dep_ == "pobj" and head.head.lower_ in {"at", "to", "during"} and date is None
        return sides > 1 and not venue or sides == 1 and placed
    if action.type in {"ACCUSE", "SUPPORT"}:
        return bool(action.actor and action.recipient)
    return bool(action.actor)


def _tense(head: Token, action: Action, status: str) -> EventStatus:
    """What stands, still refuses or is so far allowed goes on."""
    if status == "actual" and action.type == "AID" and lemma(head) in cues()["promises"]:
        return "planned"
    if status == "actual" and head.pos_ in VERBS and action.type in {"MOBILIZE", "AID", "REJECT", "REQUEST"}:
        adverbs = {child.lower_ for child in children(head, "advmod")}
        auxiliaries = {aux.tag_ for aux in children(head, "aux", "auxpass")}
        present = head.tag_ in {"VBZ", "VBP"} or (head.tag_ == "VBN" and auxiliaries & {"VBZ", "VBP"} and not
                                                  any(lemma(aux) == "have" for aux in children(head, "aux")))
        if adverbs & {"still", "currently", "now", "far"} or (present and action.type != "REQUEST"):
            return "ongoing"
    return status  # type: ignore[return-value]


# --- one record for one act ------------------------------------------------------------------------


def _merge(candidates: list[Candidate]) -> list[Candidate]:
    """The clearest telling of each distinct act, in text order."""
    groups: list[list[Candidate]] = []
    for c in candidates:
        home = next((group for group in groups if all(_same(c, other) for other in group)), None)
        if home is None:
            groups.append([c])
        else:
            home.append(c)
    return [max(group, key=_clarity) for group in groups]


def _same(a: Candidate, b: Candidate) -> bool:
    if a.action.type != b.action.type or (a.status == "denied") != (b.status == "denied"):
        return False
    if a.date and b.date and not (a.date.startswith(b.date) or b.date.startswith(a.date)):
        return False
    if _mutual(a.action) != _mutual(b.action):
        return False
    for mine, theirs in ((a.action.actor, b.action.actor), (a.action.recipient, b.action.recipient)):
        if mine and theirs and not set(mine) & set(theirs):
            return False
    return True


def _mutual(action: Action) -> bool:
    return len(action.actor) > 1 and not action.recipient


def _clarity(c: Candidate) -> tuple[int, bool, int]:
    slots = sum(map(bool, (c.action.actor, c.action.recipient, c.date, c.action.means)))
    return (slots, c.rule != "event noun", -c.head.i)


def _event(c: Candidate, article: Article) -> Event:
    start, end = _quoted(c.head)
    span = article.quote(start, end)
    source = source_of(c.head, article)
    key = (c.action.type, *c.action.actor, "|", *c.action.recipient, c.head.idx)
    return Event(
        id=content_id(article.document.id, "event", span.start, span.end, *key),
        document_id=article.document.id, origin=article.document.origin, span=span, rule=c.rule,
        action=c.action, status=c.status, date=c.date, place=place_of(c.head, article),
        speaker=source.name if source.kind != "author" else None,
    )  # fmt: skip


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
        if token.dep_ != "pobj" or token.head.lower_ not in {"in", "at", "near", "off", "over", "outside", "on"}:
            continue
        place = article.place_at.get(token.i)
        if place is not None:
            return article.document.text[place.start : place.end]
        if token.ent_type_ in {"GPE", "LOC", "FAC"}:
            left = [t for t in token.lefts if t.dep_ in {"compound", "amod", "nmod"} and t.text[0].isupper()]
            start = left[0].idx if left else token.idx
            return article.document.text[start : token.idx + len(token.text)]
    return None
