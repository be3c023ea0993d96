"""What the head of a page states: JSON-LD, OpenGraph, meta tags, microdata, `<time>`."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from typing import Any

from brinkwatch.gazetteer.shadow import spaced
from brinkwatch.reading import bylines, dates
from brinkwatch.reading.blocks import HEADINGS, heading_text, is_home, names_site
from brinkwatch.reading.clues import Clues, level, same
from brinkwatch.reading.decoding import characters
from brinkwatch.reading.lines import bare, furniture, is_section, labels
from brinkwatch.reading.vocabulary import table
from brinkwatch.records import DocumentKind

LONGEST_INTRODUCTION = 250  # characters of a paragraph above the byline; assumed
LONGEST_SITE = 6  # words of the name of a site; assumed
KINDS: tuple[DocumentKind, ...] = ("opinion", "analysis", "transcript")
SEPARATOR = re.compile(r"\s+(?:\||::|--|[-–—]|»|›|·|/)\s+|\s*\|\s*")
TRAILING_COMMA = re.compile(r",\s*([}\]])")
ADDRESS_DATE = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:[/-]|$)")


def read(root: Any) -> Clues:
    """The clues of a parsed page, the most explicit statement of each fact first."""
    linked = [item for _, item in _scripts(root)]
    known = {str(item["@id"]): item for item in linked if item.get("@id") and len(item) > 1}
    articles = [item for item in linked if _is_article(item)]
    articles = articles or [item for item in linked if "WebPage" in _types(item)]
    objects = [_resolved(item, known) for item in articles]
    meta = _meta(root)
    heading = _title(root, objects, meta)
    url = _first([*(_text(o.get("url")) for o in objects), _canonical(root), meta.get("og:url")])
    found = Clues(title=heading, url=url, byline=_author(root, objects, meta))
    found = found.under(_dated(root, objects, meta, url))
    outlet = _outlet(root, objects, meta, heading)
    kind, note = _kind(root, objects, meta)
    if found.byline and outlet and same(found.byline, outlet):
        found = Clues(**{**vars(found), "byline": None})
    cut = None if _is_free(objects) else "isAccessibleForFree: false"
    return found.under(Clues(outlet=outlet, kind=kind, kind_note=note, cut=cut))


def _first(values: list[str | None]) -> str | None:
    return next((value.strip() for value in values if value and value.strip()), None)


def _text(value: Any) -> str | None:
    """A JSON-LD value as text: a string, an object's name, or the names of a list."""
    if isinstance(value, str):
        return characters(unescape(value)).strip() or None
    if isinstance(value, dict):
        return _text(value.get("name"))
    if isinstance(value, list):
        names = [name for item in value if (name := _text(item))]
        return ", ".join(names) or None
    return None


