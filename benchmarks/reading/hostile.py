"""Read hostile input, each in a process of its own with a limit of memory, and print the table.

    python benchmarks/reading/hostile.py

Every input is read at a tenth of its size and at its size: ten times the input should take about
ten times as long, and none more than 10 seconds of CPU time or 1 GB of memory. Exits 1 when one
does.
"""

from __future__ import annotations

import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any, TypeAlias

SECONDS = 10.0  # CPU time that reading one input may take
MEGABYTES = 1000  # that it may take at its peak
BAIT = 20_000  # characters of a bait for a regular expression
LIMIT = 4 * 1024**3  # bytes of address space: the process ends when it asks for more

TITLE = "Forces remain at the border"
PROSE = "The ministry said on Tuesday that its forces would stay at the border until the talks. "
PASTED = f"{TITLE}\n\n" + f"{PROSE}\n\n" * 5


def page(body: str, head: str = "") -> str:
    """An ordinary page with something in it."""
    text = f"<p>{PROSE}</p>" * 5
    return f"<html><head><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>{text}{body}"


def feed(items: str, prologue: str = "") -> str:
    """An RSS feed around items."""
    return f"{prologue}<rss version='2.0'><channel><title>Wire</title>{items}</channel></rss>"


def entities(n: int) -> str:
    """A declaration of entities of which each holds ten of the one before: 10 ** n words."""
    rows = "".join(f"<!ENTITY e{i} '{f'&e{i - 1};' * 10}'>" for i in range(1, n))
    return f"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY e0 'word '>{rows}]>"


