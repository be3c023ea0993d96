"""Entering coded records into a ledger: lines, lives, credibility, contradictions, crises.

1. drop what was not public on the as-of day                 (`book`)
2. group commitments into red lines, as an analyst corrects  (`matching`, `acts`)
3. write each line's life from statements and deeds          (`lines`, `lifecycle`, `acts`)
4. count enforced and unenforced lines by issuer             (`credibility`)
5. keep records that cannot both hold side by side           (`contradictions`)
6. group lines, events and estimates into crises             (`crises`)
7. note what they show of each crisis for the next stages    (`signals`)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from brinkwatch.ledger.book import Book
from brinkwatch.ledger.crises import crises
from brinkwatch.ledger.signals import signals
from brinkwatch.records import AnalystAct, CodedRecord, Document, Ledger


def enter(
    documents: Iterable[Document],
    records: Iterable[CodedRecord],
    *,
    as_of: str,
    acts: Sequence[AnalystAct] = (),
) -> Ledger:
    """Enter `records` of `documents` into a ledger, as of the ISO day `as_of`.

    Documents that were not published on that day are not seen, nor are their records, nor are
    records dated later; a document of unknown date is seen. Records of documents that are not
    given are entered undated. Every commitment belongs to exactly one line, and the order of the
    input does not matter. An empty ledger means that there was no commitment and no crisis. The
    analyst's `acts` correct lines and lives, whenever they were made.

    Raises InputError when `as_of` is no ISO day.
    """
    book = Book(as_of=as_of, acts=acts)
    book.add(documents, records)
    ledger, known = book.ledger(), book.known()
    found = crises(ledger.lines, known, book.documents.values(), book.days)
    around = signals(found, ledger.lines, ledger.entries, known, book.days, as_of=as_of)
    return ledger.model_copy(update={"crises": found, "signals": around})
