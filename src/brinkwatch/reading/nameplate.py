"""Which line above the text names the outlet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from brinkwatch.reading import bylines, dates
from brinkwatch.reading.lines import (
    Line,
    bare,
    furniture,
    is_caps,
    is_section,
    is_sentence,
    labels,
    menu,
    words,
)
from brinkwatch.reading.menus import is_row
from brinkwatch.reading.titles import (
    CRUMB,
    LONGEST_MASTHEAD,
    MOTTO,
    is_candidate,
    is_headed,
    is_masthead,
)

LONGEST_AGENCY = 9  # words, its city among them; assumed


def nameplate(head: Sequence[Line]) -> tuple[str | None, str | None]:
    """The outlet that the lines above the title name for sure, and a line that may be its name.

    `head` ends with the title. Sure are a brand, the page's first words in capitals and a name
    with a noun of outlets in it. Set right upon the title a line is a kicker, not a name.
    """
    above = [line for line in head[:-1] if line.is_a("brand") or not line.is_a("noise")]
    brands = [line.text for line in above if line.is_a("brand")]
    crumbs = [
        replace(line, text=CRUMB.split(line.text)[0])
        for line in above
        if len(CRUMB.split(line.text)) == 2 or re.search(r"[>»›]", line.text)
    ]
    crumbs = [line for line in crumbs if not furniture(line.text)]
    crumbs += [
        replace(line, text=name)
        for line in above[:1]
        if (name := _heads_menu(line.text)) and line not in crumbs
    ]
    plain = [line for line in above if not furniture(line.text)] + crumbs
    names = [name for text in (*brands, *(line.text for line in plain)) for name in _names(text)]
    shouted = [name for line in above[:1] for name in _names(line.text)[:1] if is_caps(name)]
    shouted += [name for name in names if is_caps(name) and 2 <= words(name) <= LONGEST_MASTHEAD]
    known = [name for name in names if words(name) <= LONGEST_MASTHEAD and bylines.is_outlet(name)]
    branded = [name for text in brands for name in _names(text) if is_masthead(name)]
    sure = next(iter([*branded, *shouted, *filter(is_masthead, known)]), None)
    if sure:
        return sure, None
    kicker = head[-2] if len(head) > 2 and not head[-1].gap else None
    column = menu(head[:-1])
    rest = [line.text for line in plain if line is not kicker and id(line) not in column]
    rest += [line.text for line in plain[:1] if line is head[0]]
    if kicker in plain and kicker is not None and words(kicker.text) >= 2:
        rest.append(kicker.text)
    guesses = [name for text in rest for name in _names(text) if not _is_topic(name)]
    short = [name for name in guesses if words(name) <= 5 and name[0].isupper()]
    if above[:1] == head[:1] and short and short[0] in above[0].text:
        return None, short[0]
    return None, next(iter([*filter(is_masthead, guesses), *short]), None)


def agency(below: Sequence[Line]) -> str | None:
    """A short line under the title with nothing but the name of an agency."""
    names = (
        line.text.split(",")[0].strip()
        for line in below
        if is_candidate(line) and not is_sentence(line.text) and words(line.text) <= LONGEST_AGENCY
    )
    return next(
        (
            name
            for name in names
            if words(name) <= LONGEST_MASTHEAD and is_masthead(name) and bylines.is_outlet(name)
        ),
        None,
    )


def one_word(below: Sequence[Line]) -> str | None:
    """A line of one capitalised word under the title: the agency it comes from."""
    for line in below:
        text = line.text.strip()
        if words(text) == 1 and text[0].isupper() and text.isalpha() and is_candidate(line):
            return text
    return None


def _is_topic(name: str) -> bool:
    """The name of a state, a place or a body that the news is about."""
    from brinkwatch.gazetteer import find, places

    found = [(item.start, item.end) for item in find(name)]
    found += [(item.start, item.end) for item in places(name)]
    covered = set().union(*(range(start, end) for start, end in found))
    return all(at in covered for at, letter in enumerate(name) if letter.isalpha())


def _names(text: str) -> list[str]:
    """The fields of a line that can name an outlet."""
    if any(bare(field) in labels() for field in CRUMB.split(text)):
        return []
    fields = (field.strip(" |\u00a0") for field in re.split(r"\t|[ \u00a0]{2,}|\s[|·>»›]\s", text))
    return [field for field in fields if re.search(r"[^\W\d_]", field) and not _is_meta(field)]


def _is_meta(text: str) -> bool:
    """A section, a label, a date or a byline."""
    dated = bool(dates.stamps(text)) or dates.day_month(text) is not None
    named = is_section(text) or bare(text) in labels() or bylines.byline(text) is not None
    timed = dates.clock(text)[0] is not None
    return dated or timed or named or bylines.is_role(text) or is_row(text)


def _heads_menu(text: str) -> str | None:
    """The name that stands before a menu or a motto: `Field & Fjord | Latest | Back issues`."""
    fields = [field.strip() for field in re.split(r"\s[|·]\s", text)]
    if len(fields) < 2:
        fields = [field.strip() for field in MOTTO.split(text)] if is_headed(text) else []
    name = fields[0] if len(fields) > 1 else ""
    return name if words(name) >= 2 and is_masthead(name) and not _is_meta(name) else None
