"""Time the whole coding stage on one core: sentences a second of CPU, and the memory at its peak.

    python benchmarks/speed.py [FILE ...]

Without files, the annotated articles in training/articles are coded; one thread runs the encoder.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from brinkwatch import reading
from brinkwatch.coding import code
from brinkwatch.coding.heads import Heads
from brinkwatch.records import Document

ARTICLES = Path(__file__).parents[1] / "training" / "articles"


def rate(documents: list[Document], heads: Heads) -> tuple[int, float]:
    """Sentences coded, and how many a second of CPU; what is loaded once is loaded before."""
    code(documents[:1], heads=heads)
    start = time.process_time()
    found = code(documents, heads=heads)
    seconds = time.process_time() - start
    sentences = sum(item.sentences for item in found.coverage)
    return sentences, sentences / seconds


def main() -> int:
    files = sys.argv[1:] or sorted(map(str, ARTICLES.glob("*/*.txt")))
    documents = list(reading.read(files).documents)
    for name, fast in (("with the encoder", False), ("--fast", True)):
        sentences, a_second = rate(documents, Heads.load(fast=fast))
        print(f"{name:17} {sentences} sentences, {a_second:.0f} a second of CPU")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory at its peak {peak:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
