"""The probability that a coded record is right: a logistic regression on what the heads say of it.

Weights and the least confidence of a record that is kept stand in `calibration.json` of the heads'
folder. They are fitted on records of sentences that the encoder had not seen (`training/fit.py`),
one regression for each kind of record; the score is the log-odds (Cox 1958).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from brinkwatch.coding.drafts import PROPOSED
from brinkwatch.coding.heads.readings import Readings
from brinkwatch.errors import InputError
from brinkwatch.records import Action, Actors, CodedRecord, Commitment, Estimate, Event

Weights = Mapping[str, float]
R = TypeVar("R", Event, Commitment, Estimate)
FAR = 6.0  # log-odds beyond which a head's opinion counts no more


@dataclass(frozen=True)
class Calibration:
    """Weights by kind of record, and the least confidence at which a proposed record is kept.

    What a rule found is kept whatever its confidence: the words that the rule names are there.
    """

    weights: Mapping[str, Weights]
    least: float

    @classmethod
    def load(cls, folder: Path, *, fast: bool = False) -> Calibration:
        """The calibration in a folder of heads; `fast`: the one for rules without the encoder."""
        file = folder / "calibration.json"
        if not file.is_file():
            raise InputError(
                f"{folder} holds no calibration.json: expected a folder written by `brinkwatch "
                "code train`."
            )
        found: Mapping[str, Any] = json.loads(file.read_text("utf-8"))
        return cls(found["rules" if fast else "both"], found["least"])

    def rated(self, records: Sequence[R], heads: Readings | None) -> list[R]:
        """The records with their confidence, without the proposals that are not sure enough."""
        out: list[R] = []
        for number, record in enumerate(records):
            sure = self.confidence(record, records[:number], heads)
            if record.rule != PROPOSED or sure >= self.least:
                out.append(record.model_copy(update={"confidence": round(sure, 3)}))
        return out

    def confidence(
        self, record: CodedRecord, before: Sequence[CodedRecord], heads: Readings | None
    ) -> float:
        """The probability that the record is right; features without a weight count nothing.

        `before` are the records of the same article that come earlier.
        """
        weights = self.weights[kind_of(record)]
        known = features(record, before, heads)
        score = sum(weights.get(name, 0.0) * value for name, value in known.items())
        return 1 / (1 + math.exp(-score))


def kind_of(record: CodedRecord) -> str:
    """commitment, event or estimate."""
    return type(record).__name__.lower()


def features(
    record: CodedRecord, before: Sequence[CodedRecord], heads: Readings | None
) -> dict[str, float]:
    """What is known of a record: its rule, how full it is, the heads' log-odds for its parts."""
    family = record.rule.split(".")[0]
    out = {"one": 1.0, f"rule:{record.rule}": 1.0, f"family:{family}": 1.0}
    out["again"] = float(any(_alike(record, other) for other in before))
    if isinstance(record, Commitment):
        out["both"] = float(bool(record.trigger and record.consequence))
        out["addressed"] = float(bool(record.addressee))
        out[f"kind:{record.kind}"] = 1.0
    elif isinstance(record, Event):
        out["recipient"] = float(bool(record.action.recipient))
        out[f"status:{record.status}"] = 1.0
        out[f"type:{record.action.type}"] = 1.0
    else:
        out["conditional"] = float(bool(record.condition))
        out[f"holder:{_side(record.holder)}"] = 1.0
        out["possible"] = float(record.band == "possible")
    return out | (_opinions(record, heads) if heads is not None else {})


def _alike(record: CodedRecord, other: CodedRecord) -> bool:
    """Whether the other may tell the same: the same doer, and the same kind of thing."""
    if isinstance(record, Commitment) and isinstance(other, Commitment):
        return bool(set(record.issuer) & set(other.issuer)) and record.kind == other.kind
    if isinstance(record, Event) and isinstance(other, Event):
        mine, theirs = record.action, other.action
        return mine.type == theirs.type and bool(set(mine.actor) & set(theirs.actor))
    return (
        isinstance(record, Estimate) and isinstance(other, Estimate) and (record.span == other.span)
    )


def _opinions(record: CodedRecord, heads: Readings) -> dict[str, float]:
    low, high = record.span.start, record.span.end

    def held(label: str) -> float:
        return _odds(heads.sentence(label, low, high))

    out = {"head": held(kind_of(record))}
    parts: tuple[tuple[str, Action | None], ...] = ()
    roles: tuple[tuple[str, Actors], ...] = ()
    if isinstance(record, Commitment):
        out |= {"head:kind": held(f"kind:{record.kind}"), "head:event": held("event")}
        parts = (("trigger", record.trigger), ("consequence", record.consequence))
        roles = (("issuer", record.issuer),)
    elif isinstance(record, Event):
        out |= {
            "head:type": held(f"event:{record.action.type}"),
            "head:status": held(f"status:{record.status}"),
            "head:commitment": held("commitment"),
        }
        parts, roles = (("event", record.action),), (("actor", record.action.actor),)
        if (where := _where(record, record.action)) is not None:
            out["head:act"] = _odds(heads.act(*where).get(record.action.type or "", 0.0))
    else:
        out |= {
            "head:band": held(f"band:{record.band}"), "head:commitment": held("commitment")
        }  # fmt: skip
    for tag, part in parts:
        if (where := _where(record, part)) is not None:
            out[f"head:{tag}"] = _odds(heads.tagged(tag, *where))
    for role, codes in roles:
        sure = heads.role(role, codes, low, high)
        out |= {f"named:{role}": 1.0, f"head:{role}": _odds(sure)} if sure is not None else {}
    return out


def _where(record: CodedRecord, part: Action | None) -> tuple[int, int] | None:
    at = record.span.quote.find(part.text) if part is not None else -1
    if part is None or at < 0:
        return None
    return record.span.start + at, record.span.start + at + len(part.text)


def _side(holder: Actors) -> str:
    return holder[0] if holder and holder[0] in {"EXPERT", "AUTHOR"} else "party"


def _odds(p: float) -> float:
    low = 1 / (1 + math.exp(FAR))
    p = min(max(p, low), 1 - low)
    return math.log(p / (1 - p))
