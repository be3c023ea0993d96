"""What changed from one ledger to a later one of the same articles: lines, lives, credibility."""

from __future__ import annotations

from collections import Counter
from typing import Any

from brinkwatch.ledger.stages import SHOWN
from brinkwatch.records import Credibility, Ledger, RedLine

Row = dict[str, Any]


def diff(before: Ledger, after: Ledger) -> Row:
    """What moved, as plain data for JSON: `from`, `to`, `lines` and `credibility`.

    A line has moved when it is new, when its status or a step of confidence 0.5 or more changed, or
    when two lines became one. Lines are the same when they share commitments, whatever their ids.
    """
    homes = _counterparts(before, after)
    rows = (_line(line, homes.get(line.id, []), before, after) for line in after.lines)
    kept = {line.id for lines in homes.values() for line in lines}
    gone = [_gone(line) for line in before.lines if line.id not in kept]
    return {
        "from": before.as_of, "to": after.as_of,
        "lines": [*filter(None, rows), *gone], "credibility": _credibility(before, after),
    }  # fmt: skip


def _counterparts(before: Ledger, after: Ledger) -> dict[str, list[RedLine]]:
    """For lines of `after`, those of `before` that they continue, the nearest one first.

    Each line of `before` is continued by the one line that holds most of its commitments.
    """
    home = {one: line.id for line in after.lines for one in line.commitments}
    found: dict[str, list[tuple[int, RedLine]]] = {}
    for line in before.lines:
        shares = Counter(home[one] for one in line.commitments if one in home)
        if shares:
            ident, count = min(shares.items(), key=lambda item: (-item[1], item[0]))
            found.setdefault(ident, []).append((count, line))
    return {
        ident: [line for _, line in sorted(lines, key=lambda pair: (-pair[0], pair[1].id))]
        for ident, lines in found.items()
    }


def _shown(ledger: Ledger, line: RedLine) -> dict[tuple[str | None, str], Row]:
    """The steps of a line's history by day and stage."""
    return {
        (e.date, e.life): {"date": e.date, "life": e.life, "origin": e.origin}
        for e in ledger.history(line.id)
        if e.confidence >= SHOWN
    }


def _about(line: RedLine) -> Row:
    return {"id": line.id, "issuer": list(line.issuer), "addressee": list(line.addressee),
            "what": line.what}  # fmt: skip


def _line(line: RedLine, past: list[RedLine], before: Ledger, after: Ledger) -> Row | None:
    """What changed of one line, or None."""
    now = _shown(after, line)
    then = {key: step for one in past for key, step in _shown(before, one).items()}
    row = {
        "change": "moved" if past else "new",
        "was": past[0].id if past else None,
        "joined": [one.id for one in past[1:]],
        "status": [past[0].status if past else None, line.status],
        "added": [step for key, step in now.items() if key not in then],
        "removed": [step for key, step in then.items() if key not in now],
    }
    same_status = row["status"] == [line.status, line.status]
    if same_status and not (row["joined"] or row["added"] or row["removed"]):
        return None
    return _about(line) | row


def _gone(line: RedLine) -> Row:
    return _about(line) | {
        "change": "gone", "was": line.id, "joined": [], "status": [line.status, None],
        "added": [], "removed": [],
    }  # fmt: skip


def _credibility(before: Ledger, after: Ledger) -> list[Row]:
    """The posteriors whose counts changed, and those of issuers that are new."""
    then = {(item.issuer, item.addressee): item for item in before.credibility}
    rows = []
    for item in after.credibility:
        old = then.get((item.issuer, item.addressee))
        if old is None or (old.n, old.enforced, old.not_enforced) != (
            item.n, item.enforced, item.not_enforced,
        ):  # fmt: skip
            rows.append({
                "issuer": list(item.issuer), "addressee": list(item.addressee),
                "before": _posterior(old) if old else None, "after": _posterior(item),
            })  # fmt: skip
    return rows


def _posterior(item: Credibility) -> Row:
    return {"mean": item.mean, "interval": list(item.interval), "n": item.n}
