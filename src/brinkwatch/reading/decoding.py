"""What a file is, by its content, and its bytes as text."""

from __future__ import annotations

import codecs
import re
from typing import Literal, TypeAlias

from brinkwatch.errors import UnreadableError
from brinkwatch.reading.vocabulary import bound, table

Format: TypeAlias = Literal["html", "feed", "jsonl", "text"]

BINARY = (
    (b"SQLite format 3\x00", "an SQLite database; give a case file with --store"),
    (b"PK\x03\x04", "a ZIP archive or an office document; unpack it or save it as text or HTML"),
    (b"%PDF-", "a PDF; save its text as .txt"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "gzip-compressed; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed; unpack it first"),
    (b"\x04\x22\x4d\x18", "LZ4-compressed; unpack it first"),
    (b"BZh", "bzip2-compressed; unpack it first"),
    (b"\xfd7zXZ\x00", "xz-compressed; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it first"),
    (b"\x89PNG", "a picture; brinkwatch reads text"),
    (b"\xff\xd8\xff", "a picture; brinkwatch reads text"),
    (b"GIF8", "a picture; brinkwatch reads text"),
    (b"\xd0\xcf\x11\xe0", "an old office document; save it as text or HTML"),
    (b"{\\rtf", "a rich-text document; save it as plain text"),
    (b"WARC/", "a WARC archive, which is not read yet; save its pages as HTML"),
)
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]+)|^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
ENTITIES = re.compile(
    r"\s*+(?:<\?(?:[^?]|\?(?!>))*+\?>\s*+|<!--(?:[^-]|-(?!->))*+-->\s*+)*+"
    r"<!doctype\s[^<>\[]*+\[.*?<!entity\s",
    re.IGNORECASE | re.DOTALL,
)
SURROGATE = re.compile("[\ud800-\udfff]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
SAMPLE = bound("sample")


def decode(data: bytes, charset: str | None = None) -> str:
    """The bytes as text: by byte-order mark, `charset`, declaration, UTF-8, then their statistics.

    `charset` is what the server named. The order is that of the HTML standard, section 13.2.3.
    UnreadableError when they are empty, a known binary format, or no text in any encoding.
    """
    for magic, what in BINARY:
        if data.startswith(magic):
            raise UnreadableError(f"the file is {what}")
    text = _decode(data, charset)
    if not text.strip():
        raise UnreadableError("the file is empty")
    if len(CONTROL.findall(text[:SAMPLE])) * 100 > len(text[:SAMPLE]):
        raise UnreadableError("the file is binary, not text; save the article as text or HTML")
    if ENTITIES.match(text):
        raise UnreadableError(
            "the file declares XML entities, which can stand for other files or for gigabytes and "
            "are never resolved; save it without the declaration <!DOCTYPE ... [...]>"
        )
    return text


def characters(text: str) -> str:
    """The text, halves of surrogate pairs (JSON can write them) shown as damaged letters."""
    return text if text.isascii() else SURROGATE.sub("\ufffd", text)


def _decode(data: bytes, charset: str | None) -> str:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding) or data.decode(encoding, "replace")
    found = DECLARED.search(data[:4096])
    declared = _codec((found[1] or found[2]).decode("ascii")) if found else None
    if declared and declared.startswith("utf-16"):
        declared = None  # the declaration itself was read as single bytes
    for codec in (charset and _codec(charset), declared, "utf-8"):
        text = _strictly(data, codec) if codec else None
        if text is not None:
            return text
    text = data.decode("utf-8", "replace")
    return text if _is_mostly_whole(text) else _guessed(data)


def _codec(label: str) -> str | None:
    """Python's codec for a charset as the web names it; None for a name the web does not know."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    codec: str | None = table("encodings")["codec"].get(name)
    return codec


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _guessed(data: bytes) -> str:
    """The text in the encoding its letters are most plausible in."""
    from charset_normalizer import from_bytes  # trafilatura's own detector

    if b"\x00" in data[:SAMPLE]:
        raise UnreadableError("the file is binary, not text; save the article as text or HTML")
    western = _strictly(data, "cp1252")
    if western is not None and _is_mostly_ascii(western[:SAMPLE]):
        return western
    best = from_bytes(data[:SAMPLE]).best()
    text = None if best is None else data.decode(best.encoding, "replace")
    if text is None or text.count("\ufffd") * 100 > len(text):
        raise UnreadableError(
            "the file is in no encoding that could be recognised; save it as UTF-8"
        )
    return text


FEED = re.compile(
    r"(?is)(?:<\?xml.*?\?>\s*)?(?:<!--.*?-->\s*|<\?xml-stylesheet.*?\?>\s*|<!doctype rss.*?>\s*)*"
    r"<(?:rss|feed|rdf:rdf)\b"
)
JSON = re.compile(r"\{\s*(?:[\"}]|$)|\[\s*(?:[\"{\[\]]|$)")
PAGE = re.compile(r"(?is)(?:<\?xml.*?\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b")
TAG = re.compile(r"(?i)<(?:head|body|article|div|p|h1|meta|title|table|span|br|a\s)[^<>]{0,400}>")


def _is_mostly_ascii(text: str) -> bool:
    """Latin text with few accents: then cp1252, the default of the web, is the best guess."""
    letters = [c for c in text if c.isalpha()]
    return sum(not c.isascii() for c in letters) * 10 < len(letters)


def _is_mostly_whole(text: str) -> bool:
    """Whether few of the letters beyond ASCII were damaged: UTF-8 cut off, or with a slip in it."""
    beyond = sum(not c.isascii() for c in text)
    return text.count("\ufffd") * 10 < beyond


def sniff(text: str) -> Format:
    """The format of a decoded file; the suffix of its name is not asked."""
    head = text[:4096].lstrip("\ufeff \t\r\n")
    if FEED.match(head):
        return "feed"
    if JSON.match(head):
        return "jsonl"
    return "html" if PAGE.match(head) or len(TAG.findall(text[:20_000])) >= 3 else "text"
