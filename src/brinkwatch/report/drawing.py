"""Drawing: Vega-Lite as plain dictionaries, rendered as SVG without a browser.

Text and axes take the colour of the page around them (`currentColor`), so that a chart is read in
light, dark and print alike. The same dictionary gives the same bytes.
"""

from __future__ import annotations

import textwrap
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, TypeAlias

from brinkwatch.report import wording

Spec: TypeAlias = dict[str, Any]

WIDTH = 480  # of the plotting area, in SVG units; the page scales the whole
MARGIN = 225  # kept for row labels, so that the layout does not hang on the fonts of a machine
BLUE, AMBER, GREY, RED = "#2e7fc2", "#c07a12", "#7c8894", "#cc4b45"

TICKS = (
    1e-6, 1e-5, 1e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97, 0.99, 0.999, 0.9999,
)  # fmt: skip
"""Probabilities that a log-odds axis may label."""

END = 1e-9  # an interval that reaches 0 or 1 is drawn to here


def draw(spec: Spec, label: str) -> str:
    """The chart as one `<svg role="img">` with `label` as its name, ready to stand in a page.

    Inner roles, names and classes are dropped: a screen reader gets the label, and the table beside
    the chart gives the numbers. Text is made inert first: a control character in it would end the
    renderer, and with it the program.
    """
    import vl_convert

    space = "http://www.w3.org/2000/svg"
    ET.register_namespace("", space)
    root = ET.fromstring(vl_convert.vegalite_to_svg(_inert(spec)))
    for node in root.iter():
        for name in ("role", "class", "pointer-events", "style"):
            node.attrib.pop(name, None)
        for name in [name for name in node.attrib if name.startswith("aria-")]:
            del node.attrib[name]
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    root.set("role", "img")
    root.set("aria-label", wording.inert(label))
    return ET.tostring(root, encoding="unicode", short_empty_elements=False)


def _inert(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _inert(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_inert(part) for part in value]
    return wording.inert(value) if isinstance(value, str) else value


def chart(height: Any, layers: list[Spec]) -> Spec:
    """A chart of layers over one plotting area; `height` is in SVG units or a step a row."""
    text = {"labelColor": "currentColor", "titleColor": "currentColor"}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "transparent", "width": WIDTH, "height": height, "layer": layers,
        "padding": {"left": 4, "top": 6, "right": 4, "bottom": 4},
        "config": {
            "font": "sans-serif", "view": {"stroke": None},
            "axis": {**text, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
                     "gridColor": GREY, "gridOpacity": 0.25, "domainColor": GREY,
                     "tickColor": GREY},
            "text": {"fontSize": 12},
        },
    }  # fmt: skip


def layer(rows: list[Spec], mark: Spec, **encoding: Spec) -> Spec:
    """Rows drawn with one kind of mark; `encoding` says which field stands where."""
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def text_mark() -> Spec:
    """A label to the right of its point, in the colour of the page's text."""
    return {"type": "text", "align": "left", "dx": 9, "color": "currentColor", "clip": False}


def rows_axis(order: Sequence[str], field: str = "row") -> Spec:
    """A y axis with one named row each, in the order given."""
    axis = {"title": None, "labelLimit": MARGIN - 12, "minExtent": MARGIN, "maxExtent": MARGIN,
            "ticks": False, "domain": False, "labelPadding": 8,
            "labelExpr": "split(datum.label, '\\n')"}  # fmt: skip
    return {"field": field, "type": "nominal", "sort": None, "axis": axis,
            "scale": {"domain": list(order)}}  # fmt: skip


def log_odds(p: float) -> float:
    """The log odds where a probability is drawn; 0 and 1, which have none, at the axis's end."""
    return wording.logit(min(max(p, END), 1 - END))


def log_odds_axis(edges: Iterable[float], room: float) -> Spec:
    """An x axis of log odds, labelled in probabilities; `room` is the share kept for text."""
    edges = list(edges)
    low, high = min(edges) - 0.3, max(edges) + 0.3
    ticks = [p for p in TICKS if low <= wording.logit(p) <= high]
    texts = [
        f"abs(datum.value - ({wording.logit(p):.6f})) < 1e-4 ? "
        f"'{f'1 in {wording.one_in(p)}' if p < 0.01 else wording.percent(p).replace('.0 ', ' ')}'"
        for p in ticks
    ]
    axis = {"title": "probability (log-odds scale)",
            "values": [round(wording.logit(p), 6) for p in ticks],
            "labelExpr": " : ".join([*texts, "''"]), "labelOverlap": "greedy",
            "labelSeparation": 8}  # fmt: skip
    domain = [low, high + (high - low) * room]
    return {"type": "quantitative", "axis": axis, "scale": {"domain": domain, "nice": False}}


def dates_axis(first: str, last: str) -> Spec:
    """An x axis of days from the first to the last ISO date, with room at both ends."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    room = max(timedelta(days=10), (end - start) * 0.12)
    long = (end - start).days > 400
    axis = {"title": None, "format": "%Y" if (end - start).days > 1500 else "%b %Y" if long else
            "%-d %b %Y", "tickCount": 5, "labelOverlap": "greedy",
            "labelSeparation": 12}  # fmt: skip
    domain = [milliseconds(start - room), milliseconds(end + room)]
    return {"field": "date", "type": "temporal", "axis": axis,
            "scale": {"type": "utc", "domain": domain, "nice": False}}  # fmt: skip


def milliseconds(day: date) -> int:
    """Milliseconds since 1970-01-01, UTC, as Vega-Lite counts time."""
    return (day - date(1970, 1, 1)).days * 86_400_000


def two_lines(text: str) -> str:
    """A row label on at most two lines that fit the margin."""
    return "\n".join(textwrap.wrap(wording.shortened(text, 64), 34)[:2])


def capital(key: str) -> str:
    """A key as words with a capital first: `no_attack` is `No attack`."""
    text = wording.words(key)
    return text[:1].upper() + text[1:]