def _resolved(item: dict[str, Any], known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """An object whose references (`{"@id": ...}`) to others of the page are these."""

    def follow(value: Any) -> Any:
        if isinstance(value, list):
            return [follow(one) for one in value]
        if isinstance(value, dict) and not value.get("name"):
            return known.get(str(value.get("@id")), value)
        return value

    return {key: follow(value) for key, value in item.items()}


def full_text(root: Any) -> tuple[Any, str]:
    """The longest text that the metadata give of the article, and the script it stands in."""
    texts = [
        (script, _text(item.get("articleBody")) or "")
        for script, item in _scripts(root)
        if _is_article(item)
    ]
    return max(texts, key=lambda found: len(found[1]), default=(None, ""))


def _is_free(objects: list[dict[str, Any]]) -> bool:
    """Whether the metadata do not say that readers have to pay for the article."""
    return not any(str(o.get("isAccessibleForFree")).lower() == "false" for o in objects)


def _content(node: Any) -> str:
    """The text in and below an element."""
    return "".join(node.itertext())


def _scripts(root: Any) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Every JSON-LD object of the page with its script; broken ones are passed over."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            value = json.loads(TRAILING_COMMA.sub(r"\1", _content(script)), strict=False)
        except (ValueError, RecursionError):
            continue
        queue = deque([value])
        while queue:
            item = queue.popleft()
            if isinstance(item, list):
                queue.extendleft(reversed(item))
            elif isinstance(item, dict):
                yield script, item
                graph = item.get("@graph")
                queue.extend(graph if isinstance(graph, list) else [])


def _types(item: dict[str, Any]) -> list[str]:
    types = item.get("@type")
    return [str(t) for t in types] if isinstance(types, list) else [str(types)] if types else []


def _is_article(item: dict[str, Any]) -> bool:
    return any(t.endswith(("Article", "Posting", "Report")) for t in _types(item))


def _meta(root: Any) -> dict[str, str]:
    """Meta tags by lower-case name or property; the first of each."""
    found: dict[str, str] = {}
    for tag in root.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = (tag.get("content") or "").strip()
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _items(root: Any, name: str) -> Iterator[str]:
    """The values of a microdata property."""
    for node in root.iter():
        if isinstance(node.tag, str) and name in (node.get("itemprop") or "").split():
            printed = heading_text(node) if node.tag in HEADINGS else _content(node)
            value = node.get("content") or node.get("datetime") or printed
            if value.strip():
                yield " ".join(value.split())


def _heads(root: Any) -> list[str]:
    headings = [heading for heading in root.iter("h1") if not names_site(heading)]
    found = [spaced(heading_text(heading)) for heading in headings]
    return [text for text in found if text]


def _title(root: Any, objects: list[dict[str, Any]], meta: dict[str, str]) -> str | None:
    """The title as the page prints it when it prints it, else as its metadata give it."""
    stated = [*(_text(o.get("headline")) for o in objects), meta.get("og:title")]
    stated += [*list(_items(root, "headline"))[:1], *(meta.get(name) for name in _names("title"))]
    heads = _heads(root)
    printed = next((h for h in heads for s in stated if s and same(h, s)), None)
    whole = _document_title(root)
    if printed is None and heads:
        printed = next((h for h in heads if whole and _contains(whole, h)), None)
        printed = printed or (heads[-1] if len(heads) == 1 else None)
    if not heads and (whole or any(stated)):
        printed = _printed_title(root, _first(stated) or whole or "")
    segments = SEPARATOR.split(whole) if whole else []
    longest = max(segments, key=len) if segments else None
    return _first([printed, *stated, heads[0] if heads else None, longest])


def _printed_title(root: Any, whole: str) -> str | None:
    """The longest text in bold or a lower heading that shares most of its words with `<title>`."""
    known = set(level(whole).split())
    found = []
    for node in root.iter("b", "strong", "font", "h2", "h3"):
        text = " ".join(spaced(_content(node)).split())
        own = level(text).split()
        if (
            4 <= len(own) <= 32
            and furniture(text) is None
            and 2 * sum(word in known for word in own) >= len(own)
        ):
            found.append(text)
    return max(found, key=len, default=None)


def _contains(whole: str, part: str) -> bool:
    level = str.maketrans("‘’“”", "''\"\"")
    return part.translate(level).lower() in whole.translate(level).lower()


def _document_title(root: Any) -> str | None:
    node = next(iter(root.iter("title")), None)
    return " ".join(spaced(_content(node)).split()) or None if node is not None else None


def _canonical(root: Any) -> str | None:
    return next((n.get("href") for n in root.iter("link") if n.get("rel") == "canonical"), None)


def _linked_author(root: Any) -> str | None:
    """The names that link to their authors' pages between the title and the text."""
    below = False
    names: list[str] = []
    for node in root.iter("h1", "a", "p"):
        below = below or node.tag == "h1"
        if below and node.tag == "p" and len(_content(node)) > LONGEST_INTRODUCTION:
            break
        name = " ".join(_content(node).split())
        if below and node.tag == "a" and _leads_to_author(node) and bylines.is_name(name):
            names.append(name)
    return ", ".join(dict.fromkeys(names)) or None


def _leads_to_author(link: Any) -> bool:
    """A link to an author's page, by its relation or the folders of its address."""
    folders = (link.get("href") or "").lower().split("/")[:-1]
    known = table("markup")["author"]["address"]
    return "author" in (link.get("rel") or "").split() or not set(folders).isdisjoint(known)


def _author(root: Any, objects: list[dict[str, Any]], meta: dict[str, str]) -> str | None:
    named = [_text(o.get("author")) for o in objects]
    items = [bylines.byline(item) or item for item in _items(root, "author")]
    named += [", ".join(dict.fromkeys(items)) or None]
    named += [meta.get(name) for name in _names("byline")]
    named.append(_linked_author(root))
    return _first(
        [name for name in named if name and not re.match(r"(?i)https?://|www\.|admin$", name)]
    )


def _dated(
    root: Any, objects: list[dict[str, Any]], meta: dict[str, str], url: str | None
) -> Clues:
    """The publication date in the page's own zone, and what states it."""
    values = [("datePublished", _text(o.get("datePublished"))) for o in objects]
    values += [(name, meta.get(name)) for name in _names("published")]
    values += [("datePublished", value) for value in _items(root, "datePublished")]
    for name, value in values:
        iso = dates.from_machine(value) if value else None
        if iso:
            return Clues(published=iso, published_note=f"{name}: {value}")
    return _printed_time(root) or _addressed(url) or Clues()


def _printed_time(root: Any) -> Clues | None:
    for node in root.iter("time"):
        value = node.get("datetime")
        around = " ".join(filter(None, (node.get("class"), node.get("itemprop")))).lower()
        iso = (
            dates.from_machine(value)
            if value and "modif" not in around and "updat" not in around
            else None
        )
        if iso:
            return Clues(published=iso, published_note=f"time: {value}")
    return None


def _addressed(url: str | None) -> Clues | None:
    match = ADDRESS_DATE.search(url or "")
    iso = (
        dates.from_machine(f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}") if match else None
    )
    return Clues(published=iso, published_note=f"address: {match[0]}") if match and iso else None


def _outlet(
    root: Any, objects: list[dict[str, Any]], meta: dict[str, str], title: str | None
) -> str | None:
    named = [meta.get("og:site_name"), *(_text(o.get("publisher")) for o in objects)]
    named += [_text(o.get("isPartOf")) for o in objects]
    named += [meta.get(name) for name in _names("outlet")]
    named += list(_names_of(root, "publisher"))
    return _first(named) or _outlet_in_title(root, title) or _logo(root)


def _logo(root: Any) -> str | None:
    """The text of a logo that links to the front page: `<a href="/"><img alt="Harbour Wire">`."""
    for link in root.iter("a"):
        for image in link.iter("img") if is_home(link) else ():
            name = re.sub(
                r"(?i)\s*(?:[-–|]\s*)?(?:logo|home\s?page|home)$", "", image.get("alt") or ""
            )
            if bylines.is_proper(name) and len(name.split()) <= LONGEST_SITE:
                return name
    return None


def _outlet_in_title(root: Any, title: str | None) -> str | None:
    """What `<title>` says beside the title, its sections passed over: `Title | Outlet`."""
    whole = _document_title(root)
    if not whole or not title or same(whole, title):
        return None
    segments = [part.strip() for part in SEPARATOR.split(whole) if part.strip()]
    if len(segments) == 1 and not set(level(whole).split()) & set(level(title).split()):
        short = len(whole.split()) <= LONGEST_SITE and not is_section(whole)
        return whole if short and bylines.is_proper(whole) else None
    rest = [part for part in segments if part not in title and not _contains(title, part)]
    rest = [part for part in rest if not is_section(part) and not _contains(part, title)]
    if not rest or len(segments) < 2:
        return None
    known = [part for part in rest if bylines.is_outlet(part)]
    titled = any(_contains(part, title[:20]) for part in segments[1:])
    name = next(iter(known), rest[0] if titled else rest[-1])
    return name if len(bare(name).split()) <= LONGEST_SITE else None


def _kind(
    root: Any, objects: list[dict[str, Any]], meta: dict[str, str]
) -> tuple[DocumentKind | None, str | None]:
    """The kind by the article's type, else by the section or category it is filed under."""
    for item in objects:
        for kind in KINDS:
            for schema in _types(item):
                if schema in table("labels")[kind]["schema"]:
                    return kind, f"schema.org {schema}"
    filed = [("articleSection", _text(item.get("articleSection"))) for item in objects]
    filed += [(name, meta.get(name)) for name in _names("section")]
    filed += [("class", category.replace("-", " ")) for category in _categories(root)]
    for name, section in filed:
        for part in re.split(r"\s*[,/|>]\s*", section or ""):
            found = labels().get(bare(part))
            if found in KINDS:
                return found, f"{name}: {part}"
    return None, None


def _categories(root: Any) -> Iterator[str]:
    """The categories in the class of the article's element, as blog software writes them."""
    for node in root.iter("article"):
        for name in (node.get("class") or "").split():
            if name.startswith("category-"):
                yield name.removeprefix("category-")


def _names(fact: str) -> list[str]:
    """The names of meta tags that state a fact, best first."""
    return list(table("markup")["meta"][fact])


def _names_of(root: Any, name: str) -> Iterator[str]:
    """The names of the things that a microdata property holds."""
    for node in root.iter():
        if isinstance(node.tag, str) and name in (node.get("itemprop") or "").split():
            yield from _items(node, "name")
