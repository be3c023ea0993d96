"""Every record that crosses a stage border, documented field by field.

Records are frozen; ids are short hashes of content, so that a second run adds nothing. The meaning
of the coded fields (kinds, strengths, lives, bands) is the codebook's (`docs/codebook.md`).
Offsets are code points into `Document.text`, half-open; a span whose quote does not stand there
cannot be made. Dates are ISO strings of the precision the source gave: `2024`, `2024-11`,
`2024-11-19` or `2024-11-19T09:35`.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from operator import itemgetter
from typing import Literal, NamedTuple, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from brinkwatch.errors import SpanError

Actors: TypeAlias = tuple[str, ...]
"""Actor codes: ISO 3166-1 alpha-3 for states, short names for organisations and groups,
WEST, EUROPE, EXPERT, AUTHOR. Empty where nobody is named."""

Sectors: TypeAlias = tuple[str, ...]
"""PLOVER's sectors, each once: GOV MIL LEG JUD SPY COP OPP REB CVL JRN BUS EDU IGO ... Empty where
a state is named as a whole."""

ActionType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
"""PLOVER's sixteen event types."""

DocumentKind = Literal["news", "opinion", "analysis", "transcript", "headline"]
DateBasis = Literal["stated", "inferred", "unknown"]
EventStatus = Literal["actual", "planned", "denied", "ongoing"]
CommitmentKind = Literal[
    "deterrent_threat", "compellent_threat", "ultimatum", "assurance", "promise", "threat"
]
Polarity = Literal["if_done", "unless_done"]
Strength = Literal["explicit", "partial", "vague"]
Life = Literal[
    "declared", "reiterated", "tested", "crossed", "enforced", "not_enforced", "withdrawn",
    "lapsed", "answered_otherwise",
]  # fmt: skip
Rung = Literal["permit", "assist", "provide", "use"]
Band = Literal[
    "almost_no_chance", "very_unlikely", "unlikely", "roughly_even", "likely", "very_likely",
    "almost_certain", "possible",
]  # fmt: skip


def content_id(*parts: object) -> str:
    """The first 12 hexadecimal digits of the SHA-256 of the parts: the id of a record."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:12]


class Record(BaseModel):
    """A frozen record that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# --- reading ------------------------------------------------------------------------------------


class Headline(Record):
    """One line of a page's dated list of other headlines."""

    time: str | None = Field(description="ISO date-time as the list gives it, or None")
    label: str | None = Field(description="the list's label: Exclusive, OPINION, Review, ...")
    title: str


class Place(NamedTuple):
    """Where characters of a document's text stand in the page as given.

    They are those from `start` up to the next place or the end of the line. Of an item of a
    container, the page is the field that holds its text.
    """

    start: int
    """Code points into `Document.text`."""
    line: int
    """The line of the page, from 1; of markup, the line on which the element begins (65535: this
    line or a later one)."""
    at: int | str
    """In a text, where the first character stands in the decoded page, in code points: the others
    follow it one by one. In markup, the XPath of the element that the line stands in."""


