"""Where an article ends, and the lists of other articles that stand in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from brinkwatch.reading import bylines
from brinkwatch.reading.lines import (
    Line,
    furniture,
    is_caps,
    is_date_line,
    is_foot,
    is_prose,
    is_sentence,
    words,
)

SKIP = re.compile(r"(?i)^\W*(?:skip past (?P<what>\S.{2,60})|sign up (?:to|for)\b.{0,60})$")
LONGEST_CAPTION = 4  # lines of a block with a caption; assumed
LONGEST_BOX_HEADING = 6  # words; assumed, as the next
LONGEST_BOX = 60  # lines; assumed
LONGEST_IMPRINT = 45  # words of a line set together with others at the foot


def mark_lists(lines: Sequence[Line]) -> list[Line]:
    """The lines, with those of a list under its cue marked as noise.

    A list goes on to the next blank line; where blank lines stand between its items too, it goes
    on to the next sentence. Key points, which are sentences, go on to the next blank line. A box
    under a line in capitals, with no sentence in it, is marked with its heading.
    """
    marked: list[Line] = []
    listing = spaced = points = box = False
    told = False
    skipped = -1
    for position, line in enumerate(lines):
        effect = furniture(line.text)
        skipped = max(skipped, _skipped_to(lines, position))
        points = effect == "points" or (points and not line.gap)
        box = (box and not line.gap) or (told and _is_box(lines, position))
        if effect == "list":
            listing = True
            spaced = position + 1 < len(lines) and lines[position + 1].gap
        elif listing:
            listing = not (is_prose(line.text) or (is_sentence(line.text) and line.gap))
            listing = listing and (spaced or not line.gap) and not line.is_a("title")
            listing = listing and effect not in {"tail", "author"}
        noise = listing or points or box or position <= skipped
        told = told or is_prose(line.text)
        marked.append(replace(line, marks=line.marks | {"noise"}) if noise else line)
    return marked


def mark_captions(lines: Sequence[Line]) -> list[Line]:
    """The lines, with those printed together with a caption or its credit marked as noise.

    A caption stands in a short block of its own: a fragment in it is a caption too, and so is
    one sentence above a credit.
    """
    marked = list(lines)
    starts = _block_starts(lines)
    for position, line in enumerate(lines):
        if furniture(line.text) != "caption":
            continue
        start, end = starts[position], position + 1
        while end < len(lines) and not lines[end].gap and end - start <= LONGEST_CAPTION:
            end += 1
        if not 1 < end - start <= LONGEST_CAPTION:
            continue
        for other in range(start, end):
            alone = end - start == 2 and other < position and words(lines[other].text) <= 40
            if not is_sentence(lines[other].text) or alone:
                marked[other] = replace(lines[other], marks=lines[other].marks | {"noise"})
    return marked


def _skipped_to(lines: Sequence[Line], position: int) -> int:
    """The last line of a part that readers may skip (`skip past X`, ..., `after X`), or -1."""
    match = SKIP.match(lines[position].text)
    if match is None:
        return -1
    within = range(position + 1, min(position + LONGEST_BOX, len(lines)))
    after = f"after {match['what'].lower()}" if match["what"] else "after newsletter promotion"
    return next((i for i in within if lines[i].text.lower().startswith(after)), -1)


def _is_box(lines: Sequence[Line], position: int) -> bool:
    """A short line in capitals, and under it without a gap nothing but short fragments."""
    if not is_caps(lines[position].text) or words(lines[position].text) > LONGEST_BOX_HEADING:
        return False
    end = position + 1
    while end < len(lines) and not lines[end].gap:
        end += 1
        if end - position > LONGEST_BOX:
            return False
    under = lines[position + 1 : end]
    return bool(under) and not any(is_sentence(line.text) for line in under)


def cut(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines up to the end of the article, and those of the foot.

    An article ends where another begins under a title of its own, at the first cue of a tail with
    no more prose after it than before, and after the last sentence that is not the page speaking
    of itself. Without any sentence nothing but the tail is cut. Lines set together are an imprint
    only where paragraphs stand apart.
    """
    ends = _tail(lines)
    told = [position for position, line in enumerate(lines) if is_prose(line.text)]
    joined = next((position for position in told if not lines[position].gap), len(lines))
    second = told[1] if len(told) > 1 else len(lines)
    reported = [(p, lines[p].text) for p in told if not bylines.is_bio(lines[p].text)]
    starts = _block_starts(lines)
    last = ends
    while last > 0:
        block = starts[last - 1]
        if second < block <= joined and _is_imprint(lines, block, last):
            last = block
        elif not _is_last(lines, last - 1, reported):
            last -= 1
        else:
            break
    last = last or ends
    return list(lines[:last]), list(lines[last:])


