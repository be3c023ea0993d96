"""Why each sentence of a document was coded as it was: what the run itself saw, found and left.

Nothing here decides anything. The parse, the actors, the attributions and the conditionals are
those that the run made; cues and reasons are what the components remarked (`trace.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from brinkwatch.coding.attribution import Frame, frames, source_of
from brinkwatch.coding.clauses import Conditional
from brinkwatch.coding.codebook import KINDS
from brinkwatch.coding.coder import code, items
from brinkwatch.coding.commitments import sentence_conditionals
from brinkwatch.coding.heads import Heads
from brinkwatch.coding.parsing import Article, lemma
from brinkwatch.coding.phrasebook import lexicon
from brinkwatch.coding.rows import to_contract
from brinkwatch.coding.trace import Cue, Left, Trace, listening
from brinkwatch.gazetteer.shadow import Shadow
from brinkwatch.records import CodedRecord, Commitment, Document

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

Row = dict[str, Any]

_CLAUSES = {"ccomp", "xcomp", "advcl", "acl", "relcl", "csubj", "csubjpass", "pcomp", "parataxis"}
_LABELS = ("type", "band", "kind", "mode", "name", "polarity")
NOTHING = "nothing in it was taken for an act, a condition, a pledge or a hedge"


def explain(document: Document, heads: Heads | None, *, headlines: bool = False) -> Iterator[Row]:
    """One object a sentence of the document, in order; of a document left whole, one in all.

    `tokens` (text, start, part of speech, relation, head as an index into the list), `clauses` (the
    tree of clauses), `actors`, `speakers` (who says which of its words), `voice` (who goes on
    speaking where nobody is named), `conditionals`, `cues` (the lexicon's entry, its file and
    line), `probabilities` (what the heads answer, where there are heads), `records` as `code`
    prints them, `left` (what was looked at and not coded, and why), and `why`, where nothing was
    coded. Offsets are code points of the document's text; the tokens' are the sentence's.
    """
    for item in items(document, headlines):
        with listening() as trace:
            found = code([item], headlines=item.kind == "headline", heads=heads)
        (coverage,) = found.coverage
        if trace.article is None or (coverage.skipped and not trace.article.sentences):
            yield {"origin": item.origin, "document_id": item.id, "why": coverage.skipped}
            continue
        shadow = Shadow.of(item.text)
        of = _Run(item, trace.article, trace, found.records, coverage.skipped, shadow)
        yield from (of.sentence(sent) for sent in trace.article.sentences)


@dataclass(frozen=True)
class _Run:
    """One document, and what coding it gave."""

    document: Document
    article: Article
    trace: Trace
    records: tuple[CodedRecord, ...]
    skipped: str | None
    shadow: Shadow

    def sentence(self, sent: Span) -> Row:
        """What is known of one sentence."""
        article, low, high = self.article, sent.start_char, sent.end_char
        start, end = self.shadow.original(low, high)
        records = [r for r in self.records if start <= r.span.start < end]
        left = [one for one in self.trace.left if low <= one.start < high and not self._bound(one)]
        told = [] if self.skipped else _around(sent, frames(article))
        hung = [] if self.skipped else sentence_conditionals(sent, article)
        heads = article.heads
        shares = {kind: heads.sentence(kind, low, high) for kind in KINDS} if heads else None
        if self.skipped:
            remarks = [one.why for one in self.trace.left if one.record == "document"]
            why: str | None = "; ".join([self.skipped, *remarks])
        else:
            why = None if records else "see what was left" if left else NOTHING
        return {
            "origin": self.document.origin, "document_id": self.document.id, "start": start,
            "end": end, "sentence": self.document.text[start:end].strip(),
            "tokens": _tokens(sent), "clauses": _clauses(sent.root),
            "actors": [
                {"text": m.text, "code": m.code, "kind": m.kind}
                for m in article.mentions if low <= m.start < high
            ],
            "voice": None if self.skipped or told else source_of(sent.root, article).told(),
            "speakers": [_speaker(frame, sent) for frame in told],
            "conditionals": [_conditional(c) for c in hung],
            "cues": [*self._cues(sent), *_openings(told, sent)], "probabilities": shares,
            "records": [to_contract(record) for record in records],
            "left": [
                {"record": one.record, "word": article.document.text[one.start : one.end],
                 "why": one.why}
                for one in left if one.record != "document"
            ],
            "why": why,
        }  # fmt: skip

    def _bound(self, one: Left) -> bool:
        """Whether another rule made the commitment that this one did not find in the words."""
        at = self.shadow.original(one.start, one.end)[0]
        return one.record == "commitment" and any(
            isinstance(r, Commitment) and r.span.start <= at < r.span.end for r in self.records
        )

    def _cues(self, sent: Span) -> list[Row]:
        """The cues found in the sentence, each once."""
        lowered = sent.text.lower()
        mine = [
            cue for cue in self.trace.cues
            if (sent.start_char <= cue.at < sent.end_char if cue.at is not None
                else cue.within.strip() in lowered)
        ]  # fmt: skip
        rows = [_cue(cue) for cue in mine]
        return [row for place, row in enumerate(rows) if row not in rows[:place]]


def _around(sent: Span, frames: list[Frame]) -> list[Frame]:
    """The attributions that cover words of the sentence."""
    return [f for f in frames if f.start < sent.end and sent.start < f.end]


def _openings(frames: list[Frame], sent: Span) -> Iterator[Row]:
    """The verbs that open somebody's words in the sentence, with their entries."""
    for index in dict.fromkeys(f.source.index for f in frames):
        if sent.start <= index < sent.end:
            verb = sent.doc[index]
            rows = (row for row in lexicon("speech")["verb"] if lemma(verb) in row["lemmas"])
            for row in list(rows)[:1]:
                yield _cue(Cue("speech", "verb", row, verb.text, "", None))


