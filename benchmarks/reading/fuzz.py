"""Fuzz the reader: coverage-guided by atheris, format by format, from our own test pages.

    pip install -e '.[fuzz]'
    python benchmarks/reading/fuzz.py [--minutes 10] [--format txt --format html ...]

`--minutes` are minutes of CPU time a format. What must hold of every input is `check`: a document
or a reason and no exception, each kept line stands in the page, dates are real, a second reading
gives the same, and the time is bounded by the size. An input that breaks this is made small and
kept in `tests/reading/crashes/`, where `tests/reading/test_crashes.py` reads it again. Prints one
table. Exits 1 when anything was found.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from pathlib import Path
from types import FrameType
from typing import Any
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "tests" / "reading"
CRASHES = PAGES / "crashes"
FORMATS = ("txt", "md", "html", "rss", "atom", "jsonfeed", "jsonl", "csv", "parquet")

LARGEST = 20_000  # bytes of an input
SECONDS = 2.0  # CPU time that an input may take, and on top of that
SECONDS_A_BYTE = 100e-6  # for each byte; instrumented code is several times slower than the product
MINIMISING = 30.0  # seconds of CPU time spent on making one finding small


class Broken(AssertionError):
    """A property that does not hold of an input."""


class Slow(BaseException):
    """The time of an input is over; no `except Exception` of the reader holds it up."""


# --- what must hold -----------------------------------------------------------------------------


def check(data: bytes, form: str) -> int:
    """The number of documents read from an input of a format; Broken when a property fails."""
    from brinkwatch.reading import read_bytes

    limit = SECONDS + SECONDS_A_BYTE * len(data)
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, 5 * limit)
    try:
        found = read_bytes(data, f"page.{form}")
    except Slow as error:
        raise Broken(f"took more than {5 * limit:.0f} s for {len(data)} bytes") from error
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    took = time.process_time() - begun
    if took > limit:
        raise Broken(f"took more than {limit:.0f} s for {len(data)} bytes")
    if not (found.documents or found.skipped):
        raise Broken("neither a document nor a reason")
    for skipped in found.skipped:
        if len(skipped.reason.split()) < 3 or len(skipped.reason) > 1000:
            raise Broken("a reason that is no sentence")
    pages: list[str] | None = None
    for document in found.documents:
        document.model_dump_json().encode()
        if not document.text.strip():
            raise Broken("a document without text")
        for moment in (document.published, *(document.published_interval or ())):
            if moment is not None and not _is_iso(moment):
                raise Broken("a date that is none")
        if document.parent_id is None and document.kind != "headline":  # a title is the feed's
            pages = _pages(data, form) if pages is None else pages
            if not any(_drops(page, document.text) for page in pages):
                raise Broken("a kept line that does not stand in the page")
            if not _places_hold(document, pages):
                raise Broken("a place at which the text does not stand")
    if read_bytes(data, f"page.{form}") != found:
        raise Broken("a second reading that differs")
    return len(found.documents)


def _is_iso(moment: str) -> bool:
    try:
        date.fromisoformat(moment[:10])
    except ValueError:
        return False
    pattern = r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?:[+-]\d\d:\d\d)?)?"
    return re.fullmatch(pattern, moment, re.ASCII) is not None


def _drops(page: str, text: str) -> bool:
    """Whether a text is the page with characters dropped, white space aside."""
    rest = iter(page)
    return all(char in rest for char in text if not char.isspace())


def _places_hold(document: Any, pages: list[str]) -> bool:
    """Whether the words at every place of a text stand there in the page."""
    ends = [place.start for place in document.places[1:]] + [len(document.text)]
    return all(
        any(page.startswith(words, place.at) for page in pages)
        for place, end in zip(document.places, ends, strict=False)  # none when not known
        if isinstance(place.at, int)
        for words in [document.text[place.start : end].split("\n", 1)[0]]
    )


def _pages(data: bytes, form: str) -> list[str]:
    """The texts that a document of the input can come from."""
    from brinkwatch.reading import decoding

    if form == "parquet":
        fields = _parquet_cells(data)
    else:
        text = decoding.decode(data)
        fields = [text, *_json_strings(text), *_csv_cells(text)]
        if "<" in text:
            fields += _feed_texts(text)
    whole = [re.sub("[\ud800-\udfff]", "\ufffd", field) for field in fields]
    return [page for field in whole for page in (field, unescape(field), *_markup(field))]


def _markup(text: str) -> Iterator[str]:
    """The text content of markup."""
    import lxml.etree
    import lxml.html

    parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    if "<" in text or "&" in text:
        for whole in (re.sub(r"^\s*<\?xml[^>]*\?>", "", text), f"<div>{text}</div>"):
            try:
                root = lxml.html.document_fromstring(whole, parser=parser)
            except (lxml.etree.LxmlError, ValueError):
                continue
            yield "".join(root.itertext())


def _feed_texts(text: str) -> list[str]:
    import feedparser

    found = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    parts = [[*(e.get("content") or []), {"value": e.get("summary")}] for e in found.entries]
    return [part["value"] for entry in parts for part in entry if part.get("value")]


def _json_strings(text: str) -> list[str]:
    found: list[str] = []
    for part in [text, *text.splitlines()]:
        try:
            queue: list[Any] = [json.loads(part)]
        except (ValueError, RecursionError):
            continue
        while queue:
            value = queue.pop()
            if isinstance(value, str):
                found.append(value)
            elif isinstance(value, dict | list):
                queue += value.values() if isinstance(value, dict) else value
    return found


def _csv_cells(text: str) -> list[str]:
    found: list[str] = []
    for mark in ",;\t|":
        rows = csv.reader(io.StringIO(text.lstrip("\ufeff\r\n"), newline=""), delimiter=mark)
        while True:
            try:
                found += next(rows)
            except csv.Error:
                continue
            except StopIteration:
                break
    return found


def _parquet_cells(data: bytes) -> list[str]:
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.parquet").write_bytes(data)
        rows = duckdb.read_parquet(str(Path(folder, "a.parquet"))).fetchall()
    return [cell for row in rows for cell in row if isinstance(cell, str)]


# --- what is read -------------------------------------------------------------------------------


def seeds(form: str) -> Iterator[bytes]:
    """Our own test pages in a format."""
    texts = [p.read_text("utf-8") for p in sorted((PAGES / "test_pasted").glob("*.txt"))]
    pages = [p.read_bytes() for p in sorted((PAGES / "test_html").glob("*.html"))]
    rows = [
        {"title": text.split("\n", 1)[0], "date": "2024-06-03", "author": "Jane Doe", "text": text}
        for text in texts
    ]
    if form == "txt":
        yield from (text.encode() for text in texts)
        yield texts[0].encode("utf-16")
        yield texts[0].encode("cp1251", "replace")
    elif form == "md":
        for row in rows:
            body = re.sub(r"\n\n(?=\S)", "\n\n> ", row["text"], count=2)
            fields = f"---\ntitle: {row['title']}\ndate: {row['date']}\n---\n"
            byline = f"**By {row['author']}** [link](/a)"
            yield f"{fields}# {row['title']}\n\n{byline}\n\n{body}".encode()
    elif form == "html":
        yield from pages
    elif form in {"rss", "atom"}:
        yield from (_feed(rows[n : n + 2], form) for n in range(0, len(rows), 2))
        yield _feed([row | {"text": page.decode("utf-8", "replace")}
                     for row, page in zip(rows, pages, strict=False)][:1], form)  # fmt: skip
    elif form == "jsonfeed":
        head = {"version": "https://jsonfeed.org/version/1.1", "title": "The Wire"}
        items = [
            {
                "title": row["title"],
                "content_text": row["text"],
                "date_published": "2024-06-03T10:00:00Z",
                "authors": [{"name": row["author"]}],
                "url": "https://wire.example/a",
            }
            for row in rows
        ]
        for n in range(0, len(items), 2):
            feed = head | {"items": items[n : n + 2]}
            yield json.dumps(feed, ensure_ascii=n % 4 == 0).encode()
    elif form == "jsonl":
        for n in range(0, len(rows), 2):
            yield "\n".join(json.dumps(row, ensure_ascii=False) for row in rows[n : n + 2]).encode()
        yield json.dumps(rows[:2], indent=1).encode()
    else:
        for n in range(0, len(rows), 2):
            yield _table(rows[n : n + 2], form, ",;\t|"[n // 2 % 4])


def _feed(rows: list[dict[str, str]], form: str) -> bytes:
    if form == "rss":
        dated = "<pubDate>Mon, 03 Jun 2024 10:00:00 GMT</pubDate>"
        items = "".join(
            f"<item><title>{escape(row['title'])}</title>{dated}"
            f"<description>{escape(row['text'])}</description></item>"
            for row in rows
        )
        whole = f"<rss version='2.0'><channel><title>The Wire</title>{items}</channel></rss>"
    else:
        entries = "".join(
            f"<entry><title>{escape(row['title'])}</title><published>2024-06-03T10:00:00Z"
            f"</published><content type='html'><![CDATA[<p>{row['text']}</p>]]></content></entry>"
            for row in rows
        )
        space = "xmlns='http://www.w3.org/2005/Atom'"
        whole = f"<feed {space}><title>The Wire</title>{entries}</feed>"
    return whole.encode()


def _table(rows: list[dict[str, str]], form: str, mark: str) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=mark)
    writer.writeheader()
    writer.writerows(rows)
    if form == "csv":
        return out.getvalue().encode()
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "a.csv"), Path(folder, "a.parquet")
        source.write_text(out.getvalue(), "utf-8")
        packed = "'snappy'" if mark == "," else "'uncompressed'"
        duckdb.sql(f"COPY (FROM read_csv('{source}', delim='{mark}', header=true)) "
                   f"TO '{target}' (FORMAT parquet, COMPRESSION {packed})")  # fmt: skip
        return target.read_bytes()


def _phrases() -> list[str]:
    """What pages are made of: the reader's own vocabulary, tags and awkward characters."""
    from brinkwatch.reading.vocabulary import table

    cues = table("noise")["cue"]
    phrases = [text for cue in cues for text in [*cue.get("starts", [])[:3], *cue["examples"]]]
    phrases += [form for names in table("calendar")["months"].values() for form in names]
    phrases += ["2024-06-03", "3 June 2024 18:42 GMT", "20:47", "03/04/2024", "By Jane Doe"]
    phrases += ["---", "**", "<p>", "</p>", "<div class='byline'>", "<h1>", "<li>", "<br>", "<!--"]
    phrases += ["<a href='/x'>", "<script type='application/ld+json'>", "<![CDATA[", "]]>"]
    phrases += ["&amp;#39;", "&nbsp;", "\0", "\ufeff", "\u00ad", "\u00a0", "\u2028", "\x85", "\x0b"]
    phrases += ["\x1c", "\u202e", "\u0663", "\U0001d7db", "\\ud800", "\\u0000", "\ufb01", "e\u0301"]
    return [*phrases, "’", "—", '"', "\\", "\r", "  ", "\t", "|"]


