"""Write the pages of the site that come from the program: commands and glossary.

python docs/generate.py          write them
python docs/generate.py --check  exit 1 when one is out of date
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

from cyclopts import App
from rich.console import Console

from brinkwatch import cli, glossary

DOCS = Path(__file__).parent
NOTE = "<!-- written by docs/generate.py; edit the program, not this page -->\n\n"


def _help(*command: str) -> str:
    """What `brinkwatch COMMAND --help` prints on a terminal of 88 columns."""
    text = io.StringIO()
    cli.app.help_print(list(command), console=Console(file=text, width=88, no_color=True))
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines()).strip()


def _subcommands(name: str) -> list[str]:
    resolved = cli.app[name]
    if not isinstance(resolved, App) or resolved.default_command is not None:
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


PAGES = {"commands.md": commands, "glossary.md": terms}


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
            page.write_text(text, "utf-8")
    if arguments.check and stale:
        print(f"out of date: {', '.join(stale)}; run python docs/generate.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
