"""The commands of `brinkwatch crisis` that measure a scenario: what moves it, what it claims."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from brinkwatch import crisis as stage
from brinkwatch.console import clean, progress, say
from brinkwatch.crisis.options import DEFAULTS, Form, ScenarioPath, SolveOptions, answer
from brinkwatch.errors import InputError


def sensitivity(
    file: ScenarioPath,
    *,
    method: Annotated[
        Literal["ranks", "tornado", "sobol"],
        Parameter(help="ranks: correlations; tornado: one at a time; sobol: shares of variance."),
    ] = "ranks",
    n: Annotated[int, Parameter(help="For sobol: n * (numbers + 2) solves, a power of two.")] = 32,
    options: SolveOptions = DEFAULTS,
) -> int:
    """Which assumed number moves which outcome.

    Rank correlations over the draws of one solve, and the mean outcome where a number is in the
    lowest and in the highest third of its draws. More draws narrow the intervals. A tornado moves
    one number at a time with all others at their medians; Sobol indices share out the variance.

        brinkwatch crisis sensitivity examples/crises/falklands-1982.toml --draws 256
    """
    from brinkwatch.crisis.variance import sobol, tornado

    loaded = stage.load(file)
    if method == "ranks":
        found = options.run(stage.sensitivity, loaded)
    else:
        with progress("solving", quiet=options.quiet) as on_progress:
            if method == "tornado":
                found = tornado(loaded, on_progress=on_progress)
            else:
                found = sobol(loaded, n=n, seed=options.seed, on_progress=on_progress)
    draw = {"ranks": _print_sensitivity, "tornado": _print_tornado, "sobol": _print_sobol}[method]
    return answer(found, options.format, draw)


def _print_sensitivity(found: dict[str, Any], top: int = 12) -> None:
    rows = found["rows"]
    table = Table("number", "unanswered\nr", "95 %", "low\nthird", "high\nthird", "attack\nr")
    table.columns[0].overflow, table.columns[2].no_wrap = "fold", True
    for row in rows[:top]:
        r, attack = (row["rank_correlation"][name] for name in ("unanswered", "attack"))
        third = row["thirds"]["unanswered"]
        table.add_row(
            Text(clean(row["path"])),
            *(_signed(r["r"]), f"{_signed(r['lo'])} to {_signed(r['hi'])}"),
            *(f"{third['low']:.3f}", f"{third['high']:.3f}", _signed(attack["r"])),
        )
    Console().print(table)
    print(f"{min(top, len(rows))} of {len(rows)} numbers with a range, strongest first, over")
    print(f"{found['converged']['n']} draws; 1 interval in 20 leaves out 0 by chance alone.")
    if found["held_by_calibration"]:
        print("Calibration holds the attack rate at the base rate, so little else can move it.")


def _signed(r: float | None) -> str:
    return "none" if r is None else f"{r:+.2f}"


def _print_tornado(found: dict[str, Any], top: int = 12) -> None:
    table = Table("number", "low", "high", "unanswered", "attack")
    table.columns[0].overflow = "fold"
    for row in found["rows"][:top]:
        swings = (
            " to ".join(_share(row["outcomes"][name][end]) for end in ("low", "high"))
            for name in ("unanswered", "attack")
        )
        ends = (f"{row[end]:.3g}" for end in ("low", "high"))
        table.add_row(Text(clean(row["path"])), *ends, *swings)
    Console().print(table)
    print(
        f"{min(top, len(found['rows']))} of {len(found['rows'])} numbers, each at its 10th and "
        f"90th percentile with the others at their medians; {found['failed']} of "
        f"{found['solves']} solves failed."
    )


def _print_sobol(found: dict[str, Any], top: int = 12) -> None:
    table = Table("number", "unanswered\nalone", "unanswered\nin all", "attack\nin all")
    table.columns[0].overflow = "fold"
    for row in found["rows"][:top]:
        cells = (row["first"]["unanswered"], row["total"]["unanswered"], row["total"]["attack"])
        table.add_row(Text(clean(row["path"])), *(_share(x) for x in cells))
    Console().print(table)
    print(
        f"Shares of variance over {found['solves']} solves ({found['failed']} failed, set to the "
        "mean); few solves make noisy shares, and those below 0 are 0 within noise."
    )


def _share(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"


def information(
    file: ScenarioPath,
    *,
    options: SolveOptions = DEFAULTS,
) -> int:
    """What it is worth to a side to know the other's type, or when windows open.

    Published, the whole game is another and the worth can be negative; told privately, the other
    side plays on as before. [report] information in the file names what to measure; all if absent.

        brinkwatch crisis information examples/crises/falklands-1982.toml --draws 16
    """
    from brinkwatch.crisis.information import information as measured

    return answer(measured(*options.solved(file)), options.format, _print_information)


def _print_information(found: dict[str, Any]) -> None:
    table = Table("who learns", "what", "how", "worth", "5 %", "95 %", "below 0")
    for row in found["learns"]:
        what = "windows" if row["of"] == "window" else "the other's type"
        for how in ("public", "private"):
            if worth := row[how]:
                cells = (f"{worth[key]:+.3f}" for key in ("mean", "lo", "hi"))
                table.add_row(row["side"], what, how, *cells, f"{worth['share_negative']:.0%}")
    Console().print(table)


def claims(
    file: ScenarioPath,
    *,
    options: SolveOptions = DEFAULTS,
) -> int:
    """What the literature claims of such crises, as measured signs over draws.

    After calibration to the base rate, with audience costs and without; and the share of P(attack)
    that disappears at twice the precision. A sign holds in 90 % of draws or more, turns in 10 % or
    less and vanishes between; what the file cannot show is named.

        brinkwatch crisis claims examples/crises/long-range-missiles-2024.toml --draws 64
    """
    from brinkwatch.crisis.claims import claims as measured

    found = options.run(measured, stage.load(file))
    return answer(found, options.format, _print_claims)


def _print_claims(found: dict[str, Any]) -> None:
    table = Table("claim", "difference", "share", "no audience\ncosts", "share", "the sign")
    for row in found["claims"]:
        if row["audience_costs"]:
            cells = []
            for key in ("audience_costs", "without_audience_costs"):
                m = row[key]
                cells += [f"{m['mean']:+.3f}", f"{m['share']:.0%}"] if m else ["none", ""]
            table.add_row(Text(clean(row["text"])), *cells, row["verdict"])
    Console().print(table)
    missing = [row for row in found["claims"] if not row["audience_costs"]]
    for row in missing:
        say(f"not measured: {row['text']} ({row['why_not']})")
    print(
        f"Share: of {found['draws']} draws, those with the claimed sign; near one half it vanishes."
    )
    if not found["calibrated"]:
        print(
            "The file has no [calibration], so the rate of attack is that of its assumed payoffs."
        )
    twice = found["precision"]
    if twice["disappears"] is not None:
        print(
            f"P(attack) {twice['attack']:.3f}, at twice the precision {twice['at_twice']:.3f} "
            f"({twice['draws']} draws converge): {twice['disappears']:.0%} of it disappears."
        )


def estimate(
    file: ScenarioPath,
    histories: Annotated[Path, Parameter(help="JSON lines, each a list of moves.")],
    *,
    number: Annotated[
        tuple[str, ...], Parameter(help="What to estimate: precision, or a path; repeatable.")
    ] = ("precision",),
    format: Form = None,
) -> int:
    """Estimate precision and payoffs from coded histories by maximum likelihood.

    Moves are the words of `play`. All other numbers stand at their medians; a file with a
    [calibration] meets its base rate at every value tried.

        brinkwatch crisis estimate scenario.toml histories.jsonl --number precision
    """
    from brinkwatch.crisis.estimation import estimate as fitted

    found = fitted(stage.load(file), _histories(histories), number)
    return answer(found, format, _print_estimates)


def _print_estimates(found: dict[str, Any]) -> None:
    table = Table("number", "estimate", "standard error", "90 % interval", "file")
    for row in found["estimates"]:
        cells = (
            f"{row['value']:.3g}",
            f"{row['error']:.2g}",
            f"{row['lo']:.3g} to {row['hi']:.3g}",
        )
        table.add_row(Text(clean(row["path"])), *cells, f"{row['start']:.3g}")
    Console().print(table)
    print(f"log likelihood {found['log_likelihood']:.3f} of {found['histories']} histories")
    if found["intercept"]:
        print(f"The base rate is met by {found['intercept']:+.3f} on the cost of operating.")


def _histories(path: Path) -> list[list[str]]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error}); give JSON lines.") from None
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            moves = json.loads(line)
        except (ValueError, RecursionError):
            moves = None
        if not isinstance(moves, list) or not all(isinstance(move, str) for move in moves):
            raise InputError(
                f'{path}: line {number} is no list of moves; write such as ["step", "wait"].'
            )
        found.append(moves)
    return found
