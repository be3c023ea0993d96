"""Which commitments are one red line."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from brinkwatch.ledger.comparison import on_one_ladder
from brinkwatch.ledger.meaning import deed_of

from .conftest import Corpus, action

SHIPS = ("USA", "MOBILIZE", "TWN", "American warships pass through the strait")
FLEET = ("USA", "MOBILIZE", "TWN", "any passage of the American fleet through the strait")
ARMS = ("USA", "AID", "TWN", "Washington sells fighter jets to the island")
FORCE = ("CHN", "ASSAULT", "USA", "we will open fire")
PRICE = ("CHN", "ASSAULT", "USA", "will be met with fire")


def test_one_line_in_other_words_of_another_speaker_is_one_line(corpus: Corpus, grouped) -> None:
    said = [
        corpus.commitment("1996-02-01", "CHN", "USA", trigger=SHIPS, consequence=FORCE),
        corpus.commitment(
            "1996-02-20",
            "CHN",
            "USA",
            trigger=FLEET,
            consequence=PRICE,
            speaker="the foreign ministry",
        ),
    ]
    assert grouped(corpus.ledger(), said) == [0, 0]


def test_every_merge_says_why(corpus: Corpus) -> None:
    first = corpus.commitment("1996-02-01", "CHN", "USA", trigger=SHIPS, consequence=FORCE)
    second = corpus.commitment("1996-02-20", "CHN", "USA", trigger=FLEET, consequence=PRICE)
    (line,) = corpus.ledger().lines
    assert len(line.merges) == 1
    assert second.id in line.merges[0]
    assert first.id in line.merges[0]
    assert "the same issuer" in line.merges[0]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"issuer": "JPN"}, "another issuer"),
        ({"trigger": ARMS}, "another trigger"),
        ({"kind": "promise", "trigger": None}, "another kind"),
        ({"trigger": ("PHL", "COERCE", "CHN", "fishermen land on the reef")}, "another doer"),
    ],
)
def test_another_issuer_trigger_or_kind_is_another_line(
    corpus: Corpus, grouped, changed: dict[str, object], why: str
) -> None:
    base = {"issuer": "CHN", "addressee": "USA", "trigger": SHIPS, "consequence": FORCE}
    said = [
        corpus.commitment("1996-02-01", **base),
        corpus.commitment("1996-02-20", **(base | changed)),
    ]
    assert grouped(corpus.ledger(), said) == [0, 1], why


def test_permission_and_use_of_a_means_are_one_ladder() -> None:
    permit = action(("USA", "AID", "MEX", "lets Mexico fire its rockets"))
    use = action(("MEX", "ASSAULT", "GTM", "rockets fall on our towns"))
    tanks = action(("MEX", "ASSAULT", "GTM", "tanks roll over the border"))
    assert on_one_ladder(deed_of(permit), deed_of(use))
    assert not on_one_ladder(deed_of(permit), deed_of(tanks))


def test_several_consequences_of_one_sentence_are_one_line(corpus: Corpus, grouped) -> None:
    text = "If troops enter Kuwait we cut the oil and close the ports."
    article = corpus.article("1961-07-01", text)
    trigger = ("IRQ", "ASSAULT", "KWT", "troops enter Kuwait")
    said = [
        corpus.commitment(
            None,
            "SAU",
            "IRQ",
            trigger=trigger,
            article=article,
            quote=text,
            consequence=("SAU", "SANCTION", "IRQ", "cut the oil"),
        ),
        corpus.commitment(
            None,
            "SAU",
            "IRQ",
            trigger=trigger,
            article=article,
            quote=text,
            consequence=("SAU", "COERCE", "IRQ", "close the ports"),
        ),
    ]
    assert grouped(corpus.ledger(), said) == [0, 0]


def test_a_reprint_joins_without_being_compared_again(corpus: Corpus) -> None:
    for day in ("1996-02-01", "1996-02-02", "1996-02-03"):
        corpus.commitment(day, "CHN", "USA", trigger=SHIPS, consequence=FORCE)
    (line,) = corpus.ledger().lines
    assert len(line.commitments) == 3
    assert all("repeats the words" in reason for reason in line.merges)


def test_the_lines_do_not_depend_on_the_order_of_the_records(corpus: Corpus) -> None:
    for day, trigger in (("1996-02-01", SHIPS), ("1996-02-20", FLEET), ("1996-03-01", ARMS)):
        corpus.commitment(day, "CHN", "USA", trigger=trigger, consequence=FORCE)
    before = corpus.ledger()
    random.Random(7).shuffle(corpus.records)
    random.Random(8).shuffle(corpus.documents)
    assert corpus.ledger() == before


def test_every_commitment_of_any_kind_belongs_to_exactly_one_line(corpus: Corpus) -> None:
    kinds = ("deterrent_threat", "threat", "assurance", "promise", "ultimatum", "compellent_threat")
    for number in range(30):
        corpus.commitment(
            f"1996-02-{number % 28 + 1:02}",
            ("CHN", "IND", "PRK")[number % 3],
            "USA",
            kind=kinds[number % 6],
            trigger=(SHIPS, ARMS, None)[number % 3],
            consequence=FORCE,
        )
    entered = [member for line in corpus.ledger().lines for member in line.commitments]
    assert sorted(entered) == sorted(record.id for record in corpus.records)


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many pairs of commitments have been compared."""
    from brinkwatch.ledger import matching

    seen: list[int] = []
    original = matching.compare
    monkeypatch.setattr(matching, "compare", lambda a, b: seen.append(1) or original(a, b))
    return lambda: len(seen)


