"""What a reader may ask of the answer, one test for each entry of the report checklist."""

from __future__ import annotations

import html
import io
import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from brinkwatch import forecast as forecasting
from brinkwatch.forecast.questions import ladder
from brinkwatch.records import Step
from brinkwatch.report import explanations, render, sourcing, summary, wording
from brinkwatch.report.answer import Answer
from brinkwatch.report.articles import NATURES

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
WORDS = r"almost no chance|(?:very )?(?:un)?likely|roughly even chance|almost certain"


def page(answer: Answer) -> str:
    """The text of the page, one line, without the articles at its end and the glossary."""
    body = re.sub(r"<style>.*?</style>|<article.*?</article>|<svg.*?</svg>", " ", render(answer),
                  flags=re.DOTALL)  # fmt: skip
    text = html.unescape(re.sub(r"<[^>]+>", " ", body))
    return " ".join(text.split())


def terminal(answer: Answer) -> str:
    out = io.StringIO()
    summary(answer, Console(file=out, width=100, force_terminal=False, color_system=None))
    return " ".join(out.getvalue().split())


def ours(answer: Answer, text: str) -> str:
    """The text without the words of articles."""
    for record in answer.records:
        text = text.replace(" ".join(record.span.quote.split()), "")
    return re.sub(r"Glossary .*", "", text)


def with_head(answer: Answer, **change: Any) -> Answer:
    crisis = answer.crises[0]
    head = crisis.headline.model_copy(update=change)
    forecasts = tuple(head if f.id == head.id else f for f in crisis.forecasts)
    found = crisis.model_copy(update={"headline": head, "forecasts": forecasts})
    return answer.model_copy(update={"crises": (found, *answer.crises[1:])})


@pytest.mark.parametrize("shown", [page, terminal])
def test_rep_01_the_first_lines_answer_the_question(answer: Answer, shown: Any) -> None:
    first = shown(answer)[:620]
    for part in (
        "use force directly", "Iran and Israel", "(until 2031-06-11)", "21 %", "8.0 to 44 %",
        "as of 2031-03-13",
    ):  # fmt: skip
        assert part in first


def test_rep_02_every_rung_has_a_criterion_and_a_void_one_is_said(answer: Answer) -> None:
    assert [rung.key for rung in ladder()][:3] == ["new_threat", "show_of_force", "limited_force"]
    assert all(rung.criterion and rung.truth for rung in ladder())
    text = page(answer)
    assert text.count(answer.crises[0].headline.criterion) == 3  # once a rung
    unarmed = answer.crises[0].crisis.model_copy(
        update={"challenger": ("ARG",), "defender": ("CHL",)}
    )
    crisis = answer.crises[0].model_copy(update={"crisis": unarmed})
    assert "Nuclear use is not asked: neither side has nuclear weapons." in page(
        answer.model_copy(update={"crises": (crisis,)})
    )


@pytest.mark.parametrize("shown", [page, terminal])
def test_rep_03_a_likelihood_word_stands_with_its_numbers(answer: Answer, shown: Any) -> None:
    text = ours(answer, shown(answer))
    text = re.sub(r"expects it: [\w ]+, as coded|how likely it is", "", text)
    assert re.search(rf"\b(?:{WORDS}) \(\d", text)
    assert re.findall(rf"\b(?:{WORDS})\b(?! \(\d).{{20}}", text) == []


@pytest.mark.parametrize("shown", [page, terminal])
def test_rep_04_likelihood_and_confidence_never_share_a_sentence(
    answer: Answer, shown: Any
) -> None:
    sentences = re.split(r"(?<=[.!?]) ", ours(answer, shown(answer)))
    confident = [one for one in sentences if "Confidence in this assessment" in one]
    assert len(confident) == 1
    assert not re.search(rf"\b(?:{WORDS}) \(", confident[0])


