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
from itertools import chain
from operator import itemgetter

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


Place = tuple[str, str, int, str]
"""Where a commitment stands among all: day (undated last), origin, start of its quote, id."""


@dataclass
class _Issuer:
    """The groups of one issuer, found by what they share with a commitment."""

    groups: list[Group] = field(default_factory=list)
    opened: list[Place] = field(default_factory=list)  # where each of them begins
    said: list[tuple[Place, str | None, Group]] = field(default_factory=list)  # in this order
    seen: dict[Hashable, Group] = field(default_factory=dict)  # wording -> the group that has it
    _holding: dict[Hashable, dict[int, None]] = field(default_factory=lambda: defaultdict(dict))

    def rivals(self, meaning: Meaning) -> list[Group]:
        """The groups that share most with `meaning`, at most `most_rivals`, the closest first."""
        shared = Counter(number for key in meaning.keys for number in self._holding.get(key, ()))
        most = int(data("matching.toml")["settings"]["most_rivals"])
        closest = sorted(shared, key=lambda number: (-shared[number], number))[:most]
        return [self.groups[number] for number in closest]

    def enter(self, meaning: Meaning, group: Group, here: Place) -> None:
        """Let `group` be found by the words and the keys of `meaning`, its member from `here`."""
        if group.number == len(self.groups):
            self.groups.append(group)
            self.opened.append(here)
        self.seen[meaning.wording] = group
        for key in meaning.keys:
            self._holding[key][group.number] = None

    def take_back(self) -> tuple[Commitment, str | None, Group]:
        """Undo the latest entry: the commitment, its day, and the group that it leaves."""
        _, day, group = self.said.pop()
        commitment = group.members.pop()
        if group.members:
            group.merges.pop()
        else:
            self.groups.pop()
            self.opened.pop()
        if group.wordings[-1][1] == commitment.id:  # else it repeats another's words
            meaning, _ = group.wordings.pop()
            del self.seen[meaning.wording]
            left = frozenset[Hashable]().union(*(other.keys for other, _ in group.wordings))
            for key in meaning.keys - left:
                del self._holding[key][group.number]
        return commitment, day, group


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
    """Lines to which commitments are added one by one; their order does not matter.

    The lines are those that the order of the days gives. A commitment that comes late is entered in
    its place, and those of its issuer that follow it are matched anew.
    """

    def __init__(self) -> None:
        self._issuers: dict[str, _Issuer] = defaultdict(_Issuer)

    @property
    def groups(self) -> list[Group]:
        """The lines in the order in which they were opened."""
        placed = (zip(i.opened, i.groups, strict=True) for i in self._issuers.values())
        return [group for _, group in sorted(chain.from_iterable(placed), key=itemgetter(0))]

    def add(self, commitment: Commitment, day: str | None) -> list[Group]:
        """Add a commitment said on the ISO `day`: the lines that it, and what follows it, change.

        A line that has lost its last member is among them, empty.
        """
        meaning = meaning_of(commitment, day)
        issuer, here = self._issuers[meaning.lead], place(commitment, day)
        later, changed = [], []
        while issuer.said and issuer.said[-1][0] > here:
            following, its_day, left = issuer.take_back()
            later.append((following, its_day))
            changed.append(left)
        changed.append(_enter(issuer, commitment, day, meaning))
        for following, its_day in reversed(later):
            changed.append(_enter(issuer, following, its_day, meaning_of(following, its_day)))
        return changed


def place(commitment: Commitment, day: str | None) -> Place:
    """Where a commitment said on the ISO `day` stands among all."""
    return day or "9999", commitment.origin, commitment.span.start, commitment.id


def _enter(issuer: _Issuer, commitment: Commitment, day: str | None, meaning: Meaning) -> Group:
    """Enter a commitment after all others of its issuer; the line that it joins or opens."""
    chosen, here = issuer.seen.get(meaning.wording), place(commitment, day)
    if chosen is not None:
        chosen.repeat(commitment)
    else:
        chosen = _join(commitment, meaning, issuer.rivals(meaning))
        chosen = chosen or Group(number=len(issuer.groups))
        chosen.members.append(commitment)
        chosen.wordings.append((meaning, commitment.id))
        issuer.enter(meaning, chosen, here)
    issuer.said.append((here, day, chosen))
    return chosen


def group(commitments: Iterable[Commitment], days: Mapping[str, str | None]) -> tuple[Group, ...]:
    """Group `commitments` into lines; every one belongs to exactly one group.

    `days` gives for each commitment id the ISO date of the statement, else of its article, else
    None. The result does not depend on the order in which the commitments come.
    """
    lines = Lines()
    for commitment in sorted(commitments, key=lambda c: place(c, days[c.id])):
        lines.add(commitment, days[commitment.id])
    return tuple(lines.groups)
