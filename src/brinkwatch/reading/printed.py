"""Lines as they are matched and as they are printed.

A no-break space, a soft hyphen or an accent set apart from its letter hides no word from the
reader: it matches on the shadow of a line. What is kept of a page is what the page prints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from brinkwatch.gazetteer.shadow import Shadow, spaced
from brinkwatch.reading.clues import Article, Clues
from brinkwatch.reading.lines import Line


def matched(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines with plain spaces and nothing unseen, `source` their number; the same when equal.

    What holds nothing else is left out.
    """
    even = [spaced(line.text) for line in lines]
    if all(text is line.text for text, line in zip(even, lines, strict=True)):
        return lines
    return [
        replace(line, text=text.strip(), parts=tuple(map(spaced, line.parts)), source=number)
        for number, (text, line) in enumerate(zip(even, lines, strict=True))
        if text.strip()
    ]


def even(known: Clues) -> Clues:
    """What is known of an article, as its lines are matched."""
    return replace(
        known,
        title=known.title and spaced(known.title),
        byline=known.byline and spaced(known.byline),
        outlet=known.outlet and spaced(known.outlet),
    )


def restored(article: Article, lines: Sequence[Line]) -> Article:
    """The article of matched lines with its text and its headlines as the lines are printed."""
    kept = tuple(lines[line.source] for line in article.kept)
    listed = tuple(_restored(line, lines[line.source]) for line in article.listed)
    return replace(
        article,
        text="\n\n".join(line.text for line in kept),
        headlines=tuple(
            headline.model_copy(update={"title": line.text})
            for headline, line in zip(article.headlines, listed, strict=True)
        ),
        kept=kept,
        listed=listed,
    )


def _restored(title: Line, line: Line) -> Line:
    """A title that was found in a matched line, as the line prints it."""
    at = spaced(line.text).find(title.text)
    if at < 0:
        return replace(line, text=title.text)
    start, end = Shadow.of(line.text).original(at, at + len(title.text))
    return replace(line, text=line.text[start:end])
