"""The report as one HTML file: no script, no request, nothing an article says can act.

Every text is escaped and made inert on its way out; the style sheet is allowed by its hash and
nothing else is allowed at all. The same answer gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from brinkwatch import glossary
from brinkwatch.forecast import not_asked, prior, questions
from brinkwatch.forecast.base_rates import count
from brinkwatch.ledger.dossier import Dossiers
from brinkwatch.ledger.signals import names as signal_names
from brinkwatch.ledger.stages import settings as lifecycle
from brinkwatch.records import BaseRate, Credibility, Forecast, LedgerEntry, RedLine, Signal
from brinkwatch.report import articles, charts, drawing, explanations, lead, sourcing, wording
from brinkwatch.report.answer import Answer, Assumption, CrisisAnswer
from brinkwatch.report.provenance import bibliography

T = TypeVar("T")


@dataclass(frozen=True)
class Line:
    """A red line with what the report shows beside it."""

    line: RedLine
    history: tuple[LedgerEntry, ...]
    credibility: Credibility | None
    dossier: dict[str, Any]


@dataclass(frozen=True)
class Section:
    """One crisis as the page shows it; charts are drawn, rows are in order."""

    found: CrisisAnswer
    lead: lead.Lead
    lines: tuple[Line, ...]
    matrix: explanations.Matrix
    credibility: tuple[Credibility, ...]
    signals: dict[str, list[Signal]]
    contradictions: tuple[Any, ...]
    quoted: tuple[tuple[str, int], ...]
    rungs: dict[str, list[Forecast]]
    not_asked: tuple[dict[str, str], ...]
    assumptions: dict[str, list[Assumption]]
    ladder: Markup
    waterfall: Markup
    timeline: Markup
    outcomes: Markup | None


def render(answer: Answer) -> str:
    """The whole report of an answer as one self-contained HTML page."""
    style = files("brinkwatch.report").joinpath("templates/report.css").read_text("utf-8")
    return (
        _environment()
        .get_template("report.html")
        .render(
            answer=answer,
            sections=tuple(_section(answer, crisis) for crisis in answer.crises),
            quotes=articles.quotes(answer.records, answer.documents),
            natures=articles.NATURES,
            sources=sourcing.statement(answer),
            titles={d.id: d.title or d.origin for d in answer.articles()},
            bodies={d.id: articles.marked(d, answer.records) for d in answer.articles()},
            terms=tuple(glossary.explain(t) for t in sourcing.conventions()["glossary"]["terms"]),
            diagram=_diagram(answer),
            references=bibliography(answer.model_dump(mode="json")),
            shown=sourcing.conventions()["shown"],
            ends=sourcing.conventions()["outcomes"],
            beside=_force_after_threats(),
            beside_days=sourcing.conventions()["beside"]["days"],
            window_days=lifecycle()["window_days"],
            style=Markup(style),
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
            w=wording,
            asked=lead.asked,
            prior=prior,
            names=questions.names,
            meaning=questions.meaning,
            likelihood=lead.likelihood,
        )
    )


def _diagram(answer: Answer) -> Markup | None:
    """The reliability diagram of the track record, where there is one."""
    rows = (answer.track_record or {}).get("reliability")
    label = "Reliability: what was forecast and what came true; the table has the numbers."
    return Markup(drawing.draw(charts.reliability(rows), label)) if rows else None


def _force_after_threats() -> BaseRate:
    """How often force followed threats before: not how often a crossed line was enforced."""
    found = count(**sourcing.conventions()["beside"])
    assert found is not None, "conventions.toml names a class without a count"
    return found.as_base_rate()


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("brinkwatch.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_inert,
    )


def _inert(value: Any) -> Any:
    """What a template prints, with nothing in it that could drive a screen."""
    return value if isinstance(value, Markup) else wording.inert(value)


def _section(answer: Answer, crisis: CrisisAnswer) -> Section:
    ledger, lines = answer.ledger, answer.lines_of(crisis.crisis)
    issuers = {line.issuer for line in lines}
    mine = {line.id for line in lines}
    dossiers = Dossiers(ledger, answer.documents, answer.records)
    return Section(
        found=crisis,
        lead=lead.lead(answer, crisis),
        lines=tuple(
            Line(line, ledger.history(line.id), credibility_of(answer, line), dossiers.of(line))
            for line in lines
        ),
        matrix=explanations.matrix(answer, crisis.crisis),
        credibility=tuple(c for c in ledger.credibility if c.issuer in issuers),
        signals=_grouped(
            [s for s in ledger.signals if s.crisis_id == crisis.crisis.id],
            lambda signal: signal_names()[signal.key],
        ),
        contradictions=tuple(c for c in ledger.contradictions if c.line_id in mine),
        rungs=_grouped(crisis.forecasts, lambda forecast: forecast.rung),
        assumptions=_by_effect(crisis.assumptions),
        not_asked=not_asked(crisis.crisis, as_of=answer.as_of),
        quoted=sourcing.quoted_sides(answer, crisis.crisis),
        **_charts(answer, crisis),
    )


def _grouped(items: Iterable[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def _by_effect(items: Iterable[Assumption]) -> dict[str, list[Assumption]]:
    """The assumptions by effect; those with an effect of their own together under ""."""
    groups = _grouped(items, lambda item: item.effect or "not measured")
    own = [found[0] for found in groups.values() if len(found) == 1]
    shared = {effect: found for effect, found in groups.items() if len(found) > 1}
    return ({"": own} if own else {}) | shared


def _charts(answer: Answer, crisis: CrisisAnswer) -> dict[str, Any]:
    """The section's charts, drawn and named for readers who cannot see them."""
    lines = answer.lines_of(crisis.crisis)[: sourcing.conventions()["shown"]["lines_in_chart"]]
    documents = [d for d in answer.articles() if d.id in crisis.crisis.documents]
    title, head = crisis.crisis.title, crisis.headline

    def drawn(spec: drawing.Spec, label: str) -> Markup:
        return Markup(drawing.draw(spec, label))

    return {
        "ladder": drawn(
            charts.ladder(crisis.forecasts),
            f"{title}: probability of each rung of the ladder; the table below has the numbers.",
        ),
        "waterfall": drawn(
            charts.waterfall(head),
            f"From the base rate {wording.chance(prior(head))} to the answer "
            f"{wording.chance(head.probability)} for {lead.event_of(head)}; steps in the table.",
        ),
        "timeline": drawn(
            charts.timeline(lines, answer.ledger.entries, documents, answer.as_of),
            f"{title}: dated steps of the red lines; the table above lists them.",
        ),
        "outcomes": drawn(
            charts.outcomes(crisis.equilibrium),
            f"{title}: how the game ends under the model; the table below has the numbers.",
        )
        if crisis.equilibrium
        else None,
    }


def credibility_of(answer: Answer, line: RedLine) -> Credibility | None:
    """The posterior that fits a line best: of its pair, else of its issuer."""
    found = [c for c in answer.ledger.credibility if c.issuer == line.issuer]
    fits: tuple[Callable[[Credibility], bool], ...] = (
        lambda c: bool(c.addressee) and c.addressee == line.addressee,
        lambda c: not c.addressee,
    )
    return next((c for fit in fits for c in found if fit(c)), None)
