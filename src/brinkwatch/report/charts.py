"""The report's charts: Vega-Lite as plain dictionaries, drawn as SVG without a browser.

Probabilities stand on a log-odds axis whose labels are probabilities, because evidence adds up
there. Text and axes take the colour of the page around them (`currentColor`), so that a chart is
read in light, dark and print alike; nothing is told by colour alone. The same answer gives the
same bytes.
"""

from __future__ import annotations

import textwrap
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, TypeAlias

from brinkwatch.records import Document, Forecast, LedgerEntry, RedLine
from brinkwatch.report import wording

Spec: TypeAlias = dict[str, Any]

WIDTH = 480  # of the plotting area, in SVG units; the page scales the whole
MARGIN = 225  # kept for row labels, so that the layout does not hang on the fonts of a machine
BLUE, AMBER, GREY, RED = "#2e7fc2", "#c07a12", "#7c8894", "#cc4b45"

TICKS = (
    1e-6, 1e-5, 1e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97, 0.99, 0.999, 0.9999,
)  # fmt: skip
"""Probabilities that a log-odds axis may label."""

LIVES = {
    "declared": "circle", "reiterated": "square", "tested": "diamond", "crossed": "cross",
    "enforced": "triangle-up", "not_enforced": "triangle-down", "withdrawn": "triangle-left",
    "lapsed": "triangle-right", "answered_otherwise": "stroke",
}  # fmt: skip
"""The mark of each step in a red line's life."""

LEVELS = (-13, 17, -27, 31)
"""How far above or below its mark a label stands, so that close ones do not collide."""


def waterfall(forecast: Forecast) -> Spec:
    """The way from the base rate to the answer: one bar a step, in log odds."""
    rows: list[Spec] = []
    at = 0.0
    for number, step in enumerate(forecast.steps):
        end = at + step.log_odds
        first = step.kind == "base_rate" and number == 0
        label = wording.percent(wording.logistic(end))
        if not first:
            assumed = ", assumed" if step.kind == "assumed" else ""
            label += f"  ({wording.odds_factor(step.log_odds)}{assumed})"
        rows.append(
            {"row": _two_lines(f"{number + 1}  {step.name}"), "kind": step.kind,
             "from": end if first else at, "to": end, "label": label, "edge": max(at, end) if not
             first else end}
        )  # fmt: skip
        at = end
    low, high = (wording.logit(p) for p in forecast.interval)
    final = {
        "row": f"{len(rows) + 1}  Answer", "p": at, "low": low, "high": high,
        "label": f"{wording.chance(forecast.probability)}  ({wording.between(forecast.interval)})",
    }  # fmt: skip
    order = [row["row"] for row in rows] + [final["row"]]
    links = [
        {"row": a, "next": b, "x": row["to"]}
        for row, a, b in zip(rows, order, order[1:], strict=False)
    ]
    y = _rows(order)
    edges = [row[key] for row in rows for key in ("from", "to")] + [low, high]
    x = _log_odds(edges, room=0.55)
    colour = {
        "field": "kind", "type": "nominal", "legend": None,
        "scale": {"domain": ["base_rate", "evidence", "assumed"], "range": [GREY, BLUE, AMBER]},
    }  # fmt: skip
    return _chart(
        36 * len(order),
        [
            _layer(links, {"type": "rule", "color": GREY, "strokeDash": [2, 2]},
                   x={"field": "x", "type": "quantitative"},
                   y={**y, "bandPosition": 0.5}, y2={"field": "next", "bandPosition": 0.5}),
            _layer(rows, {"type": "bar", "height": 14}, x={**x, "field": "from"},
                   x2={"field": "to"}, y=y, color=colour),
            _layer(rows, {"type": "tick", "thickness": 3, "size": 18},
                   x={**x, "field": "to"}, y=y, color=colour),
            _layer([final], {"type": "rule", "strokeWidth": 3, "color": RED},
                   x={**x, "field": "low"}, x2={"field": "high"}, y=y),
            _layer([final], {"type": "point", "filled": True, "size": 130, "color": RED,
                              "opacity": 1},
                   x={**x, "field": "p"}, y=y),
            _layer(rows, _text(), x={**x, "field": "edge"}, y=y, text={"field": "label"}),
            _layer([final], _text(), x={**x, "field": "high"}, y=y, text={"field": "label"}),
        ],
    )  # fmt: skip


