"""Says whether an act, as its clause tells it, stands as an event: done, going on, planned, denied.

The modality decides first (`modality.py`); a plan must be its actor's own, a denial a party's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from brinkwatch.coding.actors import subject_actors
from brinkwatch.coding.attribution import source_of
from brinkwatch.coding.context import Reading
from brinkwatch.coding.modality import conditional, cues, negated, status_of
from brinkwatch.coding.parsing import Article, ancestors, children, lemma
from brinkwatch.coding.verbgroups import VERBS, Status
from brinkwatch.records import Action, EventStatus

if TYPE_CHECKING:
    from spacy.tokens import Token

FORCE: Final = frozenset({"ASSAULT", "MOBILIZE", "COERCE"})
PEACEFUL: Final = frozenset({"AID", "RETREAT", "CONSULT", "COOPERATE", "CONCEDE", "MOBILIZE"})


def event_status(reading: Reading, article: Article) -> EventStatus | None:
    """The status as an event's, or None where the modality keeps the act from being one."""
    status = _purpose(reading, article)
    if status == "denied":
        if reading.entry.negated:
            return "actual"
        return "denied" if _denied_by_party(reading, article) else None
    if status == "planned":
        return "planned" if _announced(reading, article) else None
    return status if status in {"actual", "ongoing"} else None


def _purpose(reading: Reading, article: Article) -> Status:
    """What was said to a purpose was said: "telephoned him to ask for help", "a note asking"."""
    head = reading.head
    if reading.action.type in PEACEFUL and _reported_future(head):
        return "planned"
    spoken = reading.status == "hypothetical" and reading.action.type in {"REQUEST", "ACCUSE"}
    if not spoken or head.dep_ not in {"advcl", "acl"} or head.tag_ not in {"VB", "VBG"}:
        return reading.status
    verb = next((up for up in ancestors(head) if up.pos_ in VERBS), None)
    return "actual" if verb is not None and status_of(verb, article) == "actual" else reading.status


def _reported_future(head: Token) -> bool:
    """Whether "would" is a past "will": "Rabat said that it would send a brigade"."""
    above, own = head.head, {aux.lower_ for aux in children(head, "aux", "auxpass")}
    told = head.dep_ == "ccomp" and above.tag_ == "VBD" and lemma(above) in cues()["says"]
    if any(conditional(child) for child in children(head, "advcl")):
        return False
    return told and own & cues()["hypothetical_modal"] == {"would"} and not negated(head)


def _denied_by_party(reading: Reading, article: Article) -> bool:
    """Whether the actor, or a verb of denial, disowns the act, rather than the narrator."""
    head, action = reading.head, reading.action
    if reading.disowned or any(lemma(up) in cues()["disowns"] for up in ancestors(head)):
        return True
    if action.type not in FORCE or _has_future(head):
        return False
    source = source_of(head, article)
    says = next((up for up in ancestors(head) if lemma(up) in cues()["says"]), None)
    speaker = set(subject_actors(says, article)) if says is not None else set()
    return bool((set(source.codes) | speaker) & set(action.actor))


def _has_future(head: Token) -> bool:
    return any(aux.lower_ in cues()["future_modal"] for aux in children(head, "aux"))


def _announced(reading: Reading, article: Article) -> bool:
    """Whether a plan is its actor's own, not a threat and not a forecast."""
    head, action = reading.head, reading.action
    if action.type in {"ASSAULT", "COERCE"}:
        return any(lemma(up) in {"decide", "order", "approve"} for up in ancestors(head))
    if lemma(head.head) == "expect" and action.type not in {"CONSULT", "REQUEST"}:
        return False
    if any(child.lower_ in cues()["forecast_adverb"] for child in children(head, "advmod")):
        return False
    if any(set(_openings(clause)) & cues()["proviso"] for clause in children(head, "advcl")):
        return False
    return (
        bool(action.actor)
        and source_of(head, article).kind != "expert"
        and (article.document.kind != "opinion")
    )


def _openings(clause: Token) -> list[str]:
    """The words that open a subordinate clause."""
    return [child.lower_ for child in children(clause, "mark", "advmod", "prep")]


def tense(head: Token, action: Action, status: str) -> EventStatus:
    """What stands, still refuses or is so far allowed goes on."""
    if status == "actual" and action.type == "AID" and lemma(head) in cues()["promises"]:
        return "planned"
    if (
        status == "actual"
        and head.pos_ in VERBS
        and action.type in {"MOBILIZE", "AID", "REJECT", "REQUEST"}
    ):
        adverbs = {child.lower_ for child in children(head, "advmod")}
        auxiliaries = {aux.tag_ for aux in children(head, "aux", "auxpass")}
        present = head.tag_ in {"VBZ", "VBP"} or (
            head.tag_ == "VBN"
            and auxiliaries & {"VBZ", "VBP"}
            and not any(lemma(aux) == "have" for aux in children(head, "aux"))
        )
        if adverbs & {"still", "currently", "now", "far"} or (present and action.type != "REQUEST"):
            return "ongoing"
    return status  # type: ignore[return-value]
