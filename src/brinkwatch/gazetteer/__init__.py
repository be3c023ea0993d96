"""Names of actors, offices, weapons and places, and dated facts about them.

    find(text, date)      the actors named in a text, with their codes
    sector_at(text, at)   PLOVER's sector of the role word there: army, parliament, press
    office_of(words)      the office that words name; held(person, date) the one a person had
    holder(code, office, date)  who held it
    name(code)            the reader's name of a code
    members(code, date)   the states in an organisation or collective
    allied(a, b, date)    whether a defence pact binds two actors
    is_nuclear, is_major_power, is_state
    dated_facts(text)     what bounds the day on which a text was written
    weapons(text), places(text), origin_of(weapon)
    knowing(actors)       a block in which names of the user's own are known too
    know(actors)          the same until the running command ends

The dictionaries are CSV files in `data/`, each with a comment on what it holds and where it comes
from. Codes are the codebook's: ISO 3166-1 alpha-3 for states, short names for the rest.
"""

from __future__ import annotations

from brinkwatch.gazetteer.actors import Mention, find
from brinkwatch.gazetteer.added import Added, know, knowing
from brinkwatch.gazetteer.alliances import (
    allied,
    is_major_power,
    is_nuclear,
    is_state,
    members,
    name,
    states,
)
from brinkwatch.gazetteer.dated import DatedFact, dated_facts
from brinkwatch.gazetteer.objects import Place, Weapon, origin_of, places, weapons
from brinkwatch.gazetteer.people import held, holder, office_of
from brinkwatch.gazetteer.roles import sector_at

__all__ = [
    "Added",
    "DatedFact",
    "Mention",
    "Place",
    "Weapon",
    "allied",
    "dated_facts",
    "find",
    "held",
    "holder",
    "is_major_power",
    "is_nuclear",
    "is_state",
    "know",
    "knowing",
    "members",
    "name",
    "office_of",
    "origin_of",
    "places",
    "sector_at",
    "states",
    "weapons",
]