def parquet(n: int) -> bytes:
    """A Parquet file of n rows whose footer gives wrong lengths."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "a.parquet")
        duckdb.sql(
            f"COPY (SELECT 'Title ' || i AS title, repeat('{PROSE}', 5) || i AS text "
            f"FROM range({n}) t(i)) TO '{target}' (FORMAT parquet)"
        )
        data = bytearray(target.read_bytes())
    draw = random.Random(1)
    for at in draw.sample(range(len(data) - 400, len(data) - 8), 40):
        data[at] = 255
    return bytes(data)


def many(n: int, row: str, between: str = "") -> str:
    """A row n times, with its number where it says {}."""
    return between.join(row.replace("{}", str(i)) for i in range(n))


def mixed(n: int) -> bytes:
    """Paragraphs in turns in three encodings."""
    words = (("utf-8", "война"), ("cp1251", "война"), ("latin-1", "été"))
    rows = (f"{PROSE}{word}".encode(encoding) for _ in range(n) for encoding, word in words)
    return PASTED.encode() + b"\n\n".join(rows)


BIO = "Jane Doe{} is a fellow at the Institute of Peace."
LINKED = '{"@type":"NewsArticle","headline":"A","author":{"name":"B"}}'
SCRIPTS = (
    f"<item><title>{TITLE} {{}}</title><description>&lt;script&gt;alert(1)&lt;/script&gt;"
    f"&lt;p onclick='x()'&gt;{PROSE}{{}} {PROSE}&lt;/p&gt;</description></item>"
)
BOMB = f"<item><title>&e8;</title><description>{PROSE}&e8;</description></item>"
OUTSIDE = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY e8 SYSTEM 'file:///etc/hostname'>]>"
JSON_FEED = '{"version":"https://jsonfeed.org/version/1.1","items":['
ROW = json.dumps({"title": f"{TITLE} {{}}", "text": f"{PASTED}{PROSE} Article {{}}."})

Build: TypeAlias = Callable[[int], str | bytes]
INPUTS: dict[str, tuple[str, Build, int]] = {
    "a line without a space": ("txt", lambda n: "x" * n, 100_000_000),
    "a line of words": ("txt", lambda n: "word " * (n // 5), 100_000_000),
    "lines of text": ("txt", lambda n: f"{PROSE}\n" * (n // 89), 100_000_000),
    "short lines": ("txt", lambda n: PASTED + many(n, "ITEM {}", "\n"), 19_000),
    "blank lines": ("txt", lambda n: PASTED + "\n" * n + PROSE, 4_000_000),
    "spaces in a line": ("txt", lambda n: f"{PASTED}a{' ' * n}b", 900_000),
    "quotes inside each other": ("txt", lambda n: f"{PASTED}{'“' * n}a{'”' * n}", 400_000),
    "brackets inside each other": ("txt", lambda n: f"{PASTED}{'([' * n}a{'])' * n}", 200_000),
    "author boxes, all read": ("txt", lambda n: PASTED + many(n, BIO, "\n\n"), 19_000),
    "author boxes, too many": ("txt", lambda n: PASTED + many(n, BIO, "\n\n"), 50_000),
    "bylines": ("txt", lambda n: PASTED + many(n, "By Jane Doe{}", "\n\n"), 19_000),
    "boxes under capitals": ("txt", lambda n: PASTED + f"{PROSE}\nTHE BOX\n" * n, 9000),
    "dated headlines": (
        "txt",
        lambda n: PASTED + many(n, "3 June 2024\n10:00\nA title of five words {}", "\n"),
        6000,
    ),
    "Markdown marks": (
        "md",
        lambda n: f"# {TITLE}\n\n**a** {'[a](b' * n}{'**' * n}\n\n{PASTED}",
        200_000,
    ),
    "front matter without end": ("md", lambda n: "---\n" + "a: b\n" * n + PASTED, 19_000),
    "null bytes": ("txt", lambda n: PROSE.replace(" ", "\0") * (n // 88), 100_000_000),
    "UTF-16 cut in the middle": (
        "txt",
        lambda n: (PASTED + PROSE * (n // 176)).encode("utf-16")[:-1],
        900_000,
    ),
    "mixed encodings": ("txt", mixed, 6000),
    "gzip": ("gz", lambda n: b"\x1f\x8b\x08" + b"\0" * n, 100_000_000),
    "ZIP": ("zip", lambda n: b"PK\x03\x04" + b"\0" * n, 100_000_000),
    "elements inside each other": ("html", lambda n: page("<div>" * n + PROSE), 100_000),
    "inline elements inside each other": ("html", lambda n: page("<p>" + "<b>" * n), 100_000),
    "tables inside each other": ("html", lambda n: page("<table><tr><td>" * n + PROSE), 50_000),
    "microdata inside each other": (
        "html",
        lambda n: page("<div itemprop=author>" * 200 + PROSE * n),
        5000,
    ),
    "comments that do not end": ("html", lambda n: page("<!--" * n), 250_000),
    "author boxes of a page": (
        "html",
        lambda n: page(many(n, f"<div class=author-bio><p>{BIO}</p></div>")),
        50_000,
    ),
    "links": ("html", lambda n: page(many(n, "<a href='/{}'>Ministers meet {}</a> ")), 50_000),
    "headings": ("html", lambda n: page(many(n, "<h2>Ministers meet {}</h2>")), 50_000),
    "list items": ("html", lambda n: page("<ul>" + many(n, "<li>Ministers meet {}")), 50_000),
    "list items, all read": ("html", lambda n: page(many(n, "<li>Ministers meet {}")), 19_000),
    "paragraphs, all read": ("html", lambda n: page(many(n, f"<p>{PROSE}{{}}</p>")), 19_000),
    "table cells": ("html", lambda n: page("<table><tr>" + many(n, "<td>Meeting {}")), 50_000),
    "line breaks": ("html", lambda n: page("<p>" + f"{PROSE}<br>" * n), 19_000),
    "a heading without end": ("html", lambda n: page("<h1>" + f"<p>{PROSE}" * n), 19_000),
    "attributes": ("html", lambda n: page(f"<p {many(n, 'a{}=b ')}>{PROSE}"), 50_000),
    "words of a class": ("html", lambda n: page(f"<p class='{'a-b_C ' * n}'>{PROSE}"), 200_000),
    "character references": ("html", lambda n: page("<p>" + "&amp;" * n), 1_000_000),
    "linked data inside each other": (
        "html",
        lambda n: page("", f"<script type='application/ld+json'>{'[' * n}</script>"),
        1_000_000,
    ),
    "linked data of articles": (
        "html",
        lambda n: page(
            "", f"<script type='application/ld+json'>[{LINKED}{f',{LINKED}' * n}]</script>"
        ),
        50_000,
    ),
    "meta tags": (
        "html",
        lambda n: page("", many(n, "<meta property='og:title' content='a{}'>")),
        50_000,
    ),
    "entity bomb in a page": ("html", lambda n: entities(9) + page("&e8;" * n), 100_000),
    "entity bomb in a feed": ("rss", lambda n: feed(BOMB * n, entities(9)), 1000),
    "entity of another file": ("rss", lambda n: feed(BOMB * n, OUTSIDE), 1000),
    "feed of scripts, all read": ("rss", lambda n: feed(many(n, SCRIPTS)), 2000),
    "feed of scripts, too many": ("rss", lambda n: feed(many(n, SCRIPTS)), 100_000),
    "feed, elements inside each other": (
        "rss",
        lambda n: feed("<item>" + "<a>" * n + "</item>"),
        100_000,
    ),
    "JSON, arrays inside each other": ("jsonl", lambda n: '[{"text":' + "[" * n, 100_000),
    "JSON, objects inside each other": ("jsonl", lambda n: '{"text":' * n, 100_000),
    "a JSON line": (
        "jsonl",
        lambda n: json.dumps({"title": "A", "text": PROSE * (n // 88)}),
        100_000_000,
    ),
    "JSON lines": ("jsonl", lambda n: many(n, ROW, "\n"), 2000),
    "JSON lines that are none": ("jsonl", lambda n: '{"a\n' * n, 1_000_000),
    "a number of a million digits": ("jsonl", lambda n: f'{{"text": {"1" * n}}}', 1_000_000),
    "items of a JSON Feed": ("json", lambda n: f"{JSON_FEED}{many(n, ROW, ',')}]}}", 2000),
    "columns of CSV": (
        "csv",
        lambda n: f"title,text,{many(n, 'c{}', ',')}\n" + many(20, f"A {{}},{PROSE * 2}{{}}\n"),
        10_000,
    ),
    "a CSV cell without end": (
        "csv",
        lambda n: 'title,text\nA,"' + PROSE * (n // 88),
        100_000_000,
    ),
    "CSV rows of quotes": ("csv", lambda n: "title,text\n" + '"""\n' * n, 1_000_000),
    "Parquet with wrong lengths": ("parquet", parquet, 100_000),
}


