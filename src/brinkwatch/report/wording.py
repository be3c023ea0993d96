"""Numbers and codes in a reader's words, the same in the terminal, the page and the charts."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from typing import Any

from brinkwatch.forecast import prior
from brinkwatch.forecast.questions import called, rung
from brinkwatch.records import BaseRate, Crisis, Document, Forecast

DIRECTIONS = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""The directional overrides, embeddings and isolates of UAX 9."""


def inert(text: object) -> str:
    """The text with what could drive a terminal or reorder a line replaced by U+FFFD.

    That is: control characters other than tab and line feed, unpaired surrogates, noncharacters,
    and the directional overrides and isolates of Unicode (UAX 9). The length does not change, so
    offsets into the text stay true.
    """
    return "".join("\ufffd" if _acts(c) else c for c in str(text))


def _acts(c: str) -> bool:
    if c in "\n\t":
        return False
    if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} or c in DIRECTIONS:
        return True
    return ord(c) & 0xFFFE == 0xFFFE or "\ufdd0" <= c <= "\ufdef"


def shortened(text: str, width: int) -> str:
    """The text on one line, cut at a word to at most `width` characters."""
    line = " ".join(text.split())
    if len(line) <= width:
        return line
    cut = line[: width - 1]
    if line[width - 1] == " ":
        return cut.rstrip(" ,;:") + "…"
    return (cut.rsplit(" ", 1)[0] if " " in cut[width // 2 :] else cut).rstrip(" ,;:") + "…"


def percent(p: float) -> str:
    """A probability as a percentage, with the digits that it takes near 0 and near 1.

    >>> percent(0.1462), percent(0.042), percent(0.0004), percent(0.9996)
    ('15 %', '4.2 %', '0.04 %', '99.96 %')
    """
    edge = min(p, 1 - p)
    if p >= 0.0995 and edge >= 0.0095:
        return f"{100 * p:.0f} %"
    places = 1 if edge <= 0 else max(1, 1 - math.floor(math.log10(100 * edge) + 1e-9))
    shown = f"{100 * p:.{places}f}"
    if edge < 0.00995 and "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return f"{shown} %"


def chance(p: float) -> str:
    """A probability as a reader needs it: a percentage, below 1 % as "1 in N" as well.

    >>> chance(0.21), chance(0.0005)
    ('21 %', '1 in 2,000 (0.05 %)')
    """
    return f"1 in {one_in(p)} ({percent(p)})" if 0 < p < 0.01 else percent(p)


def short(p: float) -> str:
    """A probability for a narrow column: below 1 % only as "1 in N".

    >>> short(0.21), short(0.0005)
    ('21 %', '1 in 2,000')
    """
    return f"1 in {one_in(p)}" if 0 < p < 0.01 else percent(p)


def one_in(p: float) -> str:
    """N of "1 in N" with two significant digits."""
    n = 1 / p
    return f"{round(n, 1 - math.floor(math.log10(n))):,.0f}"


def between(interval: Iterable[float]) -> str:
    """An interval of probabilities: `3.1 to 12 %`; wholly below 1 % as `1 in 9,000 to 1 in 400`."""
    low, high = interval
    if low > 0 and high < 0.01:
        return f"1 in {one_in(low)} to 1 in {one_in(high)}"
    return f"{percent(low).removesuffix(' %')} to {percent(high)}"


def compact(interval: Iterable[float]) -> str:
    """An interval for a narrow column: `3.1–12 %`, `1 in 9,000–400`."""
    return between(interval).replace(" to 1 in ", "–").replace(" to ", "–")


def points(delta: float) -> str:
    """A difference of probabilities in percentage points, signed.

    >>> points(0.031), points(-0.0004), points(0.0)
    ('+3.1 points', '−0.040 points', 'no change')
    """
    size = abs(100 * delta)
    if size < 0.0005:
        return "no change"
    places = 0 if size >= 9.95 else 1 if size >= 0.95 else 1 - math.floor(math.log10(size))
    return f"{'+' if delta > 0 else '−'}{size:.{places}f} points"


def apart(delta: float) -> str:
    """How far a probability lies from another: `3.1 points above`, `as high as`.

    >>> apart(0.031), apart(-0.04), apart(0.0)
    ('3.1 points above', '4.0 points below', 'as high as')
    """
    size = points(abs(delta)).removeprefix("+")
    return "as high as" if size == "no change" else f"{size} {'above' if delta > 0 else 'below'}"


def odds_factor(log_odds: float) -> str:
    """A step in log odds as what it does to the odds: `odds × 1.8`."""
    return f"odds × {math.exp(log_odds):.2f}" if log_odds else "no effect"


def logit(p: float) -> float:
    """Log odds of a probability in (0, 1)."""
    return math.log(p / (1 - p))


def logistic(x: float) -> float:
    """The probability of log odds."""
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def words(key: str) -> str:
    """A key or code as words: `deterrent_threat` is `deterrent threat`."""
    return key.replace("_", " ")


def sentence(text: str) -> str:
    """The text as a sentence: a capital first, a full stop last."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def event(key: str) -> str:
    """The name of a rung of the ladder: `limited_force` is `direct use of force`."""
    return rung(key).name


def base(forecast: Forecast) -> str:
    """What a base rate counts; of a rung that is a kind of another, the share it takes of that."""
    rate, within = forecast.base_rate, rung(forecast.rung).within
    counted_as = f"{rate.k:,} of {rate.n:,}"
    told = f"{counted_as} once there is {event(within)}" if within else counted_as
    return f"{told}, and {others}" if (others := averaged(forecast)) else told


def averaged(forecast: Forecast) -> str:
    """The classes averaged with the first, `1 other class`; "" where the number printed is its."""
    if short(prior(forecast)) == short(forecast.base_rate.share):
        return ""
    others = sum(step.kind == "base_rate" for step in forecast.steps) - 1
    return counted(others, "other class", "other classes")


def spell(crisis: Crisis) -> str:
    """The title of a crisis with the years it was reported in: `Iran – Israel (2030 to 2031)`."""
    years = list(dict.fromkeys(day[:4] for day in (crisis.first, crisis.last) if day))
    return f"{crisis.title} ({' to '.join(years)})" if years else crisis.title


def sides(codes: Iterable[str], otherwise: str = "unnamed") -> str:
    """Actor codes as names, joined: `Russia and Belarus`."""
    names = [called(code) for code in codes]
    if not names:
        return otherwise
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def counted(n: int, one: str, many: str | None = None) -> str:
    """`1 article`, `2 articles`."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def start(forecast: Forecast) -> str:
    """The base rate the evidence starts from, with its n and the classes averaged in it."""
    rate, others = forecast.base_rate, averaged(forecast)
    told = f"{rate.k:,} of {rate.n:,}, {rate.reference_class}, {rate.period}"
    return f"{chance(prior(forecast))} ({told}{f'; averaged with {others}' if others else ''})"


def base_rate(rate: BaseRate) -> str:
    """A base rate with its n: `15 % (15 of 103 threats between states, 1946-2000)`."""
    return f"{chance(rate.share)} ({rate.k:,} of {rate.n:,}, {rate.reference_class}, {rate.period})"


def dated(document: Document) -> str:
    """How a document was dated, in a phrase: the date, whether it is stated, and by what."""
    stated = ", stated" if document.published_basis == "stated" else ""
    note = f" ({document.published_note})" if document.published_note else ""
    return f"{document.when()}{stated}{note}"


def copies(n: int) -> str:
    """`2 of them a copy or new version of another`."""
    return f"{n or 'none'} of them a copy or new version of another"


def form(copy: Document, documents: Iterable[Document]) -> str:
    """What a copy or an updated version is a form of, and what changed."""
    first = next((d.origin for d in documents if d.id == copy.copy_of), copy.copy_of)
    return f"form of {first}: {copy.copy_note}"


def scores(record: dict[str, Any]) -> list[tuple[str, float]]:
    """The scores of a track record and Murphy's parts, by name; those that do not exist left out.

    `record` is what `forecast.track_record` returns for n > 0.
    """
    named = ("brier", "brier_skill", "log", "log_skill")
    parts = record["murphy_corrected"].items()
    rows = [*((key, record[key]) for key in named), *parts]
    return [(key, value) for key, value in rows if value is not None]


def policies(compared: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The rows of a comparison of policies: name and outcomes, in their order.

    `compared` is what `crisis.compare` returns: `policies`, a list of `{policy, outcomes, ...}`.
    """
    return [(row["policy"], row["outcomes"]) for row in compared["policies"]]