class Document(Record):
    """One article or headline as published, its noise dropped and nothing rewritten.

    `text` is made by dropping lines of the page, never by rewriting them, so that every quote is
    found in the original. A page's dated headlines are documents of their own, `kind` headline,
    with the page as `parent_id` and `text` equal to `title`.
    """

    id: str
    origin: str = Field(description="file name; items of a container are NAME#1, headlines NAME#h1")
    parent_id: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = Field(None, description="ISO date or date-time, only when stated")
    published_basis: DateBasis = "unknown"
    published_interval: tuple[str, str] | None = Field(
        None, description="first and last possible ISO date, when inferred"
    )
    published_note: str | None = Field(
        None, description="the words or facts the date or interval rests on"
    )
    byline: str | None = None
    affiliation: str | None = None
    outlet: str | None = None
    kind: DocumentKind = "news"
    kind_note: str | None = Field(None, description="what on the page says so")
    label: str | None = Field(None, description="of a headline: the list's label for it")
    language: str | None = Field(None, description="ISO 639-1, or None when not certain")
    cut_note: str | None = Field(
        None, description="what says that the page gives only the beginning of the article"
    )
    text: str
    headlines: tuple[Headline, ...] = ()
    copy_of: str | None = Field(
        None, description="id of the first form, of a syndicated copy or an updated version"
    )
    copy_note: str | None = Field(None, description="what changed from the first form")
    places: tuple[Place, ...] = Field((), description="where the text stands in the page, in order")

    def place(self, offset: int) -> Place | None:
        """Where the character of `text` at this offset stands in the page; None when not known."""
        number = bisect_right(self.places, offset, key=itemgetter(0))
        return self.places[number - 1] if number else None

    def where(self, offset: int) -> str:
        """The origin, and where it is known the line of the page: `page.txt, line 12`."""
        place = self.place(offset)
        return f"{self.origin}, line {place.line}" if place else self.origin

    def first_day(self) -> str | None:
        """The first day on which this can have been published, ISO; None when unknown."""
        if self.published:
            return self.published[:10]
        return self.published_interval[0] if self.published_interval else None

    def when(self) -> str:
        """The publication date as shown to a reader: stated, an interval, or unknown."""
        if self.published:
            return self.published.replace("T", " ")
        if self.published_interval:
            first, last = self.published_interval
            return f"between {first} and {last} (inferred)"
        return "date unknown"


class Skipped(Record):
    """An input that gave no document, and the sentence that says why."""

    origin: str
    reason: str


class Reading(Record):
    """What reading a set of paths gave: documents in input order, and what was skipped."""

    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...] = ()


# --- coding -------------------------------------------------------------------------------------


class Span(Record):
    """An exact quote: `document.text[start:end] == quote`. Make one with `Span.of`."""

    document_id: str
    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, document: Document, start: int, end: int) -> Self:
        """The span of `document.text[start:end]`, or SpanError when that is empty or outside."""
        if not 0 <= start < end <= len(document.text):
            raise SpanError(
                f"{document.origin}: the span {start}:{end} is outside a text of "
                f"{len(document.text)} characters; give half-open code-point offsets."
            )
        return cls(document_id=document.id, start=start, end=end, quote=document.text[start:end])

    def verify(self, document: Document) -> Self:
        """This span, or SpanError when its quote does not stand in the document."""
        if document.id != self.document_id or document.text[self.start : self.end] != self.quote:
            raise SpanError(
                f"{document.origin}: the quote {self.quote[:60]!r} does not stand at "
                f"{self.start}:{self.end}; code the document again."
            )
        return self


class Action(Record):
    """Who does what to whom, with what: the part that all coded records share."""

    actor: Actors = ()
    type: ActionType | None = None
    recipient: Actors = ()
    means: str | None = Field(None, description="the instrument, as written")
    text: str = Field(description="the words of the article that state it")


class Described(Record):
    """An office holder whom the quote describes and does not name: "his British counterpart"."""

    text: str
    actor: Actors = Field(description="empty: left open")
    person: str | None = Field(None, description="who held the office on the article's date")
    basis: str = Field(description="what it rests on, or why it is left open")


class Coded(Record):
    """What every coded record carries beside its content."""

    id: str
    document_id: str
    origin: str
    span: Span
    rule: str = Field(description="the rule or head that made the record")
    confidence: float | None = Field(
        None, ge=0, le=1, description="probability that the record is right; None: not calibrated"
    )
    coder: str | None = Field(
        None, description="version of the coder and hash of its rules; None: made elsewhere"
    )
    described: tuple[Described, ...] = Field(
        (), description="office holders described in the quote, in text order"
    )


class Event(Coded):
    """Something that was done, is going on, is planned or is denied."""

    action: Action
    actor_sector: Sectors = ()
    recipient_sector: Sectors = ()
    status: EventStatus
    date: str | None = Field(None, description="only if the text gives or clearly implies it")
    place: str | None = None
    speaker: str | None = Field(None, description="who says so, as written; None: the outlet")


class Commitment(Coded):
    """Who bound themselves to do what, if whom does what."""

    kind: CommitmentKind
    issuer: Actors
    issuer_sector: Sectors = ()
    speaker: str | None = Field(None, description="person or body, as written")
    addressee: Actors = ()
    trigger: Action | None = None
    trigger_polarity: Polarity | None = None
    consequence: Action | None = None
    deadline: str | None = Field(None, description="as written")
    strength: Strength
    life: Life
    date: str | None = Field(None, description="of the statement, if the text gives it")


