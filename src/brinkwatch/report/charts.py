"""The report's charts, as Vega-Lite dictionaries made from records.

Probabilities stand on a log-odds axis whose labels are probabilities, because evidence adds up
there. Nothing is told by colour alone: each mark has a shape or words of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from brinkwatch.forecast import prior
from brinkwatch.records import Document, Forecast, LedgerEntry, RedLine
from brinkwatch.report import wording
from brinkwatch.report.drawing import (
    AMBER,
    BLUE,
    GREY,
    RED,
    WIDTH,
    Spec,
    capital,
    chart,
    dates_axis,
    layer,
    log_odds,
    log_odds_axis,
    milliseconds,
    rows_axis,
    text_mark,
    two_lines,
)
from brinkwatch.report.sourcing import conventions

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
            {"row": two_lines(f"{number + 1}  {step.name}"), "kind": step.kind,
             "from": end if first else at, "to": end, "label": label, "edge": max(at, end) if not
             first else end}
        )  # fmt: skip
        at = end
    low, high = (log_odds(p) for p in forecast.interval)
    final = {
        "row": f"{len(rows) + 1}  Answer", "p": at, "low": low, "high": high,
        "label": f"{wording.chance(forecast.probability)}  ({wording.between(forecast.interval)})",
    }  # fmt: skip
    order = [row["row"] for row in rows] + [final["row"]]
    links = [
        {"row": a, "next": b, "x": row["to"]}
        for row, a, b in zip(rows, order, order[1:], strict=False)
    ]
    y = rows_axis(order)
    edges = [row[key] for row in rows for key in ("from", "to")] + [low, high]
    x = log_odds_axis(edges, room=0.55)
    colour = {
        "field": "kind", "type": "nominal", "legend": None,
        "scale": {"domain": ["base_rate", "evidence", "assumed"], "range": [GREY, BLUE, AMBER]},
    }  # fmt: skip
    return chart(
        36 * len(order),
        [
            layer(links, {"type": "rule", "color": GREY, "strokeDash": [2, 2]},
                   x={"field": "x", "type": "quantitative"},
                   y={**y, "bandPosition": 0.5}, y2={"field": "next", "bandPosition": 0.5}),
            layer(rows, {"type": "bar", "height": 14}, x={**x, "field": "from"},
                   x2={"field": "to"}, y=y, color=colour),
            layer(rows, {"type": "tick", "thickness": 3, "size": 18},
                   x={**x, "field": "to"}, y=y, color=colour),
            layer([final], {"type": "rule", "strokeWidth": 3, "color": RED},
                   x={**x, "field": "low"}, x2={"field": "high"}, y=y),
            layer([final], {"type": "point", "filled": True, "size": 130, "color": RED,
                              "opacity": 1},
                   x={**x, "field": "p"}, y=y),
            layer(rows, text_mark(), x={**x, "field": "edge"}, y=y, text={"field": "label"}),
            layer([final], text_mark(), x={**x, "field": "high"}, y=y, text={"field": "label"}),
        ],
    )  # fmt: skip


def ladder(forecasts: Sequence[Forecast]) -> Spec:
    """Every rung and horizon with its interval; a grey tick at the base rate."""
    rungs = list(dict.fromkeys(forecast.rung for forecast in forecasts))[::-1]
    horizons = sorted({forecast.horizon_days for forecast in forecasts})
    rows: list[Spec] = [
        {"rung": capital(wording.event(forecast.rung)), "days": str(forecast.horizon_days),
         "p": log_odds(forecast.probability), "base": log_odds(prior(forecast)),
         "low": log_odds(forecast.interval[0]), "high": log_odds(forecast.interval[1]),
         "edge": log_odds(max(forecast.interval[1], prior(forecast))),
         "label": f"{forecast.horizon_days} days: {wording.chance(forecast.probability)}"}
        for forecast in forecasts
    ]  # fmt: skip
    y = rows_axis([capital(wording.event(rung)) for rung in rungs], field="rung")
    offset = {"field": "days", "type": "ordinal", "sort": [str(days) for days in horizons]}
    x = log_odds_axis([row[key] for row in rows for key in ("low", "high", "base")], room=0.5)
    shape = {"field": "days", "type": "ordinal", "legend": None,
             "sort": offset["sort"]}  # fmt: skip
    return chart(
        {"step": 19, "for": "offset"} if len(horizons) > 1 else 40 * len(rungs),
        [
            layer(rows, {"type": "rule", "strokeWidth": 2, "color": BLUE, "opacity": 0.65},
                   x={**x, "field": "low"}, x2={"field": "high"}, y=y, yOffset=offset),
            layer(rows, {"type": "tick", "thickness": 3, "size": 13, "color": GREY},
                   x={**x, "field": "base"}, y=y, yOffset=offset),
            layer(rows, {"type": "point", "filled": True, "size": 70, "color": BLUE,
                          "opacity": 1}, x={**x, "field": "p"}, y=y, yOffset=offset, shape=shape),
            layer(rows, text_mark(), x={**x, "field": "edge"}, y=y, yOffset=offset,
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
    label = {line.id: two_lines(f"{n}  {line.what}") for n, line in enumerate(lines, 1)}
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
    y = rows_axis([*label.values(), papers])
    every = [step["date"] for step in steps] + [first for first, _ in spans] + [as_of]
    x = dates_axis(min(every), max(every))
    _spread_labels(steps, x["scale"]["domain"])
    basis = {"field": "basis", "type": "nominal", "legend": None,
             "scale": {"domain": ["stated", "inferred", "analyst"], "range": [BLUE, AMBER, AMBER]},
             }  # fmt: skip
    shape = {"field": "life", "type": "nominal", "legend": None,
             "scale": {"domain": list(LIVES), "range": list(LIVES.values())}}  # fmt: skip
    return chart(
        {"step": 64},
        [
            layer([{"date": as_of}], {"type": "rule", "color": RED, "strokeDash": [4, 3]}, x=x),
            layer([{"date": as_of}], {"type": "text", "color": "currentColor"}, x=x,
                   y={"value": -9},
                   text={"value": f"as of {as_of}"}),
            layer(articles, {"type": "rule", "strokeWidth": 2, "color": GREY}, x=x,
                   x2={"field": "until"}, y=y),
            layer(articles, {"type": "tick", "thickness": 2, "size": 20, "color": GREY}, x=x, y=y),
            layer(steps, {"type": "point", "filled": True, "size": 110, "opacity": 1},
                   x=x, y=y, color=basis, shape=shape),
            layer(undated, {"type": "text", "align": "left", "color": "currentColor"},
                   x={"value": 6}, y=y, text={"value": "no dated step"}),
            *(
                layer([step for step in steps if step["level"] == level],
                       {"type": "text", "dy": dy, "color": "currentColor"},
                       x=x, y=y, text={"field": "label"})
                for level, dy in enumerate(LEVELS)
            ),
        ],
    )  # fmt: skip


def outcomes(equilibrium: dict[str, Any]) -> Spec:
    """How the game ends under the model: mean over draws, and the spread from its parameters."""
    rows: list[Spec] = []
    names = conventions()["outcomes"]
    for name, found in equilibrium["outcomes"].items():
        mean, low, high = found["mean"], found["lo"], found["hi"]
        label = f"{wording.percent(mean)}  ({wording.between((low, high))})"
        row = two_lines(capital(names.get(name, name)))
        rows.append({"row": row, "mean": mean, "lo": low, "hi": high, "label": label})
    y = rows_axis([row["row"] for row in rows])
    top = max(row["hi"] for row in rows)
    x = {"field": "mean", "type": "quantitative", "title": "probability under the model",
         "scale": {"domain": [0, min(1.5, top * 1.5)], "nice": False},
         "axis": {"format": ".0%", "values": [v / 10 for v in range(11) if v / 10 <= top * 1.05]},
         }  # fmt: skip
    return chart(
        34 * len(rows),
        [
            layer(rows, {"type": "bar", "height": 14, "color": GREY, "opacity": 0.7}, x=x, y=y),
            layer(rows, {"type": "rule", "strokeWidth": 2}, x={**x, "field": "lo"},
                   x2={"field": "hi"}, y=y, color={"value": "currentColor"}),
            layer(rows, text_mark(), x={**x, "field": "hi"}, y=y, text={"field": "label"}),
        ],
    )  # fmt: skip


def reliability(rows: Sequence[Mapping[str, Any]]) -> Spec:
    """What was forecast against what came true: a point a band with its interval and its n."""
    points: list[Spec] = [
        {"p": row["forecast"], "seen": row["observed"], "low": row["interval"][0],
         "high": row["interval"][1], "label": f"n={row['n']}"}
        for row in rows
    ]  # fmt: skip
    axis = {"format": ".0%", "values": [0, 0.25, 0.5, 0.75, 1]}
    share = {"type": "quantitative", "scale": {"domain": [0, 1], "nice": False}}
    x = {**share, "field": "p", "axis": {**axis, "title": "mean forecast of the band"}}
    y = {**share, "field": "seen", "axis": {**axis, "title": "came true"}}
    perfect = [{"p": 0, "seen": 0}, {"p": 1, "seen": 1}]
    return chart(
        WIDTH * 0.6,
        [
            layer(perfect, {"type": "line", "color": GREY, "strokeDash": [4, 3]}, x=x, y=y),
            layer(points, {"type": "rule", "strokeWidth": 2, "color": BLUE, "opacity": 0.65},
                   x=x, y={**y, "field": "low"}, y2={"field": "high"}),
            layer(points, {"type": "point", "filled": True, "size": 70, "color": BLUE,
                           "opacity": 1}, x=x, y=y),
            layer(points, text_mark(), x=x, y=y, text={"field": "label"}),
        ],
    )  # fmt: skip


def _spread_labels(steps: list[Spec], domain: list[int]) -> None:
    """Give each label a level of its own among those close to it in its row."""
    reach = (domain[1] - domain[0]) / 5
    last: dict[str, tuple[int, int]] = {}
    for step in steps:
        at = milliseconds(date.fromisoformat(step["date"]))
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
