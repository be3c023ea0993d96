"""The answer at successive as-of dates, and how each step scored where the outcome is known."""

from brinkwatch.replay.rerun import Replay, Row, load_outcomes, replay

__all__ = ["Replay", "Row", "load_outcomes", "replay"]
