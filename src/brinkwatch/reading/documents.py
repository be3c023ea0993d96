"""From a cleaned article to its records: one document and one for each dated headline."""

from __future__ import annotations

import re
from datetime import date

from brinkwatch.errors import InputError, UnreadableError
from brinkwatch.reading import inference, language, memory
from brinkwatch.reading.clues import Article, Clues
from brinkwatch.reading.vocabulary import bound
from brinkwatch.records import Document, Headline, Place, content_id

LONGEST_ARTICLE = bound("article")


def check_day(published: str | None) -> str | None:
    """The override as given; InputError when it is no ISO date or date-time."""
    if published is None:
        return None
    try:
        date.fromisoformat(published[:10])
    except ValueError:
        valid = False
    else:
        valid = re.fullmatch(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d.{0,15})?", published) is not None
    if not valid:
        raise InputError(
            f"--published {published!r} is not an ISO date; write it as 2024-11-19 or "
            "2024-11-19T09:35."
        )
    return published


def build(article: Article, origin: str, *, published: str | None = None) -> list[Document]:
    """The document of an article, followed by its headlines; UnreadableError without text."""
    text, clues = article.text, article.clues
    if not text.strip():
        raise UnreadableError("no article text found")
    if len(text) > LONGEST_ARTICLE:
        raise UnreadableError(
            f"the text has {len(text):,} characters and an article at most {LONGEST_ARTICLE:,}; "
            "split it into one file an article"
        )
    dated = _date(clues, text, published)
    ident = content_id(clues.title, text, dated["published"], clues.outlet, None)
    page = Document(
        id=ident,
        origin=origin,
        url=clues.url,
        title=clues.title,
        byline=clues.byline,
        affiliation=clues.affiliation,
        outlet=clues.outlet,
        kind=clues.kind or "news",
        kind_note=clues.kind_note,
        cut_note=clues.cut,
        language=language.detect(text),
        text=text,
        headlines=article.headlines,
        places=article.places,
        **dated,
    )
    listed = zip(page.headlines, article.listed_places, strict=True)
    children = [_child(page, number, *item) for number, item in enumerate(listed, 1)]
    memory.forget()
    return [page, *children]


def _date(clues: Clues, text: str, override: str | None) -> dict[str, object]:
    """The four fields of a publication date: stated, inferred as an interval, or unknown."""
    fields: dict[str, object] = {
        "published": None, "published_basis": "unknown", "published_interval": None,
        "published_note": None,
    }  # fmt: skip
    if override:
        return fields | {
            "published": override,
            "published_basis": "stated",
            "published_note": "given with --published",
        }
    if clues.published:
        return fields | {
            "published": clues.published,
            "published_basis": "stated",
            "published_note": clues.published_note,
        }
    if clues.between:
        return fields | {
            "published_basis": "inferred",
            "published_interval": clues.between,
            "published_note": clues.published_note,
        }
    found = inference.infer("\n\n".join(filter(None, (clues.title, text))))
    if found is None:
        return fields
    basis = "inferred" if found.days else "unknown"
    return fields | {
        "published_basis": basis,
        "published_interval": found.days,
        "published_note": found.note,
    }


def _child(page: Document, number: int, item: Headline, places: tuple[Place, ...]) -> Document:
    """A headline as a document of its own; a time without a day does not date it."""
    dated = item.time if item.time and "-" in item.time else None
    note = "the list's time" if dated else None
    if item.time and not dated:
        note = f"{item.time} without a day"
    return Document(
        id=content_id(item.title, item.title, item.time, page.outlet, page.id),
        origin=f"{page.origin}#h{number}",
        parent_id=page.id,
        title=item.title,
        published=dated,
        published_basis="stated" if dated else "unknown",
        published_note=note,
        outlet=page.outlet,
        kind="headline",
        kind_note="a line of the page's list of other headlines",
        label=item.label,
        language=language.detect(item.title),
        text=item.title,
        places=places,
    )
