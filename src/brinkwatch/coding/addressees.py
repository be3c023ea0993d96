"""Says whom a commitment is meant for, where its own words leave that open.

A threat is meant for the other side: the actor outside the issuer's camp that the article names
most, an ally only where no other is named. Being threatened by the issuer elsewhere in the article,
threatening it, or standing nearest before the words counts as `WEIGHT` mentions. An assurance
without a condition and a promise of help are meant for nobody who is not named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from brinkwatch import gazetteer
from brinkwatch.coding.attribution import Frame
from brinkwatch.coding.drafts import Draft
from brinkwatch.coding.parsing import Article
from brinkwatch.coding.phrasebook import says
from brinkwatch.coding.slots import camp
from brinkwatch.records import Action, Actors

_TO_PARTNERS = frozenset({"AID", "SUPPORT", "COOPERATE"})
GROUPS = frozenset({"WEST", "NATO", "EUROPE"})
GROUP_SHARE = 0.5  # assumed: of a member's mentions, from which the group is meant
WEIGHT = 4  # assumed: mentions that one sign of a quarrel outweighs


def named(
    frame: Frame | None, trigger: Action | None, consequence: Action | None, issuer: Actors
) -> Actors:
    """Those told, those it would hit, those whose act it hangs on."""
    told = frame.hearers if frame else ()
    hit = consequence.recipient if consequence else ()
    doing = trigger.actor if trigger else ()
    return tuple(dict.fromkeys(c for c in (*told, *hit, *doing) if c not in issuer))


def addressed(draft: Draft, others: Sequence[Draft], article: Article) -> Draft:
    """The draft with its addressee, and who does what it hangs on, filled in where left out."""
    trigger = draft.trigger
    if _open(draft):
        return draft
    spared = _helped(trigger, others)
    stated = tuple(code for code in draft.addressee if code not in spared)
    if not stated and trigger is not None and says("at_stake", trigger.text):
        return draft
    found = stated or _other_side(draft, spared, others, article)
    if trigger is not None and not trigger.actor and not says("anybody", trigger.text):
        trigger = trigger.model_copy(update={"actor": found[:1]})
    return replace(draft, trigger=trigger, addressee=found)


def _helped(trigger: Action | None, others: Sequence[Draft]) -> Actors:
    """Who gains by the act it hangs on: whom it helps, or whom such acts help elsewhere."""
    if trigger is None or trigger.type not in {"AID", "MOBILIZE"}:
        return ()
    alike = [d.trigger for d in others if d.trigger and d.trigger.type == trigger.type]
    return trigger.recipient or tuple(code for act in alike for code in act.recipient)


def _open(draft: Draft) -> bool:
    """Whether it need not be meant for the other side: an assurance or help, to whom it may be."""
    if draft.kind == "promise":
        helps = draft.consequence is not None and draft.consequence.type in _TO_PARTNERS
        return helps or bool(draft.addressee)
    return draft.kind == "assurance" and draft.trigger is None


def _other_side(draft: Draft, spared: Actors, others: Sequence[Draft], article: Article) -> Actors:
    """Whom the article as a whole sets against the issuer; empty where nobody fits."""
    mine = camp(draft.issuer) | set(spared)
    weight: Counter[str] = Counter(mention.code for mention in article.mentions)
    for other in others:
        if other is not draft and set(other.issuer) & set(draft.issuer):
            doing = other.trigger.actor if other.trigger else ()
            weight.update(dict.fromkeys((*other.addressee, *doing), WEIGHT))
        elif set(other.addressee) & set(draft.issuer):
            weight.update(dict.fromkeys(other.issuer, WEIGHT))
    weight.update(dict.fromkeys(_nearest(draft.start, mine, article), WEIGHT))
    ranked = sorted(
        (code for code in weight if code not in mine),
        key=lambda code: (_bound(code, draft.issuer, article), -weight[code], code),
    )
    if not ranked:
        return ()
    code = ranked[0]
    wider = [g for g in GROUPS & camp((code,)) - mine if weight[g] >= GROUP_SHARE * weight[code]]
    return (max(wider, key=lambda g: (weight[g], g)) if wider else code,)


def _nearest(index: int, mine: frozenset[str] | set[str], article: Article) -> Actors:
    """The nearest actor named before in the paragraph that is neither on one's side nor spared."""
    start = article.paragraph_start(article.doc[index])
    for i in range(index - 1, start - 1, -1):
        mention = article.mention_at.get(i)
        if mention is not None and mention.code not in mine and mention.kind != "demonym":
            return (mention.code,)
    return ()


def _bound(code: str, issuer: Actors, article: Article) -> bool:
    """Whether a pact binds the actor to the issuer."""
    date = article.document.first_day()
    return any(code != own and gazetteer.allied(code, own, date) for own in issuer)
