"""A list of feeds: an OPML file, or a text with one address a line."""

from __future__ import annotations

from pathlib import Path

from brinkwatch.errors import InputError
from brinkwatch.fetching.addresses import target

LARGEST = 10_000_000  # bytes; assumed: no list of feeds is longer


def feeds(path: str | Path) -> tuple[str, ...]:
    """The addresses of a file's feeds, in its order, each once; InputError when it has none."""
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
    found = (
        _outlines(data, path) if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" else _lines(data)
    )
    if not found:
        raise InputError(
            f"{path}: no feed found; give an OPML file whose outlines have an xmlUrl, or a text "
            "with one feed address a line."
        )
    for address in found:
        try:
            target(address)
        except InputError as error:
            raise InputError(f"{path}: {error}") from None
    return tuple(dict.fromkeys(found))


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


def _lines(data: bytes) -> list[str]:
    """The lines that are neither empty nor comments."""
    lines = (line.strip() for line in data.decode("utf-8-sig", "replace").splitlines())
    return [line for line in lines if line and not line.startswith("#")]
