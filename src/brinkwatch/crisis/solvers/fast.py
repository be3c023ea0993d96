"""The compiled solver: agent quantal response on flat arrays, several games in one register.

Beliefs about each side depend on that side's own moves only, so to one player the other's nodes
are chance nodes with the other's marginal probabilities. One iteration: the defender's marginals
forward, the challenger's exact logit response backward, the challenger's marginals forward, the
defender's logits moved part of the way to their response, backward. Only the defender's logits
are iterated on. Each node's step shrinks when its logits turn back and recovers slowly, a slow
mode is extrapolated, and a game that still does not settle is approached from lower precision (a
homotopy in lambda, Turocy, 2005, Games and Economic Behavior 51(2)).

Games on one tree are solved `WIDTH` at a time on every core. A lane takes the next game as soon as
its own is solved. Lanes do not mix, so no answer depends on the company or the number of cores.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import Generic, TypeAlias

import numpy as np

from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.solvers import kernel
from brinkwatch.crisis.solvers.base import Asked, Job, Solution, Start, T
from brinkwatch.crisis.solvers.certificate import certified
from brinkwatch.crisis.solvers.lanes import WIDTH
from brinkwatch.crisis.tree import Game, Owner

_PATH = (0.3, 0.5, 0.7, 0.85)  # shares of the precision passed through when a solve fails
_STEP = 0.5  # first step of every node
_CHUNK = 50  # iterations between extrapolations
_LIMIT = 2000  # iterations of one attempt
_ROOM = 2**30  # bytes for the tables of all threads

_Steps: TypeAlias = Generator[int, tuple[float, int], T]
"""What a lane does: asks for iterations, is sent the residual and the iterations made."""


def solve(
    game: Game, *, tolerance: float = 1e-6, iterations: int = _LIMIT, start: Start = None
) -> Solution:
    """The agent quantal response equilibrium of a game.

    `iterations` bounds each attempt; a failed one is repeated along rising precision.
    """
    (found,) = answers([_asking(Asked(game, tolerance, iterations, start))], game)
    return found


def _asking(asked: Asked) -> Job[Solution]:
    return (yield asked)


def answers(jobs: Sequence[Job[T]], like: Game, *, threads: int | None = None) -> Generator[T]:
    """What each job comes to, in order; all games must have the tree and types of `like`.

    `threads` is the number of cores if absent; fewer are used where memory or jobs are few.
    """
    waiting = deque(enumerate(jobs))
    room = max(1, _ROOM // kernel.Tables.size(like))
    threads = min(threads or os.cpu_count() or 1, -(-len(jobs) // WIDTH), room)
    found = _Block(waiting, like).run() if threads < 2 else _threaded(waiting, like, threads)
    early: dict[int, T] = {}
    for due in range(len(jobs)):
        while due not in early:
            index, answer = next(found)
            early[index] = answer
        yield early.pop(due)


def _threaded(
    waiting: deque[tuple[int, Job[T]]], like: Game, threads: int
) -> Iterator[tuple[int, T]]:
    """Numbered answers as they come, from one block a thread."""
    found: SimpleQueue[tuple[int, T] | None] = SimpleQueue()

    def work() -> None:
        for item in _Block(waiting, like).run():
            found.put(item)

    with ThreadPoolExecutor(threads) as pool:
        running = [pool.submit(work) for _ in range(threads)]
        for one in running:
            one.add_done_callback(lambda _: found.put(None))
        try:
            while not all(one.done() for one in running) or not found.empty():
                item = found.get()
                if item is not None:
                    yield item
            for one in running:
                one.result()
        finally:
            waiting.clear()


class _Block(Generic[T]):
    """Lanes that take jobs from a queue until none is waiting."""

    def __init__(self, waiting: deque[tuple[int, Job[T]]], like: Game) -> None:
        self.waiting = waiting
        self.found: list[tuple[int, T]] = []
        tree = like.tree
        self.walk, self.tables = kernel.Walk.of(tree), kernel.Tables.like(like)
        self.ends, above = tree.ends, tree.owner[tree.parent]
        self.chances, self.signs = (
            np.flatnonzero((tree.parent >= 0) & (above == owner))
            for owner in (Owner.CHANCE, Owner.SIGNAL)
        )
        self.tolerance = np.zeros(WIDTH)
        self.residual = np.full(WIDTH, np.inf)
        self.left = np.zeros(WIDTH, dtype=np.int64)

    def run(self) -> Iterator[tuple[int, T]]:
        """Numbered answers, as they come."""
        lanes = [self._take(lane) for lane in range(WIDTH)]
        given = [next(lane, 0) for lane in lanes]
        self.left[:] = given
        while self.left.any():
            kernel.fixed_point(self.walk, self.tables, self.tolerance, self.left, self.residual)
            for lane, steps in enumerate(lanes):
                residual, left = float(self.residual[lane]), int(self.left[lane])
                if given[lane] and (left == 0 or residual < self.tolerance[lane]):
                    try:
                        given[lane] = steps.send((residual, given[lane] - left))
                    except StopIteration:
                        given[lane] = 0
                    self.left[lane] = given[lane]
            yield from self.found
            self.found.clear()
        yield from self.found

    def _take(self, lane: int) -> _Steps[None]:
        while self.waiting:
            try:
                number, job = self.waiting.popleft()
            except IndexError:  # another thread was faster
                return
            try:
                asked = next(job)
                while True:
                    asked = job.send((yield from self._solve(lane, asked)))
            except StopIteration as answer:
                self.found.append((number, answer.value))

    def _solve(self, lane: int, asked: Asked) -> _Steps[Solution]:
        self._load(lane, asked.game)
        self.tolerance[lane] = asked.tolerance
        residual, used = yield from self._attempt(lane, asked, 1.0, asked.start)
        if residual >= asked.tolerance:
            start: Start = None
            for share in _PATH:
                used += (yield from self._attempt(lane, asked, share, start))[1]
                start = self._logits(lane)
            residual, more = yield from self._attempt(lane, asked, 1.0, start)
            used += more
        profile = (self._column("policy_c", lane), self._column("policy_d", lane))
        return certified(
            asked.game, profile, logits=self._logits(lane), residual=residual, iterations=used,
            converged=residual < asked.tolerance,
        )  # fmt: skip

    def _attempt(
        self, lane: int, asked: Asked, share: float, start: Start
    ) -> _Steps[tuple[float, int]]:
        """Iterate at a share of the precision, from the given logits."""
        tables = self.tables
        tables.precision[:, 0, lane] = np.multiply(share, asked.game.precision)
        tables.logits[:, :, lane] = 0.0 if start is None else start
        tables.moved[:, :, lane], tables.step[:, 0, lane] = 0.0, _STEP
        trail: list[Array] = []
        used, residual = 0, np.inf
        limit = _LIMIT if asked.iterations is None else asked.iterations
        while used < limit and residual >= asked.tolerance:
            residual, more = yield min(_CHUNK, limit - used)
            used += more
            if residual >= asked.tolerance:
                trail = [*trail[-2:], self._logits(lane)]
                if len(trail) == 3 and (jump := _extrapolated(trail)) is not None:
                    tables.logits[:, :, lane] += jump
                    trail = []
        return residual, used

    def _load(self, lane: int, game: Game) -> None:
        tables = self.tables
        tables.edge[self.chances, 0, lane] = game.chance[self.chances]
        tables.policy_d[self.signs, :, lane] = game.signal[self.signs]
        tables.belief_c[0, :, lane], tables.belief_d[0, :, lane] = game.prior
        tables.value_c[self.ends, :, lane], tables.value_d[self.ends, :, lane] = game.payoff

    def _logits(self, lane: int) -> Array:
        return self._column("logits", lane)

    def _column(self, name: str, lane: int) -> Array:
        """The numbers of one game, (nodes, types)."""
        return np.array(getattr(self.tables, name)[:, :, lane], order="C")


def _extrapolated(trail: list[Array]) -> Array | None:
    """The jump to where a single slow mode leads: r / (1 - r) times the last difference.

    Lyusternik's acceleration, with r the projected ratio of the last two differences. Faster modes
    are gone by then, oscillating ones are damped by the steps; None where no mode is slow.
    """
    before, after = trail[1] - trail[0], trail[2] - trail[1]
    scale = float((before * before).sum())
    ratio = float((before * after).sum()) / scale if scale else 0.0
    if not 0.3 < ratio < 0.999:
        return None
    return np.asarray(min(ratio / (1 - ratio), 100.0) * after)
