"""The stages of a red line's life, a step from one to the next, and a line's status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal

from brinkwatch.ledger.comparison import days_between
from brinkwatch.ledger.meaning import data
from brinkwatch.records import Life

SHOWN = 0.5
"""The least confidence of a step in the history of a line (the contract of `ledger`)."""

Basis = Literal["stated", "inferred", "analyst"]


@dataclass(frozen=True)
class Step:
    """One step in a line's life before it gets its id."""

    date: str | None
    life: Life
    document: str
    records: tuple[str, ...]
    basis: Basis
    confidence: float
    note: str | None = None
    own_date: bool = True  # False when dated by its article alone

    @property
    def order(self) -> tuple[bool, str, int]:
        """By date, undated last; on one day by the order of the stages."""
        return (self.date is None, self.date or "", rank(self.life))


def settings() -> dict[str, Any]:
    """The numbers of `lifecycle.toml`."""
    loaded: dict[str, Any] = data("lifecycle.toml")["inference"]
    return loaded


@cache
def rank(life: Life) -> int:
    """The place of a stage in the life of a line, from 0 (declared)."""
    return int(data("lifecycle.toml")["stages"][life]["rank"])


@cache
def role(life: Life) -> str:
    """Whether a stage is a `statement`, a `deed` or an `outcome`."""
    return str(data("lifecycle.toml")["stages"][life]["role"])


def shift(day: str, days: int) -> str:
    """The ISO date `days` after `day`; a month or year counts from its first day."""
    first = date.fromisoformat((day + "-01-01")[:10] if len(day) == 4 else (day + "-01")[:10])
    return (first + timedelta(days=days)).isoformat()


def _echoes(step: Step, earlier: Step) -> bool:
    """Whether a step dated by its article alone is one that was dated a few days before.

    So are a declaration and the statement before it, and two reports of one outcome.
    """
    if step.own_date or not earlier.own_date:
        return False
    declared = step.life == "declared" and role(earlier.life) == "statement"
    ended = step.life == earlier.life and role(step.life) == "outcome"
    if not (declared or ended) or not step.date or not earlier.date or earlier.date > step.date:
        return False
    gap = days_between(earlier.date, step.date)
    return gap is not None and gap <= settings()["echo_days"]


def _same_occasion(step: Step, kept: Step) -> bool:
    if _echoes(step, kept):
        return True
    if step.life != kept.life:
        return False
    if step.date is None or kept.date is None:
        return step.date == kept.date
    return step.date.startswith(kept.date) or kept.date.startswith(step.date)


def merge(steps: Iterable[Step]) -> list[Step]:
    """Steps in order, those of one stage and occasion as one, dated as precisely as any of them.

    A statement that many articles report is one step; so is a declaration without a date in an
    article of the days after a dated one.
    """
    merged: list[Step] = []
    for step in sorted(
        steps, key=lambda s: (not s.own_date, -len(s.date or ""), *s.order, s.document, s.records)
    ):
        same = (index for index, kept in enumerate(merged) if _same_occasion(step, kept))
        index = next(same, None)
        if index is None:
            merged.append(step)
            continue
        kept = merged[index]
        surest = max(kept, step, key=lambda s: s.confidence)
        finer = max(kept, step, key=lambda s: len(s.date or ""))
        merged[index] = replace(
            finer, records=tuple(dict.fromkeys(kept.records + step.records)), basis=surest.basis,
            confidence=surest.confidence, note=kept.note or step.note,
        )  # fmt: skip
    return sorted(merged, key=lambda step: (*step.order, step.records))


def may_follow(life: Life, past: Iterable[Step]) -> bool:
    """Whether the latest of `past` allows an inferred step to `life`."""
    latest = max(past, key=lambda step: step.order, default=None)
    return latest is not None and latest.life in data("lifecycle.toml")["after"][life]


def status(steps: Sequence[Step]) -> Life:
    """The furthest stage of a line among its shown steps; of equals the latest.

    A line that is declared or reiterated after it was withdrawn or lapsed stands again.
    """
    shown = [step for step in steps if step.confidence >= SHOWN]
    for index in range(len(shown) - 1, -1, -1):
        revived = any(role(later.life) == "statement" for later in shown[index + 1 :])
        if shown[index].life in {"withdrawn", "lapsed"} and revived:
            shown = shown[index + 1 :]
            break
    return max(enumerate(shown), key=lambda pair: (rank(pair[1].life), pair[0]))[1].life
