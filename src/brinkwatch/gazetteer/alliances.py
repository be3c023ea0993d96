"""Who belongs where, who is bound to defend whom, who has nuclear arms: dated facts about codes."""

from __future__ import annotations

from functools import cache

from brinkwatch.errors import InputError
from brinkwatch.gazetteer.added import in_force
from brinkwatch.gazetteer.tables import listed, rows, within

_OPPOSITION = "_OPPOSITION"
NAMING = ("state", "organisation", "group")


@cache
def _names() -> dict[str, str]:
    names = {row["code"]: row["name"] for row in rows("states")}
    for table in ("organisations", "groups"):
        names |= {row["code"]: row["name"] for row in rows(table)}
    names |= {"EXPERT": "experts", "AUTHOR": "the author"}
    return names


@cache
def _adjectives() -> dict[str, str]:
    return {
        first.upper().replace(" ", "_"): first
        for row in rows("states")
        if (first := next(iter(listed(row["adjectives"])), ""))
    }


def name(code: str) -> str:
    """The reader's name of an actor code: RUS is Russia, HEZBOLLAH is Hezbollah.

    Article included where English wants one ("the Netherlands", "the West"); a code that is in no
    dictionary comes back as it is, so that a reader sees something true.
    """
    if code.endswith(_OPPOSITION) and (who := _adjectives().get(code.removesuffix(_OPPOSITION))):
        return f"{who} opposition"
    given = next((a.name for a in in_force() if a.code == code and a.kind in NAMING), None)
    return given or _names().get(code, code)


def states() -> frozenset[str]:
    """The codes of all states in the dictionary, gone ones included."""
    given = {actor.code for actor in in_force() if actor.kind == "state"}
    return frozenset(row["code"] for row in rows("states")) | given


def is_state(code: str) -> bool:
    """Whether the code is a state's, living or gone."""
    return code in states()


@cache
def _memberships() -> dict[str, tuple[tuple[str, str, str], ...]]:
    table: dict[str, list[tuple[str, str, str]]] = {}
    for row in rows("memberships"):
        for member in listed(row["members"]):
            table.setdefault(row["code"], []).append((member, row["since"], row["until"]))
    return {code: tuple(found) for code, found in table.items()}


@cache
def members(code: str, date: str | None = None) -> frozenset[str]:
    """The states in an organisation or collective on an ISO date (None: those of no end date).

    Empty for states, groups and bodies whose members are not listed. Collectives are defined in
    data/memberships.csv by other bodies: WEST is NATO, the EU (before it the Western European
    Union), Australia and New Zealand; EUROPE is the EU, the European members of NATO and
    Switzerland.
    """
    found: set[str] = set()
    for member, since, until in _memberships().get(code, ()):
        if not (within(date, since, until) if date else not until):
            continue
        if member.startswith("-"):
            found.discard(member[1:])
        elif member in _memberships():
            found |= members(member, date)
        else:
            found.add(member)
    return frozenset(found)


def _held(table: str, code: str, date: str | None) -> bool:
    return any(
        code == row["code"] and (within(date, row["since"], row["until"]) if date
                                 else not row["until"])
        for row in rows(table)
    )  # fmt: skip


def is_nuclear(code: str, date: str | None = None) -> bool:
    """Whether the state holds nuclear weapons on an ISO date (None: now, as far as known).

    SUN counts as RUS. An organisation or collective is nuclear when a member is.
    """
    if code == "SUN":
        code, date = "RUS", date or "1991-12-25"
    bodies = members(code, date)
    return any(_held("nuclear", one, date) for one in (bodies or {code}))


def is_major_power(code: str, date: str | None = None) -> bool:
    """Whether the state is a major power by the Correlates of War list (data/majors.csv)."""
    return _held("majors", "RUS" if code == "SUN" else code, date)


@cache
def _pacts() -> tuple[tuple[frozenset[str], str, str], ...]:
    return tuple(
        (frozenset((row["a"], row["b"])), row["since"], row["until"]) for row in rows("alliances")
    )


def allied(a: str, b: str, date: str | None = None) -> bool:
    """Whether two actors are bound by a defence pact on an ISO date (None: pacts in force).

    Two states: they share an organisation with a duty of mutual defence (organisations.csv,
    `defence`) or a bilateral pact (alliances.csv). A state and such an organisation: the state is
    a member. InputError when both codes are the same.
    """
    if a == b:
        raise InputError(f"allied was asked of {a!r} and itself; give two different actor codes.")
    pair = frozenset((a, b))
    if any(pair == pact and (within(date, since, until) if date else not until)
           for pact, since, until in _pacts()):  # fmt: skip
        return True
    for row in rows("organisations"):
        bound = row["defence"] and within(date, row["defence"], "")
        if bound and pair <= members(row["code"], date) | {row["code"]}:
            return True
    return False
