"""A scenario written from the ledger: what the records support is on, all else is assumed.

1. the sides are the crisis's; a coalition's members are the states that articles name
2. the ladder has the rungs that the triggers of its lines and the defender's deeds stand on
3. each line stands on its rung with the status of its life
4. nuclear threats, windows, reserves, interception and division are in the game only if quoted
5. the challenger's record of enforcement tilts the prior on its resolve
6. the attack rate is calibrated to a reference class of history; magnitudes are assumed ranges
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from brinkwatch import gazetteer
from brinkwatch.crisis.mechanisms import rung, rung_name, rung_order, supporters, table
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.errors import NoCrisisError
from brinkwatch.records import (
    CodedRecord,
    Commitment,
    Credibility,
    Crisis,
    Document,
    Event,
    Ledger,
    RedLine,
)

_LEVELS = 3
_STATUS = {
    "declared": "active", "reiterated": "active", "tested": "active",
    "crossed": "spent", "enforced": "spent", "not_enforced": "spent",
    "answered_otherwise": "spent", "withdrawn": "none", "lapsed": "none",
}  # fmt: skip
_DEEDS = ("actual", "ongoing")
_FORBIDS = ("deterrent_threat", "compellent_threat", "ultimatum")
_REFUSAL, _UNSAID, _FURTHER = "refusal of the demand", "the step the line forbids", "a further step"


def draft(
    crisis: Crisis,
    ledger: Ledger,
    records: Iterable[CodedRecord],
    documents: Iterable[Document],
) -> Scenario:
    """The crisis as a game, every mechanism with its quotes and every number with its source.

    Raises:
        NoCrisisError: a side of the crisis has no actor, so there is no game.
    """
    if not crisis.challenger or not crisis.defender:
        raise NoCrisisError(
            f"{crisis.title}: the articles name only one side, and a game needs a challenger and "
            "a defender; add articles that name the other."
        )
    wanted = set(crisis.records)
    mine = _unique(sorted((r for r in records if r.id in wanted), key=lambda r: r.id))
    lines = [line for line in ledger.lines if line.id in set(crisis.lines)]
    return _Draft(crisis, ledger, mine, lines, {d.id: d for d in documents}).scenario()


def _unique(records: Sequence[CodedRecord]) -> list[CodedRecord]:
    """One record a quote and kind: what ten outlets copy supports a mechanism once."""
    seen: dict[tuple[str, str], CodedRecord] = {}
    for record in records:
        seen.setdefault((type(record).__name__, record.span.quote), record)
    return list(seen.values())


@dataclass
class _Draft:
    crisis: Crisis
    ledger: Ledger
    records: Sequence[CodedRecord]
    lines: Sequence[RedLine]
    documents: dict[str, Document]

    def __post_init__(self) -> None:
        self.by_id = {record.id: record for record in self.records}
        self.cited: dict[str, CodedRecord] = {}
        self.sources: dict[str, str] = {}
        self.shown = supporters(self.records, self.crisis)
        self.defaults = table("defaults")
        own = set(self.crisis.challenger)
        self.own_lines = [
            line for line in self.lines if own & set(line.issuer) and line.kind in _FORBIDS
        ]

    def scenario(self) -> Scenario:
        levels, start = self._ladder()
        data: dict[str, Any] = {
            "id": f"draft-{self.crisis.id}",
            "title": self.crisis.title,
            "as_of": self.ledger.as_of[:10],
            "question": (
                f"Will {self._name(self.crisis.challenger)} attack "
                f"{self._name(self.crisis.defender)} within {self.defaults['rounds']['days']} "
                "days, and is it answered?"
            ),
            "challenger": self._challenger(),
            "defender": self._defender(),
            "rounds": self._rounds(),
            "ladder": {
                "levels": levels,
                "start": start,
                "back_down": True,
                "supports": self._cite(self._deeds()[:3]),
            },
            "red_line": self._red_lines(levels),
            "window": self._window(),
            "reserves": self._switched("reserves"),
            "confrontation": self._confrontation(),
            "hazard": self.defaults["hazard"],
            "payoff": self.defaults["payoff"],
            "types": self._types(),
            "calibration": self._calibration(),
            "solve": self.defaults["solve"],
            "policy": _policies(),
        }
        if self.crisis.client:
            data["client"] = {"name": self._name(self.crisis.client)} | _code(self.crisis.client)
        if "demonstrate" in self.shown:
            data["demonstrate"] = self._switched("demonstrate")
        data["evidence"], data["document"] = self._evidence()
        return Scenario.model_validate(data | {"sources": dict(sorted(self.sources.items()))})

    # --- sides ---------------------------------------------------------------------------------

    def _name(self, codes: Sequence[str]) -> str:
        names = [gazetteer.name(code) for code in codes]
        if len(names) == 1:
            return names[0]
        return f"{names[0]} and {names[1]}" if len(names) == 2 else f"{names[0]} and partners"

    def _challenger(self) -> dict[str, Any]:
        allow = ["wait", "threaten", "strike", "probe"]
        if "reserves" in self.shown:
            allow.insert(1, "regroup")
        if "demonstrate" in self.shown:
            allow.insert(-2, "demonstrate")
        nuclear = any(
            gazetteer.is_nuclear(code, self.ledger.as_of[:10]) for code in self.crisis.challenger
        )
        moves: dict[str, Any] = {"allow": allow}
        if nuclear and "brandish" in self.shown:
            moves |= {"brandish": True, "supports": self._cite(self.shown["brandish"])}
        sides = {"name": self._name(self.crisis.challenger)} | _code(self.crisis.challenger)
        return {**self.defaults["challenger"], **sides, "moves": moves}

    def _defender(self) -> dict[str, Any]:
        numbers = dict(self.defaults["defender"])
        limit, quota = numbers.pop("members"), numbers.pop("quota")
        out = numbers | {"name": self._name(self.crisis.defender)} | _code(self.crisis.defender)
        states = self._coalition()[:limit]
        if len(states) < 2:
            del out["cohesion"]
            return out
        out |= {"rule": "quota", "quota": quota}
        out["members"] = [{"code": code, "weight": 1.0} for code in states]
        if "division_signal" in self.shown:
            out["division_signal"] = self._switched("division_signal")
        return out

    def _coalition(self) -> list[str]:
        """States of the defending side that articles name, most often first, then great powers."""
        named: Counter[str] = Counter()
        for record in self.records:
            named.update(set(_parties(record)))
        pool = set()
        for code in self.crisis.defender:
            pool |= set(gazetteer.members(code, self.ledger.as_of[:10])) or {code}
        pool -= set(self.crisis.challenger)
        pool = {code for code in pool if named[code] or gazetteer.is_major_power(code)}
        return sorted(pool, key=lambda c: (-named[c], not gazetteer.is_major_power(c), c))

    # --- ladder and lines ----------------------------------------------------------------------

    def _deeds(self) -> list[Event]:
        """What the defender's side and its client have done, by rung then id."""
        side = set(self.crisis.defender) | set(self.crisis.client)
        return [
            r for r in self.records
            if isinstance(r, Event) and r.status in _DEEDS and side & set(r.action.actor)
            and set(r.action.recipient) & (set(self.crisis.challenger) | side)
        ]  # fmt: skip

    def _ladder(self) -> tuple[list[str], int]:
        """The levels from low to high, and how many of them the defender has already reached."""
        order = [_REFUSAL, *(rung_name(key) for key in rung_order()), _UNSAID]
        forbidden = {_level(line) for line in self.own_lines}
        done = {rung_name(key) for event in self._deeds() if (key := rung(event.action))}
        levels = sorted(forbidden, key=order.index)[-_LEVELS:]
        for name in sorted(done - forbidden, key=order.index):
            if len(levels) < _LEVELS - 1:
                levels = sorted([*levels, name], key=order.index)
        if len(levels) < 2:
            levels.append(_FURTHER)
        ahead = [levels.index(_level(line)) for line in self.own_lines
                 if _STATUS[line.status] == "active" and _level(line) in levels]  # fmt: skip
        reached = max((i + 1 for i, name in enumerate(levels) if name in done), default=0)
        return levels, min([reached, len(levels) - 1, *ahead])

    def _red_lines(self, levels: Sequence[str]) -> list[dict[str, Any]]:
        found = []
        for line in self.own_lines:
            if _level(line) not in levels:
                continue
            commitments = [self.by_id[i] for i in line.commitments if i in self.by_id]
            row = {"level": _level(line), "status": _STATUS[line.status], "line": line.id}
            found.append(row | {"supports": self._cite(commitments)})
        return found

    # --- mechanisms ----------------------------------------------------------------------------

    def _switched(self, key: str) -> dict[str, Any]:
        """A mechanism's table with its quotes; an empty one where nothing supports it."""
        if key not in self.shown:
            return {}
        return {**self.defaults[key], "supports": self._cite(self.shown[key])}

    def _rounds(self) -> dict[str, Any]:
        days, count = self.defaults["rounds"]["days"], self.defaults["rounds"]["count"]
        part = days // count
        labels = [f"days {i * part + 1}-{(i + 1) * part}" for i in range(count)]
        return {"count": count, "labels": labels}

    def _window(self) -> dict[str, Any]:
        window = self._switched("window")
        if window:
            when = window.pop("round")
            count = self.defaults["rounds"]["count"]
            window["calendar"] = [int(i + 1 == when) for i in range(count)]
        return window

    def _confrontation(self) -> dict[str, Any]:
        out = dict(self.defaults["confrontation"])
        if "missile_defence" in self.shown:
            out["missile_defence"] = self._switched("missile_defence")
        return out

    def _types(self) -> dict[str, Any]:
        """The prior on the challenger's resolve, moved by its record as the posterior moves."""
        record = self._credibility()
        if record is None:
            return {}
        a, b = record.prior
        tilt = _logit(record.mean) - _logit(a / (a + b))
        entries = {e.id: e for e in self.ledger.entries}
        shown = [i for e in record.entries if e in entries for i in entries[e].records]
        self.sources["types.challenger_tilt"] = (
            f"history: {record.enforced:g} enforced and {record.not_enforced:g} unenforced of "
            f"{record.n} crossed lines, in log odds from the prior mean {a / (a + b):.2f}"
        )
        quotes = self._cite([self.by_id[i] for i in shown if i in self.by_id])
        return {"challenger_tilt": round(tilt, 6), "supports": quotes}

    def _credibility(self) -> Credibility | None:
        own, other = set(self.crisis.challenger), set(self.crisis.defender)
        fitting = [c for c in self.ledger.credibility if c.n and own & set(c.issuer)]
        fitting.sort(key=lambda c: (not other & set(c.addressee), -c.n, c.issuer, c.addressee))
        return fitting[0] if fitting else None

    def _calibration(self) -> dict[str, Any]:
        threatened = any(
            isinstance(r, Commitment) and set(r.issuer) & set(self.crisis.challenger)
            for r in self.records
        )
        key = "threat" if threatened else "display"
        row = next(r for r in self.defaults["base_rate"] if r["key"] == key)
        self.sources["calibration.base_rate"] = row["source"]
        return {"base_rate": row["percentiles"], "reference": row["reference"]}

    # --- quotes --------------------------------------------------------------------------------

    def _cite(self, records: Iterable[CodedRecord]) -> list[str]:
        ids = []
        for record in records:
            if record.document_id in self.documents:
                self.cited[record.id] = record
                ids.append(record.id)
        return list(dict.fromkeys(ids))

    def _evidence(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        quotes = [
            {"id": r.id, "document": r.document_id, "quote": r.span.quote, "record": r.id}
            for r in self.cited.values()
        ]
        cited = dict.fromkeys(r.document_id for r in self.cited.values())
        documents = [self.documents[i] for i in cited]
        rows = [
            {"id": d.id, "file": d.origin, "kind": d.kind, "outlet": d.outlet, "title": d.title,
             "date": d.published[:10] if d.published else None}
            for d in documents
        ]  # fmt: skip
        return quotes, rows


def _level(line: RedLine) -> str:
    """The level of the ladder at which a line stands."""
    if line.trigger_polarity == "unless_done":
        return _REFUSAL
    key = rung(line.trigger)
    return rung_name(key) if key else _UNSAID


def _policies() -> list[dict[str, Any]]:
    return [
        {"name": "small steps", "defender": {"allow": ["hold", "step", "back"]}},
        {"name": "leaps", "defender": {"allow": ["hold", "leap", "back"]}},
        {"name": "hold", "defender": {"allow": ["hold"]}},
        {"name": "always answer", "defender": {"respond": ["match", "overmatch"]}},
    ]


def _code(codes: Sequence[str]) -> dict[str, str]:
    return {"code": codes[0]} if len(codes) == 1 else {}


def _parties(record: CodedRecord) -> tuple[str, ...]:
    if isinstance(record, Event):
        return record.action.actor + record.action.recipient
    if isinstance(record, Commitment):
        return record.issuer + record.addressee
    return record.holder


def _logit(p: float) -> float:
    return math.log(p / (1 - p))
