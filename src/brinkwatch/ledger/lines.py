"""One line as it is entered: its record, its life, its end, and what its life was read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brinkwatch.ledger import contradictions
from brinkwatch.ledger.acts import Acts
from brinkwatch.ledger.chronicle import Chronicle, Dated, camps
from brinkwatch.ledger.comparison import days_between
from brinkwatch.ledger.credibility import Ending, Witnesses, ending
from brinkwatch.ledger.inference import Terms
from brinkwatch.ledger.ladder import rungs
from brinkwatch.ledger.lifecycle import life_of
from brinkwatch.ledger.matching import Group
from brinkwatch.ledger.meaning import deed_of, fold
from brinkwatch.ledger.stages import Step, role, settings, shift
from brinkwatch.ledger.wording import what
from brinkwatch.records import (
    Commitment,
    Contradiction,
    Document,
    LedgerEntry,
    RedLine,
    content_id,
)

_STRENGTH = {"explicit": 0, "partial": 1, "vague": 2}


@dataclass(frozen=True)
class Line:
    """A line with its steps, its contradictions and its ending, None when it was not crossed."""

    record: RedLine
    entries: tuple[LedgerEntry, ...]
    contradictions: tuple[Contradiction, ...]
    ending: Ending | None
    sources: Sources


def enter_line(
    group: Group,
    days: Mapping[str, str | None],
    documents: Mapping[str, Document],
    origins: Mapping[str, str],
    chronicle: Chronicle,
    heard: Mapping[str, str],
    analyst: Acts,
    *,
    as_of: str,
) -> Line:
    """Enter one group of commitments.

    `days` gives the day of each commitment, `heard` for each actor the day of the latest article
    on it, `origins` the origin of documents and of acts that stand for one.
    """
    members, terms = group.members, Terms.of(group.members)
    last = max((heard.get(code, "") for code in group.issuers), default="") or None
    read = life_of(members, terms, documents, chronicle, last)
    reported = analyst.kept(members, read)
    steps = analyst.completed(members, reported)
    record = _record(group, steps, days, documents, analyst)
    entries = _entries(record, steps, origins, documents)
    return Line(
        record=record,
        entries=entries,
        contradictions=contradictions.of_line(record.id, members, reported),
        ending=ending(entries, Witnesses(members, documents), as_of=as_of),
        sources=Sources.of(group, terms, read, documents),
    )


def _clearest(members: Sequence[Commitment], documents: Mapping[str, Document]) -> Commitment:
    """The commitment that says most: explicit before vague, parties named, news before opinion."""

    def opinion(commitment: Commitment) -> bool:
        document = documents.get(commitment.document_id)
        return document is not None and document.kind in {"opinion", "analysis"}

    return min(  # the first of equals
        members,
        key=lambda c: (_STRENGTH[c.strength], not c.addressee, c.trigger is None, opinion(c)),
    )


def _record(
    group: Group,
    steps: Sequence[Step],
    days: Mapping[str, str | None],
    documents: Mapping[str, Document],
    analyst: Acts,
) -> RedLine:
    members = group.members
    clearest = _clearest(members, documents)
    return RedLine(
        id=content_id("line", *sorted(member.id for member in members)),
        issuer=clearest.issuer,
        addressee=tuple(dict.fromkeys(code for member in members for code in member.addressee)),
        kind=clearest.kind, what=what(clearest, days[clearest.id]), trigger=clearest.trigger,
        trigger_polarity=clearest.trigger_polarity, consequence=clearest.consequence,
        commitments=tuple(member.id for member in members), status=analyst.status(members, steps),
        merges=tuple(group.merges), acts=tuple(act.id for act in analyst.of_line(members)),
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


# --- what a life was read from ------------------------------------------------------------------


@dataclass(frozen=True)
class Sources:
    """What in the chronicle can change the life of a line; its own articles apart."""

    issuers: frozenset[str]
    terms: Terms
    answered: str  # the last day of the time in which an answer to a crossing counts
    silences: tuple[str, ...]  # days after which no answer to a crossing counts as none
    reports: tuple[tuple[str, frozenset[str]], ...]  # day of an article on its fate, the parties

    @classmethod
    def of(
        cls, group: Group, terms: Terms, steps: Sequence[Step], documents: Mapping[str, Document]
    ) -> Sources:
        """The sources of the life of `group`, whose steps as read are `steps`."""
        dates = [step.date for step in steps if step.life == "crossed" and step.date]
        crossings = {date[:n] for date in dates for n in (4, 7, 10)}  # merged with finer
        answers, window = settings()["answer_days"], settings()["window_days"]
        return cls(
            issuers=group.issuers,
            terms=terms,
            answered=max((shift(day, answers) for day in crossings), default=""),
            silences=tuple({shift(day, window) for day in crossings}),
            reports=tuple(
                (day, camps(_parties(member)))
                for member in group.members
                if role(member.life) != "statement"
                and (document := documents.get(member.document_id))
                and (day := document.first_day())
            ),
        )

    @property
    def codes(self) -> frozenset[str]:
        """The actors, with their camps, whose deeds can change the life."""
        near = frozenset[str]().union(*(parties for _, parties in self.reports))
        return near | camps(self.terms.doers) | camps(self.issuers)

    def meet(self, row: Dated) -> bool:
        """Whether a deed that becomes known can cross the line, answer a crossing, or date one."""
        return self._crossed_by(row) or self._answered_by(row) or self._told_by(row)

    def _crossed_by(self, row: Dated) -> bool:
        foreign = not row.deed.actor & self.terms.issuer
        near = foreign and row.camps & camps(self.terms.doers)
        return bool(near) and self.terms.crossed_by(row)[1] >= settings()["least"]

    def _answered_by(self, row: Dated) -> bool:
        return row.day <= self.answered and bool(row.camps & camps(self.terms.issuer))

    def _told_by(self, row: Dated) -> bool:
        if row.certain < 1.0:
            return False
        for day, parties in self.reports:
            gap = days_between(row.day, day)
            near = gap is not None and gap <= settings()["behind_days"]
            if near and row.day <= day and row.camps & parties:
                return True
        return False

    def ripen(self, before: str, after: str) -> bool:
        """Whether silence counts once the issuer was last heard of on `after`, not `before`."""
        return any(before <= end < after for end in self.silences)


def _parties(commitment: Commitment) -> frozenset[str]:
    """Who can have done what an article on its fate is about."""
    trigger = deed_of(commitment.trigger)
    named = fold((*commitment.issuer, *commitment.addressee))
    return named | trigger.actor if trigger else named
