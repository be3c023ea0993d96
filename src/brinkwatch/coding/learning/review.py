"""Records as a table for a person to correct, and the corrections as labelled sentences.

A row is a record, or a sentence in which nothing was coded though something was looked at. The
person writes a verdict: right, wrong, or fixed where the slots of the row were mended; a record
that was missed is a row of its own, a copy of any row of the sentence without `id`. What has no
verdict is not judged.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from brinkwatch.coding.codebook import ACT, KINDS, WORDS, check
from brinkwatch.coding.parsing import shadow
from brinkwatch.errors import InputError
from brinkwatch.records import Document, content_id

Row = Mapping[str, Any]
Cells = dict[str, str]

CODES = ("issuer", "addressee", "actor", "recipient", "holder")
PLAIN = {
    "commitment": (
        "kind", "issuer", "speaker", "addressee", "polarity", "deadline", "strength", "life",
    ),
    "event": ("type", "actor", "recipient", "status", "text", "date"),
    "estimate": ("holder", "holder_name", "band", "phrase", "condition", "outcome"),
}  # fmt: skip
PARTS = tuple(f"{part}_{slot}" for part in ("trigger", "consequence") for slot in ACT)
WRITTEN = frozenset({*WORDS, *(part for part in PARTS if part.endswith(("_means", "_text")))})
SLOTS = tuple(dict.fromkeys((*PLAIN["commitment"], *PARTS, *PLAIN["event"], *PLAIN["estimate"])))
COLUMNS = (
    "verdict", "record", "id", "confidence", "sentence", "quote", *SLOTS, "why", "document",
    "where", "context", "date_of_document", "sentence_id",
)  # fmt: skip
VERDICTS = ("right", "wrong", "fixed")
LEFT_OUT = {"status": "actual", "life": "declared"}
"""What a labelled record leaves out, as `training/README.md` says."""
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "'")
"""What a spreadsheet would take for a formula, and the apostrophe that says it is none."""


# --- out ----------------------------------------------------------------------------------------


def table(documents: Iterable[tuple[Document, Sequence[Row]]]) -> list[Cells]:
    """The rows of a review, the least certain record first, then what may have been missed.

    Each document comes with its explanation (`explain`).
    """
    coded: list[tuple[float, Cells]] = []
    missed: list[tuple[float, Cells]] = []
    for document, sentences in documents:
        for place, sentence in enumerate(sentences):
            for record in sentence.get("records", ()):
                whole = _whole(document, sentences, place, record)
                coded.append((record["confidence"], _cells(document, whole, record)))
            if not sentence.get("records") and sentence.get("left"):
                likely = max((sentence["probabilities"] or {"": 0.0}).values())
                missed.append((-likely, _cells(document, _alone(sentences, place), None)))
    return [cells for rows in (coded, missed) for _, cells in sorted(rows, key=lambda r: r[0])]


def _alone(sentences: Sequence[Row], place: int) -> Row:
    """A sentence with the one before it as context."""
    before = sentences[place - 1]["sentence"] if place else ""
    return dict(sentences[place]) | {"context": before}


def _whole(document: Document, sentences: Sequence[Row], place: int, record: Row) -> Row:
    """The sentence of a record, or the sentences where its quote runs on."""
    first = _alone(sentences, place)
    end = max([first["end"], *(s["end"] for s in sentences if s["start"] < record["end"])])
    return dict(first) | {"sentence": document.text[first["start"] : end].strip()}


def _cells(document: Document, sentence: Row, record: Row | None) -> Cells:
    text = sentence["sentence"]
    cells = dict.fromkeys(COLUMNS, "")
    cells |= {
        "document": document.origin, "where": document.where(sentence["start"]),
        "sentence": text, "context": sentence["context"], "sentence_id": _sentence_id(text),
        "date_of_document": document.first_day() or "",
        "why": "; ".join(f"{one['word']}: {one['why']}" for one in sentence["left"]),
    }  # fmt: skip
    if record is None:
        return cells
    kind = record["record"]
    sure = "" if record["confidence"] is None else f"{record['confidence']:.3f}"
    cells |= {"id": record["id"], "record": kind, "confidence": sure, "quote": record["quote"]}
    flat = _flat(kind, record)
    for slot, value in flat.items():
        shown = " ".join(value) if isinstance(value, list) else value or ""
        cells[slot] = _as_written(shown, text) if slot in WRITTEN else shown
    return cells


def _as_written(words: str, sentence: str) -> str:
    """The words as they stand in the sentence; empty where they stand in another."""
    at = shadow(sentence).find(shadow(words))
    return sentence[at : at + len(words)] if at >= 0 else ""


def _flat(kind: str, record: Row) -> dict[str, Any]:
    """The slots of a coded record by the columns of the table."""
    if kind == "event":
        action = record["action"]
        own = {key: action[key] for key in ("type", "actor", "recipient", "text")}
        return own | {key: record[key] for key in ("status", "date")}
    if kind == "estimate":
        told = record["proposition"]
        outcome = told["text"] if isinstance(told, dict) else told
        keys = ("holder", "holder_name", "band", "phrase", "condition")
        return {key: record[key] for key in keys} | {"outcome": outcome}
    out = {key: record[key] for key in PLAIN[kind] if key != "polarity"}
    out["polarity"] = record["trigger_polarity"]
    for part in ("trigger", "consequence"):
        out |= {f"{part}_{slot}": (record[part] or {}).get(slot) for slot in ACT}
    return out


def written(rows: Iterable[Cells]) -> str:
    """The table as CSV; a cell that a spreadsheet would run begins with an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for row in rows:
        writer.writerow({k: f"'{v}" if v.startswith(_ACTIVE) else v for k, v in row.items()})
    return out.getvalue()


