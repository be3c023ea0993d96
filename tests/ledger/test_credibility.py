"""How often an issuer enforces: a Beta posterior, its n and its band."""

from __future__ import annotations

import pytest

from .conftest import Corpus

ATTACK = ("EGY", "COERCE", "ISR", "closes the straits")
CLOSED = ("EGY", "COERCE", "ISR", "closed the straits")
STRIKE = ("ISR", "ASSAULT", "EGY", "will strike the airfields")


def _of(corpus: Corpus, issuer: str, addressee: str | None = None):
    wanted = (addressee,) if addressee else ()
    (found,) = (
        c for c in corpus.ledger().credibility if c.issuer == (issuer,) and c.addressee == wanted
    )
    return found


def test_without_a_crossed_line_the_posterior_is_the_prior(corpus: Corpus) -> None:
    corpus.commitment("1967-05-01", "ISR", "EGY", trigger=ATTACK, consequence=STRIKE)
    found = _of(corpus, "ISR")
    assert (found.n, found.mean) == (0, pytest.approx(1 / 3))
    assert found.prior == (1, 2)
    assert found.prior_source.startswith("assumed")


def test_the_posterior_is_the_conjugate_update(corpus: Corpus) -> None:
    for sea in ("straits", "canal"):
        corpus.commitment(
            "1967-05-01",
            "ISR",
            "EGY",
            life="enforced",
            trigger=("EGY", "COERCE", "ISR", f"closing of the {sea}"),
        )
    corpus.commitment(
        "1967-05-01",
        "ISR",
        "EGY",
        life="not_enforced",
        trigger=("EGY", "MOBILIZE", "ISR", "battalions enter the desert"),
    )
    found, lines = _of(corpus, "ISR"), len(corpus.ledger().lines)
    assert found.n == lines
    assert found.mean == pytest.approx((1 + found.enforced) / (3 + found.n))
    assert found.interval[0] < found.mean < found.interval[1]
    assert found.band[0] <= found.mean <= found.band[1]


def test_the_interval_is_that_of_the_beta_distribution(corpus: Corpus) -> None:
    from scipy.stats import beta

    corpus.commitment("1967-05-01", "ISR", "EGY", trigger=ATTACK, life="enforced")
    assert _of(corpus, "ISR").interval == pytest.approx(tuple(beta.ppf([0.05, 0.95], 2, 2)))


def test_a_line_counts_once_however_many_outlets_report_it(corpus: Corpus) -> None:
    for day in range(1, 11):
        corpus.commitment(f"1967-06-{day:02}", "ISR", "EGY", trigger=ATTACK, life="enforced")
    found = _of(corpus, "ISR")
    assert (found.n, found.enforced, found.not_enforced) == (1, 1.0, 0.0)
    assert found.entries


def test_a_line_reported_both_ways_counts_half_each(corpus: Corpus) -> None:
    for day, life in (("1967-06-05", "enforced"), ("1967-06-06", "not_enforced")):
        corpus.commitment(day, "ISR", "EGY", trigger=ATTACK, life=life)
    found = _of(corpus, "ISR")
    assert (found.n, found.enforced, found.not_enforced) == (1, 0.5, 0.5)


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
