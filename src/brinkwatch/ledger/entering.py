"""Entering coded records into a ledger: lines, lives, credibility, contradictions, crises.

1. drop what was not public on the as-of day                 (`reading.visible`)
2. group commitments into red lines, as an analyst corrects  (`matching`, `acts`)
3. write each line's life from statements and deeds          (`lifecycle`, `acts`)
4. count enforced and unenforced lines by issuer             (`credibility`)
5. keep records that cannot both hold side by side           (`contradictions`)
6. group lines, events and estimates into crises             (`crises`)
7. note what they show of each crisis for the next stages    (`signals`)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from brinkwatch.errors import InputError
from brinkwatch.ledger import contradictions
from brinkwatch.ledger.acts import Acts
from brinkwatch.ledger.chronicle import Chronicle
from brinkwatch.ledger.credibility import Witnesses, credibilities
from brinkwatch.ledger.crises import crises
from brinkwatch.ledger.ladder import rungs
from brinkwatch.ledger.lifecycle import life_of
from brinkwatch.ledger.matching import Group, group
from brinkwatch.ledger.meaning import fold
from brinkwatch.ledger.signals import signals
from brinkwatch.ledger.stages import Step
from brinkwatch.ledger.wording import what
from brinkwatch.records import (
    AnalystAct,
    CodedRecord,
    Commitment,
    Contradiction,
    Document,
    Estimate,
    Event,
    Ledger,
    LedgerEntry,
    RedLine,
    content_id,
)

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_STRENGTH = {"explicit": 0, "partial": 1, "vague": 2}


def _public(
    documents: Iterable[Document], records: Iterable[CodedRecord], as_of: str
) -> tuple[list[Document], list[CodedRecord]]:
    """Documents and records that were public on `as_of`; a plan for a later day was."""
    from brinkwatch.reading import visible

    seen, hidden = visible(documents, as_of)
    gone = {document.id for document in hidden}

    def known(record: CodedRecord) -> bool:
        if record.document_id in gone:
            return False
        if isinstance(record, Estimate) or (isinstance(record, Event)
                                            and record.status == "planned"):  # fmt: skip
            return True
        return record.date is None or record.date[:10] <= as_of

    unique = {record.id: record for record in records if known(record)}
    in_order = sorted(unique.values(), key=lambda r: (r.origin, r.span.start, r.span.end, r.id))
    return seen, in_order


def _clearest(members: Sequence[Commitment], documents: Mapping[str, Document]) -> Commitment:
    """The commitment that says most: explicit before vague, parties named, news before opinion."""

    def opinion(commitment: Commitment) -> bool:
        document = documents.get(commitment.document_id)
        return document is not None and document.kind in {"opinion", "analysis"}

    return min(
        members,
        key=lambda c: (
            _STRENGTH[c.strength], not c.addressee, c.trigger is None, opinion(c), members.index(c),
        ),
    )  # fmt: skip


def _addressees(members: Sequence[Commitment]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for member in members for code in member.addressee))


def _line(
    grouped: Group,
    steps: Sequence[Step],
    days: Mapping[str, str | None],
    documents: Mapping[str, Document],
    analyst: Acts,
) -> RedLine:
    members = grouped.members
    clearest = _clearest(members, documents)
    return RedLine(
        id=content_id("line", *sorted(member.id for member in members)),
        issuer=clearest.issuer, addressee=_addressees(members), kind=clearest.kind,
        what=what(clearest, days[clearest.id]), trigger=clearest.trigger,
        trigger_polarity=clearest.trigger_polarity, consequence=clearest.consequence,
        commitments=tuple(member.id for member in members), status=analyst.status(members, steps),
        merges=tuple(grouped.merges), acts=tuple(act.id for act in analyst.of_line(members)),
        rungs=rungs(members),
    )  # fmt: skip


def _entries(
    line: RedLine,
    steps: Sequence[Step],
    origins: Mapping[str, str],
    documents: Mapping[str, Document],
) -> tuple[LedgerEntry, ...]:
    """The steps as entries; the interval of an article orders a step but is not its date."""
    entries = []
    for step in steps:
        document, day, note = documents.get(step.document), step.date, step.note
        if document and document.published is None and not step.own_date:
            day, note = None, " ".join(filter(None, [note, f"Its article: {document.when()}."]))
        entries.append(
            LedgerEntry(
                id=content_id("entry", line.id, step.date, step.life, *step.records),
                line_id=line.id, date=day, life=step.life, document_id=step.document,
                origin=origins[step.document], records=step.records, basis=step.basis,
                confidence=step.confidence, note=note,
            )
        )  # fmt: skip
    return tuple(entries)


def _last_heard(
    records: Iterable[CodedRecord], published: Mapping[str, str | None]
) -> dict[str, str]:
    """For each actor the day of the latest article that reports a deed or word of it."""
    last: dict[str, str] = {}
    for record in records:
        day = published.get(record.document_id)
        if day is None or isinstance(record, Estimate):
            continue
        codes = record.issuer if isinstance(record, Commitment) else record.action.actor
        for code in fold(codes):
            last[code] = max(last.get(code, ""), day)
    return last


def _days(
    records: Iterable[CodedRecord], published: Mapping[str, str | None], as_of: str
) -> dict[str, str | None]:
    """The day of each record: its own, else its article's; a plan counts from its article."""
    days: dict[str, str | None] = {}
    for record in records:
        own = None if isinstance(record, Estimate) else record.date
        article = published.get(record.document_id)
        days[record.id] = own if own is not None and own[:10] <= as_of else article
    return days


