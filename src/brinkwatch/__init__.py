"""brinkwatch: from published articles to an answer to "are we on the brink?"."""

from __future__ import annotations

__version__ = "0.1.0"
