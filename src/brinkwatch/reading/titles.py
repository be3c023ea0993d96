"""Which line above the text is its title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from brinkwatch.reading import bylines, dates
from brinkwatch.reading.clues import same
from brinkwatch.reading.lines import (
    Line,
    bare,
    furniture,
    is_caps,
    is_date_line,
    is_prose,
    is_section,
    is_sentence,
    labels,
    sections,
    tokens,
    words,
)
from brinkwatch.reading.stated import byline_of
from brinkwatch.reading.vocabulary import table

CRUMB = re.compile(r"\s[>»›|]\s")
MOTTO = re.compile(r"\s[-–—]\s")
SHORTEST_STEM = 4  # letters of a word that can tell what a text is about; assumed
STEM = 5  # letters by which two forms of a word are one; assumed
LINES_TOLD = 60  # lines of the text in which the words of a title are looked for; assumed
LONGEST_TOLD = 600  # characters of each of them; assumed
LONGEST_TITLE = 32  # words; assumed, as the next
LONGEST_MASTHEAD = 7  # words


def is_candidate(line: Line) -> bool:
    """A line of the head that can be a title or a masthead."""
    text = line.text
    count = words(text)
    if not 1 <= count <= LONGEST_TITLE or len(text) > 250 or line.is_a("noise"):
        return False
    if furniture(text) or is_section(text) or is_date_line(text) or bare(text) in labels():
        return False
    if is_section(re.split(r"\s[|·]\s", text)[0]) and re.search(r"\s[|·]\s", text):
        return False
    if text.startswith("(") and text.endswith(")"):
        return False
    if dates.stamps(text) and count <= 12 and dates.residue(text) != text and _date_field(text):
        return False
    return byline_of(line) is None


def _date_field(text: str) -> bool:
    return any(
        dates.stamps(field) and words(dates.residue(field)) <= 1
        for field in dates.FIELD_BREAK.split(text)
    )


def is_masthead(text: str) -> bool:
    """A short line of capitalised words, as the names of outlets are."""
    tokens = re.findall(r"[^\W\d_][\w’'.-]*", text)
    small = table("people")["outlet"]["small"]
    return (
        0 < len(tokens) <= LONGEST_MASTHEAD
        and not is_sentence(text)
        and all(token[0].isupper() or token in small for token in tokens)
    )


def told_by(text: Sequence[Line]) -> frozenset[str]:
    """The stems of the long words of a text's beginning, by which a title is known."""
    return frozenset().union(*(stems(line.text) for line in text[:LINES_TOLD]))


def stems(text: str) -> frozenset[str]:
    """The long words of a text by their first letters, names of sections left out."""
    long = (word for word in tokens(text[:LONGEST_TOLD]) if len(word) >= SHORTEST_STEM)
    return frozenset(word[:STEM] for word in long if word.isalpha() and word not in sections())


def choose(head: Sequence[Line], known: str | None, told: frozenset[str]) -> int | None:
    """The line that is the title: marked, known, or the first that is long enough and no masthead.

    A long line that shares no word with the text is the site's name or motto, not the title, when
    a line below does share one and a menu or a label stands between them.
    """
    for index, line in enumerate(head):
        if line.is_a("title") or (known and same(line.text, known)):
            return index
    if known:
        return None
    candidates = [
        i for i, line in enumerate(head) if is_candidate(line) and not is_prose(line.text)
    ]
    if len(candidates) > 1 and candidates[0] == 0 and is_headed(head[0].text):
        candidates = candidates[1:]  # the site's name and a motto
    markdown = [i for i in candidates if head[i].text.startswith("# ")]
    if markdown:
        return markdown[0]
    for fewest in (5, 3):
        long = [
            i
            for i in candidates
            if words(head[i].text) >= fewest
            and not bylines.is_names(head[i].text)
            and (not is_masthead(head[i].text) or _told_of(head[i].text, told) >= 2)
        ]
        shares = [i for i in long if stems(head[i].text) & told]
        if shares and long[0] not in shares and _parted(head[long[0] : shares[0]]):
            return shares[0]
        other = next((i for i in long if not is_masthead(head[i].text)), None)
        if long and other and other != long[0] and _parted(head[long[0] : other]):
            return other
        if long:
            return long[0]
    named = [i for i in candidates if not bylines.is_names(head[i].text)]
    telling = [i for i in named if words(head[i].text) >= 3 and _told_of(head[i].text, told)]
    if telling:
        return telling[0]
    dated = [i for i, line in enumerate(head) if words(dates.residue(line.text)) >= 2]
    short = [i for i in dated if is_date_line(head[i].text) and not furniture(head[i].text)]
    return max(
        [*(named or candidates), *short], key=lambda i: (words(head[i].text), -i), default=None
    )


def is_headed(text: str) -> bool:
    """A name and a motto or a breadcrumb: `HARBOUR POST - news of the coast`."""
    name = MOTTO.split(text)[0]
    named = is_caps(name) and not is_caps(text) and words(name) >= 2
    return CRUMB.search(text) is not None or (named and name != text)


def _told_of(text: str, told: frozenset[str]) -> int:
    """The number of words that a line shares with the article; none for an outlet's name."""
    return 0 if bylines.is_outlet(text) else len(stems(text) & told)


def _parted(lines: Sequence[Line]) -> bool:
    """The first names an outlet, or a menu, a label or the name of a section is among them."""
    return bylines.is_outlet(lines[0].text) or any(
        is_section(line.text) or bare(line.text) in labels() or furniture(line.text) == "line"
        for line in lines
    )
