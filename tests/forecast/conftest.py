"""A crisis between two invented camps of real states, made by hand, record by record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from brinkwatch import forecast as stage
from brinkwatch.records import (
    Action,
    CodedRecord,
    Commitment,
    Crisis,
    Document,
    Estimate,
    Event,
    Forecast,
    Ledger,
    LedgerEntry,
    RedLine,
    Span,
    content_id,
)


@dataclass
class Case:
    """Articles, records and a ledger that grow sentence by sentence."""

    challenger: tuple[str, ...] = ("ARG",)
    defender: tuple[str, ...] = ("CHL",)
    client: tuple[str, ...] = ()
    as_of: str = "1978-12-20"
    documents: list[Document] = field(default_factory=list)
    records: list[CodedRecord] = field(default_factory=list)
    status: str = "declared"
    entries: list[LedgerEntry] = field(default_factory=list)

    def _article(self, text: str, published: str | None, origin: str) -> Document:
        made = Document(
            id=content_id(text, origin), origin=origin, text=text, published=published,
            published_basis="stated" if published else "unknown",
        )  # fmt: skip
        self.documents.append(made)
        return made

    def event(
        self, kind: str, actor: tuple[str, ...], recipient: tuple[str, ...] = (),
        *, published: str | None = "1978-12-10", origin: str = "a.txt", **more: Any,
    ) -> Event:  # fmt: skip
        """One more article that reports an act."""
        text = f"{'/'.join(actor)} {kind} {'/'.join(recipient)} {more.get('date', '')}"
        document = self._article(text, published, origin)
        made = Event(
            id=content_id(document.id, kind), document_id=document.id, origin=origin,
            span=Span.of(document, 0, len(text)), rule="test", status=more.pop("status", "actual"),
            action=Action(actor=actor, type=kind, recipient=recipient, text=text), **more,
        )  # fmt: skip
        self.records.append(made)
        return made

    def commitment(
        self, issuer: tuple[str, ...], addressee: tuple[str, ...] = (), *,
        kind: str = "deterrent_threat", consequence: str | None = "ASSAULT",
        published: str | None = "1978-12-10", origin: str = "a.txt", **more: Any,
    ) -> Commitment:  # fmt: skip
        """One more article that reports a commitment."""
        text = f"{'/'.join(issuer)} {kind} {consequence} {'/'.join(addressee)} {more}"
        document = self._article(text, published, origin)
        act = consequence and Action(
            actor=issuer, type=consequence, recipient=addressee, text=text
        )  # fmt: skip
        made = Commitment(
            id=content_id(document.id, kind), document_id=document.id, origin=origin,
            span=Span.of(document, 0, len(text)), rule="test", kind=kind, issuer=issuer,
            addressee=addressee, consequence=act or None,
            strength=more.pop("strength", "partial"), life=more.pop("life", "declared"), **more,
        )  # fmt: skip
        self.records.append(made)
        return made

    def estimate(self, about: Event) -> Estimate:
        """An estimate of the same act in the same words."""
        made = Estimate(
            id=content_id(about.id, "estimate"), document_id=about.document_id,
            origin=about.origin, span=about.span, rule="test", holder=("EXPERT",),
            proposition=about.action, band="very_unlikely",
        )  # fmt: skip
        self.records.append(made)
        return made

    def crisis(self) -> Crisis:
        """The crisis all records belong to."""
        return Crisis(
            id="crisis", title="test", challenger=self.challenger, defender=self.defender,
            client=self.client, lines=("line",), records=tuple(r.id for r in self.records),
            documents=tuple(d.id for d in self.documents), first=None, last=None,
        )  # fmt: skip

    def ledger(self) -> Ledger:
        """One red line with every commitment of the challenger."""
        mine = tuple(r.id for r in self.records if isinstance(r, Commitment))
        line = RedLine(
            id="line", issuer=self.challenger, addressee=self.defender, kind="deterrent_threat",
            what="do not", commitments=mine, status=self.status,
        )  # fmt: skip
        return Ledger(as_of=self.as_of, lines=(line,), entries=tuple(self.entries), credibility=())

    def arguments(self) -> tuple[Crisis, Ledger, list[CodedRecord], list[Document]]:
        """What every function of the stage takes."""
        return self.crisis(), self.ledger(), self.records, self.documents

    def forecasts(self) -> tuple[Forecast, ...]:
        """The forecasts as of the case's day."""
        return stage.forecast(*self.arguments(), as_of=self.as_of)

    def brink(self) -> float:
        """The headline probability."""
        return stage.headline(self.forecasts()).probability


@pytest.fixture
def case() -> Callable[..., Case]:
    """A maker of cases; the sides are Argentina and Chile in 1978 unless others are given."""
    return Case
