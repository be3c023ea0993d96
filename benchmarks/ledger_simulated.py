"""Measure the ledger on simulated corpora whose red lines, lives and enforcement rates are known.

    python benchmarks/ledger_simulated.py [--runs 200] [--truth prior] [--world NAME]

Each run makes a corpus: issuers with an enforcement rate drawn from the prior (or uniform), red
lines with a life, outlets that report its steps late, in other words, wrongly or not at all,
copies of articles, and a coder that misses and invents records at its measured rates. The ledger
enters the records. Printed: how many lines it finds, how many endings it has right, and how often
its 80 % intervals hold the true rate. Calibrated intervals do so in 80 % of cases when rates are
drawn from the prior (Cook, Gelman and Rubin, 2006, Journal of Computational and Graphical
Statistics 15(3), 675-692).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np

from brinkwatch.coding.accuracy import scores
from brinkwatch.ledger import enter
from brinkwatch.ledger.credibility import Posterior, Witnesses, ending, endings
from brinkwatch.records import (
    Action,
    CodedRecord,
    Commitment,
    Document,
    Event,
    Ledger,
    Life,
    Span,
    content_id,
)

PAIRS = (
    ("IND", "PAK"), ("ETH", "ERI"), ("PER", "ECU"), ("VNM", "KHM"), ("MAR", "DZA"), ("KEN", "SOM"),
)  # fmt: skip
"""Issuer and addressee; no two share an alliance."""

TRIGGERS = (
    ("ASSAULT", "its troops cross the border", "battalions march over the frontier"),
    ("COERCE", "the strait is closed to ships", "shipping through the canal is stopped"),
    ("MOBILIZE", "bombers are moved to the airfield", "warplanes are brought to the base"),
    ("AID", "missiles are delivered to the rebels", "rockets are supplied to the insurgents"),
    ("ASSAULT", "chemical shells are fired", "gas is used"),
    ("SANCTION", "an embargo is laid on its oil", "oil exports are put under sanctions"),
    ("COERCE", "the embassy is stormed", "diplomats are seized in the consulate"),
    ("MOBILIZE", "the fleet holds drills off the islands", "warships exercise near the reef"),
)
ANSWERS = (
    ("ASSAULT", "will bomb the depots", "bombs the depots"),
    ("MOBILIZE", "will call up the reservists", "calls up the reservists"),
    ("COERCE", "will blockade the ports", "blockades the ports"),
)
OTHER_ANSWER = ("SANCTION", "freezes bank accounts")
WINDOW, ANSWERED_WITHIN = 90, 30
LINES, YEARS = 8, 12


@dataclass(frozen=True)
class Noise:
    """How a step becomes records. Shares in [0, 1]; the coder's are those it was measured at."""

    outlets: int = 4
    hears: float = 0.5  # an outlet reports a step
    knows: float = 0.9  # an outlet knows how a crossing ended; else it names either end
    copied: float = 0.25  # another page carries the same article
    paraphrased: float = 0.5
    stated: float = 0.5  # an ending is said of the line in words; else the deed alone is told
    close: float = 0.5  # an invented deed is one that lines speak of
    recall: float = field(default_factory=lambda: scores()["commitment"]["recall"])
    precision: float = field(default_factory=lambda: scores()["commitment"]["precision"])
    life: float = field(default_factory=lambda: scores()["life"]["precision"])
    event_recall: float = field(default_factory=lambda: scores()["event"]["recall"])
    event_precision: float = field(default_factory=lambda: scores()["event"]["precision"])


WORLDS = {
    "as measured": Noise(),
    "twice the outlets": Noise(outlets=8),
    "worse outlets": Noise(knows=0.7),
    "more inventions": Noise(close=1.0),
    "perfect coder": Noise(recall=1, precision=1, life=1, event_recall=1, event_precision=1),
}
"""The coder as it was measured, and what happens to the figures where the world is another."""


@dataclass(frozen=True)
class TrueLine:
    """A red line and how it ended: heeded, enforced, not_enforced or answered_otherwise."""

    issuer: str
    addressee: str
    trigger: int
    answer: int
    statements: tuple[date, ...]
    crossed: date | None
    answered: date | None
    end: str


