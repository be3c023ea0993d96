"""Sentences that people have labelled, of several origins, in one form.

Three are known, told apart by their columns: our own JSON lines (`training/README.md`), with the
names of invented actors in `NAME.actors.csv` beside `NAME.jsonl`; PLOVER gold records (`text`,
`event_2021`, `source`, `target`; JSON, CSV or Parquet); and ICBe sentences (`text`, `crisno`,
`is_threat`, `is_ultimatum`, `is_conditional`; CSV or Parquet). What an origin does not say stays
unknown: it is neither trained on nor counted.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brinkwatch.coding.codebook import ALLOWED, KINDS, Row, check
from brinkwatch.errors import InputError
from brinkwatch.gazetteer.added import Added
from brinkwatch.gazetteer.added import load as load_actors
from brinkwatch.records import Document

KEPT_ASIDE = 4
"""Every fourth sentence (crisis, for ICBe) is kept aside from training, by the number of its id."""

_OWN = frozenset({"id", "text"})
_PLOVER = frozenset({"text", "event_2021", "source", "target"})
_ICBE = frozenset({"text", "crisno", "is_threat", "is_ultimatum", "is_conditional"})
_SHAPES = (
    "our JSON lines (id, text, commitments, events, estimates), PLOVER gold records (text, "
    "event_2021, source, target) or ICBe sentences (text, crisno, is_threat, is_ultimatum, "
    "is_conditional)"
)
_LAST_NUMBER = re.compile(r"(\d+)\D*$")


@dataclass(frozen=True)
class LabelledSentence:
    """One sentence, and what people found in it; what nobody looked for is absent.

    `records` has an entry for each kind of record that was looked for, with the records in the
    fields of `training/README.md`; `whole` says that all of them are listed, as in our own files,
    and not one of several, as in PLOVER's. `labels` are the answers for the whole sentence that are
    known beside: `threatening`, `conditional`. `group` is what may not be divided between training
    and test.
    """

    id: str
    text: str
    group: str
    source: str
    context: str = ""
    date: str | None = None
    records: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    labels: Mapping[str, bool] = field(default_factory=dict)
    whole: bool = True
    actors: tuple[Added, ...] = ()

    @property
    def number(self) -> int:
        """The number of the group; one without a number is dealt by the SHA-256 of its name."""
        found = _LAST_NUMBER.search(self.group)
        number = found[1] if found else hashlib.sha256(self.group.encode()).hexdigest()[:8]
        return int(number, 10 if found else 16)

    def document(self) -> Document:
        """The sentence after its context, as a headline: coded without asking for a crisis."""
        text = f"{self.context} {self.text}".strip()
        return Document(
            id=self.id, origin=self.id, published=self.date,
            published_basis="stated" if self.date else "unknown", kind="headline", title=text,
            text=text, language="en",
        )  # fmt: skip

    @property
    def kept_aside(self) -> bool:
        """Whether the sentence is for testing: its group's number is divisible by four."""
        return self.number % KEPT_ASIDE == 0


def load(paths: Sequence[str | Path]) -> list[LabelledSentence]:
    """The labelled sentences of the files, in order.

    InputError, with the line, for a file of another form, a label that the codebook does not know,
    words that do not stand in their sentence, an id given twice, and files without a sentence.
    """
    found: list[LabelledSentence] = []
    for path in map(Path, paths):
        found += _of_file(path)
    seen: dict[str, str] = {}
    for sentence in found:
        if sentence.id in seen:
            raise InputError(
                f"{sentence.source}: the id {sentence.id!r} comes twice, first in "
                f"{seen[sentence.id]}; give each sentence an id of its own."
            )
        seen[sentence.id] = sentence.source
    if not found:
        raise InputError(f"no labelled sentence given; name files of {_SHAPES}.")
    return found


def _of_file(path: Path) -> list[LabelledSentence]:
    rows = list(_rows(path))
    if not rows:
        raise InputError(f"{path}: no labelled sentence in it; give {_SHAPES}.")
    columns = set(rows[0][1])
    if columns >= _ICBE:
        return [_icbe(row, f"{path}, row {n}", str(path)) for n, row in rows]
    if columns >= _PLOVER:
        return [_plover(row, f"{path}, row {n}", str(path)) for n, row in rows]
    if columns >= _OWN and path.suffix == ".jsonl":
        names = path.with_suffix(".actors.csv")
        actors = load_actors(names) if names.is_file() else ()
        return [own(row, f"{path}, line {n}", str(path), actors) for n, row in rows]
    raise InputError(
        f"{path}: its columns are {', '.join(sorted(map(str, columns))[:12])}; expected {_SHAPES}."
    )


# --- the three origins --------------------------------------------------------------------------


