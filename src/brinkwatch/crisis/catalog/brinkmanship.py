"""Games of resolve: standing firm under a shared risk, tying one's hands, slicing salami."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from brinkwatch.crisis.catalog.textbook import Moves, build
from brinkwatch.crisis.tree import Game, Owner


def powell(
    *,
    risk: float = 0.1,
    disaster: Sequence[float] = (-4.0,),
    challenger_disaster: Sequence[float] = (-4.0,),
    backing: float = -0.2,
    precision: float = 10.0,
) -> Game:
    """A challenge under a risk of disaster that neither side controls.

    The challenger may challenge; the defender submits or stands firm at `risk`; the challenger
    then backs down or presses at `risk`, and the defender submits or the prize stays contested at
    `risk` once more. The prize is worth 1, losing it 0; the challenger starts without it and backs
    down at `backing`. `disaster` is worth to each defender type, `challenger_disaster` to each
    challenger type. A defender's resolve is (win - submit) / (win - disaster).
    """
    moves: Moves = {
        "start": (Owner.CHALLENGER, {"accept": "peace", "challenge": "challenged"}),
        "challenged": (Owner.DEFENDER, {"submit": "submitted", "stand firm": "first risk"}),
        "first risk": (Owner.CHANCE, {"safe": "stood", "disaster": "disaster 1"}),
        "stood": (Owner.CHALLENGER, {"back down": "backed", "press": "second risk"}),
        "second risk": (Owner.CHANCE, {"safe": "pressed", "disaster": "disaster 2"}),
        "pressed": (Owner.DEFENDER, {"submit": "gave in", "stand firm": "third risk"}),
        "third risk": (Owner.CHANCE, {"safe": "held", "disaster": "disaster 3"}),
    }
    ruined = (list(challenger_disaster), list(disaster))
    types_c, types_d = len(ruined[0]), len(ruined[1])
    won, lost = ([1.0] * types_c, [0.0] * types_d), ([backing] * types_c, [1.0] * types_d)
    payoffs = {"submitted": won, "gave in": won, "backed": lost, "held": lost}
    payoffs["peace"] = ([0.0] * types_c, [1.0] * types_d)
    payoffs |= {f"disaster {n}": ruined for n in (1, 2, 3)}
    chances = {f"disaster {n}": risk for n in (1, 2, 3)}
    chances |= dict.fromkeys(("stood", "pressed", "held"), 1 - risk)
    prior = ([1 / types_c] * types_c, [1 / types_d] * types_d)
    return build(moves, payoffs, prior, precision, chances)


def fearon(
    *,
    audience: float = 0.5,
    war: Sequence[float] = (-0.2, -0.8),
    rival_war: Sequence[float] = (-0.2, -0.6),
    tough: float = 0.3,
    precision: float = 20.0,
) -> Game:
    """A signaller that may tie its hands before a rival decides whether to challenge it.

    The prize, worth 1 to either, is the signaller's. It keeps quiet or commits itself; the rival
    accepts or challenges; challenged, the signaller concedes or fights. Conceding after a
    commitment costs `audience`. `war` is worth to the tough and the weak signaller, `rival_war`
    to each type of the rival.
    """
    moves: Moves = {
        "start": (Owner.CHALLENGER, {"keep quiet": "quiet", "commit": "committed"}),
        "quiet": (Owner.DEFENDER, {"accept": "kept quietly", "challenge": "tested"}),
        "committed": (Owner.DEFENDER, {"accept": "kept", "challenge": "defied"}),
        "tested": (Owner.CHALLENGER, {"concede": "conceded", "fight": "fought"}),
        "defied": (Owner.CHALLENGER, {"concede": "shamed", "fight": "fought committed"}),
    }
    keeps, rivals = [1.0, 1.0], [0.0] * len(rival_war)
    gains = [1.0] * len(rival_war)
    return build(
        moves,
        {
            "kept quietly": (keeps, rivals),
            "kept": (keeps, rivals),
            "conceded": ([0.0, 0.0], gains),
            "shamed": ([-audience, -audience], gains),
            "fought": (list(war), list(rival_war)),
            "fought committed": (list(war), list(rival_war)),
        },
        ([tough, 1 - tough], [1 / len(rival_war)] * len(rival_war)),
        precision,
    )


def salami(
    *,
    rounds: int = 3,
    harm: float = 0.1,
    humiliation: float = 0.3,
    enforcement: float = 0.4,
    value: float = 0.1,
    punishment: float = 0.5,
    precision: float = 60.0,
) -> Game:
    """Small steps over a line against leaps, with everything known to both sides.

    In each of `rounds` the defender holds, takes a step (1) or a leap (2); the challenger
    tolerates or enforces. What is tolerated harms the challenger by `harm` a level in every round
    from then on, a leap by `humiliation` once; it is worth `value` a level and round to the
    defender. Enforcing costs the challenger `enforcement`, undoes the move and costs the defender
    `punishment`.
    """
    moves: Moves = {}
    payoffs: dict[str, tuple[list[float], list[float]]] = {}
    sizes = {"hold": 0, "step": 1, "leap": 2}
    outcomes = ("hold", "step tolerate", "step enforce", "leap tolerate", "leap enforce")
    for number in range(rounds + 1):
        for past in itertools.product(outcomes, repeat=number):
            here = _history(past)
            if number == rounds:
                payoffs[here] = ([0.0], [0.0])
                for round_, what in enumerate(past, start=1):
                    size, left = sizes[what.split()[0]], rounds - round_ + 1
                    enforced = what.endswith("enforce")
                    hurt = harm * size * left + humiliation * (size >= 2)
                    payoffs[here][0][0] -= enforcement if enforced else hurt
                    payoffs[here][1][0] += -punishment if enforced else value * size * left
                continue
            options = {"hold": _history((*past, "hold"))}
            for move in ("step", "leap"):
                asked = f"{here} / {move}"
                options[move] = asked
                replies = {r: _history((*past, f"{move} {r}")) for r in ("tolerate", "enforce")}
                moves[asked] = (Owner.CHALLENGER, replies)
            moves[here] = (Owner.DEFENDER, options)
    moves = {_history(()): moves[_history(())]} | moves
    return build(moves, payoffs, ([1.0], [1.0]), precision)


def _history(past: Sequence[str]) -> str:
    return ", ".join(("start", *past))
