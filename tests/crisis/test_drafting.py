"""A draft holds what the records support, and changes when they do."""

from __future__ import annotations

import pytest

from brinkwatch import crisis
from brinkwatch.crisis.mechanisms import rung, rung_order, table
from brinkwatch.errors import NoCrisisError
from brinkwatch.ledger.signals import cue
from brinkwatch.records import (
    Action,
    Commitment,
    Credibility,
    Crisis,
    Document,
    Estimate,
    Event,
    Ledger,
    LedgerEntry,
    RedLine,
    Span,
)

SENTENCES = {
    "line": "Sending troops to the island will be answered with atomic fire, the marshal said.",
    "deed": "The alliance delivered coastal guns to the island.",
    "moment": "Analysts think the islanders' elections are the moment to watch.",
    "rift": "Observers expect rifts among the allies to grow.",
    "reserve": "Without fresh reserves a landing is unlikely, a study finds.",
    "drill": "The northern fleet began drills off the cape.",
}


def document(name):
    return Document(
        id=f"doc-{name}", origin=f"{name}.txt", published="1983-05-01", text=SENTENCES[name]
    )


def span(name):
    made = document(name)
    return Span.of(made, 0, len(made.text))


def coded(name, **fields):
    return {
        "id": name, "document_id": f"doc-{name}", "origin": f"{name}.txt", "span": span(name),
        "rule": "test", "confidence": None,
    } | fields  # fmt: skip


TROOPS = Action(type="MOBILIZE", text="Sending troops to the island")
FIRE = Action(type="ASSAULT", text="will be answered with atomic fire", means="atomic fire")


def corpus(issuer="SUN", other="USA", without=(), status="declared", n=0):
    """One line, one deed and four sentences on the surroundings, as the ledger would hold them."""
    records = [
        Commitment(
            **coded("line"), kind="deterrent_threat", issuer=(issuer,), addressee=(other,),
            trigger=TROOPS, trigger_polarity="if_done", consequence=FIRE, strength="explicit",
            life="declared",
        ),
        Event(
            **coded("deed"), status="actual",
            action=Action(actor=(other,), type="AID", recipient=(other,), text="delivered guns"),
        ),
        Event(
            **coded("drill"), status="actual",
            action=Action(actor=(issuer,), type="MOBILIZE", recipient=(other,), text="drills"),
        ),
        *(
            Estimate(**coded(name), holder=("EXPERT",), proposition=SENTENCES[name], band="likely")
            for name in ("moment", "rift", "reserve")
        ),
    ]  # fmt: skip
    records = [record for record in records if record.id not in without]
    line = RedLine(
        id="L1", issuer=(issuer,), addressee=(other,), kind="deterrent_threat", what="no troops",
        trigger=TROOPS, trigger_polarity="if_done", consequence=FIRE, commitments=("line",),
        status=status,
    )  # fmt: skip
    entry = LedgerEntry(
        id="E1", line_id="L1", date="1983-05-01", life="crossed", document_id="doc-deed",
        origin="deed.txt", records=("deed",), basis="inferred", confidence=0.8,
    )  # fmt: skip
    record_of = Credibility(
        issuer=(issuer,), prior=(1.0, 2.0), prior_source="assumed", enforced=float(n),
        not_enforced=0.0, n=n, mean=(1 + n) / (3 + n), interval=(0.1, 0.9), band=(0.1, 0.9),
        entries=("E1",),
    )  # fmt: skip
    one = Crisis(
        id="C1", title="Two sides", challenger=(issuer,), defender=(other,), lines=("L1",),
        records=tuple(record.id for record in records), documents=(), first=None, last=None,
    )  # fmt: skip
    book = Ledger(
        as_of="1983-06-01", lines=(line,), entries=(entry,), credibility=(record_of,),
        crises=(one,),
    )  # fmt: skip
    kept = [document(name) for name in SENTENCES if name not in without]
    return one, book, records, kept


@pytest.mark.parametrize("row", table("rungs")["rung"], ids=lambda row: row["key"])
def test_a_rungs_example_stands_on_it(row):
    assert rung(Action(**row["example"])) == row["key"]


@pytest.mark.parametrize(
    "row",
    [row for row in table("mechanisms")["mechanism"] if "phrases" in row],
    ids=lambda row: row["key"],
)
def test_a_mechanisms_example_shows_it_and_its_counterexample_does_not(row):
    assert cue(row["phrases"], row["example"])
    assert not cue(row["phrases"], row["not"])


def test_permission_assistance_and_delivery_stand_below_presence_and_force():
    order = rung_order()
    wanted = ("permit", "assist", "provide", "deploy", "use")
    assert [key for key in order if key in wanted] == list(wanted)


