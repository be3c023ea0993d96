"""The life of a red line: declared, tested, crossed, enforced or not, as stated and as inferred.

Stated steps are what articles report of a line; `inference` adds what dated deeds show. The stages
and what may follow what are data (`lifecycle.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from brinkwatch.ledger.chronicle import Chronicle, Dated, fit
from brinkwatch.ledger.comparison import days_between
from brinkwatch.ledger.inference import Terms, infer
from brinkwatch.ledger.meaning import deed_of, fold
from brinkwatch.ledger.stages import Basis, Step, merge, role, settings
from brinkwatch.records import Commitment, Document

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def _behind(
    commitment: Commitment, answer: bool, until: str | None, chronicle: Chronicle
) -> Dated | None:
    """The latest deed that a reported crossing, or with `answer` a reported enforcement, is about.

    It is dated by a text, reported in the same article or done in the weeks before it, of a year
    that the quote names if it names any, and an outcome's crossing comes after the statement.
    """
    meant = deed_of(commitment.consequence if answer else commitment.trigger)
    if meant is None:
        return None

    years = set(_YEAR.findall(commitment.span.quote))
    since = commitment.date if role(commitment.life) == "outcome" and not answer else None
    if since == until:
        since = None

    def fits(row: Dated) -> bool:
        recent = days_between(row.day, until)
        here = row.event.document_id == commitment.document_id
        return (
            row.certain == 1.0
            and (until is None or row.day <= until)
            and (since is None or row.day >= since[: len(row.day)])
            and (not years or row.day[:4] in years)
            and (here or (recent is not None and recent <= settings()["behind_days"]))
            and fit(meant, row.deed) >= settings()["least"]
        )

    actors = fold(commitment.issuer) if answer else meant.actor
    return next((row for row in reversed(chronicle.by(actors)) if fits(row)), None)


def _soon(day: str, published: str | None) -> bool:
    """Whether an article came out so soon after a deed that it reports on that day."""
    gap = days_between(day, published)
    return gap is not None and gap <= settings()["echo_days"]


def _reported(
    commitment: Commitment, basis: Basis, published: str | None, chronicle: Chronicle
) -> list[Step]:
    """The stage beyond a statement that an article reports, and the crossing that it implies."""
    life, mine, here = commitment.life, (commitment.id,), commitment.document_id
    crossing = _behind(commitment, False, published, chronicle)
    answer = _behind(commitment, True, published, chronicle) if life == "enforced" else None
    missed = life == "not_enforced" and crossing is not None and _soon(crossing.day, published)
    deed = crossing if life in {"tested", "crossed"} or missed else answer
    records = mine + ((deed.event.id,) if deed else ())
    confidence = settings()["analyst"] if basis == "analyst" else 1.0
    steps = [
        Step(deed.day if deed else published, life, here, records, basis, confidence,
             own_date=deed is not None)
    ]  # fmt: skip
    if life in {"enforced", "not_enforced"} and crossing is not None:
        note = f"Crossed by “{crossing.event.action.text}”, since its outcome is reported."
        steps.append(Step(crossing.day, "crossed", here, (crossing.event.id, *mine), "inferred",
                          settings()["implied"], note))  # fmt: skip
    return steps


def _stated(
    commitment: Commitment, document: Document | None, chronicle: Chronicle
) -> tuple[list[Step], Step | None]:
    """The steps one commitment reports, and apart from them the statement that it looks back on."""
    published = document.first_day() if document else None
    said, life, here = commitment.date, commitment.life, commitment.document_id
    mine = (commitment.id,)
    if role(life) == "statement" or life == "withdrawn":
        step = Step(said or published, life, here, mine, "stated", 1.0, own_date=said is not None)
        return [step], None
    opinion = document is not None and document.kind in {"opinion", "analysis"}
    steps = _reported(commitment, "analyst" if opinion else "stated", published, chronicle)
    if said is None or (role(life) == "outcome" and said == published):
        return steps, None
    return steps, Step(said, "declared", here, mine, "stated", 1.0)


def _with_statements(steps: Sequence[Step], statements: Sequence[Step]) -> list[Step]:
    """Steps and the statements looked back on: known ones join, later ones are reiterations."""
    merged = merge(steps)
    for statement in sorted(statements, key=lambda step: (step.order, step.records)):
        spoken = [step for step in merged if role(step.life) == "statement" and step.date]
        at = statement.date or ""
        known = next((s for s in spoken if at.startswith(s.date or "-")), None)
        earlier = any((step.date or "") < at for step in spoken)
        life = known.life if known else "reiterated" if earlier else "declared"
        merged = merge([*merged, replace(statement, life=life)])
    return merged


def _implied_once(steps: Sequence[Step]) -> list[Step]:
    """Steps without the implied crossings of a line that already stood crossed."""
    kept: list[Step] = []
    for step in steps:
        ends = [s.life for s in kept if role(s.life) in {"deed", "outcome"} and s.life != "tested"]
        if step.basis == "inferred" and ends and ends[-1] == "crossed":
            continue
        kept.append(step)
    return kept


def life_of(
    members: Sequence[Commitment],
    documents: Mapping[str, Document],
    chronicle: Chronicle,
    last_heard: str | None,
) -> list[Step]:
    """The dated steps of the line whose commitments are `members`, in order.

    `last_heard` is the day of the latest article on the issuer: that a crossed line was not
    enforced is inferred only once an answer would have been heard.
    """
    steps: list[Step] = []
    statements: list[Step] = []
    for member in members:
        reported, looked_back = _stated(member, documents.get(member.document_id), chronicle)
        steps += reported
        statements += [looked_back] if looked_back else []
    merged = _implied_once(_with_statements(steps, statements))
    return merge(infer(Terms.of(members), merged, chronicle, last_heard))