def _block_starts(lines: Sequence[Line]) -> list[int]:
    """For each line, where the block of lines without a gap begins in which it stands."""
    starts: list[int] = []
    for position, line in enumerate(lines):
        starts.append(position if line.gap or not position else starts[-1])
    return starts


def _is_imprint(lines: Sequence[Line], start: int, end: int) -> bool:
    """Short lines set together under one of which the page speaks of itself."""
    if end - start < 2:
        return False
    opens = furniture(lines[start].text) is not None or is_foot(lines[start].text)
    return opens and not any(words(line.text) > LONGEST_IMPRINT for line in lines[start:end])


def author_texts(foot: Sequence[Line]) -> list[str]:
    """The lines of author boxes in a foot."""
    texts: list[str] = []
    for position, line in enumerate(foot):
        following = foot[position + 1].text if position + 1 < len(foot) else ""
        named = bylines.is_name(line.text) and furniture(line.text) is None
        if named and bylines.is_about(following):
            texts.append(line.text)
        elif furniture(line.text) == "author":
            texts += [other.text for other in foot[position : position + 3]]
        elif bylines.is_bio(line.text):
            texts.append(line.text)
    return texts


def _tail(lines: Sequence[Line]) -> int:
    """The index of the cue that ends the article, or the number of lines."""
    prose = [is_prose(line.text) and not line.is_a("noise") for line in lines]
    article = [
        told and not is_foot(line.text) and not bylines.is_bio(line.text)
        for told, line in zip(prose, lines, strict=True)
    ]
    before, after = 0, sum(article)
    for index, line in enumerate(lines):
        after -= article[index]
        if before and not line.is_a("noise"):
            effect = furniture(line.text)
            ends = not after or (effect == "tail" and after <= before)
            if effect in {"tail", "author"} and ends:
                return index
            if before > 1 and not after and bylines.is_signed(line.text):
                return index
        if before and line.is_a("title") and _opens(lines[index + 1 : index + 4]):
            return index
        before += prose[index]
    return len(lines)


def _opens(below: Sequence[Line]) -> bool:
    """A byline or a date among the lines under a title: another article begins."""
    return any(
        bylines.byline(text) or is_date_line(text)
        for line in below
        for text in (line.text, *line.parts)
    )


def _is_last(lines: Sequence[Line], position: int, reported: list[tuple[int, str]]) -> bool:
    """Whether an article can end on this line: a sentence, about an author only where the text
    that is `reported` above it, each paragraph at its position, names him."""
    line = lines[position]
    if line.is_a("noise") or line.is_a("heading") or furniture(line.text) or is_foot(line.text):
        return False
    if bylines.is_bio(line.text) and position:
        surname = bylines.surname(line.text)
        if not any(surname in text for p, text in reported if p < position):
            return False
    if position and _is_named(lines[position - 1].text, line.text):
        return False
    return is_sentence(line.text) or words(line.text) >= 30


def _is_named(name: str, text: str) -> bool:
    """A short sentence that opens with the last name of the line above: a box about an author."""
    if not 2 <= words(name) <= 4 or words(text) > LONGEST_IMPRINT:
        return False
    named = bylines.is_name(name.title() if is_caps(name) else name)
    return named and text.casefold().startswith(f"{name.split()[-1].casefold()} ")
