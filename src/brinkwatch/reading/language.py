"""The language of a text, by py3langid; None where it is not certain."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from brinkwatch.gazetteer.shadow import spaced
from brinkwatch.reading.lines import split_words, words
from brinkwatch.reading.vocabulary import table


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _common() -> dict[str, frozenset[str]]:
    """The words by which a text of a language is known at once."""
    return {code: frozenset(entry["words"]) for code, entry in table("language")["sure"].items()}


def detect(text: str) -> str | None:
    """The ISO 639-1 code of a text's language, or None when it is too short or not certain."""
    limits = table("language")
    sample = spaced(_sample(text, limits["pieces"], limits["piece"]))
    if words(sample) < limits["fewest_words"]:
        return None
    for code, common in _common().items():
        if all(_is_sure(half, common, limits["sure"][code]) for half in _halves(sample)):
            return code
    code, certainty = _identifier().classify(sample)
    return str(code) if certainty >= limits["least_certain"] else None


def uncoded(language: str | None) -> str | None:
    """Why documents of a language are not coded, or None when they are or it is not known.

    >>> uncoded("de"), uncoded("en"), uncoded(None)
    ('written in de; only English is coded', None, None)
    """
    coded = table("language")["coded"]
    if language is None or language in coded:
        return None
    return f"written in {language}; only {', '.join(coded.values())} is coded"


def _halves(sample: str) -> tuple[str, str]:
    return sample[: len(sample) // 2], sample[len(sample) // 2 :]


def _is_sure(text: str, common: frozenset[str], sure: Mapping[str, Any]) -> bool:
    printed = split_words(text.lower())
    found = sum(map(common.__contains__, printed))
    return bool(found >= max(sure["fewest"], sure["share"] * len(printed)))


def _sample(text: str, pieces: int, length: int) -> str:
    """Pieces of a text at even distances; the whole text where it is no longer than they are."""
    if len(text) <= pieces * length:
        return text
    step = (len(text) - length) // (pieces - 1)
    return " ".join(text[start : start + length] for start in range(0, pieces * step, step))
