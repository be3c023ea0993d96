"""The sides of a drafted game: their names, and the states of a coalition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from brinkwatch import gazetteer
from brinkwatch.records import CodedRecord, Commitment, Crisis, Event


def name(codes: Sequence[str]) -> str:
    """A side in the reader's words."""
    names = [gazetteer.name(code) for code in codes]
    if len(names) == 1:
        return names[0]
    return f"{names[0]} and {names[1]}" if len(names) == 2 else f"{names[0]} and partners"


def named(codes: Sequence[str]) -> dict[str, str]:
    """The name of a side and, where it is one actor, its code."""
    return {"name": name(codes)} | ({"code": codes[0]} if len(codes) == 1 else {})


def coalition(crisis: Crisis, records: Iterable[CodedRecord], day: str) -> list[str]:
    """States of the defending side that articles name, most often first, then great powers."""
    mentions: Counter[str] = Counter()
    for record in records:
        mentions.update(set(_parties(record)))
    pool = set()
    for code in crisis.defender:
        pool |= set(gazetteer.members(code, day)) or {code}
    pool -= set(crisis.challenger)
    pool = {code for code in pool if mentions[code] or gazetteer.is_major_power(code)}
    return sorted(pool, key=lambda c: (-mentions[c], not gazetteer.is_major_power(c), c))


def _parties(record: CodedRecord) -> tuple[str, ...]:
    if isinstance(record, Event):
        return record.action.actor + record.action.recipient
    if isinstance(record, Commitment):
        return record.issuer + record.addressee
    return record.holder
