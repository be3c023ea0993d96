"""Records that cannot both hold, kept side by side instead of averaged away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from brinkwatch.ledger.chronicle import Chronicle, Dated
from brinkwatch.ledger.comparison import compare_deeds
from brinkwatch.ledger.meaning import data
from brinkwatch.ledger.stages import Step
from brinkwatch.records import Commitment, Contradiction


def _outcomes(line: str, steps: Sequence[Step]) -> Iterable[Contradiction]:
    """One crossing reported as answered and as left unanswered."""
    kept = [step for step in steps if step.confidence >= 0.5]
    enforced = next((step for step in kept if step.life == "enforced"), None)
    missed = next((step for step in kept if step.life == "not_enforced"), None)
    if enforced and missed:
        what = (
            f"The line is reported enforced ({enforced.date or 'undated'}) and not enforced "
            f"({missed.date or 'undated'})."
        )
        yield Contradiction(
            line_id=line, what=what, records=(enforced.records[0], missed.records[0])
        )


def _says(commitment: Commitment, cue: str) -> bool:
    quote = commitment.span.quote.casefold()
    return any(phrase in quote for phrase in data("contradictions.toml")[cue])


def _novelty(line: str, members: Sequence[Commitment]) -> Iterable[Contradiction]:
    """One line called new by one and old by another."""
    new = next((member for member in members if _says(member, "new")), None)
    old = next((member for member in members if _says(member, "old")), None)
    if new and old and new.id != old.id:
        what = "The line is called new in one place and not new in another."
        yield Contradiction(line_id=line, what=what, records=(new.id, old.id))


def of_line(
    line: str, members: Sequence[Commitment], steps: Sequence[Step]
) -> tuple[Contradiction, ...]:
    """What the sources of one line say that cannot both hold."""
    return (*_outcomes(line, steps), *_novelty(line, members))


def of_denial(denied: Dated, chronicle: Chronicle) -> Contradiction | None:
    """A deed that one source denies and another reports as done, of the same actor and day."""
    for row in chronicle.by(denied.deed.actor):
        if row.day != denied.day:
            continue
        levels = compare_deeds(denied.deed, row.deed)
        same = levels["trigger_type"] == "same" and levels["trigger_actor"] == "same"
        if same and "different" not in levels.values():
            what = f"“{row.event.action.text}” is reported as done ({row.day}) and denied."
            return Contradiction(line_id=None, what=what, records=(row.event.id, denied.event.id))
    return None
