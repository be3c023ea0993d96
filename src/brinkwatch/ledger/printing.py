"""What `brinkwatch ledger` prints on a terminal: the table of lines, and one line's dossier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from brinkwatch import gazetteer
from brinkwatch.console import clean
from brinkwatch.ledger.rows import act_rows, as_rows
from brinkwatch.records import Ledger

Row = dict[str, Any]
NARROW = 11  # characters of the last column: "prior only)"
SHORTEST = 6  # characters of an id in the table
CROSSES = (
    "A report that one of these was done. A plan, a denial or an analyst's “if” crosses nothing; "
    "to permit or provide what only the use of is forbidden tests it."
)
MANY = 4  # days in a row of one stage that are listed one by one


def print_lines(ledger: Ledger) -> None:
    """One row a line: the beginning of its id, what it says, its life, its issuer's record."""
    console = Console()
    rows = as_rows(ledger)
    short = _short([row["id"] for row in rows])
    table = Table(
        Column("line", no_wrap=True),
        Column("red line", ratio=3),
        Column("status and steps", ratio=2),
        Column("enforced before", width=NARROW),
        show_lines=True,
        expand=True,
    )
    for row in rows:
        life = Text(words(row["status"]), style="bold")
        life.append("\n".join(["", *_life(row["history"])]), style="not bold")
        what = Text(clean(row["what"]))
        for act in row["acts"]:
            what.append(f"\n{_act(act)}", style="italic")
        table.add_row(row["id"][:short], what, life, posterior(row["credibility"]))
    console.print(table)
    acts = act_rows(ledger)
    if acts:
        console.print("Analyst's acts", style="bold")
        _list(console, (whole(act) for act in acts))


def _short(ids: Sequence[str]) -> int:
    """How many characters tell the ids apart, six or more."""
    longest = max(map(len, ids), default=SHORTEST)
    return next(
        (n for n in range(SHORTEST, longest) if len({one[:n] for one in ids}) == len(ids)), longest
    )


def words(code: str) -> str:
    """A code of the codebook as words."""
    return code.replace("_", " ")


def _life(history: Iterable[Row]) -> Iterator[str]:
    """The steps in order; many of one stage in a row as the first, how many between, the last."""
    for life, run in groupby(history, key=lambda step: step["life"]):
        days = [step["date"] or "undated" for step in run]
        listed = ", ".join(days)
        if len(days) > MANY:
            listed = f"{days[0]}, {len(days) - 2} times more, {days[-1]}"
        yield f"{words(life)} {listed}"


def posterior(row: Row | None) -> str:
    """The issuer's posterior mean with its interval and n, in a table cell's words."""
    if row is None:
        return "not counted"
    low, high = row["interval"]
    counted = f"n={row['n']}" if row["n"] else "n=0: the prior only"
    return f"{row['mean']:.2f} ({low:.2f}-{high:.2f}; {counted})"


def _act(act: Row) -> str:
    """An act beside its line: what was done to it, by whom, when."""
    done = {"merge": "merged", "split": "split", "set": "corrected"}[act["verb"]]
    return clean(f"{done} by analyst {act['by']}, {act['at'][:10]} ({act['id'][:SHORTEST]})")


def whole(act: Row) -> str:
    """An act in full, with what came of it."""
    when = act["at"][:16].replace("T", " ")
    parts = [f"{act['id'][:SHORTEST]} {act['verb']}, {act['by']}, {when}: {act['why'].rstrip('.')}"]
    parts += _changes(act)
    if act["lines"]:
        parts.append(f"on {', '.join(line[:SHORTEST] for line in act['lines'])}")
    if act["undone_by"]:
        parts.append(f"undone by {act['undone_by'][:SHORTEST]}")
    return "; ".join([*parts, *([act["note"]] if act["note"] else [])])


def _changes(act: Row) -> Iterator[str]:
    """What a correction sets, part by part."""
    for name in ("issuer", "addressee"):
        if name in act:
            yield f"{name} {', '.join(act[name]) or 'nobody'}"
    if "status" in act:
        yield f"status {_dated(act['status'])}"
    for name, word in (("added", "step added"), ("dropped", "step dropped")):
        yield from (f"{word} {_dated(step)}" for step in act.get(name, ()))
    if "undoes" in act:
        yield f"undoes {act['undoes'][:SHORTEST]}"


def _dated(step: Row) -> str:
    return f"{words(step['life'])} {step['date'] or 'undated'}"


def print_diff(row: Row) -> None:
    """What moved between two days, line by line."""
    console = Console()
    console.print(Text(f"From {row['from']} to {row['to']}", style="bold"))
    if not row["lines"]:
        _list(console, ["no line moved"])
    for line in row["lines"]:
        _list(console, [f"{line['change']}  {line['id'][:SHORTEST]}  {line['what']}"])
        _list(console, _moves(line), 6)
    for one in row["credibility"]:
        pair = [names(one["issuer"]), *([names(one["addressee"])] if one["addressee"] else [])]
        before = posterior(one["before"]) if one["before"] else "not counted"
        who = " towards ".join(pair)
        _list(console, [f"enforced before, {who}: {before}, now {posterior(one['after'])}"])


