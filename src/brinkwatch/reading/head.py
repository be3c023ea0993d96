"""The lines above the first paragraph: masthead, labels, title, byline, date and lead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from brinkwatch.reading import bylines, dates
from brinkwatch.reading.clues import NOTHING, Clues, same
from brinkwatch.reading.lines import (
    Line,
    bare,
    furniture,
    is_caps,
    is_date_line,
    is_foot,
    is_prose,
    is_section,
    is_sentence,
    labels,
    menu,
    sections,
    words,
)

CRUMB = re.compile(r"\s[>»›|]\s")
LONG_WORD = re.compile(r"[^\W\d_]{4,}")
STEM = 5  # letters by which two forms of a word are one; assumed
LINES_TOLD = 60  # lines of the text in which the words of a title are looked for; assumed
LONGEST_TOLD = 600  # characters of each of them; assumed
BULLETS = ("•", "●", "▪", "◦", "* ", "- ", "– ", "— ")
LONGEST_TITLE = 32  # words; assumed, as the two below
LONGEST_AGENCY = 9  # words, its city among them
LONGEST_MASTHEAD = 7  # words
LONGEST_DATE_LINE = 25  # words
LONGEST_GAP = 10  # lines between a standfirst and the text


def cut(
    lines: Sequence[Line], known: Clues, below: Sequence[Line] = ()
) -> tuple[list[Line], list[Line], Clues]:
    """The text from its lead on, the lines of the head, and what these say; `below` is the foot.

    Nothing is cut where no paragraph starts.
    """
    start = _title_at(lines, known.title)
    first = next(
        (
            i
            for i in range(start, len(lines))
            if _starts_body(lines[i], known.title) and not _introduces(lines[i], lines[:i])
        ),
        None,
    )
    if first is None:
        return list(lines), [], NOTHING
    standfirst = {first} if _is_standfirst(lines, first, known) else set()
    if standfirst:
        first = _next_body(lines, first + 1, known)
    head = lines[:first]
    told = _told([*lines[first:], *below])
    title_at = _choose_title(head, known.title, told)
    learnt = _read_head(head, title_at)
    if title_at is not None:
        learnt = replace(learnt, title=_title(head[title_at].text))
    lead = _lead(head, title_at, learnt, lines[first], told) | standfirst
    text = [head[index] for index in sorted(lead)] + list(lines[first:])
    return text, [line for index, line in enumerate(head) if index not in lead], learnt


def _next_body(lines: Sequence[Line], start: int, known: Clues) -> int:
    """The index of the next paragraph, or the number of lines."""
    return next(
        (i for i in range(start, len(lines)) if _starts_body(lines[i], known.title)), len(lines)
    )


def _is_standfirst(lines: Sequence[Line], first: int, known: Clues) -> bool:
    """A paragraph under the title with the byline or the date below it, and the text after."""
    following = _next_body(lines, first + 1, known)
    between = lines[first + 1 : following]
    if following == len(lines) or len(between) > LONGEST_GAP:
        return False
    return any(
        _byline(line) or (is_date_line(line.text) and dates.stamps(line.text)) for line in between
    )


def _title(text: str) -> str:
    return re.sub(r"^#+\s+|^[Tt]itle:\s+", "", text.strip())


def _title_at(lines: Sequence[Line], title: str | None) -> int:
    """Where the article's title stands when markup or a data file told it, else 0."""
    marked = [i for i, line in enumerate(lines) if line.is_a("title")]
    if marked:
        return marked[0]
    if title:
        return next((i for i, line in enumerate(lines[:60]) if same(line.text, title)), 0)
    return 0


def _starts_body(line: Line, title: str | None) -> bool:
    if line.is_a("noise") or line.is_a("bullet") or line.is_a("title"):
        return False
    if title and same(line.text, title):
        return False
    if furniture(line.text) or is_foot(line.text) or is_date_line(line.text):
        return False
    if bylines.byline(line.text) and words(line.text) < 20:
        return False
    return is_prose(line.text)


def _introduces(line: Line, above: Sequence[Line]) -> bool:
    """A sentence about the author whom a byline above it names."""
    named = bylines.surname(line.text) if bylines.is_bio(line.text) else ""
    return bool(named) and any(named in (_byline(other) or "") for other in above)


def _is_candidate(line: Line) -> bool:
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
    return _byline(line) is None


def _date_field(text: str) -> bool:
    return any(
        dates.stamps(field) and words(dates.residue(field)) <= 1
        for field in dates.FIELD_BREAK.split(text)
    )


