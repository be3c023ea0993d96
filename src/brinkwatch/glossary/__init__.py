"""The field's terms and literature as data: what a word means here, and whose word it is.

>>> explain("audience cost").cites
('fearon1994', 'tomz2007', 'snyder2011')
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import Field

from brinkwatch.errors import InputError
from brinkwatch.records import Record

__all__ = ["Reference", "Term", "citations", "explain", "references", "terms"]


class Term(Record):
    """A term, its meaning in one or two sentences, its neighbours and its citations."""

    name: str
    definition: str
    also: tuple[str, ...] = Field((), description="other spellings that explain the same")
    see_also: tuple[str, ...] = Field((), description="related terms")
    cites: tuple[str, ...] = Field((), description="keys of references")


class Reference(Record):
    """One work of the literature, a data set or a program."""

    key: str
    author: str
    year: int
    title: str
    venue: str
    names: tuple[str, ...] = Field((), description="short forms that name it in sources")

    def __str__(self) -> str:
        return f"{self.author.rstrip('.')}. ({self.year}). {self.title}. {self.venue}."


def explain(term: str) -> Term:
    """The entry for a term, in any capitals and with or without underscores and hyphens.

    Raises:
        InputError: there is no such term; the message names the nearest ones.
    """
    entries = _by_spelling()
    key = _spelled(term)
    if key in entries:
        return entries[key]
    near = get_close_matches(key, entries, n=3, cutoff=0.6)
    near += [spelling for spelling in entries if key and key in spelling and spelling not in near]
    meant = ", ".join(dict.fromkeys(entries[spelling].name for spelling in near[:5]))
    hint = f"did you mean {meant}?" if meant else "`brinkwatch explain` lists all terms."
    raise InputError(f"{term[:60]!r} is not among the {len(terms())} terms; {hint}")


@cache
def terms() -> tuple[Term, ...]:
    """All terms, in alphabetical order."""
    entries = (Term(**entry) for entry in _data("terms.toml")["term"])
    return tuple(sorted(entries, key=lambda entry: entry.name.lower()))


@cache
def references() -> dict[str, Reference]:
    """All references by key, in alphabetical order."""
    data = _data("references.toml")
    return {key: Reference(key=key, **data[key]) for key in sorted(data)}


def citations(keys: Iterable[str]) -> tuple[Reference, ...]:
    """The references of the keys, each once, ordered by author and year.

    Raises:
        InputError: a key that no reference has.
    """
    known, wanted = references(), list(dict.fromkeys(keys))
    if missing := [key for key in wanted if key not in known]:
        raise InputError(
            f"{', '.join(missing)}: no such citation key; expected one of references.toml."
        )
    return tuple(sorted((known[key] for key in wanted), key=lambda r: (r.author, r.year, r.key)))


@cache
def _by_spelling() -> dict[str, Term]:
    return {_spelled(name): term for term in terms() for name in (term.name, *term.also)}


def _spelled(term: str) -> str:
    return " ".join(term.lower().replace("_", " ").replace("-", " ").split())


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("brinkwatch.glossary").joinpath(name).read_text("utf-8"))
