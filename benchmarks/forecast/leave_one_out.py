"""Do the shipped signs forecast disputes they were not counted on?

    python benchmarks/forecast/leave_one_out.py DATA_PACK

Each dispute is left out in turn; the base rate and the effect of an explicit threat are counted
again on the others, and its episodes are forecast with the base rate alone and with the signs the
incident data know. The nuclear effect is the shipped one, counted on whole disputes of 1946-2000.
Prints n, the log score (nats) and the Brier score of both, and the skill of the second.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from count_base_rates import INCIDENTS, LAST, nuclear_years

from brinkwatch.forecast.evidence import effect, shrunken
from brinkwatch.forecast.history.episodes import HORIZONS, Episode, find_episodes, read_deeds
from brinkwatch.forecast.questions import table
from brinkwatch.forecast.scores import brier, log_score, skill
from brinkwatch.forecast.waterfall import expit, logit

RUNG = "limited_force"


def rate(episodes: list[Episode], days: int) -> float:
    """Posterior mean share of episodes that came to force."""
    return (sum(e.happened(RUNG, days) for e in episodes) + 0.5) / (len(episodes) + 1)


def forecast(one: Episode, others: list[Episode], days: int) -> tuple[float, float]:
    """The base rate of the others, and what the signs make of it."""
    base = rate(others, days)
    table_of = [
        [e.happened(RUNG, 365) for e in others if (e.kind == "threat") == has]
        for has in (True, False)
    ]
    cells = [count for group in table_of for count in (sum(group), len(group))]
    threat = shrunken(cells[0], cells[1], cells[2], cells[3], table("evidence.toml")["tau"])
    nuclear = effect("nuclear_side", RUNG)
    assert nuclear is not None
    odds = logit(base)
    for found, has in ((threat, one.kind == "threat"), (nuclear, one.power != "neither")):
        odds += (found.when_present() if has else found.when_absent())[0]
    return base, expit(odds)


def main() -> None:
    """Print one line a horizon."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", type=Path)
    pack = parser.parse_args().pack
    episodes = [
        e
        for e in find_episodes(read_deeds(pack / INCIDENTS), nuclear_years(pack), LAST)
        if not e.fighting_before
    ]
    for days in HORIZONS:
        pairs = [
            forecast(one, [e for e in episodes if e.deed.dispute != one.deed.dispute], days)
            for one in episodes
        ]
        happened = [e.happened(RUNG, days) for e in episodes]
        base, signs = (list(column) for column in zip(*pairs, strict=True))
        gained = skill(log_score(signs, happened), log_score(base, happened))
        print(
            f"{days:>3} days, n={len(happened)}, happened {sum(happened)}: "
            f"log {log_score(base, happened):.4f} -> {log_score(signs, happened):.4f} "
            f"(skill {gained:.1%}), "
            f"Brier {brier(base, happened):.4f} -> {brier(signs, happened):.4f}"
        )


if __name__ == "__main__":
    main()