class World:
    """Lines of known lives, and the noisy records of them."""

    def __init__(self, rng: np.random.Generator, truth: str, noise: Noise) -> None:
        self.rng, self.noise = rng, noise
        self.rates = {
            issuer: float(rng.beta(1, 2) if truth == "prior" else rng.uniform())
            for issuer, _ in PAIRS
        }
        self.lines = [self._line(*pair, number) for pair in PAIRS for number in range(LINES)]
        self.documents: list[Document] = []
        self.records: list[CodedRecord] = []
        self.home: dict[str, int] = {}
        for number in range(len(self.lines)):
            self._report(number)
        self._invent()

    @property
    def as_of(self) -> str:
        """A year after the last line was declared."""
        return f"{1990 + YEARS + 2}-01-01"

    # --- lives ------------------------------------------------------------------------------

    def _line(self, issuer: str, addressee: str, number: int) -> TrueLine:
        rng = self.rng
        start = date(1990, 1, 1) + timedelta(
            days=int((number + rng.uniform()) * YEARS * 365 / LINES)
        )
        gaps = rng.integers(5, 60, rng.poisson(1.5))
        statements = [start, *(start + timedelta(days=int(gap)) for gap in np.cumsum(gaps))]
        fixed = (issuer, addressee, number, int(rng.integers(len(ANSWERS))), tuple(statements))
        if rng.uniform() < 0.4:
            return TrueLine(*fixed, None, None, "heeded")
        crossed = statements[-1] + timedelta(days=int(rng.integers(5, 60)))
        answered = crossed + timedelta(days=int(rng.integers(1, ANSWERED_WITHIN)))
        if rng.uniform() < 0.1:
            return TrueLine(*fixed, crossed, answered, "answered_otherwise")
        if rng.uniform() < self.rates[issuer]:
            return TrueLine(*fixed, crossed, answered, "enforced")
        return TrueLine(*fixed, crossed, None, "not_enforced")

    # --- reports ----------------------------------------------------------------------------

    def _happens(self, share: float) -> bool:
        return bool(self.rng.uniform() < share)

    def _report(self, number: int) -> None:
        line = self.lines[number]
        for outlet in range(self.noise.outlets):
            for turn, day in enumerate(line.statements):
                life: Life = "reiterated" if turn else "declared"
                self._tell(number, outlet, day, life)
            if line.crossed is None:
                continue
            self._do(outlet, line.crossed, self._crossing(line))
            if line.end == "answered_otherwise":
                kind, words = OTHER_ANSWER
                deed = (line.issuer, kind, line.addressee, words)
                self._do(outlet, line.answered or line.crossed, deed)
                continue
            end = line.end
            if not self._happens(self.noise.knows):
                end = str(self.rng.choice(["enforced", "not_enforced"]))
            told = line.crossed + timedelta(days=ANSWERED_WITHIN if end == "enforced" else WINDOW)
            day = line.answered if line.answered and end == "enforced" else told
            if self._happens(self.noise.stated):
                self._tell(number, outlet, day, end)  # type: ignore[arg-type]
            elif end == "enforced":
                kind, _, done = ANSWERS[line.answer]
                self._do(outlet, day, (line.issuer, kind, line.addressee, done))

    def _wording(self, line: TrueLine) -> str:
        return TRIGGERS[line.trigger][1 + self._happens(self.noise.paraphrased)]

    def _crossing(self, line: TrueLine) -> tuple[str, str, str, str]:
        return line.addressee, TRIGGERS[line.trigger][0], line.issuer, self._wording(line)

    def _article(self, day: date, outlet: int, text: str) -> list[Document]:
        """The article, and with some chance a copy of it in another outlet."""
        first = Document(
            id=content_id("article", len(self.documents)), origin=f"{len(self.documents)}.txt",
            published=(day + timedelta(days=int(self.rng.integers(0, 3)))).isoformat(),
            published_basis="stated", outlet=f"Outlet {outlet}", text=text,
        )  # fmt: skip
        articles = [first]
        if self._happens(self.noise.copied):
            copy = {"id": content_id("copy", first.id), "origin": f"copy of {first.origin}"}
            articles.append(first.model_copy(update=copy | {"copy_of": first.id}))
        self.documents += articles
        return articles

    def _add(self, article: Document, made: type, **fields: Any) -> CodedRecord:
        record: CodedRecord = made(
            id=content_id("record", article.id), document_id=article.id, origin=article.origin,
            rule="simulated", span=Span.of(article, 0, len(article.text)), **fields,
        )  # fmt: skip
        self.records.append(record)
        return record

    def _tell(self, number: int, outlet: int, day: date, life: Life) -> None:
        """An outlet says of the line that it was declared, reiterated, enforced or not."""
        if not self._happens(self.noise.hears) or not self._happens(self.noise.recall):
            return
        if not self._happens(self.noise.life):
            life = self._some_life()
        self._commit(number, outlet, day, life)

    def _commit(self, number: int, outlet: int, day: date, life: Life) -> None:
        line = self.lines[number]
        wording, (kind, threat, _) = self._wording(line), ANSWERS[line.answer]
        pair = {"actor": (line.addressee,), "recipient": (line.issuer,)}
        back = {"actor": (line.issuer,), "recipient": (line.addressee,)}
        text = f"If {wording}, {line.issuer} {threat} ({life}, {day}, {outlet})."
        for article in self._article(day, outlet, text):
            record = self._add(
                article, Commitment, kind="deterrent_threat", issuer=(line.issuer,),
                addressee=(line.addressee,), strength="explicit", life=life,
                trigger=Action(type=TRIGGERS[line.trigger][0], text=wording, **pair),
                trigger_polarity="if_done", consequence=Action(type=kind, text=threat, **back),
                date=day.isoformat() if life in {"declared", "reiterated"} else None,
            )  # fmt: skip
            self.home[record.id] = number

    def _do(self, outlet: int, day: date, deed: tuple[str, str, str, str]) -> None:
        """An outlet tells a deed."""
        if not self._happens(self.noise.hears) or not self._happens(self.noise.event_recall):
            return
        self._deed(outlet, day, deed)

    def _deed(self, outlet: int, day: date, deed: tuple[str, str, str, str]) -> None:
        actor, kind, recipient, words = deed
        text = f"{actor} {words} ({day}, {outlet})."
        for article in self._article(day, outlet, text):
            action = Action(actor=(actor,), type=kind, recipient=(recipient,), text=words)
            self._add(article, Event, action=action, status="actual", date=day.isoformat())

    # --- what the coder invents ---------------------------------------------------------------

    def _some_life(self) -> Life:
        """A life as often as the corpus has it."""
        lives = [record.life for record in self.records if isinstance(record, Commitment)]
        return lives[int(self.rng.integers(len(lives)))] if lives else "declared"

    def _invent(self) -> None:
        """False records, as many as the coder's precision leaves among all."""
        told = Counter(type(record) for record in self.records)
        for made, right in (
            (Commitment, self.noise.precision),
            (Event, self.noise.event_precision),
        ):
            for _ in range(self.rng.poisson(told[made] * (1 - right) / right)):
                number = int(self.rng.integers(len(self.lines)))
                line = self.lines[number]
                day = line.statements[0] + timedelta(days=int(self.rng.integers(0, 365)))
                if made is Commitment:
                    self._commit(number, 0, day, self._some_life())
                elif not self._happens(self.noise.close):
                    self._deed(0, day, (line.issuer, "CONSULT", line.addressee, "meets the envoy"))
                elif self._happens(0.5):
                    self._deed(0, day, self._crossing(line))
                else:
                    kind, _, done = ANSWERS[int(self.rng.integers(len(ANSWERS)))]
                    self._deed(0, day, (line.issuer, kind, line.addressee, done))


