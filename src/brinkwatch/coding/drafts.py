"""A commitment in the making: its slots before repetitions are merged and its life is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brinkwatch.coding import trace
from brinkwatch.coding.attribution import Source, frame_of
from brinkwatch.coding.parsing import Article
from brinkwatch.coding.phrasebook import entries, first, says
from brinkwatch.records import (
    Action,
    Actors,
    Commitment,
    CommitmentKind,
    Life,
    Polarity,
    Strength,
    content_id,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

GOOD = frozenset({"AID", "SUPPORT", "COOPERATE", "AGREE", "CONSULT", "CONCEDE", "RETREAT"})
HARM = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "THREATEN", "ACCUSE", "REJECT"})
_NEGATION = re.compile(r"\b(?:not|never|no|none|n't|nor|neither)\b|n't\b")
_RELATIVE = re.compile(r"(?<=\w) (?:that|which|who|whom) ")
_LITTLE = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "on",
        "at",
        "for",
        "from",
        "by",
        "with",
        "and",
        "or",
        "if",
        "any",
        "its",
        "their",
        "his",
        "her",
        "our",
        "is",
        "are",
        "be",
        "been",
        "was",
        "were",
        "would",
        "will",
        "could",
        "may",
        "might",
        "that",
        "this",
        "such",
        "it",
        "they",
        "he",
        "she",
        "we",
        "as",
        "into",
        "against",
    ]
)
_ANNOUNCED = frozenset(
    {"pledge.verb", "pledge.harm", "pledge.right", "pledge.price", "conditional.nominal"}
)
PROPOSED = "head"
"""The rule of a draft that the encoder proposed."""
SAME_ACT = 0.3  # assumed: share of content words at which two acts of one type are one


@dataclass(frozen=True)
class Draft:
    """The slots of one commitment, and the tokens of its quote."""

    issuer: Actors
    source: Source
    kind: CommitmentKind
    trigger: Action | None
    polarity: Polarity | None
    consequence: Action | None
    start: int
    end: int
    rule: str
    addressee: Actors = ()
    deadline: str | None = None
    mentions: tuple[tuple[int, int], ...] = ()

    def where(self) -> tuple[tuple[int, int], ...]:
        """The token ranges of all statements merged into this one, its own first."""
        return ((self.start, self.end), *self.mentions)


def kind_of(
    trigger: Action | None,
    polarity: Polarity | None,
    consequence: Action | None,
    *,
    forgone: bool,
    deadline: str | None,
    threat: bool = False,
) -> CommitmentKind:
    """The kind by the codebook; `forgone` says that the consequence is an act not done."""
    kind = consequence.type if consequence else None
    if forgone and kind == "REJECT":
        forgone = False  # a refusal is a harm, not an act forgone
    if forgone and kind in GOOD and trigger is not None:
        forgone, kind = False, None
    if forgone:
        return "promise" if kind in {"AID", "SUPPORT", "COOPERATE"} else "assurance"
    if kind in GOOD and not threat and polarity != "unless_done":
        return "promise"
    if trigger is None and polarity is None:
        return "threat"
    if deadline:
        return "ultimatum"
    if polarity == "unless_done" or (trigger is not None and says("ongoing", trigger.text)):
        return "compellent_threat"
    return "deterrent_threat"


def negated(text: str) -> bool:
    """Whether the words deny the act they name; "will not go unanswered" affirms it."""
    lowered = _RELATIVE.split(text.lower(), maxsplit=1)[0]
    for entry in entries("commitments", "affirmed"):
        lowered = entry.pattern.sub(" ", lowered)
    return bool(_NEGATION.search(lowered))


def strength(trigger: Action | None, consequence: Action | None) -> Strength:
    """Explicit with both, partial with one, vague with neither."""
    return ("vague", "partial", "explicit")[(trigger is not None) + (consequence is not None)]


def deadline_in(text: str) -> str | None:
    """The deadline as written in a stretch of the article's words, or None."""
    found = first("commitments", "deadline", text.lower())
    return text[found[1].start() : found[1].end()] if found else None


def starting_in(text: str) -> str | None:
    """The day from which a demand unmet has its cost, as written, or None."""
    found = first("commitments", "starting", text.lower())
    return text[found[1].start() : found[1].end()] if found else None


