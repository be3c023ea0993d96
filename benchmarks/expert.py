"""Score the coder on sentences that experts coded: ICBe and PLOVER's gold standard records.

    python benchmarks/expert.py DATA_DIR [--floors tests/floors.toml]

DATA_DIR holds `text/icbe_sentences_dev.parquet` (sentences of crisis histories, Douglass et al.
2022, arXiv:2202.07081) and `text/plover_gsr_dev.csv` (PLOVER's gold standard records). Neither
belongs to this repository; nothing is fitted on them here, and no text of theirs is printed.

    threat      sentences in which a threat or an ultimatum is spoken (`is_threat`, `is_ultimatum`)
    condition   sentences with a condition (`is_conditional`)
    actors      the states and international organisations that do, say, think or are done to
    types       the type of the one event of each PLOVER record, out of sixteen

F1, precision and recall are micro-averaged; AP is the average precision of the scores. Each figure
stands with its 95 % interval: percentiles of 1,000 bootstrap draws, of crises for ICBe and of
records for PLOVER. Prints the confusion of types too; exits 1 when a figure is under its floor.

**Actors.** Gold is the set of codes in `do_actor_a`, `do_actor_b`, `say_actor_a`, `say_actor_b` and
`think_actor_a` of a sentence. A name there counts when the whole of it is the name of a state or an
organisation in the gazetteer, or stands in `NAMES`; factions, armed groups and the alliances of a
war are left out, and so are sentences that name nobody else. Ours is the set of states and
organisations that the gazetteer finds in the sentence, read with the other sentences of the crisis
and the median year of its events. Fewer than two are filled up to two from those named before in
the crisis, the most salient first: each naming counts one over its distance in sentences. Sets are
compared code by code, summed over sentences; the Soviet Union and Russia are one.

**Types.** Of the acts that the lexicon types, the one highest in the sentence is taken. PLOVER has
no status, so a friendly act that is announced is AGREE, a hostile one THREATEN, and a friendly one
that is denied REJECT.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median_low
from typing import Any, NamedTuple, TypeVar

import duckdb
import numpy as np
from spacy.tokens import Token

from brinkwatch import gazetteer
from brinkwatch.coding import code, commitments, events
from brinkwatch.coding.denials import demands, refusals, reproaches
from brinkwatch.coding.heads import Heads
from brinkwatch.coding.parsing import ancestors, lemma, parse
from brinkwatch.coding.verbgroups import modals, negated
from brinkwatch.gazetteer.tables import rows as table
from brinkwatch.records import CodedRecord, Commitment, Document, Estimate

FLOORS = Path(__file__).parents[1] / "tests" / "floors.toml"
DRAWS, SEED = 1000, 1962
T = TypeVar("T")
Row = dict[str, Any]
Figures = dict[str, tuple[float, float, float]]
"""Figure, then the low and the high end of its 95 % interval, by name."""


class Scores(NamedTuple):
    """How sure the coder is, from 0 to 1, that a text states a threat, and a condition."""

    threat: float
    condition: float


class Judged(NamedTuple):
    """What the experts say of a sentence, and the score it gets."""

    gold: bool
    score: float


class Sets(NamedTuple):
    """The actors of a sentence by the experts and by the coder."""

    gold: frozenset[str]
    ours: frozenset[str]


# --- what is scored -----------------------------------------------------------------------------


def scores(texts: Sequence[str]) -> list[Scores]:
    """The coder's scores, text by text: the confidence of its surest record, 1 where it has none.

    Each text is coded alone. A threat is any commitment but an assurance or a promise, a condition
    is the trigger of a commitment or the condition of an estimate.
    """
    found: dict[str, list[CodedRecord]] = {}
    documents = [_document(str(number), text) for number, text in enumerate(texts)]
    for record in code(documents, headlines=True).records:
        found.setdefault(record.document_id, []).append(record)
    return [_scores(found.get(str(number), [])) for number in range(len(texts))]


def either(texts: Sequence[str]) -> list[Scores]:
    """The probability that the records or the encoder's answer for the sentence are right.

    As if the two were independent: one minus both being wrong. A ranking, for average precision.
    """
    encoder = Heads.load().encoder
    assert encoder is not None
    out = []
    for told, reading in zip(scores(texts), encoder.read(texts), strict=True):
        answers = (reading.sentence["threatening"], reading.sentence["conditional"])
        wrong = [(1 - a) * (1 - b) for a, b in zip(told, answers, strict=True)]
        out.append(Scores(1 - wrong[0], 1 - wrong[1]))
    return out


def _scores(records: Sequence[CodedRecord]) -> Scores:
    def best(wanted: Callable[[CodedRecord], bool]) -> float:
        return max(
            (1.0 if r.confidence is None else r.confidence for r in records if wanted(r)),
            default=0.0,
        )

    return Scores(best(_threatens), best(_conditional))


def _threatens(record: CodedRecord) -> bool:
    return isinstance(record, Commitment) and record.kind not in {"assurance", "promise"}


def _conditional(record: CodedRecord) -> bool:
    if isinstance(record, Commitment):
        return record.trigger is not None
    return isinstance(record, Estimate) and record.condition is not None


def _document(name: str, text: str) -> Document:
    return Document(
        id=name, origin=name, kind="headline", title=text, text=text, language="en",
        published="2000-01-01", published_basis="stated",
    )  # fmt: skip


KEYWORDS = re.compile(
    r"\b(?:threat\w*|ultimat\w*|warn\w*|menac\w*|retaliat\w*|vow\w*|deadline|red line|unless)\b"
)
IF_UNLESS = re.compile(r"\b(?:if|unless)\b")


def by_words(pattern: re.Pattern[str], texts: Sequence[str]) -> list[float]:
    """The baseline: 1 where one of the words stands in the text."""
    return [float(bool(pattern.search(text.lower()))) for text in texts]


# --- actors -------------------------------------------------------------------------------------

NAMES = {
    "Columbia": "COL",
    "Member states of the United Nations": "UN",
    "Organisation of the League of Nations": "LEAGUE_OF_NATIONS",
}
_ROLES = ("do_actor_a", "do_actor_b", "say_actor_a", "say_actor_b", "think_actor_a")
_BODIES = frozenset(row["code"] for row in table("organisations") if row["kind"] == "organisation")


def _one(codes: Sequence[str]) -> list[str]:
    """States and organisations among the codes, Soviet Union and Russia one, without repeats."""
    known = gazetteer.states() | _BODIES
    return list(dict.fromkeys("RUS" if c == "SUN" else c for c in codes if c in known))


def coded_as(name: str) -> list[str]:
    """The code of an ICBe name; empty where it is no state or organisation."""
    if name in NAMES:
        return [NAMES[name]]
    whole = [m for m in gazetteer.find(name) if m.text == name]
    return _one([m.code for m in whole if m.kind in {"state", "organisation"}])


def actor_sets(crisis: Sequence[Row], *, carried: bool = True) -> Iterator[Sets]:
    """The sets of the sentences of one crisis that name a state or an organisation."""
    text = "\n".join(row["text"] for row in crisis)
    years = [row["earliest_year"] for row in crisis if row["earliest_year"]]
    date = str(median_low(years)) if years else None
    mentions, start = gazetteer.find(text, date), 0
    before: list[list[str]] = []
    for row in crisis:
        end = start + len(row["text"])
        named = _one([m.code for m in mentions if start <= m.start < end])
        ours = named + salient(before, named)[: max(0, 2 - len(named))] if carried else named
        gold = {c for role in _ROLES for name in row[role] or () for c in coded_as(name)}
        if gold:
            yield Sets(frozenset(gold), frozenset(ours))
        before.append(named)
        start = end + 1


def salient(before: Sequence[Sequence[str]], but: Sequence[str]) -> list[str]:
    """The actors of the sentences before, the most salient first."""
    weight: dict[str, float] = {}
    for distance, named in enumerate(reversed(before), start=1):
        for actor in named:
            weight[actor] = weight.get(actor, 0.0) + 1 / distance
    return [a for a in sorted(weight, key=lambda actor: -weight[actor]) if a not in but]


# --- types --------------------------------------------------------------------------------------

_FRIENDLY = {"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"}
_HOSTILE = {"REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}


def type_of(text: str) -> str:
    """The PLOVER type of the sentence's main act, or "none"."""
    article = parse(_document("record", text))
    said = [*demands(article), *refusals(article), *reproaches(article)]
    acts = [(c.head, str(c.action.type), str(c.status)) for c in said]
    acts += [(r.head, str(r.action.type), r.status) for r in events.read(article)]
    acts.sort(key=lambda act: (sum(1 for _ in ancestors(act[0])), act[0].i))
    promised = commitments.find(article)
    if promised and not (acts and acts[0][2] in {"actual", "ongoing"}):
        return "THREATEN" if any(map(_threatens, promised)) else "AGREE"
    return _plover(*acts[0]) if acts else "none"


