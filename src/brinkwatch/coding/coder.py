"""Codes documents: parse, then the components in order.

    1. commitments  who bound themselves to do what, if whom does what
    2. estimates    who expects what, how likely
    3. events       what was done or said

A commitment wins over an event on the same words: a threat is no deed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from brinkwatch.coding import commitments, estimates, events, trace
from brinkwatch.coding.descriptions import described_in
from brinkwatch.coding.drafts import PROPOSED
from brinkwatch.coding.gate import is_crisis
from brinkwatch.coding.heads import Heads
from brinkwatch.coding.heads.confidence import Calibration, R
from brinkwatch.coding.parsing import Article, parse
from brinkwatch.coding.sectors import with_sectors
from brinkwatch.coding.version import coder_version
from brinkwatch.gazetteer.shadow import Shadow
from brinkwatch.reading.language import uncoded
from brinkwatch.records import (
    Action,
    CodedRecord,
    Coding,
    Commitment,
    Coverage,
    Document,
    Estimate,
    Event,
    Span,
)

Progress = Callable[[int, int], None]


def code(
    documents: Sequence[Document],
    *,
    headlines: bool = False,
    heads: Heads | None = None,
    on_progress: Progress | None = None,
) -> Coding:
    """The records of the documents, in document order, and what was left uncoded and why.

    Headline documents and titles are coded only with `headlines`. A document that cannot be
    parsed or coded, is not in English or tells of no crisis is skipped with its reason; the rest
    goes on. `heads` are the encoder and its calibration; None: those that come with brinkwatch.
    """
    asked = heads or Heads.load()
    records: list[CodedRecord] = []
    coverage: list[Coverage] = []
    read = [item for document in documents for item in items(document, headlines)]
    for done, document in enumerate(read, start=1):
        found, seen = _code_one(document, asked)
        records.extend(found)
        coverage.append(seen)
        if on_progress:
            on_progress(done, len(read))
    return Coding(records=tuple(records), coverage=tuple(coverage))


def items(document: Document, headlines: bool) -> list[Document]:
    """The document, and with `headlines` its title as a document of its own."""
    if document.kind == "headline":
        return [document] if headlines else []
    if not (headlines and document.title):
        return [document]
    title = document.model_copy(
        update={
            "id": f"{document.id}#title",
            "origin": f"{document.origin}#title",
            "parent_id": document.id,
            "text": document.title,
            "headlines": (),
            "places": (),
            "kind": "headline",
        }
    )
    return [title, document]


def _code_one(document: Document, heads: Heads) -> tuple[list[CodedRecord], Coverage]:
    if reason := uncoded(document.language):
        return [], _left(document, reason)
    shadow = Shadow.of(document.text)
    try:
        article = parse(
            document.model_copy(update={"text": shadow.text}), entities=heads.encoder is not None
        )
    except ValueError as error:
        return [], _left(document, f"could not be parsed: {error}")
    trace.opened(article)
    if document.kind != "headline" and not is_crisis(article):
        return [], _left(document, "tells of no crisis between states or armed groups", article)
    try:
        article.heads = heads.read(article)
        records = _components(article, heads.calibration)
    except Exception as error:
        return [], _left(document, _failed(error), article)
    starts = {sent.start_char: sent.end_char for sent in article.sentences}
    coded = sum(
        any(r.span.start < end and r.span.end > start for r in records)
        for start, end in starts.items()
    )
    made_by = coder_version() + heads.asked
    records = [_told(record, article, made_by) for record in records]
    if shadow.text != document.text:
        records = [_quoting(record, document, shadow) for record in records]
    return records, Coverage(
        document_id=document.id, origin=document.origin, sentences=len(starts), coded=coded
    )


def _told(record: CodedRecord, article: Article, coder: str) -> CodedRecord:
    """The record with what follows from its words: sectors, who is described, and its coder."""
    told = {"described": described_in(record, article), "coder": coder}
    return with_sectors(record, article).model_copy(update=told)


def _quoting(record: CodedRecord, document: Document, shadow: Shadow) -> CodedRecord:
    """The record of a shadow with its quote from the document itself."""
    span = Span.of(document, *shadow.original(record.span.start, record.span.end))
    return record.model_copy(update={"span": span})


def _components(article: Article, calibration: Calibration) -> list[CodedRecord]:
    """Run the components in order; records come in the order of their quotes.

    Each is rated at once, so that no commitment that is not sure enough hides an event.
    """
    promised = _rated(commitments.find(article), article, calibration)
    expected = _rated(estimates.find(article, promised), article, calibration)
    promised, expected = _either(promised, expected), _either(expected, promised)
    told = events.find(article, taken(promised))
    told = [event for event in told if not any(_demanded(event, c) for c in promised)]
    found: list[CodedRecord] = [*promised, *expected, *_rated(told, article, calibration)]
    return sorted(found, key=lambda record: (record.span.start, record.span.end))


def _either(records: list[R], others: Sequence[Commitment | Estimate]) -> list[R]:
    """The records without the proposals in whose words another is read more surely.

    The same words bind a party or say what somebody expects, not both, unless the rules say so.
    """
    return [
        record
        for record in records
        if record.rule != PROPOSED
        or not any(
            record.span.start < other.span.end and other.span.start < record.span.end
            and (other.rule != PROPOSED or (other.confidence or 0) > (record.confidence or 0))
            for other in others
        )
    ]  # fmt: skip


def _rated(records: Sequence[R], article: Article, calibration: Calibration) -> list[R]:
    """The records with their confidence, without the proposals that are not sure enough."""
    kept = calibration.rated(records, article.heads)
    ids = {record.id for record in kept}
    for record in records:
        if record.id not in ids:
            trace.refused(record, "the encoder proposes it, but is not sure enough")
    return kept


def _demanded(event: Event, commitment: Commitment) -> bool:
    """Whether the request is the demand of an ultimatum: one record, the commitment's."""
    return (
        event.action.type == "REQUEST"
        and commitment.kind in {"ultimatum", "compellent_threat"}
        and event.span.start < commitment.span.end
        and commitment.span.start < event.span.end
        and bool(set(event.action.actor) & set(commitment.issuer))
        and bool(set(event.action.recipient) & set(commitment.addressee))
    )


def _failed(error: Exception) -> str:
    """One article that a component stumbles over costs that article, not the run."""
    return (
        f"could not be coded: {type(error).__name__}: {error}; the other documents are coded. "
        "Please report the article's text."
    )


def _left(document: Document, reason: str, article: Article | None = None) -> Coverage:
    sentences = len(article.sentences) if article else 0
    return Coverage(
        document_id=document.id,
        origin=document.origin,
        sentences=sentences,
        coded=0,
        skipped=reason,
    )


def taken(commitments: list[Commitment]) -> list[tuple[int, int]]:
    """The stretches of text that state the trigger or consequence of a commitment."""
    parts = [(c.span, part) for c in commitments for part in (c.trigger, c.consequence)]
    return [found for span, part in parts if (found := _part_span(span, part))]


def _part_span(span: Span, part: Action | None) -> tuple[int, int] | None:
    if part is None or (at := span.quote.find(part.text)) < 0:
        return None
    return span.start + at, span.start + at + len(part.text)