def _sentence_id(text: str) -> str:
    """Says whether the words came back as they were, whatever a spreadsheet did to line breaks."""
    return content_id(" ".join(text.split()))


# --- back ---------------------------------------------------------------------------------------


def read(text: str, name: str) -> list[tuple[int, Cells]]:
    """The rows of a corrected table, numbered as a spreadsheet does; commas or semicolons.

    InputError where a column is missing.
    """
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    head = text.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark)
    if missing := [column for column in COLUMNS if column not in (reader.fieldnames or ())]:
        raise InputError(
            f"{name}: no column {missing[0]}; keep the columns as `brinkwatch code review` wrote "
            "them."
        )
    rows = []
    for number, row in enumerate(reader, start=2):
        cells = {column: (row[column] or "") for column in COLUMNS}
        rows.append((number, {k: v.removeprefix("'") for k, v in cells.items()}))
    return rows


def taken(rows: Sequence[tuple[int, Cells]], name: str) -> list[dict[str, Any]]:
    """Labelled sentences, in the form of `training/sentences`, from the rows with a verdict.

    `looked_for` names the kinds of which every record of the sentence was judged; it is empty where
    there is none. InputError, with the row, for a verdict or a record that the codebook does not
    know, words that do not stand in the sentence, a sentence that is not as it was, and a table
    without a verdict.
    """
    found: dict[str, dict[str, Any]] = {}
    judged: dict[str, dict[str, list[bool]]] = {}
    for number, cells in rows:
        where = f"{name}, row {number}"
        text, verdict = cells["sentence"], cells["verdict"].strip().lower()
        if verdict and verdict not in VERDICTS:
            raise InputError(
                f"{where}: the verdict is {verdict!r}; write {', '.join(VERDICTS)} or nothing."
            )
        if _sentence_id(text) != cells["sentence_id"]:
            raise InputError(
                f"{where}: the sentence is not as it was exported; copy it from the first export, "
                "with its sentence_id."
            )
        key, kind = cells["sentence_id"], cells["record"].strip().lower()
        marks = judged.setdefault(key, {kind: [] for kind in KINDS})
        if kind and kind not in KINDS:
            raise InputError(f"{where}: record is {kind!r}; write {', '.join(KINDS)}.")
        if kind:
            marks[kind].append(bool(verdict))
        if not verdict:
            continue
        row = found.setdefault(key, _labelled(cells))
        if not kind:
            _of_nothing(verdict, marks, where)
        elif verdict != "wrong":
            record = _record(kind, cells)
            check(kind, record, text, where)
            row[f"{kind}s"].append(record)
    if not found:
        raise InputError(f"{name}: no verdict in it; write {', '.join(VERDICTS)} beside the rows.")
    return [_finished(row, judged[key]) for key, row in found.items()]


def _labelled(cells: Cells) -> dict[str, Any]:
    row: dict[str, Any] = {"id": f"r-{cells['sentence_id']}", "text": cells["sentence"]}
    row |= {"context": cells["context"], "date": cells["date_of_document"]}
    return row | {f"{kind}s": [] for kind in KINDS}


def _of_nothing(verdict: str, marks: dict[str, list[bool]], where: str) -> None:
    """A sentence that was left: right says that there is nothing to code in it."""
    if verdict != "right":
        raise InputError(
            f"{where}: nothing was coded here; write right, or fill in record ({', '.join(KINDS)}) "
            "and its slots and write fixed."
        )
    for kind in KINDS:
        marks[kind].append(True)


def _finished(row: dict[str, Any], marks: Mapping[str, list[bool]]) -> dict[str, Any]:
    """The sentence without what its form leaves out."""
    looked_for = [kind for kind in KINDS if marks[kind] and all(marks[kind])]
    for kind in KINDS:
        if kind not in looked_for:
            row[f"{kind}s"] = []
    if looked_for != list(KINDS):
        row["looked_for"] = looked_for
    return {k: value for k, value in row.items() if value not in ("", []) or k == "looked_for"}


def _record(kind: str, cells: Cells) -> dict[str, Any]:
    """The record that a row states, in the fields of a labelled sentence."""
    out: dict[str, Any] = {slot: _value(slot, cells[slot]) for slot in PLAIN[kind]}
    if kind == "commitment":
        out["addressee"] = cells["addressee"].split()
        for part in ("trigger", "consequence"):
            act = {slot: _value(slot, cells[f"{part}_{slot}"]) for slot in ACT}
            out[part] = act if any(act.values()) else None
    if cells["quote"] and cells["quote"] != cells["sentence"]:
        out["quote"] = cells["quote"]
    kept = {"issuer", "addressee", "trigger", "consequence", "holder", "actor", "recipient"}
    return {
        slot: value
        for slot, value in out.items()
        if slot in kept or (value is not None and value != LEFT_OUT.get(slot))
    }


def _value(slot: str, cell: str) -> Any:
    """A cell as a code, a list of codes, words, or None where it is empty."""
    if slot not in CODES:
        return cell.strip() or None
    codes = cell.split()
    return None if not codes else codes[0] if len(codes) == 1 else codes
