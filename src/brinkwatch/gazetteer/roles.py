"""Words for the parts of a state: its army, its parliament, its ministers, its press."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from brinkwatch.gazetteer.tables import listed, rows
from brinkwatch.gazetteer.tokens import Trie, tokens

_REACH = 4  # words of the longest role before its last


class Role(NamedTuple):
    """What a role word makes of the state's name before it; `sector` is PLOVER's."""

    kind: str
    sector: str
    suffix: str


@cache
def roles() -> Trie[Role]:
    """The role words of data/roles.csv, in any case."""
    trie: Trie[Role] = Trie(lower=True)
    for row in rows("roles"):
        for phrase in listed(row["phrases"]):
            trie.add(phrase, Role(row["kind"], row["sector"], row["suffix"]))
    return trie


def sector_at(text: str, at: int) -> str | None:
    """PLOVER's sector of the role whose words cover offset `at`; None where none does.

    The longest role that begins first counts: of "chief of staff" at "chief" MIL.
    """
    words = tokens(text)
    here = next((number for number, word in enumerate(words) if word.start <= at < word.end), None)
    if here is None:
        return None
    for start in range(max(0, here - _REACH), here + 1):
        best = roles().longest(words, start)
        if best is not None and best[0] > here:
            return best[1][0].sector
    return None
