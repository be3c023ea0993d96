"""Records as `brinkwatch code --format jsonl` prints them, and back."""

from __future__ import annotations

from typing import Any

from brinkwatch.coding.cameo import cameo_root
from brinkwatch.records import Action, Actors, CodedRecord, Commitment, Estimate, Event, Span

SECTORS = ("actor_sector", "recipient_sector", "issuer_sector", "holder_sector")
ACTORS = ("issuer", "holder", "addressee", *SECTORS)


def to_contract(record: CodedRecord) -> dict[str, Any]:
    """The record as `brinkwatch code --format jsonl` prints it.

    Actor tuples become null, a code or a list of codes; the span is flattened. An event has its
    CAMEO root code too, which follows from its type.
    """

    def actors(codes: Actors) -> str | list[str] | None:
        return None if not codes else codes[0] if len(codes) == 1 else list(codes)

    def plain(value: Any) -> Any:
        if isinstance(value, Action):
            return {
                "actor": actors(value.actor), "type": value.type,
                "recipient": actors(value.recipient), "means": value.means, "text": value.text,
            }  # fmt: skip
        return value

    out: dict[str, Any] = {"record": type(record).__name__.lower(), "id": record.id}
    out |= {"document_id": record.document_id, "origin": record.origin}
    out |= {"start": record.span.start, "end": record.span.end, "quote": record.span.quote}
    for name in type(record).model_fields:
        if name in {"id", "document_id", "origin", "span"}:
            continue
        value = getattr(record, name)
        if name in {"issuer", "holder"} or name in SECTORS:
            value = actors(value)
        elif name == "addressee":
            value = list(value)
        elif name == "described":
            value = [one.model_dump() | {"actor": actors(one.actor)} for one in value]
        out[name] = plain(value)
    if isinstance(record, Event):
        out["cameo"] = cameo_root(record.action.type)
    return out


def from_contract(row: dict[str, Any]) -> CodedRecord:
    """The inverse of `to_contract`: a record from one object of `code`'s JSONL.

    Rows made elsewhere may leave out `rule`. KeyError or ValueError when a row breaks the contract.
    """
    row = {"rule": "given"} | row
    kinds: dict[str, type[Event] | type[Commitment] | type[Estimate]]
    kinds = {"event": Event, "commitment": Commitment, "estimate": Estimate}
    kind = kinds[row.pop("record")]
    for told in ("published", "cameo"):
        row.pop(told, None)

    def actors(value: str | list[str] | None) -> Actors:
        return () if value is None else (value,) if isinstance(value, str) else tuple(value)

    def action(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return value | {"actor": actors(value["actor"]), "recipient": actors(value["recipient"])}

    row["span"] = Span(
        document_id=row["document_id"], start=row.pop("start"), end=row.pop("end"),
        quote=row.pop("quote"),
    )  # fmt: skip
    for name in ("action", "trigger", "consequence", "proposition"):
        if name in row:
            row[name] = action(row[name])
    for name in ACTORS:
        if name in row:
            row[name] = actors(row[name])
    for one in row.get("described", ()):
        one["actor"] = actors(one["actor"])
    return kind.model_validate(row)
