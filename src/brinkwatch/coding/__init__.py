"""Turns articles into coded records: events, commitments, estimates (see the codebook)."""

from __future__ import annotations

from brinkwatch.coding.accuracy import scores
from brinkwatch.coding.coder import code

__all__ = ["code", "scores"]