class Estimate(Coded):
    """What somebody thinks will happen, and how likely in which words."""

    holder: Actors = Field(description="EXPERT, AUTHOR or actors")
    holder_sector: Sectors = ()
    holder_name: str | None = None
    proposition: Action | str
    condition: str | None = None
    phrase: str | None = Field(None, description="the hedging words")
    band: Band


CodedRecord: TypeAlias = Event | Commitment | Estimate


class Coverage(Record):
    """What the coder read of one document, and what it left."""

    document_id: str
    origin: str
    sentences: int
    coded: int = Field(description="sentences that gave at least one record")
    skipped: str | None = Field(None, description="why the whole document was left, or None")


class Coding(Record):
    """What coding a set of documents gave, in document order."""

    records: tuple[CodedRecord, ...]
    coverage: tuple[Coverage, ...]


# --- ledger -------------------------------------------------------------------------------------


class RedLine(Record):
    """One line in whatever words: the commitments that are its evidence belong to no other."""

    id: str
    issuer: Actors
    addressee: Actors
    kind: CommitmentKind
    what: str = Field(description="one sentence, made from the clearest commitment")
    trigger: Action | None = None
    trigger_polarity: Polarity | None = None
    consequence: Action | None = None
    commitments: tuple[str, ...]
    status: Life
    merges: tuple[str, ...] = Field((), description="why each further commitment was merged")
    rungs: dict[str, Rung] = Field(
        {}, description="by commitment id, what of permit < assist < provide < use it forbids"
    )
    acts: tuple[str, ...] = Field((), description="ids of the analyst's acts that shaped it")


class LedgerEntry(Record):
    """One dated step in a red line's life, with the records that show it; append-only.

    A step that an analyst added has the act as its document and its record.
    """

    id: str
    line_id: str
    date: str | None
    life: Life
    document_id: str
    origin: str
    records: tuple[str, ...]
    basis: Literal["stated", "inferred", "analyst"]
    confidence: float = Field(ge=0, le=1)
    note: str | None = None


class Credibility(Record):
    """How often an issuer enforces its crossed red lines, as a Beta posterior."""

    issuer: Actors
    addressee: Actors = ()
    prior: tuple[float, float] = Field(description="Beta a and b")
    prior_source: str
    enforced: float = Field(
        description="expected number of the n lines that were enforced, given their reports"
    )
    not_enforced: float = Field(description="n less `enforced`")
    n: int = Field(description="crossed lines whose window has been observed")
    answered_otherwise: int = Field(
        0, description="crossed lines with another answer than was threatened; not counted"
    )
    still_open: int = Field(
        0, description="crossed lines whose window or outcome was not observed; not counted"
    )
    mean: float
    interval: tuple[float, float] = Field(description="equal-tailed 90 % posterior interval")
    band: tuple[float, float] = Field(description="posterior means over the sensitivity priors")
    entries: tuple[str, ...] = Field((), description="ids of the ledger entries it counts")


class Contradiction(Record):
    """Two records that cannot both hold, kept side by side."""

    line_id: str | None
    what: str
    records: tuple[str, str]


class Crisis(Record):
    """The red lines, events and estimates of one confrontation, and the sides in it."""

    id: str
    title: str
    challenger: Actors = Field(description="the side whose red lines are at stake")
    defender: Actors = Field(description="the side that would cross them")
    client: Actors = Field((), description="third parties on whose behalf the defender acts")
    lines: tuple[str, ...]
    records: tuple[str, ...]
    documents: tuple[str, ...]
    first: str | None = Field(description="ISO date of the earliest dated item")
    last: str | None


class DatedLife(Record):
    """A stage of a line and its ISO date, None where it has none."""

    date: str | None
    life: Life