def ladder(forecasts: Sequence[Forecast]) -> Spec:
    """Every rung and horizon with its interval; a grey tick at the base rate."""
    rungs = list(dict.fromkeys(forecast.rung for forecast in forecasts))[::-1]
    horizons = sorted({forecast.horizon_days for forecast in forecasts})
    rows: list[Spec] = [
        {"rung": _capital(forecast.rung), "days": str(forecast.horizon_days),
         "p": wording.logit(forecast.probability), "base": wording.logit(forecast.base_rate.share),
         "low": wording.logit(forecast.interval[0]), "high": wording.logit(forecast.interval[1]),
         "edge": wording.logit(max(forecast.interval[1], forecast.base_rate.share)),
         "label": f"{forecast.horizon_days} days: {wording.chance(forecast.probability)}"}
        for forecast in forecasts
    ]  # fmt: skip
    y = _rows([_capital(rung) for rung in rungs], field="rung")
    offset = {"field": "days", "type": "ordinal", "sort": [str(days) for days in horizons]}
    x = _log_odds([row[key] for row in rows for key in ("low", "high", "base")], room=0.5)
    shape = {"field": "days", "type": "ordinal", "legend": None,
             "sort": offset["sort"]}  # fmt: skip
    return _chart(
        {"step": 19, "for": "offset"} if len(horizons) > 1 else 40 * len(rungs),
        [
            _layer(rows, {"type": "rule", "strokeWidth": 2, "color": BLUE, "opacity": 0.65},
                   x={**x, "field": "low"}, x2={"field": "high"}, y=y, yOffset=offset),
            _layer(rows, {"type": "tick", "thickness": 3, "size": 13, "color": GREY},
                   x={**x, "field": "base"}, y=y, yOffset=offset),
            _layer(rows, {"type": "point", "filled": True, "size": 70, "color": BLUE,
                          "opacity": 1}, x={**x, "field": "p"}, y=y, yOffset=offset, shape=shape),
            _layer(rows, _text(), x={**x, "field": "edge"}, y=y, yOffset=offset,
                   text={"field": "label"}),
        ],
    )  # fmt: skip


def timeline(
    lines: Sequence[RedLine],
    entries: Iterable[LedgerEntry],
    documents: Iterable[Document],
    as_of: str,
) -> Spec:
    """The dated steps of each red line above the days on which the articles appeared.

    An article dated by inference is drawn from its first possible day to its last, or as-of day.
    A step known to the month stands on the 15th, one known to the year on 1 July, neither after the
    as-of date; a line without a dated step says so.
    """
    label = {line.id: _two_lines(f"{n}  {line.what}") for n, line in enumerate(lines, 1)}
    marks: dict[tuple[str, str], list[LedgerEntry]] = {}
    for entry in entries:
        if entry.line_id in label and entry.date:
            day = min(_day(entry.date), max(entry.date[:10], as_of))
            marks.setdefault((label[entry.line_id], day), []).append(entry)
    steps: list[Spec] = [
        {"row": row, "date": day, "life": found[-1].life, "basis": found[-1].basis,
         "label": ", ".join(wording.words(life) for life in dict.fromkeys(e.life for e in found))}
        for (row, day), found in sorted(marks.items())
    ]  # fmt: skip
    papers = "Articles published"
    spans = sorted({span for document in documents if (span := _published(document, as_of))})
    articles = [{"row": papers, "date": first, "until": last} for first, last in spans]
    dated = {step["row"] for step in steps}
    undated = [{"row": row} for row in label.values() if row not in dated]
    y = _rows([*label.values(), papers])
    every = [step["date"] for step in steps] + [first for first, _ in spans] + [as_of]
    x = _dates(min(every), max(every))
    _spread_labels(steps, x["scale"]["domain"])
    basis = {"field": "basis", "type": "nominal", "legend": None,
             "scale": {"domain": ["stated", "inferred", "analyst"], "range": [BLUE, AMBER, AMBER]},
             }  # fmt: skip
    shape = {"field": "life", "type": "nominal", "legend": None,
             "scale": {"domain": list(LIVES), "range": list(LIVES.values())}}  # fmt: skip
    return _chart(
        {"step": 64},
        [
            _layer([{"date": as_of}], {"type": "rule", "color": RED, "strokeDash": [4, 3]}, x=x),
            _layer([{"date": as_of}], {"type": "text", "color": "currentColor"}, x=x,
                   y={"value": -9},
                   text={"value": f"as of {as_of}"}),
            _layer(articles, {"type": "rule", "strokeWidth": 2, "color": GREY}, x=x,
                   x2={"field": "until"}, y=y),
            _layer(articles, {"type": "tick", "thickness": 2, "size": 20, "color": GREY}, x=x, y=y),
            _layer(steps, {"type": "point", "filled": True, "size": 110, "opacity": 1},
                   x=x, y=y, color=basis, shape=shape),
            _layer(undated, {"type": "text", "align": "left", "color": "currentColor"},
                   x={"value": 6}, y=y, text={"value": "no dated step"}),
            *(
                _layer([step for step in steps if step["level"] == level],
                       {"type": "text", "dy": dy, "color": "currentColor"},
                       x=x, y=y, text={"field": "label"})
                for level, dy in enumerate(LEVELS)
            ),
        ],
    )  # fmt: skip


