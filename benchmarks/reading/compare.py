"""Read the same annotated pages with brinkwatch and with other readers, side by side.

    python benchmarks/reading/compare.py [PAGES_DIR GOLD_DIR]

PAGES_DIR holds one page a file; GOLD_DIR one JSON file a page, as README.md here says. Without
arguments: the folders beside this file, those kept aside where there are any. Prints one table a
folder, one row a reader and form:

body F1      words of the text against the gold `body`, as bags; mean over the pages
body kept    sentences of `body_contains` found in the text
noise left   lines of `body_excludes` found in the text
title .. kind   right of all pages: equal, or one within the other; a field that the page does not
             give is right when left empty; of a date only the day counts
headlines    F1 of the items of dated lists, by time and title
refused      pages that are no article and gave no text
pages/s      pages a second of CPU time on one core, the best of three rounds
MiB          peak memory of a process that did nothing else

Needs the extra `bench`. Containers (feeds, JSON lines) are left out: the other readers take pages.
They also get pasted text with each line as a paragraph of HTML, which suits them best. Nothing is
fetched.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import resource
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeAlias

FIELDS = ("title", "published", "byline", "outlet")
FORMS = {"text": (".txt", ".md"), "html": (".html",)}
FIGURES = ("body F1", "body kept", "noise left", *FIELDS, "kind", "headlines", "refused")
COLUMNS = ("pages", "reader", *FIGURES, "pages/s", "MiB")
ROUNDS = 3
HERE = Path(__file__).parent
SEEN = (HERE / "pages", HERE / "gold")
KEPT_ASIDE = (HERE / "kept_aside" / "pages", HERE / "kept_aside" / "gold")


@dataclass
class Article:
    """What a reader made of a page."""

    text: str = ""
    fields: dict[str, str | None] = field(default_factory=dict)
    headlines: list[tuple[str, str]] = field(default_factory=list)  # (time, title)


Page: TypeAlias = tuple[str, bytes, dict[str, Any] | None]  # name, bytes, gold fields
Reader: TypeAlias = Callable[[str, bytes], Article]
Figures: TypeAlias = dict[str, tuple[float, int]]  # of each figure, how much of how many


def brinkwatch(name: str, page: bytes) -> Article:
    """Text, fields, dated headlines, offsets and language."""
    from brinkwatch.reading import read_bytes

    documents = [d for d in read_bytes(page, name).documents if not d.parent_id]
    if not documents:
        return Article()
    first = documents[0]
    listed = [((h.time or "")[:16], h.title) for h in first.headlines]
    return Article(first.text, {key: getattr(first, key) for key in (*FIELDS, "kind")}, listed)


def trafilatura(_name: str, page: bytes) -> Article:
    """Text and metadata."""
    from trafilatura import bare_extraction

    found: Any = bare_extraction(page, with_metadata=True)
    if found is None:
        return Article()
    named = (found.title, found.date, found.author, found.sitename)
    return Article(found.text or "", dict(zip(FIELDS, named, strict=True)))


def trafilatura_text(_name: str, page: bytes) -> Article:
    """Text alone."""
    from trafilatura import extract

    return Article(extract(page) or "")


def newspaper4k(_name: str, page: bytes) -> Article:
    """Text and metadata; it takes decoded text, so it gets what trafilatura's decoder makes."""
    warnings.filterwarnings("ignore", "nltk is not installed")
    from newspaper import Article as Paper  # type: ignore[import-untyped]
    from newspaper.exceptions import ArticleException  # type: ignore[import-untyped]
    from trafilatura.utils import decode_file

    paper = Paper("https://page.example/", fetch_images=False)
    try:
        paper.download(input_html=decode_file(page))
        paper.parse()
    except ArticleException:
        return Article()
    named = (paper.title, str(paper.publish_date or ""), ", ".join(paper.authors))
    return Article(paper.text, dict(zip(FIELDS, (*named, paper.meta_site_name or ""), strict=True)))


def justext(_name: str, page: bytes) -> Article:
    """Text by English stop words."""
    import justext as reader  # type: ignore[import-untyped]
    from lxml.etree import ParserError

    try:
        paragraphs = reader.justext(page, reader.get_stoplist("English"))
    except (ParserError, reader.core.JustextError):  # a page that it cannot parse gives nothing
        return Article()
    return Article("\n".join(p.text for p in paragraphs if not p.is_boilerplate))


NO_LISTS = {"kind", "headlines"}
READERS: dict[str, tuple[Reader, set[str]]] = {  # with the figures that it does not give
    "brinkwatch": (brinkwatch, set()),
    "trafilatura": (trafilatura, NO_LISTS),
    "trafilatura, text alone": (trafilatura_text, {*FIELDS, *NO_LISTS}),
    "newspaper4k": (newspaper4k, NO_LISTS),
    "justext, text alone": (justext, {*FIELDS, *NO_LISTS}),
}


def in_markup(page: bytes) -> bytes:
    """A pasted page with each of its lines as a paragraph of HTML."""
    lines = (line.strip() for line in page.decode().splitlines())
    marked = "\n".join(f"<p>{html.escape(line)}</p>" for line in lines if line)
    return f'<html><head><meta charset="utf-8"></head><body>\n{marked}\n</body></html>'.encode()