def mutate(
    data: bytes, largest: int, seed: int, phrases: list[str], other: Callable[..., bytes]
) -> bytes:
    """One change: libFuzzer's own of bytes, or one of lines and characters of the text."""
    draw = random.Random(seed)
    if draw.random() < 0.4:
        return other(data, largest)
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    for _ in range(draw.randint(1, 4)):
        at = draw.randrange(len(lines))
        match draw.randrange(7):
            case 0 if len(lines) > 1:
                del lines[at]
            case 1:
                lines.insert(draw.randrange(len(lines)), lines[at])
            case 2:
                lines.insert(at, draw.choice(phrases))
            case 3:
                lines[at] = lines[at] * draw.randint(2, 12)
            case 4:
                lines[at : at + 1] = [lines[at]] * draw.randint(2, 40)
            case _:
                cut = draw.randrange(len(lines[at]) + 1)
                lost = draw.choice((0, 0, 1, 8))
                lines[at] = lines[at][:cut] + draw.choice(phrases) + lines[at][cut + lost :]
    return "\n".join(lines).encode("utf-8", "surrogateescape")[:largest]


# --- one format ---------------------------------------------------------------------------------


def _signature(error: BaseException) -> str:
    """What tells one finding from another: the property, or the exception and where it arose."""
    if isinstance(error, Broken):
        return re.sub(r"\d+", "", str(error)).strip()
    frames = traceback.extract_tb(error.__traceback__)
    last = ([frame for frame in frames if "brinkwatch" in frame.filename] or frames)[-1]
    return f"{type(error).__name__} in {Path(last.filename).stem}.{last.name}"


