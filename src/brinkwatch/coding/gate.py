"""Says whether an article is about a crisis at all.

Sport, markets, theatre and weather borrow the vocabulary of war. An article counts when crisis
words outweigh the words of those fields and two states, organisations or armed groups are named, or
one in a text full of crisis words. The words and the thresholds are data (`lexicon/gate.toml`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from brinkwatch.coding import trace
from brinkwatch.coding.parsing import Article, shadow
from brinkwatch.coding.phrasebook import lexicon

_WORD = re.compile(r"[a-z][a-z-]+")


@cache
def _fields() -> dict[str, Any]:
    data = lexicon("gate")
    words = {row["name"]: frozenset(row["words"]) for row in data["field"]}
    return {
        "least": data["least"],
        "weight": data["weight_other"],
        "days": data["history_days"],
        "actors": data["actors"],
        "alone": data["least_alone"],
        **words,
    }


def history_days() -> int:
    """Days before publication from which an act belongs to another episode."""
    return int(_fields()["days"])


def is_crisis(article: Article) -> bool:
    """Whether the article names actors and speaks of a crisis more than of anything else."""
    data = _fields()
    words = set(_WORD.findall(shadow(article.document.text).lower()))
    crisis, other = len(words & data["crisis"]), len(words & data["other"])
    codes = {mention.code for mention in article.mentions}
    least = data["least"] if len(codes) >= data["actors"] else data["alone"]
    tells = bool(codes) and crisis >= least and crisis > data["weight"] * other
    if not tells and len(article.doc):
        trace.left(
            "document", article.doc[0],
            f"it names {', '.join(sorted(codes)) or 'no actor'} and holds {crisis} words of crisis "
            f"({least} needed) against {other} of sport, markets, theatre or weather",
        )  # fmt: skip
    return tells
