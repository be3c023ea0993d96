"""How often an issuer enforces: a Beta posterior, its n and its band."""

from __future__ import annotations

import numpy as np
import pytest

from brinkwatch.coding.accuracy import scores
from brinkwatch.ledger.credibility import Posterior, Witnesses
from brinkwatch.records import LedgerEntry

from .conftest import Corpus

ATTACK = ("EGY", "COERCE", "ISR", "closes the straits")
CLOSED = ("EGY", "COERCE", "ISR", "closed the straits")
STRIKE = ("ISR", "ASSAULT", "EGY", "will strike the airfields")


SHELLS = ("JOR", "ASSAULT", "SYR", "shells the villages")


def _of(corpus: Corpus, issuer: str, addressee: str | None = None, as_of: str = "2030-01-01"):
    wanted = (addressee,) if addressee else ()
    book = corpus.ledger(as_of)
    (found,) = (c for c in book.credibility if c.issuer == (issuer,) and c.addressee == wanted)
    return found


def test_without_a_crossed_line_the_posterior_is_the_prior(corpus: Corpus) -> None:
    corpus.commitment("1967-05-01", "ISR", "EGY", trigger=ATTACK, consequence=STRIKE)
    found = _of(corpus, "ISR")
    assert (found.n, found.mean) == (0, pytest.approx(1 / 3))
    assert found.prior == (1, 2)
    assert found.prior_source.startswith("assumed")


def test_certain_endings_give_the_conjugate_posterior() -> None:
    from scipy.stats import beta

    found = Posterior((1, 2), [1, 1, 0])
    assert found.mean == pytest.approx(3 / 6)
    assert found.interval(0.9) == pytest.approx(tuple(beta.ppf([0.05, 0.95], 3, 3)))


def test_doubtful_endings_give_the_exact_posterior() -> None:
    chances = [0.9, 0.3, 0.5, 0.7]
    rate = np.linspace(0, 1, 20_001)
    density = (1 - rate) * np.prod([c * rate + (1 - c) * (1 - rate) for c in chances], axis=0)
    density /= density.sum()
    found = Posterior((1, 2), chances)
    assert found.mean == pytest.approx(float(rate @ density), abs=1e-4)
    assert found.below(0.4) == pytest.approx(float(density[rate <= 0.4].sum()), abs=1e-3)


def test_an_ending_that_may_be_either_moves_nothing() -> None:
    assert Posterior((1, 2), [0.5] * 9).mean == pytest.approx(1 / 3)


def test_many_lines_do_not_overflow() -> None:
    low, high = Posterior((1, 2), [0.9] * 1500).interval(0.9)
    assert 0.9 < low < high < 1


def test_a_report_of_enforcement_raises_the_posterior_and_one_of_none_lowers_it(
    corpus: Corpus,
) -> None:
    corpus.commitment("1967-05-01", "ISR", "EGY", trigger=ATTACK, life="enforced")
    corpus.commitment("1967-05-01", "SYR", "JOR", trigger=SHELLS, life="not_enforced")
    up, down = _of(corpus, "ISR"), _of(corpus, "SYR")
    assert down.mean < 1 / 3 < up.mean
    for found in (up, down):
        assert found.n == 1
        assert found.enforced + found.not_enforced == pytest.approx(1)
        assert found.interval[0] < found.mean < found.interval[1]
        assert found.band[0] <= found.mean <= found.band[1]


def test_the_weight_is_the_measured_precision(corpus: Corpus) -> None:
    right = scores()["commitment"]["precision"] * scores()["life"]["precision"] * 0.9
    corpus.commitment("1967-05-01", "ISR", "EGY", trigger=ATTACK, life="enforced")
    enforced, missed = right + (1 - right) / 3, (1 - right) / 3
    assert _of(corpus, "ISR").enforced == pytest.approx(enforced / (enforced + missed), abs=1e-3)


def test_a_surer_record_weighs_more(corpus: Corpus) -> None:
    corpus.commitment("1967-05-01", "ISR", "EGY", trigger=ATTACK, life="enforced", confidence=0.99)
    corpus.commitment("1967-05-01", "SYR", "JOR", trigger=SHELLS, life="enforced", confidence=0.3)
    assert _of(corpus, "ISR").enforced > _of(corpus, "SYR").enforced + 0.2


def test_a_line_counts_once_however_many_outlets_report_it(corpus: Corpus) -> None:
    for day in range(1, 11):
        quote = f"On day {day} it did as it had said it would."
        corpus.commitment(
            f"1967-06-{day:02}", "ISR", "EGY", trigger=ATTACK, life="enforced", quote=quote
        )
    found = _of(corpus, "ISR")
    assert found.n == 1
    assert 0.99 < found.enforced <= 1
    assert found.entries


@pytest.mark.parametrize("same", ["article", "words"])
def test_a_copy_is_no_second_report(corpus: Corpus, same: str) -> None:
    corpus.commitment("1967-06-01", "ISR", "EGY", trigger=ATTACK, life="enforced")
    once = _of(corpus, "ISR").enforced
    first = corpus.documents[0].id
    page = corpus.article(
        "1967-06-02",
        "closes the straits. It answered as it had said.",
        copy_of=first if same == "article" else None,
    )
    quote = "It answered as it had said." if same == "article" else ""
    corpus.commitment(
        None, "ISR", "EGY", trigger=ATTACK, life="enforced", article=page, quote=quote
    )
    assert _of(corpus, "ISR").enforced == once


