"""The course of a crisis as the ledger holds it: lines, deeds and answers, seen from a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from brinkwatch import gazetteer
from brinkwatch.crisis import ladders
from brinkwatch.crisis.mechanisms import rung, rung_name, supporters, way
from brinkwatch.crisis.observing import Deed
from brinkwatch.records import (
    CodedRecord,
    Commitment,
    Crisis,
    Document,
    Event,
    Ledger,
    LedgerEntry,
    Life,
    RedLine,
)

_ANSWERS: tuple[Life, ...] = ("enforced", "answered_otherwise")
_PERMITS, _USES = frozenset({"permit", "assist", "provide"}), "use"


class Course:
    """The lines of a crisis and the deeds of both sides.

    own_lines: those that the challenger has drawn. deeds: of the defender's side, in the order of
    the records. levels: the ladder, from low to high. shown: records by the mechanism they show.
    answers: by record id the way in which the challenger answered below an attack, "" if unsaid.
    day: the day from which it is seen, ISO.
    """

    def __init__(
        self,
        crisis: Crisis,
        ledger: Ledger,
        by_id: Mapping[str, CodedRecord],
        documents: Mapping[str, Document],
        since: str | None,
    ) -> None:
        records = list({r.id: r for r in by_id.values()}.values())
        wanted = set(crisis.lines)
        self.crisis, self.by_id, self.documents = crisis, by_id, documents
        self.past, self.day = since is not None, since or ledger.as_of[:10]
        self.own_lines = ladders.own_lines(crisis, (x for x in ledger.lines if x.id in wanted))
        self.deeds = ladders.deeds(crisis, records)
        self.levels = ladders.levels(self.own_lines, self.deeds)
        self.shown = supporters(records, crisis)
        self._entries = ledger.entries
        self._until = ledger.as_of[:10]
        self.answers = self._answered()

    def before(self) -> list[Event]:
        """The defender's deeds up to the day; those without a date count as before it."""
        return [deed for deed in self.deeds if (self._when(deed) or self.day)[:10] <= self.day]

    def active(self) -> list[RedLine]:
        """The challenger's lines in force on the day."""
        lives = ((line, self.life(line)) for line in self.own_lines)
        return [line for line, life in lives if life and ladders.STATUS[life] == "active"]

    def life(self, line: RedLine) -> Life | None:
        """A line's stage on the day; None where it was not declared yet."""
        if not self.past:
            return line.status
        seen = [e for e in self.steps(line) if e.date is None or e.date[:10] <= self.day]
        return seen[-1].life if seen else None

    def steps(self, line: RedLine, *lives: Life) -> list[LedgerEntry]:
        """The steps of a line's life, all or those of some stages."""
        found = [entry for entry in self._entries if entry.line_id == line.id]
        return [entry for entry in found if not lives or entry.life in lives]

    def records(self, ids: Iterable[str]) -> list[CodedRecord]:
        """The records of the crisis among some ids."""
        return [self.by_id[i] for i in ids if i in self.by_id]

    def carried_out(self) -> dict[str, list[CodedRecord]]:
        """The levels that the client carries out once permitted, with what shows it.

        A line's trigger names the client as the doer, or forbids both to permit and to use; or it
        was the client that crossed the line.
        """
        clients = set(self.crisis.client) - set(self.crisis.defender)
        found: dict[str, list[CodedRecord]] = {}
        for line in self.own_lines if clients else ():
            rungs, trigger = set(line.rungs.values()), line.trigger
            crossings = (self.records(e.records) for e in self.steps(line, "crossed"))
            shown = [record for step in crossings for record in step if _did(record, clients)]
            if (trigger and clients & set(trigger.actor)) or (rungs & _PERMITS and _USES in rungs):
                shown += self.records(line.commitments)
            if shown and ladders.level(line) in self.levels:
                found.setdefault(ladders.level(line), []).extend(shown)
        return {name: found[name] for name in self.levels if name in found}

    def moves(self) -> Iterator[Deed]:
        """What happened after the day and up to the ledger's, as deeds the game has a move for."""
        for deed in (*self._rises(), *self._replies()):
            if self.day < deed.day[:10] <= self._until:
                yield deed

    def _rises(self) -> Iterator[Deed]:
        for event in self.deeds:
            key, day = rung(event.action), self._when(event)
            if day and key and rung_name(key) in self.levels:
                yield Deed(day, "rise", event.id, level=self._place(rung_name(key)))
        for line in self.own_lines:
            if ladders.level(line) in self.levels:
                for entry in self.steps(line, "crossed"):
                    for record in self.records(entry.records)[:1] if entry.date else ():
                        yield Deed(
                            entry.date or "", "rise", record.id, self._place(ladders.level(line))
                        )

    def _replies(self) -> Iterator[Deed]:
        for record_id, name in self.answers.items():
            if day := self._when(self.by_id[record_id]):
                yield Deed(day, "demonstrate", record_id, way=name)
        for line in self.own_lines:
            for entry in self.steps(line):
                ids = [record.id for record in self.records(entry.records)]
                if not entry.date or not ids:
                    continue
                if entry.life == "declared" and self.life(line) is None:
                    yield Deed(entry.date, "threaten", ids[0])
                elif entry.life == "enforced" and not set(ids) & set(self.answers):
                    yield Deed(entry.date, "attack", ids[0])

    def _place(self, name: str) -> int:
        return self.levels.index(name) + 1

    def _when(self, record: CodedRecord) -> str | None:
        """The day a record is dated by: its own, or that of its article."""
        own = record.date if isinstance(record, Event | Commitment) else None
        document = self.documents.get(record.document_id)
        return own or (document.first_day() if document else None)

    def _answered(self) -> dict[str, str]:
        side = set(self.crisis.defender)
        for code in self.crisis.defender:
            side |= set(gazetteer.members(code, self._until))
        found = {record.id: way(record) or "" for record in self.shown.get("demonstrate", ())}
        for line in self.own_lines:
            for entry in self.steps(line, *_ANSWERS):
                for record in self.records(entry.records):
                    if isinstance(record, Event) and not side & set(record.action.recipient):
                        hit = record.action.type == "ASSAULT" and record.action.recipient
                        found[record.id] = way(record) or ("third_party" if hit else "")
        return found


def _did(record: CodedRecord, actors: set[str]) -> bool:
    return isinstance(record, Event) and bool(actors & set(record.action.actor))