def outcomes(equilibrium: dict[str, Any]) -> Spec:
    """How the game ends under the model: mean over draws, and the spread from its parameters."""
    rows: list[Spec] = []
    for name, found in equilibrium["outcomes"].items():
        mean, low, high = found["mean"], found["lo"], found["hi"]
        label = f"{wording.percent(mean)}  ({wording.between((low, high))})"
        rows.append({"row": _capital(name), "mean": mean, "lo": low, "hi": high, "label": label})
    y = _rows([row["row"] for row in rows])
    top = max(row["hi"] for row in rows)
    x = {"field": "mean", "type": "quantitative", "title": "probability under the model",
         "scale": {"domain": [0, min(1.5, top * 1.5)], "nice": False},
         "axis": {"format": ".0%", "values": [v / 10 for v in range(11) if v / 10 <= top * 1.05]},
         }  # fmt: skip
    return _chart(
        34 * len(rows),
        [
            _layer(rows, {"type": "bar", "height": 14, "color": GREY, "opacity": 0.7}, x=x, y=y),
            _layer(rows, {"type": "rule", "strokeWidth": 2}, x={**x, "field": "lo"},
                   x2={"field": "hi"}, y=y, color={"value": "currentColor"}),
            _layer(rows, _text(), x={**x, "field": "hi"}, y=y, text={"field": "label"}),
        ],
    )  # fmt: skip


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


def _chart(height: Any, layers: list[Spec]) -> Spec:
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


def _layer(rows: list[Spec], mark: Spec, **encoding: Spec) -> Spec:
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def _text() -> Spec:
    return {"type": "text", "align": "left", "dx": 9, "color": "currentColor", "clip": False}


def _rows(order: Sequence[str], field: str = "row") -> Spec:
    axis = {"title": None, "labelLimit": MARGIN - 12, "minExtent": MARGIN, "maxExtent": MARGIN,
            "ticks": False, "domain": False, "labelPadding": 8,
            "labelExpr": "split(datum.label, '\\n')"}  # fmt: skip
    return {"field": field, "type": "nominal", "sort": None, "axis": axis,
            "scale": {"domain": list(order)}}  # fmt: skip


def _log_odds(edges: Iterable[float], room: float) -> Spec:
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


def _dates(first: str, last: str) -> Spec:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    room = max(timedelta(days=10), (end - start) * 0.12)
    long = (end - start).days > 400
    axis = {"title": None, "format": "%Y" if (end - start).days > 1500 else "%b %Y" if long else
            "%-d %b %Y", "tickCount": 5, "labelOverlap": "greedy"}  # fmt: skip
    domain = [_milliseconds(start - room), _milliseconds(end + room)]
    return {"field": "date", "type": "temporal", "axis": axis,
            "scale": {"type": "utc", "domain": domain, "nice": False}}  # fmt: skip


def _milliseconds(day: date) -> int:
    return (day - date(1970, 1, 1)).days * 86_400_000


def _spread_labels(steps: list[Spec], domain: list[int]) -> None:
    """Give each label a level of its own among those close to it in its row."""
    reach = (domain[1] - domain[0]) / 5
    last: dict[str, tuple[int, int]] = {}
    for step in steps:
        at = _milliseconds(date.fromisoformat(step["date"]))
        before, level = last.get(step["row"], (at, -1))
        step["level"] = (level + 1) % len(LEVELS) if at - before < reach else 0
        last[step["row"]] = at, step["level"]


def _published(document: Document, as_of: str) -> tuple[str, str] | None:
    """First and last possible day of a document, the last not after the as-of date."""
    if document.published or document.published_interval is None:
        return (day, day) if (day := document.first_day()) else None
    first, last = document.published_interval
    return first, max(first, min(last, as_of))


def _day(when: str) -> str:
    return {4: f"{when}-07-01", 7: f"{when}-15"}.get(len(when), when[:10])


def _two_lines(text: str) -> str:
    """A row label on at most two lines that fit the margin."""
    return "\n".join(textwrap.wrap(wording.shortened(text, 56), 32)[:2])


def _capital(key: str) -> str:
    text = wording.words(key)
    return text[:1].upper() + text[1:]
