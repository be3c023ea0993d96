"""The two sides of a crisis on a day, and which words and deeds pass between them."""

from __future__ import annotations

from collections.abc import Sequence

from brinkwatch.forecast.base_rates import test_years
from brinkwatch.forecast.questions import day_of
from brinkwatch.records import Actors, Commitment, Crisis, Event

THREATS = frozenset({"deterrent_threat", "compellent_threat", "ultimatum", "threat"})
EASING = frozenset({"assurance", "promise"})


class Sides:
    """The two sides of a crisis with the members of their alliances, on a day."""

    def __init__(self, crisis: Crisis, as_of: str) -> None:
        self.day = day_of(as_of).isoformat()
        self.crisis = crisis
        self.one = self._with_members(crisis.challenger)
        self.other = self._with_members(crisis.defender) - self.one
        self.client = frozenset(crisis.client) - self.one - self.other

    def at_stake(self, events: Sequence[Event], words: Sequence[Commitment]) -> Sides:
        """The sides between which force would be new: "the brink" is the next war.

        A defender that the challenger already fights is set aside as a client, as long as another
        is left whom the challenger threatens and who is in no alliance with the first.
        """
        met = {code for event in events if self.fight(event) for code in _parties(event)}
        fought = self._with_members(tuple(sorted(met - self.one)))
        for code in self.crisis.defender:  # force with a member is force with its alliance
            allies = self._with_members((code,))
            fought |= allies if allies & fought else frozenset()
        left = tuple(
            code for code in self.crisis.defender if not self._with_members((code,)) & fought
        )
        threats = [c for c in words if c.kind in THREATS and self._to(c, self.one, self.other)]
        warned = {code for threat in threats for code in threat.addressee}
        if not fought or not self._with_members(left) & warned:
            return self
        aside = tuple(code for code in self.crisis.defender if code in fought)
        client = (*self.crisis.client, *aside)
        return Sides(self.crisis.model_copy(update={"defender": left, "client": client}), self.day)

    def _with_members(self, codes: Actors) -> frozenset[str]:
        from brinkwatch.gazetteer import members

        return frozenset(codes).union(*(members(code, self.day) for code in codes))

    def acts(self, event: Event, kind: str, by: frozenset[str], on: frozenset[str]) -> bool:
        """Whether the event is such an act of one side towards the other, or aimed at nobody."""
        action = event.action
        aimed = not action.recipient or bool(on & set(action.recipient))
        return action.type == kind and bool(by & set(action.actor)) and aimed

    def _clash(self, event: Event, one: frozenset[str], other: frozenset[str]) -> bool:
        doers, targets = set(event.action.actor), set(event.action.recipient)
        met = (doers & one and (doers | targets) & other) or (doers & other and targets & one)
        return event.action.type == "ASSAULT" and bool(met)

    def fight(self, event: Event) -> bool:
        """Whether the event is force between the two sides."""
        return self._clash(event, self.one, self.other)

    def fight_client(self, event: Event) -> bool:
        """Whether the event is force between the challenger and the defender's client."""
        return self._clash(event, self.one, self.client)

    def _to(self, words: Commitment, by: frozenset[str], to: frozenset[str]) -> bool:
        """Whether one side says it to the other; words to nobody, or as read to itself, are."""
        strangers = set(words.addressee) - by
        return bool(by & set(words.issuer)) and (not strangers or bool(to & strangers))

    def threatens(self, words: Commitment) -> bool:
        """Whether the challenger threatens the defender, the threat or its occasion being said."""
        clear = words.strength != "vague"
        return clear and words.kind in THREATS and self._to(words, self.one, self.other)

    def answers(self, words: Commitment) -> bool:
        """Whether the defender threatens the challenger."""
        return words.kind in THREATS and self._to(words, self.other, self.one)

    def eases(self, words: Commitment) -> bool:
        """Whether the challenger assures or promises the defender something."""
        return words.kind in EASING and self._to(words, self.one, self.other)

    def armed(self) -> Actors:
        """The challenger's nuclear-armed state, else the defender's; empty without one.

        Of an alliance's several the one that has been armed longest stands for it.
        """
        from brinkwatch.gazetteer import is_nuclear

        for codes, side in (
            (self.crisis.challenger, self.one),
            (self.crisis.defender, self.other),
        ):
            holders = [c for c in codes if c in test_years() and is_nuclear(c, self.day)]
            holders = holders or [c for c in side if c in test_years() and is_nuclear(c, self.day)]
            if holders:
                return (min(holders, key=lambda code: (test_years()[code][0], code)),)
        return ()


def _parties(event: Event) -> set[str]:
    return {*event.action.actor, *event.action.recipient}
