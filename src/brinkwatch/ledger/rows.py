"""The ledger as `brinkwatch ledger --format json` prints it."""

from __future__ import annotations

from typing import Any

from brinkwatch.ledger.meaning import fold
from brinkwatch.records import Credibility, Ledger, RedLine


def _credibility(line: RedLine, ledger: Ledger) -> Credibility | None:
    """The posterior of the line's issuer: towards its addressee if counted, else overall."""
    issuer, addressee = fold(line.issuer), fold(line.addressee)
    mine = [item for item in ledger.credibility if issuer & set(item.issuer)]
    pairs = [item for item in mine if item.addressee and addressee & set(item.addressee)]
    alone = [item for item in mine if not item.addressee]
    return max(pairs or alone, key=lambda item: item.n, default=None)


def as_rows(ledger: Ledger) -> list[dict[str, Any]]:
    """One object a red line, as `brinkwatch ledger --format json` prints it.

    `history` holds stated steps and inferred ones of confidence 0.5 or more; `credibility` is
    null for an issuer that made no threat.
    """
    rows = []
    for line in ledger.lines:
        credibility = _credibility(line, ledger)
        history = [
            {"date": e.date, "life": e.life, "origin": e.origin, "records": list(e.records)}
            for e in ledger.history(line.id)
            if e.confidence >= 0.5
        ]
        rows.append({
            "id": line.id, "issuer": line.issuer[0] if len(line.issuer) == 1 else list(line.issuer),
            "addressee": list(line.addressee), "what": line.what,
            "commitments": list(line.commitments), "history": history, "status": line.status,
            "credibility": credibility.model_dump(mode="json") if credibility else None,
        })  # fmt: skip
    return rows