def test_an_action_without_a_cue_has_no_rung():
    assert rung(Action(text="whistles a tune")) is None
    assert rung(None) is None


def test_a_draft_holds_the_sides_the_line_and_the_deeds():
    made = crisis.draft(*corpus())
    assert (made.challenger.name, made.challenger.code) == ("Soviet Union", "SUN")
    assert made.defender.code == "USA"
    assert made.ladder.levels == ("delivery of weapons", "troops or bases")
    assert made.ladder.start == 1
    assert [(line.level, line.status) for line in made.red_line] == [("troops or bases", "active")]
    assert made.supports()["red_line.0"] == ("line",)
    quotes = {quote.id: quote.quote for quote in made.evidence}
    assert quotes["line"] == SENTENCES["line"]
    assert crisis.loads(crisis.dumps(made)) == made


@pytest.mark.parametrize(
    ("article", "on"),
    [
        ("line", lambda s: s.challenger.moves.brandish),
        ("moment", lambda s: any(s.window.calendar)),
        ("reserve", lambda s: s.reserves.max > 0),
        ("drill", lambda s: s.demonstrate is not None),
        ("deed", lambda s: s.ladder.start > 0),
    ],
)
def test_deleting_the_article_behind_a_mechanism_switches_it_off(article, on):
    assert on(crisis.draft(*corpus()))
    assert not on(crisis.draft(*corpus(without=(article,))))


@pytest.mark.parametrize(
    ("challenger", "brandishes"), [("SUN", True), ("USA", True), ("ARG", False)]
)
def test_only_a_nuclear_state_brandishes(challenger, brandishes):
    other = "SUN" if challenger == "USA" else "USA"
    made = crisis.draft(*corpus(issuer=challenger, other=other))
    assert made.challenger.moves.brandish == brandishes
    assert made.challenger.code == challenger


def test_a_quarrel_is_watched_in_a_coalition_only():
    assert crisis.draft(*corpus(other="USA")).defender.division_signal is None
    allied = crisis.draft(*corpus(other="NATO")).defender
    assert allied.division_signal is not None
    assert {"USA", "GBR"} <= {member.code for member in allied.members}
    assert "SUN" not in {member.code for member in allied.members}


@pytest.mark.parametrize(
    ("status", "state"),
    [("reiterated", "active"), ("enforced", "spent"), ("withdrawn", "none")],
)
def test_a_lines_life_is_its_state_in_the_game(status, state):
    assert crisis.draft(*corpus(status=status)).red_line[0].status == state


def test_a_record_of_enforcement_tilts_the_prior_and_says_where_from():
    assert crisis.draft(*corpus(n=0)).types.challenger_tilt.mid == 0
    made = crisis.draft(*corpus(n=2))
    assert made.types.challenger_tilt.mid > 0
    assert made.source("types.challenger_tilt").startswith("history: 2 enforced")


def test_every_magnitude_is_assumed_or_names_its_source():
    made = crisis.draft(*corpus())
    sourced = {path for path in made.quantities() if made.source(path) != "assumed"}
    assert sourced == {"calibration.base_rate"}
    assert "15 of 103" in made.calibration.reference


def test_without_a_threat_the_reference_class_is_the_show_of_force():
    one, book, records, kept = corpus(without=("line",))
    made = crisis.draft(one.model_copy(update={"lines": ()}), book, records, kept)
    assert "23 of 236" in made.calibration.reference
    assert made.red_line == ()


def test_copies_of_an_article_change_no_number():
    one, book, records, kept = corpus()
    copies = [r.model_copy(update={"id": f"{r.id}2"}) for r in records]
    more = one.model_copy(update={"records": (*one.records, *(r.id for r in copies))})
    doubled = crisis.draft(more, book, [*records, *copies], kept)
    assert doubled.model_dump() == crisis.draft(one, book, records, kept).model_dump()


def test_the_order_of_records_and_documents_changes_nothing():
    one, book, records, kept = corpus()
    turned = crisis.draft(one, book, records[::-1], kept[::-1])
    assert crisis.dumps(turned) == crisis.dumps(crisis.draft(one, book, records, kept))


def test_one_side_makes_no_game():
    one, book, records, kept = corpus()
    with pytest.raises(NoCrisisError, match="name only one side"):
        crisis.draft(one.model_copy(update={"defender": ()}), book, records, kept)


def test_a_draft_solves():
    solved = crisis.solve(crisis.draft(*corpus()), draws=4)
    assert solved.converged.all()
