"""Finds the act that a condition names, who does it, and whether doing or not doing it counts.

The words of the condition decide; where they only point back ("such a step", "the line"), the act
named before does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brinkwatch.coding.clauses import Clause, Conditional
from brinkwatch.coding.drafts import Draft
from brinkwatch.coding.modality import negated
from brinkwatch.coding.parsing import Article, children, lemma
from brinkwatch.coding.phrasebook import lexicon, says, words_of
from brinkwatch.coding.slots import act, act_type, codes_within
from brinkwatch.records import Action, Actors, CommitmentKind, Polarity

if TYPE_CHECKING:
    from spacy.tokens import Span

_ANAPHORA = ("such", "this", "that", "these", "those", "so", "in that", "in such", "in this")
_OPEN = {"any", "another", "further", "such", "next", "every", "a", "an", "renewed", "new"}


def polarity_of(conditional: Conditional) -> Polarity | None:
    """ "If you do not X" hangs on X not being done."""
    if _done(conditional):
        return None
    denied = conditional.shape == "clause" and negated(conditional.condition.head)
    return "unless_done" if denied else conditional.polarity


def trigger_of(
    conditional: Conditional, issuer: Actors, sent: Span, article: Article, before: list[Draft]
) -> Action | None:
    """The act the condition names, or the one it points back to."""
    condition = conditional.condition
    stated = act(condition, article, actor=() if says("at_stake", condition.text) else None)
    if conditional.shape == "imperative":
        stated = stated.model_copy(update={"actor": ()})
    stated = _by_another(stated, condition, issuer, before)
    stated = _by_the_first_named(stated, conditional, article)
    stated = _by_whose_forces(stated, condition, issuer, article)
    if _done(conditional):
        return None
    if not _anaphoric(condition):
        return stated
    named = _named_before(condition, sent, article)
    if named is not None and named.start >= sent.start:
        return act(named, article)
    earlier = next((d for d in reversed(before) if set(d.issuer) & set(issuer) and d.trigger), None)
    if earlier is not None:
        return earlier.trigger
    return act(named, article) if named is not None and stated.type is None else stated


def _by_the_first_named(stated: Action, conditional: Conditional, article: Article) -> Action:
    """Where the parser lost the subject, whoever a condition names first is who acts."""
    condition = conditional.condition
    if stated.actor or conditional.shape != "clause" or says("at_stake", condition.text):
        return stated
    if any(c.dep_ in {"auxpass", "nsubjpass"} for c in condition.head.children):
        return stated
    named = codes_within(condition, article)
    if not named or any(t.pos_ == "ADP" for t in article.doc[condition.start : named[0][0]]):
        return stated
    doer = (named[0][1],)
    rest = tuple(code for _, code in named[1:] if code not in doer)[:1]
    aimed = tuple(c for c in stated.recipient if c not in doer) or rest
    return stated.model_copy(update={"actor": doer, "recipient": aimed})


def _by_whose_forces(stated: Action, condition: Clause, issuer: Actors, article: Article) -> Action:
    """Where nobody is said to act, whose soldiers, ships or missiles are named: "any Thai boat"."""
    if stated.actor:
        return stated
    for token in article.doc[condition.start : condition.end]:
        mention = article.mention_at.get(token.i)
        if mention is None or mention.code in issuer or lemma(token.head) not in words_of("forces"):
            continue
        if token.dep_ in {"amod", "compound", "poss", "nmod"}:
            rest = tuple(code for code in stated.recipient if code != mention.code)
            return stated.model_copy(update={"actor": (mention.code,), "recipient": rest})
    return stated


def _by_another(stated: Action, condition: Clause, issuer: Actors, before: list[Draft]) -> Action:
    """In "if it takes action" the pronoun is the adversary, not the one who threatens."""
    subjects = children(condition.head, "nsubj", "nsubjpass")
    pronoun = any(c.lower_ in {"it", "they", "he", "she"} for c in subjects)
    if not (pronoun and stated.actor and set(stated.actor) <= set(issuer)):
        return stated
    others = [
        d.trigger.actor for d in before if d.trigger and not set(d.trigger.actor) & set(issuer)
    ]
    return stated.model_copy(update={"actor": others[-1] if others else ()})


def _anaphoric(clause: Clause) -> bool:
    """Whether the condition only points back: "one", "such a use", "the line were ignored"."""
    text = clause.text.lower()
    short = clause.end - clause.start <= 8
    opens = text.startswith(tuple(f"{word} " for word in _ANAPHORA))
    return short and (opens or text in {"one", "it", "so", "that"} or says("line", text))


def _done(conditional: Conditional) -> bool:
    """ "The raid will be answered" announces retaliation for what has been done already."""
    condition = conditional.condition
    if conditional.shape != "nominal" or not says("answered", conditional.outcome.text):
        return False
    words = condition.text.lower().split()
    return words[0] in {"the", "this", "that", "his", "its", "their"} and not set(words) & _OPEN


def _named_before(clause: Clause, sent: Span, article: Article) -> Clause | None:
    """The nearest noun phrase before that names an act, in this sentence or the one before."""
    previous = [s for s in article.sentences if s.end <= sent.start][-1:]
    for where in (article.doc[sent.start : clause.start], *previous):
        for chunk in reversed(list(where.noun_chunks)):
            found = Clause(chunk.root, chunk.start, chunk.end)
            if chunk.end <= clause.start and chunk.root.pos_ == "NOUN" and act_type(found, article):
                return found
    return None


def laid_at_the_door(trigger: Action | None, consequence: Action | None) -> Action | None:
    """An agentless trigger is laid at the door of those whom the consequence is to hit."""
    if trigger is None or trigger.actor or consequence is None or trigger.type != "AID":
        return trigger
    return trigger.model_copy(update={"actor": consequence.recipient})


def relative_trigger(content: Clause, article: Article) -> tuple[Action | None, Clause]:
    """The condition inside the object, "sites of any country that arms them", and the rest."""
    for token in article.doc[content.start : content.head.sent.end]:
        opened = {c.lower_ for c in children(token, "det")} & {"any", "those", "every", "all"}
        relative = next((c for c in children(token, "relcl") if c.i > token.i), None)
        if relative is not None and (opened or token.lower_ in {"those", "anyone", "whoever"}):
            clause = Clause(relative, token.i + 1, relative.right_edge.i + 1)
            if token.i + 1 > content.start and token.i > content.head.i:
                return act(clause, article), Clause(content.head, content.start, token.i + 1)
    return None, content


def presumed(trigger: Action | None, kind: CommitmentKind) -> Action | None:
    """The trigger, with the type that most commitments of its kind hang on where it has none."""
    if trigger is None or trigger.type is not None:
        return trigger
    presumed = next(
        row["type"] for row in lexicon("commitments")["presumed"] if kind in row["kinds"]
    )
    return trigger.model_copy(update={"type": presumed})
