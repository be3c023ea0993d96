"""One line's dossier: all its words, all its steps, and what either rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from brinkwatch.errors import InputError
from brinkwatch.ledger.rows import act_rows, credibility_of
from brinkwatch.ledger.stages import SHOWN, settings, shift
from brinkwatch.records import (
    Action,
    CodedRecord,
    Commitment,
    Contradiction,
    Document,
    Event,
    Ledger,
    LedgerEntry,
    RedLine,
)

Row = dict[str, Any]
LEAST = 4  # characters of an id that a person may be expected to give


def find_line(ledger: Ledger, name: str) -> RedLine:
    """The line of an id, of its beginning, or of one of its commitments.

    InputError when there is none or more than one.
    """
    found = [
        line
        for line in ledger.lines
        if len(name) >= LEAST and any(one.startswith(name) for one in (line.id, *line.commitments))
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(
            f"{name}: {len(found)} lines begin so ({', '.join(line.id for line in found)}); give "
            "more of the id."
        )
    raise InputError(
        f"{name}: no line of the {len(ledger.lines)} in this ledger has this id; give the id, or "
        f"at least its first {LEAST} characters, as `brinkwatch ledger` prints it."
    )


class Dossiers:
    """The dossiers of a ledger, from the documents and records it was made of."""

    def __init__(
        self, ledger: Ledger, documents: Iterable[Document], records: Iterable[CodedRecord]
    ) -> None:
        self._ledger = ledger
        self._told = _Told(documents, records, ledger)

    def of(self, line: RedLine) -> Row:
        """Everything that is known of `line`, as plain data for JSON.

        `quotes` are its commitments in the order of their days, `steps` all its steps with their
        evidence (those below confidence 0.5 have `counted` false), `crossing` and `enforcement`
        what would count as such, `contradictions` what its sources say that cannot both hold.
        """
        ledger, told = self._ledger, self._told
        known = sorted(
            filter(None, map(told.commitment, line.commitments)),
            key=lambda c: (told.day(c) or "9999", c.origin, c.span.start),
        )
        credibility = credibility_of(line, ledger)
        return {
            "id": line.id, "what": line.what, "kind": line.kind, "issuer": list(line.issuer),
            "addressee": list(line.addressee), "status": line.status,
            "credibility": credibility.model_dump(mode="json") if credibility else None,
            "steps": [_step(entry, told) for entry in ledger.history(line.id)],
            "quotes": [_quote(member, told) | {"rung": line.rungs.get(member.id)}
                       for member in known],
            "crossing": _deeds(known, "trigger"),
            "enforcement": _deeds(known, "consequence"),
            "merges": list(line.merges),
            "contradictions": [
                {"what": one.what, "sides": [told.evidence(record) for record in one.records]}
                for one in ledger.contradictions
                if one.line_id == line.id or _touches(line, one, ledger)
            ],
            "acts": act_rows(ledger, line.id) if line.acts else [],
        }  # fmt: skip


def _touches(line: RedLine, one: Contradiction, ledger: Ledger) -> bool:
    """Whether it is about no line and a step of this one rests on one of its records."""
    mine = {record for entry in ledger.history(line.id) for record in entry.records}
    return one.line_id is None and not mine.isdisjoint(one.records)


class _Told:
    """Who told what, where: documents and records by id."""

    def __init__(
        self, documents: Iterable[Document], records: Iterable[CodedRecord], ledger: Ledger
    ) -> None:
        self._documents = {document.id: document for document in documents}
        self._records = {record.id: record for record in records}
        self._acts = {one.act.id: one.act for one in ledger.acts}

    def commitment(self, record_id: str) -> Commitment | None:
        """The commitment of an id."""
        record = self._records.get(record_id)
        return record if isinstance(record, Commitment) else None

    def day(self, record: CodedRecord) -> str | None:
        """The day of a record: its own, else the first one its article can be of."""
        document = self._documents.get(record.document_id)
        return getattr(record, "date", None) or (document.first_day() if document else None)

    def where(self, record: CodedRecord) -> str:
        """The article and the line of it in which a record stands."""
        document = self._documents.get(record.document_id)
        return document.where(record.span.start) if document else record.origin

    def outlet(self, record: CodedRecord) -> str | None:
        """The outlet of a record's article."""
        document = self._documents.get(record.document_id)
        return document.outlet if document else None

    def evidence(self, record_id: str) -> Row:
        """A record as evidence: who says what, where."""
        act = self._acts.get(record_id)
        if act is not None:
            return {"record": act.id, "date": act.at[:10], "where": None,
                    "who": f"analyst {act.by}", "quote": act.why}  # fmt: skip
        record = self._records.get(record_id)
        if record is None:
            return {"record": record_id, "date": None, "where": None, "who": None, "quote": None}
        return {
            "record": record.id, "date": self.day(record), "where": self.where(record),
            "who": _who(record) or self.outlet(record), "quote": record.span.quote,
        }  # fmt: skip


def _who(record: CodedRecord) -> str | None:
    """Who says it, as the article names them; of a commitment else its issuer."""
    if isinstance(record, Commitment):
        return record.speaker or ", ".join(record.issuer) or None
    return record.speaker if isinstance(record, Event) else record.holder_name


def _step(entry: LedgerEntry, told: _Told) -> Row:
    return {
        "id": entry.id, "date": entry.date, "life": entry.life, "basis": entry.basis,
        "confidence": entry.confidence, "counted": entry.confidence >= SHOWN,
        "window": _window(entry), "note": entry.note, "origin": entry.origin,
        "evidence": [told.evidence(record) for record in entry.records],
    }  # fmt: skip


def _window(entry: LedgerEntry) -> Row | None:
    """Of a crossing: until when an act can answer it, and when silence has counted as none."""
    if entry.life != "crossed" or entry.date is None:
        return None
    return {
        "answer_until": shift(entry.date, settings()["answer_days"]),
        "silence_counts_from": shift(entry.date, settings()["window_days"]),
    }


def _quote(commitment: Commitment, told: _Told) -> Row:
    return told.evidence(commitment.id) | {
        "outlet": told.outlet(commitment), "issuer": list(commitment.issuer),
        "life": commitment.life, "strength": commitment.strength, "deadline": commitment.deadline,
    }  # fmt: skip


def _deeds(members: Sequence[Commitment], part: str) -> list[Row]:
    """The different deeds that wordings of a line name, with the records that name each."""
    found: dict[tuple[Any, ...], Row] = {}
    for member in members:
        action: Action | None = getattr(member, part)
        if action is None:
            continue
        polarity = member.trigger_polarity if part == "trigger" else None
        key = (action.actor, action.type, action.recipient, polarity)
        row = found.setdefault(key, {
            "actor": list(action.actor), "type": action.type,
            "recipient": list(action.recipient), "polarity": polarity, "texts": [], "records": [],
        })  # fmt: skip
        row["texts"] += [action.text] if action.text not in row["texts"] else []
        row["records"].append(member.id)
    return list(found.values())
