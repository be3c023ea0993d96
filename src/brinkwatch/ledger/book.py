"""A ledger that grows article by article: what an article does not touch stays as it was entered.

A line is entered anew when a commitment joins it or what it was matched with, when a deed becomes
known that can cross it, answer its crossing or date its fate, when enough time has passed for a
silence to count, and when an analyst's act shapes it.
"""

from __future__ import annotations

import re
from collections import ChainMap, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from brinkwatch.errors import InputError
from brinkwatch.ledger.acts import Acts
from brinkwatch.ledger.chronicle import Chronicle, Dated
from brinkwatch.ledger.contradictions import of_denial
from brinkwatch.ledger.credibility import credibilities
from brinkwatch.ledger.lines import Line, enter_line
from brinkwatch.ledger.matching import Group, Lines, place
from brinkwatch.ledger.meaning import fold
from brinkwatch.reading import visible
from brinkwatch.records import (
    AnalystAct,
    CodedRecord,
    Commitment,
    Contradiction,
    Document,
    Estimate,
    Event,
    Ledger,
)

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Book:
    """Lines, lives and credibility of articles that come one after another, as of one day.

    In whatever order they come, the ledger is the one of all of them entered at once.
    """

    def __init__(self, *, as_of: str, acts: Sequence[AnalystAct] = ()) -> None:
        """`as_of` is an ISO day, else InputError; `acts` count whenever they were made."""
        if not _ISO_DAY.fullmatch(as_of):
            raise InputError(
                f"as_of is {as_of!r}; give a day as YYYY-MM-DD, for instance 2024-11-19."
            )
        self._as_of, self._acts = as_of, tuple(acts)
        self._open()

    def _open(self) -> None:
        """Begin with nothing entered."""
        self.documents: dict[str, Document] = {}  # those seen on the day
        self.days: dict[str, str | None] = {}  # of each record: its own, else its article's
        self._records: dict[str, CodedRecord] = {}  # those known on the day
        self._given: dict[str, Document] = {}
        self._coded: dict[str, CodedRecord] = {}
        self._articles: set[str] = set()  # ids of the documents given and of those of the records
        self._originals: set[str] = set()  # ids of the documents that others are copies of
        self._published: dict[str, str | None] = {}
        self._origins: dict[str, str] = {}
        self._heard: dict[str, str] = {}  # actor -> the day of the latest article on it
        self._lines, self._chronicle = Lines(), Chronicle()
        self._entered: dict[int, tuple[Group, Line]] = {}
        self._concerned: dict[str, set[int]] = defaultdict(set)  # actor -> lines it can change
        self._denials: dict[str, Contradiction | None] = {}
        self._corrected: dict[str, CodedRecord] = {}

    # --- what comes in ------------------------------------------------------------------------

    def add(self, documents: Iterable[Document], records: Iterable[CodedRecord]) -> None:
        """Add articles with their records; what is known already adds nothing.

        Documents that were not published on the day are not seen, nor are their records, nor are
        records dated later; a document of unknown date is seen. Records of documents that are
        not given are entered undated.
        """
        new = {one.id: one for one in documents if self._given.get(one.id) != one}
        coded = {one.id: one for one in records if self._coded.get(one.id) != one}
        articles = {*new, *(one.document_id for one in coded.values())}
        public = [one for one in new.values() if (one.first_day() or "") <= self._as_of]
        originals = self._originals | {one.copy_of for one in public if one.copy_of}
        linked = originals <= self.documents.keys() | {one.id for one in public}
        if self._articles and not (linked and self._articles.isdisjoint(articles)):
            new, coded = self._given | new, self._coded | coded
            self._open()
            self.add(new.values(), coded.values())
            return
        copied = self._copied(public)
        self._given |= new
        self._coded |= coded
        self._articles |= articles
        self._originals = originals
        for document in visible([*copied.values(), *public], self._as_of)[0]:
            if document.id not in copied:
                self.documents[document.id] = document
                self._published[document.id] = document.first_day()
        self._enter([one for one in coded.values() if self._is_known(one)])

    def _copied(self, documents: Iterable[Document]) -> dict[str, Document]:
        """The documents of before that these are copies of, and those that these are copies of."""
        found: dict[str, Document] = {}
        todo = [one.copy_of for one in documents]
        while todo:
            original = self._given.get(todo.pop() or "")
            if original and original.id not in found:
                found[original.id] = original
                todo.append(original.copy_of)
        return found

    def _is_known(self, record: CodedRecord) -> bool:
        """Whether a record was public on the day; a plan for a later day was."""
        if record.document_id in self._given and record.document_id not in self.documents:
            return False
        if isinstance(record, Estimate) or (isinstance(record, Event)
                                            and record.status == "planned"):  # fmt: skip
            return True
        return record.date is None or record.date[:10] <= self._as_of

    def _enter(self, records: Sequence[CodedRecord]) -> None:
        """Enter records of new articles and forget the lines that they touch."""
        before: dict[str, str] = {}
        for record in records:
            self._records[record.id] = record
            self._origins[record.document_id] = record.origin
            self.days[record.id] = self._day(record)
            for code in _spoken_of(record):
                self._hear(code, self._published.get(record.document_id), before)
        commitments = [record for record in records if isinstance(record, Commitment)]
        for one in sorted(commitments, key=lambda c: place(c, self.days[c.id])):
            for group in self._lines.add(one, self.days[one.id]):
                self._forget(id(group))
        events = (record for record in records if isinstance(record, Event))
        rows = self._chronicle.add(events, self._published)
        for key in [*self._met(rows), *self._ripened(before)]:
            self._forget(key)
        self._deny({row.day for row in rows})

    def _day(self, record: CodedRecord) -> str | None:
        """The day of a record: its own, else its article's; a plan counts from its article."""
        own = None if isinstance(record, Estimate) else record.date
        article = self._published.get(record.document_id)
        return own if own is not None and own[:10] <= self._as_of else article

    def _hear(self, code: str, day: str | None, before: dict[str, str]) -> None:
        """Note that an article of `day` tells of an actor; `before` gets when the last one did."""
        last = self._heard.get(code, "")
        if day is not None and day > last:
            before.setdefault(code, last)
            self._heard[code] = day

    def _met(self, rows: Iterable[Dated]) -> Iterator[int]:
        """The lines whose life new deeds can change."""
        for row in rows:
            if row.event.status != "denied":
                for key in _any_of(self._concerned, row.camps):
                    if self._entered[key][1].sources.meet(row):
                        yield key

    def _ripened(self, before: Mapping[str, str]) -> Iterator[int]:
        """The lines of which a silence counts now, since articles tell of their issuers."""
        for key in _any_of(self._concerned, before):
            sources = self._entered[key][1].sources
            if sources.issuers.isdisjoint(before):
                continue
            then = max((before.get(c, self._heard.get(c, "")) for c in sources.issuers), default="")
            now = max((self._heard.get(c, "") for c in sources.issuers), default="")
            if sources.ripen(then, now):
                yield key

    def _deny(self, days: Container[str]) -> None:
        """Hold denials of deeds of these days against what is reported as done."""
        for row in self._chronicle.denied:
            if row.day in days:
                self._denials[row.event.id] = of_denial(row, self._chronicle)

    def _forget(self, key: int) -> None:
        """Let a line be entered anew."""
        known = self._entered.pop(key, None)
        if known:
            for code in known[1].sources.codes:
                self._concerned[code].discard(key)

    # --- what it holds ------------------------------------------------------------------------

    def known(self) -> list[CodedRecord]:
        """The records known on the day, as the analyst corrects them, in the order of the texts."""
        records = (self._corrected.get(one.id, one) for one in self._records.values())
        return sorted(records, key=lambda r: (r.origin, r.span.start, r.span.end, r.id))

    def ledger(self) -> Ledger:
        """The ledger of what was added, without crises and their signals (`entering.enter`)."""
        analyst = Acts(self._acts, self._commitments() if self._acts else (), as_of=self._as_of)
        groups = self._lines.groups
        if self._acts:
            groups = analyst.corrected(analyst.regrouped(groups))
            self._correct(groups)
        lines = [self._line(group, analyst) for group in groups]
        for key in self._entered.keys() - set(map(id, groups)):
            self._forget(key)
        denials = (self._denials[row.event.id] for row in self._chronicle.denied)
        return Ledger(
            as_of=self._as_of,
            lines=tuple(line.record for line in lines),
            entries=tuple(chain.from_iterable(line.entries for line in lines)),
            credibility=credibilities((line.record, line.ending) for line in lines),
            contradictions=(
                *(one for line in lines for one in line.contradictions), *filter(None, denials),
            ),
            acts=analyst.entered(_homes(lines) if self._acts else {}),
        )  # fmt: skip

    def _commitments(self) -> list[Commitment]:
        return [one for one in self._records.values() if isinstance(one, Commitment)]

    def _correct(self, groups: Iterable[Group]) -> None:
        """Take over what the analyst says of issuers and addressees."""
        self._corrected = {
            one.id: one for g in groups for one in g.members if self._records[one.id] is not one
        }
        if not self._corrected:
            return
        self._heard = {}
        for record in self.known():
            for code in _spoken_of(record):
                self._hear(code, self._published.get(record.document_id), {})
        for key in list(self._entered):
            self._forget(key)

    def _line(self, group: Group, analyst: Acts) -> Line:
        """The line of a group, entered if it is new or was forgotten."""
        known = self._entered.get(id(group))
        if known:
            return known[1]
        line = enter_line(
            group, self.days, self.documents, ChainMap(analyst.origins(), self._origins),
            self._chronicle, self._heard, analyst, as_of=self._as_of,
        )  # fmt: skip
        self._entered[id(group)] = group, line
        for code in line.sources.codes:
            self._concerned[code].add(id(group))
        return line


def _spoken_of(record: CodedRecord) -> frozenset[str]:
    """The actors that a record reports a deed or word of."""
    if isinstance(record, Estimate):
        return frozenset()
    return fold(record.issuer if isinstance(record, Commitment) else record.action.actor)


def _homes(lines: Iterable[Line]) -> dict[str, str]:
    """The id of the line that each commitment belongs to."""
    return {one: line.record.id for line in lines for one in line.record.commitments}


def _any_of(found: Mapping[str, set[int]], codes: Iterable[str]) -> list[int]:
    """What is found under any of the codes."""
    return sorted(set[int]().union(*(found.get(code, ()) for code in codes)))
