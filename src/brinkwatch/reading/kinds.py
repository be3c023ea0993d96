"""News, opinion, analysis or transcript, and the words of the page that say so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, get_args

from brinkwatch.reading.lines import Line, bare, labels, words
from brinkwatch.reading.vocabulary import table
from brinkwatch.records import DocumentKind

if TYPE_CHECKING:
    from brinkwatch.reading.article import Clues

QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|„[^“]*“|‘[^’]*’(?!\w)")
FIRST_PERSON = re.compile(r"\b(?:I|I[’'](?:m|ve|d|ll)|my|mine)\b(?!\.)")
REPORTED = re.compile(
    r"\b(?:tells|told|telling) me\b|\bI (?:spoke|talked|met|asked|interviewed)\b|\bI am told\b"
)
SPEAKER = re.compile(r"^[A-ZА-ЯЁ][\w.’' -]{2,40}:\s+\S", re.MULTILINE)
KINDS: tuple[DocumentKind, ...] = ("opinion", "analysis", "transcript", "news")


def judge(clues: Clues, around: Sequence[Line], text: str) -> tuple[DocumentKind, str | None]:
    """The kind of an article and the note that says why; news when nothing speaks against it.

    In order: a stated kind, labels on the page, the address, sentences of the page about itself,
    the title and speakers of a transcript, the byline of a columnist, and an author who writes in
    the first person (analysis where he reports what others told him, else opinion).
    """
    if clues.kind:
        return clues.kind, clues.kind_note
    for step in (_label, _address, _about_itself, _speech):
        found = step(clues, around, text)
        if found:
            return found
    if re.search(r"(?i)\bcolumnist\b", clues.byline or ""):
        return "opinion", f"byline: {clues.byline}"
    return _voice(text)


Finding = tuple[DocumentKind, str] | None


def _kind(word: str) -> DocumentKind | None:
    kind = labels().get(word)
    return kind if kind in get_args(DocumentKind) and kind != "headline" else None  # type: ignore[return-value]


def _label(clues: Clues, around: Sequence[Line], text: str) -> Finding:
    for line in around:
        if words(line.text) > 12:
            continue
        pieces = [line.text, *re.split(r"\s*[|/>»›·•]\s*|\s{2,}|\s(?:No\.?|Nr\.?|#)\s?\d", line.text)]
        menu = len(pieces) > 4
        for piece in pieces:
            kind = _kind(bare(piece))
            if kind and kind != "news" and not menu and not line.is_a("noise"):
                return kind, f"label: {piece.strip()}"
    return None


def _address(clues: Clues, around: Sequence[Line], text: str) -> Finding:
    path = [part for part in re.split(r"[/?#]", clues.url or "")[3:] if part]
    for kind in KINDS:
        for part in path[:-1]:
            if part.lower() in table("labels")[kind]["address"]:
                return kind, f"address: /{part}/"
    return None


def _about_itself(clues: Clues, around: Sequence[Line], text: str) -> Finding:
    for kind in KINDS:
        for pattern in table("labels")[kind]["page"]:
            for line in around:
                match = re.search(pattern, line.text, re.IGNORECASE)
                if match and len(line.text) < 600:
                    return kind, f"the page says: {match[0]}"
    return None


def _speech(clues: Clues, around: Sequence[Line], text: str) -> Finding:
    for pattern in table("labels")["transcript"]["titles"]:
        match = re.search(pattern, clues.title or "", re.IGNORECASE)
        if match:
            return "transcript", f"title: {match[0]}"
    turns = SPEAKER.findall(text)
    if len(turns) >= 5 and len(turns) * 3 >= text.count("\n\n"):
        return "transcript", f"{len(turns)} turns of speakers"
    return None


def _voice(text: str) -> tuple[DocumentKind, str | None]:
    own = QUOTED.sub(" ", text)
    said = FIRST_PERSON.findall(own)
    if len(said) < 2:
        return "news", None
    if REPORTED.search(own):
        return "analysis", f"the author reports in the first person ({len(said)} times)"
    return "opinion", f"the author writes in the first person ({len(said)} times)"
