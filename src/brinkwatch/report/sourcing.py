"""The source statement of ICD 203: who is quoted, how articles are dated, what is missing."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from brinkwatch.records import Commitment, Crisis, Document, Estimate
from brinkwatch.report.answer import Answer
from brinkwatch.report.wording import counted, sides

SPOKEN = re.compile(r"“([^”“]+)”|«([^»«]+)»|„([^“”„]+)[“”]|\"([^\"\n]+)\"")
"""Words between quotation marks; single ones are left out, they are apostrophes too often."""


@dataclass(frozen=True)
class Statement:
    """What the articles of an answer are, counted."""

    documents: int
    headlines: int
    outlets: tuple[str, ...]
    unnamed_outlets: int
    kinds: dict[str, int]
    languages: dict[str, int]
    dating: dict[str, int]
    named_experts: tuple[str, ...]
    unnamed_experts: int
    direct_quotes: int
    voices: dict[str, int]


def statement(answer: Answer) -> Statement:
    """Count the sources of an answer; opinion, experts and direct speech apart."""
    articles = answer.articles()
    outlets = {a.outlet.casefold(): a.outlet for a in reversed(articles) if a.outlet}
    estimates = [r for r in answer.records if isinstance(r, Estimate) and "EXPERT" in r.holder]
    voices = Counter(
        code for r in answer.records if isinstance(r, Commitment) for code in r.issuer
    )
    return Statement(
        documents=len(articles), headlines=len(answer.documents) - len(articles),
        outlets=tuple(outlets[key] for key in sorted(outlets)),
        unnamed_outlets=sum(article.outlet is None for article in articles),
        kinds=_count(article.kind for article in articles),
        languages=_count(article.language or "unknown" for article in articles),
        dating=_count(article.published_basis for article in articles),
        named_experts=tuple(sorted({e.holder_name for e in estimates if e.holder_name})),
        unnamed_experts=sum(not e.holder_name for e in estimates),
        direct_quotes=sum(direct_quotes(article) for article in articles),
        voices=dict(sorted(voices.items(), key=lambda item: (-item[1], item[0]))),
    )  # fmt: skip


def direct_quotes(document: Document) -> int:
    """Passages between quotation marks long enough to be speech rather than a title or irony."""
    shortest = conventions()["speech"]["words"]
    spoken = (next(filter(None, found.groups())) for found in SPOKEN.finditer(document.text))
    return sum(len(passage.split()) >= shortest for passage in spoken)


def unheard(answer: Answer, crisis: Crisis) -> tuple[str, ...]:
    """The sides of a crisis from whom no commitment and no estimate of their own is coded."""
    heard: set[str] = set()
    for record in answer.records:
        if isinstance(record, Commitment):
            heard |= set(record.issuer)
        elif isinstance(record, Estimate):
            heard |= set(record.holder)
    camps = (crisis.challenger, crisis.defender, crisis.client)
    return tuple(sides(camp) for camp in camps if camp and not heard & set(camp))


def confidence(answer: Answer) -> tuple[str, tuple[str, ...]]:
    """How far the assessment may be trusted, and why not further: a level and its reasons.

    The level follows the number of shortcomings by the bounds of `conventions.toml`; it changes no
    probability.
    """
    rules, found = conventions()["confidence"], statement(answer)
    reasons = []
    if not (answer.track_record or {}).get("n"):
        reasons.append("no forecast of this program has a track record yet (n=0)")
    if len(found.outlets) < rules["outlets"]:
        reasons.append(f"the articles come from {counted(len(found.outlets), 'named outlet')}")
    if opinion := found.kinds.get("opinion", 0):
        articles = counted(found.documents, "article")
        reasons.append(f"{opinion} of {articles} {'is' if opinion == 1 else 'are'} opinion")
    if not found.named_experts:
        reasons.append("no named expert is quoted")
    if undated := found.documents - found.dating.get("stated", 0):
        reasons.append(f"{counted(undated, 'article')} without a stated date")
    if answer.crises and (missing := unheard(answer, answer.crises[0].crisis)):
        reasons.append(f"nothing said by {' or '.join(missing)} is coded")
    level = "high"
    for name in ("moderate", "low"):
        if len(reasons) >= rules[name]:
            level = name
    return level, tuple(reasons)


@cache
def conventions() -> dict[str, Any]:
    """The data of `conventions.toml`."""
    text = files("brinkwatch.report").joinpath("conventions.toml").read_text("utf-8")
    return tomllib.loads(text)


def _count(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))
