"""A scenario written from the ledger: what the records support is on, all else is assumed.

1. the sides are the crisis's; a coalition's members are the states that articles name
2. the ladder has the rungs that the triggers of its lines and the defender's deeds stand on
3. each line stands on its rung with the status of its life; a client carries out what it must
4. nuclear threats, windows, reserves, interception and division are in the game only if quoted
5. the challenger's record of enforcement tilts the prior on its resolve
6. the attack rate is calibrated to a reference class of history; magnitudes are assumed ranges
7. asked to begin on a past day, the game stands as then, and what came later is `[observed]`
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from brinkwatch import gazetteer
from brinkwatch.crisis import ladders, sides
from brinkwatch.crisis.course import Course
from brinkwatch.crisis.mechanisms import table
from brinkwatch.crisis.observing import observed
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.errors import NoCrisisError
from brinkwatch.records import CodedRecord, Commitment, Credibility, Crisis, Document, Ledger


def draft(
    crisis: Crisis,
    ledger: Ledger,
    records: Iterable[CodedRecord],
    documents: Iterable[Document],
    *,
    since: str | None = None,
) -> Scenario:
    """The crisis as a game, every mechanism with its quotes and every number with its source.

    With `since`, an ISO day before the ledger's, the game begins there: lines and commitment stand
    as they did, and the deeds that came later are its `[observed]` moves. The mechanisms still rest
    on all articles.

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
    return _Draft(crisis, ledger, mine, {d.id: d for d in documents}, since).scenario()


def _unique(records: Sequence[CodedRecord]) -> dict[str, CodedRecord]:
    """By id the first record of its quote and kind: what ten outlets copy counts once."""
    seen: dict[tuple[str, str], CodedRecord] = {}
    return {r.id: seen.setdefault((type(r).__name__, r.span.quote), r) for r in records}


@dataclass
class _Draft:
    crisis: Crisis
    ledger: Ledger
    by_id: dict[str, CodedRecord]
    documents: dict[str, Document]
    since: str | None

    def __post_init__(self) -> None:
        self.records = list({r.id: r for r in self.by_id.values()}.values())
        self.cited: dict[str, CodedRecord] = {}
        self.sources: dict[str, str] = {}
        self.defaults = table("defaults")
        self.course = Course(self.crisis, self.ledger, self.by_id, self.documents, self.since)
        self.shown = self.course.shown

    def scenario(self) -> Scenario:
        data: dict[str, Any] = {
            "id": f"draft-{self.crisis.id}",
            "title": self.crisis.title,
            "as_of": self.course.day,
            "question": (
                f"Will {sides.name(self.crisis.challenger)} attack "
                f"{sides.name(self.crisis.defender)} within {self.defaults['rounds']['days']} "
                "days, and is it answered?"
            ),
            "challenger": self._challenger(),
            "defender": self._defender(),
            "rounds": self._rounds(),
            "ladder": self._ladder(),
            "red_line": self._red_lines(),
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
            data["client"] = self._client()
        if self.course.answers:
            data["demonstrate"] = self._demonstrate()
        data["sources"] = dict(sorted(self.sources.items()))
        if self.since:
            data["observed"] = self._observed(self._made(data))
        return self._made(data)

    def _made(self, data: dict[str, Any]) -> Scenario:
        evidence, documents = self._evidence()
        return Scenario.model_validate(data | {"evidence": evidence, "document": documents})

    # --- sides ---------------------------------------------------------------------------------

    def _challenger(self) -> dict[str, Any]:
        allow = ["wait", "threaten", "strike", "probe"]
        if "reserves" in self.shown:
            allow.insert(1, "regroup")
        if self.course.answers:
            allow.insert(-2, "demonstrate")
        nuclear = any(
            gazetteer.is_nuclear(code, self.ledger.as_of[:10]) for code in self.crisis.challenger
        )
        moves: dict[str, Any] = {"allow": allow}
        if nuclear and "brandish" in self.shown:
            moves |= {"brandish": True, "supports": self._cite(self.shown["brandish"])}
        side = sides.named(self.crisis.challenger)
        return {**self.defaults["challenger"], **side, "moves": moves}

    def _defender(self) -> dict[str, Any]:
        numbers = dict(self.defaults["defender"])
        limit, quota = numbers.pop("members"), numbers.pop("quota")
        out = numbers | sides.named(self.crisis.defender)
        states = sides.coalition(self.crisis, self.records, self.ledger.as_of[:10])[:limit]
        if len(states) < 2:
            del out["cohesion"]
            return out
        out |= {"rule": "quota", "quota": quota}
        out["members"] = [{"code": code, "weight": 1.0} for code in states]
        if "division_signal" in self.shown:
            out["division_signal"] = self._switched("division_signal")
        return out

    # --- ladder and lines ----------------------------------------------------------------------

    def _ladder(self) -> dict[str, Any]:
        course, before = self.course, self.course.before()
        return {
            "levels": course.levels,
            "start": ladders.start(course.levels, before, course.active()),
            "back_down": True,
            "supports": self._cite(before[:3]),
        }

    def _red_lines(self) -> list[dict[str, Any]]:
        found = []
        for line in self.course.own_lines:
            level, life = ladders.level(line), self.course.life(line)
            if level in self.course.levels and life is not None:
                row = {"level": level, "status": ladders.STATUS[life], "line": line.id}
                quotes = self._cite(self.course.records(line.commitments))
                found.append(row | {"supports": quotes})
        return found

    def _client(self) -> dict[str, Any]:
        """The client, with the levels that it carries out when the defender permits them."""
        shown = self.course.carried_out()
        out: dict[str, Any] = sides.named(self.crisis.client)
        if shown:
            out |= {**self.defaults["client"], "levels": list(shown)}
            out["supports"] = self._cite(record for records in shown.values() for record in records)
        return out

    def _demonstrate(self) -> dict[str, Any]:
        """The answer below the attack: one move, or the ways in which it was made."""
        numbers, answers = dict(self.defaults["demonstrate"]), self.course.answers
        ways = numbers.pop("ways")
        rows = []
        for name, own in ways.items():
            if made := [record_id for record_id, by in answers.items() if by == name]:
                rows.append(
                    {"name": name, **own, "supports": self._cite(self.course.records(made))}
                )
        return ({"ways": rows} if rows else numbers) | {
            "supports": self._cite(self.course.records(answers))
        }

    def _observed(self, scenario: Scenario) -> dict[str, Any]:
        """The moves since the day on which the game begins."""
        rounds, until = self.defaults["rounds"], self.ledger.as_of[:10]
        deeds, days = list(self.course.moves()), rounds["days"] // rounds["count"]
        divided = "division_signal" in self.shown
        words, ids = observed(
            scenario, deeds, since=self.course.day, until=until, days=days, divided=divided
        )
        left = len({deed.record for deed in deeds} - set(ids))
        rest = f"; deeds that have no move there: {left}" if left else ""
        note = f"What the ledger of {until} holds since {self.course.day}{rest}."
        return {"moves": words, "note": note, "supports": self._cite(self.course.records(ids))}

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


def _policies() -> list[dict[str, Any]]:
    return [
        {"name": "small steps", "defender": {"allow": ["hold", "step", "back"]}},
        {"name": "leaps", "defender": {"allow": ["hold", "leap", "back"]}},
        {"name": "hold", "defender": {"allow": ["hold"]}},
        {"name": "always answer", "defender": {"respond": ["match", "overmatch"]}},
    ]


def _logit(p: float) -> float:
    return math.log(p / (1 - p))
