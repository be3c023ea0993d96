"""Options that several commands of the crisis share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from brinkwatch.console import Format

ScenarioPath = Annotated[
    Path, Parameter(help="Scenario file (TOML), format 1; for solve also catalog:NAME.")
]
Draws = Annotated[
    int | None, Parameter(help="Draws of the scenario's ranges; [solve] draws if absent.")
]
Seed = Annotated[int | None, Parameter(help="Seed of the draws; [solve] seed if absent.")]
Quiet = Annotated[bool, Parameter(help="No messages and no progress.", negative="")]
Form = Annotated[Format | None, Parameter(help="A table on a terminal, JSON in a pipe.")]
