"""From the lines of a page to its article: what is kept, and what the rest says about it.

The cascade, in order; each step takes lines away and may learn a fact from them:

1. dated lists of other headlines               (`headlines.split`)
2. the foot: author box, comments, small print  (`_foot`)
3. the head: masthead, labels, title, byline, date, lead  (`_head`)
4. furniture between paragraphs                 (`_body`)

What markup or a data file states (`Clues`) stands above what lines suggest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from brinkwatch.reading import bylines, dates, headlines, kinds
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
    words,
)
from brinkwatch.records import DocumentKind, Headline

LONGEST_TITLE = 32  # words
MASTHEAD = 7  # words


@dataclass(frozen=True)
class Clues:
    """What is known of an article beside its text; None where nothing says so."""

    title: str | None = None
    published: str | None = None
    published_note: str | None = None
    ambiguous: tuple[str, str] | None = None
    byline: str | None = None
    affiliation: str | None = None
    outlet: str | None = None
    kind: DocumentKind | None = None
    kind_note: str | None = None
    url: str | None = None

    def under(self, other: Clues) -> Clues:
        """These clues, where the other has none; a date keeps its own note."""
        merged = {
            name: getattr(other, name) if getattr(other, name) is not None else getattr(self, name)
            for name in ("title", "byline", "outlet", "url", "affiliation")
        }
        dated = other if other.published or other.ambiguous else self
        kinded = other if other.kind else self
        return Clues(
            published=dated.published,
            published_note=dated.published_note,
            ambiguous=dated.ambiguous,
            kind=kinded.kind,
            kind_note=kinded.kind_note,
            **merged,
        )


@dataclass(frozen=True)
class Article:
    """The cleaned text of a page and the facts that its other lines gave."""

    text: str
    clues: Clues
    headlines: tuple[Headline, ...] = ()


@dataclass
class _Work:
    """A page under the knife: the lines left, and those dropped, by where they stood."""

    lines: list[Line]
    head: list[Line] = field(default_factory=list)
    foot: list[Line] = field(default_factory=list)
    author: list[str] = field(default_factory=list)


def same(a: str, b: str) -> bool:
    """Equal but for case, quotation marks, dashes and spaces."""
    return _plain(a) == _plain(b)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


def extract(lines: Sequence[Line], known: Clues = Clues()) -> Article:  # noqa: B008  (frozen)
    """The article among the lines of a page; `text` is empty when there is none."""
    rest, listed = headlines.split(lines)
    work = _Work(list(rest))
    _foot(work)
    learnt = _head(work, known)
    body = _body(work.lines)
    learnt = _learn(learnt, work, body)
    text = _joined(body)
    kind, note = kinds.judge(learnt.under(known), [*work.head, *work.foot], text)
    clues = replace(learnt.under(known), kind=kind, kind_note=note)
    return Article(text, clues, listed)


def _joined(body: Sequence[Line]) -> str:
    return "\n\n".join(line.text for line in body)


# --- the foot -----------------------------------------------------------------------------------


def _foot(work: _Work) -> None:
    """Cut the page where its article ends: at a tail cue with no prose after it, or after the
    last sentence that is not the page speaking of itself."""
    lines = work.lines
    end = next((i for i, line in enumerate(lines) if _ends_article(lines, i)), len(lines))
    last = end
    while last > 0 and not _is_last(lines[last - 1], lines[: last - 1]):
        last -= 1
    if last == 0:  # no sentence at all: keep what furniture does not claim
        last = end
    work.foot = lines[last:]
    work.lines = lines[:last]
    for position, line in enumerate(work.foot):
        if furniture(line.text) == "author":
            work.author += [other.text for other in work.foot[position : position + 3]]
        elif bylines.is_bio(line.text):
            work.author.append(line.text)


def _ends_article(lines: Sequence[Line], index: int) -> bool:
    line = lines[index]
    if furniture(line.text) not in {"tail", "author"} or line.is_a("noise"):
        return False
    before = sum(is_prose(other.text) and not other.is_a("noise") for other in lines[:index])
    after = sum(
        is_prose(other.text) and not other.is_a("noise") and not is_foot(other.text)
        for other in lines[index + 1 :]
    )
    return before > 0 and (after == 0 or furniture(line.text) == "tail" and after <= before)


def _is_last(line: Line, before: Sequence[Line]) -> bool:
    """Whether an article can end on this line."""
    if line.is_a("noise") or line.is_a("heading") or furniture(line.text) or is_foot(line.text):
        return False
    if bylines.is_bio(line.text) and before:
        name = bylines.author_box([line.text])[0] or ""
        if not any(name.split()[-1] in other.text for other in before if is_prose(other.text)):
            return False
    return is_sentence(line.text) or words(line.text) >= 30


# --- the head -----------------------------------------------------------------------------------


def _head(work: _Work, known: Clues) -> Clues:
    """Take the lines above the first paragraph away, and read them."""
    lines = work.lines
    start = _title_at(lines, known.title)
    first = next(
        (i for i in range(start, len(lines)) if _starts_body(lines[i], known.title)), None
    )
    if first is None:
        return Clues()
    head = lines[:first]
    title_at = _choose_title(head, known.title)
    learnt = _read_head(head, title_at)
    if title_at is not None:
        learnt = replace(learnt, title=_title(head[title_at].text))
    lead = _lead(head, title_at, learnt, lines[first])
    work.head = [line for index, line in enumerate(head) if index not in lead]
    work.lines = [head[index] for index in sorted(lead)] + lines[first:]
    return learnt


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


def _is_candidate(line: Line) -> bool:
    """A line of the head that can be a title or a masthead."""
    text = line.text
    count = words(text)
    if not 1 <= count <= LONGEST_TITLE or len(text) > 250 or line.is_a("noise"):
        return False
    if furniture(text) or is_section(text) or is_date_line(text) or bare(text) in labels():
        return False
    if dates.stamps(text) and count <= 12 and dates.residue(text) != text and _date_field(text):
        return False
    return bylines.byline(text) is None


def _date_field(text: str) -> bool:
    return any(
        dates.stamps(field) and words(dates.residue(field)) <= 1
        for field in dates.FIELD_BREAK.split(text)
    )


def _is_masthead(text: str) -> bool:
    """A short line of capitalised words, as the names of outlets are."""
    tokens = re.findall(r"[^\W\d_][\w’'.-]*", text)
    small = {"of", "the", "for", "and", "in", "on", "de", "la", "le", "du", "der", "die", "und", "y"}
    return (
        0 < len(tokens) <= MASTHEAD
        and not is_sentence(text)
        and all(token[0].isupper() or token in small for token in tokens)
    )


def _choose_title(head: Sequence[Line], known: str | None) -> int | None:
    """The line that is the title: marked, known, or the longest that is no masthead."""
    for index, line in enumerate(head):
        if line.is_a("title") or (known and same(line.text, known)):
            return index
    if known:
        return None
    candidates = [i for i, line in enumerate(head) if _is_candidate(line)]
    markdown = [i for i in candidates if head[i].text.startswith("# ")]
    if markdown:
        return markdown[0]
    full = [i for i in candidates if not _is_masthead(head[i].text) and words(head[i].text) >= 3]
    if full:
        return full[0]
    if not candidates:
        return None
    return max(candidates, key=lambda i: (words(head[i].text), -i))


def _read_head(head: Sequence[Line], title_at: int | None) -> Clues:
    """Outlet, byline and date as the lines of the head print them."""
    byline = affiliation = outlet = None
    for index, line in enumerate(head):
        if index == title_at:
            continue
        found = bylines.byline(line.text) if not furniture(line.text) == "caption" else None
        near = title_at is not None and index > title_at
        if found is None and near and byline is None and line.is_a("byline") | bylines.is_name(line.text):
            found = line.text.strip() if bylines.is_name(line.text) else None
        if found and byline is None:
            byline, affiliation = bylines.split_name(found)
    if title_at is not None:
        outlet = _masthead(head[:title_at])
    stamp = _stamp(head)
    clues = Clues(byline=byline, affiliation=affiliation, outlet=outlet)
    return replace(clues, **stamp)


def _masthead(above: Sequence[Line]) -> str | None:
    """The first line above the title that names the outlet."""
    brands = [line.text for line in above if line.is_a("brand")]
    for text in [*brands, *(line.text for line in above if not line.is_a("noise"))]:
        for name in re.split(r"\t|[ \u00a0]{2,}|\s\|\s", text):
            if not name.strip() or furniture(text) and text not in brands:
                continue
            if _is_masthead(name) and not is_section(name) and not dates.stamps(name):
                if bare(name) not in labels() and not dates.day_month(name):
                    return name.strip(" |\u00a0")
    return None


def _stamp(lines: Sequence[Line]) -> dict[str, object]:
    """The first publication date that a line states, else the first date of a change."""
    found = [
        stamp
        for line in lines
        if furniture(line.text) != "caption" and words(line.text) <= 25
        if not is_prose(line.text) or re.search(r"\d{4}", line.text)
        for stamp in dates.stamps(line.text)
    ]
    published = [stamp for stamp in found if not stamp.updated] or found
    if not published:
        return {}
    best = published[0]
    if best.other:
        agreeing = [s for s in published if not s.other and s.day in {best.day, best.other}]
        if not agreeing:
            return {"ambiguous": tuple(sorted((best.day, best.other))), "published_note": best.words}
        best = replace(best, day=agreeing[0].day, other=None)
    if best.clock is None:
        best = _with_clock(best, lines)
    return {"published": best.iso(), "published_note": best.words}


def _with_clock(stamp: dates.Stamp, lines: Sequence[Line]) -> dates.Stamp:
    """The stamp with the time of day printed alone on the line below it."""
    for line, below in zip(lines, lines[1:], strict=False):
        if stamp.words in line.text:
            hours, zone, (start, end) = dates.clock(below.text)
            if hours and not re.search(r"\w", below.text[:start] + below.text[end:]):
                return replace(stamp, clock=hours, zone=zone, words=f"{stamp.words} {below.text}")
    return stamp


def _lead(head: Sequence[Line], title_at: int | None, learnt: Clues, first: Line) -> set[int]:
    """The lines under the title that belong to the text: a lead without a full stop, a heading."""
    start = 0 if title_at is None else title_at + 1
    lead = set()
    for index in range(start, len(head)):
        line = head[index]
        if not _is_candidate(line) or line.is_a("bullet") or line.is_a("label") or line.is_a("byline"):
            continue
        if bylines.is_name(line.text) and learnt.byline and learnt.byline in line.text:
            continue
        heading = index == len(head) - 1 and (not first.gap or line.is_a("heading"))
        if words(line.text) >= 8 or is_sentence(line.text) or heading:
            lead.add(index)
    return lead


# --- the body -----------------------------------------------------------------------------------


def _body(lines: Sequence[Line]) -> list[Line]:
    """The paragraphs and headings, without the furniture between them."""
    kept: list[Line] = []
    dropping = False
    for position, line in enumerate(lines):
        effect = None if line.is_a("heading") and is_prose(line.text) else furniture(line.text)
        if line.is_a("noise"):
            continue
        if effect == "list" or (effect == "tail" and not is_prose(line.text)):
            dropping = True
            continue
        if dropping and not _ends_list(lines, position):
            continue
        dropping = False
        if effect or is_date_line(line.text) or bare(line.text) in labels():
            continue
        if position == 0 and bylines.byline(line.text) and not is_prose(line.text):
            continue
        kept.append(line)
    return kept


def _ends_list(lines: Sequence[Line], position: int) -> bool:
    """Whether a dropped list is over: at prose, or at a heading set off by a blank line."""
    line = lines[position]
    if is_prose(line.text) or (is_sentence(line.text) and line.gap):
        return True
    return line.gap and lines[position - 1].gap is False


def _learn(learnt: Clues, work: _Work, body: Sequence[Line]) -> Clues:
    """Add what the foot and the dropped lines say."""
    dropped = [line for line in work.lines if line not in body]
    around = [line.text for line in [*work.foot, *dropped, *work.head]]
    name, place = bylines.author_box(work.author)
    if learnt.byline is None and name:
        learnt = replace(learnt, byline=name, affiliation=place)
    elif name and learnt.byline and learnt.affiliation is None and name in learnt.byline:
        learnt = replace(learnt, affiliation=place)
    if learnt.outlet is None:
        learnt = replace(learnt, outlet=bylines.outlet_from(around))
    if learnt.published is None and learnt.ambiguous is None:
        tail = [line for line in work.foot if not re.search(r"[©(]\s?[cC]?\)?", line.text[:4])]
        stated = [line for line in tail if re.match(r"(?i)^\W*(?:first )?(?:publi|posted|date\b)", line.text)]
        learnt = replace(learnt, **_stamp(stated))
    return learnt


