"""What differs between two scenario files, or between two solves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from brinkwatch.crisis.files import load, set_fields
from brinkwatch.crisis.quantity import Quantity
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.errors import InputError


def differ(one: Path, other: Path) -> dict[str, Any]:
    """The differences between two scenario files or two JSON files of `crisis solve`.

    Returns `{kind: scenarios | solves, one, other, changes: [{path, one, other}]}`; a value is
    None where the file lacks it. Of solves, the means of outcomes, attack and payoffs are compared.

    Raises:
        InputError: a file cannot be read, or the two are not of one kind.
    """
    kinds = {path.suffix == ".json" for path in (one, other)}
    if len(kinds) > 1:
        raise InputError(
            f"{one} and {other}: give two scenario files (.toml) or two solves (.json), not one "
            "of each."
        )
    solves = kinds.pop()
    flat = [_solve(path) if solves else plain(load(path)) for path in (one, other)]
    paths = dict.fromkeys((*flat[0], *flat[1]))
    return {
        "kind": "solves" if solves else "scenarios",
        "one": str(one),
        "other": str(other),
        "changes": [
            {"path": path, "one": flat[0].get(path), "other": flat[1].get(path)}
            for path in paths
            if flat[0].get(path) != flat[1].get(path)
        ],
    }


def plain(scenario: Scenario) -> dict[str, Any]:
    """Every value that the scenario is written with, by its dotted path."""
    found: dict[str, Any] = {}
    _flatten(scenario, "", found)
    return found


def _flatten(value: Any, path: str, found: dict[str, Any]) -> None:
    if isinstance(value, Quantity):
        found[path] = value.plain()
    elif hasattr(type(value), "model_fields"):
        for name, inner in set_fields(value).items():
            _flatten(inner, f"{path}.{name}" if path else name, found)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _flatten(inner, f"{path}.{key}", found)
    elif isinstance(value, tuple) and any(hasattr(type(item), "model_fields") for item in value):
        for index, item in enumerate(value):
            key = next(
                (getattr(item, n) for n in ("id", "key", "code", "name") if hasattr(item, n)), index
            )
            _flatten(item, f"{path}.{key}", found)
    elif value is not None:
        found[path] = list(value) if isinstance(value, tuple) else value


def _solve(path: Path) -> dict[str, Any]:
    try:
        row = json.loads(path.read_text("utf-8"))
        found = {key: row[key] for key in ("scenario", "draws", "seed")}
        found |= {f"outcomes.{name}": row["outcomes"][name]["mean"] for name in row["outcomes"]}
        found |= {f"value.{side}": row["value"][side]["mean"] for side in row["value"]}
        return found | {"attack": row["attack"]["mean"]}
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; give a file that can be read.") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError(
            f"{path}: no solve; give the JSON that `crisis solve --format json` prints."
        ) from None
