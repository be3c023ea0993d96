"""What a scenario rests on: documents, quotes and references."""

from __future__ import annotations

import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator


class Cited(BaseModel):
    """A document the scenario rests on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    file: str | None = None
    kind: str | None = None
    outlet: str | None = None
    title: str | None = None
    date: str | None = None

    @field_validator("date", mode="before")
    @classmethod
    def _iso(cls, value: Any) -> Any:
        return iso_date(value)


class Quote(BaseModel):
    """A sentence of a document that supports a mechanism or a state."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    document: str
    quote: str
    record: str | None = Field(None, description="id of the coded record it comes from")


class Reference(BaseModel):
    """A book, paper or public document behind the scenario, and what it is used for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    cite: str
    shows: str | None = Field(None, description="what it supports, in our words")


def iso_date(value: Any) -> Any:
    """A date as an ISO string; TOML gives it as a date."""
    return value.isoformat() if isinstance(value, datetime.date) else value
