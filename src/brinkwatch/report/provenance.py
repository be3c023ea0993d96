"""What a result rests on: its bibliography, from the sources that its own numbers name.

Nothing is cited that the result does not use: base rates, evidence, priors and signs name their
sources, and the solver and the coder are cited where their work is in the result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from brinkwatch import glossary
from brinkwatch.report.explanations import table

KEYS_OF_SOURCES = frozenset({"source", "prior_source", "reference"})


def bibliography(answer_json: dict[str, Any]) -> list[str]:
    """The works, data sets and programs that a result rests on, one line each, sorted.

    `answer_json` is an answer as JSON (`Answer.model_dump(mode="json")`) or any part of one. A
    source that no reference names is listed as it names itself; mere assumptions are not sources.
    """
    keys: set[str] = set(_by_method(answer_json))
    unnamed: set[str] = set()
    for source in _sources(answer_json):
        found = named(source)
        keys |= set(found)
        if not found and not source.startswith("assumed"):
            unnamed.add(source)
    lines = [str(reference) for reference in glossary.citations(sorted(keys))]
    lines += [f"As the result names it: {source}" for source in sorted(unnamed)]
    if version := answer_json.get("version"):
        lines.append(f"brinkwatch {version}. Software: crises read from published articles.")
    return lines


def named(source: str) -> tuple[str, ...]:
    """The keys of the references whose short forms a source names."""
    return tuple(key for key, pattern in _patterns().items() if pattern.search(source))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """One pattern a reference: any of its short forms or its key, as whole words."""
    return {
        key: re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, (key, *entry.names)))})(?![a-z])")
        for key, entry in glossary.references().items()
    }


def _by_method(value: dict[str, Any]) -> Iterator[str]:
    """The references of the methods whose results are in the answer."""
    if value.get("records"):
        yield from ("halterman2023", "honnibal2020")
    crises = value.get("crises") or ()
    if any(crisis.get("forecasts") for crisis in crises):
        yield from ("icd203", "wintle2019", "brown2001")
    if any(crisis.get("equilibrium") for crisis in crises):
        yield from ("mckelvey1998", "signorino1999")
    if crises and value.get("records"):
        yield "heuer1999"
        yield from (entry["source"] for entry in table()["explanation"])
    if (value.get("ledger") or {}).get("credibility"):
        yield from ("schelling1966", "mercer1996", "press2005", "weisiger2015", "kertzer2021")
        yield "palmer2021"  # force after threats, shown beside


def _sources(value: Any) -> Iterator[str]:
    """Every string under a key that names a source, anywhere in the JSON."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key in KEYS_OF_SOURCES and isinstance(part, str):
                yield part
            elif key == "scenario_toml" and isinstance(part, str):
                yield from re.findall(r'"history:\s*([^"]+)"', part)
            else:
                yield from _sources(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _sources(part)
