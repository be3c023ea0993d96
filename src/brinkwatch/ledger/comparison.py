"""Field by field, how two commitments compare: the evidence that they are one red line.

Record linkage after Fellegi and Sunter, "A theory for record linkage", JASA 64 (1969) 1183-1210:
each field agrees, disagrees or cannot be compared, each level has a weight in log odds
(`matching.toml`), and the weights add up to the score of the pair.
"""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache

from brinkwatch.ledger.meaning import Deed, Meaning, data, relation

Levels = dict[str, str]
"""Field -> level, the keys of `matching.toml`'s `[weights.FIELD]`."""


@cache
def _settings() -> dict[str, float]:
    settings: dict[str, float] = data("matching.toml")["settings"]
    return settings


@cache
def _pairs(name: str) -> frozenset[frozenset[str]]:
    listed: list[list[str]] = data("matching.toml")["near"][name]
    return frozenset(frozenset(pair) for pair in listed)


def _near(name: str, one: str | None, other: str | None) -> str:
    if one is None or other is None:
        return "unknown"
    if one == other:
        return "same"
    return "near" if frozenset({one, other}) in _pairs(name) else "different"


def on_one_ladder(one: Deed, other: Deed) -> bool:
    """Whether two triggers are rungs of one ladder: to permit or provide a means, and its use.

    A patron's AID to a client and the client's ASSAULT with the same kind of means are one line
    in two wordings (permit < assist < provide < use); so is the patron's own use of that means.
    An AID that is worded as a use ("permission for such strikes") need not name the means again.
    """
    aid, use = (one, other) if one.type == "AID" else (other, one)
    if aid.type != "AID" or use.type != "ASSAULT":
        return False
    shared = bool(aid.subjects & use.subjects)
    if aid.recipient & use.actor:
        return shared or not (aid.subjects and use.subjects)
    if aid.recipient & use.recipient:
        return False
    worded_as_use = "use" in aid.topics and not aid.subjects
    return (shared or worded_as_use) and relation(aid.actor, use.actor) in {"same", "camp"}


def _host_and_guest(one: Deed, other: Deed) -> bool:
    """Whether one MOBILIZE says who sends forces, the other who takes them in."""
    mobilized = one.type == other.type == "MOBILIZE"
    return mobilized and bool(one.actor & other.recipient) and bool(one.recipient & other.actor)


def _overlap(one: frozenset[str], other: frozenset[str]) -> str:
    """Level of shared stems: `many`, `some`, `none`, or `unknown` where one has hardly any."""
    size, shared = min(len(one), len(other)), len(one & other)
    if size < _settings()["fewest_words"]:
        return "some" if shared else "unknown"
    if shared >= 2 and shared / size >= _settings()["many_words_share"]:
        return "many"
    return "some" if shared else "none"


def _subjects(one: frozenset[str], other: frozenset[str]) -> str:
    if not one or not other:
        return "unknown"
    return "same" if one & other else "different"


def compare_deeds(one: Deed, other: Deed) -> Levels:
    """The levels of the fields of two triggers, or of a trigger and a deed."""
    ladder, swapped = on_one_ladder(one, other), _host_and_guest(one, other)
    actor, recipient = relation(one.actor, other.actor), relation(one.recipient, other.recipient)
    return {
        "trigger_type": "ladder" if ladder else _near("types", one.type, other.type),
        "trigger_actor": "same" if ladder or swapped else actor,
        "trigger_recipient": "unknown" if ladder else "same" if swapped else recipient,
        "trigger_subject": _subjects(one.subjects, other.subjects),
        "trigger_words": _overlap(one.words, other.words),
    }


def _said(meaning: Meaning) -> frozenset[str]:
    """The subjects of the trigger, or of the whole quote where no trigger is said."""
    return meaning.trigger.subjects if meaning.trigger else meaning.topics


def _consequences(one: Deed | None, other: Deed | None) -> Levels:
    if one is None or other is None:
        return {"consequence_type": "unknown"}
    nuclear = ("nuclear" in one.topics) == ("nuclear" in other.topics)
    return {
        "consequence_type": _near("types", one.type, other.type),
        "consequence_recipient": relation(one.recipient, other.recipient),
        "consequence_nuclear": "same" if nuclear else "different",
        "consequence_words": _overlap(one.words, other.words),
    }


@lru_cache(maxsize=50_000)
def days_between(one: str | None, other: str | None) -> int | None:
    """Days from one ISO date to another, months and years counted from their first day."""
    if one is None or other is None:
        return None
    first, second = (date.fromisoformat((day + "-01-01")[:10] if len(day) == 4 else
                     (day + "-01")[:10]) for day in (one, other))  # fmt: skip
    return abs((second - first).days)


def _occasion(one: Meaning, other: Meaning) -> str:
    if one.document == other.document:
        same_sentence = one.quote == other.quote and one.trigger == other.trigger
        return "same_sentence" if same_sentence and one.trigger else "same_document"
    gap = days_between(one.day, other.day)
    return "unknown" if gap is None else "near" if gap <= _settings()["near_days"] else "far"


def _shares_content(levels: Levels) -> bool:
    """Whether two triggers share more than a type and an actor: a subject, words, a sentence."""
    return (
        levels["trigger_subject"] == "same"
        or levels["trigger_words"] in {"many", "some"}
        or levels["occasion"] == "same_sentence"
    )


def compare(one: Meaning, other: Meaning) -> Levels:
    """The level of every field in which two commitments of one issuer can be compared.

    Where a trigger is unsaid, the subjects of the quote stand in for it, and the occasion counts:
    an unnamed trigger is the one of its time.
    """
    levels = {
        "kind": _near("kinds", one.kind, other.kind),
        "polarity": _near("polarities", one.polarity, other.polarity),
        "addressee": relation(one.addressee, other.addressee),
        "quote_words": _overlap(one.words, other.words),
    }
    occasion = _occasion(one, other)
    if one.trigger and other.trigger:
        levels |= compare_deeds(one.trigger, other.trigger)
        levels["occasion"] = "other" if occasion in {"near", "unknown"} else occasion
        said = one.consequence is not None and other.consequence is not None
        levels["content"] = "some" if said or _shares_content(levels) else "none"
    else:
        levels["trigger"] = "one_unsaid" if one.trigger or other.trigger else "both_unsaid"
        levels["unsaid_subject"] = _subjects(_said(one), _said(other))
        levels["unsaid_occasion"] = occasion
    return levels | _consequences(one.consequence, other.consequence)


def weigh(levels: Levels) -> float:
    """The log odds (natural logarithm) that a pair is one line: what holds before any evidence,
    and the weights of its levels; a level without a weight says nothing.
    """
    numbers = data("matching.toml")
    return float(numbers["fitted"]["prior"] + supported(levels))


def supported(levels: Levels) -> float:
    """The evidence of levels alone, as the sum of their weights in log odds."""
    weights: dict[str, dict[str, float]] = data("matching.toml")["weights"]
    return sum([weights[field].get(level, 0.0) for field, level in levels.items()
                if field in weights])  # fmt: skip
