"""Against whom a record stands, also where it does not say so or names an ally.

1. whom it names: the addressee, else who would act, else who would be met
2. without its issuer's allies, unless records show hostile acts between them, and without whoever
   is at odds with the issuer's own opponent
3. else whom its issuer is at odds with in the same article, then in articles of the time, and whom
   the article is about
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import product

from brinkwatch import gazetteer
from brinkwatch.ledger.comparison import days_between
from brinkwatch.ledger.sides import (
    Item,
    bloc,
    is_hostile,
    is_quarrel,
    parties,
    rules,
    same_bloc,
    sovereign,
)
from brinkwatch.records import CodedRecord, Commitment, Document, Event

Pair = frozenset[str]
"""Two parties that are at odds."""


def _hostile_trigger(commitment: Commitment) -> bool:
    return commitment.trigger is not None and commitment.trigger.type in rules()["hostile"]


def _is_attack(event: Event) -> bool:
    return is_hostile(event) and event.action.type in rules()["attacks"]


class Opponents:
    """Finds the sides of records by what all records of a corpus say of their parties."""

    def __init__(
        self, records: Iterable[CodedRecord], documents: Iterable[Document],
        days: Mapping[str, str | None],
    ) -> None:  # fmt: skip
        """`days` gives the ISO date of each record, None where it is not known."""
        self._days = days
        self._documents = {document.id: document for document in documents}
        self._within: dict[str, Counter[Pair]] = defaultdict(Counter)
        self._monthly: dict[str, Counter[Pair]] = defaultdict(Counter)
        self._attacks: Counter[Pair] = Counter()
        for record in records:
            quarrels = self._quarrels(record)
            if quarrels:
                self._within[record.document_id] += quarrels
                self._monthly[(days[record.id] or "")[:7]] += quarrels

    def _quarrels(self, record: CodedRecord) -> Counter[Pair]:
        """Who is at odds by one record, and how much: a threat or an attack counts most."""
        weights, found = rules()["at_odds"], Counter[Pair]()
        if isinstance(record, Event) and is_quarrel(record):
            attack = _is_attack(record)
            doers, met = parties(record.action.actor), parties(record.action.recipient)
            weight = weights["attack" if attack else "words"]
            self._attacks.update({frozenset(p): 1 for p in product(doers, met) if attack})
        elif isinstance(record, Commitment) and record.kind in rules()["threats"]:
            doers, met = parties(record.issuer), parties(record.addressee)
            weight = weights["threat"]
            self._attacks += self._forbidden(record)
        else:
            return found
        found.update({frozenset(pair): weight for pair in product(doers, met)
                      if pair[0] != pair[1]})  # fmt: skip
        return found

    def _forbidden(self, commitment: Commitment) -> Counter[Pair]:
        """A hostile act that a trigger names between its issuer and another."""
        trigger, found = commitment.trigger, Counter[Pair]()
        if trigger is not None and _hostile_trigger(commitment):
            issuer, least = parties(commitment.issuer), rules()["settings"]["least_hostile_events"]
            for doer, met in product(parties(trigger.actor), parties(trigger.recipient)):
                if doer != met and issuer & {doer, met}:
                    found[frozenset({doer, met})] += least
        return found

    # --- whom a record stands against -----------------------------------------------------------

    def _fought(self, one: str, other: str) -> bool:
        """Whether hostile acts between two allies are on record."""
        acts = self._attacks[frozenset({one, other})]
        return bool(acts >= rules()["settings"]["least_hostile_events"])

    def _outsiders(
        self, codes: Iterable[str], near: frozenset[str], day: str | None
    ) -> frozenset[str]:
        """Those of `codes` who can stand against `near`: no ally that it has not fought."""
        year = day[:4] if day else None
        return frozenset(
            code
            for code in codes
            if code not in near
            and all(not same_bloc(code, one, year) or self._fought(code, one) for one in near)
        )

    def _friends(self, threat: Commitment, codes: frozenset[str]) -> frozenset[str]:
        """Those of `codes` who are only spoken to, and at odds with an opponent of the issuer."""
        acting = [*(threat.trigger.actor if threat.trigger else ())]
        for part in (threat.trigger, threat.consequence):
            acting += part.recipient if part else ()
        odds = self._within[threat.document_id]
        against: dict[str, set[str]] = defaultdict(set)
        for pair in odds:
            for code in pair:
                against[code] |= pair - {code}
        issuer, own = parties(threat.issuer), rules()["at_odds"]["threat"]
        foes = frozenset().union(*(against[code] for code in issuer))
        return frozenset(
            code for code in codes - parties(acting)
            if against[code] & (foes - {code})
            and all(odds[frozenset({code, one})] <= own for one in issuer)
        )  # fmt: skip

    def _at_odds(
        self, quarrels: Counter[Pair], near: frozenset[str], year: str | None
    ) -> Counter[str]:
        """With whom `near` is at odds; what its allies are counts half."""
        found: Counter[str] = Counter()
        share = rules()["at_odds"]["allies"]
        for pair, weight in quarrels.items():
            for one in pair:
                (other,) = pair - {one} or {one}
                if one in near:
                    found[other] += weight
                elif any(same_bloc(one, code, year) for code in near):
                    found[other] += weight * share
        return found

    def _spoken_of(
        self, document: str, near: frozenset[str], day: str | None
    ) -> Counter[str]:  # fmt: skip
        """Of all names of outsiders in the article, the share of each one's camp."""
        article, year = self._documents.get(document), day[:4] if day else None
        if article is None:
            return Counter()
        named = gazetteer.find(article.text, day[:10] if day else None)
        counts = Counter(code for mention in named for code in parties((mention.code,)))
        outsiders = self._outsiders(counts, near, day)
        camps: Counter[str] = Counter()
        for code in outsiders:
            camps[bloc(code, min(near), year)] += counts[code]
        total = sum(camps.values())
        if total < rules()["settings"]["least_mentions"]:
            return Counter()
        weight = rules()["at_odds"]["named"]
        return Counter({
            code: weight * camps[bloc(code, min(near), year)] / total + counts[code] / total / 100
            for code in outsiders
        })  # fmt: skip

    def _from_context(self, threat: Commitment, near: frozenset[str]) -> frozenset[str]:
        """The outsider with the most evidence, if it is enough."""
        day, document = self._days[threat.id], threat.document_id
        year, gap = day[:4] if day else None, rules()["settings"]["gap_days"]
        evidence = self._at_odds(self._within[document], near, year)
        for month, quarrels in self._monthly.items():
            apart = days_between(month or None, day)
            if apart is not None and apart <= gap:
                for code, weight in self._at_odds(quarrels, near, year).items():
                    evidence[code] += weight * rules()["at_odds"]["elsewhere"]
        consequence = threat.consequence
        if _hostile_trigger(threat) or (consequence and consequence.type in rules()["hostile"]):
            evidence.update(self._spoken_of(document, near, day))
        able = self._outsiders(evidence, near, day) - self._friends(threat, frozenset(evidence))
        best = min(able, key=lambda code: (-evidence[code], code), default=None)
        if best is None or evidence[best] < rules()["at_odds"]["least"]:
            return frozenset()
        return frozenset({best})

    # --- items ----------------------------------------------------------------------------------

    def item(self, record: Commitment | Event) -> Item:
        """The sides of a commitment or an event."""
        day = self._days[record.id]
        if isinstance(record, Event):
            near, met = parties(record.action.actor), parties(record.action.recipient)
            far = self._outsiders(self._as_states(met - near, near, day), near - met, day)
            return Item(record, day, near - met, far, frozenset())
        issuer = parties(record.issuer)
        if not issuer or record.kind == "assurance":
            return Item(record, day, issuer, frozenset(), frozenset())
        sides = self._of_promise if record.kind == "promise" else self._of_threat
        return Item(record, day, issuer, *sides(record, issuer, day))

    def _as_states(
        self, codes: frozenset[str], near: frozenset[str], day: str | None
    ) -> frozenset[str]:
        """A part of a state as that state, for whoever is not that state."""
        return frozenset(
            state if (state := sovereign(code, day)) not in near else code for code in codes
        )

    def _of_promise(
        self, promise: Commitment, issuer: frozenset[str], day: str | None
    ) -> tuple[frozenset[str], frozenset[str], bool]:
        trigger, consequence = promise.trigger, promise.consequence
        helped = parties(consequence.recipient if consequence else ()) - issuer
        helped = helped or parties(promise.addressee) - issuer
        doers = parties(trigger.actor if trigger else ()) - issuer
        hostile = _hostile_trigger(promise)
        far = self._outsiders(doers - helped, issuer, day) if hostile else frozenset()
        return far, helped, bool(far)

    def _of_threat(
        self, threat: Commitment, issuer: frozenset[str], day: str | None
    ) -> tuple[frozenset[str], frozenset[str], bool]:
        trigger, consequence = threat.trigger, threat.consequence
        doers = parties(trigger.actor if trigger else ()) - issuer
        met = parties(trigger.recipient if trigger else ()) - issuer
        struck = parties(consequence.recipient if consequence else ())
        far: frozenset[str] = frozenset()
        for codes in (parties(threat.addressee), doers, struck):
            states = self._as_states(codes - issuer, issuer, day)
            far = far or self._outsiders(states, issuer, day) - self._friends(threat, states)
        says = bool(far)
        far = far or self._from_context(threat, issuer)
        helping = trigger is not None and trigger.type in rules()["helping"]
        shielded = met - far if _hostile_trigger(threat) or helping else frozenset()
        doers = self._outsiders(self._as_states(doers, issuer, day), issuer, day)
        apart = doers - far if threat.addressee else frozenset()
        return far, shielded | apart, says