def _plover(head: Token, kind: str, status: str) -> str:
    if kind in _FRIENDLY and (status == "denied" or negated(head)):
        return "REJECT"
    decided = lemma(head.head) in {"decide", "order", "vote"}
    if modals(head) & {"will", "would", "shall"} or (status == "planned" and not decided):
        return "AGREE" if kind in _FRIENDLY else "THREATEN" if kind in _HOSTILE else kind
    return kind


# --- figures and intervals ----------------------------------------------------------------------


def interval(
    groups: Sequence[Sequence[T]], figure: Callable[[list[T]], float]
) -> tuple[float, float, float]:
    """The figure over all groups, and the percentiles of its draws of groups with replacement."""
    random = np.random.default_rng(SEED)
    picks = random.integers(len(groups), size=(DRAWS, len(groups)))
    drawn = [figure([item for pick in picked for item in groups[pick]]) for picked in picks]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return figure([item for group in groups for item in group]), float(low), float(high)


def _counts(judged: Sequence[Judged]) -> tuple[int, int, int]:
    both = sum(gold and score >= 0.5 for gold, score in judged)
    return both, sum(score >= 0.5 for _, score in judged), sum(gold for gold, _ in judged)


def precision(judged: Sequence[Judged]) -> float:
    """Share right of what scores .5 or more."""
    both, ours, _ = _counts(judged)
    return both / max(ours, 1)


