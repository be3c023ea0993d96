"""The sentence that says what a line is, made from its clearest commitment."""

from __future__ import annotations

from typing import Any

from brinkwatch.ledger.meaning import data, fold, plain
from brinkwatch.ledger.sides import parties, same_bloc, sovereign
from brinkwatch.records import Action, Actors, Commitment


def _data() -> dict[str, Any]:
    return data("wording.toml")


def in_a_sentence(codes: Actors) -> str:
    """Actor names within a sentence: "Iran and the United States"."""
    article = frozenset(_data()["names"]["article"])

    def named(code: str) -> str:
        name = plain((code,))
        takes = article & set(name.split()) and not name.startswith("the ")
        return f"the {name}" if takes else name

    names = [named(code) for code in codes]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _quoted(action: Action, conjunction: str, openers: list[str]) -> str:
    """A conjunction and the words of an act in quotation marks, on one line.

    What opens the clause is not said twice; "should" takes the conjunction's place.
    """
    words = " ".join(action.text.split()).strip(" .,;:\"“”'")
    for opener in sorted(openers, key=len, reverse=True):
        if words.casefold().startswith(opener + " "):
            words = words[len(opener) + 1 :].lstrip()
            conjunction = opener if opener in _data()["openers"]["inverted"] else conjunction
            break
    paired = words.count("“") == words.count("”") and '"' not in words
    words = words.translate(str.maketrans("“”", "‘’") if paired else dict.fromkeys(map(ord, '“”"')))
    return f"{conjunction} “{words}”".lstrip()


def addressed(commitment: Commitment, day: str | None) -> Actors:
    """Whom it is meant for: the addressee, else who would act, else who would be met.

    A threat is not meant for its issuer's allies of `day`, whatever the article makes of them.
    """
    if commitment.kind in {"assurance", "promise"}:
        return commitment.addressee
    issuer, year = parties(commitment.issuer), day[:4] if day else None
    trigger, consequence = commitment.trigger, commitment.consequence
    for codes in (
        commitment.addressee,
        trigger.actor if trigger else (),
        consequence.recipient if consequence else (),
    ):
        states = [code if sovereign(code, day) in issuer else sovereign(code, day)
                  for code in codes if not fold((code,)) & issuer]  # fmt: skip
        outside = tuple(
            code
            for code in dict.fromkeys(states)
            if not any(same_bloc(one, code, year) for one in fold(issuer))
        )
        if outside:
            return outside
    return ()


def what(commitment: Commitment, day: str | None) -> str:
    """One sentence: who binds themselves towards whom, to what, on which condition.

    `day` is the ISO date of the statement or its article, by which alliances are looked up. The
    words of trigger and consequence are quoted from the article.
    """
    to, openers = addressed(commitment, day), _data()["openers"]
    head = _data()["heads"][commitment.kind]["to" if to else "alone"].format(
        issuer=in_a_sentence(commitment.issuer) or "somebody",
        addressee=in_a_sentence(to),
        s="" if len(commitment.issuer) > 1 else "s",
    )
    parts = []
    if commitment.trigger is not None:
        condition = "unless" if commitment.trigger_polarity == "unless_done" else "if"
        parts.append(_quoted(commitment.trigger, condition, openers["trigger"]))
    if commitment.consequence is not None:
        then = "then" if parts else ""
        parts.append(_quoted(commitment.consequence, then, openers["consequence"]))
    if commitment.deadline:
        parts.append(f"deadline “{' '.join(commitment.deadline.split())}”")
    head = head[0].upper() + head[1:]
    return f"{head}: {', '.join(parts)}." if parts else f"{head}; neither act is named."
