"""Solve a scenario: draw its numbers, calibrate, solve each draw, check for other equilibria."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from brinkwatch.crisis.calibrate import Calibrator, board
from brinkwatch.crisis.checkpoint import EVERY, Checkpoint
from brinkwatch.crisis.draws import Draws, sample
from brinkwatch.crisis.equilibrium import Equilibrium
from brinkwatch.crisis.files import dumps
from brinkwatch.crisis.ladder import Rules
from brinkwatch.crisis.payoffs import games
from brinkwatch.crisis.recording import Recorder, versions
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.solvers import SolverName, answers, get
from brinkwatch.errors import InputError

Progress: TypeAlias = Callable[[int, int], None]

MOST_DRAWS = 100_000  # the limit of `[solve] draws`
_BY_CONCEPT: dict[str, SolverName] = {"qre": "fast", "rational": "rational"}


def solve(
    scenario: Scenario,
    *,
    draws: int | None = None,
    seed: int | None = None,
    solver: SolverName | None = None,
    keep: Path | None = None,
    on_progress: Progress | None = None,
) -> Equilibrium:
    """The equilibria of a scenario over draws of its numbers.

    Args:
        draws, seed: override `[solve]`.
        solver: `plain` for small trees; by `[solve] concept` if absent.
        keep: a file for the draws done; a solve that was interrupted goes on from it, to the same
            answer as one that was not.
        on_progress: called with (draws done, draws in all).

    Raises:
        InputError: `keep` holds another solve, or cannot be written.
        NotSolvedError: no draw converged.
    """
    prepared = prepare(scenario, draws=draws, seed=seed, solver=solver)
    checkpoint = (
        None
        if keep is None
        else Checkpoint.of(
            keep,
            dumps(scenario),
            prepared.draws.count,
            prepared.draws.seed,
            prepared.solver_name,
            versions(),
        )
    )
    return run(prepared, Rules.of(scenario), checkpoint=checkpoint, on_progress=on_progress)


@dataclass(frozen=True)
class Prepared:
    """Draws with their intercepts, shared by all policies that are compared."""

    scenario: Scenario
    draws: Draws
    solver_name: SolverName
    calibrator: Calibrator | None
    intercepts: dict[int, float | None] = field(default_factory=dict)

    def calibrated(self, which: Sequence[int]) -> list[float | None]:
        """The intercepts of some draws (0 without calibration), each found once."""
        if self.calibrator is None:
            return [0.0] * len(which)
        missing = [draw for draw in which if draw not in self.intercepts]
        if missing:
            found = self.calibrator.intercepts(self.draws, missing)
            self.intercepts.update(zip(missing, found, strict=True))
        return [self.intercepts[draw] for draw in which]


def prepare(
    scenario: Scenario,
    *,
    draws: int | None = None,
    seed: int | None = None,
    solver: SolverName | None = None,
) -> Prepared:
    """Draw the numbers of a scenario and set up its calibration."""
    name = solver or _BY_CONCEPT[scenario.solve.concept]
    get(name)  # refuses a name that no solver has
    count = scenario.solve.draws if draws is None else draws
    drawn = sample(scenario, checked_draws(count), scenario.solve.seed if seed is None else seed)
    calibrator = Calibrator.of(scenario, name) if scenario.calibration else None
    return Prepared(scenario, drawn, name, calibrator)


def checked_draws(count: int) -> int:
    """The number of draws, or InputError when it is not one a scenario file could ask for."""
    if not 1 <= count <= MOST_DRAWS:
        raise InputError(f"draws is {count}; give a number from 1 to {MOST_DRAWS:,}.")
    return count


def run(
    prepared: Prepared,
    rules: Rules,
    *,
    policy: str = "free",
    check_starts: bool = True,
    checkpoint: Checkpoint | None = None,
    on_progress: Progress | None = None,
) -> Equilibrium:
    """Solve every draw under the given rules, those apart that the checkpoint keeps."""
    draws = prepared.draws
    recorder = Recorder(prepared.scenario, board(rules), draws, check_starts)
    if checkpoint:
        checkpoint.load(recorder)
    try:
        while recorder.done < draws.count:
            first = recorder.done
            which = range(first, min(draws.count, first + recorder.block))
            intercepts = prepared.calibrated(which)
            drawn = games(prepared.scenario, recorder.board, draws, which)
            jobs = [recorder.work(*one) for one in zip(which, drawn, intercepts, strict=True)]
            with closing(answers(prepared.solver_name, jobs, drawn[0])) as found:
                for draw, one in zip(which, found, strict=True):
                    recorder.add(draw, one)
                    recorder.done = draw + 1
                    if checkpoint and recorder.done % EVERY == 0:
                        checkpoint.save(recorder)
                    if on_progress:
                        on_progress(recorder.done, draws.count)
    finally:
        if checkpoint:
            checkpoint.save(recorder)
    return recorder.result(prepared.solver_name, policy)