def _tokens(sent: Span) -> list[Row]:
    words = [token for token in sent if not token.is_space]
    place = {token.i: number for number, token in enumerate(words)}
    return [
        {
            "text": token.text, "start": token.idx - sent.start_char, "part_of_speech": token.pos_,
            "relation": token.dep_, "head": place.get(token.head.i, place[token.i]),
        }
        for token in words
    ]  # fmt: skip


def _clauses(head: Token) -> Row:
    """The clause of a head: its own words, and the clauses that hang on it."""
    below = [t for t in _below(head) if t.i != head.i]
    inside = {token.i for clause in below for token in clause.subtree}
    own = [t.text for t in head.subtree if t.i not in inside and not t.is_space]
    return {
        "head": head.text, "relation": head.dep_, "words": " ".join(own),
        "clauses": [_clauses(clause) for clause in below],
    }  # fmt: skip


def _below(head: Token) -> list[Token]:
    """The heads of the clauses nearest below, in the order of the text."""
    found = []
    for child in head.children:
        coordinated = child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"}
        found += [child] if child.dep_ in _CLAUSES or coordinated else _below(child)
    return sorted(found, key=lambda token: token.i)


def _speaker(frame: Frame, sent: Span) -> Row:
    source, doc = frame.source, sent.doc
    said = doc[max(frame.start, sent.start) : min(frame.end, sent.end)]
    return {
        "speaker": source.name, "codes": list(source.codes), "kind": source.kind,
        "mode": source.mode, "by": doc[source.index].text if source.index >= 0 else None,
        "words": said.text.strip(),
    }  # fmt: skip


def _conditional(found: Conditional) -> Row:
    return {
        "condition": found.condition.text.strip(), "outcome": found.outcome.text.strip(),
        "marker": found.marker, "shape": found.shape, "polarity": found.polarity,
    }  # fmt: skip


def _cue(cue: Cue) -> Row:
    label = next((str(cue.entry[key]) for key in _LABELS if cue.entry.get(key)), None)
    return {
        "words": cue.words, "says": label, "file": f"lexicon/{cue.lexicon}.toml",
        "line": _lines(cue.lexicon, cue.table).get(cue.entry.get("example", "")),
        "table": cue.table,
    }  # fmt: skip


@cache
def _lines(name: str, table: str) -> dict[str, int]:
    """The line on which each entry of a table begins, by the entry's example."""
    text = (resources.files("brinkwatch.coding") / "lexicon" / f"{name}.toml").read_text("utf-8")
    heads = [
        number for number, line in enumerate(text.splitlines(), start=1)
        if line.split("#")[0].strip() == f"[[{table}]]"
    ]  # fmt: skip
    rows = lexicon(name)[table]
    return {row["example"]: line for row, line in zip(rows, heads, strict=True) if "example" in row}
