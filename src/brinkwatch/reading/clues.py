"""What is known of an article: the facts beside its text, and the text with them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from brinkwatch.gazetteer.shadow import spaced
from brinkwatch.reading.lines import Line
from brinkwatch.records import DocumentKind, Headline, Place

WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Clues:
    """What is known of an article beside its text; None where nothing says so."""

    title: str | None = None
    published: str | None = None
    published_note: str | None = None
    partial: str | None = None
    """A printed date that is not complete: `16 June`, `June 2024`, `03/04/2024`."""
    between: tuple[str, str] | None = None
    """First and last possible ISO day of publication."""
    byline: str | None = None
    affiliation: str | None = None
    outlet: str | None = None
    masthead: str | None = None
    """A line that can be the outlet's name, where nothing else on the page names one."""
    kind: DocumentKind | None = None
    kind_note: str | None = None
    url: str | None = None
    cut: str | None = None
    """The words of the page that say its text may be only the beginning."""

    def under(self, other: Clues) -> Clues:
        """The other's clues, and these where it has none; a date and a kind keep their notes."""
        dated = other if other.is_dated() or not self.is_dated() else self
        dated = dated if dated.published or not self.published else self
        kinded = other if other.kind else self
        return Clues(
            title=other.title or self.title,
            published=dated.published,
            published_note=dated.published_note,
            partial=dated.partial,
            between=dated.between,
            byline=other.byline or self.byline,
            affiliation=other.affiliation or self.affiliation,
            outlet=other.outlet or self.outlet,
            masthead=other.masthead or self.masthead,
            kind=kinded.kind,
            kind_note=kinded.kind_note,
            url=other.url or self.url,
            cut=other.cut or self.cut,
        )

    def is_dated(self) -> bool:
        """Whether something is known of the day of publication."""
        return bool(self.published or self.partial or self.between)


NOTHING = Clues()


@dataclass(frozen=True)
class Article:
    """The cleaned text of a page and the facts that its other lines gave.

    `kept`, `listed`: the lines of the text and of the headlines, as printed; `places`,
    `listed_places`: where the text and each headline stand in the page.
    """

    text: str
    clues: Clues
    headlines: tuple[Headline, ...] = ()
    kept: tuple[Line, ...] = ()
    listed: tuple[Line, ...] = ()
    places: tuple[Place, ...] = ()
    listed_places: tuple[tuple[Place, ...], ...] = ()


def same(a: str, b: str) -> bool:
    """Equal but for case, quotation marks, dashes, spaces and what is printed as nothing."""
    return _first(a) == _first(b) and level(a) == level(b)


def _first(text: str) -> str:
    """The first word, by which most lines differ."""
    word = WORD.search(spaced(text).lower())
    return word[0] if word else ""


def level(text: str) -> str:
    """The words of a text in lower case, for comparing."""
    return " ".join(WORD.findall(spaced(text).lower()))
