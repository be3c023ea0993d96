"""Time and memory of adding an article to a large ledger.

    python benchmarks/ledger_scale.py [--commitments 100000] [--lines 5000]

Makes commitments of invented issuers, seeded: each line has its own trigger, and each commitment is
one of its wordings on another day. They are added one by one, as articles come in; at each tenth of
the way the last 20 commitments, an article rich in them, are timed (CPU), with the memory that
their lines have taken by then.
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

from brinkwatch.ledger.matching import Lines
from brinkwatch.records import Action, Commitment, Document, Span, content_id

ARTICLE = 20
ACTORS = "USA RUS CHN IND PAK IRN ISR SYR EGY TUR GBR FRA DEU JPN KOR PRK VNM PHL AUS BRA"
TYPES = ("ASSAULT", "COERCE", "MOBILIZE", "AID", "SANCTION", "AGREE")


def commitments(count: int, lines: int, seed: int = 7) -> Iterator[tuple[Commitment, str]]:
    """Commitments and their days, in the order of their days; the lines take turns at random."""
    chance = random.Random(seed)
    stems = ["".join(chance.choices("bcdfgklmnprstvz", k=3)) + "o" + chance.choice("lmnrst")
             for _ in range(4_000)]  # fmt: skip
    issuers = [a + b for a in ACTORS.split() for b in ("", "_NORTH", "_SOUTH", "_NAVY", "_GUARD")]
    kinds = []
    for _ in range(lines):
        issuer, doer = chance.choice(issuers), chance.choice(ACTORS.split())
        kinds.append((issuer, doer, chance.choice(TYPES), chance.sample(stems, 4)))
    for number in range(count):
        issuer, doer, act, words = chance.choice(kinds)
        text = " ".join([*words, *chance.sample(stems, 3)])
        day = (date(2000, 1, 1) + timedelta(number * 9_000 // count)).isoformat()
        document = Document(
            id=content_id("document", number), origin=f"{number}.txt", published=day,
            published_basis="stated", text=text,
        )  # fmt: skip
        yield Commitment(
            id=content_id("commitment", number), document_id=document.id, origin=document.origin,
            rule="made", span=Span.of(document, 0, len(text)), kind="deterrent_threat",
            issuer=(issuer,), addressee=(doer,), trigger_polarity="if_done",
            trigger=Action(actor=(doer,), type=act, recipient=(issuer,), text=text),
            consequence=None, strength="partial", life="declared", date=day,
        ), day  # fmt: skip


def _held() -> float:
    """Mebibytes that the process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--commitments", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=5_000)
    chosen = parser.parse_args()
    made = list(commitments(chosen.commitments + 10 * ARTICLE, chosen.lines))
    start = _held()
    book, each = Lines(), []
    for number, (commitment, day) in enumerate(made, start=1):
        before = time.process_time()
        book.add(commitment, day)
        each.append(time.process_time() - before)
        if number % max(1, chosen.commitments // 10) == 0:
            held = _held() - start
            article = 1000 * sum(each[-ARTICLE:])
            typical = 1000 * ARTICLE * statistics.median(each[-1000:])
            print(
                f"{number:>7} commitments in {len(book.groups):>5} lines: {held:7.1f} MiB, an "
                f"article of {ARTICLE}: {article:6.1f} ms, by the median: {typical:6.1f} ms",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
