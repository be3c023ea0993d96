"""What can go wrong, as a tree.

    BrinkwatchError                 exit 1: the work could not be done
    ├── InputError                  exit 2: an input or an option is not what the command takes
    │   ├── UnreadableError         a file could not be read as any known format
    │   ├── SpanError               a quote does not stand where a record says it does
    │   └── ScenarioError           a scenario file breaks its format
    ├── NoCrisisError               no coded commitment or event makes a crisis
    └── NotSolvedError              no draw of the game converged

Every message is one sentence that says what was found, what was expected and what to do.
"""

from __future__ import annotations


class BrinkwatchError(Exception):
    """The work could not be done."""

    exit_code = 1


class InputError(BrinkwatchError):
    """An input file or an option is not what the command takes."""

    exit_code = 2


class UnreadableError(InputError):
    """A file could not be read as any format brinkwatch knows."""


class SpanError(InputError):
    """A quote does not stand in its document where the record says it does."""


class ScenarioError(InputError):
    """A scenario file breaks its format."""


class NoCrisisError(BrinkwatchError):
    """No coded commitment or event makes a crisis."""


class NotSolvedError(BrinkwatchError):
    """No draw of the game converged."""
