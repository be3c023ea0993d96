"""The language of a text, by py3langid; None where it is not certain."""

from __future__ import annotations

from functools import cache
from typing import Any

from brinkwatch.reading.lines import words

LEAST_CERTAIN = 0.5  # assumed: below it py3langid is as often wrong as right on short titles
FEWEST_WORDS = 3
SAMPLE = 1000  # characters; more do not change the answer


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect(text: str) -> str | None:
    """The ISO 639-1 code of a text's language, or None below three words or even odds."""
    if words(text[:SAMPLE]) < FEWEST_WORDS:
        return None
    code, certainty = _identifier().classify(text[:SAMPLE])
    return str(code) if certainty >= LEAST_CERTAIN else None
