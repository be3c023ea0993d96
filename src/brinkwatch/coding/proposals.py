"""Records where the rules found none: the encoder points to the words, rules fill the slots.

A proposal is only made in a sentence that the encoder takes for one that holds such a record;
whether it stands is decided by its confidence (`confidence.py`). The party bound, who acts, who
holds a view are read by the same rules as for every other record, and where these are silent, from
the actors that the encoder marks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from brinkwatch.coding.actions import clause
from brinkwatch.coding.actors import object_actors, subject_actors
from brinkwatch.coding.attribution import Source, source_of
from brinkwatch.coding.clauses import Clause
from brinkwatch.coding.context import Reading
from brinkwatch.coding.dates import date_of
from brinkwatch.coding.drafts import PROPOSED, Draft, deadline_in, whole
from brinkwatch.coding.heads.labels import ACTS, BANDS, KINDS, STATUSES
from brinkwatch.coding.heads.readings import Readings, Stretch
from brinkwatch.coding.parsing import Article
from brinkwatch.coding.phrasebook import lexicon
from brinkwatch.coding.slots import act, act_type
from brinkwatch.coding.tellings import Candidate
from brinkwatch.records import (
    Action,
    ActionType,
    Actors,
    Band,
    CommitmentKind,
    EventStatus,
    Polarity,
)

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

RULE = PROPOSED
_SET = lexicon("proposals")
LEAST, WORD, PARTY = _SET["least"], _SET["word"], _SET["party"]
DOUBT, SURE, REACH = _SET["doubt"], _SET["sure"], _SET["reach"]


def commitments(sent: Span, article: Article, found: Sequence[Draft]) -> list[Draft]:
    """The commitment that a sentence holds by the encoder, where the rules found none in it."""
    heads = article.heads
    if heads is None or any(d.start < sent.end and sent.start < d.end for d in found):
        return []
    low, high = sent.start_char, sent.end_char
    if heads.sentence("commitment", low, high) < LEAST or sent.text.rstrip().endswith("?"):
        return []
    consequence, trigger = (_part(tag, sent, article) for tag in ("consequence", "trigger"))
    anchor = consequence or trigger
    if anchor is None:
        return []
    source = source_of(anchor.head, article)
    issuer = _issuer(source, anchor.head, sent, article, heads)
    sought = _act(trigger, article, heads) if trigger else None
    if sought is not None and set(sought.actor) & set(issuer):
        issuer = _bound(consequence, article, set(sought.actor)) or issuer
        kept = tuple(code for code in sought.actor if code not in issuer)
        sought = sought.model_copy(update={"actor": kept})
    if not issuer:
        return []
    kind = cast("CommitmentKind", _likeliest("kind", KINDS, low, high, heads))
    done = heads.sentence("unless_done", low, high) < 0.5
    polarity: Polarity | None = ("if_done" if done else "unless_done") if trigger else None
    threatened = _act(consequence, article, heads, actor=issuer) if consequence else None
    named = _in_role("addressee", sent, article, heads)
    hit = threatened.recipient if threatened else ()
    doing = sought.actor if sought else ()
    start, end = whole(sent)
    return [
        Draft(
            issuer=issuer, source=source, kind=kind, trigger=sought, polarity=polarity,
            consequence=threatened, start=start, end=end, rule=RULE,
            deadline=deadline_in(sent.text) if kind == "ultimatum" else None,
            addressee=tuple(dict.fromkeys(c for c in (*hit, *doing, *named) if c not in issuer)),
        )
    ]  # fmt: skip


def _bound(consequence: Clause | None, article: Article, others: set[str]) -> Actors:
    """Who does what is announced, where it is none of those whose act is to be answered."""
    doing = subject_actors(consequence.head, article) if consequence is not None else ()
    return () if set(doing) & others else doing


def typed(draft: Draft, article: Article) -> Draft:
    """The draft with the act of its trigger typed anew where the encoder is sure against the rules.

    The words of a demand are open-ended ("so much as a survey vessel"), those of a consequence are
    not: its type is left to the rules.
    """
    trigger, heads = draft.trigger, article.heads
    if heads is None or trigger is None or draft.rule == RULE:
        return draft
    words = article.doc[draft.start : draft.end]
    at = article.document.text.find(trigger.text, words.start_char, words.end_char)
    opinions = heads.act(at, at + len(trigger.text)) if at >= 0 else {}
    kind = max(opinions, key=lambda name: opinions[name], default=None)
    if kind is None or (
        trigger.type and not opinions[trigger.type] < DOUBT < SURE <= opinions[kind]
    ):
        return draft
    return replace(draft, trigger=trigger.model_copy(update={"type": kind}))


def _issuer(source: Source, anchor: Token, sent: Span, article: Article, heads: Readings) -> Actors:
    """The party whose words they are; in a report also whoever is bound by its own verb.

    What an expert says, or an author in his own voice, binds nobody, whatever the encoder takes it
    for: a report tells a commitment of its own when the party is the one that acts in it.
    """
    if source.kind == "party" and source.codes:
        return source.codes
    if source.kind == "expert" or article.document.kind in {"opinion", "analysis"}:
        return ()
    told = _named("issuer", sent, article, heads)
    doing = set(subject_actors(sent.root, article)) | set(subject_actors(anchor, article))
    return tuple(code for code in told if code in doing)


def events(
    read: Sequence[Reading],
    passed: Sequence[Candidate],
    complete: Callable[[Reading], Action],
    free: Callable[[int], bool],
    article: Article,
) -> list[Candidate]:
    """Acts of types that a sentence holds by the encoder, and that no candidate of it has.

    `read` are the acts that its verbs and nouns state, real or not; `complete` supplies who is left
    out; `free` says whether a code point is outside the parts of commitments.
    """
    heads = article.heads
    out: list[Candidate] = []
    for sent in article.sentences if heads is not None else ():
        assert heads is not None
        low, high = sent.start_char, sent.end_char
        have = {c.action.type for c in passed if c.head.sent == sent}
        for kind in ACTS:
            if kind in have or heads.sentence(f"event:{kind}", low, high) < LEAST:
                continue
            found = _told(cast("ActionType", kind), sent, read, complete, article, heads)
            if found is not None and free(found.head.idx):
                out.append(found)
    return out


def _told(
    kind: ActionType, sent: Span, read: Sequence[Reading],
    complete: Callable[[Reading], Action], article: Article, heads: Readings,
) -> Candidate | None:  # fmt: skip
    """The act of a type: as a verb or noun of the sentence states it, or as the encoder marks."""
    status = cast(
        "EventStatus", _likeliest("status", STATUSES, sent.start_char, sent.end_char, heads)
    )
    stated = [r for r in read if r.head.sent == sent and r.action.type == kind]
    if stated:
        best = max(stated, key=lambda r: _marked("event", r.head, heads))
        if _marked("event", best.head, heads) >= LEAST:
            action = complete(best)
            doer = action.actor or _named("actor", sent, article, heads)
            aimed = tuple(code for code in action.recipient if code not in doer)
            action = action.model_copy(update={"actor": doer, "recipient": aimed})
            return _candidate(best.head, action, status, article) if doer else None
    shares = [
        (heads.act(s.start, s.end).get(kind, 0.0), s)
        for s in heads.stretches("event", sent.start_char, sent.end_char, WORD)
    ]
    share, stretch = max(shares, key=lambda pair: pair[0], default=(0.0, None))
    head = _root(stretch, article) if stretch is not None and share >= LEAST else None
    if head is None:
        return None
    actor = subject_actors(head, article) or _named("actor", sent, article, heads)
    if not actor:
        return None
    target = object_actors(head, article) or _in_role("recipient", sent, article, heads)[:1]
    start, end = clause(head)
    action = Action(
        actor=actor,
        type=kind,
        recipient=tuple(c for c in target if c not in actor),
        text=article.document.text[start:end],
    )
    return _candidate(head, action, status, article)


def _candidate(head: Token, action: Action, status: EventStatus, article: Article) -> Candidate:
    date = date_of(head, article)
    return Candidate(head, action, status, date if date and len(date) > 4 else None, RULE)


def phrases(sent: Span, article: Article) -> list[tuple[int, int, Band]]:
    """The hedging words that the encoder marks, as tokens, with the band it reads."""
    heads = article.heads
    if heads is None or not expected(sent, article):
        return []
    low, high = sent.start_char, sent.end_char
    band = cast("Band", _likeliest("band", BANDS, low, high, heads))
    spans = [_tokens(s, article) for s in heads.stretches("phrase", low, high, WORD)]
    return [(span.start, span.end, band) for span in spans if span is not None][:1]


def expected(sent: Span, article: Article) -> bool:
    """Whether the encoder takes the sentence to hold an estimate."""
    heads = article.heads
    return heads is not None and (
        heads.sentence("estimate", sent.start_char, sent.end_char) >= LEAST
    )


# --- from tags to tokens --------------------------------------------------------------------------


def _likeliest(
    group: str, names: Sequence[str], start: int, end: int, heads: Readings
) -> str:  # fmt: skip
    return max(names, key=lambda name: heads.sentence(f"{group}:{name}", start, end))


def _part(tag: str, sent: Span, article: Article) -> Clause | None:
    """The words of the sentence that are most surely the part, as a clause."""
    assert article.heads is not None
    for stretch in article.heads.stretches(tag, sent.start_char, sent.end_char, WORD):
        span = _tokens(stretch, article)
        if span is None or not any(t.pos_ in {"VERB", "AUX", "NOUN", "PROPN"} for t in span):
            continue
        part = Clause(span.root, span.start, span.end)
        if len(span) > 1 or act_type(part, article, answer=True) is not None:
            return part
    return None


def _act(part: Clause, article: Article, heads: Readings, actor: Actors | None = None) -> Action:
    """The action of a part; its type from the words, or else from the encoder."""
    words = article.doc[part.start : part.end]
    opinions = heads.act(words.start_char, words.end_char)
    kind = act_type(part, article, answer=True)
    if opinions and (kind is None or opinions.get(kind, 0.0) < LEAST):
        kind = cast("ActionType", max(opinions, key=lambda name: opinions[name]))
    return act(part, article, actor=actor, answer=True, kind=kind)


def _marked(tag: str, token: Token, heads: Readings) -> float:
    return heads.tagged(tag, token.idx, token.idx + len(token.text))


def _in_role(role: str, sent: Span, article: Article, heads: Readings) -> Actors:
    """The actors named in the sentence in a role by the encoder, the surest first."""
    low, high = sent.start_char, sent.end_char
    named = [m for m in article.mentions if low <= m.start < high]
    rated = [(heads.tagged(role, m.start, m.end), -m.start, m.code) for m in named]
    return tuple(dict.fromkeys(code for p, _, code in sorted(rated, reverse=True) if p >= PARTY))


def _named(role: str, sent: Span, article: Article, heads: Readings) -> Actors:
    """The surest actor in a role, named in the sentence or shortly before in its paragraph."""
    start = article.paragraph_start(sent[0])
    before = [s for s in article.sentences if start <= s.start <= sent.start][-REACH:]
    found = (_in_role(role, s, article, heads)[:1] for s in reversed(before))
    return next((codes for codes in found if codes), ())


def _tokens(stretch: Stretch, article: Article) -> Span | None:
    span = article.doc.char_span(stretch.start, stretch.end, alignment_mode="expand")
    while span is not None and len(span) and (span[-1].is_punct or span[-1].is_space):
        span = span[:-1]
    return span if span is not None and len(span) else None


def _root(stretch: Stretch, article: Article) -> Token | None:
    span = _tokens(stretch, article)
    return span.root if span is not None else None