def _is_masthead(text: str) -> bool:
    """A short line of capitalised words, as the names of outlets are."""
    tokens = re.findall(r"[^\W\d_][\w’'.-]*", text)
    small = {
        "from",
        "to",
        "at",
        "with",
        "a",
        "an",
        "l",
        "d",
        "von",
        "für",
        "zum",
        "des",
        "del",
        "e",
        "of",
        "the",
        "for",
        "and",
        "in",
        "on",
        "de",
        "la",
        "le",
        "du",
        "der",
        "die",
        "und",
        "y",
    }
    return (
        0 < len(tokens) <= LONGEST_MASTHEAD
        and not is_sentence(text)
        and all(token[0].isupper() or token in small for token in tokens)
    )


def _told(text: Sequence[Line]) -> frozenset[str]:
    """The stems of the long words of a text's beginning, by which a title is known."""
    return frozenset().union(*(_stems(line.text) for line in text[:LINES_TOLD]))


def _stems(text: str) -> frozenset[str]:
    found = (word.lower() for word in LONG_WORD.findall(text[:LONGEST_TOLD]))
    return frozenset(word[:STEM] for word in found if word not in sections())


def _choose_title(head: Sequence[Line], known: str | None, told: frozenset[str]) -> int | None:
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
        i for i, line in enumerate(head) if _is_candidate(line) and not is_prose(line.text)
    ]
    if len(candidates) > 1 and candidates[0] == 0 and CRUMB.search(head[0].text):
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
            and (not _is_masthead(head[i].text) or _told_of(head[i].text, told) >= 2)
        ]
        shares = [i for i in long if _stems(head[i].text) & told]
        if shares and long[0] not in shares and _parted(head[long[0] : shares[0]]):
            return shares[0]
        other = next((i for i in long if not _is_masthead(head[i].text)), None)
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


def _told_of(text: str, told: frozenset[str]) -> int:
    """The number of words that a line shares with the article; none for an outlet's name."""
    return 0 if bylines.is_outlet(text) else len(_stems(text) & told)


def _parted(lines: Sequence[Line]) -> bool:
    """The first names an outlet, or a menu, a label or the name of a section is among them."""
    return bylines.is_outlet(lines[0].text) or any(
        is_section(line.text) or bare(line.text) in labels() or furniture(line.text) == "line"
        for line in lines
    )


def _read_head(head: Sequence[Line], title_at: int | None) -> Clues:
    """Outlet, byline and date as the lines of the head print them."""
    below = [] if title_at is None else head[title_at + 1 :]
    byline, affiliation = _author(head, title_at, below)
    outlet = masthead = None
    if title_at is not None:
        outlet, masthead = _nameplate(head[: title_at + 1])
        outlet = outlet or _agency(below)
        masthead = masthead or _one_word(below)
        if affiliation and not outlet and bylines.is_outlet(affiliation):
            masthead = masthead or affiliation
    return _dated(head, below).under(
        Clues(byline=byline, affiliation=affiliation, outlet=outlet, masthead=masthead)
    )


def _dated(head: Sequence[Line], below: Sequence[Line]) -> Clues:
    """The date of publication under the title, else anywhere in the head."""
    found = stated_date(below)
    if found.published and not dates.is_update(found.published_note or ""):
        return found
    other = stated_date(head)
    return other if other.published or not found.published else found


def _author(
    head: Sequence[Line], title_at: int | None, below: Sequence[Line]
) -> tuple[str | None, str | None]:
    """The byline of a head and what it says of the author; a role below a name is the latter's."""
    for index, line in enumerate(head):
        effect = furniture(line.text)
        offer = effect == "caption" or (effect == "line" and bylines.is_role(line.text))
        found = _byline(line) if index != title_at and not offer else None
        if not found:
            continue
        above = head[index - 1].text if title_at is not None and index - 1 > title_at else ""
        if above and bylines.is_role(line.text) and bylines.is_name(above):
            return bylines.name_in(above), found
        return bylines.split_name(found)
    named = (
        bylines.name_in(text)
        for line in below
        if not furniture(line.text)
        for text in _printed(line)
    )
    name = next(filter(None, named), None)
    return bylines.split_name(name) if name else (None, None)


def _one_word(below: Sequence[Line]) -> str | None:
    """A line of one capitalised word under the title: the agency it comes from."""
    for line in below:
        text = line.text.strip()
        if words(text) == 1 and text[0].isupper() and text.isalpha() and _is_candidate(line):
            return text
    return None


def _agency(below: Sequence[Line]) -> str | None:
    """A short line under the title with nothing but the name of an agency."""
    names = (
        line.text.split(",")[0].strip()
        for line in below
        if _is_candidate(line) and not is_sentence(line.text) and words(line.text) <= LONGEST_AGENCY
    )
    return next(
        (
            name
            for name in names
            if words(name) <= LONGEST_MASTHEAD and _is_masthead(name) and bylines.is_outlet(name)
        ),
        None,
    )


def _byline(line: Line) -> str | None:
    """Who wrote it, when the line is a byline by its words, or by its markup and a name."""
    plain = _without_buttons(line)
    texts = dict.fromkeys((*([plain] if plain != line.text else []), *_printed(line), line.text))
    found = next((found for text in texts if (found := bylines.byline(text))), None)
    return found or (bylines.listed_names(line.text) if line.is_a("byline") else None)


