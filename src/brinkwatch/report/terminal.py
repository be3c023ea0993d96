"""Paragraphs, headings and tables on a console, as text that can neither act nor be cut."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from brinkwatch.console import clean
from brinkwatch.report import wording


def table(title: str, columns: Sequence[str]) -> Table:
    """A table whose first column gives way, so that numbers stay whole."""
    made = Table(title=Text(title), title_justify="left", title_style="bold",
                 box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)  # fmt: skip
    for number, column in enumerate(columns):
        made.add_column(Text(column), overflow="fold", no_wrap=number > 0)
    return made


def heading(console: Console, title: str) -> None:
    """A title in bold."""
    say(console, title, style="bold")


def say(console: Console, text: str, style: str = "") -> None:
    """One paragraph, wrapped to the console and never between a number and its unit."""
    indent = " " * (len(text) - len(re.sub(r"^ *(?:\d+\. )?", "", text)))
    kept = re.sub(r"(?<=\d) (?=%|points)", "\u00a0", safe(text))
    lines = textwrap.wrap(kept, console.width, subsequent_indent=indent)
    console.print(
        Text("\n".join(lines).replace("\u00a0", " "), style=style),
        no_wrap=True,
        overflow="ignore",
        crop=False,
    )


def safe(text: str) -> str:
    """The text with nothing in it that could drive the terminal."""
    return clean(wording.inert(text))
