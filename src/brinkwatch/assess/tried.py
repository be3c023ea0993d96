"""The same articles with one left out, or with who says and does what in it turned round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from brinkwatch import crisis as game
from brinkwatch import forecast as forecasting
from brinkwatch import ledger as ledgers
from brinkwatch.assess.chain import settings
from brinkwatch.assess.changes import same_sides
from brinkwatch.records import (
    Action,
    AnalystAct,
    CodedRecord,
    Commitment,
    Crisis,
    Document,
    Event,
    Ledger,
)
from brinkwatch.report.answer import Answer, CrisisAnswer, Tried

CITED = frozenset({"id", "document", "evidence", "line", "reference", "sources", "supports"})
"""The keys of a scenario that say where it comes from."""


def with_articles_tried(answer: Answer, acts: Sequence[AnalystAct] = ()) -> Iterator[CrisisAnswer]:
    """The crises of an answer; those whose game was solved with each of their articles tried.

    In a corpus of more than `tried_articles` (settings.toml) they come back as they are.
    """
    few = len(answer.articles()) <= settings()["tried_articles"]
    for one in answer.crises:
        if few and one.equilibrium is not None:
            rows = tried(
                one.crisis, answer.ledger, answer.documents, answer.records,
                as_of=answer.as_of, acts=acts,
            )  # fmt: skip
            yield one.model_copy(update={"tried": rows})
        else:
            yield one


def tried(
    crisis: Crisis,
    ledger: Ledger,
    documents: Sequence[Document],
    records: Sequence[CodedRecord],
    *,
    as_of: str,
    acts: Sequence[AnalystAct] = (),
) -> tuple[Tried, ...]:
    """For each article of the crisis the headline and the game's scenario without it, and turned.

    The ledger is entered again each time, so a line or a whole crisis may go with an article. An
    article's listed headlines go with it; the quotes stay where they are.
    """
    scenario = _played(game.draft(crisis, ledger, records, documents))

    def again(seen: Sequence[Document], told: Sequence[CodedRecord]) -> tuple[float | None, bool]:
        entered = ledgers.enter(seen, told, as_of=as_of, acts=acts)
        same = next((one for one in entered.crises if same_sides(one, crisis)), None)
        if same is None:
            return None, True
        known = (same, entered, told, seen)
        made = forecasting.headline(forecasting.forecast(*known, as_of=as_of))
        return made.probability, _played(game.draft(*known)) != scenario

    rows = []
    for article in documents:
        if article.parent_id or article.id not in crisis.documents:
            continue
        rest = [one for one in documents if article.id not in (one.id, one.parent_id)]
        left = {one.id for one in rest}
        without = again(rest, [record for record in records if record.document_id in left])
        turned = again(documents, [r if r.document_id in left else _turned(r) for r in records])
        rows.append(
            Tried(
                document_id=article.id, without=without[0], without_game=without[1],
                turned=turned[0], turned_game=turned[1],
            )
        )  # fmt: skip
    return tuple(rows)


def _played(scenario: game.Scenario) -> Any:
    """What of a scenario is played: all but what it cites."""

    def kept(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: kept(value) for key, value in part.items() if key not in CITED}
        return [kept(item) for item in part] if isinstance(part, (list, tuple)) else part

    return kept(scenario.model_dump(mode="json"))


def _turned(record: CodedRecord) -> CodedRecord:
    """The record with doer and target, or issuer and addressee, in each other's place."""
    if isinstance(record, Event):
        return record.model_copy(update={"action": _turned_act(record.action)})
    if isinstance(record, Commitment) and record.addressee:
        changed = {"issuer": record.addressee, "addressee": record.issuer}
        acts = {"trigger": record.trigger, "consequence": record.consequence}
        return record.model_copy(
            update=changed | {key: act and _turned_act(act) for key, act in acts.items()}
        )
    return record


def _turned_act(act: Action) -> Action:
    if not act.recipient:
        return act
    return act.model_copy(update={"actor": act.recipient, "recipient": act.actor})
