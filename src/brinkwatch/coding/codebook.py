"""The codebook's slots and words, and whether a labelled record keeps to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from brinkwatch.errors import InputError
from brinkwatch.records import (
    ActionType,
    Band,
    CommitmentKind,
    EventStatus,
    Life,
    Polarity,
    Strength,
)

Row = Mapping[str, Any]

KINDS = ("commitment", "event", "estimate")
ALLOWED: dict[str, tuple[str, ...]] = {
    "kind": get_args(CommitmentKind), "type": get_args(ActionType), "band": get_args(Band),
    "status": get_args(EventStatus), "life": get_args(Life), "strength": get_args(Strength),
    "polarity": get_args(Polarity),
}  # fmt: skip
NEEDED = {
    "commitment": ("kind",), "event": ("type", "text"), "estimate": ("holder", "band"),
}  # fmt: skip
SLOTS = {
    "commitment": (
        "kind", "issuer", "speaker", "addressee", "trigger", "polarity", "consequence", "deadline",
        "strength", "life", "date", "quote",
    ),
    "event": (
        "type", "actor", "recipient", "status", "means", "text", "date", "place", "speaker",
        "quote",
    ),
    "estimate": ("holder", "holder_name", "phrase", "band", "condition", "outcome", "quote"),
}  # fmt: skip
ACT = ("actor", "type", "recipient", "means", "text")
WORDS = (
    "text", "quote", "speaker", "deadline", "phrase", "condition", "outcome", "holder_name",
    "means", "place",
)  # fmt: skip
HARMFUL = frozenset({"deterrent_threat", "compellent_threat", "ultimatum", "threat"})
"""Kinds of commitment that ICBe calls a threat (without a condition) or an ultimatum (with one)."""


def check(kind: str, record: Row, text: str, where: str) -> None:
    """InputError, beginning with `where`, where a record breaks the codebook or its sentence."""
    if missing := [slot for slot in NEEDED[kind] if not record.get(slot)]:
        raise InputError(f"{where}: the {kind} has no {missing[0]}; fill it or drop the record.")
    _check_part(record, SLOTS[kind], kind, text, where)
    for part in ("trigger", "consequence"):
        act = record.get(part)
        if act is not None:
            if not isinstance(act, dict) or not (act.get("text") or act.get("type")):
                raise InputError(
                    f"{where}: the {part} has neither text nor type; give the words that state it."
                )
            _check_part(act, ACT, part, text, where)


def _check_part(part: Row, slots: Sequence[str], what: str, text: str, where: str) -> None:
    if unknown := sorted(set(part) - set(slots)):
        raise InputError(
            f"{where}: the {what} has {unknown[0]!r}; its slots are {', '.join(slots)}."
        )
    for slot, value in part.items():
        if slot in ALLOWED and value is not None and value not in ALLOWED[slot]:
            raise InputError(
                f"{where}: the {what}'s {slot} is {value!r}; give one of "
                f"{', '.join(ALLOWED[slot])}."
            )
        if slot in WORDS and value and (not isinstance(value, str) or value not in text):
            raise InputError(
                f"{where}: the {what}'s {slot} {value!r} does not stand in the sentence; copy the "
                "words as they stand there."
            )
        if slot in ("issuer", "addressee", "actor", "recipient", "holder") and not _codes(value):
            raise InputError(
                f"{where}: the {what}'s {slot} is {value!r}; give a code, a list of codes, or null."
            )


def _codes(value: object) -> bool:
    listed = value if isinstance(value, list) else [] if value is None else [value]
    return all(isinstance(code, str) and code.strip() == code != "" for code in listed)
