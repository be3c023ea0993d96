"""The ledger on the annotated training articles: lines and lives keep the scores they have.

The weights of the ledger are fitted on these articles; `benchmarks/ledger_weights.py` prints what
they reach on crises left out of the fit.
"""

from collections import Counter

from ledger_lines import ARTICLES, STAGES, f1, macro, scored

FLOOR = {"same line": 0.65, "history": 0.74}
FLOOR_OF_STAGES = 0.52
FEWEST = 60  # annotated steps beyond a statement


def test_lines_and_stages_keep_their_scores() -> None:
    total = {name: Counter[str]() for name in (*FLOOR, *STAGES)}
    for file in sorted(ARTICLES.glob("*/threads.json")):
        for name, count in scored(file.parent).items():
            total[name].update(count)
    for name, floor in FLOOR.items():
        assert f1(total[name]) >= floor
    assert sum(total[name]["theirs"] for name in STAGES) >= FEWEST
    assert macro(total) >= FLOOR_OF_STAGES