def test_a_line_reported_both_ways_is_in_between(corpus: Corpus) -> None:
    for day, life in (("1967-06-05", "enforced"), ("1967-06-06", "not_enforced")):
        corpus.commitment(day, "ISR", "EGY", trigger=ATTACK, life=life, quote=f"It was {life}.")
    found = _of(corpus, "ISR")
    assert found.n == 1
    assert 0.4 < found.enforced < 0.7


def test_a_crossing_whose_window_is_open_is_not_counted(corpus: Corpus) -> None:
    corpus.commitment("1967-05-01", "ISR", "EGY", trigger=ATTACK, life="declared")
    corpus.event("1967-05-23", CLOSED)
    corpus.commitment("1967-06-06", "ISR", "EGY", trigger=ATTACK, life="enforced")
    early, late = _of(corpus, "ISR", as_of="1967-08-20"), _of(corpus, "ISR", as_of="1967-08-21")
    assert (early.n, early.still_open, early.mean) == (0, 1, pytest.approx(1 / 3))
    assert (late.n, late.still_open) == (1, 0)


def test_a_crossing_without_an_outcome_stays_open(corpus: Corpus) -> None:
    corpus.commitment("1967-05-01", "ISR", "EGY", trigger=ATTACK, life="crossed")
    found = _of(corpus, "ISR")
    assert (found.n, found.still_open, found.answered_otherwise) == (0, 1, 0)


def test_an_undated_ending_is_not_counted(corpus: Corpus) -> None:
    corpus.commitment(None, "ISR", "EGY", trigger=ATTACK, life="enforced")
    assert (_of(corpus, "ISR").n, _of(corpus, "ISR").still_open) == (0, 1)


def test_a_line_answered_otherwise_is_a_state_of_its_own(corpus: Corpus) -> None:
    corpus.commitment("1967-05-01", "ISR", "EGY", trigger=ATTACK, life="answered_otherwise")
    found = _of(corpus, "ISR")
    assert (found.n, found.answered_otherwise, found.mean) == (0, 1, pytest.approx(1 / 3))


def _entry(life: str, basis: str, confidence: float, record: str) -> LedgerEntry:
    return LedgerEntry(
        id="e", line_id="l", date="1967-06-05", life=life, document_id="d", origin="d.txt",
        records=(record,), basis=basis, confidence=confidence,
    )  # fmt: skip


def test_silence_weighs_less_than_words(corpus: Corpus) -> None:
    said = corpus.commitment("1967-05-01", "ISR", "EGY", trigger=ATTACK, life="not_enforced")
    crossing = corpus.event("1967-05-23", CLOSED)
    witnesses = Witnesses(corpus.records, {})
    (words,) = witnesses.likelihoods([_entry("not_enforced", "stated", 1.0, said.id)])
    (silence,) = witnesses.likelihoods([_entry("not_enforced", "inferred", 0.6, crossing.id)])
    event = scores()["event"]
    assert silence == (pytest.approx(1 - 0.6 * event["precision"] * event["recall"]), 1.0)
    assert words[0] / words[1] < silence[0] / silence[1] < 1


def test_an_analysts_word_counts_almost_whole() -> None:
    word = _entry("enforced", "analyst", 1.0, "act")
    ((enforced, missed),) = Witnesses([], {}).likelihoods([word])
    assert enforced / (enforced + missed) > 0.99


@pytest.mark.parametrize("life", ["declared", "reiterated", "crossed", "withdrawn"])
def test_lines_without_an_outcome_do_not_count(corpus: Corpus, life: str) -> None:
    corpus.commitment("1967-05-01", "ISR", "EGY", trigger=ATTACK, consequence=STRIKE, life=life)
    assert _of(corpus, "ISR").n == 0


@pytest.mark.parametrize("kind", ["promise", "assurance", "threat"])
def test_only_lines_that_can_be_crossed_have_credibility(corpus: Corpus, kind: str) -> None:
    corpus.commitment("1967-05-01", "ISR", "EGY", kind=kind, consequence=STRIKE, life="enforced")
    assert corpus.ledger().credibility == ()


def test_a_pair_has_its_own_posterior_once_its_lines_ended(corpus: Corpus) -> None:
    corpus.commitment("1967-05-01", "ISR", "EGY", trigger=ATTACK, life="enforced")
    corpus.commitment(
        "1967-05-01",
        "ISR",
        "SYR",
        kind="deterrent_threat",
        trigger=("SYR", "ASSAULT", "ISR", "guns shell the villages"),
    )
    pairs = [c.addressee for c in corpus.ledger().credibility if c.addressee]
    assert pairs == [("EGY",)]
    assert _of(corpus, "ISR", "EGY").n == 1


def test_a_state_that_is_gone_and_its_successor_are_one_issuer(corpus: Corpus) -> None:
    corpus.commitment("1961-06-04", "SUN", "USA", trigger=("USA", "COERCE", "DDR", "tanks advance"))
    corpus.commitment("1999-06-11", "RUS", "USA", trigger=("USA", "ASSAULT", "YUG", "bombs fall"))
    assert [c.issuer for c in corpus.ledger().credibility] == [("RUS",)]


def test_an_inferred_outcome_counts_with_its_confidence(corpus: Corpus) -> None:
    corpus.commitment(
        "1967-05-01", "ISR", "EGY", trigger=ATTACK, consequence=STRIKE, date="1967-05-01"
    )
    corpus.event("1967-05-23", CLOSED)
    corpus.event("1967-06-05", ("ISR", "ASSAULT", "EGY", "jets strike the airfields"))
    found = _of(corpus, "ISR")
    assert found.n == 1
    assert 0.5 <= found.enforced < 1