def _moves(line: Row) -> Iterator[str]:
    before, after = line["status"]
    if before and after and before != after:
        yield f"status {words(before)}, now {words(after)}"
    if line["joined"]:
        yield f"joined by {', '.join(one[:SHORTEST] for one in line['joined'])}"
    for name, word in (("added", "+"), ("removed", "-")):
        for step in line[name]:
            yield f"{word} {step['date'] or 'undated'} {words(step['life'])} ({step['origin']})"


def print_dossier(row: Row) -> None:
    """One line's dossier, section by section."""
    console = Console()
    console.print(Text(clean(f"{row['id']}  {words(row['status'])}"), style="bold"))
    parties = f"{names(row['issuer'])} to {names(row['addressee'])}, {words(row['kind'])}"
    _list(console, [row["what"], f"{parties}; enforced before: {posterior(row['credibility'])}"])
    _heading(console, "Steps")
    for step in row["steps"]:
        _list(console, [_step(step)])
        _list(console, [step["note"]] if step["note"] else [], 6)
        _list(console, map(_said, step["evidence"]), 6)
    _heading(console, "Its words, in the order of their days")
    for quote in row["quotes"]:
        marks = [words(quote["life"]), quote["strength"], quote.get("rung"), quote["outlet"]]
        marks += [f"deadline “{quote['deadline']}”"] if quote["deadline"] else []
        head = f"{quote['date'] or 'undated'}  {quote['record'][:SHORTEST]}"
        _list(console, [f"{head}  {', '.join(filter(None, marks))}"])
        _list(console, [_said(quote)], 6)
    _heading(console, "What would count as crossing it")
    _list(console, [CROSSES] if row["crossing"] else [])
    _list(console, map(_deed, row["crossing"]) if row["crossing"] else ["no article says"])
    _heading(console, "What would count as enforcing it")
    _list(console, map(_deed, row["enforcement"]) if row["enforcement"] else ["no article says"])
    _heading(console, "Why its wordings are one line")
    ids = [quote["record"] for quote in row["quotes"]]
    _list(console, [_shortened(reason, ids) for reason in row["merges"]] or ["it has one wording"])
    _heading(console, "Contradictions, side by side")
    for one in row["contradictions"]:
        _list(console, [one["what"]])
        _list(console, map(_said, one["sides"]), 6)
    _list(console, [] if row["contradictions"] else ["none found"])
    _heading(console, "Analyst's acts")
    _list(console, map(whole, row["acts"]) if row["acts"] else ["none"])


def _shortened(reason: str, ids: Iterable[str]) -> str:
    """The reason with the ids of commitments as the dossier prints them."""
    for one in ids:
        reason = reason.replace(one, one[:SHORTEST])
    return reason


def names(codes: Iterable[str]) -> str:
    """Actors by name, as a list."""
    return ", ".join(map(gazetteer.name, codes)) or "nobody named"


def _step(step: Row) -> str:
    basis = {"analyst": "an analyst's word"}.get(step["basis"], step["basis"])
    parts = [f"{step['date'] or 'undated'}  {words(step['life'])}: {basis}"]
    if step["basis"] != "stated":
        parts.append(f"confidence {step['confidence']:.2f}")
    if not step["counted"]:
        parts.append("too doubtful to count")
    if step["window"] and step["counted"]:
        parts.append(
            f"an answer counts until {step['window']['answer_until']}, silence as none from "
            f"{step['window']['silence_counts_from']}"
        )
    return ", ".join(parts)


def _said(evidence: Row) -> str:
    """A quote with who said it and where it stands."""
    if evidence["quote"] is None:
        return f"record {evidence['record']}, whose article is not among those given"
    told = ", ".join(filter(None, [evidence["who"], evidence["where"]]))
    return f"“{' '.join(evidence['quote'].split())}” ({told or 'source unknown'})"


def _deed(deed: Row) -> str:
    """A deed that wordings of a line name, with how many of them do."""
    who = f"{names(deed['actor'])}: {deed['type'] or 'a deed of no known type'}"
    towards = f" towards {names(deed['recipient'])}" if deed["recipient"] else ""
    undone = "leaving undone: " if deed["polarity"] == "unless_done" else ""
    said = "; ".join(f"“{' '.join(text.split())}”" for text in deed["texts"])
    count = len(deed["records"])
    return f"{undone}{who}{towards}: {said} ({count} wording{'s' if count > 1 else ''})"


def _heading(console: Console, title: str) -> None:
    console.print()
    console.print(Text(title, style="bold"))


def _list(console: Console, lines: Iterable[str], indent: int = 2) -> None:
    for line in lines:
        console.print(Padding(Text(clean(line)), (0, 0, 0, indent)))
