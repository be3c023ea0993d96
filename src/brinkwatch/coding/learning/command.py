"""`brinkwatch code evaluate`: how well sentences that people have labelled are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, astuple
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from brinkwatch import coding
from brinkwatch.coding.labelled import LabelledSentence, load
from brinkwatch.coding.learning.scoring import Measure, Score, Tally, score_coder
from brinkwatch.console import Format, chosen, clean, emit, progress, say
from brinkwatch.records import CodedRecord, Document

LabelledPath = Annotated[
    Path,
    Parameter(help="Labelled sentences: our JSON lines, PLOVER gold records, or ICBe sentences."),
]
Form = Annotated[Format | None, Parameter(help="A table on a terminal, JSON in a pipe.")]
Quiet = Annotated[bool, Parameter(help="No messages and no progress.", negative="")]
Seed = Annotated[int, Parameter(help="Seed of everything random.")]
CONFUSIONS = 15  # of the table on a terminal; JSON has all


def evaluate(
    *labelled: LabelledPath, seed: Seed = 0, format: Form = None, quiet: Quiet = False
) -> int:
    """Score the coder on labelled sentences, each read alone, with 95 % intervals.

    Prints how often a sentence is rightly said to hold a commitment, an event, an estimate, a
    threat or a condition; precision, recall and F1 of the records; how often their slots are right;
    and which types of event are taken for which. What a set does not label is not counted.

        brinkwatch code evaluate labelled.jsonl
        brinkwatch code evaluate plover_gold.csv icbe_sentences.parquet --format json
    """
    sentences = load(labelled)
    tallies = _tallies(sentences, quiet=quiet)
    result = {
        "sentences": Counter(sentence.source for sentence in sentences),
        "whole_sentences": [s for whole, _ in tallies for s in whole.scores(seed)],
        "records": [s for _, records in tallies for s in records.scores(seed)],
        "slots": {records.reader: _slots(records) for _, records in tallies if records.slots},
        "confusion": {t.reader: _confusion(t) for pair in tallies for t in pair if t.confusion},
    }
    if chosen(format) == "table":
        _print(result)
    else:
        emit(_plain(result), chosen(format))
    say(f"{len(sentences)} labelled sentences", quiet=quiet)
    return 0


def _plain(result: dict[str, Any]) -> dict[str, Any]:
    """The result with its scores as objects."""
    scored = ("whole_sentences", "records")
    return result | {key: [asdict(score) for score in result[key]] for key in scored}


def _tallies(sentences: Sequence[LabelledSentence], *, quiet: bool) -> list[tuple[Tally, Tally]]:
    with progress("rules", quiet=quiet) as on_progress:
        return [score_coder(sentences, "rules", _rules, on_progress)]


def _rules(document: Document) -> Sequence[CodedRecord]:
    return coding.code([document], headlines=True).records


def _slots(tally: Tally) -> dict[str, dict[str, float]]:
    """Share of right slots among the matched records, by kind of record."""
    found: dict[str, dict[str, float]] = {}
    for kind, slot, _ in tally.slots:
        right, wrong = (tally.slots[kind, slot, truth] for truth in (True, False))
        found.setdefault(kind, {})[slot] = right / (right + wrong)
    return found


def _confusion(tally: Tally) -> list[dict[str, Any]]:
    """How many events of a labelled type were coded as which, the most frequent first."""
    ranked = sorted(tally.confusion.items(), key=lambda item: (-item[1], item[0]))
    return [{"labelled": gold, "coded": ours, "n": n} for (gold, ours), n in ranked]


# --- on a terminal ------------------------------------------------------------------------------


def _print(result: dict[str, Any]) -> None:
    console = Console()
    if result["whole_sentences"]:
        console.print(_scores("whole sentences", result["whole_sentences"]))
    if result["records"]:
        console.print(_scores("records", result["records"]))
    for reader, kinds in result["slots"].items():
        table = Table("slots right", "share", title=reader, box=SIMPLE)
        for kind, shares in kinds.items():
            for slot, share in shares.items():
                table.add_row(f"{kind}: {slot}", f"{share:.2f}")
        console.print(table)
    for reader, rows in result["confusion"].items():
        wrong = [row for row in rows if row["labelled"] != row["coded"]]
        title = f"{reader}: types of events taken for others"
        table = Table("labelled", "coded as", "n", title=title, box=SIMPLE)
        for row in wrong[:CONFUSIONS]:
            table.add_row(row["labelled"], row["coded"], str(row["n"]))
        console.print(table)


def _scores(title: str, scores: Sequence[Score]) -> Table:
    table = Table("reader", "what", "n", "precision", "recall", "F1", title=title, box=SIMPLE)
    for score in scores:
        shares = map(_share, (score.precision, score.recall, score.f1))
        cells = (score.reader, score.what, str(score.asked), *shares)
        table.add_row(*(Text(clean(cell)) for cell in cells))
    return table


def _share(measure: Measure | None) -> str:
    """The share with its interval, without the noughts before the points."""
    if measure is None:
        return ""
    value, low, high = (f"{x:.2f}".removeprefix("0") for x in astuple(measure))
    return f"{value} ({low}-{high})"
