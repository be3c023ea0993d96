"""The public moves that the ledger has seen since a day, as a path of the drafted game."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from brinkwatch.crisis.histories import SILENT
from brinkwatch.crisis.ladder import Rules, State, expand
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.tree import Node, Owner


@dataclass(frozen=True)
class Deed:
    """Something dated that the game has a move for, and the record that shows it.

    move: `rise` (to `level`), `demonstrate` (by `way`), `threaten` or `attack`.
    """

    day: str
    move: str
    record: str
    level: int = 0
    way: str = ""


def observed(
    scenario: Scenario, deeds: Iterable[Deed], *, since: str, until: str, days: int, divided: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The moves from `since` to `until`, and the records behind those that were no waiting.

    Rounds last `days`. In each the defender rises as far as its deeds of the round and the rules
    go, the client uses what it was permitted then, and the challenger answers if a deed of it is
    dated then. A round that is not over is told up to its last deed; an attack ends the telling,
    since the game goes on with moves that no record is matched to. Every path is legal.
    """
    rules = Rules.of(scenario)
    by_round: dict[int, list[Deed]] = {}
    for deed in sorted(deeds, key=lambda deed: (deed.day, deed.record)):
        by_round.setdefault(_round(since, deed.day, days), []).append(deed)
    over = (_gap(since, until)) // days
    state, words, shown = rules.root, [], []
    for number in range(1, min(rules.rounds, max([over, *by_round], default=0)) + 1):
        told = by_round.get(number, [])
        state, made, used, ended = _play(state, rules, told, divided, number <= over)
        words += made
        shown += used
        if ended:
            break
    return tuple(words), tuple(dict.fromkeys(shown))


def _play(
    state: State, rules: Rules, told: Sequence[Deed], divided: bool, whole: bool
) -> tuple[State, list[str], list[str], bool]:
    """One round: the state after it, its moves, the records used, and whether telling ends."""
    rises = [deed for deed in told if deed.move == "rise"]
    target = max((deed.level for deed in rises), default=0)
    answers = {deed.move: deed for deed in reversed(told) if deed.move != "rise"}
    words: list[str] = []
    used: list[str] = []
    number = state.round
    while True:
        node = expand(state, rules)
        if node.owner == Owner.END or node.state.round != number:
            return state, words, used, node.owner == Owner.END
        if node.owner == Owner.CHALLENGER and not whole and not answers:
            return state, words, used, True
        word = _word(node, target, answers, divided)
        if word in ("step", "leap"):
            used += [deed.record for deed in rises]
        used += [deed.record for move, deed in answers.items() if word in (move, deed.way)]
        if word not in SILENT:
            words.append(word)
        if word in ("strike", "probe"):
            used.append(answers["attack"].record)
            return state, words, used, True
        state = node.successors[node.actions.index(word)]


def _word(node: Node, target: int, answers: dict[str, Deed], divided: bool) -> str:
    """The move of a node that fits the deeds of its round, or the one in which nothing happens."""
    state, choices = node.state, node.actions
    if node.owner == Owner.DEFENDER:
        rise = target - state.level - state.pending
        wanted = ["leap", "step"] if rise > 1 else ["step"] if rise == 1 else []
    elif node.owner == Owner.CHALLENGER:
        wanted = ["attack", "strike", "probe"] if "attack" in answers else ["refrain"]
        wanted += [move for move in ("demonstrate", "threaten") if move in answers]
        wanted += [deed.way for deed in answers.values()]
    elif node.owner == Owner.SIGNAL:
        wanted = ["split" if divided else "united"]
    else:
        wanted = ["used"] if target >= state.level + state.pending > state.level else ["unused"]
    still = ("hold", "wait", "closed", "safe", choices[0])
    return next(word for word in (*wanted, *still) if word in choices)


def _round(since: str, day: str, days: int) -> int:
    return (max(1, _gap(since, day)) - 1) // days + 1


def _gap(since: str, day: str) -> int:
    return (_day(day) - _day(since)).days


def _day(iso: str) -> date:
    """The first day that an ISO date of any precision can be."""
    return date.fromisoformat((iso + "-01-01")[:10] if len(iso) == 4 else (iso + "-01")[:10])
