"""Write the pages of the site that come from the program: commands, glossary, gallery.

python docs/generate.py          write them
python docs/generate.py --check  exit 1 when one is out of date
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from cyclopts import App
from rich.console import Console

from brinkwatch import cli, crisis, glossary

DOCS = Path(__file__).parent
CRISES = DOCS.parent / "examples" / "crises"
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
    parts.append(f"\n`brinkwatch crisis solve {name} --draws {DRAWS}`\n\n## Sources\n\n")
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


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "glossary.md": terms,
    "gallery/index.md": gallery_index,
    **{f"gallery/{f.stem}.md": partial(gallery_page, f) for f in sorted(CRISES.glob("*.toml"))},
}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    stale = []
    for name, write in PAGES.items():
        page, text = DOCS / name, write()
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
