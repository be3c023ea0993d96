"""Charts: they add up, keep to their bytes and speak to screen readers."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from brinkwatch.records import Forecast
from brinkwatch.report import charts, drawing, wording
from brinkwatch.report.answer import Answer


def specs(answer: Answer) -> dict[str, drawing.Spec]:
    crisis = answer.crises[0]
    assert crisis.equilibrium is not None
    return {
        "waterfall": charts.waterfall(crisis.headline),
        "ladder": charts.ladder(crisis.forecasts),
        "timeline": charts.timeline(
            answer.ledger.lines, answer.ledger.entries, answer.documents, answer.as_of
        ),
        "outcomes": charts.outcomes(crisis.equilibrium),
    }


@pytest.mark.parametrize("name", ["waterfall", "ladder", "timeline", "outcomes"])
def test_a_chart_is_one_named_image_and_the_same_twice(answer: Answer, name: str) -> None:
    svg = drawing.draw(specs(answer)[name], "What it shows & <more>")
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == "What it shows & <more>"
    assert not [n for n in root.iter() if n is not root and (n.get("role") or n.get("style"))]
    assert root.get("viewBox")
    assert "currentColor" in svg
    assert svg == drawing.draw(specs(answer)[name], "What it shows & <more>")


def test_the_bars_of_a_waterfall_lead_from_the_base_rate_to_the_answer(answer: Answer) -> None:
    forecast = answer.crises[0].headline
    layers = charts.waterfall(forecast)["layer"]
    bars, final = layers[1]["data"]["values"], layers[4]["data"]["values"][0]
    assert wording.logistic(bars[0]["to"]) == pytest.approx(forecast.base_rate.share)
    for before, after in pairwise(bars):
        assert after["from"] == before["to"]
    assert wording.logistic(final["p"]) == pytest.approx(forecast.probability)


def test_an_assumed_step_says_so_in_words(answer: Answer) -> None:
    bars = charts.waterfall(answer.crises[0].headline)["layer"][1]["data"]["values"]
    assert [("assumed" in bar["label"]) for bar in bars] == [False, False, True]


def test_the_ladder_puts_the_highest_rung_on_top(answer: Answer) -> None:
    y = charts.ladder(answer.crises[0].forecasts)["layer"][0]["encoding"]["y"]
    assert y["scale"]["domain"] == ["Nuclear use", "Direct use of force", "Show of force"]


@pytest.mark.parametrize("p", [1e-6, 0.001, 0.5, 0.999, 1 - 1e-6])
def test_the_ladder_draws_probabilities_of_any_size(answer: Answer, p: float) -> None:
    forecast: Forecast = answer.crises[0].headline.model_copy(
        update={"probability": p, "interval": (p / 2, (1 + p) / 2)}
    )
    assert "<svg" in drawing.draw(charts.ladder([forecast]), "one")


def test_an_interval_that_reaches_the_ends_is_drawn(answer: Answer) -> None:
    forecast = answer.crises[0].headline.model_copy(update={"interval": (0.0, 1.0)})
    assert "<svg" in drawing.draw(charts.waterfall(forecast), "one")


def test_a_step_known_to_the_month_is_not_drawn_after_the_as_of_day(answer: Answer) -> None:
    chart = charts.timeline(
        answer.ledger.lines, answer.ledger.entries, answer.documents, answer.as_of
    )
    steps = next(
        layer["data"]["values"]
        for layer in chart["layer"]
        if layer["data"]["values"] and "life" in layer["data"]["values"][0]
    )
    assert {step["date"] for step in steps} == {"2031-03-04", "2031-03-09", "2031-03-13"}


def test_labels_close_to_each_other_stand_at_levels_of_their_own(answer: Answer) -> None:
    first = answer.ledger.entries[0]
    days = ("2031-03-01", "2031-03-02", "2031-03-03", "2031-03-12")
    entries = [first.model_copy(update={"date": day}) for day in days]
    chart = charts.timeline(answer.ledger.lines, entries, (), answer.as_of)
    texts = [layer["data"]["values"] for layer in chart["layer"][-len(charts.LEVELS) :]]
    assert [[step["date"] for step in level] for level in texts] == [
        ["2031-03-01", "2031-03-12"], ["2031-03-02"], ["2031-03-03"], [],
    ]  # fmt: skip


def test_a_line_without_a_dated_step_says_so(answer: Answer) -> None:
    svg = drawing.draw(specs(answer)["timeline"], "x")
    assert "no dated step" in svg


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x9b", "\ud800", "\uffff"])
def test_a_control_character_does_not_end_the_renderer(answer: Answer, character: str) -> None:
    line = answer.ledger.lines[0].model_copy(update={"what": f"a{character}b"})
    chart = charts.timeline([line], (), answer.documents, answer.as_of)
    assert "a\ufffdb" in drawing.draw(chart, "x")


def test_article_text_in_a_chart_is_escaped(answer: Answer) -> None:
    line = answer.ledger.lines[0].model_copy(update={"what": "<script>x</script>"})
    chart = charts.timeline([line], answer.ledger.entries, answer.documents, answer.as_of)
    svg = drawing.draw(chart, "x")
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg
