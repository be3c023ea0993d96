"""Telling somebody that a red line moved: the user's own command, run when one did."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from brinkwatch.coding.command import CodingOptions, coder_id
from brinkwatch.errors import BrinkwatchError, InputError
from brinkwatch.ledger.command import ledger_from
from brinkwatch.ledger.diff import diff
from brinkwatch.records import Ledger
from brinkwatch.store import Case

LONGEST = 300.0  # seconds for the command to end; assumed
AGAIN = "the same lines are told again at the next look"


@dataclass(frozen=True)
class Alarm:
    """A command and the case file whose lines it is told of.

    The case file keeps the ledger that was last told of, so that a move is told once the command
    has ended well, however often the watch was stopped before that.
    """

    words: tuple[str, ...]
    store: Path

    @classmethod
    def of(cls, command: str, store: Path) -> Alarm:
        """The alarm of a command line; InputError when its program is not there.

        The line is split into words as a shell would, and no shell runs it.
        """
        try:
            words = tuple(shlex.split(command))
        except ValueError as error:
            raise InputError(
                f"--on-change {command}: not a command line ({error}); close its quotes."
            ) from None
        if not words or shutil.which(words[0]) is None:
            raise InputError(
                f"--on-change {command}: no such program; give one that can be run from here, with "
                "its arguments in one pair of quotes."
            )
        return cls(words, store)

    def begin(self) -> None:
        """Take the lines there are now as known, unless a ledger was told of before."""
        with Case(self.store) as case:
            known = case.told(coder_id()) is not None
        if not known:
            self._keep(self._ledger())

    def moved(self) -> dict[str, Any] | None:
        """What moved since the last telling, told to the command; None when nothing did.

        BrinkwatchError when the command fails; what moved is then told again at the next look.
        """
        now = self._ledger()
        with Case(self.store) as case:
            last = case.told(coder_id()) or now
        found = diff(last, now)
        if found["lines"]:
            self._tell(found | {"store": str(self.store)})
        self._keep(now)
        return found if found["lines"] else None

    def _ledger(self) -> Ledger:
        """The ledger of the case file as of today; an empty one where it holds no article."""
        with Case(self.store) as case:
            empty = not case.documents()
        if empty:
            today = date.today().isoformat()
            return Ledger(as_of=today, lines=(), entries=(), credibility=())
        _, _, book = ledger_from((), CodingOptions(store=self.store, quiet=True))
        return book

    def _keep(self, ledger: Ledger) -> None:
        with Case(self.store) as case:
            case.keep_told(coder_id(), ledger)

    def _tell(self, found: dict[str, Any]) -> None:
        """Run the command with what moved as JSON on its standard input; it prints to stderr."""
        message = json.dumps(found).encode("ascii")
        named = shlex.join(self.words)
        try:
            ended = subprocess.run(
                self.words, input=message, stdout=2, timeout=LONGEST, check=False
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise BrinkwatchError(f"{named}: stopped after {LONGEST:g} seconds; {AGAIN}.") from None
        except OSError as error:
            raise BrinkwatchError(
                f"{named}: could not be run ({error.strerror}); {AGAIN}."
            ) from None
        if ended.returncode:
            raise BrinkwatchError(f"{named}: ended with {ended.returncode}; {AGAIN}.")
