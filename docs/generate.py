"""Write the pages of the site that come from the program: commands, glossary, gallery.

python docs/generate.py            write them, all but claims.md
python docs/generate.py claims.md  write this page, which takes minutes
python docs/generate.py --check    exit 1 when one is out of date
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from cyclopts import App
from rich.console import Console

from brinkwatch import cli, crisis, glossary
from brinkwatch.crisis.claims import claims as measured
from brinkwatch.crisis.claims import verdict

DOCS = Path(__file__).parent
CRISES = DOCS.parent / "examples" / "crises"
EXAMPLES = DOCS.parent / "examples"
DRAFTED = (  # articles that the claims are measured on, and the day to which they are read
    (EXAMPLES / "long-range-missiles", "2024-09-14"),
    (EXAMPLES / "replay" / "qatar-2017", "2017-06-30"),
)
DRAWS = 32  # of each gallery game; the pages say so
NOTE = "<!-- written by docs/generate.py; edit the program, not this page -->\n\n"


def _help(*command: str) -> str:
    """What `brinkwatch COMMAND --help` prints on a terminal of 88 columns."""
    text = io.StringIO()
    cli.app.help_print(list(command), console=Console(file=text, width=88, no_color=True))
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines()).strip()


def _subcommands(name: str) -> list[str]:
    resolved = cli.app[name]
    if not isinstance(resolved, App):
        return []
    return [sub for sub in resolved if not sub.startswith("-")]


def commands() -> str:
    """The command page: the help of every command, in the order of the first help."""
    parts = [NOTE, "# Commands\n\n```text\n", _help(), "\n```\n"]
    for group, members in cli.COMMANDS.items():
        parts.append(f"\n## {group}\n")
        for name in members:
            parts += [f"\n### brinkwatch {name}\n\n```text\n", _help(name), "\n```\n"]
            for sub in _subcommands(name):
                parts += [
                    f"\n#### brinkwatch {name} {sub}\n\n```text\n",
                    _help(name, sub),
                    "\n```\n",
                ]
    return "".join(parts)


def terms() -> str:
    """The glossary page: every term with its sources."""
    parts = [NOTE, "# Glossary\n\nThe same as `brinkwatch explain TERM`.\n"]
    for term in sorted(glossary.terms(), key=lambda term: term.name.lower()):
        parts.append(f"\n## {term.name}\n\n{term.definition}\n")
        sources = "; ".join(str(citation) for citation in glossary.citations(term.cites))
        if sources:
            parts.append(f"\n*{sources}*\n")
        if term.see_also:
            parts.append(f"\nSee also: {', '.join(term.see_also)}.\n")
    return "".join(parts)


def gallery_page(file: Path) -> str:
    """One worked crisis: the story, its sources, what happened, what the game says of it."""
    scenario = crisis.load(file)
    row = crisis.as_row(crisis.solve(scenario, draws=DRAWS))
    name = file.relative_to(DOCS.parent).as_posix()
    parts = [NOTE, f"# {scenario.title}\n\n{_opening(file)}\n\n**{scenario.question}**\n"]
    sides = f"{scenario.challenger.name} against {scenario.defender.name}"
    parts.append(f"\n{sides}, as of {scenario.as_of}. File: `{name}`.\n")
    if scenario.outcome:
        happened = scenario.outcome.happened.replace("_", " ")
        parts.append(f"\n## What happened\n\n{happened.capitalize()}. {scenario.outcome.note}\n")
    parts.append("\n## What the game says, under the model\n")
    if scenario.calibration:
        parts.append(
            "\nThe rate of attack is not a finding: it is set to the base rate, "
            f"{scenario.calibration.reference}.\n"
        )
    parts.append("\n| outcome | mean | 5 % of draws | 95 % of draws |\n|---|---|---|---|\n")
    for outcome, spread in row["outcomes"].items():
        numbers = " | ".join(f"{spread[key]:.2f}" for key in ("mean", "lo", "hi"))
        parts.append(f"| {outcome.replace('_', ' ')} | {numbers} |\n")
    parts.append("\n| if | then | else | difference |\n|---|---|---|---|\n")
    for pair in row["indicators"]:
        if "seen" in pair:
            parts.append(
                f"| {pair['given']} | P({pair['outcome']}) {pair['seen']['mean']:.2f} | "
                f"{pair['otherwise']}: {pair['not_seen']['mean']:.2f} | "
                f"{pair['difference']['mean']:+.2f} |\n"
            )
    parts.append(
        f"\n`brinkwatch crisis solve {name} --draws {DRAWS}`, and as a picture of the likeliest "
        "moves\n"
        f"`brinkwatch crisis show {name} --draws {DRAWS} --html tree.html`.\n\n## Sources\n\n"
    )
    parts += [f"- {work.cite}: {work.shows}.\n" for work in scenario.reference]
    return "".join(parts)


def _opening(file: Path) -> str:
    """The comment at the head of a scenario file: the story in a few lines."""
    lines = file.read_text("utf-8").splitlines()
    head = lines[: next(i for i, line in enumerate(lines) if not line.startswith("#"))]
    story = " ".join(line.removeprefix("#").strip() for line in head)
    return story.partition(" Unit of payoff:")[0]


def gallery_index() -> str:
    """The list of worked crises with what happened in each."""
    parts = [NOTE, "# Gallery\n\nSeven past crises as games you can read, solve and play.\n\n"]
    parts.append("| crisis | ended in |\n|---|---|\n")
    for file in sorted(CRISES.glob("*.toml")):
        scenario = crisis.load(file)
        ended = scenario.outcome.happened.replace("_", " ") if scenario.outcome else ""
        parts.append(f"| [{scenario.title}]({file.stem}.md) | {ended} |\n")
    return "".join(parts)


def claims_page() -> str:
    """The claims of the literature on every worked crisis and on drafts from articles."""
    found = {
        f"[{file.stem}](gallery/{file.stem}.md)": measured(crisis.load(file), draws=DRAWS)
        for file in sorted(CRISES.glob("*.toml"))
    }
    for articles, day in DRAFTED:
        name = f"draft from {articles.relative_to(DOCS.parent).as_posix()}"
        found[name] = measured(_drafted(articles, day), draws=DRAWS)
    rows = list(zip(*(one["claims"] for one in found.values()), strict=True))
    parts = [NOTE, _opening_of_claims()]
    for key, title in (
        ("audience_costs", "With the files' audience costs"),
        ("without_audience_costs", "Without audience costs"),
    ):
        head = ("claim", *found, "holds in")
        parts.append(f"\n## {title}\n\n| {' | '.join(head)} |\n|{'---|' * len(head)}\n")
        for row in rows:
            shown = [claim[key] for claim in row if claim[key]]
            held = sum(verdict(measure) == "holds" for measure in shown)
            cells = (*(_cell(claim[key]) for claim in row), f"{held} of {len(shown)}")
            parts.append(f"| {row[0]['text']} | {' | '.join(cells)} |\n")
    parts.append(
        "\n## Noise\n\nP(attack) at the files' precision, and at twice it with the same "
        "intercepts. What disappears was noise of the response, not evidence of miscalculation.\n\n"
        "| | P(attack) | at twice | disappears | draws |\n|---|---|---|---|---|\n"
    )
    for name, one in found.items():
        p = one["precision"]
        cells = (f"{p['attack']:.3f}", f"{p['at_twice']:.3f}", f"{p['disappears']:.0%}")
        parts.append(f"| {name} | {' | '.join(cells)} | {p['draws']} |\n")
    parts.append("\n## Sources of the claims\n\n")
    parts += [f"- {row[0]['text']}: {row[0]['source']}.\n" for row in rows]
    return "".join(parts)


def _opening_of_claims() -> str:
    return (
        "# Claims of the literature, measured\n\n"
        "Each claim is a difference within every draw of a scenario, after calibration to the base "
        "rate (`brinkwatch crisis claims FILE`). It holds where nine draws in ten or more have the "
        "claimed sign, turns where one in ten or fewer have it, and vanishes between or where the "
        "mean difference is below 0.001. A claim that turns is no error of the file and no "
        "refutation: it is what this game says with these assumed ranges. "
        f"{DRAWS} draws a file; a cell gives the share of draws with the claimed "
        "sign and the mean difference, a dash a claim that the file cannot show (`crisis claims` "
        "says why). What is claimed of a leap, a split, an overmatch and a nuclear threat compares "
        "histories with it and without it, and so mixes what it causes with what it reveals.\n"
    )


def _cell(row: dict[str, Any] | None) -> str:
    return f"{row['share']:.0%} {row['mean']:+.3f}" if row else "–"


def _run(words: Sequence[str]) -> str:
    """What a command line prints."""
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
        cli.main(list(words))
    return out.getvalue()


def _drafted(articles: Path, day: str) -> crisis.Scenario:
    """The scenario that `crisis scenario --from` drafts from the store of a set of articles."""
    with tempfile.TemporaryDirectory() as folder:
        store, words = str(Path(folder, "case.db")), ("--as-of", day, "--quiet")
        _run(("ledger", str(articles), "--store", store, *words))
        return crisis.loads(_run(("crisis", "scenario", "--from", store, *words)))


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "glossary.md": terms,
    "gallery/index.md": gallery_index,
    **{f"gallery/{f.stem}.md": partial(gallery_page, f) for f in sorted(CRISES.glob("*.toml"))},
}
SLOW: dict[str, Callable[[], str]] = {"claims.md": claims_page}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("pages", nargs="*", choices=[*PAGES, *SLOW, []])
    arguments = parser.parse_args()
    stale = []
    for name in arguments.pages or PAGES:
        page, text = DOCS / name, (PAGES | SLOW)[name]()
        if page.is_file() and page.read_text("utf-8") == text:
            continue
        stale.append(name)
        if not arguments.check:
            page.parent.mkdir(exist_ok=True)
            page.write_text(text, "utf-8")
    if arguments.check and stale:
        print(f"out of date: {', '.join(stale)}; run python docs/generate.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
