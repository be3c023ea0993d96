"""`brinkwatch cite`: the works a result rests on."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from brinkwatch.console import STDIN, Format, chosen, emit
from brinkwatch.errors import InputError
from brinkwatch.report import bibliography
from brinkwatch.store import Case, is_case

WANTED = "give what `assess --format json` or `forecast make --format json` printed"


def cite(
    result: Annotated[
        str,
        Parameter(
            help="JSON of `assess` or `forecast make` (--format json), a case file, or - for stdin."
        ),
    ],
    *,
    format: Annotated[Format | None, Parameter(help="Plain lines, or JSON in a pipe.")] = None,
) -> int:
    """List the papers, data sets and programs that a result rests on.

    brinkwatch assess articles/ --format json > answer.json
    brinkwatch cite answer.json
    """
    works = bibliography(_answer(result))
    if chosen(format) == "table":
        print("\n".join(works))
    else:
        emit([{"work": work} for work in works], chosen(format))
    return 0


def _answer(result: str) -> dict[str, Any]:
    """The answer, or the forecasts as the part of one, that a file holds; InputError for none."""
    if is_case(result):
        with Case(result) as case:
            text = case.last_answer()
        if text is None:
            raise InputError(
                f"{result}: no answer is kept here yet; run assess with --store first."
            )
        found: dict[str, Any] = json.loads(text)
        return found
    try:
        text = sys.stdin.read() if result == STDIN else Path(result).read_text("utf-8")
        found = json.loads(text)
    except (OSError, ValueError) as error:
        raise InputError(f"{result}: no readable JSON ({error}); {WANTED}.") from None
    if isinstance(found, dict) and "crises" in found:
        return found
    if isinstance(found, list) and found and all(map(_is_forecast, found)):
        return {"crises": [{"forecasts": found}]}
    raise InputError(f"{result}: neither an answer nor forecasts; {WANTED}.")


def _is_forecast(row: Any) -> bool:
    return isinstance(row, dict) and "base_rate" in row
