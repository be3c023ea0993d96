"""The case file: one SQLite database that keeps what every stage found."""

from brinkwatch.store.case import Case, is_case

__all__ = ["Case", "is_case"]
