"""What the answer in the terminal says of other cases: without an article, and what may come."""

from __future__ import annotations

from rich.console import Console

from brinkwatch.report import sourcing, wording
from brinkwatch.report.answer import Answer, CrisisAnswer
from brinkwatch.report.terminal import heading, say


def outlook(answer: Answer, crisis: CrisisAnswer, console: Console) -> None:
    """What changed, what the number is without each article, and what would move it."""
    _changed(answer, crisis, console)
    _pairs(crisis, console)
    _watch(crisis, console)


def articles_left_out(answer: Answer, crisis: CrisisAnswer, console: Console) -> None:
    """What the headline would be without each article that moves it, and how many do not."""
    if not crisis.tried:
        return
    origins = {document.id: document.origin for document in answer.documents}
    moves, rest = [], 0
    for row in crisis.tried:
        if row.without is None:
            moves.append(f"without {origins[row.document_id]} this crisis is not found")
        elif (by := wording.points(row.without - crisis.headline.probability)) != "no change":
            moves.append(
                f"without {origins[row.document_id]} it is {wording.chance(row.without)} ({by})"
            )
        else:
            rest += 1
    if rest:
        one = "the other article" if moves else "the article"
        which = f"any one of {rest} articles" if rest > 1 else one
        moves.append(f"leaving out {which} has no effect")
    say(console, f"  {wording.sentence('; '.join(moves))}")


def _changed(answer: Answer, crisis: CrisisAnswer, console: Console) -> None:
    """The headline in the last answer of the case file and now, and why."""
    if answer.previous is None:
        return
    heading(console, f"Since the answer as of {answer.previous.as_of}")
    head = crisis.headline
    asked = (crisis.crisis.title, head.rung, head.horizon_days)
    for change in answer.previous.changes:
        if (change.crisis, change.rung, change.horizon_days) == asked:
            by = wording.points(change.after - change.before)
            say(
                console,
                f"  {wording.chance(change.before)} then, {wording.chance(change.after)} now "
                f"({by}): {change.note or 'no step names a cause'}.",
            )
            return
    if crisis.crisis.title in answer.previous.same:
        say(console, "  The number has not changed.")
    else:
        say(console, "  This crisis was not in it.")


def _pairs(crisis: CrisisAnswer, console: Console) -> None:
    """The headline's horizon with a red line crossed first, and with none crossed."""
    days = crisis.headline.horizon_days
    rows = [row for row in crisis.conditionals if row["horizon_days"] == days]
    if rows:
        heading(console, f"Within {days} days, if a red line is crossed first, and if none is")
        for row in rows:
            crossed, not_crossed = (wording.short(row[k]) for k in ("crossed", "not_crossed"))
            say(
                console,
                f"  {wording.event(row['rung'])}: {crossed} if crossed, {not_crossed} if not",
            )
        say(console, f"  {wording.sentence(rows[0]['note'])}")


def _watch(crisis: CrisisAnswer, console: Console) -> None:
    """The further reports that would move the headline most, as many as there is room for."""
    moving = [row for row in crisis.indicators if wording.points(row["delta"]) != "no change"]
    if not moving:
        return
    most = sourcing.conventions()["shown"]["indicators_in_terminal"]
    heading(console, "What to watch: where one more report would take the number")
    for row in moving[:most]:
        number, by = wording.chance(row["probability"]), wording.points(row["delta"])
        note = f"; {row['note']}" if row.get("note") else ""
        say(console, f"  {number} ({by}): {row['indicator']}{note}")
