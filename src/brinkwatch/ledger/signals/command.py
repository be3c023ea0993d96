"""`brinkwatch ledger signals`: what the records show of each crisis for the next stages."""

from __future__ import annotations

from brinkwatch.coding.command import DEFAULTS, CodingOptions
from brinkwatch.console import emit, finish, say
from brinkwatch.ledger.command import ledger_from
from brinkwatch.ledger.signals.printing import print_signals, signal_rows
from brinkwatch.reading.command import InputPath


def signals(*paths: InputPath, options: CodingOptions = DEFAULTS) -> int:
    """Show the signals of each crisis, with their evidence: cohesion, reserves, windows, pressure.

    Also missile defence, and the tempo: statements of red lines a week. What no record shows is
    said to be absent; the articles given may only not speak of it.

        brinkwatch ledger signals articles/ --as-of 2024-11-25
    """
    corpus, found, book = ledger_from(paths, options)
    rows = signal_rows(book, found.records)
    if options.form == "table":
        print_signals(rows)
    else:
        emit(rows, options.form)
    if not rows:
        say("no crisis found, so there are no signals of one", quiet=options.quiet)
    return finish(corpus.skipped, len(corpus.seen), quiet=options.quiet)
