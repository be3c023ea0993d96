"""What several commands of the crisis share: options, the solve and how its answer is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from brinkwatch import crisis as stage
from brinkwatch.console import Format, chosen, emit, progress
from brinkwatch.errors import InputError

ScenarioPath = Annotated[
    Path, Parameter(help="Scenario file (TOML), format 1; for solve also catalog:NAME.")
]
Form = Annotated[Format | None, Parameter(help="A table on a terminal, JSON in a pipe.")]


@Parameter(name="*")
@dataclass(frozen=True)
class SolveOptions:
    """What every command that solves a scenario takes."""

    draws: Annotated[
        int | None, Parameter(help="Draws of the scenario's ranges; [solve] draws if absent.")
    ] = None
    seed: Annotated[int | None, Parameter(help="Seed of the draws; [solve] seed if absent.")] = None
    format: Form = None
    quiet: Annotated[bool, Parameter(help="No messages and no progress.", negative="")] = False

    def solved(self, file: Path) -> tuple[stage.Scenario, stage.Equilibrium]:
        """The scenario of a file and its free equilibrium."""
        loaded = stage.load(file)
        return loaded, self.run(stage.solve, loaded)

    def run(self, measure: Callable[..., Any], loaded: stage.Scenario, **asked: Any) -> Any:
        """What a measure finds in a scenario over the draws asked for, with a progress bar."""
        with progress("solving", quiet=self.quiet) as on_progress:
            return measure(
                loaded, draws=self.draws, seed=self.seed, on_progress=on_progress, **asked
            )


DEFAULTS = SolveOptions()


def answer(
    found: dict[str, Any] | list[dict[str, Any]],
    form: Format | None,
    draw: Callable[[Any], None],
) -> int:
    """Print what was found, as the table that `draw` prints or as JSON; returns exit code 0."""
    if chosen(form) == "table":
        draw(found)
    else:
        emit(found, chosen(form))
    return 0


def written(file: Path, text: str) -> None:
    """Write a file that was asked for, or InputError when it cannot be."""
    try:
        file.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"{file}: {error.strerror}; give a file that can be written.") from None
