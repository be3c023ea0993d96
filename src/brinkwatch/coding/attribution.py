"""Says whose words or thoughts a clause is: a party's, an expert's, or the author's own.

`framing.find` gives the attributions of an article with the words they cover; the narrowest around
a word decides. Where a sentence has none, the speaker before it in the same paragraph goes on while
the wording shows it (free indirect speech: Banfield, Unspeakable Sentences, 1982): a quotation,
backshifted "would", "from now on", or an expert's reasoning in a report.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from brinkwatch.coding import framing
from brinkwatch.coding.framing import QUOTATION, Frame
from brinkwatch.coding.parsing import Article, lemma
from brinkwatch.coding.phrasebook import addresses
from brinkwatch.coding.sources import AUTHOR, Source, Speakers

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

__all__ = [
    "AUTHOR",
    "Frame",
    "Source",
    "frame_of",
    "frames",
    "named_source",
    "source_of",
    "speaker_before",
]

_GOING_ON = re.compile(r"\b(?:would|could|might|should|henceforth|from now on|(?:is|are) to be)\b")
_WE = frozenset({"we", "us", "our", "ours", "i", "my", "me"})
_AHEAD = re.compile(r"\b(?:will|shall|would|going to|must|let)\b|'ll\b")
_REACH = 2  # assumed: sentences through which a speaker goes on unnamed


def source_of(token: Token, article: Article) -> Source:
    """Who says or thinks the clause of the token; the author when nobody else does."""
    frame = frame_of(token, article)
    if frame is not None:
        return frame.source
    return _carried(token, article)


def frame_of(token: Token, article: Article) -> Frame | None:
    """The narrowest attribution around the token, quotations included."""
    around = [frame for frame in frames(article) if frame.covers(token.i)]
    if around:
        known = [f for f in around if f.source.codes] or around
        return min(known, key=lambda f: (f.end - f.start, abs(f.source.index - token.i)))
    return None


def frames(article: Article) -> list[Frame]:
    """All attributions of the article in reading order, found once."""
    if "frames" not in article.memo:
        article.memo["frames"] = framing.find(article)
    return cast("list[Frame]", article.memo["frames"])


def _carried(token: Token, article: Article) -> Source:
    """The speaker who goes on in this sentence, or the author."""
    sent = token.sent
    start = article.paragraph_start(token)
    before = [f for f in frames(article) if start <= f.source.index < sent.start]
    if article.document.kind == "transcript":
        return _orator(article)
    own = _first_person(sent, article)
    if own is not None:
        return own
    if not before:
        return AUTHOR
    last = max(before, key=lambda f: f.source.index).source
    gap = sum(1 for s in article.sentences if last.index < s.start <= sent.start)
    if _in_quotation(token, article):
        return last
    if gap <= _REACH and _goes_on(sent, article, last):
        return last
    return AUTHOR


def _first_person(sent: Span, article: Article) -> Source | None:
    """The party a report spoke of last, where its sentence goes on as "we" without quotes."""
    if article.document.kind == "opinion":
        return None
    start = article.paragraph_start(sent[0])
    if not any(t.lower_ in _WE for t in sent) and not _addressed(sent, article):
        return None
    frames(article)
    heard = cast("list[tuple[int, Source]]", article.memo["heard"])
    near = [s for i, s in heard if start <= i < sent.start and s.kind == "party" and s.codes]
    return near[-1] if near else None


def _addressed(sent: Span, article: Article) -> bool:
    """Whether the sentence before says only that somebody speaks, and this one looks ahead."""
    if sent.start <= article.paragraph_start(sent[0]) or not _AHEAD.search(sent.text.lower()):
        return False
    before = article.doc[sent.start - 1].sent.root
    clauses = any(c.dep_ in {"ccomp", "parataxis"} for c in before.children)
    return lemma(before) in addresses() and not clauses


def named_source(noun: Token, article: Article) -> Source | None:
    """The source that a noun names by itself; a pronoun stands for the last speaker."""
    if noun.pos_ == "PRON" and noun.lower_ in {"he", "she", "they", "it"}:
        return speaker_before(noun, article)
    return Speakers(article).enter(noun, index=noun.i, mode="think")


def speaker_before(token: Token, article: Article) -> Source | None:
    """The last speaker of the paragraph before the token's sentence."""
    start, sent = article.paragraph_start(token), token.sent
    before = [f for f in frames(article) if start <= f.source.index < sent.start]
    return max(before, key=lambda f: f.source.index).source if before else None


def _goes_on(sent: Span, article: Article, last: Source) -> bool:
    if any(f.own[0] >= sent.start and f.own[1] <= sent.end for f in frames(article)):
        return False
    if last.kind == "party":
        return bool(_GOING_ON.search(sent.text.lower()))
    return article.document.kind != "opinion"


def _in_quotation(token: Token, article: Article) -> bool:
    return any(m.start() <= token.idx < m.end() for m in QUOTATION.finditer(article.document.text))


def _orator(article: Article) -> Source:
    """Who gives the address that a transcript renders: the first person it names."""
    if "orator" not in article.memo:
        found = AUTHOR
        for mention in article.mentions:
            if mention.kind == "leader":
                name = article.document.text[mention.start : mention.end]
                found = Source(name, (mention.code,), "party", 0, "say", True)
                break
        article.memo["orator"] = found
    return cast("Source", article.memo["orator"])
