"""Finds commitments without a condition clause: threats, promises, assurances, red lines.

Five shapes: a verb of commitment ("vowed to avenge"), a right or readiness ("reserves the right
to", "stands ready to"), an act forgone ("will not send troops"), harm or protection announced
("the raid will not go unanswered", "we will defend"), and a line in so many words ("called X a red
line", "warned them not to X"). The issuer is always a party that speaks of its own conduct.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from brinkwatch.coding import futures, lines, trace, ultimatums
from brinkwatch.coding.attribution import frames, source_of
from brinkwatch.coding.clauses import Clause, end_of
from brinkwatch.coding.drafts import GOOD, HARM, Draft, negated, unconditional
from brinkwatch.coding.futures import FORGONE
from brinkwatch.coding.modality import negated as negated_verb
from brinkwatch.coding.parsing import Article, children, lemma
from brinkwatch.coding.phrasebook import entries, modes, says, words_of
from brinkwatch.coding.slots import act, act_type, camp, doers_of
from brinkwatch.coding.triggers import relative_trigger

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_OTHERS = {"some", "several", "many", "other", "others"}
_HELP = {"AID", "SUPPORT"}


def find(sent: Span, article: Article, before: list[Draft]) -> list[Draft]:
    """The unconditional commitments of a sentence, none over words already bound."""
    taken = [(d.start, d.end) for d in before if sent.start <= d.start < sent.end]
    out: list[Draft] = []
    for draft in (
        *ultimatums.find(sent, article), *_committing(sent, article),
        *lines.intolerable(sent, article), *_entitled(sent, article), *futures.find(sent, article),
        *lines.warnings(sent, article), *lines.lines(sent, article),
    ):  # fmt: skip
        core = (draft.start, draft.end)
        if any(a < core[1] and core[0] < b for a, b in taken):
            continue
        if not any(_repeats(draft, other) for other in out):
            out.append(draft)
    return out


def _repeats(a: Draft, b: Draft) -> bool:
    types = [d.consequence.type if d.consequence else None for d in (a, b)]
    return a.issuer == b.issuer and (types[0] == types[1] or a.kind == b.kind)


# --- verbs of commitment ------------------------------------------------------------------------


def _committing(sent: Span, article: Article) -> Iterator[Draft]:
    for verb in sent:
        mode = modes().get(lemma(verb)) if verb.pos_ == "VERB" else None
        if mode not in {"threaten", "promise", "forgo"} or negated_verb(verb):
            continue
        source = next((f.source for f in frames(article) if f.source.index == verb.i), None)
        if source is None or source.kind != "party" or not source.codes:
            told = source.told() if source is not None else "whoever speaks"
            trace.left("commitment", verb, f"{told} is no party that can bind itself")
            continue
        content = _content(verb, mode)
        if content is None:
            trace.left("commitment", verb, "it is not said what is threatened or promised")
            continue
        trigger, content = relative_trigger(content, article)
        kind = act_type(content, article, answer=True)
        forgone = negated(content.text) or mode == "forgo"
        gives_word = mode == "promise" and lemma(verb) not in words_of("vows")
        if forgone and kind is None and gives_word:
            kind = "COERCE"
        if kind is None and not says("unsaid", content.text):
            trace.left("commitment", verb, "what is threatened or promised is no act of a type")
            continue
        if forgone and kind not in FORGONE:
            trace.left("commitment", verb, "the act forgone is no use of force or pressure")
            continue
        if gives_word and not forgone and kind in HARM and not says("abstain", content.text):
            trace.left("commitment", verb, "a harm is vowed or threatened, it is not promised")
            continue
        good = mode == "promise" and not forgone and kind in GOOD
        planned = kind in _HELP or lemma(verb) == "offer" or verb.dep_ in {"relcl", "acl", "advcl"}
        if good and planned and not says("defend", content.text):
            trace.left("commitment", verb, "aid or talks promised without a condition are a plan")
            continue
        said = act(content, article, actor=source.codes, answer=True, kind=kind) if kind else None
        draft = unconditional(
            source.codes,
            source,
            sent,
            "pledge.verb",
            article,
            trigger=trigger,
            consequence=said,
            forgone=forgone,
        )
        hostile = mode == "threaten" and draft.kind == "promise"
        yield replace(draft, kind="threat") if hostile else draft


def _content(verb: Token, mode: str) -> Clause | None:
    wanted: tuple[str, ...] = ("xcomp", "ccomp", "dobj", "pcomp")
    if mode == "forgo":
        wanted = (*wanted, "advcl", "pobj")
    below = [g for c in children(verb, "prep", "prt") for g in c.children if c.lower_ == "out"]
    clauses = [c for c in children(verb, "ccomp", "xcomp") if c.i > verb.i]
    for child in (*clauses, *verb.children, *below):
        if mode == "threaten" and child.dep_ == "dobj" and not _harm(child):
            continue
        if child.dep_ in wanted and child.i > verb.i:
            end = min(child.right_edge.i + 1, verb.sent.end)
            return Clause(child, min(child.left_edge.i, child.i), end)
        if mode == "threaten" and child.dep_ == "prep" and child.lower_ == "with":
            noun = next(iter(children(child, "pobj")), None)
            if noun is not None:
                return Clause(noun, noun.left_edge.i, noun.right_edge.i + 1)
    below_that = _infinitive(verb)
    if below_that is None:
        return None
    return Clause(below_that, below_that.i, min(below_that.right_edge.i + 1, verb.sent.end))


def _harm(noun: Token) -> bool:
    """Whether what is threatened is a harm, "reprisals", and not whoever is to suffer it."""
    words = noun.doc[noun.left_edge.i : noun.right_edge.i + 1].text
    return noun.ent_type_ not in {"GPE", "NORP", "PERSON"} and (
        says("harm", words) or says("war", words) or says("suffer", words)
    )


def _infinitive(verb: Token) -> Token | None:
    """The first "to V" after the verb, where the parser hung it elsewhere."""
    after = (t for t in verb.subtree if t.i > verb.i and t.tag_ == "VB")
    return next((t for t in after if any(c.lower_ == "to" for c in children(t, "aux"))), None)


def _entitled(sent: Span, article: Article) -> Iterator[Draft]:
    """Reserves the right to, stands ready to, will not hesitate to."""
    lowered = sent.text.lower()
    entry = next(e for e in entries("commitments", "commissive") if e.data["name"] == "reserve")
    for match in entry.pattern.finditer(lowered):
        inside = [
            t for t in sent
            if match.start() <= t.idx - sent.start_char < match.end() and t.pos_ in {"VERB", "AUX"}
        ]  # fmt: skip
        to = next(
            (
                t
                for t in sent
                if t.idx - sent.start_char >= match.end() and t.lower_ in {"to", "of"}
            ),
            None,
        )
        after = [t for t in sent if to is not None and t.i > to.i]
        if not inside or len(after) < 2 or to is None or to.i - inside[-1].i > 12:
            continue
        source = source_of(inside[0], article)
        if any(t.lower_ in _OTHERS for verb in inside for n in children(verb, "nsubj")
               for t in n.subtree):  # fmt: skip
            continue
        subjects = (doers_of(verb, source, article) for verb in reversed(inside))
        doers = next((codes for codes in subjects if codes), ())
        issuer = doers or (source.codes if source.kind == "party" else ())
        own = source.kind == "party" and bool(camp(issuer) & camp(source.codes))
        if not issuer or not own:
            continue
        head = next((t for t in after if t.pos_ in {"VERB", "NOUN"}), after[0])
        content = Clause(head, after[0].i, end_of(after))
        trigger, content = relative_trigger(content, article)
        kind = act_type(content, article, answer=True)
        if kind in HARM - {"THREATEN", "REJECT", "ACCUSE"}:
            said = act(content, article, actor=issuer, answer=True, kind=kind)
            yield unconditional(
                issuer, source, sent, "pledge.right", article, trigger=trigger, consequence=said
            )