def unconditional(
    issuer: Actors, source: Source, sent: Span, rule: str, article: Article, *,
    trigger: Action | None = None, consequence: Action | None = None, forgone: bool = False,
    bounds: tuple[int, int] | None = None,
) -> Draft:  # fmt: skip
    """The draft of a commitment that no condition clause opens; `forgone`: an act not done."""
    polarity: Polarity | None = "if_done" if trigger is not None else None
    kind = kind_of(trigger, polarity, consequence, forgone=forgone, deadline=None)
    if rule == "pledge.line":
        kind = "deterrent_threat"
    if kind == "threat" and " otherwise " in sent.text.lower():
        kind = "compellent_threat"
    start, end = bounds or whole(sent)
    frame = frame_of(article.doc[(start + end) // 2], article)
    told = frame.hearers if frame else ()
    hit = consequence.recipient if consequence else ()
    doing = trigger.actor if trigger else ()
    return Draft(
        issuer=issuer, source=source, kind=kind, trigger=trigger, polarity=polarity,
        consequence=consequence, start=start, end=end, rule=rule,
        addressee=tuple(dict.fromkeys(c for c in (*told, *hit, *doing) if c not in issuer)),
        deadline=deadline_in(sent.text) if forgone is False and trigger else None,
    )  # fmt: skip


def whole(sent: Span) -> tuple[int, int]:
    """First and past-last token of a sentence, without the space around it."""
    start, end = sent.start, sent.end
    while end > start and sent.doc[end - 1].is_space:
        end -= 1
    while start < end and sent.doc[start].is_space:
        start += 1
    return start, end


def stems(text: str) -> frozenset[str]:
    """The content words of an act, cut to five letters so that inflections meet."""
    return frozenset(w[:5] for w in re.findall(r"[a-z]+", text.lower()) if w not in _LITTLE)


def alike(a: Action | None, b: Action | None) -> bool:
    """Whether two acts of one commitment are the same: one unsaid, or the same words in part."""
    if a is None or b is None:
        return True
    if a.actor and b.actor and not set(a.actor) & set(b.actor) and a.type != b.type:
        return False
    left, right = stems(a.text), stems(b.text)
    if not left or not right:
        return a.type == b.type
    return len(left & right) / min(len(left), len(right)) >= SAME_ACT


def same_line(a: Draft, b: Draft) -> bool:
    """Whether two drafts state one commitment: issuer, trigger and consequence agree."""
    if not set(a.issuer) & set(b.issuer):
        return False
    if (a.kind in {"assurance", "promise"}) != (b.kind in {"assurance", "promise"}):
        return False
    if (a.start, a.end) == (b.start, b.end) and a.trigger is not None and b.trigger is not None:
        return False
    if a.kind == b.kind == "threat" and {x.rule for x in (a, b)} <= _ANNOUNCED:
        return True
    if "pledge.price" in {a.rule, b.rule} and (a.trigger is not None or b.trigger is not None):
        return not a.addressee or not b.addressee or bool(set(a.addressee) & set(b.addressee))
    if PROPOSED in {a.rule, b.rule} and _repeated(a, b):
        return True
    types = {x.consequence.type if x.consequence else None for x in (a, b)}
    if len(types - {None}) > 1:
        return False
    if a.trigger is None and b.trigger is None:
        return bool(types - {None}) and alike(a.consequence, b.consequence)
    if a.trigger is None or b.trigger is None:
        return None not in types and alike(a.consequence, b.consequence)
    return a.polarity == b.polarity and alike(a.trigger, b.trigger)


def _repeated(a: Draft, b: Draft) -> bool:
    """Whether a draft of the encoder's says in part what another says: its acts are no surer."""
    said = [
        (stems(x.text), stems(y.text))
        for x, y in ((a.trigger, b.trigger), (a.consequence, b.consequence))
        if x is not None and y is not None
    ]
    shares = [len(x & y) / min(len(x), len(y)) for x, y in said if x and y]
    return bool(shares) and sum(shares) / len(shares) >= SAME_ACT


def merged(drafts: list[Draft], doc: Doc) -> list[Draft]:
    """One draft for each commitment; the fullest statement is quoted, the others remembered."""
    out: list[Draft] = []
    for draft in drafts:
        at = next((i for i, other in enumerate(out) if same_line(draft, other)), None)
        if at is None:
            out.append(draft)
            continue
        old = out[at]
        first = (_fullness(old, doc), old.rule != PROPOSED)
        keep, drop = (old, draft) if first >= (_fullness(draft, doc), True) else (draft, old)
        fuller = doc[keep.start : keep.end].text
        trace.left("commitment", doc[drop.start], f"the same is stated more fully in: {fuller}")
        out[at] = replace(
            keep,
            addressee=tuple(dict.fromkeys((*keep.addressee, *drop.addressee))),
            deadline=keep.deadline or drop.deadline,
            mentions=tuple(dict.fromkeys((*keep.mentions, *drop.where()))),
        )
    return out


def _fullness(draft: Draft, doc: Doc) -> tuple[int, bool, int, bool]:
    """How much a statement says: its parts, in its own words, typed, quoted."""
    typed = sum(a is not None and a.type is not None for a in (draft.trigger, draft.consequence))
    direct = any(t.text in {'"', "''", "``"} for t in doc[draft.start : draft.end])
    said = doc[draft.start : draft.end].text
    own = all(a is None or a.text in said for a in (draft.trigger, draft.consequence))
    return (draft.trigger is not None) + (draft.consequence is not None), own, typed, direct


def record(draft: Draft, article: Article, *, life: Life, date: str | None) -> Commitment:
    """The commitment as a record with a verified quote."""
    doc = article.doc
    last = doc[draft.end - 1]
    span = article.quote(doc[draft.start].idx, last.idx + len(last.text))
    types = [a.type if a else None for a in (draft.trigger, draft.consequence)]
    document = article.document
    return Commitment(
        id=content_id(
            document.id, "commitment", span.start, span.end, draft.kind, *types, *draft.issuer
        ),
        document_id=document.id,
        origin=document.origin,
        span=span,
        rule=draft.rule,
        kind=draft.kind,
        issuer=draft.issuer,
        speaker=draft.source.name,
        addressee=tuple(c for c in draft.addressee if c not in draft.issuer),
        trigger=draft.trigger,
        trigger_polarity=draft.polarity,
        consequence=draft.consequence,
        deadline=draft.deadline,
        strength=strength(draft.trigger, draft.consequence),
        life=life,
        date=date,
    )