def recall(judged: Sequence[Judged]) -> float:
    """Share found of what the experts found."""
    both, _, gold = _counts(judged)
    return both / max(gold, 1)


def f1(judged: Sequence[Judged]) -> float:
    """Harmonic mean of precision and recall."""
    both, ours, gold = _counts(judged)
    return 2 * both / max(ours + gold, 1)


def average_precision(judged: Sequence[Judged]) -> float:
    """Mean precision over the recall gained at each distinct score, from the highest down."""
    gold = np.array([item.gold for item in judged], dtype=float)
    score = np.array([item.score for item in judged])
    order = np.argsort(-score, kind="stable")
    hits = np.cumsum(gold[order])
    last = np.r_[np.flatnonzero(np.diff(score[order])), len(order) - 1]
    gained = np.diff(np.r_[0.0, hits[last]]) / max(hits[-1], 1)
    return float(np.sum(gained * hits[last] / (last + 1)))


def set_f1(sets: Sequence[Sets]) -> float:
    """F1 of codes, summed over sentences."""
    both = sum(len(gold & ours) for gold, ours in sets)
    return 2 * both / max(sum(len(gold) + len(ours) for gold, ours in sets), 1)


def accuracy(pairs: Sequence[tuple[str, str]]) -> float:
    """Share of pairs that are equal."""
    return sum(gold == ours for gold, ours in pairs) / max(len(pairs), 1)


