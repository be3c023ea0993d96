"""Transcripts of plays: written when a play ends, gone through again by `simulate --replay`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from brinkwatch.crisis.files import dumps
from brinkwatch.crisis.play import Position, Table
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.errors import InputError


class Made(BaseModel):
    """One public move of a play."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    round: int
    mover: str
    action: str


class Transcript(BaseModel):
    """A play from its start to its end; `fingerprint` is of the scenario it was played on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    scenario: str
    fingerprint: str
    side: Literal["challenger", "defender"]
    seed: int
    moves: tuple[Made, ...]
    outcome: str
    payoff: dict[str, float]


def fingerprint(scenario: Scenario) -> str:
    """SHA-256 of the scenario as it is written."""
    return hashlib.sha256(dumps(scenario).encode()).hexdigest()


def transcript_of(scenario: Scenario, table: Table, positions: Sequence[Position]) -> Transcript:
    """The play that the positions make up, the last of them an end."""
    end = positions[-1]
    return Transcript(
        scenario=scenario.id,
        fingerprint=fingerprint(scenario),
        side=table.side,
        seed=table.seed,
        moves=tuple(
            Made(round=move.round, mover=move.mover, action=move.action)
            for position in positions
            for move in position.seen
        ),
        outcome=end.outcome or "",
        payoff={str(side): value for side, value in (end.payoff or {}).items()},
    )


def writable(path: Path) -> None:
    """Check before the play that its transcript can be written.

    Raises:
        InputError: the folder is missing or the file exists.
    """
    if path.exists():
        raise InputError(f"{path}: exists already; name a file that does not.")
    if not path.parent.is_dir():
        raise InputError(f"{path}: there is no folder {path.parent}; make it first.")


def write(path: Path, transcript: Transcript) -> None:
    """Write a transcript as JSON."""
    try:
        path.write_text(transcript.model_dump_json(indent=1) + "\n", "utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; give a file that can be written.") from None


def read(path: Path) -> Transcript:
    """The transcript in a file.

    Raises:
        InputError: the file cannot be read or is no transcript.
    """
    try:
        return Transcript.model_validate(json.loads(path.read_text("utf-8")))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; give a transcript of `play`.") from None
    except (ValidationError, ValueError, RecursionError):
        raise InputError(
            f"{path}: no transcript of a play; give a file that `play --transcript` wrote."
        ) from None


def replayed(scenario: Scenario, transcript: Transcript) -> dict[str, Any]:
    """The play gone through again: every move must be met by the same answers and the same end.

    Returns the transcript's fields with, for each move of the player, `equilibrium`: how often
    the player's type makes it there (None for moves of others).

    Raises:
        InputError: the scenario is not the one it was played on, or the play goes another way.
    """
    if transcript.fingerprint != fingerprint(scenario):
        raise InputError(
            f"{scenario.id}: not the scenario of the transcript ({transcript.scenario}), or "
            "changed since; give the file it was played on."
        )
    table = Table(scenario, transcript.side, seed=transcript.seed)
    positions, shares = [table.start()], []
    for move in transcript.moves:
        if move.mover != transcript.side:
            continue
        shares.append(table.advice(positions[-1]).get(move.action))
        positions.append(table.choose(positions[-1], move.action))
    again = transcript_of(scenario, table, positions)
    if positions[-1].mover is not None or again.moves != transcript.moves:
        raise InputError(
            f"{scenario.id}: the transcript's moves do not lead to its end; it has been changed."
        )
    if again.outcome != transcript.outcome:
        raise InputError(
            f"{scenario.id}: the play ends {again.outcome}, the transcript says "
            f"{transcript.outcome}; it has been changed."
        )
    own = iter(shares)
    row = transcript.model_dump()
    for made in row["moves"]:
        made["equilibrium"] = next(own) if made["mover"] == transcript.side else None
    return row
