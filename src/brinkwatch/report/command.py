"""`brinkwatch cite`: the works a result rests on."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from brinkwatch.console import Format, chosen, emit
from brinkwatch.errors import InputError
from brinkwatch.report import bibliography
from brinkwatch.store import Case, is_case


def cite(
    result: Annotated[
        str, Parameter(help="JSON of `assess --format json`, a case file, or - for stdin.")
    ],
    *,
    format: Annotated[Format | None, Parameter(help="Plain lines, or JSON in a pipe.")] = None,
) -> int:
    """List the papers, data sets and programs that a result rests on.

    brinkwatch assess articles/ --format json > answer.json
    brinkwatch cite answer.json
    """
    works = bibliography(json.loads(_answer(result)))
    if chosen(format) == "table":
        print("\n".join(works))
    else:
        emit([{"work": work} for work in works], chosen(format))
    return 0


def _answer(result: str) -> str:
    """The JSON of the answer, or InputError when there is none in what was given."""
    if is_case(result):
        with Case(result) as case:
            text = case.last_answer()
        if text is None:
            raise InputError(
                f"{result}: no answer is kept here yet; run assess with --store first."
            )
        return text
    try:
        text = sys.stdin.read() if result == "-" else Path(result).read_text("utf-8")
        found = json.loads(text)
    except (OSError, ValueError) as error:
        raise InputError(
            f"{result}: no readable JSON ({error}); give what `assess --format json` printed."
        ) from None
    if not isinstance(found, dict) or "crises" not in found:
        raise InputError(f"{result}: not an answer; give what `assess --format json` printed.")
    return text
