"""The ledger as `brinkwatch ledger --format json` prints it."""

from __future__ import annotations

from typing import Any

from brinkwatch.ledger.meaning import fold
from brinkwatch.ledger.stages import SHOWN
from brinkwatch.records import Credibility, Ledger, RedLine


def credibility_of(line: RedLine, ledger: Ledger) -> Credibility | None:
    """The posterior of the line's issuer: towards its addressee if counted, else overall."""
    issuer, addressee = fold(line.issuer), fold(line.addressee)
    mine = [item for item in ledger.credibility if issuer & set(item.issuer)]
    pairs = [item for item in mine if item.addressee and addressee & set(item.addressee)]
    alone = [item for item in mine if not item.addressee]
    return max(pairs or alone, key=lambda item: item.n, default=None)


def act_rows(ledger: Ledger, line_id: str | None = None) -> list[dict[str, Any]]:
    """The analyst's acts, with `line_id` those of one line: who, when, why, what came of each."""
    rows = []
    for entered in ledger.acts:
        if line_id is not None and line_id not in entered.lines:
            continue
        act = entered.act
        what = act.model_dump(
            mode="json",
            include={"issuer", "addressee", "status", "added", "dropped", "undoes"},
            exclude_defaults=True,
        )
        rows.append({
            "id": act.id, "verb": act.verb, "by": act.by, "at": act.at, "why": act.why, **what,
            "lines": list(entered.lines), "undone_by": entered.undone_by, "note": entered.note,
        })  # fmt: skip
    return rows


def as_rows(ledger: Ledger) -> list[dict[str, Any]]:
    """One object a red line, as `brinkwatch ledger --format json` prints it.

    `history` holds stated steps and inferred ones of confidence 0.5 or more; `credibility` is
    null for an issuer that made no threat; `rungs` gives for each commitment of a line that forbids
    aid what it forbids of permit < assist < provide < use; `acts` are the analyst's that shaped
    the line.
    """
    rows = []
    for line in ledger.lines:
        credibility = credibility_of(line, ledger)
        history = [
            {"date": e.date, "life": e.life, "origin": e.origin, "records": list(e.records)}
            for e in ledger.history(line.id)
            if e.confidence >= SHOWN
        ]
        rows.append({
            "id": line.id, "issuer": line.issuer[0] if len(line.issuer) == 1 else list(line.issuer),
            "addressee": list(line.addressee), "what": line.what,
            "commitments": list(line.commitments), "rungs": line.rungs, "history": history,
            "status": line.status,
            "credibility": credibility.model_dump(mode="json") if credibility else None,
            "acts": act_rows(ledger, line.id) if line.acts else [],
        })  # fmt: skip
    return rows


def astray(ledger: Ledger) -> list[dict[str, Any]]:
    """A row without a line for the analyst's acts that count and no longer find their line.

    It has the keys of a line, `id` and `status` null, no commitments, and the acts with what became
    of them; no row when every act found its line.
    """
    lost = {
        entered.act.id
        for entered in ledger.acts
        if not (entered.lines or entered.undone_by or entered.act.verb == "undo")
    }
    if not lost:
        return []
    return [{
        "id": None, "issuer": [], "addressee": [], "what": "acts that no longer find their line",
        "commitments": [], "rungs": {}, "history": [], "status": None, "credibility": None,
        "acts": [row for row in act_rows(ledger) if row["id"] in lost],
    }]  # fmt: skip
