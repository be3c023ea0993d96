"""The sentence that says what a line is, made from its clearest commitment."""

from __future__ import annotations

from brinkwatch.ledger.meaning import plain
from brinkwatch.records import Action, Commitment

_HEADS = {
    "deterrent_threat": "{issuer} warn{s} {addressee} not to act",
    "compellent_threat": "{issuer} demand{s} that {addressee} act",
    "ultimatum": "{issuer} give{s} {addressee} an ultimatum",
    "assurance": "{issuer} assure{s} {addressee} of restraint",
    "promise": "{issuer} promise{s} help to {addressee}",
    "threat": "{issuer} announce{s} harm to {addressee}",
}


def _quoted(action: Action) -> str:
    return "“" + action.text.strip(" .,;:\"“”'") + "”"


def what(commitment: Commitment) -> str:
    """One sentence: who binds themselves towards whom, to what, on which condition.

    The words of trigger and consequence are quoted from the article.
    """
    head = _HEADS[commitment.kind].format(
        issuer=plain(commitment.issuer) or "Somebody",
        addressee=plain(commitment.addressee) or "everybody",
        s="" if len(commitment.issuer) > 1 else "s",
    )
    parts = []
    if commitment.trigger is not None:
        condition = "unless" if commitment.trigger_polarity == "unless_done" else "if"
        parts.append(f"{condition} {_quoted(commitment.trigger)}")
    if commitment.consequence is not None:
        parts.append(f"then {_quoted(commitment.consequence)}")
    if commitment.deadline:
        parts.append(f"deadline {commitment.deadline}")
    return f"{head}: {', '.join(parts)}." if parts else f"{head}; neither act is named."
