"""What somebody was last told of, as a case file keeps it."""

from __future__ import annotations

from typing import NamedTuple

from brinkwatch.records import Ledger


class Told(NamedTuple):
    """What somebody was last told of; `ledger` is None when it is not of this version's format.

    `as_of` and `documents` (ids) are what it was made of, None in a file of an older version.
    """

    coder: str
    ledger: Ledger | None
    as_of: str | None
    documents: frozenset[str] | None
