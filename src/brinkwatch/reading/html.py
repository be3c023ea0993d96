"""Pages: metadata from the head, lines from the markup, and trafilatura as a second reader.

Our own line model keeps what trafilatura is known to lose (live-blog entries, paragraphs outside
broken blocks, dated lists); trafilatura knows main content from its surroundings on pages whose
markup names nothing. A paragraph is dropped on its word only when it keeps nothing of the whole
block that the paragraph stands in.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from brinkwatch.errors import UnreadableError
from brinkwatch.gazetteer.shadow import spaced
from brinkwatch.reading import bylines, metadata, pasted
from brinkwatch.reading.article import check, extract
from brinkwatch.reading.blocks import BLOCKS
from brinkwatch.reading.blocks import lines as to_lines
from brinkwatch.reading.clues import Article, Clues, level
from brinkwatch.reading.lines import Line, is_prose, words
from brinkwatch.reading.places import in_markup, placed
from brinkwatch.reading.vocabulary import bound

TAG = re.compile(
    r"</?(?:p|div|br|span|a|em|strong|h[1-6]|ul|li|blockquote)\b[^<>]*>", re.IGNORECASE
)
LONGEST_PAGE = bound("page")
MOST_TAGS = bound("tags")
MOST_ATTRIBUTES = bound("attributes")
CROWDED = re.compile(
    r"<[a-z][^\s<>/]*+(?:[\s/]++[^\s=>\"'</]++"
    r"(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+))?+)" + f"{{{MOST_ATTRIBUTES + 1}}}",
    re.IGNORECASE,
)
LONGEST_SECOND = bound("second_reading")
FULLER = 1.5  # times as long: a text of the metadata that the page prints only in part; assumed
SHORTEST_TEXT = 20  # words; assumed, a shorter text of the metadata is a summary
LONGEST_OPENING = 400  # characters in which the first words of a paragraph are found; assumed
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
CUT = re.compile(
    r"\s*(?:\[\s?(?:…|\.\.\.)\s?\]|…|\.\.\.)\s*"
    r"(?:continue reading|read (?:more|on)|weiterlesen|lire la suite|leer más)\b.*$",
    re.IGNORECASE,
)


def looks_like(text: str) -> bool:
    """Whether a text field holds markup."""
    return len(TAG.findall(text[:5000])) >= 2


def parse(text: str) -> Article:
    """The article of a whole page; UnreadableError when no paragraph is found in it."""
    root = _tree(text)
    known = metadata.read(root)
    lines = _lines(root)
    article = extract(_second_reading(lines, text), known)
    article = _fuller(article, root)
    if not article.text:
        longest = max((len(line.text) for line in lines), default=0)
        raise UnreadableError(
            f"no article text found ({len(lines)} candidate blocks, the longest of {longest} "
            "characters); save the whole page, or paste its text into a .txt file"
        )
    return _placed(_named(article, [line.text for line in lines]))


def parse_fragment(text: str, known: Clues) -> Article:
    """The article of a feed item's or a data row's markup; what the container states stands.

    `text` is empty when no paragraph is found in it.
    """
    root = _tree(f"<div>{text}</div>")
    lines = [replace(line, text=CUT.sub("", line.text)) for line in _lines(root)]
    article = extract([line for line in lines if line.text], known)
    return _placed(_named(article, [line.text for line in lines]))


def _tree(text: str) -> Any:
    from lxml import etree

    for found, most, what in (
        (len(text), LONGEST_PAGE, "characters"),
        (text.count("<"), MOST_TAGS, "tags"),
    ):
        if found > most:
            raise UnreadableError(
                f"the page has {found:,} {what}, at most {most:,} are read; save its article alone"
            )
    if CROWDED.search(text):
        raise UnreadableError(
            f"an element of the page has more than {MOST_ATTRIBUTES:,} attributes; paste its text "
            "into a .txt file"
        )

    parser = etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(DECLARATION.sub("", text), parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(f"the page has no markup that can be read ({error})") from error
    if root is None:
        raise UnreadableError("the page has no markup that can be read (it is empty)")
    return root


def _lines(root: Any) -> list[Line]:
    """The lines of a page, its links and table cells marked as the furniture they are."""
    try:
        lines = to_lines(root)
    except RecursionError as error:
        raise UnreadableError(
            "the page nests its elements too deeply to be read; paste its text into a .txt file"
        ) from error
    check(lines)
    return [
        replace(line, marks=line.marks | {"noise"})
        if line.marks & {"link", "cell"} and not line.is_a("title") and not is_prose(line.text)
        else line
        for line in lines
    ]


def _second_reading(lines: Sequence[Line], text: str) -> list[Line]:
    """The lines, with those marked noise whose whole block trafilatura drops.

    It is asked only where the paragraphs stand in several blocks: of one block all stay.
    """
    told = {line.region for line in lines if is_prose(line.text) and not line.is_a("noise")}
    if len(told) < 2:
        return list(lines)
    kept = level(_trafilatura(text)) if len(text) <= LONGEST_SECOND else ""
    if len(kept) < 200:
        return list(lines)
    regions = _regions_of(lines, kept)
    ours = sum(words(line.text) for line in lines if is_prose(line.text) and not line.is_a("noise"))
    theirs = sum(
        words(line.text)
        for line in lines
        if line.region in regions and is_prose(line.text) and not line.is_a("noise")
    )
    if theirs * 2 < ours:
        return list(lines)
    return [
        replace(line, marks=line.marks | {"noise"})
        if is_prose(line.text) and line.region not in regions
        else line
        for line in lines
    ]


def _regions_of(lines: Sequence[Line], kept: str) -> set[int]:
    """The blocks of the paragraphs that a text keeps, looked for in the order of the page."""
    regions: set[int] = set()
    at = 0
    for line in lines:
        if line.region in regions or not is_prose(line.text):
            continue
        opening = level(line.text[:LONGEST_OPENING])[:80]
        found = kept.find(opening, at)
        if found < 0:
            found = kept.find(opening)
        if found >= 0:
            regions.add(line.region)
            at = found
    return regions


def _trafilatura(text: str) -> str:
    """What trafilatura takes for the main text, without its fallbacks and its logger."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = trafilatura.extract(text, fast=True, include_comments=False, favor_recall=True)
    return found or ""


def _fuller(article: Article, root: Any) -> Article:
    """The article with the text that the page's metadata give, where the page prints less of it."""
    script, stated = metadata.full_text(root)
    if words(stated) < FULLER * max(words(article.text), SHORTEST_TEXT):
        return article
    known = replace(article.clues, cut=None)
    if known.kind_note is None:
        known = replace(known, kind=None)
    parse = parse_fragment if looks_like(stated) else pasted.parse
    found = parse(stated, known)
    if not found.text:
        return article
    kept = tuple(replace(line, source=script) for line in found.kept)
    return replace(found, headlines=article.headlines, listed=article.listed, kept=kept)


def _placed(article: Article) -> Article:
    """The article with the places of its lines in the page."""
    return placed(article, lambda lines: in_markup(lines, BLOCKS | {"script"}))


def _named(article: Article, texts: Sequence[str]) -> Article:
    """The article with an outlet by the name of its host when nothing else names one."""
    clues = article.clues
    if clues.outlet or not clues.url:
        return article
    host = re.sub(r"^\w+://", "", clues.url).split("/")[0]
    name = bylines.host_name(host, list(map(spaced, texts)))
    return replace(article, clues=replace(clues, outlet=name or host.removeprefix("www.")))
