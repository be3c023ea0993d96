"""The ledger: red lines across articles, their lives, and what these say of their issuers."""

from brinkwatch.ledger.entering import enter
from brinkwatch.ledger.rows import as_rows

__all__ = ["as_rows", "enter"]