def test_rep_05_two_reference_classes_with_n_k_period_and_source(answer: Answer) -> None:
    text = page(answer)
    for rate in (answer.crises[0].headline.base_rate, *answer.crises[0].headline.other_classes):
        assert f"{rate.k} of {rate.n}, {rate.period}" in text
        assert rate.source in text
    assert "brinkwatch forecast history load DIR counts them again" in text
    assert (Path(__file__).parents[2] / "benchmarks/forecast/count_base_rates.py").is_file()
    assert "benchmarks/forecast/count_base_rates.py" in text


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (page, "37 % , 15 of 103, and 1 other class"),
        (terminal, "+: averaged with other classes, which the report names"),
    ],
)
def test_rep_05_a_base_rate_of_several_classes_is_their_average(
    answer: Answer, shown: Any, said: str
) -> None:
    head = answer.crises[0].headline
    other = Step(name="averaged with: x", log_odds=1.2, kind="base_rate", source="Sechser 2011")
    first, *more = head.steps
    moved = with_head(
        answer, steps=(first, other, *more),
        probability=wording.logistic(sum(s.log_odds for s in (*head.steps, other))),
    )  # fmt: skip
    assert "averaged with" not in shown(answer)
    assert said in shown(moved)
    assert "Base rate 37 % (15 of 103" in shown(moved)[:620]


def test_rep_06_the_steps_add_up_to_the_answer(answer: Answer) -> None:
    head = answer.crises[0].headline
    total = sum(step.log_odds for step in head.steps)
    assert math.isclose(wording.logistic(total), head.probability, abs_tol=1e-9)
    assert f"Answer {total:+.3f} {wording.chance(head.probability)}" in page(answer)


def test_rep_07_the_interval_says_what_it_covers_and_what_not(answer: Answer) -> None:
    parts = ("which class fits (alone 9 % to 40 %)", "the coder (alone 15 % to 25 %)", "counts")
    text = page(with_head(answer, interval_covers=parts))
    assert all(part in text for part in parts)
    assert "It does not cover reports the coder missed" in text
    assert "The reference classes, before any evidence" in text


@pytest.mark.parametrize(("p", "said"), [(1e-6, "1 in 1,000,000"), (0.9999, "99.99 %")])
def test_rep_08_no_probability_has_a_floor_or_a_cap(answer: Answer, p: float, said: str) -> None:
    told = with_head(answer, probability=p, interval=(p / 2, (1 + p) / 2))
    assert said in page(told)[:600]
    assert said in terminal(told)[:600]


@pytest.mark.parametrize("shown", [page, terminal])
def test_rep_09_every_rung_is_asked_at_three_horizons(answer: Answer, shown: Any) -> None:
    text = shown(answer)
    for forecast in answer.crises[0].forecasts:
        assert f"{forecast.horizon_days} days" in text
        assert wording.short(forecast.probability) in text


def test_rep_10_pairs_with_and_without_a_crossing_are_called_association(answer: Answer) -> None:
    text = page(answer)
    assert re.search(
        r"not proof of cause Event A line is crossed None is direct use of force, 90 days "
        r"31 % 12 %", text,
    )  # fmt: skip
    (row,) = answer.crises[0].conditionals
    assert all(part in text for part in (*row["questions"], row["criterion"]))
    said = terminal(answer)
    assert "direct use of force: 31 % if crossed, 12 % if not Association, not proof" in said


def test_rep_11_a_competing_explanation_has_evidence_for_and_against(answer: Answer) -> None:
    found = explanations.matrix(answer, answer.crises[0].crisis)
    assert len(found.titles) >= 2
    assert all(min(found.tally(key)) > 0 for key in ("resolve", "bluff"))
    assert all(title in page(answer) for title in found.titles.values())


def test_rep_12_assumed_numbers_are_counted_marked_and_have_their_effect(answer: Answer) -> None:
    text = page(answer)
    assert "2 numbers with no sentence and no history behind them" in text
    assert "payoff.challenger.victory 0.25 to 0.60 ±4 points assumed" in text
    assert "hazard.base 0 to 0.01 not measured assumed" in text
    assert "coder reliability assumption" in text


def test_rep_13_the_source_statement(answer: Answer) -> None:
    text = page(answer)
    for part in (
        "2 articles", "2 named outlets (Harbour Courier, The Weekly Lantern)",
        "Kinds: 1 news, 1 opinion", "Experts: 1 named (Dana Field)", "Direct quotes: 1",
        "Dates: 1 inferred, 1 stated", "Languages: 2 en", "Iran 3, Israel 1",
    ):  # fmt: skip
        assert part in text