# --- what the ledger makes of it --------------------------------------------------------------


@dataclass
class Score:
    """Counts over runs; `ranks` are P(rate <= true rate) by issuer, with the n behind each."""

    ranks: list[float] = field(default_factory=list)
    counted: list[int] = field(default_factory=list)
    ended: Counter[tuple[str, str]] = field(default_factory=Counter)
    lines: int = 0
    found: int = 0
    pairs: Counter[str] = field(default_factory=Counter)

    def covered(self, level: float, least: int = 0) -> tuple[float, int]:
        """The share of true rates in the `level` interval, over posteriors of n >= `least`."""
        tail = (1 - level) / 2
        inside = [
            tail <= rank <= 1 - tail
            for rank, n in zip(self.ranks, self.counted, strict=True) if n >= least
        ]  # fmt: skip
        return (sum(inside) / len(inside) if inside else float("nan")), len(inside)


def add_run(score: Score, world: World) -> None:
    """Enter a world's records and add what the ledger says of them."""
    book = enter(world.documents, world.records, as_of=world.as_of)
    witnesses = Witnesses(world.records, {d.id: d for d in world.documents})
    found = endings(
        (line, ending(book.history(line.id), witnesses, as_of=book.as_of)) for line in book.lines
    )
    for issuer, rate in world.rates.items():
        chances = [e.enforced for e in found.get((issuer, ""), []) if e.state == "counted"]
        score.ranks.append(Posterior((1, 2), chances).below(rate))
        score.counted.append(len(chances))
    score.lines += len(world.lines)
    score.found += len(book.lines)
    _count_pairs(score, world, book)
    _count_endings(score, world, book)


