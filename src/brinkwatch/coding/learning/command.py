"""`brinkwatch code review`, `train` and `evaluate`: what people correct, and what is learnt."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from rich.console import Console

from brinkwatch import coding
from brinkwatch.coding.command import DEFAULTS, CodingOptions, know
from brinkwatch.coding.explain import explain
from brinkwatch.coding.heads import SHIPPED, Heads
from brinkwatch.coding.heads.confidence import Calibration
from brinkwatch.coding.heads.encoder import Encoder
from brinkwatch.coding.labelled import LabelledSentence, load
from brinkwatch.coding.learning import card as cards
from brinkwatch.coding.learning import review as tables
from brinkwatch.coding.learning.fitting import fit, item_of
from brinkwatch.coding.learning.printing import print_result, scores_table
from brinkwatch.coding.learning.scoring import Tally, score_coder, score_heads
from brinkwatch.console import Format, chosen, emit, finish, progress, say
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
READERS = ("rules", "heads", "both")


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
    Where you judge one record of a kind, judge all of that kind in the sentence. In a pipe, stdout
    gets the file written and what it holds, as JSON.

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
    corpus, heads = corpus_from(paths, options), options.asked_heads()
    explained = []
    with progress("coding", quiet=options.quiet) as on_progress:
        for done, document in enumerate(corpus.seen, start=1):
            explained.append((document, list(explain(document, heads))))
            on_progress(done, len(corpus.seen))
    rows = tables.table(explained)
    csv.write_text(tables.written(rows), "utf-8-sig", newline="")
    coded = sum(bool(row["id"]) for row in rows)
    without = len(rows) - coded
    say(
        f"{coded} records and {without} sentences without any written to {csv}", quiet=options.quiet
    )
    _told({"file": str(csv), "records": coded, "sentences_without": without}, options)
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
    _told({"file": str(to), "sentences": len(whole), "left": len(found) - len(whole)}, options)
    return 0


def _told(written: dict[str, Any], options: CodingOptions) -> None:
    """Print what was written for a program; on a terminal the message says it."""
    if options.form != "table":
        emit(written, options.form)


def _refuse_to_overwrite(file: Path) -> None:
    """InputError where the file exists, for it may hold a person's work."""
    if file.exists() or not file.parent.is_dir():
        raise InputError(f"{file}: it exists, or its folder does not; name a new file.")


def train(
    *labelled: LabelledPath,
    to: Annotated[Path, Parameter(help="New folder for the weights and their model card.")],
    epochs: Annotated[int, Parameter(help="Times that every sentence is seen.")] = 5,
    seed: Seed = 0,
    licence: Annotated[
        list[str] | None,
        Parameter(
            help="Licence of the labelled files: FILE=LICENCE, once each, or one for all.",
            negative="",
        ),
    ] = None,
    date: Annotated[str | None, Parameter(help="Day of the model card; none if absent.")] = None,
    format: Form = None,
    quiet: Quiet = False,
) -> int:
    """Fit the heads on labelled sentences and write them with a model card.

    An encoder is trained on each half of the sentences and the coder run over the other half, to
    learn how sure a record may be; then one encoder on all. Every fourth sentence (every fourth
    crisis, for ICBe) is kept aside by its number; the scores on those are printed and go into the
    card, with the hashes, counts and licences of the data. The same sentences, seed and machine
    give the same weights. Needs the extra train: pip install 'brinkwatch[train]'.

        brinkwatch code train labelled.jsonl --to heads/ --licence CC-BY-4.0
    """
    if epochs < 1 or seed < 0:
        raise InputError(f"--epochs {epochs} --seed {seed}: give 1 or more, and 0 or more.")
    if to.exists() or not to.absolute().parent.is_dir():
        raise InputError(f"{to}: it exists, or its folder does not; name a new folder.")
    sentences, allowed = load(labelled), cards.licences(licence or (), labelled)
    learnt = [sentence for sentence in sentences if not sentence.kept_aside]
    aside = [sentence for sentence in sentences if sentence.kept_aside]
    if not learnt or not aside:
        raise InputError(
            f"{len(sentences)} labelled sentences: too few to keep every fourth aside; give more."
        )
    with tempfile.TemporaryDirectory(dir=to.absolute().parent, prefix=f".{to.name}.") as part:
        folder = Path(part, to.name)
        with progress("training", quiet=quiet) as on_progress:
            worth = fit(
                [item_of(sentence) for sentence in learnt], folder, epochs=epochs, seed=seed,
                on_progress=lambda _, done, total: on_progress(done, total),
            )  # fmt: skip
        scores = _of_heads(aside, Encoder.load(folder)).scores(seed)
        sets = cards.data(labelled, sentences, allowed)
        cards.write(folder, sets, scores, worth, seed=seed, epochs=epochs, day=date)
        folder.rename(to)
    if chosen(format) == "table":
        Console().print(scores_table("kept aside, the heads alone", scores))
    else:
        emit({"folder": str(to), "scores": [asdict(score) for score in scores]}, chosen(format))
    say(f"{len(learnt)} sentences learnt, {len(aside)} kept aside", quiet=quiet)
    return 0


