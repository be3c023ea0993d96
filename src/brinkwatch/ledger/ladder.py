"""The rung of a trigger on the ladder of involvement: permit < assist < provide < use.

A patron's permission, help and weapons and the client's use of them are variants of one line; the
rung says which of them a wording forbids. Words are data (`topics.toml`).
"""

from __future__ import annotations

from collections.abc import Iterable

from brinkwatch.ledger.meaning import deed_of
from brinkwatch.records import Action, Commitment, Rung


def rung_of(trigger: Action | None) -> Rung | None:
    """The rung that a trigger stands on; None when it is no aid and no use of force.

    Aid permits, assists or provides by its words: what is permitted may be delivered or used
    ("let them fire the missiles"), so permission goes before help, and help before delivery.
    Aid in other words provides.
    """
    deed = deed_of(trigger)
    if deed is None or deed.type not in {"AID", "ASSAULT"}:
        return None
    if deed.type == "ASSAULT":
        return "use"
    if "permission" in deed.topics:
        return "permit"
    return "assist" if deed.topics & {"assistance", "instructors"} else "provide"


def rungs(members: Iterable[Commitment]) -> dict[str, Rung]:
    """The rung of each commitment of a line by its id; empty unless the line forbids some aid."""
    found = {one.id: rung for one in members if (rung := rung_of(one.trigger))}
    return found if set(found.values()) - {"use"} else {}
