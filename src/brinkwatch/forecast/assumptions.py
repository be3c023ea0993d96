"""The numbers the headline rests on without full support, and where other values would move it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from brinkwatch.forecast.questions import headline_asked, table
from brinkwatch.forecast.signs import Signs, read_signs
from brinkwatch.forecast.waterfall import Waterfall, build, expit, logit
from brinkwatch.forecast.wording import odds
from brinkwatch.records import CodedRecord, Crisis, Document, Ledger


def assumptions(
    crisis: Crisis,
    ledger: Ledger,
    records: Sequence[CodedRecord],
    documents: Sequence[Document],
    *,
    as_of: str,
) -> tuple[dict[str, str], ...]:
    """What is assumed behind the headline, the largest swing first: a tornado in rows.

    Rows are `{name, value, source, effect}`; `effect` gives the headline at the other values of
    `[tested]` in evidence.toml. Numbers that would not move this headline are left out.
    """
    signs = read_signs(crisis, ledger, records, documents, as_of=as_of)
    fall = build(*headline_asked(), signs)
    rows = [
        (abs(logit(high[1]) - logit(low[1])), _row(name, value, source, low, high))
        for name, value, source, low, high in _swings(fall, signs)
    ]
    moving = [row for row in rows if row[0] > 1e-9]
    return tuple(row for _, row in sorted(moving, key=lambda row: (-row[0], row[1]["name"])))


def _row(
    name: str, value: str, source: str, low: tuple[str, float], high: tuple[str, float]
) -> dict[str, str]:
    effect = f"headline {odds(low[1])} at {low[0]}, {odds(high[1])} at {high[0]}"
    return {"name": name, "value": value, "source": source, "effect": effect}


def _swings(
    fall: Waterfall, signs: Signs
) -> Iterator[tuple[str, str, str, tuple[str, float], tuple[str, float]]]:
    """Each number with its source, and the headline at a lower and a higher value of it."""
    data = table("evidence.toml")
    low, high = data["tested"]["tau"]
    yield (
        data["tau_note"], f"{data['tau']:g}", "assumed",
        *((f"{tau:g}", build(*headline_asked(), signs, tau).probability) for tau in (low, high)),
    )  # fmt: skip
    low, high = data["tested"]["precision"]
    if signs.opening:
        yield (
            "the coder is as precise on these articles as on those it was measured on",
            f"{signs.trust(signs.opened_by, signs.opening):.2f}",
            "assumed; measured on annotated articles",
            (f"{low:g}", fall.trusting(low)), (f"{high:g}", fall.trusting(high)),
        )  # fmt: skip
    for shift in fall.shifts:
        if shift.step.kind == "assumed":
            at = logit(fall.probability) - shift.step.log_odds
            yield (
                shift.step.name, f"{shift.move:.2f} log odds", shift.step.source,
                ("0", expit(at)), (f"{2 * shift.move:.2f}", expit(at + 2 * shift.step.log_odds)),
            )  # fmt: skip
