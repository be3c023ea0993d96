"""The text of Gambit's extensive form (`EFG 2`) as a tree of nodes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from brinkwatch.errors import InputError

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}]|[^\s{}",]+')
_NUMBER = re.compile(
    r"[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][+-]?\d{1,2})?|[+-]?\d{1,40}/0*[1-9]\d{0,38}"
)
CHANCE = -1
"""The mover of a chance node, and of an end."""


@dataclass
class Form:
    """One node of the text. mover: 0, 1 or -1 for chance; `labels` empty at an end."""

    mover: int
    number: int
    name: str
    labels: list[str]
    chances: list[Fraction]
    payoff: tuple[Fraction, ...]
    below: list[Form] = field(default_factory=list)


class Reader:
    """Reads the text token by token; an outcome or information set is described once."""

    def __init__(self, text: str, name: str) -> None:
        self.name, self.tokens, self.at = name, _TOKEN.findall(text), 0
        if self.tokens[:2] != ["EFG", "2"] or self._next(3)[2] not in ("R", "D"):
            raise InputError(f"{name}: it does not begin with 'EFG 2 R \"title\" {{ players }}'.")
        self._word()
        self.players = [_bare(token) for token in self._braces()]
        if len(self.players) != 2:
            raise InputError(f"{name}: it has {len(self.players)} players; two can be read.")
        if self._peek().startswith('"'):
            self._word()
        self.sets: dict[tuple[int, int], tuple[str, list[str], list[Fraction]]] = {}
        self.outcomes: dict[int, tuple[Fraction, ...]] = {0: (Fraction(0), Fraction(0))}

    def root(self) -> Form:
        """The whole tree; nodes stand in prefix order."""
        root = self._node()
        waiting = [root] if root.labels else []
        while waiting:
            above = waiting[-1]
            if len(above.below) == len(above.labels):
                waiting.pop()
                continue
            node = self._node()
            above.below.append(node)
            if node.labels:
                waiting.append(node)
        if self.at < len(self.tokens):
            raise InputError(f"{self.name}: {self._peek()} stands after the end of the tree.")
        return root

    def _node(self) -> Form:
        kind = self._next(1)[0]
        self._word()
        if kind == "t":
            return Form(CHANCE, 0, "", [], [], self._outcome())
        if kind not in ("c", "p"):
            raise InputError(f"{self.name}: a node begins with {kind!r}; expected c, p or t.")
        mover = CHANCE if kind == "c" else self._whole() - 1
        if mover not in (CHANCE, 0, 1):
            raise InputError(f"{self.name}: player {mover + 1} moves, but there are two players.")
        number = self._whole()
        name, labels, chances = self._set(mover, number)
        return Form(mover, number, name, labels, chances, self._outcome())

    def _set(self, mover: int, number: int) -> tuple[str, list[str], list[Fraction]]:
        if not self._peek().startswith('"'):
            if (mover, number) not in self.sets:
                raise InputError(f"{self.name}: information set {number} is used undescribed.")
            return self.sets[mover, number]
        name, inside = self._word(), self._braces()
        labels = [_bare(token) for token in inside if token.startswith('"')]
        chances = [self._number(token) for token in inside if not token.startswith('"')]
        if mover == CHANCE and (len(chances) != len(labels) or abs(float(sum(chances)) - 1) > 1e-9):
            raise InputError(f"{self.name}: the chances of {name or number!r} do not sum to one.")
        if not labels or min(chances, default=Fraction(0)) < 0:
            raise InputError(f"{self.name}: {name or number!r} has no moves or negative chances.")
        doubles = len(set(labels)) < len(labels) or "" in labels
        if doubles:
            labels = [f"{label} {place}".strip() for place, label in enumerate(labels, start=1)]
        self.sets[mover, number] = name, labels, chances
        return self.sets[mover, number]

    def _outcome(self) -> tuple[Fraction, ...]:
        number = self._whole()
        if self._peek().startswith('"') and self.at + 1 < len(self.tokens):
            self._word()
        if self._peek() == "{":
            payoff = tuple(self._number(token) for token in self._braces())
            if len(payoff) != 2:
                raise InputError(f"{self.name}: outcome {number} has {len(payoff)} payoffs, not 2.")
            self.outcomes[number] = payoff
        if number not in self.outcomes:
            raise InputError(f"{self.name}: outcome {number} is used without payoffs.")
        return self.outcomes[number]

    def _peek(self) -> str:
        return str(self.tokens[self.at]) if self.at < len(self.tokens) else ""

    def _next(self, count: int) -> list[str]:
        found = self.tokens[self.at : self.at + count]
        if len(found) < count:
            raise InputError(f"{self.name}: the text ends before the tree is complete.")
        self.at += count
        return found

    def _word(self) -> str:
        token = self._next(1)[0]
        if not token.startswith('"'):
            raise InputError(f"{self.name}: {token!r} stands where a name in quotes is expected.")
        return _bare(token)

    def _whole(self) -> int:
        token = self._next(1)[0]
        if not (token.isascii() and token.isdecimal() and len(token) < 10):
            raise InputError(
                f"{self.name}: {token[:40]!r} stands where a whole number is expected."
            )
        return int(token)

    def _number(self, token: str) -> Fraction:
        if not _NUMBER.fullmatch(token):
            raise InputError(f"{self.name}: {token[:40]!r} is no number of fewer than 40 digits.")
        return Fraction(token)

    def _braces(self) -> list[str]:
        if self._next(1) != ["{"]:
            raise InputError(f"{self.name}: a list in braces is expected at word {self.at}.")
        inside = []
        while (token := self._next(1)[0]) != "}":
            inside.append(token)
        return inside


def _bare(token: str) -> str:
    return re.sub(r"\\(.)", r"\1", token[1:-1])
