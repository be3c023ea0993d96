"""A list of feeds: an OPML file, or a text with one address a line."""

from __future__ import annotations

import codecs
from pathlib import Path

from brinkwatch.errors import InputError
from brinkwatch.fetching.addresses import is_address, target

LARGEST = 10_000_000  # bytes; assumed: no list of feeds is longer


def feeds(path: str | Path) -> tuple[str, ...]:
    """The addresses of a file's feeds, in its order, each once; an address stands for itself.

    InputError when the file has none, or none that can be fetched.
    """
    given = str(path)
    found = [given] if is_address(given) else _listed(given)
    if not found:
        raise InputError(
            f"{path}: no feed found; give an OPML file whose outlines have an xmlUrl, or a text "
            "with one feed address a line."
        )
    addresses: dict[str, str] = {}
    wrong: list[InputError] = []
    for address in found:
        try:
            addresses.setdefault(target(address).url, address)
        except InputError as error:  # said when it is polled, if others are not wrong
            addresses.setdefault(address, address)
            wrong.append(error)
    if len(wrong) == len(found):
        raise InputError(f"{path}: {wrong[0]}")
    return tuple(addresses.values())


def _listed(path: str) -> list[str]:
    """The addresses that a file names; InputError when it cannot be read."""
    try:
        size = Path(path).stat().st_size
        data = Path(path).read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise InputError(
            f"{path}: cannot be opened ({error.strerror or error}); give an OPML file or a text "
            "with one feed address a line."
        ) from None
    if size > LARGEST:
        raise InputError(f"{path}: {size:,} bytes; a list of feeds has at most {LARGEST:,}.")
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = data.decode("utf-16" if wide else "utf-8-sig", "replace")
    return _outlines(data, path) if text.lstrip().startswith("<") else _lines(text)


def _outlines(data: bytes, path: str | Path) -> list[str]:
    """The xmlUrl of each outline; entities and outside files are never resolved."""
    import lxml.etree

    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = lxml.etree.fromstring(data, parser)
    except (lxml.etree.XMLSyntaxError, ValueError) as error:
        raise InputError(
            f"{path}: broken OPML ({error}); export the list again from the feed reader."
        ) from None
    found = []
    for outline in root.iter("outline"):
        for name, value in outline.attrib.items():
            if str(name).lower() == "xmlurl" and str(value).strip():
                found.append(str(value).strip())
    return found


def _lines(text: str) -> list[str]:
    """The lines that are neither empty nor comments."""
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]