def own(row: Row, where: str, source: str, actors: tuple[Added, ...] = ()) -> LabelledSentence:
    """A sentence of our own form, checked; InputError begins with `where`.

    `looked_for` lists the kinds of record that were looked for, where not all were.
    """
    text = _text(row, where)
    looked_for = row.get("looked_for", list(KINDS))
    if not isinstance(looked_for, list) or not set(looked_for) <= set(KINDS):
        raise InputError(f"{where}: looked_for is {looked_for!r}; list some of {', '.join(KINDS)}.")
    records: dict[str, tuple[Row, ...]] = {}
    for kind in KINDS:
        given = row.get(f"{kind}s", [])
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            raise InputError(f"{where}: {kind}s is no list of records; write [] or leave it out.")
        for record in given:
            check(kind, record, text, where)
        if given or kind in looked_for:
            records[kind] = tuple(given)
    return LabelledSentence(
        id=str(row["id"]), text=text, group=str(row["id"]), source=source,
        context=str(row.get("context") or ""), date=row.get("date"), records=records, actors=actors,
    )  # fmt: skip


def _plover(row: Row, where: str, source: str) -> LabelledSentence:
    """One event of the sentence, typed, with its parties; of more it does not tell."""
    text, kind = _text(row, where), str(row["event_2021"])
    if kind not in ALLOWED["type"]:
        raise InputError(
            f"{where}: event_2021 is {kind!r}; give one of {', '.join(ALLOWED['type'])}."
        )
    event: dict[str, Any] = {"type": kind, "text": text}
    event["actor"] = _parties(row["source"], f"{where}: source")
    event["recipient"] = _parties(row["target"], f"{where}: target")
    key = str(row.get("id") or where)
    return LabelledSentence(
        id=key, text=text, group=key, source=source, records={"event": (event,)}, whole=False
    )


def _parties(value: Any, where: str) -> list[str]:
    """The codes of PLOVER's source or target: a list of {code}, or that list as JSON."""
    try:
        given = json.loads(value) if isinstance(value, str) and value.strip() else value or []
        return [str(one["code"]) for one in given if one.get("code")]
    except (ValueError, TypeError, KeyError, AttributeError):
        raise InputError(
            f'{where} is {str(value)[:60]!r}; expected a list such as [{{"code": "HUN"}}].'
        ) from None


def _icbe(row: Row, where: str, source: str) -> LabelledSentence:
    """Whether a sentence holds a threat, an ultimatum, a condition; of records nothing is known."""
    text = _text(row, where)
    on = {name: _truth(row[name], name, where) for name in sorted(_ICBE) if name.startswith("is_")}
    labels = {
        "threatening": on["is_threat"] or on["is_ultimatum"], "conditional": on["is_conditional"]
    }  # fmt: skip
    crisis = f"ICB {row['crisno']}"
    key = str(row.get("sent_id") or where)
    return LabelledSentence(id=key, text=text, group=crisis, source=source, labels=labels)


def _truth(value: object, name: str, where: str) -> bool:
    word = str(value).strip().lower()
    if word not in {"true", "false", "1", "0"}:
        raise InputError(f"{where}: {name} is {value!r}; give true or false.")
    return word in {"true", "1"}


def _text(row: Row, where: str) -> str:
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise InputError(f"{where}: no text; give the sentence as it was written.")
    return text


# --- files --------------------------------------------------------------------------------------


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    """The rows of a file with their numbers, from 1; of CSV and Parquet below the header."""
    if path.suffix == ".parquet":
        yield from enumerate(_parquet(path), start=1)
        return
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise InputError(
            f"{path}: the labelled sentences cannot be read ({error.strerror}); name a file."
        ) from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: this is no text in UTF-8; save it as UTF-8.") from None
    if path.suffix == ".csv":
        csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
        yield from enumerate(csv.DictReader(io.StringIO(text, newline="")), start=1)
        return
    if path.suffix == ".json":
        yield from enumerate(_objects(path, text), start=1)
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, _object(line, f"{path}, line {number}")


def _objects(path: Path, text: str) -> list[Row]:
    try:
        rows = json.loads(text)
    except ValueError as error:
        raise InputError(f"{path}: this is no JSON ({error}); export it again.") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(f"{path}: this is no list of objects; give {_SHAPES}.")
    return rows


def _object(line: str, where: str) -> Row:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise InputError(f"{where}: this is no JSON ({error}); repair or delete it.") from None
    if not isinstance(row, dict):
        raise InputError(f"{where}: this is no JSON object; repair or delete it.")
    return row


def _parquet(path: Path) -> list[Row]:
    import duckdb

    if not path.is_file():
        raise InputError(f"{path}: no such file; name a file of labelled sentences.")
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False, "autoload_known_extensions": False, "threads": 1,
    }  # fmt: skip
    with duckdb.connect(config=settings) as connection:
        try:
            found = connection.execute("FROM read_parquet($file)", {"file": str(path)})
            names = [column[0] for column in found.description]
            return [dict(zip(names, values, strict=True)) for values in found.fetchall()]
        except duckdb.Error as error:
            reason = str(error).strip().split("\n", 1)[0]
            raise InputError(
                f"{path}: the Parquet file cannot be read ({reason}); export it again."
            ) from None
