"""Facts of an article out of the fields of a data file, by the names in `data/keys.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from brinkwatch.reading import dates
from brinkwatch.reading.article import Clues
from brinkwatch.reading.vocabulary import table
from brinkwatch.records import DocumentKind


def field(row: Mapping[str, Any], name: str) -> tuple[str, str] | None:
    """The key and the text of the first of a fact's names that has a value."""
    lowered = {str(key).lower(): value for key, value in row.items()}
    for key in table("keys")[name]:
        value = _text(lowered.get(key))
        if value:
            return key, value
    return None


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, (_text(item) for item in value)))
    if isinstance(value, Mapping):
        return _text(value.get("name") or value.get("title"))
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def clues_from(row: Mapping[str, Any]) -> Clues:
    """What a row states of its article."""
    values = {name: found[1] for name in ("title", "outlet", "byline", "url") if (found := field(row, name))}
    dated = field(row, "published")
    published = dates.from_machine(dated[1]) if dated else None
    kind = field(row, "kind")
    stated: DocumentKind | None = None
    if kind and kind[1] in get_args(DocumentKind) and kind[1] != "headline":
        stated = kind[1]  # type: ignore[assignment]
    return Clues(
        **values,
        published=published,
        published_note=f"{dated[0]}: {dated[1]}" if dated and published else None,
        kind=stated,
        kind_note=f"{kind[0]}: {kind[1]}" if kind and stated else None,
    )
