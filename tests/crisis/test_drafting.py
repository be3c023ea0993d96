"""A draft holds what the records support, and changes when they do."""

from __future__ import annotations

import pytest

from brinkwatch import crisis
from brinkwatch.crisis.histories import along
from brinkwatch.crisis.mechanisms import rung, rung_order, table
from brinkwatch.crisis.observing import Deed, observed
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


# What a client carries out, how it was answered, what was observed since


LATER = {
    "used": ("1983-05-20", "The islanders fired the rockets at the mainland on Friday."),
    "doctrine": ("1983-05-22", "Moscow adopted a new military doctrine on Sunday."),
    "missile": ("1983-05-23", "Moscow fired a missile at the islands and called it an answer."),
}
ROCKETS = Action(type="ASSAULT", text="let the islanders fire the rockets", actor=("USA",))


def course(without=(), crosser="GBR", client=("GBR",), hit="GBR"):
    """A line over what the client fires, its crossing and two answers, as the ledger holds them."""
    deeds = {
        "used": Action(actor=(crosser,), type="ASSAULT", recipient=("SUN",), text="fired rockets"),
        "doctrine": Action(
            actor=("SUN",), type="MOBILIZE", recipient=("USA",), text="adopted a doctrine"
        ),
        "missile": Action(actor=("SUN",), type="ASSAULT", recipient=(hit,), text="fired a missile"),
    }
    told = {name: (day, text) for name, (day, text) in LATER.items() if name not in without}
    kept = [document("line")]
    for name, (day, text) in told.items():
        kept.append(Document(id=f"doc-{name}", origin=f"{name}.txt", published=day, text=text))
    spans = {d.id: Span.of(d, 0, len(d.text)) for d in kept}
    records = [
        Commitment(
            **coded("line"), kind="deterrent_threat", issuer=("SUN",), addressee=("USA",),
            trigger=ROCKETS, trigger_polarity="if_done", consequence=FIRE, strength="explicit",
            life="declared",
        ),
        *(
            Event(
                id=name, document_id=f"doc-{name}", origin=f"{name}.txt", status="actual",
                span=spans[f"doc-{name}"], rule="test", action=deeds[name], date=told[name][0],
            )
            for name in told
        ),
    ]  # fmt: skip
    lives = {"line": "declared", "used": "crossed", "missile": "answered_otherwise"}
    entries = tuple(
        LedgerEntry(
            id=f"E-{name}", line_id="L1", life=life, document_id=f"doc-{name}", records=(name,),
            date="1983-05-01" if name == "line" else told[name][0], origin=f"{name}.txt",
            basis="stated", confidence=0.9,
        )
        for name, life in lives.items() if name == "line" or name in told
    )  # fmt: skip
    line = RedLine(
        id="L1", issuer=("SUN",), addressee=("USA",), kind="deterrent_threat", what="no rockets",
        trigger=ROCKETS, trigger_polarity="if_done", consequence=FIRE, commitments=("line",),
        status=entries[-1].life,
    )  # fmt: skip
    one = Crisis(
        id="C1", title="Three sides", challenger=("SUN",), defender=("USA",), client=client,
        lines=("L1",), records=tuple(r.id for r in records), documents=(), first=None, last=None,
    )  # fmt: skip
    book = Ledger(as_of="1983-06-20", lines=(line,), entries=entries, credibility=(), crises=(one,))
    return one, book, records, kept


@pytest.mark.parametrize("row", table("mechanisms")["way"], ids=lambda row: row["name"])
def test_a_ways_example_names_it_and_its_counterexample_does_not(row):
    assert cue(row["phrases"], row["example"])
    assert not cue(row["phrases"], row["not"])


def test_what_the_client_crossed_is_its_to_carry_out():
    made = crisis.draft(*course())
    assert made.client.levels == ("use of force",)
    assert made.supports()["client"] == ("used",)
    assert made.client.use.plain() == table("defaults")["client"]["use"]
    assert made.source("client.use") == "assumed"
    assert crisis.draft(*course(crosser="USA")).client.levels == ()
    assert crisis.draft(*course(without=("used",))).client.levels == ()
    assert crisis.draft(*course(client=())).client is None


def test_answers_below_the_attack_are_ways_with_their_quotes():
    ways = {w.name: w.supports for w in crisis.draft(*course()).demonstrate.ways}
    assert ways == {"doctrine": ("doctrine",), "third_party": ("missile",)}
    only = crisis.draft(*course(without=("missile",))).demonstrate.ways
    assert [w.name for w in only] == ["doctrine"]
    hit = crisis.draft(*course(hit="USA")).demonstrate.ways
    assert [w.name for w in hit] == ["doctrine"]
    none = crisis.draft(*course(without=("missile", "doctrine")))
    assert none.demonstrate is None
    assert "demonstrate" not in none.challenger.moves.allow


def test_begun_on_a_past_day_the_later_deeds_are_observed():
    made = crisis.draft(*course(), since="1983-05-02")
    assert made.as_of == "1983-05-02"
    assert (made.ladder.start, made.red_line[0].status) == (0, "active")
    level = made.ladder.levels.index("use of force") + 1
    rise = ("leap" if level > 1 else "step",)
    assert made.observed.moves == (*rise, "used", "demonstrate", "doctrine")
    assert set(made.supports()["observed"]) == {"used", "doctrine"}
    assert "deeds that have no move there: 1" in made.observed.note
    assert crisis.loads(crisis.dumps(made)) == made
    found = along(made, crisis.solve(made, draws=1), made.observed.moves)
    assert 0 < found["likelihood"]["mean"] < 1
    assert crisis.draft(*course()).observed is None
    quiet = crisis.draft(*course(without=tuple(LATER)), since="1983-05-02")
    assert quiet.observed.moves == ("hold", "wait")


def test_an_attack_ends_the_telling_and_an_unfinished_round_is_told_to_its_last_deed():
    scenario = crisis.draft(*course())
    scenario = scenario.model_copy(
        update={
            "red_line": tuple(x.model_copy(update={"status": "active"}) for x in scenario.red_line),
            "ladder": scenario.ladder.model_copy(update={"start": 0}),
        }
    )
    ask = {"since": "1983-05-02", "days": 30, "divided": False}
    rise, attack = Deed("1983-05-05", "rise", "a", level=1), Deed("1983-05-09", "attack", "b")
    assert observed(scenario, [rise], until="1983-05-20", **ask) == (("step", "used"), ("a",))
    moves, used = observed(scenario, [rise, attack], until="1983-09-01", **ask)
    assert moves[-1] in ("strike", "probe")
    assert used == ("a", "b")
    assert observed(scenario, [], until="1983-05-20", **ask) == ((), ())