def _failure(data: bytes, form: str) -> str | None:
    try:
        check(data, form)
    except Exception as error:
        return _signature(error)
    return None


def minimise(data: bytes, form: str, signature: str) -> bytes:
    """The input with runs of bytes taken out as long as the same failure remains."""
    ends = time.process_time() + MINIMISING
    size = max(1, len(data) // 2)
    while size and time.process_time() < ends:
        at = 0
        while at < len(data) and time.process_time() < ends:
            shorter = data[:at] + data[at + size :]
            if shorter and _failure(shorter, form) == signature:
                data = shorter
            else:
                at += size
        size //= 2
    return data


def fuzz(form: str, minutes: float, out: Path) -> None:
    """Fuzz one format in this process, which ends with it; what was read goes to `out` as JSON."""
    import atheris

    with atheris.instrument_imports(include=["brinkwatch"]):
        from brinkwatch.reading import read_bytes

    signal.signal(signal.SIGPROF, _over)
    for suffix in FORMATS:
        for data in seeds(suffix):  # imports what is imported late, and warms up
            with atheris.instrument_imports(include=["brinkwatch"]):
                read_bytes(data, f"page.{suffix}")
    phrases = _phrases()
    inputs = documents = 0
    findings: dict[str, bytes] = {}
    ends = time.process_time() + minutes * 60

    def one(data: bytes) -> None:
        nonlocal inputs, documents
        inputs += 1
        try:
            documents += check(data, form) > 0
        except Exception as error:
            signature = _signature(error)
            if signature not in findings:
                findings[signature] = small = minimise(data, form, signature)
                name = re.sub(r"\W+", "-", f"{form} {signature}")[:80]
                (CRASHES / f"{name}.{form}").write_bytes(small)
        if time.process_time() > ends:
            found = {"inputs": inputs, "documents": documents, "findings": sorted(findings)}
            out.write_text(json.dumps(found))
            os._exit(0)

    def custom(data: bytes, largest: int, seed: int) -> bytes:
        return mutate(data, largest, seed, phrases, atheris.Mutate)

    corpus = Path(tempfile.mkdtemp(dir=out.parent))
    for number, data in enumerate(seeds(form)):
        (corpus / str(number)).write_bytes(data[:LARGEST])
    arguments = [
        f"-max_len={LARGEST}", "-len_control=0", "-timeout=600", "-report_slow_units=600",
        "-rss_limit_mb=4096", "-seed=1", "-verbosity=0", f"-artifact_prefix={CRASHES}/{form}-",
        str(corpus),
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *arguments], one, custom_mutator=custom)
    atheris.Fuzz()


