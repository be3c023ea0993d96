"""Finds commitments: who bound themselves to do what, if whom does what.

The cascade, each step a module that says what it assigns:

1. `conditionals.find`: condition and outcome of every conditional sentence;
2. `pledges.find`: threats, promises and assurances without a condition, red lines in so many words;
3. `attribution.source_of`: whose words they are. Only a party that speaks of its own conduct, or of
   what will befall others at its hands, binds itself; experts and authors do not;
4. `drafts.merged`: one record for one issuer, trigger and consequence;
5. `lives.reported`: the furthest stage of its life that the article reports.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from brinkwatch.coding import conditionals, lives, pledges, proposals, trace
from brinkwatch.coding.addressees import addressed, named
from brinkwatch.coding.attribution import Frame, Source, frame_of, frames, source_of
from brinkwatch.coding.clauses import Clause, Conditional
from brinkwatch.coding.consequences import consequences_of, entitled
from brinkwatch.coding.drafts import (
    HARM,
    Draft,
    deadline_in,
    kind_of,
    merged,
    record,
    starting_in,
)
from brinkwatch.coding.parsing import Article, children, lemma
from brinkwatch.coding.phrasebook import modes, says, words_of
from brinkwatch.coding.slots import act_type, camp, codes_within, doers_of
from brinkwatch.coding.triggers import laid_at_the_door, polarity_of, presumed, trigger_of
from brinkwatch.records import Actors, Commitment

if TYPE_CHECKING:
    from spacy.tokens import Span

_STRIKING = {"ASSAULT", "COERCE", "SANCTION"}
_WILL = {"will", "shall", "would", "'ll", "must", "wo"}
_ANSWERABLE = {"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "THREATEN", "ACCUSE"}


def find(article: Article) -> list[Commitment]:
    """The commitments of an article in text order, each with a verified quote."""
    found: list[Draft] = []
    for sent in article.sentences:
        if asks_or_heads(sent, article):
            trace.left("commitment", sent.root, "a question or a heading binds nobody")
            continue
        bound: list[Draft] = []
        for conditional in sentence_conditionals(sent, article):
            bound += _from_conditional(conditional, sent, article, found + bound)
        found += bound
        found += pledges.find(sent, article, found)
        found += proposals.commitments(sent, article, found)
    typed = [proposals.typed(d, article) for d in found]
    drafts = [addressed(d, found, article) for d in merged(typed, article.doc)]
    drafts = [replace(d, trigger=presumed(d.trigger, d.kind)) for d in drafts]
    out = [
        record(d, article, life=lives.reported(d, article), date=lives.date_of(d, article))
        for d in drafts
    ]
    return sorted(out, key=lambda c: (c.span.start, c.span.end, c.id))


def asks_or_heads(sent: Span, article: Article) -> bool:
    """Whether the sentence is a question, or a heading that sums up what is said below it."""
    text = sent.text.strip()
    if text.endswith("?"):
        return True
    if article.document.kind == "headline" or len(text) > 120:
        return False
    ended = text[-1] in '.!:;…"' or text.endswith("'")
    alone = article.paragraph_start(sent[0]) >= sent.start - 1 and sent[-1].i + 1 < len(article.doc)
    return not ended and alone and ("\n" in sent.text or article.doc[sent.end].is_space)


def sentence_conditionals(sent: Span, article: Article) -> list[Conditional]:
    """The conditionals of a sentence, found once per article."""
    key = ("conditionals", sent.start)
    if key not in article.memo:
        article.memo[key] = conditionals.find(sent, article)
    return cast("list[Conditional]", article.memo[key])


def issuer_of(conditional: Conditional, article: Article) -> tuple[Actors, Source] | None:
    """Who binds itself by the conditional, or None where it is somebody's forecast.

    The source must be a party. The outcome must be its own conduct, an outcome nobody is named to
    bring about, or a harm that somebody else will meet.
    """
    outcome = conditional.outcome
    source = source_of(outcome.head, article)
    doers = doers_of(outcome.head, source, article)
    if conditional.shape == "nominal":
        doers = ()
    if doers and entitled(outcome.text):
        return doers, source
    own = next((f.source for f in frames(article) if outcome.start <= f.source.index < outcome.end
                and (f.source.mode in {"threaten", "promise", "forgo"}
                     or f.source.index == outcome.start)), None)  # fmt: skip
    if own is not None:
        return (own.codes, own) if own.kind == "party" and own.codes else None
    if source.kind == "party" and not source.codes and source.mode == "say":
        source = replace(source, codes=doers)  # an office whose country is not named
    if source.kind != "party" or not source.codes:
        return None
    if source.mode == "think" and not says("line", outcome.text):
        return None
    if not doers or camp(doers) & camp(source.codes):
        wider = bool(doers) and set(doers) <= camp(source.codes) | set(source.codes)
        return (doers if wider or set(source.codes) <= set(doers) else source.codes), source
    return (source.codes, source) if _befalls(outcome, source, article) else None


def _befalls(outcome: Clause, source: Source, article: Article) -> bool:
    """Whether the outcome is a harm that the source itself would bring about."""
    if says("suffer", outcome.text) or says("defend", outcome.text):
        return True
    if outcome.text.lower().startswith(("no ", "not one ", "not a single ", "nobody ")):
        return True
    named = {code for _, code in codes_within(outcome, article)}
    mine = bool(named & set(source.codes)) or " us" in f" {outcome.text.lower()} "
    return mine and says("war", outcome.text)


def _from_conditional(
    conditional: Conditional, sent: Span, article: Article, before: list[Draft]
) -> list[Draft]:
    bound, head = issuer_of(conditional, article), conditional.outcome.head
    if bound is None:
        told = source_of(head, article).told()
        trace.left("commitment", head, f"{told} does not bind itself by this condition and outcome")
        return []
    if _tells(conditional.outcome):
        trace.left("commitment", head, "the outcome tells of the past, or asks what would follow")
        return []
    issuer, source = bound
    trigger = trigger_of(conditional, issuer, sent, article, before)
    bare = trigger is not None and trigger.type is None and not trigger.actor
    bare = bare and conditional.shape not in {"nominal", "imperative"}
    if bare and act_type(conditional.outcome, article, answer=True) not in HARM:
        trace.left("commitment", head, "neither the condition nor the outcome names an act")
        return []
    if trigger is not None and trigger.actor and set(trigger.actor) <= set(issuer):
        trace.left("commitment", head, "the condition is the speaker's own act")
        return []
    polarity = polarity_of(conditional)
    frame = frame_of(conditional.outcome.head, article)
    start, end = _quote(conditional, frame, sent)
    deadline = deadline_in(article.doc[start:end].text)
    if polarity == "if_done":
        deadline = None
    elif polarity == "unless_done":
        stated = (conditional.condition.text, conditional.outcome.text)
        deadline = deadline or next((d for text in stated if (d := starting_in(text))), None)
    threat = any(
        modes().get(lemma(t)) == "threaten"
        for t in (conditional.outcome.head, conditional.outcome.head.head)
    )
    out = []
    announced = consequences_of(conditional, issuer, trigger, polarity, article, before)
    threat = threat or any(c is not None and c.type in _STRIKING and not f for c, f in announced)
    for consequence, forgone in announced:
        forgone = forgone and conditional.shape != "imperative"
        kind = kind_of(
            trigger, polarity, consequence, forgone=forgone, deadline=deadline, threat=threat
        )
        if conditional.marker == "when" and kind != "promise":
            continue
        if conditional.marker == "while" and kind != "assurance":
            kind = "compellent_threat"
        out.append(Draft(
            issuer=issuer, source=source, kind=kind, trigger=laid_at_the_door(trigger, consequence),
            polarity=polarity, consequence=consequence, start=start, end=end,
            rule=f"conditional.{conditional.shape}", deadline=deadline,
            addressee=named(frame, trigger, consequence, issuer),
        ))  # fmt: skip
    if not out:
        trace.left("commitment", head, "the outcome announces no act and no answer")
    return out


def _tells(outcome: Clause) -> bool:
    """Whether the clause binds nobody: "what would follow", "accused them", "would have fled"."""
    if outcome.text.lower().startswith(("what ", "how ", "whether ", "why ")):
        return True
    auxiliaries = children(outcome.head, "aux")
    modal = any(t.tag_ == "MD" for t in auxiliaries)
    if modal and any(lemma(t) == "have" for t in auxiliaries):
        return True
    reports = lemma(outcome.head) in words_of("reports")
    return reports and outcome.head.tag_ == "VBD" and not modal


def _quote(conditional: Conditional, frame: Frame | None, sent: Span) -> tuple[int, int]:
    """The tokens from the attribution, where it stands in the sentence, to the last clause."""
    marker = conditional.condition.start - len(conditional.marker.split())
    start = max(
        sent.start,
        min(
            marker if conditional.shape != "nominal" else conditional.condition.start,
            conditional.outcome.start,
        ),
    )
    end = max(conditional.condition.end, conditional.outcome.end)
    if frame is not None and sent.start <= frame.own[0] < sent.end:
        start, end = min(start, frame.own[0]), max(end, min(frame.own[1], sent.end))
    return start, min(end, sent.end)
