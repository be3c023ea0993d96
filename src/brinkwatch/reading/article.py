"""From the lines of a page to its article: what is kept, and what the rest says about it.

The cascade, in order; each step takes lines away and may learn a fact from them:

1. dated lists of other headlines                         (`headlines.split`)
2. captions, and lists under a cue: related, most read    (`foot.mark_*`)
3. the foot: author box, comments, small print            (`foot.cut`)
4. the head: masthead, labels, title, byline, date, lead  (`head.cut`)
5. furniture between paragraphs                           (`_body`)

What markup or a data file states stands above what lines suggest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from brinkwatch.errors import UnreadableError
from brinkwatch.reading import (
    bylines,
    dates,
    foot,
    head,
    headlines,
    inference,
    kinds,
    printed,
    stated,
)
from brinkwatch.reading.clues import NOTHING, Article, Clues, level, same
from brinkwatch.reading.lines import (
    Line,
    bare,
    furniture,
    is_date_line,
    is_error,
    is_offer,
    is_prose,
    is_sentence,
    labels,
    words,
)
from brinkwatch.reading.vocabulary import bound

MOST_LINES = bound("lines")
SHORTEST_WHOLE = 200  # words of a text that is whole whatever the page offers; assumed
LONGEST_TEASER = 45  # words; assumed
LONGEST_NOTICE = 30  # words of running text on a page that lists articles; assumed
FEWEST_LISTED = 4  # articles of a page that lists them; assumed
SHORTEST_LISTED, LONGEST_LISTED = 3, 25  # words of their titles; assumed
LONGEST_IMPRINT = 8  # lines at the end of a page in which it says whose it is; assumed
DATED_FOOT = re.compile(r"(?i)^\W*(?:first )?(?:publi|posted|date\b)")


def check(lines: Sequence[Line]) -> None:
    """UnreadableError when there are more lines than a page has."""
    if len(lines) > MOST_LINES:
        raise UnreadableError(
            f"the page has {len(lines):,} lines of text, at most {MOST_LINES:,} are read; save its "
            "article alone"
        )


def extract(lines: Sequence[Line], known: Clues = NOTHING) -> Article:
    """The article among the lines of a page; `text` is empty when there is none.

    UnreadableError when there are more lines than a page has, or the page only lists articles.
    """
    check(lines)
    matched = printed.matched(lines)
    article = _extract(matched, printed.even(known))
    return article if matched is lines else printed.restored(article, lines)


def _extract(lines: Sequence[Line], known: Clues) -> Article:
    if known.byline is None and _is_index(lines):
        raise UnreadableError(
            "the page lists articles and is none; save the page of the article you mean"
        )
    rest, listed, titled = headlines.split(lines)
    rest, below = foot.cut(foot.mark_lists(foot.mark_captions(rest)))
    rest, above, learnt = head.cut(rest, known, below)
    title = known.title or learnt.title
    byline = known.byline or learnt.byline
    body = [line for line in _body(rest) if not _repeats(line.text, title, byline)]
    kept = set(map(id, body))
    dropped = [line for line in rest if id(line) not in kept]
    learnt = _learn(learnt, below, [*dropped, *above])
    if learnt.outlet is None:
        named = learnt.masthead or (bylines.agency(body[0].text) if body else None)
        learnt = replace(learnt, outlet=named)
    text = "\n\n".join(line.text for line in body)
    if bylines.names_all(learnt.byline, known.byline):
        known = replace(known, byline=None)  # as the page prints it
    clues = learnt.under(known)
    if not clues.is_dated() and body:
        clues = _datelined(clues, body[0].text)
    if clues.partial:
        kept_lines = set(map(id, body))
        around = [line.text for line in lines if id(line) not in kept_lines]
        clues = inference.complete(clues, text, around)
    if is_error(clues.title or "", text):
        raise UnreadableError(f"the page is no article; it says {clues.title!r}")
    clues = replace(clues, cut=_cut(clues, body, [*dropped, *below]))
    kind, note = kinds.judge(clues, above, below, text)
    titles = (replace(line, text=item.title) for item, line in zip(listed, titled, strict=True))
    clues = replace(clues, kind=kind, kind_note=note)
    return Article(text, clues, listed, tuple(body), tuple(titles))


def _body(lines: Sequence[Line]) -> list[Line]:
    """The paragraphs and headings, without the furniture between them."""
    kept: list[Line] = []
    for position, line in enumerate(lines):
        heads = position + 1 < len(lines) and line.gap and not lines[position + 1].gap
        if line.is_a("noise") or (bare(line.text) in labels() and not (heads and position)):
            continue
        if is_date_line(line.text) and not (line.is_a("heading") and dates.residue(line.text)):
            continue
        if furniture(line.text) and not (line.is_a("heading") and is_prose(line.text)):
            continue
        if position == 0 and bylines.byline(line.text) and not is_prose(line.text):
            continue
        if _is_signature(line):
            continue
        kept.append(line)
    return kept


def _is_signature(line: Line) -> bool:
    """A byline by its opening word, and no sentence: `By Jane Doe`."""
    signed = bylines.is_signed(line.text) and not is_sentence(line.text)
    return signed and bylines.byline(line.text) is not None


def _repeats(text: str, title: str | None, byline: str | None) -> bool:
    """A line of the text that says the title again, or nothing but the name of an author."""
    if title and same(text, title):
        return True
    if not byline or is_prose(text):
        return False
    return bylines.is_name(text) and level(text) in level(byline)


def _datelined(clues: Clues, first: str) -> Clues:
    """The clues with the date of the dateline that opens a text."""
    printed = bylines.dateline(first)
    stamp = next(iter(dates.stamps(printed or "")), None)
    if stamp is None or stamp.other:
        return replace(clues, partial=printed)
    return replace(clues, published=stamp.iso(), published_note=f"dateline: {printed}")


def _is_index(lines: Sequence[Line]) -> bool:
    """A page that lists articles and is none: titles, each with an age or a link to its article
    and at most a teaser, and next to no running text beside them."""
    listed, teased = 0, True
    told: list[int] = []
    beside = 0
    title: Line | None = None
    for line in lines:
        if line.is_a("heading") and line.is_a("link"):
            listed, title, teased = listed + 1, None, False
        elif is_date_line(line.text):
            listed, teased = listed + bool(title), teased and not title
            title = None
        elif is_prose(line.text) and not furniture(line.text):
            told.append(words(line.text))
            beside += told[-1] if teased or told[-1] > LONGEST_TEASER else 0
            title, teased = None, True
        elif not line.is_a("noise") and not furniture(line.text):
            title = line if SHORTEST_LISTED <= words(line.text) <= LONGEST_LISTED else title
    alike = 2 * max(told, default=0) <= sum(told)
    return listed >= FEWEST_LISTED and beside <= LONGEST_NOTICE and alike


def _cut(clues: Clues, body: Sequence[Line], other: Sequence[Line]) -> str | None:
    """What says that a short text is only the beginning of its article, or None."""
    if sum(words(line.text) for line in body) >= SHORTEST_WHOLE:
        return None
    offers = (line.text.strip() for line in other if is_offer(line.text))
    return clues.cut or next(offers, None)


def _learn(learnt: Clues, below: Sequence[Line], other: Sequence[Line]) -> Clues:
    """Add what the foot and the other dropped lines say where the head said nothing."""
    if learnt.byline is None:
        names = (bylines.byline(line.text) for line in other if _is_signature(line))
        learnt = replace(learnt, byline=next(names, None))
    bios = [line.text for line in other if bylines.is_bio(line.text)]
    name, place = bylines.author_box([*foot.author_texts(below), *bios])
    if name and (learnt.byline is None or level(name.split()[-1]) in level(learnt.byline)):
        if learnt.byline and level(name) in level(learnt.byline):
            name = learnt.byline
        learnt = replace(learnt, byline=name, affiliation=learnt.affiliation or place)
    if learnt.byline is None:
        signed = (bylines.byline(line.text) for line in below if bylines.is_signed(line.text))
        learnt = replace(learnt, byline=next(filter(None, signed), None))
    if learnt.byline is None and below and not furniture(below[0].text):
        learnt = replace(learnt, byline=bylines.signature(below[0].text))
    if learnt.outlet is None:
        outlet = bylines.outlet_from(line.text for line in [*below, *other])
        owner = outlet if outlet and bylines.is_company(outlet) else None
        named = bylines.imprint(line.text for line in below[-LONGEST_IMPRINT:])
        outlet = named or owner if owner or not outlet else outlet
        if outlet and not same(outlet, learnt.byline or ""):
            learnt = replace(learnt, outlet=outlet)
    dated = [line for line in below if DATED_FOOT.match(line.text)]
    alone = [line for line in below if is_date_line(line.text) and dates.stamps(line.text)]
    alone = alone or [line for line in other if is_date_line(line.text) and dates.stamps(line.text)]
    if not dated and not learnt.is_dated() and len(alone) == 1:
        dated = alone
    found = stated.stated_date(dated)
    if found.published and dates.is_update(learnt.published_note or ""):
        return learnt.under(found)
    return found.under(learnt)
