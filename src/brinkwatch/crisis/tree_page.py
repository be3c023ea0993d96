"""The picture of a game as one HTML page: an SVG of the tree, no script, no request."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, TypeAlias

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from brinkwatch.console import clean
from brinkwatch.crisis.equilibrium import Equilibrium
from brinkwatch.crisis.pictures import percent, rest

Branch: TypeAlias = dict[str, Any]
Above: TypeAlias = tuple[Branch, int, int] | None
Placed: TypeAlias = tuple[Branch, int, int, Above]

WIDTH = 1200  # of the drawing, in SVG units
_ROW = 84  # height of a line of play
_MIDDLE = 12  # of a box's words, where links meet it
_BARS = 20  # from a box's top to its bars
_BAR = 18  # height of a belief of one
_LETTER = 5.4  # mean width of a letter of a note
_APART = 8  # between the bars of the two sides
_ROUND = 44  # kept for the round beside the bars
_GAP = 22  # between columns, for the links
_THICK = 14.0  # of the link that every crisis takes
_LETTERS = {"challenger": "C", "defender": "D"}


class Bar(NamedTuple):
    """The share of one type in what is believed of a side, in SVG units."""

    side: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Box:
    """One move on the page: its place in SVG units, its words, its belief bars and its link."""

    x: float
    y: float
    mover: str
    words: str
    notes: tuple[str, ...]
    tip: str
    round: str
    """The round in words where a new one begins, else empty."""
    bars: tuple[Bar, ...]
    link: str
    thick: float


def page(drawn: dict[str, Any], equilibrium: Equilibrium) -> str:
    """The picture that `pictures.picture` gives, as a self-contained HTML page.

    The same picture gives the same bytes. Every text is escaped and without control characters.
    """
    style = files("brinkwatch.crisis").joinpath("templates/tree.css").read_text("utf-8")
    step = (WIDTH + _GAP) / (1 + _deepest(drawn))
    boxes = [_box(*placed, step) for placed in _placed(drawn, 0, 0, None)]
    return (
        _environment()
        .get_template("tree.html")
        .render(
            scenario=equilibrium.scenario,
            ended=equilibrium.ended,
            draws=len(equilibrium.kept),
            cut=percent(_cut(drawn)),
            boxes=boxes,
            width=WIDTH,
            box_width=step - _GAP,
            height=_leaves(drawn) * _ROW,
            style=Markup(style),
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        )
    )


def _deepest(branch: Branch) -> int:
    return max((1 + _deepest(below) for below in branch["branches"]), default=0)


def _leaves(branch: Branch) -> int:
    return max(1, sum(_leaves(below) for below in branch["branches"]))


def _cut(branch: Branch) -> float:
    return float(branch["cut"] + sum(_cut(below) for below in branch["branches"]))


def _placed(branch: Branch, column: int, row: int, above: Above) -> Iterator[Placed]:
    """Each branch with its column, its row and what it comes from.

    The likeliest branch stands on the row of what it comes from, so that it is read along a line.
    """
    yield branch, column, row, above
    free = row
    for below in sorted(branch["branches"], key=lambda b: -float(b["reach"])):
        yield from _placed(below, column + 1, free, (branch, column, row))
        free += _leaves(below)


def _box(branch: Branch, column: int, row: int, above: Above, step: float) -> Box:
    x, y = column * step, row * _ROW
    types = len(branch["challenger"]) + len(branch["defender"])
    pitch = min(7.0, (step - _GAP - _ROUND - _APART) / types)
    link = ""
    if above:
        out, back, down = (above[1] + 1) * step - _GAP, above[2] * _ROW + _MIDDLE, y + _MIDDLE
        bend = out + _GAP / 2
        link = (
            f"M{out:.1f} {back:.1f}C{bend:.1f} {back:.1f} {bend:.1f} {down:.1f} {x:.1f} {down:.1f}"
        )
    return Box(
        x,
        y,
        branch["mover"] or "start",
        _words(branch),
        _notes(branch, above, step - _GAP),
        _tip(branch),
        "" if above and above[0]["round"] == branch["round"] else f"round {branch['round']}",
        _bars(branch, x, y, pitch),
        link,
        max(1.0, _THICK * branch["reach"]),
    )


def _words(branch: Branch) -> str:
    if not branch["action"]:
        return "start"
    who = _LETTERS.get(branch["mover"], "")
    return f"{who} {branch['action'].replace('_', ' ')} {percent(branch['chance'])}".strip()


def _notes(branch: Branch, above: Above, width: float) -> tuple[str, ...]:
    """What stands under the bars: a new commitment, how it ends, what is left out."""
    rises = branch["level"] if above is None or above[0]["level"] != branch["level"] else ""
    ends = f"ends: {branch['ends'].replace('_', ' ')}" if branch["ends"] else ""
    parts = (rises, ends, rest(branch) and f"({rest(branch)})")
    room = int(width / _LETTER)
    return tuple(p if len(p) <= room else p[: room - 1].rstrip() + "…" for p in parts if p)


def _tip(branch: Branch) -> str:
    believed = (
        f"{side} {' '.join(f'{100 * x:.0f}' for x in branch[side])}"
        for side in ("challenger", "defender")
    )
    return (
        f"Round {branch['round']}, commitment: {branch['level']}; reached in "
        f"{percent(branch['reach'])}. Believed, percent of types, most resolved first: "
        f"{', '.join(believed)}."
    )


def _bars(branch: Branch, x: float, y: float, pitch: float) -> tuple[Bar, ...]:
    """Beliefs as bars, a group a side, the most resolved type first."""
    found, left = [], x + 6
    for side in ("challenger", "defender"):
        for share in branch[side]:
            tall = max(0.5, _BAR * share)
            found.append(Bar(side, left, y + _BARS + _BAR - tall, pitch * 0.7, tall))
            left += pitch
        left += _APART
    return tuple(found)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("brinkwatch.crisis"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: value if isinstance(value, Markup) else clean(value),
    )
