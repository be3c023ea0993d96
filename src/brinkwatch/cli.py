"""The command line: joins the stage commands; each is imported only when it is called."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextvars import copy_context
from functools import partial

from cyclopts import App, Group

from brinkwatch import __version__
from brinkwatch.console import STDIN, say
from brinkwatch.errors import BrinkwatchError

COMMANDS = {
    "Begin here": {
        "demo": ("brinkwatch.assess.command:demo", "assess the shipped example articles"),
        "assess": ("brinkwatch.assess.command:assess", "from articles to an answer and a report"),
        "explain": ("brinkwatch.glossary.command:explain", "what a term means, and who says so"),
    },
    "The stages, one by one": {
        "read": ("brinkwatch.reading.command:read", "articles as published, noise out, dated"),
        "watch": ("brinkwatch.watching.command:watch", "feeds, polled into a case file"),
        "code": ("brinkwatch.coding.command:app", "events, commitments, estimates, each quoted"),
        "ledger": ("brinkwatch.ledger.command:app", "red lines and their lives"),
        "crisis": (
            "brinkwatch.crisis.command:app",
            "the crisis as a game: scenario, solve, play",
        ),
        "forecast": ("brinkwatch.forecast.command:app", "probabilities, from base rates up"),
    },
    "Think it through": {
        "play": (
            "brinkwatch.crisis.play_command:play",
            "take a side against the solved equilibrium",
        ),
        "replay": ("brinkwatch.replay.command:app", "the answer at each date, scored if known"),
        "cite": ("brinkwatch.report.command:cite", "the works a result rests on"),
    },
}


def _listing() -> str:
    """The commands by purpose, one line each."""
    lines = []
    for purpose, commands in COMMANDS.items():
        lines += [f"{purpose}:", *(f"  {n:<10}{what}" for n, (_, what) in commands.items()), ""]
    return "\n".join(lines)


HELP = f"""Answer "are we on the brink?" from published articles,
with numbers that lead back to sentences.

{_listing()}
`brinkwatch COMMAND --help` tells more. Commands that read articles take files,
folders, globs, a case file or - for standard input, and --as-of, --store,
--format. Data goes to stdout (JSON in a pipe), messages to stderr.

Exit codes: 0 done, 1 failed, 2 wrong usage or invalid input,
3 done with items skipped, 4 a threshold asked for was exceeded."""

LISTED_ABOVE = Group("Commands, as listed above", show=False)
app = App(
    name="brinkwatch", help=HELP, help_format="plaintext", version=__version__,
    version_flags=["--version"],
    suppress_keyboard_interrupt=False,
)  # fmt: skip
for _commands in COMMANDS.values():
    for _name, (_target, _) in _commands.items():
        app.command(_target, name=_name, group=LISTED_ABOVE)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit with its code; a known failure is one sentence on stderr.

    What the command makes known (the actors of `--actors`) ends with it.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        words = [STDIN if word == "-" else word for word in words]
        code = copy_context().run(partial(app, words, result_action="return_value"))
    except BrinkwatchError as error:
        say(f"brinkwatch: {error}")
        code = error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except OSError as error:
        say(f"brinkwatch: the output could not be written ({error.strerror}).")
        code = 1
    except KeyboardInterrupt:
        say("brinkwatch: interrupted; what was finished is kept.")
        code = 130
    sys.exit(code if isinstance(code, int) else 0)
