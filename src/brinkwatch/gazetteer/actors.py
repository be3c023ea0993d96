"""Names of actors in a text: states, organs, leaders, organisations, groups.

1. the longest name that starts at each token (trie over all dictionaries);
2. what the date and the neighbours say: gone states, namesakes, guarded names, "Iran-backed";
3. a role word behind a state's name joins it ("Iranian foreign minister", "Ukraine's army").
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from brinkwatch.gazetteer import people
from brinkwatch.gazetteer.added import Added, in_force
from brinkwatch.gazetteer.roles import roles
from brinkwatch.gazetteer.tables import Row, listed, rows, within
from brinkwatch.gazetteer.tokens import Token, Trie, fold, tokens

_PLURAL_ENDINGS = ("n", "i", "b", "k", "t", "c", "o", "e")
_NO_PLURAL = ("ese", "Burkinabe")
_STANCES = ("pro", "anti", "non", "counter")  # "pro-Russian forces" are not Russia's


@dataclass(frozen=True)
class Mention:
    """One name of an actor: `text[start:end]` of the text searched (code points, half-open).

    `kind` is state, demonym, capital, leader, office, organ, army, organisation, group,
    collective, or role: people of a state who do not act in its name (`sector` says who: CVL, JRN,
    BUS, EDU, REB). `sector` is PLOVER's: GOV MIL LEG JUD SPY COP OPP REB IGO ... `person` is the
    full name of a leader.
    """

    start: int
    end: int
    text: str
    code: str
    kind: str
    sector: str | None = None
    person: str | None = None


class Name(NamedTuple):
    """What a dictionary entry says of a name; `code` is empty for phrases that are no actor."""

    code: str
    kind: str
    sector: str | None
    since: str
    until: str


Entry = Name | people.Holder


def _peoples(row: Row) -> list[str]:
    found = listed(row["people"])
    for adjective in listed(row["adjectives"]):
        found.append(adjective)
        if adjective.endswith(_PLURAL_ENDINGS) and not adjective.endswith(_NO_PLURAL):
            found.append(adjective + "s")
    return found


def _add_states(trie: Trie[Entry]) -> None:
    for row in rows("states"):
        code = row["code"]
        for name in [row["name"], *listed(row["aliases"])]:
            trie.add(name.removeprefix("the "), Name(code, "state", None, "", ""))
        for name in _peoples(row):
            trie.add(name, Name(code, "demonym", None, "", ""))
        for name in listed(row["capitals"]):
            trie.add(name, Name(code, "capital", "GOV", row["since"], row["until"]))
    for row in rows("prefixes"):
        trie.add(row["form"] + "-", Name(row["code"], "demonym", None, "", ""))


def _add_bodies(trie: Trie[Entry]) -> None:
    for row in rows("organs"):
        entry = Name(row["code"], row["kind"], row["sector"] or None, row["since"], row["until"])
        for name in [row["name"], *listed(row["variants"])]:
            trie.add(name, entry)
    for row in rows("organisations"):
        sector = "IGO" if row["kind"] == "organisation" else None
        for name in [row["name"], *listed(row["variants"])]:
            trie.add(name, Name(row["code"], row["kind"], sector, "", ""))
    for row in rows("groups"):
        for name in [row["name"].removeprefix("the "), *listed(row["variants"])]:
            trie.add(name, Name(row["code"], "group", row["sector"], "", ""))


def _add_given(trie: Trie[Entry], given: tuple[Added, ...]) -> None:
    for code, kind, name in given:
        if kind == "leader":
            for form, full in ((name, True), (name.split()[-1], False)):
                holder = people.Holder(code, name, "", "0001", "", full, weak=False)
                trie.add(form, holder)
        else:
            sector = "GOV" if kind == "capital" else None
            trie.add(name.removeprefix("the "), Name(code, kind, sector, "", ""))


@cache
def _names(given: tuple[Added, ...] = ()) -> Trie[Entry]:
    trie: Trie[Entry] = Trie()
    _add_states(trie)
    _add_bodies(trie)
    _add_given(trie, given)
    for name, holder in people.holders():
        trie.add(name, holder)
    for row in rows("blocks"):
        for phrase in listed(row["phrases"]):
            trie.add(phrase, Name("", "block", None, "", ""))
    return trie


@cache
def _suffixes() -> frozenset[str]:
    return frozenset(word for row in rows("suffixes") for word in listed(row["words"]))


class _Guard(NamedTuple):
    not_after: frozenset[str]
    not_before: frozenset[str]
    not_with: tuple[str, ...]
    but_with: tuple[str, ...]


@cache
def _guards() -> dict[str, _Guard]:
    return {
        fold(row["name"]): _Guard(
            frozenset(listed(row["not_after"])), frozenset(listed(row["not_before"])),
            tuple(listed(row["not_with"])), tuple(listed(row["but_with"])),
        )
        for row in rows("guards")
    }  # fmt: skip


def _guarded(text: str, words: list[Token], at: int, end: int) -> bool:
    """Whether the name at tokens [at, end) is something else by its guard."""
    guard = _guards().get(fold(text[words[at].start : words[end - 1].end]))
    if guard is None:
        return False
    after = words[end].form if end < len(words) else ""
    if (at and words[at - 1].form in guard.not_after) or after in guard.not_before:
        return True
    return any(word in text for word in guard.not_with) and not any(
        word in text for word in guard.but_with
    )


def _describes(words: list[Token], at: int, end: int) -> bool:
    """Whether "pro-" stands straight before the name, or "-backed" and the like straight after."""
    if at > 1 and words[at - 1].form == "-" and words[at - 2].form.lower() in _STANCES:
        return True
    return (
        end + 1 < len(words)
        and words[end].form == "-"
        and words[end].start == words[end - 1].end
        and words[end + 1].form.lower() in _suffixes()
    )


@cache
def _parts() -> dict[str, Row]:
    return {row["code"]: row for row in rows("parts")}


def _whole(code: str, date: str | None) -> str | None:
    """The state of which another was part on the date; None when it stood alone."""
    part = _parts().get(code)
    return part["whole"] if part and date and within(date, part["since"], part["until"]) else None


def _pick(names: list[Name], date: str | None) -> Name | None:
    """The entry that holds on the date; without a date, the one that holds today."""
    if date is None:
        return min(names, key=lambda name: bool(name.until))
    valid = [name for name in names if within(date, name.since, name.until)]
    dated = [name for name in valid if name.since or name.until]
    if valid:
        return (dated or valid)[0]
    lasting = [name for name in names if name.kind != "capital"]
    return lasting[0] if lasting else None


class _Hit(NamedTuple):
    at: int
    end: int
    entries: list[Entry]


def _hits(text: str, words: list[Token]) -> list[_Hit]:
    """Longest names, left to right, blocked and guarded ones left out."""
    trie, found, at = _names(in_force()), [], 0
    while at < len(words):
        best = trie.longest(words, at)
        if best is None:
            at += 1
            continue
        end, entries = best
        blocked = any(isinstance(entry, Name) and not entry.code for entry in entries)
        broken = "\n\n" in text[words[at].start : words[end - 1].end]
        if not (blocked or broken or _describes(words, at, end) or _guarded(text, words, at, end)):
            found.append(_Hit(at, end, entries))
        at = end
    return found


def find(text: str, date: str | None = None) -> list[Mention]:
    """The actors named in a text: longest match, non-overlapping, in order of `start`.

    `date` is the ISO date of the text, of any precision; it decides between a state and its
    predecessor (Moscow in 1962 is SUN) and between namesakes. Without it the names hold as today.
    Give the whole document: a surname counts more surely where the full name stands.
    """
    words = tokens(text)
    hits = _hits(text, words)
    named = {person for hit in hits if (person := _introduced(words, hit, date))}
    mentions: list[Mention] = []
    for hit in hits:
        mention = _mention(text, words, hit, date, named)
        if mention is not None:
            mentions.append(_with_role(text, words, hit.end, mention))
    return _without_overlap(mentions)


def _introduced(words: list[Token], hit: _Hit, date: str | None) -> str | None:
    """Whom a full name, or a surname behind the title of the office, introduces."""
    persons = [entry for entry in hit.entries if isinstance(entry, people.Holder)]
    holder = people.choose(persons, date, words, hit.at, set()) if persons else None
    if holder is None or not (holder.full or people.titled(holder, words, hit.at)):
        return None
    return holder.person


def _mention(
    text: str, words: list[Token], hit: _Hit, date: str | None, named: set[str]
) -> Mention | None:
    start, end = words[hit.at].start, words[hit.end - 1].end
    if words[hit.end - 1].form == "-":  # a combining form: Sino-
        end = words[hit.end - 1].start
    names = [entry for entry in hit.entries if isinstance(entry, Name)]
    persons = [entry for entry in hit.entries if isinstance(entry, people.Holder)]
    if persons and (holder := people.choose(persons, date, words, hit.at, named)):
        sector = people.sectors().get(holder.office, "GOV")
        return Mention(start, end, text[start:end], holder.code, "leader", sector, holder.person)
    if names and (name := _pick(names, date)):
        whole = _whole(name.code, date)
        if whole and name.kind == "capital":
            return None
        return Mention(start, end, text[start:end], whole or name.code, name.kind, name.sector)
    return None


def _with_role(text: str, words: list[Token], end: int, mention: Mention) -> Mention:
    """The mention grown by a role word right behind it, or as it was."""
    if mention.kind not in {"state", "demonym"}:
        return mention
    at = end
    if words[at : at + 2] and words[at].form == "'" and at + 1 < len(words):
        at += 2 if words[at + 1].form == "s" else 1
    best = roles().longest(words, at) if at < len(words) else None
    if best is None or "\n" in text[mention.end : words[best[0] - 1].end]:
        return mention
    role, stop = best[1][0], words[best[0] - 1].end
    if mention.kind == "state" and at == end and mention.text.istitle() and role.kind == "role":
        return mention  # "Iran people" is no phrase; "US people" and "Iran's people" are
    code = mention.code
    if role.suffix:
        code = f"{fold(mention.text).upper().replace(' ', '_')}_{role.suffix}"
        if mention.kind == "state":
            return mention
    return replace(
        mention, end=stop, text=text[mention.start : stop], code=code, kind=role.kind,
        sector=role.sector,
    )  # fmt: skip


def _without_overlap(mentions: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept
