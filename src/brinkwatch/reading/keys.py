"""Facts of an article out of the fields of a data file, by the names in `data/keys.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast, get_args

from brinkwatch.reading import dates
from brinkwatch.reading.clues import Clues
from brinkwatch.reading.decoding import characters
from brinkwatch.reading.vocabulary import table
from brinkwatch.records import DocumentKind

URL = re.compile(r"https?://\S+$", re.IGNORECASE)
ADDRESS = re.compile(r"\s*<[^<>]*>$")
"""An e-mail address behind a name: `Strait Letter <hello@letter.example>`."""


def field(row: Mapping[str, Any], name: str) -> tuple[str, str] | None:
    """The key and the text of the first of a fact's names that has a value."""
    lowered = {str(key).lower(): value for key, value in row.items()}
    for key in table("keys")[name]:
        value = _text(lowered.get(key))
        if value:
            return key, ADDRESS.sub("", value) or value
    return None


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, (_text(item) for item in value)))
    if isinstance(value, Mapping):
        return _text(value.get("name") or value.get("title"))
    if isinstance(value, str):
        return characters(value).strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _is_partial(date: str) -> bool:
    """A date that can be completed from the page."""
    return bool(dates.stamps(date) or dates.day_month(date) or dates.month_year(date))


def clues_from(row: Mapping[str, Any]) -> Clues:
    """What a row states of its article."""

    def value(name: str) -> str | None:
        found = field(row, name)
        return found[1] if found else None

    dated, kind = field(row, "published"), field(row, "kind")
    published = dates.from_machine(dated[1]) if dated else None
    outlet, url = value("outlet"), value("url")
    if outlet and URL.match(outlet):  # web clippers keep the address as the source
        outlet, url = None, url or outlet
    known = kind is not None and kind[1] in get_args(DocumentKind) and kind[1] != "headline"
    return Clues(
        title=value("title"),
        published=published,
        published_note=f"{dated[0]}: {dated[1]}" if dated and published else None,
        partial=dated[1] if dated and not published and _is_partial(dated[1]) else None,
        byline=value("byline"),
        outlet=outlet,
        kind=cast(DocumentKind, kind[1]) if kind and known else None,
        kind_note=f"{kind[0]}: {kind[1]}" if kind and known else None,
        url=url,
    )
