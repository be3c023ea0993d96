"""Fills the slots that commitments and estimates share: the acts, and who does what to whom.

The words of the clause decide the type first (`lexicon/commitments.toml`: "fire missiles" is no
delivery of missiles), the act lexicon of single verbs where they say nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brinkwatch.coding.actions import action_of, means_of
from brinkwatch.coding.actors import actors_in, subject_actors
from brinkwatch.coding.attribution import Source, speaker_before
from brinkwatch.coding.clauses import Clause
from brinkwatch.coding.parsing import Article, children, conjuncts, lemma
from brinkwatch.coding.phrasebook import answer_type, says, type_by_words
from brinkwatch.records import Action, ActionType, Actors

if TYPE_CHECKING:
    from spacy.tokens import Token

_SELF = frozenset({"we", "i", "it", "they", "he", "she"})
_COPULAS = frozenset({"be", "remain", "look", "seem", "appear", "become"})
_GROUPS = frozenset({"WEST", "EUROPE", "NATO", "EU", "UN"})


def words(clause: Clause, article: Article) -> str:
    """The words of a clause as the article has them."""
    doc = article.doc
    last = doc[clause.end - 1]
    return article.document.text[doc[clause.start].idx : last.idx + len(last.text)].strip()


def act_type(clause: Clause, article: Article, *, answer: bool = False) -> ActionType | None:
    """The type of the act a clause states; with `answer` also of an answer left open."""
    text = clause.text.lower()
    found = _of_noun(clause, article) or type_by_words(text)
    if answer and found in {None, "AGREE", "CONSULT", "SUPPORT", "REQUEST"}:
        found = answer_type(text) or found
    if found is None:
        act = action_of(clause.head, article)
        found = act.type if act else None
    return found


def _of_noun(clause: Clause, article: Article) -> ActionType | None:
    """A strike is an attack whatever else is named: "a strike on a base is unlikely"."""
    head = clause.head
    if lemma(head) in _COPULAS:
        head = next(iter(children(head, "nsubj")), head)
    if head.pos_ != "NOUN" or not clause.start <= head.i < clause.end:
        return None
    stated = action_of(head, article)
    return "ASSAULT" if stated is not None and stated.type == "ASSAULT" else None


def act(
    clause: Clause,
    article: Article,
    *,
    actor: Actors | None = None,
    answer: bool = False,
    kind: ActionType | None = None,
) -> Action:
    """The action a clause states, its actor overridden where the caller knows it."""
    found = kind or act_type(clause, article, answer=answer)
    stated = action_of(clause.head, article, actor=actor)
    doers = actor if actor is not None else _doers(clause, article)
    named = codes_within(clause, article)
    targets = stated.recipient if stated else ()
    if not targets:
        others = [(t, c) for t, c in named if c not in doers]
        after = [c for t, c in others if t > clause.head.i] or [c for _, c in others]
        targets = tuple(dict.fromkeys(after))[:1]
    return Action(
        actor=doers,
        type=found,
        recipient=tuple(c for c in targets if c not in doers),
        means=means_of(clause.head, article),
        text=words(clause, article),
    )


def _doers(clause: Clause, article: Article) -> Actors:
    found = subject_actors(clause.head, article)
    if found:
        return found
    subject = next(iter(children(clause.head, "nsubj", "nsubjpass")), None)
    passive = bool(children(clause.head, "auxpass", "nsubjpass"))
    if passive or (subject is None and clause.head.pos_ in {"VERB", "AUX"}):
        return ()
    owner = subject if subject is not None else clause.head
    if says("intent", owner.text):
        return tuple(
            code
            for prep in children(owner, "prep")
            if prep.lower_ in {"of", "by"}
            for noun in children(prep, "pobj")
            for code in actors_in(noun, article)
        )
    return tuple(
        code
        for part in children(owner, "poss", "amod", "compound")
        for code in actors_in(part, article)
    )[:1]


def doers_of(head: Token, source: Source, article: Article) -> Actors:
    """Who acts in a clause that a source states: "we", "it" and "they" are the source itself."""
    subject = next(iter(children(head, "nsubj", "nsubjpass")), None)
    if subject is not None and subject.lower_ in _SELF and source.kind == "party" and source.codes:
        return source.codes
    found = subject_actors(head, article)
    if not found and subject is not None and subject.lower_ in _SELF:
        before = speaker_before(head, article)
        return before.codes if before is not None and before.kind == "party" else ()
    return found


def codes_within(clause: Clause, article: Article) -> list[tuple[int, str]]:
    """The actors named in a clause, with the index of the token that names each."""
    out: list[tuple[int, str]] = []
    for i in range(clause.start, clause.end):
        mention = article.mention_at.get(i)
        if mention and (not out or out[-1][1] != mention.code):
            out.append((i, mention.code))
    return out


def camp(codes: Actors) -> frozenset[str]:
    """The actors that speak for one another: the codes and those they are members of."""
    from brinkwatch import gazetteer

    wider = set(codes)
    for group in _GROUPS:
        if group in codes or any(code in gazetteer.members(group) for code in codes):
            wider.add(group)
    return frozenset(wider)


def parts(clause: Clause) -> list[Clause]:
    """The coordinated clauses of a clause, each with its own words; itself when it has one."""
    heads = [h for h in conjuncts(clause.head) if clause.start <= h.i < clause.end]
    heads = [h for h in heads if h.pos_ in {"VERB", "AUX"}]
    if len(heads) < 2:
        return [clause]
    edges = [clause.start, *(_start_of(h) for h in heads[1:]), clause.end]
    out = []
    for head, low, high in zip(heads, edges, edges[1:], strict=False):
        while high > low and (
            clause.head.doc[high - 1].is_punct
            or clause.head.doc[high - 1].lower_ in {"and", "or", "but"}
        ):
            high -= 1
        if low <= head.i < high:
            out.append(Clause(head, low, high))
    return out or [clause]


def _start_of(head: Token) -> int:
    own = [t.i for c in head.children if c.dep_ not in {"conj", "cc", "punct"} for t in c.subtree]
    return min([head.i, *(i for i in own if i < head.i)])
