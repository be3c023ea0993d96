"""In which PLOVER sector the actors of a record stand: army, government, parliament, press.

The words that stand for an actor tell: "Chadian troops" are MIL, "Chad's parliament" is LEG, a
capital and a leader GOV. A state that is named as a whole has none, nor has a pronoun.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brinkwatch import gazetteer
from brinkwatch.coding.actors import actors_in
from brinkwatch.coding.parsing import Article, children
from brinkwatch.records import Action, Actors, CodedRecord, Commitment, Event, Sectors, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_MODIFIES = ("poss", "amod", "compound", "nmod")


def with_sectors(record: CodedRecord, article: Article) -> CodedRecord:
    """The record with the sectors of those who act, are done to, bind themselves or expect."""
    if isinstance(record, Event):
        act, quote = record.action, (record.span.start, record.span.end)
        at = _place(act, record.span)
        who = _sectors(act.actor, at, article, acting=True)
        sectors = {
            "actor_sector": who or _sectors(act.actor, quote, article, acting=True),
            "recipient_sector": _sectors(act.recipient, at, article, acting=False),
        }
    elif isinstance(record, Commitment):
        who = _of_speaker(record.speaker, record.issuer, record.span, article)
        sectors = {"issuer_sector": who}
    else:
        who = _of_speaker(record.holder_name, record.holder, record.span, article)
        sectors = {"holder_sector": who}
    return record.model_copy(update=sectors)


def _place(action: Action, span: Span) -> tuple[int, int]:
    """Where the words of the act stand in the text; the whole quote where they are not one run."""
    at = span.quote.find(action.text)
    return (
        (span.start, span.end) if at < 0 else (span.start + at, span.start + at + len(action.text))
    )


def _sectors(codes: Actors, at: tuple[int, int], article: Article, *, acting: bool) -> Sectors:
    """The sectors of the codes by the nouns there that stand for them, subjects first or last."""
    words = article.doc.char_span(*at, alignment_mode="expand")
    nouns = [
        t for t in words or () if t.pos_ in {"NOUN", "PROPN", "ADJ"} and t.dep_ not in _MODIFIES
    ]
    found: dict[str, str] = {}
    for noun in sorted(nouns, key=lambda t: (_acts(t) is not acting, t.i)):
        sector = _sector(noun, article)
        for code in set(actors_in(noun, article)) & set(codes) if sector else ():
            found.setdefault(code, sector or "")
    return tuple(dict.fromkeys(found[code] for code in codes if code in found))


def _acts(noun: Token) -> bool:
    """Whether the noun is a subject, or who does it in the passive."""
    while noun.dep_ == "conj" and noun.head.i != noun.i:
        noun = noun.head
    return noun.dep_ == "nsubj" or noun.head.dep_ == "agent"


def _sector(noun: Token, article: Article) -> str | None:
    """By the name itself, the role word, or the name before it: "Lima's claim" is GOV."""
    mention = article.mention_at.get(noun.i)
    if mention is not None:
        return mention.sector
    role = gazetteer.sector_at(noun.sent.text, noun.idx - noun.sent.start_char)
    if role is not None:
        return role
    before = (article.mention_at.get(child.i) for child in children(noun, *_MODIFIES))
    return next((m.sector for m in before if m is not None and m.sector), None)


def _of_speaker(speaker: str | None, codes: Actors, span: Span, article: Article) -> Sectors:
    """The sector of the speaker as written; of an unnamed one that of who acts in the quote.

    Who speaks for nobody has none.
    """
    if {"EXPERT", "AUTHOR"} & set(codes):
        return ()
    if speaker is None:
        return _sectors(codes, (span.start, span.end), article, acting=True)
    for mention in article.mentions:
        if mention.code in codes and mention.sector and mention.text in speaker:
            return (mention.sector,)
    starts = (at for at, char in enumerate(speaker) if char.isalpha())
    role = next((role for at in starts if (role := gazetteer.sector_at(speaker, at))), None)
    return (role,) if role and codes else ()
