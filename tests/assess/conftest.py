"""What the tests of the answer share: an answer to pages as they are pasted."""

from __future__ import annotations

from typing import Any

from brinkwatch import coding, reading
from brinkwatch.assess import Run, assess
from brinkwatch.report.answer import Answer


def answer(run: Run, *pages: str, **options: Any) -> Answer:
    """The answer to pages, each the text of a file."""
    documents = []
    for number, page in enumerate(pages):
        documents += reading.read_bytes(page.encode(), f"{number}.txt").documents
    return assess(documents, coding.code(documents), run, **options)
