"""Telling somebody that a red line moved: the user's own command, run when one did."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from brinkwatch.coding.command import CodingOptions, coded_from, coder_id
from brinkwatch.errors import BrinkwatchError, InputError
from brinkwatch.ledger.book import Book
from brinkwatch.ledger.command import acts_from
from brinkwatch.ledger.diff import diff
from brinkwatch.records import AnalystAct, Ledger
from brinkwatch.store import Case, Told

LONGEST = 300.0  # seconds for the command to end; assumed
AGAIN = "the same lines are told again at the next look"


class Made(NamedTuple):
    """A ledger and the ids of the documents it was made of."""

    ledger: Ledger
    documents: tuple[str, ...]


@dataclass
class Alarm:
    """A command and the case file whose lines it is told of.

    The case file keeps the ledger that was last told of, so that a move is told once the command
    has ended well, however often the watch was stopped before that. From look to look only lines
    that new articles touch are entered anew.
    """

    words: tuple[str, ...]
    store: Path
    _book: Book | None = None
    _day: str = ""
    _acts: tuple[AnalystAct, ...] = ()

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
        """Take the lines there are now as known, unless somebody was told before.

        When the coder has changed since, the articles that were told of are coded anew, so that
        what comes of the new coding is no news, and what comes of new articles is.
        """
        with Case(self.store) as case:
            told = case.told()
        if told is None or (told.documents is None and not self._is_current(told)):
            self._keep(self._now())
        elif not self._is_current(told):
            self._keep(self._made_anew(told))

    def moved(self) -> dict[str, Any] | None:
        """What moved since the last telling, told to the command; None when nothing did.

        BrinkwatchError when the command fails; what moved is then told again at the next look.
        """
        now = self._now()
        with Case(self.store) as case:
            told = case.told()
        last = told.ledger if told and told.ledger else now.ledger
        found = diff(last, now.ledger)
        if found["lines"]:
            self._tell(found | {"store": str(self.store)})
        self._keep(now)
        return found if found["lines"] else None

    def _is_current(self, told: Told) -> bool:
        return told.coder == coder_id() and told.ledger is not None

    def _now(self) -> Made:
        """The ledger of the case file as of today; an empty one where it holds no article."""
        options = CodingOptions(store=self.store, quiet=True)
        acts = acts_from((), self.store)
        if self._book is None or (self._day, self._acts) != (options.day, acts):
            self._book, self._day, self._acts = (
                Book(as_of=options.day, acts=acts),
                options.day,
                acts,
            )
        with Case(self.store) as case:
            empty = case.is_empty()
        if not empty:
            corpus, found = coded_from((), options)
            self._book.add(corpus.seen, found.records)
        return Made(self._book.ledger(), tuple(self._book.documents))

    def _made_anew(self, told: Told) -> Made:
        """The ledger that was told of, from the same articles as they are coded now."""
        options = CodingOptions(store=self.store, quiet=True, as_of=told.as_of)
        book = Book(as_of=options.day, acts=acts_from((), self.store))
        if told.documents:
            corpus, found = coded_from((), options)
            known = [one for one in corpus.seen if one.id in told.documents]
            records = [one for one in found.records if one.document_id in told.documents]
            book.add(known, records)
        return Made(book.ledger(), tuple(told.documents or ()))

    def _keep(self, made: Made) -> None:
        with Case(self.store) as case:
            case.keep_told(coder_id(), *made)

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