def words(text: str | None) -> list[str]:
    """The words of a text in lower case."""
    return re.findall(r"[^\W_]+", (text or "").lower().replace("\u00ad", ""))


def level(text: str | None) -> str:
    """A text's words with a space around each, so that words are found whole."""
    return f" {' '.join(words(text))} "


def body_f1(text: str, fields: dict[str, Any]) -> float:
    """How well the words of a text agree with the gold body; a repeated title costs nothing."""
    title = words(fields["title"])
    kept = [line for line in text.splitlines() if words(line) != title]
    given, wanted = Counter(words(" ".join(kept))), Counter(words(" ".join(fields["body"])))
    return 2 * (given & wanted).total() / (given + wanted).total()


def right(name: str, given: str | None, wanted: str | None) -> bool:
    """Whether a field agrees with the gold."""
    if name == "published":
        return (given or "")[:10] == (wanted or "")[:10]
    found, gold = level(given), level(wanted)
    if name == "byline":  # a list of names or one line
        found, gold = (text.replace(" and ", " ") for text in (found, gold))
    if not found.strip() or not gold.strip():
        return found == gold
    return found in gold or gold in found


def figures(reader: Reader, pages: list[Page]) -> Figures:
    """What a reader gets right on pages. F1 is twice what agrees, of what is given and wanted."""
    read = [(reader(page, raw), gold) for page, raw, gold in pages]
    articles = [(article, gold) for article, gold in read if gold is not None]
    lists = [not article.text for article, gold in read if gold is None]
    bodies = [body_f1(a.text, gold) for a, gold in articles if "body" in gold]
    found: Figures = {"body F1": (sum(bodies), len(bodies)), "refused": (sum(lists), len(lists))}
    for figure, key in (("body kept", "body_contains"), ("noise left", "body_excludes")):
        hits = [level(part) in level(a.text) for a, gold in articles for part in gold[key]]
        found[figure] = (sum(hits), len(hits))
    for key in (*FIELDS, "kind"):
        hits = [right(key, a.fields.get(key), gold[key]) for a, gold in articles]
        found[key] = (sum(hits), len(hits))
    return {**found, "headlines": headlines_f1(articles)}


def headlines_f1(articles: list[tuple[Article, dict[str, Any]]]) -> tuple[float, int]:
    same = both = 0
    for article, gold in articles:
        want = Counter(((h["time"] or "")[:16], level(h["title"])) for h in gold["headlines"])
        have = Counter((at, level(title)) for at, title in article.headlines)
        same += (want & have).total()
        both += (want + have).total()
    return 2 * same, both


def measure(name: str, wrapped: bool, pages: list[Page]) -> list[str]:
    """The cells of one row of the table; run in a process of its own."""
    reader, lacks = READERS[name]
    if wrapped:
        pages = [(page, in_markup(raw), gold) for page, raw, gold in pages]
    found = figures(reader, pages)
    cells = []
    for figure in FIGURES:
        much, of = found[figure]
        if figure in lacks or not of:
            cells.append("-")
        elif figure in ("body F1", "headlines"):
            cells.append(f"{much / of:.3f}")
        else:
            cells.append(f"{much}/{of}")
    return [*cells, *cost(reader, pages)]


def cost(reader: Reader, pages: list[Page]) -> tuple[str, str]:
    """Pages a second of CPU time, the best of the rounds, and the peak memory in MiB."""
    fastest = float("inf")
    for _ in range(ROUNDS):
        begun = time.process_time()
        for page, raw, _gold in pages:
            reader(page, raw)
        fastest = min(fastest, time.process_time() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"{len(pages) / fastest:.0f}", f"{peak}"


def annotated(folder: Path, gold_folder: Path, suffixes: tuple[str, ...]) -> Iterable[Page]:
    """The pages of a form that have gold, by name."""
    for path in sorted(folder.iterdir()):
        gold = gold_folder / f"{path.stem}.json"
        if path.suffix in suffixes and gold.exists():
            yield path.name, path.read_bytes(), json.loads(gold.read_bytes())["fields"]


def table(folder: Path, gold_folder: Path) -> None:
    """Print the table of one folder. Each row is measured in a fresh process."""
    print("|", " | ".join(COLUMNS), "|", flush=True)
    print("|" + "---|" * len(COLUMNS), flush=True)
    for form, suffixes in FORMS.items():
        pages = list(annotated(folder, gold_folder, suffixes))
        for name in READERS if pages else ():
            for wrapped in (False, True):
                if wrapped and (form == "html" or name == "brinkwatch"):
                    continue
                alone = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
                with alone as process:
                    cells = process.submit(measure, name, wrapped, pages).result()
                shown = f"{name}, in markup" if wrapped else name
                print("|", " | ".join([f"{len(pages)} {form}", shown, *cells]), "|", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pages", type=Path, nargs="?")
    parser.add_argument("gold", type=Path, nargs="?")
    given = parser.parse_args()
    if given.pages and not given.gold:
        parser.error("one folder given, two expected: PAGES_DIR GOLD_DIR")
    kept = [KEPT_ASIDE] if KEPT_ASIDE[0].exists() else []
    folders_given = [(given.pages, given.gold)] if given.pages else [SEEN, *kept]
    for number, folders in enumerate(folders_given):
        print("\n" * bool(number), end="")
        table(*folders)


if __name__ == "__main__":
    main()
