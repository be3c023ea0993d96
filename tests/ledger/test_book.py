"""A ledger that grows article by article is the one of all articles entered at once."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from brinkwatch.ledger.book import Book
from brinkwatch.ledger.matching import Lines, group
from brinkwatch.records import AnalystAct, CodedRecord, Commitment, DatedLife, Document, Ledger

from .conftest import Corpus

AS_OF = "1982-06-01"
ACTORS = ("CHN", "VNM", "KHM", "SUN", "USA", "THA")
DEEDS = (
    ("ASSAULT", "divisions cross the Mekong"),
    ("ASSAULT", "warplanes bomb the border towns"),
    ("AID", "Soviet ships are let into Cam Ranh"),
    ("MOBILIZE", "the fleet sails into the gulf"),
    ("SANCTION", "all trade across the border ends"),
)
FATES = ("crossed", "enforced", "not_enforced", "withdrawn")


def world(seed: int, articles: int = 50) -> Corpus:
    """Threats, deeds that cross them, answers and reports of both; some undated, late or copied."""
    chance, corpus = random.Random(seed), Corpus()
    threats = []
    for _ in range(5):
        issuer, addressee, victim = chance.sample(ACTORS, 3)
        (kind, words), (answer, reply) = chance.sample(DEEDS, 2)
        threats.append(
            (
                issuer,
                addressee,
                (addressee, kind, victim, words),
                (issuer, answer, addressee, reply),
            )
        )
    for number in range(articles):
        day: str | None = (date(1979, 1, 1) + timedelta(number * 5)).isoformat()
        day = None if chance.random() < 0.05 else day
        earlier = [one for one in corpus.documents if one.copy_of is None]
        copies = seed % 3 == 0 and earlier and chance.random() < 0.1
        of = chance.choice(earlier).id if copies else None
        article = corpus.article(day, "A frontier paper. " * 3, copy_of=of)
        issuer, addressee, trigger, answer = chance.choice(threats)
        tells = chance.choice(("threat", "threat", "crossing", "answer", "report", "other"))
        if tells in {"threat", "report"}:
            stated = chance.random() < 0.5
            corpus.commitment(
                day, issuer, addressee, article=article, trigger=trigger,
                consequence=answer if chance.random() < 0.7 else None,
                life="declared" if tells == "threat" else chance.choice(FATES),
                date=day if stated else None, quote=f"{trigger[3]}, {chance.randrange(9)}",
            )  # fmt: skip
            continue
        doer = chance.choice(ACTORS)
        other = (doer, *chance.choice(DEEDS)[:1], chance.choice(ACTORS), "a patrol sets out")
        deed = {"crossing": trigger, "answer": answer, "other": other}[tells]
        status = chance.choice(("actual", "actual", "actual", "ongoing", "planned", "denied"))
        late = (
            (date.fromisoformat(day) - timedelta(chance.randrange(40))).isoformat() if day else None
        )
        corpus.event(day, deed, article=article, status=status,
                     date=chance.choice((late, day, day and day[:7], None)))  # fmt: skip
    return corpus


def looks(corpus: Corpus, seed: int) -> list[tuple[list[Document], list[CodedRecord]]]:
    """The articles with their records as they come: some at a time, in odd seeds in any order."""
    chance, documents = random.Random(seed), list(corpus.documents)
    if seed % 2:
        chance.shuffle(documents)
    found = []
    while documents:
        size = chance.randint(1, 3)
        batch, documents = documents[:size], documents[size:]
        ids = {document.id for document in batch}
        found.append((batch, [r for r in corpus.records if r.document_id in ids]))
    return found


def whole(corpus: Corpus, acts: tuple[AnalystAct, ...] = ()) -> Ledger:
    book = Book(as_of=AS_OF, acts=acts)
    book.add(corpus.documents, corpus.records)
    return book.ledger()


@pytest.mark.parametrize("seed", range(16))
def test_articles_that_come_one_after_another_give_the_ledger_of_all(seed: int) -> None:
    corpus = world(seed)
    book, kept = Book(as_of=AS_OF), 0
    for documents, records in looks(corpus, seed):
        before = {line.id: line for line in book.ledger().lines}
        book.add(documents, records)
        kept += sum(before.get(line.id) is line for line in book.ledger().lines)
    assert book.ledger().model_dump_json() == whole(corpus).model_dump_json()
    assert kept > 0 or seed % 3 == 0, "no line was left as it was"


@pytest.mark.parametrize("seed", range(6))
def test_so_do_they_with_an_analysts_acts(seed: int) -> None:
    corpus = world(seed, 25)
    said = [record for record in corpus.records if isinstance(record, Commitment)]
    base = {"by": "N. Tran", "why": "It is one border."}
    one, other, third = said[0], said[len(said) // 2], said[-1]
    acts = (
        AnalystAct(id="a1", verb="merge", at="1", about=((one,), (other,)), **base),
        AnalystAct(id="a2", verb="set", at="2", about=((third,),), issuer=("THA",), **base),
        AnalystAct(
            id="a3", verb="set", at="3", about=((other,),),
            added=(DatedLife(date="1980-05-01", life="crossed"),), **base,
        ),
    )  # fmt: skip
    book = Book(as_of=AS_OF, acts=acts)
    for documents, records in looks(corpus, seed):
        book.add(documents, records)
        book.ledger()
    assert book.ledger().model_dump_json() == whole(corpus, acts).model_dump_json()


def test_an_article_on_others_leaves_a_line_as_it_was() -> None:
    corpus = Corpus()
    trigger = ("VNM", *DEEDS[0][:1], "KHM", DEEDS[0][1])
    corpus.commitment("1979-01-02", "CHN", "VNM", trigger=trigger)
    book = Book(as_of=AS_OF)
    book.add(corpus.documents, corpus.records)
    (line,) = book.ledger().lines
    other = Corpus()
    other.article("1978-01-01")
    other.event("1979-03-01", ("USA", "AID", "THA", "rice is shipped"))
    book.add(other.documents[1:], other.records)
    assert book.ledger().lines[0] is line


def test_a_deed_that_crosses_a_line_moves_it() -> None:
    corpus = Corpus()
    trigger = ("VNM", "ASSAULT", "KHM", "divisions cross the Mekong")
    corpus.commitment("1979-01-02", "CHN", "VNM", trigger=trigger)
    book = Book(as_of=AS_OF)
    book.add(corpus.documents, corpus.records)
    assert [line.status for line in book.ledger().lines] == ["declared"]
    event = corpus.event("1979-02-01", trigger)
    book.add(corpus.documents[1:], [event])
    assert [line.status for line in book.ledger().lines] == ["crossed"]


def test_an_article_read_anew_replaces_what_was_known_of_it() -> None:
    corpus = world(3, 12)
    book = Book(as_of=AS_OF)
    book.add(corpus.documents, corpus.records)
    dated = [document for document in corpus.documents if document.published]
    newer = dated[0].model_copy(update={"published": "1980-10-10"})
    corpus.documents[corpus.documents.index(dated[0])] = newer
    book.add([newer], [])
    assert book.ledger().model_dump_json() == whole(corpus).model_dump_json()


@pytest.mark.parametrize("seed", range(5))
def test_lines_do_not_depend_on_the_order_in_which_commitments_are_added(seed: int) -> None:
    said = [record for record in world(seed).records if isinstance(record, Commitment)]
    days = {one.id: one.date for one in said}
    lines, arrived = Lines(), list(said)
    random.Random(seed).shuffle(arrived)
    for one in arrived:
        lines.add(one, days[one.id])
    found = [(group.members, group.merges) for group in lines.groups]
    assert found == [(group.members, group.merges) for group in group(said, days)]


CROSSING = ("VNM", "ASSAULT", "KHM", "divisions cross the Mekong")
ANSWER = ("CHN", "ASSAULT", "VNM", "a border town is shelled")
LATE = {
    "an answer": lambda corpus: corpus.event("1979-02-20", ANSWER),
    "a silence": lambda corpus: corpus.event(
        "1979-09-01", ("CHN", "CONSULT", "USA", "envoys meet")
    ),
    "an earlier crossing": lambda corpus: corpus.event("1979-01-20", CROSSING),
}


@pytest.mark.parametrize("late", LATE)
def test_what_comes_late_changes_a_line_that_was_crossed(late: str) -> None:
    corpus = Corpus()
    corpus.commitment("1979-01-02", "CHN", "VNM", trigger=CROSSING, consequence=ANSWER)
    corpus.event("1979-02-01", CROSSING)
    book = Book(as_of=AS_OF)
    book.add(corpus.documents, corpus.records)
    before = book.ledger()
    LATE[late](corpus)
    book.add(corpus.documents[-1:], corpus.records[-1:])
    assert book.ledger().entries != before.entries
    assert book.ledger() == whole(corpus)


def test_a_report_is_dated_by_a_deed_that_becomes_known_later() -> None:
    corpus = Corpus()
    corpus.commitment("1979-01-02", "CHN", "VNM", trigger=CROSSING, consequence=ANSWER)
    corpus.commitment("1979-02-25", "CHN", "VNM", trigger=CROSSING, life="enforced",
                      consequence=ANSWER)  # fmt: skip
    book = Book(as_of=AS_OF)
    book.add(corpus.documents, corpus.records)
    before = book.ledger()
    corpus.event("1979-02-24", ANSWER)
    book.add(corpus.documents[-1:], corpus.records[-1:])
    assert book.ledger().entries != before.entries
    assert book.ledger() == whole(corpus)