# --- bait for regular expressions ---------------------------------------------------------------


def patterns() -> dict[str, re.Pattern[str]]:
    """Every regular expression of text that reading ordinary pages uses, by its source."""
    found: dict[str, re.Pattern[str]] = {}
    compiling = re._compile  # type: ignore[attr-defined]

    def noted(pattern: Any, flags: int) -> Any:
        compiled = compiling(pattern, flags)
        place = sys._getframe(2).f_globals.get("__name__", "")
        if place.startswith("brinkwatch.reading") and isinstance(compiled.pattern, str):
            found[compiled.pattern] = compiled
        return compiled

    re._compile = noted  # type: ignore[attr-defined]
    from brinkwatch.reading import read, read_bytes

    tests = Path(__file__).resolve().parents[2] / "tests" / "reading"
    read([tests / "test_pasted", tests / "test_html"])
    for form, build, _ in INPUTS.values():
        if form in {"md", "rss", "jsonl", "json", "csv"}:
            data = build(1)
            read_bytes(data.encode() if isinstance(data, str) else data, f"page.{form}")
    re._compile = compiling  # type: ignore[attr-defined]
    return found


def baits(pattern: re.Pattern[str], longest: int) -> Iterator[str]:
    """Texts that a pattern nearly matches: at each of its repeats the run goes on and on."""
    for before, run in _runs(_parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE), ""):
        if run:
            yield before + (run * (longest // len(run) + 1))[: longest - len(before) - 1] + "\u2603"


def _runs(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """Each repeat without a low bound on its length: what matches before it, and once in it."""
    for operation, given in tree:
        name = str(operation)
        inner = []
        if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            inner = [given[2]]
            if given[1] >= 20:
                yield before, _once(given[2])
        elif name == "SUBPATTERN":
            inner = [given[3]]
        elif name == "BRANCH":
            inner = given[1]
        for part in inner:
            yield from _runs(part, before)
        before += _once([(operation, given)])


def _once(tree: Any) -> str:
    """A text that the tree matches, or nearly."""
    text = ""
    for operation, given in tree:
        name = str(operation)
        if name == "LITERAL":
            text += chr(given)
        elif name == "ANY":
            text += "a"
        elif name == "NOT_LITERAL":
            text += "b" if given == ord("a") else "a"
        elif name == "IN":
            text += next((c for c in " a1.,-A\n“ж" if _holds(given, c)), _of(given))
        elif name == "BRANCH":
            text += _once(given[1][0])
        elif name == "SUBPATTERN":
            text += _once(given[3])
        elif name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            text += _once(given[2]) * max(1, given[0])
    return text


def _holds(group: Any, char: str) -> bool:
    """Whether a class of characters holds one."""
    negated = found = False
    for operation, given in group:
        name = str(operation)
        if name == "NEGATE":
            negated = True
        elif name == "LITERAL":
            found |= given == ord(char)
        elif name == "RANGE":
            found |= given[0] <= ord(char) <= given[1]
        elif name == "CATEGORY":
            kind = str(given).removeprefix("CATEGORY_")
            word = char.isalnum() or char == "_"
            known = {"SPACE": char.isspace(), "DIGIT": char.isdigit(), "WORD": word}
            found |= known[kind.removeprefix("NOT_")] != kind.startswith("NOT_")
    return found != negated


def _of(group: Any) -> str:
    """Any character that a class names."""
    for operation, given in group:
        if operation is _constants.LITERAL:
            return chr(given)
        if operation is _constants.RANGE:
            return chr(given[0])
    return "a"


def bait_pages(found: list[str]) -> Iterator[tuple[str, str]]:
    """Pages in which the baits of a pattern stand wherever it may meet them."""
    lines = "\n\n".join(found)
    yield "txt", f"{lines}\n\n{PASTED}{lines}\n\n{PROSE}\n\n{lines}"
    texts = [bait.replace("'", "").replace("<", "") for bait in found]
    yield (
        "html",
        page(
            "".join(
                f"<p class='byline {t}'>{t}<h2>{t}</h2><a href='{t}'>{t}</a><li>{t}</li>"
                f"<time datetime='{t}'>{t}</time>"
                for t in texts
            ),
            "".join(
                f"<link rel=canonical href='https://a.example/{t}'><title>{t}</title>"
                f"<meta name=date content='{t}'><meta name=author content='{t}'>"
                for t in texts
            ),
        ),
    )
    for bait in found:
        row = {"title": bait, "date": bait, "author": bait, "url": f"https://a.example/{bait}"}
        yield "json", json.dumps(row | {"text": PASTED + bait})


def read_baits(length: int) -> None:
    """Read the baits of every pattern in this process, and print the worst as JSON."""
    from brinkwatch.reading import read_bytes

    known = patterns()
    worst = (0.0, 0)
    pages = 0
    for _, pattern in sorted(known.items()):
        for form, text in bait_pages(list(dict.fromkeys(baits(pattern, length)))):
            data = text.encode("utf-8", "replace")
            begun = time.process_time()
            read_bytes(data, f"page.{form}")
            took = time.process_time() - begun
            worst = max(worst, (took, len(data)))
            pages += 1
    found = {"patterns": len(known), "pages": pages, "seconds": worst[0], "bytes": worst[1]}
    print(json.dumps(found | {"peak": _peak()}))


# --- the table ----------------------------------------------------------------------------------


def _peak() -> float:
    """Megabytes of memory that this process has had at most.

    Linux counts in `ru_maxrss` what its parent held when it was forked; VmHWM is its own.
    """
    status = Path("/proc/self/status")
    if status.is_file() and (own := re.search(r"VmHWM:\s+(\d+) kB", status.read_text("utf-8"))):
        return int(own[1]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def read_one(name: str, size: int) -> None:
    """Build one input, read it under the limit of memory, and print what came of it as JSON."""
    from brinkwatch.reading import read_bytes

    form, build, _ = INPUTS[name]
    built = build(size)
    data = built.encode() if isinstance(built, str) else built
    del built
    for warm in (PASTED, page("")):
        read_bytes(warm.encode(), "page")
    resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))
    begun = time.process_time()
    found = read_bytes(data, f"page.{form}")
    took = time.process_time() - begun
    reasons = [skipped.reason.rstrip(".") for skipped in found.skipped]
    read = len(found.documents)
    outcome = [f"{read:,} document{'s' * (read > 1)}"] if read else []
    outcome += [f"{len(reasons) - 1:,} items refused"] if len(reasons) > 1 else []
    line = "; ".join([*outcome, *reasons[-1:]]).replace("|", "\\|")
    print(json.dumps({"bytes": len(data), "seconds": took, "peak": _peak(), "outcome": line}))


def _run(*given: str) -> dict[str, Any]:
    """What this program prints in a process of its own."""
    ended = subprocess.run([sys.executable, __file__, *given], capture_output=True, text=True)
    if ended.returncode:
        last = (ended.stderr.strip().splitlines() or ["no word"])[-1]
        sys.exit(f"{' '.join(given)} ended with {ended.returncode}: {last}")
    return dict(json.loads(ended.stdout))


def main() -> None:
    """Print the table; with a word after --, read what it names in this process."""
    match sys.argv[1:]:
        case ["--one", name, size]:
            return read_one(name, int(size))
        case ["--baits", length]:
            return read_baits(int(length))
    print("| input | MB | outcome | s at a tenth | s | MB of memory |\n|---|---|---|---|---|---|")
    bad = False
    for name, (_, _, size) in INPUTS.items():
        tenth, found = (_run("--one", name, str(n)) for n in (size // 10, size))
        bad |= found["seconds"] > SECONDS or found["peak"] > MEGABYTES
        print(
            f"| {name} | {found['bytes'] / 1e6:.2f} | {found['outcome']} | {tenth['seconds']:.2f} "
            f"| {found['seconds']:.2f} | {found['peak']:.0f} |",
            flush=True,
        )
    tenth, found = (_run("--baits", str(n)) for n in (BAIT // 10, BAIT))
    bad |= found["seconds"] > SECONDS or found["peak"] > MEGABYTES
    print(
        f"| bait for {found['patterns']} regular expressions, {found['pages']:,} pages, the "
        f"slowest | {found['bytes'] / 1e6:.2f} | read or refused | {tenth['seconds']:.2f} | "
        f"{found['seconds']:.2f} | {found['peak']:.0f} |"
    )
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
