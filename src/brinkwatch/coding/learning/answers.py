"""What labelled sentences teach the heads: the true answers that are known, and no others."""

from __future__ import annotations

from brinkwatch import gazetteer
from brinkwatch.coding.codebook import KINDS
from brinkwatch.coding.heads.labels import Answers, answers
from brinkwatch.coding.labelled import LabelledSentence

ASKED_OF = {
    "threatening": ("commitment",), "unless_done": ("commitment",), "kind": ("commitment",),
    "conditional": ("commitment", "estimate"), "status": ("event",), "band": ("estimate",),
}  # fmt: skip
"""The kinds of record that must have been looked for before a label's absence is an answer."""


def answers_of(sentence: LabelledSentence) -> Answers:
    """The answers of one sentence; spans are taught only where all kinds of record are known."""
    row = {f"{kind}s": list(sentence.records.get(kind, ())) for kind in KINDS}
    with gazetteer.knowing(sentence.actors):
        named = gazetteer.find(sentence.text, sentence.date)
    mentions = [(mention.start, mention.end, mention.code) for mention in named]
    found = answers(row | {"text": sentence.text}, mentions)
    on = {label for label, value in found.sentence.items() if value}
    if sentence.whole:
        known = {label for label in found.sentence if _kinds(label) <= set(sentence.records)}
    else:
        known = {label for label in on if label.partition(":")[0] in sentence.records}
    found.sentence = {label: found.sentence[label] for label in found.sentence if label in known}
    found.sentence |= {label: float(answer) for label, answer in sentence.labels.items()}
    if not (sentence.whole and set(sentence.records) == set(KINDS)):
        found.tags, found.acts, found.spans_known = [], [], False
    return found


def _kinds(label: str) -> set[str]:
    family = label.partition(":")[0]
    return set(ASKED_OF.get(family, (family,)))
