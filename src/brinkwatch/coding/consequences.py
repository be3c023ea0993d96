"""Finds the acts that the outcome of a conditional announces, and whether they are acts forgone."""

from __future__ import annotations

from brinkwatch.coding.attribution import source_of
from brinkwatch.coding.clauses import Clause, Conditional
from brinkwatch.coding.drafts import GOOD, Draft, negated
from brinkwatch.coding.parsing import Article, children, lemma
from brinkwatch.coding.phrasebook import first, modes, says, type_by_words, words_of
from brinkwatch.coding.slots import act, act_type, parts
from brinkwatch.records import Action, ActionType, Actors, Polarity

_WILL = {"will", "shall", "would", "'ll", "must", "wo"}
_ANSWERABLE = {"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "THREATEN", "ACCUSE"}


def consequences_of(
    conditional: Conditional,
    issuer: Actors,
    trigger: Action | None,
    polarity: Polarity | None,
    article: Article,
    before: list[Draft],
) -> list[tuple[Action | None, bool]]:
    """The acts announced, one for each type, each with whether it is an act forgone."""
    found: dict[str, tuple[Action | None, bool]] = {}
    outcome = conditional.outcome
    for part in parts(outcome):
        kind = act_type(part, article, answer=True)
        if kind is None:
            continue
        stated = act(part, article, actor=issuer, answer=True, kind=kind)
        if not stated.recipient and trigger and kind in _ANSWERABLE:
            aimed = tuple(c for c in trigger.actor if c not in issuer)
            stated = stated.model_copy(update={"recipient": aimed})
        found.setdefault(kind, (stated, negated(part.text)))
    if found:
        return _specific(found)
    if says("unsaid", outcome.text) or says("line", outcome.text):
        return [(None, False)]
    earlier = next(
        (d.consequence for d in reversed(before) if set(d.issuer) & set(issuer) and d.consequence),
        None,
    )
    if earlier is not None and says("anaphor", outcome.text):
        return [(earlier, False)]
    will = not _WILL.isdisjoint(outcome.text.lower().split())
    meets = conditional.shape == "imperative" or says("suffer", outcome.text)
    meets = meets or (conditional.shape == "nominal" and will)
    if trigger is not None and (meets or _announces(outcome, article)):
        forgone = negated(outcome.text)
        good = trigger.type in GOOD and polarity == "if_done" and conditional.shape == "clause"
        good = (
            good or says("willing", outcome.text) or _mode(outcome, article) == "promise"
        ) and not forgone
        open_ended: ActionType = "CONCEDE" if good else "COERCE"
        said = act(outcome, article, actor=issuer, kind=open_ended)
        return [(said, forgone and polarity != "unless_done")]
    return []


def _mode(outcome: Clause, article: Article) -> str:
    """Promise or threaten where that is the verb ("offered to open"); else how it is said."""
    own = modes().get(lemma(outcome.head))
    return own if own in {"promise", "threaten"} else source_of(outcome.head, article).mode


def _announces(outcome: Clause, article: Article) -> bool:
    """Whether the clause says what will be done: "will V", not "may V", "will be", "will see"."""
    head = outcome.head
    if lemma(head) == "mean" and not children(head, "xcomp"):  # "it would mean that ..."
        return False
    if lemma(head) in {"plan", "intend", "mean"} or entitled(outcome.text):
        return True
    if _mode(outcome, article) in {"promise", "threaten"}:
        return True
    will = any(aux.lower_ in _WILL for aux in children(head, "aux"))
    return will and head.pos_ == "VERB" and lemma(head) not in words_of("mental")


def _specific(
    found: dict[str, tuple[Action | None, bool]],
) -> list[tuple[Action | None, bool]]:
    """ "Will respond and attack" announces an attack: a bare answer beside an act says no more."""
    named = {k: v for k, v in found.items() if v[0] and type_by_words(v[0].text) is not None}
    return list((named if "COERCE" in found and named else found).values())


def entitled(text: str) -> bool:
    """Whether the words claim a right or a readiness: reserves the right, stands ready."""
    found = first("commitments", "commissive", text.lower())
    return found is not None and found[0].data["name"] == "reserve"
