"""The answer at successive as-of dates, and how each step scored where the outcome is known."""

from brinkwatch.replay.rerun import Replay, Row, pooled, replay

__all__ = ["Replay", "Row", "pooled", "replay"]