def test_rep_14_fact_claim_judgement_and_assumption_are_told_apart(answer: Answer) -> None:
    source = render(answer)
    assert len(NATURES) == 4
    for kind, meaning in NATURES.items():
        assert f'<dt><span class="chip {kind}">{kind}</span></dt><dd>{meaning}</dd>' in source
    quotes = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", source, re.DOTALL)
    assert quotes
    assert all('class="chip ' in quote for quote in quotes)
    style = re.search(r"<style>(.*?)</style>", source, re.DOTALL)
    borders = re.findall(r"\.chip\.\w+ \{[^}]*border-style: (\w+)", style[1] if style else "")
    assert len(set(borders)) == 4  # a shape of its own each, not colour alone


def test_rep_15_contradictions_stand_side_by_side(answer: Answer) -> None:
    assert "reported as new and as repeated" in page(answer)


def test_rep_16_what_changed_since_the_last_report_and_why(answer: Answer) -> None:
    assert (
        "Iran – Israel: direct use of force, 90 days 15 % 21 % +6.0 points the line was repeated"
        in page(answer)
    )
    assert "15 % then, 21 % now (+6.0 points): the line was repeated." in terminal(answer)
    assert "then, 21 % now" not in terminal(answer.model_copy(update={"previous": None}))


def test_rep_17_indicators_have_a_window_a_direction_and_a_size(answer: Answer) -> None:
    text = page(answer)
    assert "if one more report said this until 2031-06-11" in text
    assert "Iran holds an exercise against Israel 25 % +3.0 points" in text
    assert "25 % (+3.0 points) with iran holds" not in terminal(answer)  # a name keeps its capital
    assert "25 % (+3.0 points): Iran holds an exercise against Israel" in terminal(answer)


def scored(answer: Answer, outcomes: Sequence[bool]) -> dict[str, Any]:
    settled = [
        f.model_copy(update={"outcome": happened, "resolves": "2031-04-01"})
        for f, happened in zip(answer.crises[0].forecasts, outcomes, strict=False)
    ]
    return forecasting.track_record(settled, as_of="2031-05-01")


@pytest.mark.parametrize("shown", [page, terminal])
def test_rep_18_the_track_record_is_always_present(answer: Answer, shown: Any) -> None:
    assert "o track record yet (n=0)" in shown(answer)
    known = answer.model_copy(update={"track_record": scored(answer, [True, False, False])})
    text = shown(known)
    assert re.search(r"\bn=3\b|\b3 forecasts of 1 crisis\b", text)
    assert "o track record yet" not in text


def test_rep_18_bands_and_a_reliability_diagram_with_n(answer: Answer) -> None:
    other = answer.crises[0].headline.model_copy(
        update={"crisis_id": "crisis-2", "outcome": True, "resolves": "2031-04-01"}
    )
    settled = [f.model_copy(update={"outcome": False}) for f in answer.crises[0].forecasts[:3]]
    record = forecasting.track_record([*settled, other])
    known = answer.model_copy(update={"track_record": record})
    text = page(known)
    assert "Band n Mean forecast Came true" in text
    low, high = record["bands"]["log"]
    assert f"Log {record['log']:.3f} {low:.3f} to {high:.3f}" in text
    drawn = render(known)
    assert 'aria-label="Reliability: what was forecast' in drawn
    assert drawn.count(">n=1</text>") == sum(row["n"] == 1 for row in record["reliability"]) > 0
    assert "one crisis alone has none" in page(
        answer.model_copy(update={"track_record": scored(answer, [True, False])})
    )


@pytest.mark.parametrize(
    ("shown", "said"),
    [(page, "2 later items not used"), (terminal, "1 later article and 1 later headline not used")],
)
def test_rep_19_later_items_are_hidden_and_counted(answer: Answer, shown: Any, said: str) -> None:
    assert said in shown(answer)


def test_rep_20_the_coders_error_rates_and_what_it_left(answer: Answer) -> None:
    text = page(answer)
    assert "Sentences read: 7; with at least one record: 7." in text
    assert "commitment 0.70 0.60 0.65 60" in text


def test_rep_21_the_sentences_that_move_the_answer_most(answer: Answer) -> None:
    text = page(answer)
    assert "+3.1 points with this sentence: claim “Iran will answer any new strike" in text
    assert sourcing.conventions()["shown"]["influence"] == 5


@pytest.mark.parametrize("shown", [page, terminal])
def test_rep_22_nothing_is_advised(answer: Answer, shown: Any) -> None:
    text = ours(answer, shown(answer))
    assert re.findall(r".{30}\b(?:should|ought to|must|we recommend|advisable)\b", text) == []


