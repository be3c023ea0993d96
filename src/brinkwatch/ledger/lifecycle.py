"""The life of a red line: declared, tested, crossed, enforced or not, as stated and as inferred.

Stated steps are what articles report of a line; `inference` adds what dated deeds show. The stages
and what may follow what are data (`lifecycle.toml`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from brinkwatch.coding.dates import dates_in
from brinkwatch.ledger.behind import behind
from brinkwatch.ledger.chronicle import Chronicle
from brinkwatch.ledger.inference import Terms, infer
from brinkwatch.ledger.stages import Basis, Step, merge, role, settings
from brinkwatch.records import Commitment, Document


def _due(commitment: Commitment, published: str | None) -> str | None:
    """The day by which it was to be done, where it is named; None too when it is yet to come."""
    if commitment.deadline is None or commitment.trigger_polarity != "unless_done":
        return None
    said = commitment.date if commitment.date and len(commitment.date) == 10 else None
    ahead = frozenset(range(len(commitment.deadline))) if said else frozenset[int]()
    named = [found.iso for found in dates_in(commitment.deadline, said or published, ahead=ahead)]
    passed = [day for day in named if published is None or day <= published]
    return passed[-1] if passed else None


def _crossing(commitment: Commitment, published: str | None, chronicle: Chronicle) -> Step | None:
    """The crossing that a reported outcome implies: a deed, or a deadline that went by."""
    mine, here = (commitment.id,), commitment.document_id
    told = behind(commitment, "crossed", published, chronicle)
    day = told.row.day if told else _due(commitment, published)
    if day is None:
        return None
    deed = f"“{told.row.event.action.text}”" if told else f"“{commitment.deadline}” going by"
    return Step(
        day, "crossed", here, ((told.row.event.id,) if told else ()) + mine, "inferred",
        settings()["implied"], f"Crossed by {deed}, since its outcome is reported.",
    )  # fmt: skip


def _reported(
    commitment: Commitment, basis: Basis, published: str | None, chronicle: Chronicle
) -> list[Step]:
    """The stage beyond a statement that an article reports, and the crossing that it implies."""
    life, mine, here = commitment.life, (commitment.id,), commitment.document_id
    told = behind(commitment, life, published, chronicle)
    records = mine + ((told.row.event.id,) if told else ())
    confidence = settings()["analyst"] if basis == "analyst" else 1.0
    steps = [
        Step(told.row.day if told else published, life, here, records, basis, confidence,
             own_date=told is not None)
    ]  # fmt: skip
    threatened = commitment.kind in settings()["threats"]
    if life in {"enforced", "not_enforced"} and threatened:
        crossing = _crossing(commitment, published, chronicle)
        steps += [crossing] if crossing else []
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
    terms: Terms,
    documents: Mapping[str, Document],
    chronicle: Chronicle,
    last_heard: str | None,
) -> list[Step]:
    """The dated steps of the line whose commitments are `members` with their `terms`, in order.

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
    return merge(infer(terms, merged, chronicle, last_heard))
