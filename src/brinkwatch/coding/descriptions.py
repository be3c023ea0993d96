"""Whom a description of an office holder means: by office and the article's date, or left open.

"The Iranian president" is who held that office on the day; "his British counterpart" who held the
same office, or the one that does its work, for the state named. Where no state is named beside a
counterpart, nobody is guessed: the record says that it was left open.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from brinkwatch import gazetteer
from brinkwatch.coding.actors import actors_in
from brinkwatch.coding.parsing import Article, children
from brinkwatch.coding.references import is_counterpart, is_pair
from brinkwatch.coding.sources import written
from brinkwatch.records import Actors, CodedRecord, Described

if TYPE_CHECKING:
    from spacy.tokens import Token

OPEN = "left open: the words name no state"


def described_in(record: CodedRecord, article: Article) -> tuple[Described, ...]:
    """The office holders that the record's quote describes without naming them, in text order."""
    quoted = article.doc.char_span(record.span.start, record.span.end, alignment_mode="expand")
    found = [one for token in quoted or () for one in _described(token, article)]
    return tuple(dict.fromkeys(found))


def _described(token: Token, article: Article) -> Iterator[Described]:
    """What the noun describes; nothing of a name or of any other noun."""
    if is_counterpart(token):
        codes, office = actors_in(token, article), _office_of_other(token, article)
        yield _told(_words(token, article), codes, office, article)
    elif is_pair(token):
        codes = actors_in(token, article)
        basis = "the last two named before" if codes else OPEN
        yield Described(text=_words(token, article), actor=codes, basis=basis)
    elif (mention := article.mention_at.get(token.i)) and mention.kind == "office":
        after = article.mention_at.get(token.i + 1)
        named = [article.mention_at.get(t.i) for t in children(token, "appos")]
        if after != mention and not any(m and m.person for m in (after, *named)):
            office = _office(mention.text)
            if office is not None:
                yield _told(mention.text, (mention.code,), office, article)


def _told(words: str, codes: Actors, office: str | None, article: Article) -> Described:
    """The description with the holder of the office on the article's date, where known."""
    date = article.document.first_day()
    if not codes:
        return Described(text=words, actor=(), basis=OPEN)
    if office is None:
        return Described(text=words, actor=codes, basis="the state named; the office is not known")
    if date is None or len(codes) > 1:
        why = "several states" if date else "the article's date is not known"
        return Described(text=words, actor=codes, basis=f"{office}; {why}, so no holder is named")
    person = gazetteer.holder(codes[0], office, date)
    held = f"{office} on {date}" if person else f"{office}; who held it on {date} is not known"
    return Described(text=words, actor=codes, person=person, basis=held)


def _office_of_other(token: Token, article: Article) -> str | None:
    """The office of whoever's counterpart it is: the last office holder before it."""
    start = article.paragraph_start(token)
    for i in range(token.i - 1, start - 1, -1):
        mention = article.mention_at.get(i)
        if mention is None:
            continue
        if mention.person:
            return gazetteer.held(mention.person, article.document.first_day())
        if mention.kind == "office":
            return _office(mention.text)
    return None


def _office(text: str) -> str | None:
    """The office in the words of a mention: of "Iran's foreign minister" the last two."""
    words = text.split()
    offices = (gazetteer.office_of(" ".join(words[at:])) for at in range(len(words)))
    return next((office for office in offices if office), None)


def _words(token: Token, article: Article) -> str:
    return written(token, article) or token.text
