"""Reads the verb group and the noun phrase: tense, mood, negation, condition.

The words are data (`lexicon/modality.toml`); the grammar is Quirk et al. 1985 (A Comprehensive
Grammar of the English Language, chapters 4, 10, 14).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from brinkwatch.coding.parsing import children, lemma
from brinkwatch.coding.phrasebook import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

Status: TypeAlias = Literal[
    "actual", "planned", "denied", "ongoing", "hypothetical", "asked", "historical", "metaphor"
]
NOUNS = frozenset({"NOUN", "PROPN"})
VERBS = frozenset({"VERB", "AUX"})


@cache
def cues() -> dict[str, frozenset[str]]:
    """The cue words of `lexicon/modality.toml`, by what they make of the act below them."""
    return {row["name"]: frozenset(row["words"]) for row in lexicon("modality")["cue"]}


def own_verb(head: Token) -> Status:
    """What the verb group says: condition, modal, negation, future, progressive, mood."""
    words = modals(head)
    if (
        conditional(head)
        or _has_condition(head)
        or _whatever(head)
        or words & cues()["hypothetical_modal"]
    ):
        return "hypothetical"
    if _question(head):
        return "asked"
    if negated(head):
        return "denied"
    if words & cues()["future_modal"] or _going_to(head):
        return "planned"
    if imperative(head):
        return "asked"
    if head.tag_ == "VBG" and any(lemma(aux) == "be" for aux in children(head, "aux")):
        return "ongoing"
    return "actual"


def own_noun(head: Token) -> Status:
    """What the noun's modifiers say: any, possible, planned, ongoing, earlier, no."""
    beside = children(head, "amod", "det", "advmod", "compound")
    modifiers = {lemma(child) for child in beside} | {child.lower_ for child in beside}
    for name, status in (
        ("unreal_modifier", "hypothetical"),
        ("planned_modifier", "planned"),
        ("ongoing_modifier", "ongoing"),
        ("historical_modifier", "historical"),
    ):
        if modifiers & cues()[name]:
            return cast("Status", status)
    return "denied" if "no" in modifiers else "actual"


def modals(head: Token) -> set[str]:
    """The auxiliaries of a verb group; a coordinated verb without its own shares the first's."""
    own = children(head, "aux", "auxpass")
    if (
        not own
        and head.dep_ == "conj"
        and head.head.pos_ in VERBS
        and not children(head, "nsubj", "nsubjpass")
    ):
        return modals(head.head)
    return {lemma(aux) for aux in own} | {aux.lower_ for aux in own}


def negated(head: Token) -> bool:
    """Whether the verb group is negated: not, never, no longer, neither, nobody."""
    negators = cues()["negator"]
    if any(child.lower_ in negators for child in children(head, "neg", "advmod", "preconj", "cc")):
        return True
    for child in children(head, "nsubj", "nsubjpass", "dobj", "attr"):
        if child.lower_ in {"nobody", "none", "nothing", "neither"}:
            return True
        if any(det.lower_ in {"no", "neither"} for det in children(child, "det")):
            return True
    return False


def conditional(head: Token) -> bool:
    """Whether the clause itself is a condition: if, unless, until, an inverted should or were."""
    if {child.lower_ for child in children(head, "mark", "advmod")} & cues()["condition"]:
        return True
    first = min(children(head, "aux", "auxpass"), key=lambda t: t.i, default=None)
    subject = children(head, "nsubj", "nsubjpass")
    if first is None or not subject or first.i > subject[0].i:
        return False
    return first.lower_ in {"should", "were", "had"} and head.dep_ in _FRONTED


_FRONTED = {"advcl", "ROOT", "ccomp", "dep"}


def _has_condition(head: Token) -> bool:
    """Whether the clause is the main clause of a condition."""
    temporal = {"once", "until", "whether"}
    return any(
        conditional(child)
        and not temporal & {mark.lower_ for mark in children(child, "mark", "advmod")}
        for child in children(head, "advcl")
    )


def _whatever(head: Token) -> bool:
    """Whether it is a free relative, which names no act: "what we deploy depends on them"."""
    return head.tag_ in {"VBP", "VBZ"} and any(
        child.lower_ in {"what", "whatever", "whoever"} for child in children(head, "dobj", "nsubj")
    )


def _question(head: Token) -> bool:
    if head.dep_ != "ROOT":
        return False
    last = next((t for t in reversed(head.sent) if not t.is_space and t.text not in "\"')"), head)
    return last.text == "?"


def imperative(head: Token) -> bool:
    """A bare command: "Withdraw the troops"."""
    return (
        head.tag_ == "VB"
        and head.dep_ == "ROOT"
        and not children(head, "nsubj", "nsubjpass", "aux", "auxpass")
    )


def _going_to(head: Token) -> bool:
    return head.dep_ == "xcomp" and head.head.lower_ == "going" and head.tag_ == "VB"


def infinitive(token: Token) -> bool:
    """An infinitive with its "to": "to withdraw"."""
    return token.tag_ == "VB" and any(aux.lower_ == "to" for aux in children(token, "aux"))


def perfect(token: Token) -> bool:
    """A perfect infinitive: "to have heeded"."""
    return token.tag_ == "VBN" and any(aux.tag_ == "VB" for aux in children(token, "aux"))