def evaluate(
    *labelled: LabelledPath,
    heads: Annotated[
        Path | None,
        Parameter(help="Folder written by `brinkwatch code train`; the shipped heads if absent."),
    ] = None,
    seed: Seed = 0,
    format: Form = None,
    quiet: Quiet = False,
) -> int:
    """Score the coder on labelled sentences, each read alone, with 95 % intervals.

    Prints how often a sentence is rightly said to hold a commitment, an event, an estimate, a
    threat or a condition; precision, recall and F1 of the records; how often their slots are right;
    and which types of event are taken for which: the rules alone, the heads alone, and both. What a
    set does not label is not counted; of a file that the heads were trained on, only the sentences
    kept aside are.

        brinkwatch code evaluate labelled.jsonl
        brinkwatch code evaluate plover_gold.csv icbe_sentences.parquet --format json
    """
    home = heads or SHIPPED
    sentences = _unseen(load(labelled), home, quiet=quiet)
    whole, records = _tallies(sentences, home, quiet=quiet)
    result = {
        "sentences": Counter(sentence.source for sentence in sentences),
        "whole_sentences": [score for tally in whole for score in tally.scores(seed)],
        "records": [score for tally in records for score in tally.scores(seed)],
        "slots": {tally.reader: _slots(tally) for tally in records if tally.slots},
        "confusion": {t.reader: _confusion(t) for t in (*whole, *records) if t.confusion},
    }
    if chosen(format) == "table":
        print_result(result)
    else:
        emit(_plain(result), chosen(format))
    say(f"{len(sentences)} labelled sentences", quiet=quiet)
    return 0


def _plain(result: dict[str, Any]) -> dict[str, Any]:
    """The result with its scores as objects."""
    scored = ("whole_sentences", "records")
    return result | {key: [asdict(score) for score in result[key]] for key in scored}


def _unseen(
    sentences: list[LabelledSentence], home: Path | None, *, quiet: bool
) -> list[LabelledSentence]:
    """The sentences that the heads were not trained on, by names and hashes in their model card."""
    card = cards.load(home) if home is not None else None
    if home is not None and card is None:
        say(f"{home}: no model card says what the heads were trained on; all counts", quiet=quiet)
    learnt = {row[key] for row in card["data"] for key in ("sha256", "file")} if card else set()
    files = dict.fromkeys(sentence.source for sentence in sentences)
    seen = {f for f in files if learnt & {Path(f).name, cards.sha256(Path(f))}}
    for file in seen:
        say(f"{file}: the heads were trained on it; only what was kept aside counts", quiet=quiet)
    kept = [one for one in sentences if one.source not in seen or one.kept_aside]
    if not kept:
        raise InputError("the heads were trained on all of these sentences; give others.")
    return kept


def _tallies(
    sentences: Sequence[LabelledSentence], home: Path | None, *, quiet: bool
) -> tuple[list[Tally], list[Tally]]:
    """What each reader answers of whole sentences, and the records of the rules and of both."""
    coders = {"rules": Heads.load(fast=True)}
    whole, records = [], []
    if home is not None:
        encoder = Encoder.load(home)
        whole.append(_of_heads(sentences, encoder))
        rated = next((f for f in (home, SHIPPED) if (f / "calibration.json").is_file()), None)
        if rated is not None:
            coders["both"] = Heads(encoder, Calibration.load(rated))
        else:
            say("no calibration comes with the heads, so both together are not scored", quiet=quiet)
    for reader, heads in coders.items():
        with progress(reader, quiet=quiet) as on_progress:
            coder = partial(_records, heads=heads)
            answered, found = score_coder(sentences, reader, coder, on_progress)
        whole.append(answered)
        records.append(found)
    return sorted(whole, key=lambda tally: READERS.index(tally.reader)), records


def _of_heads(sentences: Sequence[LabelledSentence], encoder: Encoder) -> Tally:
    readings = encoder.read([sentence.text for sentence in sentences])
    return score_heads(sentences, [reading.sentence for reading in readings])


def _records(document: Document, heads: Heads | None) -> Sequence[CodedRecord]:
    return coding.code([document], headlines=True, heads=heads).records


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