def _count_pairs(score: Score, world: World, book: Ledger) -> None:
    """Pairs of commitments on one line: by the truth, by the ledger, by both."""
    cells = Counter(
        (world.home[member], line.id) for line in book.lines for member in line.commitments
    )
    truth, ours = Counter[int](), Counter[str]()
    for (home, line_id), size in cells.items():
        truth[home] += size
        ours[line_id] += size
        score.pairs["both"] += size * (size - 1) // 2
    score.pairs["truth"] += sum(size * (size - 1) // 2 for size in truth.values())
    score.pairs["ours"] += sum(size * (size - 1) // 2 for size in ours.values())


def _count_endings(score: Score, world: World, book: Ledger) -> None:
    """The true end of each line beside the status of the ledger's line that holds most of it."""
    held: dict[int, Counter[str]] = {}
    status: dict[str, str] = {line.id: line.status for line in book.lines}
    for line in book.lines:
        for member in line.commitments:
            held.setdefault(world.home[member], Counter())[line.id] += 1
    for number, true in enumerate(world.lines):
        if number in held:
            (best, _), *_ = held[number].most_common(1)
            score.ended[true.end, status[best]] += 1


def simulate(runs: int, seed: int, truth: str, noise: Noise) -> Score:
    """The score of `runs` worlds, each from its own child of the seed."""
    score = Score()
    for child in np.random.SeedSequence(seed).spawn(runs):
        add_run(score, World(np.random.default_rng(child), truth, noise))
    return score


def report(score: Score) -> dict[str, Any]:
    """The figures printed."""
    both, truth, ours = (score.pairs[key] for key in ("both", "truth", "ours"))
    status: dict[str, dict[str, int]] = {}
    for (end, shown), count in sorted(score.ended.items()):
        status.setdefault(end, {})[shown] = count
    return {
        "coverage": {
            f"{level:.0%}": {
                f"n>={least}": [round(share, 3), size]
                for least in (0, 1, 4)
                for share, size in [score.covered(level, least)]
            }
            for level in (0.5, 0.8, 0.9)
        },
        "lines": {"true": score.lines, "found": score.found},
        "same_line_f1": round(2 * both / (truth + ours), 3),
        "status_by_true_end": status,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=20240914)
    parser.add_argument("--truth", choices=["prior", "uniform"], default="prior")
    parser.add_argument("--world", choices=sorted(WORLDS), default="as measured")
    options = parser.parse_args()
    score = simulate(options.runs, options.seed, options.truth, WORLDS[options.world])
    print(json.dumps(report(score), indent=1))


if __name__ == "__main__":
    main()
