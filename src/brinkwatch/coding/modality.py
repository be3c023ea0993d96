"""Says whether an act was done, is going on, is planned, denied, asked for or only supposed.

The verb group and the clauses above it decide: auxiliaries, negation, the verb that governs the
clause (agree to, refuse to, accuse of, call on), and the conjunction that opens it. The words are
data (`lexicon/modality.toml`).
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal, TypeAlias

from brinkwatch.coding.parsing import Article, children, lemma

if TYPE_CHECKING:
    from spacy.tokens import Token

Status: TypeAlias = Literal[
    "actual", "planned", "denied", "ongoing", "hypothetical", "asked", "historical", "metaphor"
]

_UP = {"xcomp", "ccomp", "advcl", "acl", "conj", "pcomp", "pobj", "dobj", "prep", "nsubj",
       "nsubjpass", "attr", "relcl", "parataxis", "csubj", "appos", "compound", "npadvmod",
       "dep", "amod", "agent", "dative", "poss", "oprd"}  # fmt: skip


@cache
def cues() -> dict[str, frozenset[str]]:
    """The cue words of `lexicon/modality.toml`, by what they make of the act below them."""
    text = (resources.files(__package__) / "lexicon" / "modality.toml").read_text("utf-8")
    return {row["name"]: frozenset(row["words"]) for row in tomllib.loads(text)["cue"]}


def status_of(head: Token, article: Article) -> Status:
    """The status of the act whose head (verb or event noun) this is."""
    key = ("status", head.i)
    if key not in article.memo:
        article.memo[key] = _status(head)
    return article.memo[key]  # type: ignore[return-value]


def _status(head: Token) -> Status:
    own = _own(head)
    if own not in {"actual", "ongoing"}:
        return own
    return _governed(head) or own


def _own(head: Token) -> Status:
    """What the verb group itself says."""
    if head.pos_ in {"NOUN", "PROPN"}:
        return _own_noun(head)
    auxiliaries = children(head, "aux", "auxpass")
    words = {lemma(aux) for aux in auxiliaries} | {aux.lower_ for aux in auxiliaries}
    if _conditional(head):
        return "hypothetical"
    if words & cues()["hypothetical_modal"]:
        return "hypothetical"
    if negated(head):
        return "denied"
    if words & cues()["future_modal"] or _going_to(head):
        return "planned"
    if head.tag_ == "VBG" and "be" in words:
        return "ongoing"
    return "actual"


def _own_noun(head: Token) -> Status:
    modifiers = {lemma(child) for child in children(head, "amod", "det", "advmod", "compound")}
    if modifiers & cues()["unreal_modifier"]:
        return "hypothetical"
    if modifiers & cues()["planned_modifier"]:
        return "planned"
    if modifiers & cues()["ongoing_modifier"]:
        return "ongoing"
    if modifiers & cues()["historical_modifier"]:
        return "historical"
    if "no" in modifiers:
        return "denied"
    return "actual"


def negated(head: Token) -> bool:
    """Whether the verb group is negated: not, never, no longer, neither."""
    if any(child.lower_ in cues()["negator"] for child in children(head, "neg", "advmod", "preconj")):
        return True
    return any(
        child.dep_ in {"nsubj", "nsubjpass", "dobj"}
        and any(det.lower_ in {"no", "neither"} for det in children(child, "det"))
        for child in head.children
    )


def _conditional(head: Token) -> bool:
    marks = {child.lower_ for child in children(head, "mark", "advmod")}
    if marks & cues()["condition"]:
        return True
    first = min((child for child in children(head, "aux")), key=lambda t: t.i, default=None)
    subject = children(head, "nsubj", "nsubjpass")
    return (
        first is not None
        and first.lower_ in {"should", "were", "had"}
        and bool(subject)
        and first.i < subject[0].i
    )


def _going_to(head: Token) -> bool:
    return head.dep_ == "xcomp" and head.head.lower_ == "going" and head.tag_ == "VB"


def _governed(head: Token) -> Status | None:
    """What the clauses above make of it, nearest first."""
    token = head
    while token.head.i != token.i and token.dep_ in _UP:
        above = token.head
        word = lemma(above)
        if token.dep_ == "conj":
            if _own(above) in {"hypothetical", "denied"} and not children(token, "nsubj", "nsubjpass"):
                return _own(above)
        elif token.dep_ not in {"nsubj", "nsubjpass", "advcl", "parataxis"}:
            found = _by_governor(token, above, word)
            if found:
                return found
        if token.dep_ in {"nsubj", "nsubjpass"} and above.pos_ in {"VERB", "AUX"}:
            return "hypothetical" if _own(above) == "hypothetical" else None
        token = above
    return None


def _by_governor(token: Token, above: Token, word: str) -> Status | None:
    if _conditional(above):
        return "hypothetical"
    for name, status in (
        ("asks", "asked"), ("plans", "planned"), ("denies", "denied"), ("supposes", "hypothetical"),
    ):  # fmt: skip
        if word in cues()[name]:
            return status  # type: ignore[return-value]
    if token.dep_ in {"xcomp", "acl"} and token.tag_ in {"VB"} and negated(above):
        return "denied"
    return None
