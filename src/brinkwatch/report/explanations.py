"""Competing explanations and the sentences for and against each (Heuer 1999, chapter 8).

The table sorts evidence; it ranks nothing and enters no probability. Which sentence counts how is
data, `explanations.toml`, with a source for each sign.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from brinkwatch.records import CodedRecord, Commitment, Crisis, Estimate, Event
from brinkwatch.report.answer import Answer


@dataclass(frozen=True)
class Sign:
    """One piece of evidence: the record it quotes, how it counts for each explanation, and why."""

    record_id: str
    signs: dict[str, int]
    why: str
    source: str

    def of(self, explanation: str) -> int:
        """+1 for, -1 against, 0 where it does not discriminate."""
        return self.signs.get(explanation, 0)


@dataclass(frozen=True)
class Matrix:
    """The explanations by key and title, and the evidence, in the order of the records."""

    titles: dict[str, str]
    evidence: tuple[Sign, ...]

    def tally(self, explanation: str) -> tuple[int, int]:
        """How many sentences speak for and against one explanation."""
        signs = [sign.of(explanation) for sign in self.evidence]
        return signs.count(1), signs.count(-1)


@cache
def table() -> dict[str, Any]:
    """The data of `explanations.toml`, its patterns compiled."""
    text = files("brinkwatch.report").joinpath("explanations.toml").read_text("utf-8")
    data = tomllib.loads(text)
    for cue in data["cue"]:
        cue["regex"] = re.compile(cue["pattern"], re.IGNORECASE)
    return data


def matrix(answer: Answer, crisis: Crisis) -> Matrix:
    """The evidence for and against each explanation of one crisis, each sentence once."""
    mine = set(crisis.records)
    records = {record.id: record for record in answer.records if record.id in mine}
    found: dict[str, Sign] = {}
    for sign in (*_steps(answer, crisis), *_sentences(records, crisis)):
        if sign.record_id in records:
            found.setdefault(records[sign.record_id].span.quote, sign)
    order = {identity: number for number, identity in enumerate(records)}
    titles = {entry["key"]: entry["title"] for entry in table()["explanation"]}
    return Matrix(titles, tuple(sorted(found.values(), key=lambda sign: order[sign.record_id])))


def _steps(answer: Answer, crisis: Crisis) -> Iterator[Sign]:
    """What became of the lines of the side that threatens."""
    lives = table()["life"]
    challengers = {line.id for line in answer.lines_of(crisis) if _is_of(line.issuer, crisis)}
    for entry in answer.ledger.entries:
        if entry.line_id in challengers and entry.life in lives:
            yield from (_sign(identity, lives[entry.life]) for identity in entry.records[:1])


def _sentences(records: dict[str, CodedRecord], crisis: Crisis) -> Iterator[Sign]:
    """Costly acts, expectations and telling words."""
    data = table()
    for record in records.values():
        cue = None if isinstance(record, Commitment) else said(record.span.quote)
        if cue:
            yield _sign(record.id, cue)
        elif isinstance(record, Event) and _costly(record, crisis):
            yield _sign(record.id, data["act"])
        elif isinstance(record, Estimate) and (entry := _expected(record, crisis)):
            yield _sign(record.id, entry)


def said(text: str) -> dict[str, Any] | None:
    """The first cue whose words the text holds, or None."""
    return next((cue for cue in table()["cue"] if cue["regex"].search(text)), None)


def _costly(event: Event, crisis: Crisis) -> bool:
    act = table()["act"]
    kind = event.action.type in act["types"] and event.status in act["statuses"]
    return kind and _is_of(event.action.actor, crisis)


def _expected(estimate: Estimate, crisis: Crisis) -> dict[str, Any] | None:
    """The sign of an expectation that the challenger acts with force or not."""
    expected, what = table()["expected"], estimate.proposition
    if isinstance(what, str) or what.type not in expected["types"]:
        return None
    if not _is_of(what.actor, crisis) or estimate.band not in expected["bands"]:
        return None
    why = f"expects it: {estimate.band.replace('_', ' ')}, as coded"
    if estimate.condition:
        why += f", {estimate.condition}"
    return {**expected["bands"][estimate.band], "why": why, "source": expected["source"]}


def _is_of(actors: tuple[str, ...], crisis: Crisis) -> bool:
    return bool(set(actors) & set(crisis.challenger))


def _sign(record_id: str, entry: dict[str, Any]) -> Sign:
    return Sign(record_id, entry["signs"], entry["why"], entry["source"])
