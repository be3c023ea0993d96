"""Read the same annotated pages with brinkwatch, trafilatura and justext, side by side.

    python benchmarks/reading/compare.py PAGES_DIR GOLD_DIR

PAGES_DIR holds one page a file; GOLD_DIR one JSON file a page, with `fields`: title, published,
byline, outlet, body_contains, body_excludes. Prints one table: the share of the body's sentences
kept and of the noise lines dropped, fields right, and pages a second of CPU time on one core.
Containers (feeds, JSON lines) are left out: the other readers take pages. A reader that returns
nothing drops every noise line; its first column says so.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

Fields: TypeAlias = dict[str, str | None]
Reader: TypeAlias = Callable[[bytes], tuple[str, Fields]]

FIELDS = ("title", "published", "byline", "outlet")
ROUNDS = 5


def brinkwatch(page: bytes) -> tuple[str, Fields]:
    """Text, offsets, dates and language by brinkwatch."""
    from brinkwatch.reading import read_bytes

    documents = read_bytes(page, "page").documents
    if not documents:
        return "", {}
    return documents[0].text, {name: getattr(documents[0], name) for name in FIELDS}


def trafilatura(page: bytes) -> tuple[str, Fields]:
    """Text and metadata by trafilatura."""
    from trafilatura import bare_extraction

    found: Any = bare_extraction(page, with_metadata=True)
    if found is None:
        return "", {}
    return found.text or "", {
        "title": found.title, "published": found.date, "byline": found.author,
        "outlet": found.sitename,
    }  # fmt: skip


def trafilatura_text(page: bytes) -> tuple[str, Fields]:
    """Text alone by trafilatura."""
    from trafilatura import extract

    return extract(page) or "", {}


def justext(page: bytes) -> tuple[str, Fields]:
    """Text by justext, with its English stop words."""
    import justext as reader  # type: ignore[import-untyped]

    try:
        paragraphs = reader.justext(page, reader.get_stoplist("English"))
    except Exception:  # a page that it cannot parse gives nothing
        return "", {}
    return "\n".join(p.text for p in paragraphs if not p.is_boilerplate), {}


READERS: dict[str, Reader] = {
    "brinkwatch": brinkwatch,
    "trafilatura": trafilatura,
    "trafilatura, text alone": trafilatura_text,
    "justext": justext,
}


def level(text: str | None) -> str:
    """The words of a text in lower case."""
    return " ".join(re.findall(r"\w+", (text or "").lower()))


def measure(reader: Reader, pages: list[tuple[bytes, dict[str, Any]]]) -> list[str]:
    """One row of the table for a set of pages."""
    reader(pages[0][0])
    kept = body = dropped = noise = right = stated = 0
    for page, gold in pages:
        text, fields = reader(page)
        plain = level(text)
        body += len(gold["body_contains"])
        kept += sum(level(sentence) in plain for sentence in gold["body_contains"])
        noise += len(gold["body_excludes"])
        dropped += sum(level(line) not in plain for line in gold["body_excludes"])
        for name in FIELDS:
            if gold.get(name):
                stated += 1
                right += level(fields.get(name)).startswith(level(gold[name]))
    begun = time.process_time()
    for _ in range(ROUNDS):
        for page, _gold in pages:
            reader(page)
    rate = ROUNDS * len(pages) / (time.process_time() - begun)
    return [f"{kept}/{body}", f"{dropped}/{noise}", f"{right}/{stated}", f"{rate:.0f}"]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("gold", type=Path)
    arguments = parser.parse_args()
    print("| pages | reader | body kept | noise dropped | fields right | pages a second |")
    print("|---|---|---|---|---|---|")
    for suffix in (".txt", ".html"):
        pages = []
        for path in sorted(arguments.pages.glob(f"*{suffix}")):
            gold = arguments.gold / f"{path.stem}.json"
            if gold.exists():
                pages.append((path.read_bytes(), json.loads(gold.read_bytes())["fields"]))
        for name, reader in READERS.items() if pages else ():
            cells = measure(reader, pages)
            print(f"| {len(pages)} {suffix} | {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
