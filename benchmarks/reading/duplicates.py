"""Time the linking of near-duplicates over corpora of growing size.

    python benchmarks/reading/duplicates.py [--documents 20000]

The documents are made from a seed: 500 words each in sentences, every tenth a copy of an earlier
one with a sentence put in its place, every twentieth a bulletin filled into one template. Prints a
Markdown table: documents, copies made, copies linked, wrong links, CPU seconds on one core.
"""

from __future__ import annotations

import argparse
import random
import time
from datetime import date, timedelta

from brinkwatch.reading.duplicates import link
from brinkwatch.records import Document

SEED, VOCABULARY, SENTENCES, WORDS = 17, 8000, 25, 20
START = date(2000, 1, 1)


def vocabulary(chance: random.Random) -> list[str]:
    """Words of random letters."""
    letters = "abcdefghiklmnoprstuvw"
    return ["".join(chance.choices(letters, k=chance.randint(3, 9))) for _ in range(VOCABULARY)]


def sentence(chance: random.Random, words: list[str]) -> str:
    """Twenty words, the frequent ones often: the word of rank r is drawn as r grows rarer."""
    drawn = (words[int(VOCABULARY ** chance.random()) - 1] for _ in range(WORDS))
    return " ".join(drawn).capitalize() + "."


def corpus(size: int) -> tuple[list[Document], dict[str, str]]:
    """The documents, and for each copy among them the id of its first form."""
    chance = random.Random(SEED)
    words = vocabulary(chance)
    frame = [sentence(chance, words).removesuffix(".") for _ in range(8)]
    texts: list[list[str]] = []
    first: dict[str, str] = {}
    plain: list[int] = []
    documents: list[Document] = []
    for number in range(size):
        if number % 10 == 9:
            chosen = chance.choice(plain)
            story = list(texts[chosen])
            story[chance.randrange(SENTENCES)] = sentence(chance, words)
            first[str(number)] = str(chosen)
        elif number % 20 == 5:
            story = [f"{part} {chance.randint(1, 9999)} to {number}." for part in frame]
        else:
            story = [sentence(chance, words) for _ in range(SENTENCES)]
            plain.append(number)
        texts.append(story)
        day = (START + timedelta(number // 20)).isoformat()
        documents.append(
            Document(
                id=str(number), origin=f"{number}.txt", published=day, published_basis="stated",
                outlet=f"Outlet {chance.randint(1, 50)}", text=" ".join(story),
            )
        )  # fmt: skip
    return documents, first


def main() -> None:
    """Print the table for a fourth, a half and all of the documents."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=20_000)
    most = parser.parse_args().documents
    print("| documents | copies | linked | wrong | CPU seconds |\n|---|---|---|---|---|")
    for size in (most // 4, most // 2, most):
        documents, first = corpus(size)
        start = time.process_time()
        linked = link(documents)
        seconds = time.process_time() - start
        found = {document.id: document.copy_of for document in linked if document.copy_of}
        right = sum(found.get(copy) == origin for copy, origin in first.items())
        wrong = sum(first.get(copy) != origin for copy, origin in found.items())
        print(f"| {size:,} | {len(first):,} | {right:,} | {wrong:,} | {seconds:.1f} |", flush=True)


if __name__ == "__main__":
    main()
