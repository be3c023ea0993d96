"""The source statement of ICD 203: who is quoted, how articles are dated, what is missing."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from brinkwatch.forecast.base_rates import settings
from brinkwatch.forecast.questions import names
from brinkwatch.records import Commitment, Crisis, Document, Estimate
from brinkwatch.report.answer import Answer
from brinkwatch.report.wording import counted

SPOKEN = re.compile(r"“([^”“]+)”|«([^»«]+)»|„([^“”„]+)[“”]|\"([^\"\n]+)\"")
"""Words between quotation marks; single ones are left out, they are apostrophes too often."""

EXPERTS = "experts and authors"
OTHERS = "others"


@dataclass(frozen=True)
class Statement:
    """What the articles of an answer are, counted."""

    documents: int
    copies: int
    headlines: int
    outlets: tuple[str, ...]
    unnamed_outlets: int
    kinds: dict[str, int]
    languages: dict[str, int]
    dating: dict[str, int]
    named_experts: tuple[str, ...]
    unnamed_estimates: int
    expert_estimates: int
    direct_quotes: int


def statement(answer: Answer, crisis: Crisis | None = None) -> Statement:
    """Count the sources of an answer, or of one crisis in it; opinion and direct speech apart."""
    articles = [a for a in answer.articles() if crisis is None or a.id in crisis.documents]
    outlets = {a.outlet.casefold(): a.outlet for a in reversed(articles) if a.outlet}
    known = {article.id for article in articles}
    estimates = [
        r for r in answer.records if isinstance(r, Estimate) and r.document_id in known
    ]  # fmt: skip
    experts = [r for r in estimates if "EXPERT" in r.holder]
    names = [named(r.holder_name) for r in experts]
    return Statement(
        documents=len(articles), copies=sum(a.copy_of is not None for a in articles),
        headlines=sum(d.parent_id in known for d in answer.documents),
        outlets=tuple(outlets[key] for key in sorted(outlets)),
        unnamed_outlets=sum(article.outlet is None for article in articles),
        kinds=_count(article.kind for article in articles),
        languages=_count(article.language or "unknown" for article in articles),
        dating=_count(article.published_basis for article in articles),
        named_experts=_persons([*names, *_expert_authors(articles, estimates)]),
        unnamed_estimates=names.count(None), expert_estimates=len(experts),
        direct_quotes=sum(direct_quotes(article) for article in articles),
    )  # fmt: skip


def named(holder: str | None) -> str | None:
    """The name of a person or an institution in the words for a holder; None: it names nobody.

    >>> named("military analyst Dana Field"), named("some Western analysts"), named("Observers")
    ('Dana Field', None, None)
    """
    rules = conventions()["names"]
    words = [word.strip(',;:()“”"') for word in (holder or "").split()]
    capitals = [word[:1].isupper() and word not in rules["determiners"] for word in words]
    first = next((i for i in range(len(words) - 1) if capitals[i] and capitals[i + 1]), None)
    if first is None:  # a surname alone; at the start of a sentence any word has a capital
        first = next((i for i, capital in enumerate(capitals) if capital and i), None)
    if first is None:
        return None
    last = first
    while last + 1 < len(words) and (capitals[last + 1] or words[last + 1] in rules["particles"]):
        last += 1
    if any(word not in rules["followers"] for word in words[last + 1 : last + 2]):
        return None  # a White House official, some Western analysts
    before = first
    while before and words[before - 1] in (*rules["particles"], *rules["followers"]):
        before -= 1
    if before < first:  # the Institute for War Studies is a name, a researcher at it is not
        if not before or not capitals[before - 1]:
            return None
        first = before - 1
    while not capitals[last]:
        last -= 1
    return " ".join(words[first : last + 1])


def _expert_authors(articles: Iterable[Document], estimates: Iterable[Estimate]) -> list[str]:
    """The authors of opinion and analysis who belong to an institution and estimate something."""
    judging = {r.document_id for r in estimates if "AUTHOR" in r.holder}
    return [
        article.byline
        for article in articles
        if article.byline and article.affiliation and article.id in judging
        and article.kind in ("opinion", "analysis")
    ]  # fmt: skip


def _persons(names: Iterable[str | None]) -> tuple[str, ...]:
    """Each name once, a surname alone being that of a longer name."""
    distinct = {name for name in names if name}
    return tuple(
        sorted(n for n in distinct if not any(other.endswith(f" {n}") for other in distinct))
    )


def direct_quotes(document: Document) -> int:
    """Passages between quotation marks long enough to be speech rather than a title or irony."""
    shortest = conventions()["speech"]["words"]
    spoken = (next(filter(None, found.groups())) for found in SPOKEN.finditer(document.text))
    return sum(len(passage.split()) >= shortest for passage in spoken)


def quoted_sides(answer: Answer, crisis: Crisis) -> tuple[tuple[str, int], ...]:
    """How many commitments and estimates of a crisis are each side's own, and how many others'.

    A member speaks for its alliance; authors and experts are counted apart, always last.
    """
    mine = set(crisis.records)
    counted_for: Counter[str] = Counter()
    camps = [
        (names(codes, answer.as_of[:10]), _with_members(codes, answer.as_of))
        for codes in (crisis.challenger, crisis.defender, crisis.client)
        if codes
    ]
    for record in answer.records:
        if record.id in mine and isinstance(record, (Commitment, Estimate)):
            who = set(record.issuer if isinstance(record, Commitment) else record.holder)
            spoke = [name for name, codes in camps if who & codes]
            counted_for.update(spoke or [EXPERTS if who & {"EXPERT", "AUTHOR"} else OTHERS])
    order = dict.fromkeys([name for name, _ in camps] + [EXPERTS])
    order |= dict.fromkeys(name for name in (OTHERS,) if counted_for[name])
    return tuple((name, counted_for[name]) for name in order)


def unheard(answer: Answer, crisis: Crisis) -> tuple[str, ...]:
    """The sides of a crisis from whom no commitment and no estimate of their own is coded."""
    told = dict(quoted_sides(answer, crisis))
    return tuple(name for name, n in told.items() if not n and name not in (EXPERTS, OTHERS))


def unweighed(as_of: str, crisis: Crisis) -> int | None:
    """After how many days a report is not weighed, when every one on the crisis is older."""
    days = int(settings()["relevant_days"])
    if not crisis.last or len(crisis.last) < 10:
        return None
    old = date.fromisoformat(as_of[:10]) - date.fromisoformat(crisis.last[:10])
    return days if old.days > days else None


def confidence(answer: Answer, crisis: Crisis) -> tuple[str, tuple[str, ...]]:
    """How far the assessment may be trusted, and why not further: a level and its reasons.

    The level follows the number of shortcomings by the bounds of `conventions.toml`; it changes no
    probability.
    """
    rules, found = conventions()["confidence"], statement(answer, crisis)
    reasons = []
    if not (answer.track_record or {}).get("n"):
        reasons.append("no forecast of this program has a track record yet (n=0)")
    if unweighed(answer.as_of, crisis):
        reasons.append(f"the newest report is of {crisis.last}")
    if len(found.outlets) < rules["outlets"]:
        reasons.append(f"the articles come from {counted(len(found.outlets), 'named outlet')}")
    if opinion := found.kinds.get("opinion", 0):
        articles = counted(found.documents, "article")
        reasons.append(f"{opinion} of {articles} {'is' if opinion == 1 else 'are'} opinion")
    if not found.named_experts:
        reasons.append("no expert is named")
    elif 2 * found.unnamed_estimates > found.expert_estimates:
        reasons.append(
            f"{found.unnamed_estimates} of {found.expert_estimates} estimates ascribed to experts "
            "name nobody"
        )
    if undated := found.documents - found.dating.get("stated", 0):
        reasons.append(f"{counted(undated, 'article')} without a stated date")
    if missing := unheard(answer, crisis):
        reasons.append(f"no statement by {' or by '.join(missing)} is coded")
    level = "high"
    for name in ("moderate", "low"):
        if len(reasons) >= rules[name]:
            level = name
    return level, tuple(reasons)


def _with_members(codes: Iterable[str], as_of: str) -> frozenset[str]:
    from brinkwatch.gazetteer import members

    return frozenset(codes).union(*(members(code, as_of[:10]) for code in codes))


@cache
def conventions() -> dict[str, Any]:
    """The data of `conventions.toml`."""
    text = files("brinkwatch.report").joinpath("conventions.toml").read_text("utf-8")
    return tomllib.loads(text)


def _count(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))
