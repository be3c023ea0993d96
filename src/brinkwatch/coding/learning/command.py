"""`brinkwatch code review` and `evaluate`: what people correct, and how well they are met."""

from __future__ import annotations

import json
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
from brinkwatch.coding.command import DEFAULTS, CodingOptions, know
from brinkwatch.coding.explain import explain
from brinkwatch.coding.labelled import LabelledSentence, load
from brinkwatch.coding.learning import review as tables
from brinkwatch.coding.learning.scoring import Measure, Score, Tally, score_coder
from brinkwatch.console import Format, chosen, clean, emit, finish, progress, say
from brinkwatch.errors import InputError
from brinkwatch.reading.command import InputPath, corpus_from
from brinkwatch.records import CodedRecord, Document

LabelledPath = Annotated[
    Path,
    Parameter(help="Labelled sentences: our JSON lines, PLOVER gold records, or ICBe sentences."),
]
Form = Annotated[Format | None, Parameter(help="A table on a terminal, JSON in a pipe.")]
Quiet = Annotated[bool, Parameter(help="No messages and no progress.", negative="")]
Seed = Annotated[int, Parameter(help="Seed of everything random.")]
CONFUSIONS = 15  # of the table on a terminal; JSON has all


def review(
    *paths: InputPath,
    options: CodingOptions = DEFAULTS,
    csv: Annotated[Path | None, Parameter(help="Table to write, for a person to correct.")] = None,
    take: Annotated[Path | None, Parameter(help="Corrected table to take back.")] = None,
    to: Annotated[
        Path | None, Parameter(help="Labelled sentences to write from --take (NAME.jsonl).")
    ] = None,
) -> int:
    """Give the coder's records to a person to correct, and take the corrections back as labels.

    The table has the least certain records first, then sentences in which nothing was coded though
    something was looked at. Write right, wrong or fixed into the column verdict, and mend the
    slots of what is fixed. Add what was missed as a copy of a row of its sentence, without id.
    Where you judge one record of a kind, judge all of that kind in the sentence.

        brinkwatch code review articles/ --csv review.csv
        brinkwatch code review --take review.csv --to labelled.jsonl
    """
    if take is not None:
        if paths or csv is not None or to is None:
            raise InputError("--take goes with --to, and without paths; name the file to write.")
        return _take(take, to, options)
    if csv is None or to is not None:
        raise InputError("name the table to write: brinkwatch code review articles/ --csv FILE.")
    _refuse_to_overwrite(csv)
    know(options)
    corpus, heads = corpus_from(paths, options), options.heads()
    explained = []
    with progress("coding", quiet=options.quiet) as on_progress:
        for done, document in enumerate(corpus.seen, start=1):
            explained.append((document, list(explain(document, heads))))
            on_progress(done, len(corpus.seen))
    rows = tables.table(explained)
    csv.write_text(tables.written(rows), "utf-8-sig", newline="")
    coded = sum(bool(row["id"]) for row in rows)
    say(
        f"{coded} records and {len(rows) - coded} sentences without any written to {csv}",
        quiet=options.quiet,
    )
    return finish(corpus.skipped, len(corpus.seen), quiet=options.quiet)


def _take(file: Path, to: Path, options: CodingOptions) -> int:
    """Write the labelled sentences of a corrected table, and the names of actors beside them."""
    names = to.with_suffix(".actors.csv")
    for path in (to, names) if options.actors else (to,):
        _refuse_to_overwrite(path)
    if to.suffix != ".jsonl":
        raise InputError(f"{to}: labelled sentences are JSON lines; name a file NAME.jsonl.")
    try:
        text = file.read_text("utf-8-sig")
    except OSError as error:
        raise InputError(f"{file}: it cannot be read ({error.strerror}); name the table.") from None
    except UnicodeDecodeError:
        raise InputError(f"{file}: this is no text in UTF-8; save it as CSV UTF-8.") from None
    found = tables.taken(tables.read(text, str(file)), str(file))
    whole = [row for row in found if row.get("looked_for") != []]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in whole)
    to.write_text(lines, "utf-8", newline="")
    if options.actors:
        names.write_bytes(options.actors.read_bytes())
    if len(found) > len(whole):
        say(
            f"{len(found) - len(whole)} sentences are left: of no kind of record all were judged",
            quiet=options.quiet,
        )
    say(f"{len(whole)} labelled sentences written to {to}", quiet=options.quiet)
    return 0


def _refuse_to_overwrite(file: Path) -> None:
    """InputError where the file exists, for it may hold a person's work."""
    if file.exists() or not file.parent.is_dir():
        raise InputError(f"{file}: it exists, or its folder does not; name a new file.")


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