def _without_buttons(line: Line) -> str:
    """The text of a line without those of its inline pieces that are buttons: `Follow`."""
    kept = [part for part in line.parts if furniture(part) is None]
    return line.text if len(kept) == len(line.parts) else " ".join(kept)


def _printed(line: Line) -> tuple[str, ...]:
    """The texts of a line: its inline pieces when one of them is a date, else the whole."""
    dated = any(dates.stamps(part) and not dates.residue(part) for part in line.parts)
    return line.parts if len(line.parts) > 1 and dated else (line.text,)


def _nameplate(head: Sequence[Line]) -> tuple[str | None, str | None]:
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
    plain = [line for line in above if not furniture(line.text)] + crumbs
    names = [name for text in (*brands, *(line.text for line in plain)) for name in _names(text)]
    shouted = [name for line in above[:1] for name in _names(line.text)[:1] if is_caps(name)]
    shouted += [name for name in names if is_caps(name) and 2 <= words(name) <= LONGEST_MASTHEAD]
    known = [name for name in names if words(name) <= LONGEST_MASTHEAD and bylines.is_outlet(name)]
    branded = [name for text in brands for name in _names(text) if _is_masthead(name)]
    sure = next(iter([*branded, *shouted, *filter(_is_masthead, known)]), None)
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
    return None, next(iter([*filter(_is_masthead, guesses), *short]), None)


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
    return dated or named or bylines.is_role(text) or _is_row(text)


def _is_row(text: str) -> bool:
    """A row of sections with nothing between them: `News Local Sport`."""
    items = text.split()
    others = [item for item in items if item.lower() not in sections()]
    return (
        len(items) >= 3
        and len(others) * 3 <= len(items)
        and not any(map(bylines.is_outlet, others))
    )


def stated_date(lines: Sequence[Line]) -> Clues:
    """The first publication date that the lines state, else the first date of a change."""
    found = [
        stamp
        for line in lines
        if furniture(line.text) != "caption" and words(line.text) <= LONGEST_DATE_LINE
        for text in _printed(line)
        for stamp in dates.stamps(text)
    ]
    published = [stamp for stamp in found if not stamp.updated] or found
    if not published:
        return Clues(partial=_incomplete(lines))
    best = published[0]
    if best.other:
        agreeing = [s for s in published if not s.other and s.day in {best.day, best.other}]
        if not agreeing:
            return Clues(partial=best.words)
        best = replace(best, day=agreeing[0].day, other=None, why=agreeing[0].words)
    if best.clock is None:
        best = _with_clock(best, lines)
    note = f"{best.words}, its order of day and month by {best.why}" if best.why else best.words
    return Clues(published=best.iso(), published_note=note)


def _incomplete(lines: Sequence[Line]) -> str | None:
    """The first day without a year, or month without a day, in a field of its own."""
    fields = [
        field.strip()
        for line in lines
        if words(line.text) <= LONGEST_DATE_LINE and furniture(line.text) != "caption"
        for text in _printed(line)
        for field in (*dates.FIELD_BREAK.split(text), *text.split(","))
    ]
    found = (field for field in fields if dates.day_month(field))
    return next(found, None) or next((field for field in fields if dates.month_year(field)), None)


def _with_clock(stamp: dates.Stamp, lines: Sequence[Line]) -> dates.Stamp:
    """The stamp with the time of day printed alone on the line below it."""
    for line, below in pairwise(lines):
        if stamp.words in line.text:
            hours, zone, (start, end) = dates.clock(below.text)
            if hours and not re.search(r"\w", below.text[:start] + below.text[end:]):
                return replace(stamp, clock=hours, zone=zone, words=f"{stamp.words} {below.text}")
    return stamp


def _lead(
    head: Sequence[Line],
    title_at: int | None,
    learnt: Clues,
    first: Line,
    told: frozenset[str],
) -> set[int]:
    """The lines under the title that belong to the text: a lead without a full stop, a heading."""
    start = 0 if title_at is None else title_at + 1
    lead = set()
    for index in range(start, len(head)):
        line = head[index]
        if _introduces(line, head):
            continue
        if (
            not _is_candidate(line)
            or line.is_a("bullet")
            or line.is_a("label")
            or line.is_a("byline")
            or line.text.startswith(BULLETS)
        ):
            continue
        if bylines.is_name(line.text) and learnt.byline and learnt.byline in line.text:
            continue
        if bylines.is_name(line.text):
            continue
        heading = index == len(head) - 1 and ((line.gap and not first.gap) or line.is_a("heading"))
        count = words(line.text)
        lead_in = count >= 5 and len(_stems(line.text) & told) >= 2
        if count >= 8 or is_sentence(line.text) or heading or lead_in:
            lead.add(index)
    return lead