class AnalystAct(Record):
    """An analyst's correction of the ledger: who, when, why and what.

    It is kept as made and undone by a further act. The commitments it is about are kept whole, so
    that they are found again when the articles have been coded anew.
    """

    id: str
    verb: Literal["merge", "split", "set", "undo"]
    by: str
    at: str = Field(description="ISO date-time, UTC")
    why: str
    about: tuple[tuple[Commitment, ...], ...] = Field(
        (),
        description="merge: the commitments of each line; split: those that leave their line, then "
        "those that stay; set: those of the line",
    )
    issuer: Actors | None = Field(None, description="set: who issued the line; None: as coded")
    addressee: Actors | None = Field(None, description="set: whom it is meant for; None: as coded")
    status: DatedLife | None = Field(
        None, description="set: the status from a day on; later steps count on top of it"
    )
    added: tuple[DatedLife, ...] = Field((), description="set: steps that no article shows")
    dropped: tuple[DatedLife, ...] = Field((), description="set: steps that are wrong")
    undoes: str | None = Field(None, description="undo: the id of the act that no longer counts")


class EnteredAct(Record):
    """An analyst's act and what came of it in one ledger."""

    act: AnalystAct
    lines: tuple[str, ...] = Field((), description="ids of the lines it shaped")
    undone_by: str | None = Field(None, description="id of the act that undoes it")
    note: str | None = Field(None, description="what of it no longer finds its target")


class Signal(Record):
    """What the records of a crisis show of its surroundings, for the stages after the ledger."""

    crisis_id: str
    key: str = Field(description="cohesion, reserves, window, pressure, missile_defence or tempo")
    state: str = Field(description="a state of ledger/signals/signals.toml, counted, or absent")
    actors: Actors = Field((), description="who acts, is meant, or makes the statements counted")
    date: str | None = Field(None, description="of the deed or statement, else of its article")
    moment: str | None = Field(None, description="of a window: the day or month it falls on")
    basis: Literal["reported", "planned", "said", "expected", "counted", "absent"]
    value: float | None = Field(None, description="of the tempo: statements a week")
    records: tuple[str, ...] = Field((), description="the records that show it; empty when absent")
    note: str | None = None


class Ledger(Record):
    """All red lines of a corpus as of a date, their lives, and what these say of the issuers."""

    as_of: str
    lines: tuple[RedLine, ...]
    entries: tuple[LedgerEntry, ...]
    credibility: tuple[Credibility, ...]
    contradictions: tuple[Contradiction, ...] = ()
    crises: tuple[Crisis, ...] = ()
    signals: tuple[Signal, ...] = ()
    acts: tuple[EnteredAct, ...] = ()

    def history(self, line_id: str) -> tuple[LedgerEntry, ...]:
        """The entries of one line, in the order of their dates; undated ones last."""
        mine = [entry for entry in self.entries if entry.line_id == line_id]
        return tuple(sorted(mine, key=lambda entry: (entry.date is None, entry.date or "")))


# --- forecast -----------------------------------------------------------------------------------


class BaseRate(Record):
    """How often it happened before: k of n in a reference class."""

    reference_class: str
    k: int
    n: int
    period: str
    source: str
    share: float = Field(description="posterior mean under Jeffreys' prior, Beta(1/2, 1/2)")
    interval: tuple[float, float] = Field(description="Jeffreys 95 % interval")
    note: str | None = None


class Step(Record):
    """One step from the base rate to the probability, in log odds; steps add up."""

    name: str
    log_odds: float
    kind: Literal["base_rate", "evidence", "assumed"]
    source: str
    evidence: tuple[str, ...] = Field((), description="ids of the records it rests on")
    n: int | None = Field(None, description="cases behind the estimate, when counted")
    note: str | None = None


class Forecast(Record):
    """A probability that can turn out wrong, with its way from the base rate."""

    id: str
    crisis_id: str
    rung: str = Field(description="key of the ladder rung")
    question: str
    criterion: str = Field(description="what resolves it, and by whose word")
    sides: tuple[Actors, Actors] | None = Field(
        None, description="who would do it and to whom, as the question names them"
    )
    issued: str
    as_of: str
    resolves: str
    horizon_days: int
    probability: float = Field(gt=0, lt=1)
    interval: tuple[float, float] = Field(description="90 %")
    interval_covers: tuple[str, ...] = Field(description="sources of uncertainty it includes")
    base_rate: BaseRate
    other_classes: tuple[BaseRate, ...] = ()
    steps: tuple[Step, ...]
    evidence: tuple[str, ...] = ()
    outcome: bool | None = None
