"""The case file: one SQLite database that keeps what every stage found."""

from brinkwatch.store.case import Case, is_case
from brinkwatch.store.told import Told

__all__ = ["Case", "Told", "is_case"]
