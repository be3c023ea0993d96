"""From base rates and the evidence of a crisis to probabilities that can turn out wrong."""

from brinkwatch.forecast.assumptions import assumptions
from brinkwatch.forecast.beside import beside
from brinkwatch.forecast.forecaster import forecast, headline, not_asked
from brinkwatch.forecast.influence import changes, influence, shift
from brinkwatch.forecast.outcomes import (
    Outcome,
    elsewhere,
    load_outcomes,
    prior,
    resolve,
    score_steps,
    track_record,
)
from brinkwatch.forecast.questions import ladder_keys
from brinkwatch.forecast.watch import conditionals, indicators
from brinkwatch.forecast.wording import in_words, odds

__all__ = [
    "Outcome",
    "assumptions",
    "beside",
    "changes",
    "conditionals",
    "elsewhere",
    "forecast",
    "headline",
    "in_words",
    "indicators",
    "influence",
    "ladder_keys",
    "load_outcomes",
    "not_asked",
    "odds",
    "prior",
    "resolve",
    "score_steps",
    "shift",
    "track_record",
]