def enter(
    documents: Iterable[Document],
    records: Iterable[CodedRecord],
    *,
    as_of: str,
    acts: Sequence[AnalystAct] = (),
) -> Ledger:
    """Enter `records` of `documents` into a ledger, as of the ISO day `as_of`.

    Documents that were not published on that day are not seen, nor are their records, nor are
    records dated later; a document of unknown date is seen. Records of documents that are not
    given are entered undated. Every commitment belongs to exactly one line, and the order of the
    input does not matter. An empty ledger means that there was no commitment and no crisis. The
    analyst's `acts` correct lines and lives, whenever they were made.

    Raises InputError when `as_of` is no ISO day.
    """
    if not _ISO_DAY.fullmatch(as_of):
        raise InputError(f"as_of is {as_of!r}; give a day as YYYY-MM-DD, for instance 2024-11-19.")
    seen, known = _public(documents, records, as_of)
    by_id = {document.id: document for document in seen}
    published = {document.id: document.first_day() for document in seen}
    days = _days(known, published, as_of)
    events = [record for record in known if isinstance(record, Event)]
    commitments = [record for record in known if isinstance(record, Commitment)]
    analyst = Acts(acts, commitments, as_of=as_of)
    groups = analyst.corrected(analyst.regrouped(group(commitments, days)))
    said = {member.id: member for grouped in groups for member in grouped.members}
    known = [said.get(record.id, record) for record in known]
    chronicle, heard = Chronicle(events, published), _last_heard(known, published)
    origins = {record.document_id: record.origin for record in known} | analyst.origins()

    lines: list[RedLine] = []
    entries: list[LedgerEntry] = []
    conflicts: list[Contradiction] = []
    for grouped in groups:
        members = grouped.members
        last = max((heard.get(code, "") for code in grouped.issuers), default="") or None
        reported = analyst.kept(members, life_of(members, by_id, chronicle, last))
        steps = analyst.completed(members, reported)
        line = _line(grouped, steps, days, by_id, analyst)
        lines.append(line)
        entries.extend(_entries(line, steps, origins, by_id))
        conflicts.extend(contradictions.of_line(line.id, members, reported))
    conflicts.extend(contradictions.of_events(events, chronicle))
    confronted = crises(lines, known, seen, days)
    return Ledger(
        as_of=as_of, lines=tuple(lines), entries=tuple(entries),
        credibility=credibilities(lines, entries, Witnesses(commitments, by_id), as_of=as_of),
        contradictions=tuple(conflicts),
        crises=confronted,
        signals=signals(confronted, lines, entries, known, days, as_of=as_of),
        acts=analyst.entered({one: line.id for line in lines for one in line.commitments}),
    )  # fmt: skip
