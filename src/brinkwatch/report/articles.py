"""Articles with their coded sentences marked, so that every quote links to its place.

A record's quote is `<mark id="r-RECORD ID">`. Quotes may overlap: the text is cut at every start
and end, and a piece under several quotes lies in several marks; the id stands where a quote begins.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

from markupsafe import Markup, escape

from brinkwatch.records import CodedRecord, Document, Estimate, Event
from brinkwatch.report.wording import inert

Nature: TypeAlias = Literal["fact", "claim", "judgement", "assumption"]

NATURES: dict[Nature, str] = {
    "fact": "an outlet reports it as done, going on or planned, in its own voice",
    "claim": "somebody in the article says it: a threat, a promise, a denial, an allegation",
    "judgement": "an estimate by an expert, author or actor, or a step the program inferred",
    "assumption": "a number that no sentence and no history supports",
}
"""The four kinds of statement a report keeps apart, and what each means."""


def nature(record: CodedRecord) -> Nature:
    """Whether a record is a reported fact, a claim or a judgement.

    An event is a fact when the outlet reports it in its own voice, a claim when the article names
    who says so or it is denied; a commitment is a claim; an estimate is a judgement.
    """
    if isinstance(record, Estimate):
        return "judgement"
    if isinstance(record, Event) and not record.speaker and record.status != "denied":
        return "fact"
    return "claim"


@dataclass(frozen=True)
class Quote:
    """A record's words and where they stand: `page.txt, line 12`."""

    record_id: str
    text: str
    where: str
    nature: Nature

    @property
    def anchor(self) -> str:
        """The id of the mark in the article."""
        return f"r-{self.record_id}"


def quotes(records: Iterable[CodedRecord], documents: Iterable[Document]) -> dict[str, Quote]:
    """The quote of every record, by record id."""
    known = {document.id: document for document in documents}
    return {
        record.id: Quote(record.id, record.span.quote, _where(record, known), nature(record))
        for record in records
    }


def _where(record: CodedRecord, known: dict[str, Document]) -> str:
    document = known.get(record.document_id)
    return document.where(record.span.start) if document else record.origin


def marked(document: Document, records: Iterable[CodedRecord]) -> Markup:
    """The cleaned text as paragraphs, one a line, with the document's records marked.

    Raises:
        SpanError: a record's quote does not stand in the document.
    """
    mine = sorted(
        (record for record in records if record.document_id == document.id),
        key=lambda record: (record.span.start, -record.span.end, record.id),
    )
    for record in mine:
        record.span.verify(document)
    unplaced = {record.id for record in mine}
    edges = {edge for record in mine for edge in (record.span.start, record.span.end)}
    paragraphs, start = [], 0
    for line in document.text.split("\n"):
        end = start + len(line)
        if line.strip():
            cuts = [start, *sorted(edge for edge in edges if start < edge < end), end]
            pieces = [
                _piece(document.text, cut, after, mine, unplaced) for cut, after in pairwise(cuts)
            ]
            paragraphs.append(Markup("<p>{}</p>").format(Markup().join(pieces)))
        start = end + 1
    return Markup("\n").join(paragraphs)


def _piece(
    text: str, start: int, end: int, records: list[CodedRecord], unplaced: set[str]
) -> Markup:
    """The text between two cuts inside the marks of the records that cover it."""
    piece = escape(inert(text[start:end]))
    for record in reversed(records):
        if record.span.start < end and start < record.span.end:
            place = Markup(' id="r-{}"').format(record.id) if record.id in unplaced else ""
            unplaced.discard(record.id)
            piece = Markup('<mark{} class="{}">{}</mark>').format(place, nature(record), piece)
    return piece
