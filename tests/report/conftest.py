"""A small made-up answer, rich enough that every section of a report has something to show."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

import pytest

from brinkwatch.records import (
    Action,
    BaseRate,
    Commitment,
    Contradiction,
    Coverage,
    Credibility,
    Crisis,
    Document,
    Estimate,
    Event,
    Forecast,
    Headline,
    Ledger,
    LedgerEntry,
    RedLine,
    Signal,
    Skipped,
    Span,
    Step,
    content_id,
)
from brinkwatch.report.answer import (
    Answer,
    Assumption,
    Change,
    CrisisAnswer,
    Hidden,
    Influence,
    Previous,
)
from brinkwatch.report.answer import Input as InputFile

NEWS = (
    "Iran will answer any new strike on its soil with missiles, its foreign minister said on "
    "Tuesday.\n"
    "“If the airfield is hit again, our missiles will fly,” he told reporters in Tehran.\n"
    "Israel moved two air-defence batteries to the north on Wednesday.\n"
    "One analyst, Dana Field, called the words a bluff meant to slow the deliveries; "
    "an attack is unlikely, she said."
)
OPINION = (
    "Nobody in Tehran wants a war, yet the warning of last week was repeated word for word.\n"
    "A missile attack within the month is likely if the airfield is struck.\n"
    "Israel will not wait for ever."
)


def _documents() -> tuple[Document, ...]:
    news = Document(
        id=content_id("news"), origin="news.html", url="https://example.org/news",
        title="Iran warns of missiles", published="2031-03-05T09:30", published_basis="stated",
        published_note="article:published_time", byline="A. Writer", outlet="Harbour Courier",
        language="en", text=NEWS,
        headlines=(Headline(time="2031-03-06T10:00", label="Exclusive", title="Batteries move"),),
    )  # fmt: skip
    opinion = Document(
        id=content_id("opinion"), origin="opinion.txt", title="The waiting game",
        published_interval=("2031-03-08", "2031-03-12"), published_basis="inferred",
        published_note="“last week” after 2031-03-04", outlet="The Weekly Lantern",
        kind="opinion", kind_note="labelled OPINION", language="en", text=OPINION,
    )  # fmt: skip
    return news, opinion


def _spot(document: Document, words: str) -> Span:
    start = document.text.index(words)
    return Span.of(document, start, start + len(words))


def _coded(document: Document, words: str, salt: str = "") -> dict[str, Any]:
    span = _spot(document, words)
    return {
        "id": content_id(document.id, span.start, span.end, salt), "document_id": document.id,
        "origin": document.origin, "span": span, "rule": "test",
    }  # fmt: skip


def _records(news: Document, opinion: Document) -> tuple[Any, ...]:
    strike = Action(actor=("ISR",), type="ASSAULT", recipient=("IRN",), text="new strike")
    missiles = Action(
        actor=("IRN",), type="ASSAULT", recipient=("ISR",), means="missiles", text="missiles"
    )
    sentence = news.text.split("\n")[0]
    return (
        Commitment(
            **_coded(news, sentence), kind="deterrent_threat", issuer=("IRN",),
            speaker="foreign minister", addressee=("ISR",), trigger=strike,
            trigger_polarity="if_done", consequence=missiles, strength="explicit",
            life="declared", date="2031-03-04",
        ),
        Commitment(
            **_coded(news, "If the airfield is hit again, our missiles will fly"),
            kind="deterrent_threat", issuer=("IRN",), speaker="foreign minister",
            addressee=("ISR",), trigger=strike, trigger_polarity="if_done",
            consequence=missiles, strength="explicit", life="declared", date="2031-03-04",
        ),
        Event(
            **_coded(news, "Israel moved two air-defence batteries to the north on Wednesday"),
            action=Action(actor=("ISR",), type="MOBILIZE", means="air-defence batteries",
                          text="moved two air-defence batteries"),
            status="actual", date="2031-03-05", place="the north",
        ),
        Estimate(
            **_coded(news, "an attack is unlikely"), holder=("EXPERT",),
            holder_name="Dana Field", proposition=missiles, phrase="unlikely", band="unlikely",
        ),
        Estimate(
            **_coded(news, "called the words a bluff meant to slow the deliveries; an attack is"),
            holder=("EXPERT",), holder_name="Dana Field", proposition="the words are a bluff",
            phrase="called", band="likely",
        ),
        Commitment(
            **_coded(opinion, "the warning of last week was repeated word for word"),
            kind="deterrent_threat", issuer=("IRN",), addressee=("ISR",), trigger=strike,
            trigger_polarity="if_done", strength="partial", life="reiterated",
        ),
        Estimate(
            **_coded(opinion, "A missile attack within the month is likely"),
            holder=("AUTHOR",), proposition=missiles, condition="if the airfield is struck",
            phrase="likely", band="likely",
        ),
        Commitment(
            **_coded(opinion, "Israel will not wait for ever"), kind="threat", issuer=("ISR",),
            addressee=("IRN",), strength="vague", life="declared",
        ),
    )  # fmt: skip


def _ledger(news: Document, opinion: Document, records: tuple[Any, ...]) -> Ledger:
    lines = (
        RedLine(
            id="line-missiles", issuer=("IRN",), addressee=("ISR",), kind="deterrent_threat",
            what="No new strike on Iranian soil, or missiles follow", trigger=records[0].trigger,
            trigger_polarity="if_done", consequence=records[0].consequence,
            commitments=(records[0].id, records[1].id, records[5].id), status="reiterated",
            merges=("same issuer, trigger ASSAULT by ISR and consequence",),
        ),
        RedLine(
            id="line-patience", issuer=("ISR",), addressee=("IRN",), kind="threat",
            what="Israel will not wait for ever", commitments=(records[7].id,), status="declared",
        ),
    )  # fmt: skip
    entries = (
        _entry("line-missiles", "2031-03-04", "declared", news, records[0].id, "stated"),
        _entry("line-missiles", "2031-03", "reiterated", opinion, records[5].id, "stated"),
        _entry("line-missiles", "2031-03-09", "tested", opinion, records[6].id, "inferred", 0.6),
        _entry("line-patience", None, "declared", opinion, records[7].id, "stated"),
    )
    prior = Credibility(
        issuer=("IRN",), addressee=(), prior=(1.0, 2.0), prior_source="assumed; Sechser 2011",
        enforced=0, not_enforced=0, n=0, answered_otherwise=1, still_open=2, mean=1 / 3,
        interval=(0.025, 0.776), band=(0.26, 0.5),
    )  # fmt: skip
    crisis = Crisis(
        id="crisis-1", title="Iran – Israel", challenger=("IRN",), defender=("ISR",),
        lines=("line-missiles", "line-patience"), records=tuple(r.id for r in records),
        documents=(news.id, opinion.id), first="2031-03-04", last="2031-03-09",
    )  # fmt: skip
    contradiction = Contradiction(
        line_id="line-missiles", what="reported as new and as repeated",
        records=(records[0].id, records[5].id),
    )  # fmt: skip
    return Ledger(
        as_of="2031-03-13", lines=lines, entries=entries, credibility=(prior,),
        contradictions=(contradiction,), crises=(crisis,), signals=_signals(records[2].id),
    )  # fmt: skip


def _signals(record: str) -> tuple[Signal, ...]:
    return (
        Signal(
            crisis_id="crisis-1", key="reserves", state="committed", actors=("ISR",),
            date="2031-03-05", basis="reported", records=(record,),
        ),
        Signal(crisis_id="crisis-1", key="window", state="absent", basis="absent"),
    )  # fmt: skip


def _entry(line: str, date: str | None, life: Any, document: Document, record: str, basis: Any,
           confidence: float = 1.0) -> LedgerEntry:  # fmt: skip
    return LedgerEntry(
        id=content_id(line, date, life), line_id=line, date=date, life=life,
        document_id=document.id, origin=document.origin, records=(record,), basis=basis,
        confidence=confidence,
    )  # fmt: skip


ASKED = {
    "show_of_force": "Iran displays force against Israel",
    "limited_force": "Iran and Israel use force directly against each other",
    "nuclear_use": "Israel uses a nuclear weapon against Iran",
}


def make_forecast(
    rung: str, days: int, k: int, n: int, moved: float, evidence: tuple[str, ...]
) -> Forecast:
    """A forecast of a rung: base rate k of n, one evidence step and one assumed step."""
    share = (k + 0.5) / (n + 1)
    base = math.log(share / (1 - share))
    logit = base + moved
    width = 1.1

    def chance(value: float) -> float:
        return 1 / (1 + math.exp(-value))

    rate = BaseRate(
        reference_class="threats between states", k=k, n=n, period="1946-2000",
        source="Palmer et al. 2021 (MID 5.0)", share=share,
        interval=(chance(base - 0.6), chance(base + 0.6)),
    )  # fmt: skip
    return Forecast(
        id=content_id(rung, days), crisis_id="crisis-1", rung=rung,
        question=f"{ASKED[rung]} within {days} days of 2031-03-13",
        criterion="Resolved yes when two independent news agencies report it.",
        issued="2031-03-13", as_of="2031-03-13",
        resolves=(date(2031, 3, 13) + timedelta(days)).isoformat(), horizon_days=days,
        probability=chance(logit), interval=(chance(logit - width), chance(logit + width)),
        interval_covers=("base rate (Jeffreys)", "choice of reference class"), base_rate=rate,
        other_classes=(
            rate.model_copy(update={"reference_class": "crises with a trigger", "n": n * 2}),
        ),
        steps=(
            Step(name="base rate", log_odds=base, kind="base_rate", source=rate.source, n=n),
            Step(name="explicit conditional threat", log_odds=moved + 0.2, kind="evidence",
                 source="MID 5.0 incidents, 1946-2000", evidence=evidence, n=103),
            Step(name="coder reliability", log_odds=-0.2, kind="assumed",
                 source="assumed", note="shrinks the evidence"),
        ),
        evidence=evidence,
    )  # fmt: skip


OUTCOMES = {
    "no_attack": {"mean": 0.62, "lo": 0.35, "hi": 0.84, "by_round": [0.0, 0.0, 0.62]},
    "unanswered": {"mean": 0.12, "lo": 0.03, "hi": 0.30, "by_round": [0.05, 0.04, 0.03]},
    "answered_desists": {"mean": 0.15, "lo": 0.05, "hi": 0.33, "by_round": [0.05, 0.05, 0.05]},
    "limited_war": {"mean": 0.09, "lo": 0.02, "hi": 0.22, "by_round": [0.03, 0.03, 0.03]},
    "disaster": {"mean": 0.02, "lo": 0.004, "hi": 0.06, "by_round": [0.01, 0.005, 0.005]},
}


@pytest.fixture(scope="session")
def answer() -> Answer:
    """Two documents, two red lines, six forecasts, a solved game, hidden and skipped items."""
    news, opinion = _documents()
    records = _records(news, opinion)
    ledger = _ledger(news, opinion, records)
    seen = (records[0].id, records[5].id)
    forecasts = tuple(
        make_forecast(rung, days, k, n, 0.4, seen)
        for rung, counts in (
            ("show_of_force", ((30, 60, 236), (90, 80, 236), (365, 110, 236))),
            ("limited_force", ((30, 8, 103), (90, 15, 103), (365, 25, 103))),
            ("nuclear_use", ((30, 0, 2000), (90, 0, 900), (365, 0, 300))),
        )
        for days, k, n in counts
    )
    crisis = CrisisAnswer(
        crisis=ledger.crises[0], forecasts=forecasts, headline=forecasts[4],
        scenario_toml='[scenario]\nname = "Iran – Israel"\n',
        equilibrium={
            "scenario": "Iran – Israel", "draws": 64, "seed": 7,
            "converged": {"n": 64, "share": 1.0}, "residual": 3e-9, "regret": 0.0021,
            "equilibria": 1, "outcomes": OUTCOMES,
            "value": {"challenger": -0.1, "defender": -0.2},
        },
        beside=(
            {"rung": "limited_force", "horizon_days": 90, "probability": 0.38,
             "interval": [0.16, 0.65], "forecast": 0.21, "weight": 0, "n": 0,
             "outcomes": ["unanswered", "answered_desists", "limited_war", "disaster"],
             "reading": "any attack", "note": "under the model; rounds are not days"},
        ),
        signals=(
            {"name": "line crossed", "outcome": "attack", "given": "the line is crossed",
             "otherwise": "it is not crossed", "draws": 64, "share_higher": 0.9,
             "seen": {"mean": 0.5, "lo": 0.3, "hi": 0.7},
             "not_seen": {"mean": 0.3, "lo": 0.1, "hi": 0.5},
             "difference": {"mean": 0.2, "lo": -0.05, "hi": 0.4}},
        ),
        indicators=(
            {"key": "challenger_display", "indicator": "Iran holds an exercise against Israel",
             "window": "until 2031-06-11", "probability": 0.25, "delta": 0.03},
        ),
        conditionals=(
            {"rung": "limited_force", "horizon_days": 90, "probability": 0.21,
             "crossed": 0.31, "not_crossed": 0.12, "share_crossed": 0.5,
             "questions": ["Force within 90 days, if a red line of Iran is crossed first",
                           "Force within 90 days, if no red line of Iran is crossed"],
             "criterion": "A question whose condition fails is void.", "resolves": "2031-06-11",
             "note": "association, not proof of cause", "source": "Sechser 2011"},
        ),
        shift={"without_articles": 0.11, "base_rate": 0.15, "probability": 0.21, "points": 10.0},
        influence=(
            Influence(record_id=records[0].id, quote=records[0].span.quote, delta=0.031),
            Influence(record_id=records[6].id, quote=records[6].span.quote, delta=-0.004),
        ),
        assumptions=(
            Assumption(name="payoff.challenger.victory", value="0.25 to 0.60", effect="±4 points"),
            Assumption(name="hazard.base", value="0 to 0.01"),
        ),
    )  # fmt: skip
    return Answer(
        as_of="2031-03-13", issued="2031-03-14", version="0.1.0",
        command="brinkwatch assess news.html opinion.txt --as-of 2031-03-13", seed=7,
        documents=(news, opinion),
        hidden=(Hidden(origin="news.html#h2", title="Later headline", published="2031-05-01"),
                Hidden(origin="late.txt", title="Later article", published="2031-06-01")),
        skipped=(Skipped(origin="menu.html", reason="no article text found"),),
        coverage=(Coverage(document_id=news.id, origin=news.origin, sentences=4, coded=4),
                  Coverage(document_id=opinion.id, origin=opinion.origin, sentences=3, coded=3)),
        records=records, ledger=ledger, crises=(crisis,),
        inputs=(InputFile(origin="news.html", sha256="ab" * 32),
                InputFile(origin="opinion.txt", sha256="cd" * 32)),
        coder_scores={
            "event": {"precision": 0.5, "recall": 0.4, "f1": 0.44, "n": 120},
            "commitment": {"precision": 0.7, "recall": 0.6, "f1": 0.65, "n": 60},
            "corpus": "32 labelled articles",
        },
        previous=Previous(
            as_of="2031-03-06", origin="last.json",
            changes=(Change(crisis="Iran – Israel", rung="limited_force", horizon_days=90,
                            before=0.15, after=0.21, note="the line was repeated"),),
        ),
    )  # fmt: skip
