"""News, opinion, analysis or transcript, and the words of the page that say so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TypeAlias, cast, get_args

from brinkwatch.reading import dates
from brinkwatch.reading.clues import Clues
from brinkwatch.reading.lines import Line, bare, furniture, is_section, labels, menu, words
from brinkwatch.reading.vocabulary import table
from brinkwatch.records import DocumentKind

Finding: TypeAlias = tuple[DocumentKind, str] | None

QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|„[^“]*“|‘[^’]*’(?!\w)")
SPOKEN = re.compile(r"^[—–-]\s.*$", re.MULTILINE)
"""A line of speech that a dash opens."""
FIRST_PERSON = re.compile(r"\b(?:I|I[’'](?:m|ve|d|ll)|[Mm]y|[Mm]ine)\b(?!\.)")
REPORTED = re.compile(
    r"\b(?:tells|told|telling) me\b|\bI (?:spoke|talked|met|asked|interviewed)\b|\bI am told\b"
)
LONGEST_HEADING = 8  # words; assumed
SPEAKER = re.compile(r"^[A-ZА-ЯЁ][\w.’' -]{2,40}:\s+\S", re.MULTILINE)
PIECE = re.compile(r"\s*[|/>»›·•]\s*|\s{2,}|\s(?:No\.?|Nr\.?|#)\s?\d")
KINDS: tuple[DocumentKind, ...] = ("opinion", "analysis", "transcript", "news")


def judge(
    clues: Clues, above: Sequence[Line], below: Sequence[Line], text: str
) -> tuple[DocumentKind, str | None]:
    """The kind of an article and the note that says why; news when nothing speaks against it.

    `above` and `below` are the lines of the page around its text.

    In order: a stated kind, labels on the page, the address, sentences of the page about itself,
    the form (title, headings, the speakers of a transcript), the byline of a columnist, and an
    author who writes in the first person (analysis where he reports what others told him, else
    opinion), a research body.
    """
    if clues.kind:
        return clues.kind, clues.kind_note
    found = (
        _label([line for line in above if not line.is_a("noise")])
        or _label([Line(piece) for piece in re.split(r"[:|]", clues.title or "")[:-1][:1]])
        or _address(clues.url or "")
        or _about_itself([*above, *below])
        or _form(clues.title or "", text)
    )
    if found:
        return _of_body(found, clues.outlet or "")
    if re.search(r"(?i)\bcolumnist\b", clues.byline or ""):
        return "opinion", f"byline: {clues.byline}"
    return _voice(text) or _body(clues.outlet or "") or ("news", None)


def _body(outlet: str) -> Finding:
    """A research body writes analysis."""
    for pattern in table("labels")["analysis"]["bodies"]:
        if re.search(pattern, outlet, re.IGNORECASE):
            return "analysis", f"outlet: {outlet}"
    return None


def _of_body(found: tuple[DocumentKind, str], outlet: str) -> tuple[DocumentKind, str]:
    """What a research body calls its commentary is analysis."""
    label = bare(found[1].removeprefix("label: "))
    own = found[0] == "opinion" and label in table("labels")["analysis"]["of_bodies"]
    body = _body(outlet) if own else None
    return ("analysis", f"{found[1]}; {body[1]}") if body else found


def _label(around: Sequence[Line]) -> Finding:
    """A label on a line of its own, or as one piece of a short line.

    Menus label nothing, nor does a button among buttons (`Listen`, `Comment`, `Save`).
    """
    column = menu(around)
    buttons = [furniture(line.text) is not None for line in around]
    for at, line in enumerate(around):
        button = buttons[at] and bare(line.text) in labels()
        if id(line) in column or (button and sum(buttons[max(at - 1, 0) : at + 2]) > 1):
            continue
        pieces = PIECE.split(line.text)
        named = sum(is_section(piece) for piece in pieces)
        row = len(pieces) > 2 and named > 1 and re.search(r"[|·•]", line.text)
        if words(line.text) > 12 or len(pieces) > 3 or row:
            continue
        for piece in (line.text, dates.residue(line.text), *pieces):
            kind = labels().get(bare(piece))
            if kind in get_args(DocumentKind) and kind not in {"news", "headline"}:
                return cast(DocumentKind, kind), f"label: {piece.strip()}"
    return None


def _address(url: str) -> Finding:
    folders = [part.lower() for part in re.split(r"[/?#]", url)[3:] if part][:-1]
    for kind in KINDS:
        for folder in folders:
            if folder in table("labels")[kind]["address"]:
                return kind, f"address: /{folder}/"
    return None


@cache
def _of_itself() -> re.Pattern[str]:
    """What any page says about its kind."""
    patterns = (pattern for kind in KINDS for pattern in table("labels")[kind]["page"])
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _about_itself(around: Sequence[Line]) -> Finding:
    telling = [line for line in around if _of_itself().search(line.text[:600])]
    for kind in KINDS if telling else ():
        for pattern in table("labels")[kind]["page"]:
            for line in telling:
                match = re.search(pattern, line.text[:600], re.IGNORECASE)
                if match:
                    return kind, f"the page says: {match[0]}"
    return None


def _form(title: str, text: str) -> Finding:
    told: tuple[DocumentKind, ...] = ("transcript", "analysis")
    for kind in told:
        for pattern in table("labels")[kind]["titles"]:
            match = re.search(pattern, title, re.IGNORECASE)
            if match:
                return kind, f"title: {match[0]}"
    headings = [line for line in text.split("\n\n") if words(line) <= LONGEST_HEADING]
    for pattern in table("labels")["analysis"]["headings"]:
        for line in headings:
            if re.search(pattern, line, re.IGNORECASE):
                return "analysis", f"heading: {line}"
    turns = SPEAKER.findall(text)
    if len(turns) >= 5 and len(turns) * 3 >= text.count("\n\n"):
        return "transcript", f"{len(turns)} turns of speakers"
    return None


def _voice(text: str) -> Finding:
    own = QUOTED.sub(" ", SPOKEN.sub(" ", text))
    said = len(FIRST_PERSON.findall(own))
    if said < 2:
        return None
    if REPORTED.search(own):
        return "analysis", f"the author reports in the first person ({said} times)"
    return "opinion", f"the author writes in the first person ({said} times)"