@pytest.mark.parametrize("shown", [page, terminal])
def test_rep_23_prior_and_posterior_stand_side_by_side(answer: Answer, shown: Any) -> None:
    assert "2 articles on it moved the number by +10 points, from 11 % without them." in shown(
        answer
    )


def test_rep_23_before_and_after_are_a_table(answer: Answer) -> None:
    assert (
        "Two such sides, of whom no article was read 11 % "
        "The situation the articles put them in: the base rate 15 % +4.0 points "
        "The articles in full: the answer 21 % +6.0 points more, +10 points in all"
    ) in page(answer)


def test_rep_23_articles_too_old_to_count_are_said_to_be(answer: Answer) -> None:
    crisis = answer.crises[0]
    old = crisis.model_copy(
        update={
            "shift": {**(crisis.shift or {}), "points": 0.0},
            "crisis": crisis.crisis.model_copy(update={"last": "2029-03-01"}),
        }
    )
    text = terminal(answer.model_copy(update={"crises": (old,)}))
    assert "all they report is more than 365 days old (the newest of 2029-03-01)" in text
    assert "--as-of 2029-03-01 asks as of then" in text


def test_rep_24_the_page_can_be_made_again(answer: Answer) -> None:
    text = page(answer)
    for part in (
        "ab" * 32, "brinkwatch 0.1.0", "seed 7", answer.command, "64 of 64 draws converged",
        "largest residual 3.0e-09",
    ):  # fmt: skip
        assert part in text


def test_rep_25_the_page_is_readable_offline_printed_and_by_keyboard(answer: Answer) -> None:
    source = render(answer)
    assert source.startswith("<!doctype html>")
    assert '<html lang="en">' in source
    assert '<a class="skip" href="#main">' in source
    assert "@media print" in source
    assert 'name="viewport"' in source
    assert not re.search(r'(?:src|href)="(?:https?:)?//', source)
    assert source.count('role="img"') == source.count("<svg")
    assert source.count("<dt><strong>") == len(sourcing.conventions()["glossary"]["terms"])


def test_rep_26_an_early_yes_waits_for_its_day(answer: Answer) -> None:
    early = answer.crises[0].headline.model_copy(update={"outcome": True})
    assert forecasting.track_record([early], as_of="2031-03-20")["n"] == 0
    assert forecasting.track_record([early], as_of="2031-06-11")["n"] == 1


@pytest.mark.parametrize("shown", [page, terminal])
def test_rep_27_rare_events_have_a_log_score_and_a_skill(answer: Answer, shown: Any) -> None:
    known = answer.model_copy(update={"track_record": scored(answer, [False, False])})
    text = shown(known)
    for score in ("brier", "brier skill", "log", "log skill"):
        assert re.search(rf"\b{score} −?-?\d", text, re.IGNORECASE), score


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize(("day", "later"), [("2024-03-03", 41), ("2024-09-14", 40)])
def test_the_founding_articles_are_described_as_they_are(day: str, later: int) -> None:
    """REP-13, 19 and 23: two outlets, one opinion, one named expert, no direct quote."""
    if not SEEDS.is_dir():
        pytest.skip("the founding articles are not beside the repository")
    from brinkwatch.assess import Run, assess
    from brinkwatch.coding import code
    from brinkwatch.reading import read, visible

    run = Run(as_of=day, issued="2026-01-01", version="0", command="", seed=1, draws=4)
    seen, hidden = visible(read([SEEDS]).documents, day)
    answer = assess(seen, code(seen), run, hidden=hidden)
    text = terminal(answer)
    assert len(hidden) == later
    if later == 40:
        found = sourcing.statement(answer)
        assert (found.documents, len(found.outlets), found.kinds["opinion"]) == (2, 2, 1)
        assert found.named_experts == ("Volodymyr Horbach",)
        assert found.direct_quotes == 0
        assert "40 later headlines not used" in text
        assert re.search(r"moved the number by [+−][\d.]+ points, from [\d.]+ % without", text)
        shift = answer.crises[0].shift
        assert shift
        numbers = [wording.chance(shift[k]) for k in ("without_articles", "probability")]
        assert f"of whom no article was read {numbers[0]} The situation" in page(answer)
        assert f"The articles in full: the answer {numbers[1]} " in page(answer)


def test_every_entry_of_the_checklist_has_a_test() -> None:
    tested = {int(found[1]) for name in globals() if (found := re.match(r"test_rep_(\d\d)_", name))}
    assert tested == set(range(1, 28))