def _over(_signal: int, _frame: FrameType | None) -> None:
    raise Slow


def main() -> None:
    """Fuzz every format asked for, each in a process of its own, and print the table."""
    parser = argparse.ArgumentParser(description="Fuzz the reader.")
    parser.add_argument("--minutes", type=float, default=10, help="CPU minutes a format")
    parser.add_argument("--format", choices=FORMATS, action="append", help="default: all")
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.out:
        fuzz(given.format[0], given.minutes, given.out)
    CRASHES.mkdir(exist_ok=True)
    print("| format | inputs | with documents | findings |\n|---|---|---|---|", flush=True)
    bad = False
    for form in given.format or FORMATS:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder, "found.json")
            command = [sys.executable, __file__, "--minutes", str(given.minutes), "--format", form]
            ended = subprocess.run([*command, "--out", out], capture_output=True)
            found = json.loads(out.read_text()) if out.exists() else {}
        for fatal in CRASHES.glob(f"{form}-crash-*[0-9a-f]"):
            fatal.rename(fatal.with_suffix(f".{form}"))
        findings = found.get("findings", [f"the process ended: {ended.stderr.decode()[-300:]}"])
        bad = bad or bool(findings)
        print(f"| {form} | {found.get('inputs', 0):,} | {found.get('documents', 0):,} | "
              f"{'; '.join(findings) or 'none'} |", flush=True)  # fmt: skip
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
