"""Records about crises of other times and places, made in one line each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from brinkwatch.records import (
    Action,
    CodedRecord,
    Commitment,
    Document,
    Estimate,
    Event,
    Ledger,
    Span,
    content_id,
)

Deed = tuple[str, str, str, str]
"""Actor, type, recipient ("" for nobody) and words."""


def action(deed: Deed | None) -> Action | None:
    """The Action of a deed; several codes are separated by blanks."""
    if deed is None:
        return None
    actor, kind, recipient, text = deed
    return Action(
        actor=tuple(actor.split()), type=kind, recipient=tuple(recipient.split()), text=text
    )


class Corpus:
    """Documents and records of a test, each record with an article of its own unless given one."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.records: list[CodedRecord] = []

    def article(self, day: str | None, text: str = "An article.", **fields: object) -> Document:
        """Add an article published on `day` (None: unknown)."""
        number = len(self.documents) + 1
        document = Document(
            id=content_id("article", number),
            origin=f"a{number:02}.txt",
            published=day,
            published_basis="stated" if day else "unknown",
            text=text,
            **fields,
        )  # type: ignore[arg-type]
        self.documents.append(document)
        return document

    def _base(self, day: str | None, quote: str, article: Document | None) -> dict[str, object]:
        document = article or self.article(day, quote)
        at = max(document.text.find(quote), 0)
        return {
            "id": content_id("record", len(self.records)),
            "document_id": document.id,
            "origin": document.origin,
            "rule": "test",
            "span": Span.of(document, at, min(at + len(quote), len(document.text))),
        }

    def commitment(
        self,
        day: str | None,
        issuer: str,
        addressee: str,
        *,
        trigger: Deed | None = None,
        consequence: Deed | None = None,
        article: Document | None = None,
        quote: str = "",
        **fields: object,
    ) -> Commitment:
        """Add a commitment (a deterrent threat unless `kind` says otherwise)."""
        words = quote or " ".join(deed[3] for deed in (trigger, consequence) if deed) or "red line"
        base = self._base(day, words, article) | {
            "kind": "deterrent_threat",
            "issuer": tuple(issuer.split()),
            "addressee": tuple(addressee.split()),
            "trigger": action(trigger),
            "trigger_polarity": "if_done" if trigger else None,
            "consequence": action(consequence),
            "life": "declared",
            "strength": ("vague", "partial", "explicit")[bool(trigger) + bool(consequence)],
        }
        record = Commitment(**(base | fields))  # type: ignore[arg-type]
        self.records.append(record)
        return record

    def event(
        self, day: str | None, deed: Deed, *, article: Document | None = None, **fields: object
    ) -> Event:
        """Add an actual event, dated by its article unless `date` is given."""
        base = self._base(day, deed[3], article) | {"action": action(deed), "status": "actual"}
        record = Event(**(base | {"date": day} | fields))  # type: ignore[arg-type]
        self.records.append(record)
        return record

    def estimate(self, article: Document, proposition: str, **fields: object) -> Estimate:
        """Add an expert's estimate of an article."""
        base = self._base(None, proposition, article) | {
            "holder": ("EXPERT",),
            "proposition": proposition,
            "band": "likely",
        }
        record = Estimate(**(base | fields))  # type: ignore[arg-type]
        self.records.append(record)
        return record

    def ledger(self, as_of: str = "2030-01-01") -> Ledger:
        """Enter everything."""
        from brinkwatch.ledger import enter

        return enter(self.documents, self.records, as_of=as_of)


@pytest.fixture
def corpus() -> Corpus:
    """An empty corpus."""
    return Corpus()


@pytest.fixture
def lives() -> Callable[[Ledger], list[tuple[str | None, str]]]:
    """The dated steps of confidence 0.5 or more of a ledger's only line."""

    def of(ledger: Ledger) -> list[tuple[str | None, str]]:
        (line,) = ledger.lines
        return [(e.date, e.life) for e in ledger.history(line.id) if e.confidence >= 0.5]

    return of


@pytest.fixture
def grouped() -> Callable[[Ledger, Sequence[Commitment]], list[int]]:
    """For commitments in order, the number of the line that each belongs to."""

    def of(ledger: Ledger, commitments: Sequence[Commitment]) -> list[int]:
        home = {member: line.id for line in ledger.lines for member in line.commitments}
        ids = [home[commitment.id] for commitment in commitments]
        return [list(dict.fromkeys(ids)).index(one) for one in ids]

    return of