def test_comparisons_grow_with_the_records_not_with_their_square(corpus: Corpus, compared) -> None:
    words = [
        "port",
        "dam",
        "reef",
        "town",
        "mine",
        "farm",
        "lake",
        "camp",
        "road",
        "rail",
        "mill",
        "fort",
        "pier",
        "bank",
        "gate",
        "yard",
    ]
    for number in range(300):
        one, other = words[number % 16], words[number // 16 % 16]
        corpus.commitment(
            "1996-02-01",
            "CHN",
            "USA",
            consequence=FORCE,
            trigger=("USA", "COERCE", "CHN", f"seizes the {one} of the {other}"),
        )
    corpus.ledger()
    assert compared() < 300 * 24 * 8


def test_permission_worded_as_use_is_on_the_ladder_of_that_use() -> None:
    leave = deed_of(action(("USA", "AID", "", "permission for such strikes")))
    use = deed_of(action(("USA", "ASSAULT", "CHN", "bombers strike the coast")))
    assert leave is not None
    assert use is not None
    assert on_one_ladder(leave, use)


def test_an_attack_on_the_armed_party_is_no_rung_of_arming_it() -> None:
    arms = deed_of(action(("USA", "AID", "TWN", "Washington sells missiles to the island")))
    strike = deed_of(action(("USA", "ASSAULT", "TWN", "missiles hit the island")))
    assert arms is not None
    assert strike is not None
    assert not on_one_ladder(arms, strike)


def test_who_sends_troops_and_who_takes_them_in_is_one_line(corpus: Corpus, grouped) -> None:
    sent = ("USA", "MOBILIZE", "TWN", "American soldiers go to the island")
    taken = ("TWN", "MOBILIZE", "USA", "Taipei takes American soldiers in")
    said = [
        corpus.commitment("1996-02-01", "CHN", "USA", trigger=sent, consequence=FORCE),
        corpus.commitment("1996-02-20", "CHN", "TWN", trigger=taken, consequence=FORCE),
    ]
    assert grouped(corpus.ledger(), said) == [0, 0]


@pytest.mark.parametrize(("again", "lines"), [("1996-06-01", [0, 0]), ("1999-06-01", [0, 1])])
def test_a_like_statement_after_more_than_a_year_is_another_line(
    corpus: Corpus, grouped, again: str, lines: list[int]
) -> None:
    closer = ("USA", "MOBILIZE", "TWN", "the Americans come any closer")
    presence = ("USA", "MOBILIZE", "TWN", "that presence grows beyond bounds")
    blow = ("CHN", "ASSAULT", "USA", "a heavy blow follows")
    said = [
        corpus.commitment("1996-02-01", "CHN", "USA", trigger=closer, consequence=FORCE),
        corpus.commitment(again, "CHN", "USA", trigger=presence, consequence=blow),
    ]
    assert grouped(corpus.ledger(), said) == lines


def test_lines_added_one_by_one_in_the_order_of_their_days_are_those_of_the_whole(
    corpus: Corpus,
) -> None:
    from brinkwatch.ledger.matching import Lines, group

    triggers = (SHIPS, FLEET, ARMS, None)
    for number in range(24):
        corpus.commitment(
            f"1996-02-{number + 1:02}", ("CHN", "IND")[number % 2], "USA",
            trigger=triggers[number % 4], consequence=(FORCE, PRICE)[number % 3 == 0],
        )  # fmt: skip
    days = {document.id: document.published for document in corpus.documents}
    said = {record.id: days[record.document_id] for record in corpus.records}
    one_by_one = Lines()
    for record in corpus.records:
        one_by_one.add(record, said[record.id])
    whole = group(reversed(corpus.records), said)
    assert [group.members for group in one_by_one.groups] == [group.members for group in whole]


def test_in_any_order_of_arrival_each_commitment_is_on_one_line_and_repeats_stay_together(
    corpus: Corpus,
) -> None:
    from brinkwatch.ledger.matching import Lines

    for number in range(12):
        trigger = (SHIPS, ARMS)[number % 2]
        corpus.commitment(f"1996-02-{number + 1:02}", "CHN", "USA", trigger=trigger)
    for seed in range(5):
        lines, arrived = Lines(), list(enumerate(corpus.records))
        random.Random(seed).shuffle(arrived)
        for _, record in arrived:
            lines.add(record, "1996-02-01")
        found = [sorted(member.id for member in group.members) for group in lines.groups]
        wanted = [sorted(one.id for one in corpus.records[at::2]) for at in (0, 1)]
        assert sorted(found) == sorted(wanted)
