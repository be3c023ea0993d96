"""What `brinkwatch code` prints on a terminal: a table of records, or why they were coded so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from brinkwatch.coding.rows import to_contract
from brinkwatch.console import clean
from brinkwatch.records import CodedRecord, Document

Row = dict[str, Any]


def print_records(records: Sequence[CodedRecord], documents: Sequence[Document]) -> None:
    """One row a record: what it is, who to whom, how sure it is right, the quote and its place."""
    known = {document.id: document for document in documents}
    table = Table("record", "what", "who", "sure", "quote", "where")
    for record in records:
        row = to_contract(record)
        document = known.get(record.document_id)
        where = document.where(record.span.start) if document else record.origin
        sure = "" if record.confidence is None else f"{record.confidence:.2f}"
        cells = (row["record"], _what(row), _who(row), sure, record.span.quote, where)
        table.add_row(*(Text(clean(cell)) for cell in cells))
    Console().print(table)


def _what(row: Row) -> str:
    """The kind of record, and of a commitment what is forbidden or asked, and what is announced."""
    if row["record"] == "event":
        return f"{row['action']['type']} {row['status']}"
    if row["record"] == "estimate":
        claim = row["proposition"]
        told = claim if isinstance(claim, str) else claim["text"]
        return f"{row['band']}: {told}"
    joined = {"if_done": "if", "unless_done": "unless"}.get(row["trigger_polarity"] or "", "if")
    parts = [(joined, row["trigger"]), ("then", row["consequence"])]
    return "\n".join(
        [row["kind"].replace("_", " "), *(f"{word} {_act(part)}" for word, part in parts if part)]
    )


def _act(part: Row) -> str:
    return f"{_codes(part['actor'])} {part['type'] or 'acts'}".strip()


def _who(row: Row) -> str:
    """Who is bound, expects or acts, and towards whom."""
    who = row.get("issuer") or row.get("holder") or (row.get("action") or {}).get("actor")
    whom = row.get("addressee") or (row.get("action") or {}).get("recipient")
    return (_codes(who) or "nobody named") + (f" → {_codes(whom)}" if whom else "")


def _codes(found: str | Sequence[str] | None) -> str:
    return found if isinstance(found, str) else ", ".join(found or ())


def print_explanations(rows: Sequence[Row]) -> None:
    """One block a sentence: what it says, how it was read, what came of it."""
    console = Console(highlight=False)
    for row in rows:
        console.print(Text(clean(f"{row['origin']}: {row.get('sentence', '')}"), style="bold"))
        block = Table.grid(padding=(0, 2))
        for name, words in _lines(row):
            block.add_row(Text(f"  {name}"), Text(clean(words)))
        console.print(block)
        console.print()


def _lines(row: Row) -> Iterator[tuple[str, str]]:
    """The lines of a block: a name where a new one begins, and the words."""
    named: list[tuple[str, list[str]]] = [
        ("words", [" ".join(_word(token, row["tokens"]) for token in row.get("tokens", ()))]),
        ("clauses", list(_tree(row["clauses"])) if "clauses" in row else []),
        ("actors", [_named(one) for one in row.get("actors", ())]),
        ("voice", [row["voice"]] if row.get("voice") else []),
        ("speakers", [_said(one) for one in row.get("speakers", ())]),
        ("conditions", [_hangs(one) for one in row.get("conditionals", ())]),
        ("cues", [_entry(one) for one in row.get("cues", ())]),
        ("heads", [f"{name} {p:.2f}" for name, p in (row.get("probabilities") or {}).items()]),
        ("coded", [_coded(one) for one in row.get("records", ())]),
        ("left", [f"{one['word']}, {one['record']}: {one['why']}" for one in row.get("left", ())]),
        ("not coded", [row["why"]] if row.get("why") else []),
    ]  # fmt: skip
    for name, lines in named:
        for place, line in enumerate(lines):
            yield ("" if place else name), line


def _word(token: Row, tokens: Sequence[Row]) -> str:
    """sink/VERB<said: a word, its part of speech, and the word it hangs on."""
    head = tokens[token["head"]]
    above = "" if head is token else f"<{head['text']}"
    return f"{token['text']}/{token['part_of_speech']}{above}"


def _tree(clause: Row, depth: int = 0) -> Iterator[str]:
    yield f"{'  ' * depth}{clause['head']} ({clause['relation']}): {clause['words']}"
    for below in clause["clauses"]:
        yield from _tree(below, depth + 1)


def _named(one: Row) -> str:
    return f"{one['text']}: {one['code']} ({one['kind']})"


def _said(one: Row) -> str:
    codes = ", ".join(one["codes"]) or "no state known"
    by = f"by {one['by']!r} ({one['mode']})"
    return f"{one['speaker'] or 'unnamed'}, {one['kind']}, {codes}, {by}: {one['words']}"


def _hangs(one: Row) -> str:
    marker = f"{one['marker']} " if one["marker"] else ""
    return f"{marker}{one['condition']} -> {one['outcome']} ({one['polarity']}, {one['shape']})"


def _entry(one: Row) -> str:
    says = f" {one['says']}" if one["says"] else ""
    return f"{one['words']!r}: [[{one['table']}]]{says}, {one['file']}:{one['line']}"


def _coded(row: Row) -> str:
    what = _what(row).replace("\n", ", ")
    sure = "" if row["confidence"] is None else f", confidence {row['confidence']:.2f}"
    return f"{row['record']} by the rule {row['rule']}: {what}, {_who(row)}{sure}"
