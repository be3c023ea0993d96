"""The ledger on the annotated training articles: lines and lives keep the scores they have.

The weights of the ledger are fitted on these articles; `benchmarks/ledger_weights.py` prints what
they reach on crises left out of the fit.
"""

import re
import subprocess
import sys
from pathlib import Path

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "ledger_lines.py"
FLOOR = {"same line": 0.65, "history": 0.74}
STAGES = 0.52
FEWEST = 60  # annotated steps beyond a statement


def test_lines_and_stages_keep_their_scores() -> None:
    run = subprocess.run(
        [sys.executable, str(BENCHMARK)], check=True, capture_output=True, text=True
    )
    told = re.findall(r"^all +(.+?) +precision .* F1 ([\d.]+) .* (\d+) annotated", run.stdout, re.M)
    scores = {name: (float(figure), int(annotated)) for name, figure, annotated in told}
    for name, floor in FLOOR.items():
        assert scores[name][0] >= floor
    stages = [scores[name] for name in ("tested", "crossed", "enforced", "not_enforced")]
    assert sum(annotated for _, annotated in stages) >= FEWEST
    assert sum(figure for figure, _ in stages) / len(stages) >= STAGES
