"""What the heads answer, and the answers that a labelled sentence gives.

Sentence heads say whether a sentence holds something; tag heads, whether a token belongs to a part
of a record; the act head, which of the sixteen PLOVER types a token of an act is of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from brinkwatch.coding.codebook import HARMFUL
from brinkwatch.records import ActionType, Band, CommitmentKind, EventStatus

ACTS: tuple[str, ...] = get_args(ActionType)
KINDS: tuple[str, ...] = get_args(CommitmentKind)
BANDS: tuple[str, ...] = get_args(Band)
STATUSES: tuple[str, ...] = get_args(EventStatus)
SENTENCE: tuple[str, ...] = (
    "commitment", "event", "estimate", "conditional", "threatening", "unless_done",
    *(f"kind:{kind}" for kind in KINDS), *(f"event:{act}" for act in ACTS),
    *(f"status:{status}" for status in STATUSES), *(f"band:{band}" for band in BANDS),
)  # fmt: skip
TAGS: tuple[str, ...] = (
    "trigger", "consequence", "issuer", "addressee", "speaker",
    "event", "actor", "recipient", "outcome", "condition", "phrase",
)  # fmt: skip

Row = Mapping[str, Any]
Stretch = tuple[int, int]


@dataclass
class Answers:
    """The true answers for one sentence: unknown sentence labels are absent, never 0.

    `tags` and `acts` hold stretches of code points; `spans_known` is False where only the sentence
    was labelled, so that no token is taken for a negative.
    """

    text: str
    sentence: dict[str, float]
    tags: list[tuple[str, Stretch]] = field(default_factory=list)
    acts: list[tuple[str, Stretch]] = field(default_factory=list)
    spans_known: bool = True


def answers(row: Row, mentions: Sequence[tuple[int, int, str]] = ()) -> Answers:
    """The answers of a sentence labelled by the codebook (the form of training/sentences).

    `mentions` are the actors named in it: start, end and code.
    """
    commitments = row.get("commitments") or []
    events, estimates = row.get("events") or [], row.get("estimates") or []
    on = {
        "commitment": bool(commitments),
        "event": bool(events),
        "estimate": bool(estimates),
        "conditional": any(c.get("trigger") for c in commitments)
        or any(e.get("condition") for e in estimates),
        "threatening": any(c["kind"] in HARMFUL for c in commitments),
        "unless_done": any(_polarity(c) == "unless_done" for c in commitments),
    }
    on |= {f"kind:{c['kind']}": True for c in commitments}
    on |= {f"event:{_act(e)['type']}": True for e in events if _act(e).get("type")}
    on |= {f"status:{e.get('status') or 'actual'}": True for e in events}
    on |= {f"band:{e['band']}": True for e in estimates if e.get("band")}
    out = Answers(row["text"], {name: float(on.get(name, False)) for name in SENTENCE})
    for commitment in commitments:
        _of_commitment(out, commitment, mentions)
    for event in events:
        act = _act(event)
        _add(out, "event", act.get("text"), act.get("type"))
        _parties(out, mentions, actor=act.get("actor"), recipient=act.get("recipient"))
    for estimate in estimates:
        said = estimate.get("outcome") or estimate.get("proposition")
        said = said.get("text") if isinstance(said, Mapping) else said
        _add(out, "outcome", said)
        _add(out, "phrase", estimate.get("phrase"))
        _add(out, "condition", estimate.get("condition"))
        _add(out, "speaker", estimate.get("holder_name"))
    return out


def _of_commitment(out: Answers, commitment: Row, mentions: Sequence[tuple[int, int, str]]) -> None:
    for part in ("trigger", "consequence"):
        act = commitment.get(part) or {}
        _add(out, part, act.get("text"), act.get("type"))
    _add(out, "speaker", commitment.get("speaker"))
    _parties(out, mentions, issuer=commitment.get("issuer"), addressee=commitment.get("addressee"))


def _polarity(commitment: Row) -> str | None:
    found: str | None = commitment.get("polarity") or commitment.get("trigger_polarity")
    return found


def _act(event: Row) -> Row:
    found: Row = event.get("action") or event
    return found


def _add(out: Answers, tag: str, words: str | None, act: str | None = None) -> None:
    start = out.text.find(words) if words else -1
    if words and start >= 0:
        stretch = (start, start + len(words))
        out.tags.append((tag, stretch))
        if act in ACTS:
            out.acts.append((str(act), stretch))


def _parties(
    out: Answers, mentions: Sequence[tuple[int, int, str]], **roles: str | Sequence[str] | None
) -> None:
    """Tag the mentions by the first role that their code has."""
    wanted = {role: _codes(codes) for role, codes in roles.items()}
    for start, end, code in mentions:
        same = "RUS" if code == "SUN" else code
        role = next((role for role, codes in wanted.items() if same in codes), None)
        if role is not None:
            out.tags.append((role, (start, end)))


def _codes(value: str | Sequence[str] | None) -> frozenset[str]:
    listed = [value] if isinstance(value, str) else value or []
    return frozenset("RUS" if code == "SUN" else code for code in listed)
