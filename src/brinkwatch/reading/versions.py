"""Two forms of one article, sentence by sentence: what changed, or that only a template is shared.

A sentence is compared by its words; by its frame, the words between its fillings, which are its
figures, days and names, when it was changed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from brinkwatch.reading.clues import level, same
from brinkwatch.reading.vocabulary import table
from brinkwatch.records import Document

SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+|\n+")
WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W_]+")


@dataclass(frozen=True)
class _Sentence:
    """A sentence as printed."""

    text: str

    @cached_property
    def words(self) -> str:
        """Its words in lower case."""
        return level(self.text)

    @cached_property
    def _pieces(self) -> tuple[str, tuple[str, ...]]:
        frame: list[str] = []
        fillings: list[str] = []
        numbers = table("duplicates")["template"]["numbers"]
        for position, word in enumerate(WORD.findall(self.text)):
            written = str(numbers.get(word.lower(), word))
            if not (written[0].isdigit() or (position and word[0].isupper())):
                frame.append(word.lower())
            elif frame[-1:] == [""] and not (written[0].isdigit() or fillings[-1][-1].isdigit()):
                fillings[-1] += written.lower()
            else:
                frame.append("")
                fillings.append(written.lower())
        return " ".join(frame), tuple(fillings)

    @property
    def frame(self) -> str:
        """The words between its fillings, which leave a gap each."""
        return self._pieces[0]

    @property
    def fillings(self) -> tuple[str, ...]:
        """Its figures, and behind its first word the runs of capitalised ones: names, days."""
        return self._pieces[1]


def _sentences(text: str) -> list[_Sentence]:
    found = map(_Sentence, SENTENCE_END.split(text))
    return [sentence for sentence in found if sentence.words]


@dataclass(frozen=True)
class _Comparison:
    """The sentences of two forms that have no equal in the other, and those changed in place."""

    added: list[_Sentence]
    dropped: list[_Sentence]
    changed: list[tuple[_Sentence, _Sentence]]


def _compare(before: list[_Sentence], after: list[_Sentence]) -> _Comparison:
    """Pair equal sentences first, then those of one frame, in order."""
    equal = Counter(s.words for s in before) & Counter(s.words for s in after)
    dropped, added = _beside(before, equal), _beside(after, equal)
    frames: dict[str, list[_Sentence]] = {}
    for sentence in reversed(dropped):
        frames.setdefault(sentence.frame, []).append(sentence)
    changed: list[tuple[_Sentence, _Sentence]] = []
    fewest = table("duplicates")["template"]["fewest"]
    for sentence in added:
        if len(sentence.frame.split()) >= fewest and frames.get(sentence.frame):
            changed.append((frames[sentence.frame].pop(), sentence))
    paired = {id(sentence) for pair in changed for sentence in pair}
    return _Comparison(
        [s for s in added if id(s) not in paired],
        [s for s in dropped if id(s) not in paired],
        changed,
    )


def _beside(sentences: list[_Sentence], equal: Counter[str]) -> list[_Sentence]:
    """The sentences that are not among the equal ones."""
    left = Counter(equal)
    out = []
    for sentence in sentences:
        if left[sentence.words]:
            left[sentence.words] -= 1
        else:
            out.append(sentence)
    return out


def _refilled(old: _Sentence, new: _Sentence) -> tuple[str, str] | None:
    """The first two fillings that differ by more than their spelling, or None."""
    alike = table("duplicates")["template"]["alike"]
    for a, b in zip(old.fillings, new.fillings, strict=True):
        figures = a[0].isdigit() or b[0].isdigit()
        if a != b and (figures or SequenceMatcher(None, a, b).ratio() < alike):
            return a, b
    return None


def is_template(a: str, b: str) -> bool:
    """Whether two texts share a template, and each has its own figures, days and names in it."""
    before, after = _sentences(a), _sentences(b)
    changed = sum(_refilled(*pair) is not None for pair in _compare(before, after).changed)
    filled = min(sum(bool(s.fillings) for s in side) for side in (before, after))
    limit = table("duplicates")["template"]["refilled"]
    return bool(changed and changed >= limit * filled)


def note(first: Document, copy: Document) -> str:
    """What changed from the first form to a copy, counted in sentences.

    The same outlet, or the same title without another outlet, makes it an update.
    """
    before, after = _sentences(first.text), _sentences(copy.text)
    found = _compare(before, after)
    whole = [s for s in found.added if not _is_cut(s, after, found.dropped)]
    title = first.title and copy.title and not same(first.title, copy.title)
    said = _changes(found, len(whole), len(before))
    if not (whole or found.changed):
        opening = [s.words for s in before[: len(after)]]
        if said and [s.words for s in after[:-1]] == opening[:-1]:
            said = f"shortened: the first {len(after)} of {len(before)} sentences"
        elif said:
            said = f"shortened: {said}"
        else:
            said = "identical"
    else:
        said = f"{'updated' if _is_update(first, copy) else 'copied with changes'}: {said}"
    return f"{said}; another title" if title else said


def _changes(found: _Comparison, added: int, total: int) -> str:
    """`of 7 sentences 1 changed (12 to 17), 2 added`."""
    figures = next(
        (pair for both in found.changed if (pair := _refilled(*both)) and pair[1][0].isdigit()),
        None,
    )
    changed = f"changed ({' to '.join(figures)})" if figures else "changed"
    counts = ((len(found.changed), changed), (added, "added"), (len(found.dropped), "dropped"))
    said = ", ".join(f"{count} {what}" for count, what in counts if count)
    return f"of {total} sentence{'s' * (total != 1)} {said}" if said else ""


def _is_cut(sentence: _Sentence, after: list[_Sentence], dropped: list[_Sentence]) -> bool:
    """Whether the last sentence of a text is the beginning of one that was dropped."""
    return sentence is after[-1] and any(s.words.startswith(sentence.words) for s in dropped)


def _is_update(first: Document, copy: Document) -> bool:
    if first.outlet and copy.outlet:
        return same(first.outlet, copy.outlet)
    return bool(first.title and copy.title and same(first.title, copy.title))
