"""Finds who is meant where a clause does not say: from the other acts told in the article.

A reproach is about the deed told before it; an unsigned strike belongs to the one pair that the
article shows fighting; a weapon goes where the other weapons go. What stays open stays empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brinkwatch import gazetteer
from brinkwatch.coding.attribution import frames, source_of
from brinkwatch.coding.dates import date_of
from brinkwatch.coding.parsing import Article, children, lemma
from brinkwatch.coding.phrasebook import says
from brinkwatch.coding.verbgroups import Status, cues
from brinkwatch.coding.verbs import Entry, entry_of, lexicon, objects
from brinkwatch.records import Action, Actors

if TYPE_CHECKING:
    from spacy.tokens import Token

DEEDS = frozenset({"ASSAULT", "MOBILIZE", "COERCE", "SANCTION", "AID", "AGREE", "RETREAT"})
HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "ACCUSE", "THREATEN", "MOBILIZE", "REJECT"})
AIMED = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "RETREAT"})
_WORDS_BACK = 60  # how far before a reproach its object may stand
_MAIN_SIDE = 3  # assumed: mentions that make an actor a main party of an article


@dataclass(frozen=True)
class Reading:
    """An act as one clause or noun states it, before the gate and before merging."""

    head: Token
    entry: Entry
    action: Action
    status: Status
    disowned: bool = False


class Context:
    """What the article's readings, real and supposed, say of who acts against whom."""

    def __init__(self, article: Article, readings: Sequence[Reading]) -> None:
        self.article = article
        self.readings = readings
        self.date = article.document.first_day()
        self.hostile = self._pairs(HOSTILE)
        self.force = self._pairs(frozenset({"ASSAULT"}))
        self._done: list[tuple[Reading, Actors]] | None = None

    def _pairs(self, types: frozenset[str]) -> Counter[tuple[str, str]]:
        pairs: Counter[tuple[str, str]] = Counter()
        for reading in self.readings:
            if reading.action.type in types:
                for a in reading.action.actor:
                    pairs.update((a, r) for r in reading.action.recipient if not self._allied(a, r))
        return pairs

    def _allied(self, a: str, b: str) -> bool:
        return a == b or gazetteer.allied(a, b, self.date)

    def completed(self, reading: Reading) -> Action:
        """The action with whoever the rest of the article supplies."""
        action = reading.action
        if action.type in {"ASSAULT", "COERCE"}:
            return self._with_pair(reading)
        if action.type in {"REJECT", "MOBILIZE"} and not action.actor:
            source = source_of(reading.head, self.article)
            if source.kind == "party":
                rest = tuple(c for c in action.recipient if c not in source.codes)
                action = action.model_copy(update={"actor": tuple(source.codes), "recipient": rest})
                reading = replace(reading, action=action)
        if action.type == "MOBILIZE" and not action.actor:
            return action.model_copy(update={"actor": self._commander(reading)})
        if action.actor and not action.recipient:
            found = self._target(reading)
            return action.model_copy(update={"recipient": found}) if found else action
        return action

    def _commander(self, reading: Reading) -> Actors:
        """Whose troops these are where nobody says: those of the foe of whoever they face."""
        facing = children(reading.head, "nsubj") and reading.action.recipient
        return self.adversary(reading.action.recipient) if facing else ()

    def _target(self, reading: Reading) -> Actors:
        action = reading.action
        if self._refuses_aid(reading):
            return self._served(action.actor)
        if action.type in {"ACCUSE", "REJECT", "SUPPORT"}:
            foe = self.adversary(action.actor) if action.type != "SUPPORT" else ()
            found = (
                self._asker_before(reading)
                or self._speaker_before(reading)
                or self._doer_before(reading)
                or foe
                or self.other_before(reading.head, action.actor)
                or self._other_side(action.actor)
            )
            if found:
                return found
        if action.type == "REQUEST":
            return self._foe_alone(action.actor)
        if action.type == "MOBILIZE" and says("posture", action.text):
            return ()
        if action.type in {"SANCTION", "MOBILIZE", "COERCE", "RETREAT"}:
            return self.adversary(action.actor) or self._foe_alone(action.actor)
        if action.type == "AGREE":
            inside = [
                m.code for t in reading.head.subtree if (m := self.article.mention_at.get(t.i))
            ]
            return tuple([code for code in inside if code not in action.actor][:1])
        return self._served(action.actor) if action.type in {"AID", "REJECT"} else ()

    def _refuses_aid(self, reading: Reading) -> bool:
        """Whether arms or a permission are refused: whoever gets them elsewhere is meant."""
        if reading.action.type != "REJECT":
            return False
        parts = [reading.head, *children(reading.head, "xcomp")]
        entries = [entry_of(part, self.article) for part in parts]
        return any(entry is not None and entry.type == "AID" for entry in entries)

    def _served(self, giver: Actors) -> Actors:
        """Whom the article shows to get aid most often."""
        given = Counter(
            r.action.recipient
            for r in self.readings
            if r.action.type == "AID" and set(r.action.recipient) - set(giver)
        )
        return given.most_common(1)[0][0] if given else self._attacked(giver)

    def _attacked(self, giver: Actors) -> Actors:
        """The victim of the article's fighting, where one is plainly more hit than hitting."""
        hit: Counter[str] = Counter()
        for (a, b), n in self.force.items():
            hit.update({b: n, a: -n})
        best = hit.most_common(1)
        return (best[0][0],) if best and best[0][1] > 0 and best[0][0] not in giver else ()

    def _with_pair(self, reading: Reading) -> Action:
        """The missing side of an attack: the one that fits the side that is named.

        Where an attack by that pair is dated otherwise, this is another attack: nothing is added.
        """
        action = reading.action
        actor, recipient = action.actor, action.recipient
        if not actor and not recipient and len(self.force) == 1:
            actor, recipient = ((code,) for code in next(iter(self.force)))
            if reading.entry.defensive:
                actor, recipient = recipient, actor
        elif not actor and recipient:
            actor = self.adversary(recipient)
        elif actor and not recipient:
            recipient = self.adversary(actor)
        if self._elsewhen(reading, actor, recipient):
            return action
        return action.model_copy(update={"actor": actor, "recipient": recipient})

    def _elsewhen(self, reading: Reading, actor: Actors, recipient: Actors) -> bool:
        """Whether the pair's own attacks all bear other dates than this one."""
        date = date_of(reading.head, self.article)
        dates = {
            date_of(r.head, self.article)
            for r in self.readings
            if r.action.type == "ASSAULT"
            and r.status == "actual"
            and set(r.action.actor) & set(actor)
            and set(r.action.recipient) & set(recipient)
        } - {None}
        return bool(date and dates) and date not in dates

    def adversary(self, codes: Actors) -> Actors:
        """The actor that the article shows most often against these; empty where two tie."""
        for pairs in (self.force, self.hostile):
            counts: Counter[str] = Counter()
            for (a, b), n in pairs.items():
                if a in codes and b not in codes:
                    counts[b] += n
                elif b in codes and a not in codes:
                    counts[a] += n
            best = counts.most_common(2)
            least = 1 if pairs is self.force else 2
            if best and best[0][1] >= least and (len(best) == 1 or best[0][1] > best[1][1]):
                return (best[0][0],)
        return ()

    def _foe_alone(self, mine: Actors) -> Actors:
        """The only other actor that the article names."""
        others = {m.code for m in self.article.mentions} - set(mine)
        foes = {code for code in others if not any(self._allied(code, own) for own in mine)}
        return tuple(foes) if len(foes) == 1 else ()

    def _asker_before(self, reading: Reading) -> Actors:
        """Whose demand or proposal is refused: the last one told before it in the paragraph."""
        demands = lexicon().classes["demand"]
        if reading.action.type != "REJECT" or not any(
            lemma(t) in demands for t in objects(reading.head)
        ):
            return ()
        start = self.article.paragraph_start(reading.head)
        asked = [
            r.action.actor
            for r in self.readings
            if start <= r.head.i < reading.head.i
            and r.action.type == "REQUEST"
            and r.action.actor
            and not set(r.action.actor) & set(reading.action.actor)
        ]
        return asked[-1] if asked else ()

    def _speaker_before(self, reading: Reading) -> Actors:
        """Whose words are judged: the party outside the camp that spoke last in the paragraph."""
        if not {lemma(noun) for noun in objects(reading.head)} & cues()["words"]:
            return ()
        start = self.article.paragraph_start(reading.head)
        spoken = [
            frame.source.codes for frame in frames(self.article)
            if start <= frame.source.index < reading.head.i and frame.source.kind == "party"
        ]  # fmt: skip
        mine = reading.action.actor
        foreign = [c for c in spoken if c and not any(self._allied(a, b) for a in c for b in mine)]
        return foreign[-1] if foreign else ()

    def _doer_before(self, reading: Reading) -> Actors:
        """Whose deed is reproached or welcomed: the latest told before it, by date, then place.

        Words ("the remarks", "the claim") have a speaker and no doer.
        """
        about = {lemma(noun) for noun in objects(reading.head)}
        if about & cues()["words"]:
            return ()
        peaceful = bool(about & cues()["choices"])
        best: tuple[str, int] | None = None
        doer: Actors = ()
        for r, actor in self._deeds():
            if r.head.i >= reading.head.i or set(actor) & set(reading.action.actor):
                continue
            if peaceful and r.action.type == "ASSAULT":
                continue
            rank = (date_of(r.head, self.article) or "", r.head.i)
            if best is None or rank > best:
                best, doer = rank, actor
        return doer

    def _deeds(self) -> list[tuple[Reading, Actors]]:
        """The deeds told as done or planned, with their actors, supplied where need be."""
        if self._done is None:
            told = [
                r
                for r in self.readings
                if r.action.type in DEEDS and r.status in {"actual", "ongoing", "planned"}
            ]
            pairs = [
                (r, self._with_pair(r).actor if r.action.type == "ASSAULT" else r.action.actor)
                for r in told
            ]
            self._done = [(r, actor) for r, actor in pairs if actor]
        return self._done

    def _other_side(self, mine: Actors) -> Actors:
        """The side that the article names most, where nobody nearer fits; empty on a tie."""
        counts = Counter(m.code for m in self.article.mentions if m.code not in mine)
        foes = {c for c in counts if not any(self._allied(c, own) for own in mine)}
        counts = Counter({c: n for c, n in counts.items() if c in foes or not foes})
        best = counts.most_common(2)
        clear = bool(best) and (len(best) == 1 or best[0][1] > best[1][1])
        return (best[0][0],) if clear and best[0][1] >= _MAIN_SIDE else ()

    def aimed(self, action: Action) -> Action:
        """The action at the side that the article names most, where nothing nearer says at whom."""
        open_ended = action.type == "MOBILIZE" and says("posture", action.text)
        if action.recipient or len(action.actor) != 1 or action.type not in AIMED or open_ended:
            return action
        return action.model_copy(update={"recipient": self._other_side(action.actor)})

    def other_before(self, head: Token, actor: Actors) -> Actors:
        """The last actor before the head but its author; an ally of theirs only if need be."""
        start = max(self.article.paragraph_start(head), head.i - _WORDS_BACK)
        others = [
            mention.code
            for i in range(head.i - 1, start - 1, -1)
            if (mention := self.article.mention_at.get(i)) and mention.code not in actor
        ]
        foes = [c for c in others if not any(self._allied(c, own) for own in actor)]
        return tuple((foes or others)[:1])
