"""What a whole answer costs: draws, calibration, solves, starts and certificates of one scenario.

    python benchmarks/crisis/whole.py                              64 draws of a worked crisis
    python benchmarks/crisis/whole.py FILE --draws 256 --again     a file; the same bytes twice?

Wall time, CPU time and the largest memory of this process.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import time
from pathlib import Path

from brinkwatch import crisis

WORKED = Path(__file__).parents[2] / "examples" / "crises" / "long-range-missiles-2024.toml"


def answer(scenario: crisis.Scenario, draws: int) -> str:
    """Solve, print what it took, and give back the answer's fingerprint."""
    start, wall = time.process_time(), time.perf_counter()
    solved = crisis.solve(scenario, draws=draws)
    used, passed = time.process_time() - start, time.perf_counter() - wall
    row = json.dumps(crisis.as_row(solved))
    print(
        f"{scenario.id}: {solved.tree.nodes:,} nodes, {draws} draws, "
        f"{solved.converged.mean():.0%} converged (residual {solved.residual.max():.1e}); "
        f"{passed:.1f} s wall, {used:.1f} s CPU on {os.cpu_count()} cores, "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB",
        flush=True,
    )
    return hashlib.sha256(row.encode()).hexdigest()


def main() -> None:
    """Solve once or twice."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("file", type=Path, nargs="?", default=WORKED)
    options.add_argument("--draws", type=int, default=64)
    options.add_argument("--again", action="store_true", help="solve twice and compare bytes")
    chosen = options.parse_args()
    scenario = crisis.load(chosen.file)
    first = answer(scenario, chosen.draws)
    if chosen.again:
        same = answer(scenario, chosen.draws) == first
        print("the same bytes twice" if same else "DIFFERENT BYTES", flush=True)
        raise SystemExit(not same)


if __name__ == "__main__":
    main()
