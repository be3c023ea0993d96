"""The forecasts of a crisis: every rung at every horizon, from base rates and evidence."""

from __future__ import annotations

from collections.abc import Sequence

from brinkwatch.errors import InputError
from brinkwatch.forecast.questions import ask, headline_asked, horizons, ladder, rung
from brinkwatch.forecast.signs import Signs, read_signs
from brinkwatch.forecast.uncertainty import interval, widths
from brinkwatch.forecast.waterfall import Waterfall, build, expit
from brinkwatch.forecast.wording import odds
from brinkwatch.records import (
    BaseRate,
    CodedRecord,
    Crisis,
    Document,
    Forecast,
    Ledger,
    content_id,
)


def forecast(
    crisis: Crisis,
    ledger: Ledger,
    records: Sequence[CodedRecord],
    documents: Sequence[Document],
    *,
    as_of: str,
) -> tuple[Forecast, ...]:
    """One forecast for each rung and horizon, lowest rung and shortest horizon first.

    The probability is the base rate of the crisis's reference class moved by the signs the records
    show (`waterfall`); its 90 % interval covers what `interval_covers` lists, not records the coder
    missed and not what no article reported. The game has no part in it.
    Nuclear rungs are asked only where a side has nuclear weapons (`not_asked` says so).

    Raises InputError when `as_of` is not a date.
    """
    signs = read_signs(crisis, ledger, records, documents, as_of=as_of)
    return tuple(
        _one(crisis, entry.key, days, signs, as_of)
        for entry in ladder()
        if entry.key not in _void(signs)
        for days in horizons()
    )


def not_asked(crisis: Crisis, *, as_of: str) -> tuple[dict[str, str], ...]:
    """The rungs that are void for this crisis, each with the reason: `{rung, reason}`."""
    empty = Ledger(as_of=as_of, lines=(), entries=(), credibility=())
    signs = read_signs(crisis, empty, (), (), as_of=as_of)
    reason = "neither side has nuclear weapons"
    return tuple({"rung": key, "reason": reason} for key in _void(signs))


def headline(forecasts: Sequence[Forecast]) -> Forecast:
    """The forecast that answers "are we on the brink?": direct force between the sides in 90 days.

    Raises InputError when it is not among the forecasts.
    """
    key, days = headline_asked()
    for one in forecasts:
        if (one.rung, one.horizon_days) == (key, days):
            return one
    raise InputError(
        f"No forecast of {key} within {days} days among {len(forecasts)}; "
        "pass all forecasts of one crisis."
    )


def _void(signs: Signs) -> tuple[str, ...]:
    return () if signs.armed else ("nuclear_test", "nuclear_use")


def _one(crisis: Crisis, key: str, days: int, signs: Signs, as_of: str) -> Forecast:
    fall = build(key, days, signs)
    one, other = signs.crisis.challenger, signs.crisis.defender
    question = ask(rung(key), days, as_of, one, other, armed=signs.armed, fought=signs.fought)
    cited = {record for step in fall.steps for record in step.evidence}.union(signs.opened_by)
    return Forecast(
        id=content_id(crisis.id, key, days, as_of[:10]),
        crisis_id=crisis.id,
        rung=key,
        question=question.text,
        criterion=question.criterion,
        sides=(one, other),
        issued=as_of[:10],
        as_of=as_of,
        resolves=question.resolves,
        horizon_days=days,
        probability=fall.probability,
        interval=interval(fall),
        interval_covers=_covers(fall),
        base_rate=_base_rate(fall, signs),
        other_classes=_other_classes(fall),
        steps=fall.steps,
        evidence=tuple(sorted(cited)),
    )  # fmt: skip


def _covers(fall: Waterfall) -> tuple[str, ...]:
    """What the interval includes, each with how wide it would be alone, the widest first."""
    return tuple(
        f"{what} (alone {odds(low)} to {odds(high)})" for what, (low, high) in widths(fall)
    )


def _other_classes(fall: Waterfall) -> tuple[BaseRate, ...]:
    first, *rest = (*fall.choice.main, *fall.choice.others)
    return tuple(count.as_base_rate() for count in dict.fromkeys(rest) if count != first)


def _base_rate(fall: Waterfall, signs: Signs) -> BaseRate:
    own = fall.choice.main[0].as_base_rate()
    if fall.above is None:
        widened = "client_war" in signs.reported
        return own.model_copy(update={"note": _join(own.note, _IN_A_WAR)}) if widened else own
    above = fall.above.choice.main[0].as_base_rate()
    low, high = (a * b for a, b in zip(above.interval, own.interval, strict=True))
    note = (
        f"P(force) {above.share:.3g} ({above.k} of {above.n}, {above.reference_class}) times "
        f"P(this | force) {own.share:.3g} ({own.k} of {own.n}); the interval multiplies the ends"
    )
    return own.model_copy(
        update={
            "share": expit(fall.steps[0].log_odds),
            "interval": (low, high),
            "note": _join(own.note, note),
        }
    )


_IN_A_WAR = (
    "the challenger is at war with the defender's client, which this class does not cover; "
    "the interval is widened with the class of sides already fighting"
)


def _join(*notes: str | None) -> str:
    return "; ".join(note for note in notes if note)
