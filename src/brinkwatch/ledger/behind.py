"""Which deed a reported stage is about: "it was crossed", says an article, and tells of deeds.

The deeds of the article, and those of the weeks before it, compete with each other and with none
of them. What speaks for a deed: how near its words stand, who did it, whether its type, recipient
and subject are those that the line names. The weights are log odds against no deed at all
(`behind.toml`), fitted by `benchmarks/ledger_weights.py`.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from brinkwatch.ledger.chronicle import Chronicle, Dated
from brinkwatch.ledger.comparison import compare_deeds, days_between
from brinkwatch.ledger.meaning import Deed, data, deed_of, fold, relation
from brinkwatch.ledger.stages import settings
from brinkwatch.records import Commitment, Life

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

Levels = dict[str, str]
"""Field -> level, the keys of `behind.toml`'s `[weights.FIELD]`."""


class Told(NamedTuple):
    """A deed and the log odds that it is the one, against none of the deeds known."""

    row: Dated
    score: float


def _numbers() -> dict[str, Any]:
    loaded: dict[str, Any] = data("behind.toml")
    return loaded


def _nearness(commitment: Commitment, row: Dated) -> str:
    """How near the words of the deed stand to those of the commitment."""
    one, other = commitment.span, row.event.span
    if row.event.document_id != commitment.document_id:
        return "elsewhere"
    gap = max(one.start, other.start) - min(one.end, other.end)
    limits = _numbers()["settings"]
    if gap < 0:
        return "within"
    return "beside" if gap <= limits["beside"] else "close" if gap <= limits["close"] else "apart"


def _doer(commitment: Commitment, expected: frozenset[str], row: Dated) -> str:
    """Who did it: the issuer, who would cross the line, somebody of their camp, or another."""
    if row.deed.actor & fold(commitment.issuer):
        return "issuer"
    found = relation(expected, row.deed.actor)
    return {"same": "expected", "camp": "camp", "unknown": "unnamed"}.get(found, "other")


def _what(kind: str | None) -> str:
    """What sort of act it was: force, pressure, a yielding, or words."""
    sorts: dict[str, list[str]] = _numbers()["sorts"]
    return next((sort for sort, kinds in sorts.items() if kind in kinds), "other")


def _when(commitment: Commitment, row: Dated, published: str | None) -> str:
    """When it was done: before the statement, on the day of the article, or between them."""
    said = commitment.date
    if said and row.day < said[: len(row.day)]:
        return "before"
    gap = days_between(row.day, published)
    if gap is None:
        return "unknown"
    return "fresh" if gap <= settings()["echo_days"] else "recent" if gap <= 31 else "old"


def evidence(commitment: Commitment, life: Life, row: Dated, published: str | None) -> Levels:
    """What speaks for and against `row` as the deed by which the line came to the stage `life`."""
    broken = commitment.kind in _numbers()["settings"]["restraint"] and life == "not_enforced"
    answer = broken or life in {"enforced", "withdrawn"}
    meant = deed_of(commitment.consequence if answer else commitment.trigger)
    trigger = deed_of(commitment.trigger)
    expected = (trigger.actor if trigger else frozenset()) - fold(commitment.issuer)
    part = "broken" if broken else "deed" if life in {"tested", "crossed"} else life
    levels = {
        "near": _nearness(commitment, row),
        f"{part}_doer": _doer(commitment, expected or fold(commitment.addressee), row),
        "when": _when(commitment, row, published),
        f"{part}_act": _what(row.deed.type),
    }
    years = set(_YEAR.findall(commitment.span.quote))
    if years:
        levels["year"] = "named" if row.day[:4] in years else "another"
    if row.event.status == "ongoing":
        levels["status"] = "ongoing"
    if meant is not None:
        levels |= _likeness(meant, row, undone=commitment.trigger_polarity == "unless_done"
                            and not answer)  # fmt: skip
    return levels


def _likeness(meant: Deed, row: Dated, *, undone: bool) -> Levels:
    """How like the deed is to what was meant; of what was to be done, to its refusal."""
    found = compare_deeds(meant, row.deed)
    kind = "undone" if undone else "done"
    return {
        f"{kind}_type": found["trigger_type"],
        "recipient": found["trigger_recipient"],
        "subject": found["trigger_subject"],
        "words": found["trigger_words"],
    }


def weigh(levels: Levels) -> float:
    """The log odds of a deed against none; a level without a weight counts nothing."""
    weights: dict[str, dict[str, float]] = _numbers()["weights"]
    return float(
        _numbers()["fitted"]["prior"]
        + sum(weights.get(field, {}).get(level, 0.0) for field, level in levels.items())
    )


def candidates(commitment: Commitment, published: str | None, chronicle: Chronicle) -> list[Dated]:
    """Deeds dated by a text that the article can be about, in the order of their days.

    Its own, and those of the parties in the weeks before it; none after it.
    """
    trigger = deed_of(commitment.trigger)
    parties = fold(commitment.issuer) | fold(commitment.addressee)
    parties |= trigger.actor if trigger else frozenset()
    found = {row.event.id: row for row in chronicle.of(commitment.document_id)}
    if published is not None:
        for row in chronicle.by(parties):
            gap = days_between(row.day, published)
            if gap is not None and gap <= settings()["behind_days"]:
                found.setdefault(row.event.id, row)
    rows = [
        row
        for row in found.values()
        if row.certain == 1.0 and (published is None or row.day <= published)
    ]
    return sorted(rows, key=lambda row: (row.day, row.event.id))


def behind(
    commitment: Commitment, life: Life, published: str | None, chronicle: Chronicle
) -> Told | None:
    """The likeliest deed by which the line came to the stage `life`; None when none is likelier."""
    told = [
        Told(row, weigh(evidence(commitment, life, row, published)))
        for row in candidates(commitment, published, chronicle)
    ]
    best = max(told, key=lambda one: (one.score, one.row.day, one.row.event.id), default=None)
    return best if best is not None and best.score > 0 else None