def icbe(data: Path) -> Figures:
    """The figures on ICBe: threats, conditions, actors, and their baselines."""
    sentences = _rows(data / "text" / "icbe_sentences_dev.parquet", "crisno, sent_no")
    texts = [row["text"] for row in sentences]
    by_coder, by_either = scores(texts), either(texts)
    judged = {
        "threat": [s.threat for s in by_coder],
        "condition": [s.condition for s in by_coder],
        "threat, records or encoder": [s.threat for s in by_either],
        "condition, records or encoder": [s.condition for s in by_either],
        "threat, keywords": by_words(KEYWORDS, texts),
        "condition, if and unless": by_words(IF_UNLESS, texts),
    }
    crises: dict[int, list[int]] = {}
    for number, row in enumerate(sentences):
        crises.setdefault(row["crisno"], []).append(number)
    found: Figures = {}
    for name, given in judged.items():
        gold = [_gold(name, row) for row in sentences]
        groups = [[Judged(gold[n], given[n]) for n in crisis] for crisis in crises.values()]
        for figure in (precision, recall, f1, average_precision):
            found[f"{name}.{figure.__name__}"] = interval(groups, figure)
    told = [[sentences[n] for n in crisis] for crisis in crises.values()]
    found["actors.f1"] = interval([list(actor_sets(crisis)) for crisis in told], set_f1)
    named = [list(actor_sets(crisis, carried=False)) for crisis in told]
    found["actors, named in the sentence.f1"] = interval(named, set_f1)
    return found


def _gold(name: str, row: Row) -> bool:
    if name.startswith("threat"):
        return bool(row["is_threat"] or row["is_ultimatum"])
    return bool(row["is_conditional"])


def plover(data: Path) -> tuple[Figures, Counter[tuple[str, str]]]:
    """The accuracy on PLOVER's records with its baseline, and (gold, ours) counted."""
    records = _rows(data / "text" / "plover_gsr_dev.csv", "id")
    pairs = [(row["event_2021"], type_of(row["text"])) for row in records]
    commonest = Counter(gold for gold, _ in pairs).most_common(1)[0][0]
    figures = {
        "types.accuracy": interval([[pair] for pair in pairs], accuracy),
        "types, commonest type.accuracy": interval([[(g, commonest)] for g, _ in pairs], accuracy),
    }
    return figures, Counter(pairs)


def _rows(file: Path, order: str) -> list[Row]:
    found = duckdb.execute(f"select * from '{file}' order by {order}")
    columns = [column[0] for column in found.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


# --- what is printed ----------------------------------------------------------------------------


def confusion(counts: Counter[tuple[str, str]]) -> str:
    """The table of types: gold down, ours across, as text."""
    types = sorted({kind for pair in counts for kind in pair})
    width = max(map(len, types))
    lines = [" " * width + " " + " ".join(kind[:4] for kind in types)]
    for gold in sorted({pair[0] for pair in counts}):
        cells = (f"{counts[gold, ours] or '.':>4}" for ours in types)
        lines.append(gold.ljust(width) + " " + " ".join(cells))
    return "\n".join(lines)


def shortfalls(figures: Figures, floors: Path = FLOORS) -> list[str]:
    """The figures that lie under their floors, each as a sentence."""
    pinned: dict[str, float] = tomllib.loads(floors.read_text("utf-8"))["expert"]
    return [
        f"{name} is {figures[name][0]:.3f}, its floor {floor}"
        for name, floor in pinned.items()
        if figures[name][0] < floor
    ]


def main() -> int:
    """Print every figure with its interval, and the confusion of types."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--floors", type=Path, default=FLOORS)
    arguments = parser.parse_args()
    types, counts = plover(arguments.data)
    figures = icbe(arguments.data) | types
    for name, (value, low, high) in figures.items():
        print(f"{name:<42} {value:.3f}  [{low:.3f}, {high:.3f}]")
    print("\ntypes: gold down, ours across\n" + confusion(counts))
    under = shortfalls(figures, arguments.floors)
    for sentence in under:
        print(f"under the floor: {sentence}", file=sys.stderr)
    return 1 if under else 0


if __name__ == "__main__":
    sys.exit(main())
