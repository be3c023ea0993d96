"""Time and memory of adding an article to a large ledger.

    python benchmarks/ledger_scale.py [--commitments 100000] [--lines 5000]

Makes articles of invented issuers, seeded: each line has its own trigger, each commitment is one of
its wordings, and each article holds 20 of them and 5 deeds, some of which cross a line. They are
entered in five parts. After each part five further ones are entered one by one. Printed is the
median time (CPU) of one to the ledger with all lines, steps and credibility; in brackets to where
its commitments are matched and the lines to enter anew are known; and the memory taken by then.
Crises and signals are apart. `brinkwatch watch --on-change` takes this path.
A commitment in the very words of an earlier one joins without being compared, so words vary.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta

from brinkwatch.ledger.book import Book
from brinkwatch.records import (
    Action,
    CodedRecord,
    Commitment,
    Document,
    Event,
    Span,
    content_id,
)

COMMITMENTS, DEEDS = 20, 5  # of an article
PARTS = 5
FURTHER = 5  # articles that are timed after each part
ACTORS = "USA RUS CHN IND PAK IRN ISR SYR EGY TUR GBR FRA DEU JPN KOR PRK VNM PHL AUS BRA"
TYPES = ("ASSAULT", "COERCE", "MOBILIZE", "AID", "SANCTION", "AGREE")


def articles(count: int, lines: int, seed: int = 7) -> Iterator[tuple[Document, list[CodedRecord]]]:
    """`count` articles with their records, in the order of their days."""
    chance = random.Random(seed)
    stems = ["".join(chance.choices("bcdfgklmnprstvz", k=3)) + "o" + chance.choice("lmnrst")
             for _ in range(4_000)]  # fmt: skip
    issuers = [a + b for a in ACTORS.split() for b in ("", "_NORTH", "_SOUTH", "_NAVY", "_GUARD")]
    kinds = []
    for _ in range(lines):
        issuer, doer = chance.choice(issuers), chance.choice(ACTORS.split())
        kinds.append((issuer, doer, chance.choice(TYPES), chance.sample(stems, 4)))
    for number in range(count):
        told = [chance.choice(kinds) for _ in range(COMMITMENTS + DEEDS)]
        said = [" ".join([*words, *chance.sample(stems, 3)]) for *_, words in told]
        day = (date(2000, 1, 1) + timedelta(number * 9_000 // count)).isoformat()
        document = Document(
            id=content_id("document", number), origin=f"{number}.txt", published=day,
            published_basis="stated", text=" ".join(said),
        )  # fmt: skip
        records: list[CodedRecord] = []
        start = 0
        for (issuer, doer, act, _), text in zip(told, said, strict=True):
            base = {
                "id": content_id("record", number, start), "document_id": document.id,
                "origin": document.origin, "rule": "made", "date": day,
                "span": Span.of(document, start, start + len(text)),
            }  # fmt: skip
            deed = Action(actor=(doer,), type=act, recipient=(issuer,), text=text)
            start += len(text) + 1
            if len(records) < DEEDS:
                records.append(Event(action=deed, status="actual", **base))
                continue
            records.append(Commitment(
                kind="deterrent_threat", issuer=(issuer,), addressee=(doer,), trigger=deed,
                trigger_polarity="if_done", consequence=None, strength="partial", life="declared",
                **base,
            ))  # fmt: skip
        yield document, records


def _held() -> float:
    """Mebibytes that the process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--commitments", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=5_000)
    chosen = parser.parse_args()
    count = chosen.commitments // COMMITMENTS
    made = list(articles(count + PARTS * FURTHER, chosen.lines))
    start, book, part = _held(), Book(as_of="2030-01-01"), max(1, count // PARTS)
    for number in range(PARTS):
        bulk = [made.pop(0) for _ in range(part)]
        book.add([one for one, _ in bulk], [record for _, mine in bulk for record in mine])
        book.ledger()
        times, matching = [], []
        for _ in range(FURTHER):
            document, records = made.pop(0)
            before = time.process_time()
            book.add([document], records)
            matching.append(1000 * (time.process_time() - before))
            ledger = book.ledger()
            times.append(1000 * (time.process_time() - before))
        said = (number + 1) * (part + FURTHER) * COMMITMENTS
        print(
            f"{said:>7} commitments in {len(ledger.lines):>5} lines: {_held() - start:7.1f} MiB, "
            f"an article more: {statistics.median(times):6.1f} ms "
            f"(matched in {statistics.median(matching):.1f}; most {max(times):.1f})",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
