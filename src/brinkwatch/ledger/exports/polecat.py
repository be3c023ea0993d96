"""An event file in the columns of POLECAT: one row an event or a threat, separated by tabs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from brinkwatch import __version__, gazetteer
from brinkwatch.ledger.meaning import data
from brinkwatch.records import Actors, CodedRecord, Commitment, Document, Event, Sectors

THREAT = "THREATEN"


def _data() -> dict[str, Any]:
    return data("exports/polecat.toml")


def events(documents: Iterable[Document], records: Iterable[CodedRecord]) -> list[dict[str, str]]:
    """The rows, in the order of the records: column -> cell, "None" where we have nothing.

    Events that were done or go on, and threats as THREATEN where no such event has their words.
    What is planned, denied or promised is no event. A date may be a month or a year.
    """
    known = {document.id: document for document in documents}
    unique = list({record.id: record for record in records}.values())
    threatened = {
        (event.document_id, event.span.start, event.span.end)
        for event in unique
        if isinstance(event, Event) and event.action.type == THREAT
    }
    rows = []
    for record in unique:
        document = known.get(record.document_id)
        if isinstance(record, Event) and record.status in _data()["statuses"]:
            action = record.action
            rows.append(_row(record, document, action.type, action.actor, action.recipient)
                        | _sectors("Recipient", record.recipient_sector)
                        | _sectors("Actor", record.actor_sector)
                        | {"Raw Placename": _known(record.place)})  # fmt: skip
        elif isinstance(record, Commitment) and record.kind in _data()["threats"]:
            place = (record.document_id, record.span.start, record.span.end)
            if place not in threatened:
                rows.append(_row(record, document, THREAT, record.issuer, record.addressee)
                            | _sectors("Actor", record.issuer_sector))  # fmt: skip
    return rows


def _row(
    record: Event | Commitment,
    document: Document | None,
    kind: str | None,
    actor: Actors,
    recipient: Actors,
) -> dict[str, str]:
    day = record.date or (document.first_day() if document else None)
    quad = next((name for name, types in _data()["quads"].items() if kind in types), None)
    filled: Mapping[str, str | None] = {
        "Event ID": record.id, "Event Date": day, "Event Type": kind, "Quad Code": quad,
        "Actor Name": _names(actor), "Actor Country": _states(actor),
        "Recipient Name": _names(recipient), "Recipient Country": _states(recipient),
        "Source": document.outlet if document else None,
        "Publication Date": document.published[:10] if document and document.published else None,
        "Language": document.language if document else None,
        "Version": f"brinkwatch {__version__}",
    }  # fmt: skip
    return {column: _known(filled.get(column)) for column in _data()["columns"]}


def _known(value: str | None) -> str:
    return value or str(_data()["missing"])


def _listed(values: Iterable[str]) -> str | None:
    return str(_data()["separator"]).join(values) or None


def _names(codes: Actors) -> str | None:
    return _listed(map(gazetteer.name, codes))


def _states(codes: Actors) -> str | None:
    """The codes of states: ISO 3166-1 alpha-3, and our own for states that are gone."""
    return _listed(filter(gazetteer.is_state, codes))


def _sectors(party: str, sectors: Sectors) -> dict[str, str]:
    return {
        f"Primary {party} Sector": _known(sectors[0] if sectors else None),
        f"{party} Sectors": _known(_listed(sectors)),
    }
