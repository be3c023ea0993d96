"""Finds the words of estimative probability in a sentence and reads their band.

The phrases, their bands and where these come from are data (`lexicon/estimates.toml`). Longer
phrases win over shorter ones at the same place, negation moves a phrase to its `negated` band, and
numbers are read into the seven bands of ICD 203.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from brinkwatch.coding import trace
from brinkwatch.coding.modality import negated
from brinkwatch.coding.parsing import children
from brinkwatch.coding.phrasebook import Entry, entries, lexicon
from brinkwatch.records import Band

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_BELOW = 1e-6  # "under five per cent" lies in the band that ends there
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000,
    "a": 1, "half": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4,
    "fifth": 5, "fifths": 5,
}  # fmt: skip
_NEGATIVE = re.compile(r"\b(?:no|not|never|nobody|no-one|cannot|few|hardly)\b|n't")
_OPPOSITE: dict[Band, Band] = {
    "almost_certain": "almost_no_chance", "very_likely": "very_unlikely", "likely": "unlikely",
    "roughly_even": "roughly_even", "possible": "possible", "unlikely": "likely",
    "very_unlikely": "very_likely", "almost_no_chance": "almost_certain",
}  # fmt: skip
_NOBODY = {"nobody", "none", "one", "no-one"}
_FUTURE = {"will", "would", "shall", "wo", "'ll", "going"}


@dataclass(frozen=True)
class Hedge:
    """Words of estimative probability: tokens, head word, band and how they work."""

    start: int
    end: int
    head: Token
    band: Band
    name: str
    attitude: bool = False
    weak: bool = False
    crisis_only: bool = False
    modal: str | None = None
    generic: bool = False
    decides: bool = False


def find(sent: Span) -> list[Hedge]:
    """The hedges of a sentence in text order, none inside another; longer ones first."""
    lowered = sent.text.lower().replace("’", "'")
    taken: list[tuple[int, int]] = []
    out: list[Hedge] = []
    for entry, match in _candidates(lowered):
        start, end = match.span()
        if any(start < b and a < end for a, b in taken):
            continue
        tokens = [t for t in sent if start <= t.idx - sent.start_char < end]
        if not tokens or not _allowed(entry, tokens, lowered[:start], match.group(0), sent):
            continue
        hedge = _hedge(entry, match, tokens)
        if hedge is not None:
            table = "number" if "value" in entry.data else "estimate"
            trace.found("estimates", table, entry.data, match[0], lowered, tokens[0].idx)
            taken.append((start, end))
            out.append(hedge)
    return sorted(out, key=lambda h: h.start)


def _candidates(lowered: str) -> Iterator[tuple[Entry, re.Match[str]]]:
    """Matches, numbers first, then phrases by length; bare modals last."""
    found = []
    for table in ("number", "estimate"):
        for rank, entry in enumerate(entries("estimates", table)):
            for match in entry.pattern.finditer(lowered):
                bare = "modal" in entry.data
                found.append(
                    (
                        table != "number",
                        bare,
                        -len(match.group(0)),
                        match.start(),
                        rank,
                        entry,
                        match,
                    )
                )
    for row in sorted(found, key=lambda row: row[:5]):
        yield row[5], row[6]


def _allowed(entry: Entry, tokens: list[Token], before: str, match: str, sent: Span) -> bool:
    data = entry.data
    if "not_after" in data and re.search(rf"\b(?:{data['not_after']})\s*$", before):
        return False
    if "after" in data and not (
        re.search(data["after"], before)
        or re.search(r"(?:chance|probability|likelihood|risk|odds)", match)
    ):
        return False
    if data.get("active") and not any(_held(t) for t in tokens):
        return False
    if data.get("needs_future") and not any(
        t.lower_ in _FUTURE or t.lower_ in {"may", "might", "could"} for t in sent
    ):
        return False
    if data.get("modal") == "may" and not any(t.tag_ == "MD" for t in tokens):
        return False
    if data.get("modal") == "may" and any(t.lower_ == "could" and _denied(t) for t in tokens):
        return False
    return data.get("modal") != "will" or any(
        t.tag_ in {"MD", "VBG"} or t.lower_ in {"n't", "to"} for t in tokens
    )


def _held(verb: Token) -> bool:
    """Whether somebody expected it: "nobody expected it" tells of what came as a surprise."""
    return any(subject.lower_ not in _NOBODY for subject in children(verb, "nsubj"))


def _denied(modal: Token) -> bool:
    """ "Could not" tells of a past ability, not of a possibility."""
    return bool(children(modal.head, "neg"))


def opposite(band: Band) -> Band:
    """The band of the contrary: who is sure that it will not come gives it almost no chance."""
    return _OPPOSITE[band]


def _hedge(entry: Entry, match: re.Match[str], tokens: list[Token]) -> Hedge | None:
    data = entry.data
    band: Band | None = data.get("band")
    if band is None:
        share = _share(match)
        if share is None:
            return None
        band = band_of(share)
    head = _head(tokens)
    verb = _verb(head)
    plain = not _NEGATIVE.search(match.group(0))
    if (
        plain
        and "negated" in data
        and (negated(head) or (verb is not None and _near_negation(verb, head)))
    ):
        band = data["negated"]
    modal = data.get("modal")
    attitude = head.pos_ == "VERB" and modal is None and head.tag_ != "MD"
    return Hedge(
        start=tokens[0].i, end=tokens[-1].i + 1, head=head, band=cast("Band", band),
        name="number" if "value" in data else modal or "phrase", attitude=attitude,
        weak=modal is not None, crisis_only=bool(data.get("crisis_only")), modal=modal,
        generic=bool(data.get("generic")), decides=bool(data.get("decides")),
    )  # fmt: skip


def _head(tokens: list[Token]) -> Token:
    """The word of the phrase that the others hang on."""
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.head.i not in inside or t.head.i == t.i), tokens[0])


def _verb(token: Token) -> Token | None:
    return next((t for t in [token, *token.ancestors] if t.pos_ in {"VERB", "AUX"}), None)


def _near_negation(verb: Token, head: Token) -> bool:
    return any(abs(c.i - head.i) <= 3 for c in children(verb, "neg"))


def _share(match: re.Match[str]) -> float | None:
    """The probability that a numeric expression states, or None where it is none."""
    part = match.groupdict()
    if part.get("percent"):
        value = _number(part["percent"]) / 100
        if part.get("less"):
            value -= _BELOW
    elif part.get("k"):
        value = _NUMBERS[part["k"]] / _NUMBERS[part["n"]]
    else:
        against, favour = int(part["against"]), int(part["for"])
        value = favour / (against + favour) if favour else 2.0
    return value if 0 < value < 1 else None


def _number(words: str) -> float:
    """ "85" and "eighty-five" as a number."""
    if words[0].isdigit():
        return float(words)
    return float(sum(_NUMBERS[part] for part in words.split("-")))


@cache
def _bands() -> list[tuple[str, float]]:
    rows = lexicon("estimates")["bands"]
    return sorted(((k, v[1]) for k, v in rows.items() if k != "possible"), key=lambda kv: kv[1])


def band_of(share: float) -> Band:
    """The ICD 203 band of a probability; a value on an edge belongs to the higher band.

    1-5, 5-20, 20-45, 45-55, 55-80, 80-95, 95-99 per cent (ICD 203, 2015, D.6.e.(2)(a)).
    """
    for name, high in _bands():
        if share < high:
            return cast("Band", name)
    return "almost_certain"
