"""`brinkwatch explain`: what a term of the field means, and who says so."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from brinkwatch import glossary
from brinkwatch.console import Format, chosen, emit


def explain(
    term: Annotated[str, Parameter(help='For instance "red line"; without it, all terms.')] = "",
    *,
    format: Format | None = None,
) -> int:
    """Explain a term of the field, with its source.

    brinkwatch explain "audience cost"
    """
    if not term:
        names = [entry.name for entry in glossary.terms()]
        if chosen(format) == "table":
            print("\n".join(names))
        else:
            emit([{"term": name} for name in names], chosen(format))
        return 0
    entry = glossary.explain(term)
    if chosen(format) != "table":
        emit(entry.model_dump(mode="json"), chosen(format))
        return 0
    print(f"{entry.name}\n\n{entry.definition}\n")
    for citation in glossary.citations(entry.cites):
        print(f"  {citation}")
    if entry.see_also:
        print("\nSee also: " + ", ".join(entry.see_also))
    return 0
