"""`brinkwatch play`: take a side in a crisis, with hints, second thoughts and a transcript."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from brinkwatch import crisis as stage
from brinkwatch.console import clean, say
from brinkwatch.crisis.options import ScenarioPath
from brinkwatch.crisis.play import PLAIN, Position
from brinkwatch.crisis.play import Table as Game
from brinkwatch.crisis.transcripts import transcript_of, writable, write

_LEAVE, _UNDO = frozenset({"q", "quit"}), frozenset({"u", "undo"})


def play(
    file: ScenarioPath,
    *,
    side: Annotated[
        Literal["challenger", "defender"], Parameter(help="The side you take.")
    ] = "defender",
    seed: Annotated[int, Parameter(help="Seed of both types and of the other side's play.")] = 0,
    hints: Annotated[
        bool, Parameter(help="Show how often the equilibrium makes each move.", negative="")
    ] = False,
    transcript: Annotated[
        Path | None, Parameter(help="File for the play (JSON), which simulate --replay reads.")
    ] = None,
) -> int:
    """Play a crisis: take a side, a round at a time, against the solved equilibrium.

    After each move you see what an observer of the public moves now believes of either side's
    resolve. Type a move or its number; u takes the last one back, q leaves. Moves can be piped
    in, one a line. The same moves with the same seed meet the same answers.

        brinkwatch play examples/crises/falklands-1982.toml --side defender
    """
    loaded = stage.load(file)
    if transcript is not None:
        writable(transcript)
    say(f"solving {loaded.title} ...")
    game = Game(loaded, side, seed=seed)
    you = loaded.challenger.name if side == "challenger" else loaded.defender.name
    print(f"{clean(loaded.title)}\nYou play the {side}: {clean(you)}.")
    rank, of = game.types[side] + 1, len(game.start().beliefs[side])
    print(f"Only you know your type: {rank} of {of}, where 1 is the most resolved.\n")
    positions = [game.start()]
    while positions[-1].mover is not None:
        _show(loaded, positions[-1])
        _offer(game, positions[-1], hints)
        move = _choice(positions[-1].choices)
        if move is None:
            say("left before the end.")
            return 0
        if move == "undo":
            if len(positions) == 1:
                say("nothing to take back yet.")
            else:
                positions.pop()
        else:
            positions.append(game.choose(positions[-1], move))
    end = positions[-1]
    _show(loaded, end)
    print(f"It ends: {(end.outcome or '').replace('_', ' ')}.")
    for name, payoff in (end.payoff or {}).items():
        print(
            f"  {name}: {payoff:+.2f} (1.00 is the loss if an attack on a member goes unanswered)"
        )
    if transcript is not None:
        write(transcript, transcript_of(loaded, game, positions))
        say(f"transcript written to {transcript}")
    return 0


def _show(loaded: stage.Scenario, position: Position) -> None:
    for move in position.seen:
        print(f"  round {move.round}: {move.mover} {move.action}")
    print(f"\nRound {position.round} of {loaded.rounds.count}; commitment: {clean(position.level)}")
    for side, belief in position.beliefs.items():
        bars = " ".join(f"{share:.2f}" for share in belief)
        print(f"  believed of the {side} (most resolved first): {bars}")


def _offer(game: Game, position: Position, hints: bool) -> None:
    advice = game.advice(position) if hints else {}
    for number, choice in enumerate(position.choices, start=1):
        hint = f"  (equilibrium {advice[choice]:.0%})" if hints else ""
        print(f"  {number}  {PLAIN.get(choice, choice)}{hint}")


def _choice(choices: tuple[str, ...]) -> str | None:
    """The move typed, by name or number, or `undo`; None at q or at the end of the input."""
    while True:
        try:
            typed = input("> ").strip().lower()
        except EOFError:
            return None
        if typed in _LEAVE:
            return None
        if typed in _UNDO:
            return "undo"
        if typed in choices:
            return typed
        if typed.isdecimal() and typed.isascii() and 1 <= int(typed) <= len(choices):
            return choices[int(typed) - 1]
        say(f"{typed!r} is no move here; type one of {', '.join(choices)}, its number, u or q.")
