"""The chain: from documents and their records to an answer."""

from brinkwatch.assess.chain import Run, assess, settings

__all__ = ["Run", "assess", "settings"]
