"""Which commitments are one red line: agglomeration in the order of their dates.

The same line in other words, by other speakers, in other outlets is one line; a different
trigger, issuer or scope is another. A commitment joins the line of its issuer that it fits best,
or opens a new one; what several issuers say together belongs to the first named. Only lines of one
issuer are compared, and a reprint only once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from brinkwatch.ledger.comparison import Levels, compare, weigh
from brinkwatch.ledger.meaning import Meaning, data, meaning_of
from brinkwatch.records import Commitment

_REASONS = {
    ("occasion", "same_sentence"): "the same sentence with another consequence",
    ("trigger_type", "ladder"): "a rung of the same ladder from permission to use",
    ("trigger_words", "many"): "a trigger in the same words",
    ("trigger_subject", "same"): "a trigger about the same thing",
    ("trigger_type", "same"): "the same kind of trigger",
    ("trigger_actor", "same"): "by the same actor",
    ("trigger_actor", "camp"): "by actors of the same camp",
    ("trigger_recipient", "same"): "towards the same party",
    ("trigger", "one_unsaid"): "a trigger left unsaid",
    ("trigger", "both_unsaid"): "triggers left unsaid",
    ("consequence_words", "many"): "a consequence in the same words",
    ("consequence_type", "same"): "the same kind of consequence",
    ("consequence_recipient", "same"): "against the same party",
    ("quote_words", "many"): "largely the same sentence",
}


@dataclass
class Group:
    """Commitments taken to be one line, in the order in which they joined."""

    number: int = 0  # its place among the groups of its issuer
    members: list[Commitment] = field(default_factory=list)
    wordings: list[tuple[Meaning, str]] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)

    @property
    def issuers(self) -> frozenset[str]:
        """Every issuer that one of the members names."""
        return frozenset().union(*(meaning.issuer for meaning, _ in self.wordings))

    def repeat(self, commitment: Commitment) -> None:
        """Take in a commitment in the very words of a member."""
        self.merges.append(f"{commitment.id} repeats the words of a member of the line.")
        self.members.append(commitment)


@dataclass
class _Issuer:
    """The groups of one issuer, found by what they share with a commitment."""

    groups: list[Group] = field(default_factory=list)
    _holding: dict[Hashable, dict[int, None]] = field(default_factory=lambda: defaultdict(dict))

    def rivals(self, meaning: Meaning) -> list[Group]:
        """The groups that share most with `meaning`, at most `most_rivals`, the closest first."""
        shared = Counter(number for key in meaning.keys for number in self._holding[key])
        most = int(data("matching.toml")["settings"]["most_rivals"])
        closest = sorted(shared, key=lambda number: (-shared[number], number))[:most]
        return [self.groups[number] for number in closest]

    def enter(self, meaning: Meaning, group: Group) -> None:
        """Let `group` be found by the keys of `meaning`, one of its members."""
        if group.number == len(self.groups):
            self.groups.append(group)
        for key in meaning.keys:
            self._holding[key][group.number] = None


def _linkage(scores: list[float]) -> float:
    """Between the best and the mean pair: one good wording counts, a chain of likenesses less."""
    best = data("matching.toml")["settings"]["linkage_best"]
    return float(best * max(scores) + (1 - best) * sum(scores) / len(scores))


def _fit(meaning: Meaning, group: Group) -> tuple[float, float, Levels, str]:
    """How well a commitment fits a group: linkage, score, levels and id of the best pair."""
    settings = data("matching.toml")["settings"]
    pairs = []
    for other, member in group.wordings[: int(settings["most_wordings"])]:
        levels = compare(meaning, other)
        pairs.append((weigh(levels), levels, member))
    best = max(pairs, key=lambda pair: pair[0])
    return _linkage([score for score, _, _ in pairs]), *best


def _reason(commitment: Commitment, member: str, score: float, levels: Levels) -> str:
    """One sentence: what was merged with what, why, and the score in log odds."""
    grounds = [text for (name, level), text in _REASONS.items() if levels.get(name) == level]
    listed = ", ".join(["the same issuer", *grounds])
    return f"{commitment.id} joins {member}: {listed} (score {score:+.2f})."


def _join(commitment: Commitment, meaning: Meaning, groups: list[Group]) -> Group | None:
    """The group that a commitment fits best, if well enough, with the reason noted there."""
    fits = [(_fit(meaning, rival), rival) for rival in groups]
    best = max(fits, key=lambda fit: fit[0][0], default=None)
    if best is None or best[0][0] < data("matching.toml")["settings"]["threshold"]:
        return None
    (_, score, levels, member), chosen = best
    chosen.merges.append(_reason(commitment, member, score, levels))
    return chosen


class Lines:
    """Lines to which commitments are added one by one.

    What is added in the order of the days gives the lines that `group` gives; in another order a
    commitment is compared with those that came before it. Lines are never broken up again.
    """

    def __init__(self) -> None:
        self._issuers: dict[str, _Issuer] = defaultdict(_Issuer)
        self._seen: dict[Hashable, Group] = {}
        self.groups: list[Group] = []

    def add(self, commitment: Commitment, day: str | None) -> Group:
        """The line that `commitment`, said on the ISO `day`, joins or opens."""
        meaning = meaning_of(commitment, day)
        reprinted = self._seen.get(meaning.wording)
        if reprinted is not None:
            reprinted.repeat(commitment)
            return reprinted
        issuer = self._issuers[meaning.lead]
        chosen = _join(commitment, meaning, issuer.rivals(meaning))
        if chosen is None:
            chosen = Group(number=len(issuer.groups))
            self.groups.append(chosen)
        chosen.members.append(commitment)
        chosen.wordings.append((meaning, commitment.id))
        issuer.enter(meaning, chosen)
        self._seen[meaning.wording] = chosen
        return chosen


def group(commitments: Iterable[Commitment], days: Mapping[str, str | None]) -> tuple[Group, ...]:
    """Group `commitments` into lines; every one belongs to exactly one group.

    `days` gives for each commitment id the ISO date of the statement, else of its article, else
    None. The result does not depend on the order in which the commitments come.
    """
    lines = Lines()
    for commitment in sorted(
        commitments, key=lambda c: (days[c.id] or "9999", c.origin, c.span.start, c.id)
    ):
        lines.add(commitment, days[commitment.id])
    return tuple(lines.groups)
