"""Reads how far a commitment has come, as the article itself reports it.

Cues are data (`lexicon/commitments.toml`, table `life`). They count in the statement's own
sentence and in the two that follow it in the same paragraph; what stands further off is left to
the ledger, which sees all articles. Stages rank as in the codebook: declared, reiterated, tested,
crossed, enforced or not enforced; a withdrawal overrides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brinkwatch.coding.actors import subject_actors
from brinkwatch.coding.attribution import Source, frames, source_of
from brinkwatch.coding.conditionals import find
from brinkwatch.coding.dates import article_dates
from brinkwatch.coding.drafts import Draft
from brinkwatch.coding.modality import status_of
from brinkwatch.coding.parsing import Article, lemma
from brinkwatch.coding.phrasebook import entries, words_of
from brinkwatch.records import Action, Life

if TYPE_CHECKING:
    from spacy.tokens import Span

REACH = 2  # assumed: sentences after the statement in which its life is still spoken of
BACK = 3  # assumed: sentences before the statement in which its date may stand
_RANK: tuple[Life, ...] = (
    "declared", "reiterated", "tested", "crossed", "enforced", "not_enforced", "withdrawn",
)  # fmt: skip


def reported(draft: Draft, article: Article) -> Life:
    """The furthest stage that the article reports for this commitment."""
    found: set[Life] = {"declared"}
    acts = [a.text for a in (draft.trigger, draft.consequence) if a is not None and a.text]
    for start, end in draft.where():
        sent = article.doc[start].sent
        low, high = min(sent.start, start), max(sent.end, end)
        first, last = article.doc[low], article.doc[high - 1]
        text = article.document.text[first.idx : last.idx + len(last.text)]
        for act in acts:
            text = text.replace(act, " ")
        found |= _cues(text)
        for later in _following(sent, article):
            found |= _cues(later.text) - {"reiterated"}
            if draft.polarity == "if_done" and _done(draft.trigger, sent, later, article):
                found.add("crossed")
    if _stated_twice(draft, article):
        found.add("reiterated")
    return max(found, key=_RANK.index)


def _cues(text: str) -> set[Life]:
    lowered = text.lower()
    return {e.data["life"] for e in entries("commitments", "life") if e.search(lowered)}


def _done(act: Action | None, sent: Span, later: Span, article: Article) -> bool:
    """Whether a later sentence tells, by the same verb, that the act was done."""
    if act is None:
        return False
    verbs = {lemma(t) for t in sent if t.pos_ == "VERB" and t.text in act.text.split()}
    telling = verbs - words_of("mental") - words_of("reports")
    return any(
        lemma(t) in telling and t.pos_ == "VERB" and status_of(t, article) == "actual"
        for t in later
    )


def _following(sent: Span, article: Article) -> list[Span]:
    """The next sentences of the paragraph that bring no new condition or speaker of their own."""
    out: list[Span] = []
    paragraph = article.paragraph_start(sent[0])
    for later in article.sentences:
        if later.start < sent.end or article.paragraph_start(later[0]) != paragraph:
            continue
        if len(out) >= REACH or find(later, article):
            break
        out.append(later)
    return out


def _stated_twice(draft: Draft, article: Article) -> bool:
    """Whether two speakers, or one on two dates, are reported with the same line."""
    said, dates = set(), set()
    for start, end in draft.where():
        source = source_of(article.doc[(start + end) // 2], article)
        if source.name:
            said.add(source.name.split()[-1])
        dates.add(_date_in(article.doc[start].sent, draft, article))
    return len(said) > 1 or len(dates - {None}) > 1


def date_of(draft: Draft, article: Article) -> str | None:
    """The date of the statement: in its sentence, else where its speaker was last dated.

    An address rendered in full has the date of the address. The sentences before count as long as
    nobody else speaks in them; past the start of the paragraph only where the speaker does.
    """
    sent = article.doc[draft.start].sent
    found = _date_in(sent, draft, article)
    if found is None and article.document.kind == "transcript":
        return article.document.published[:10] if article.document.published else None
    if found is not None:
        return found
    paragraph = article.paragraph_start(sent[0])
    before = [s for s in article.sentences if s.start < sent.start][-BACK:]
    for earlier in reversed(before):
        speakers = [
            f.source for f in frames(article) if earlier.start <= f.source.index < earlier.end
        ]
        same = any(_same(source, draft) for source in speakers)
        if (speakers or earlier.start < paragraph) and not same:
            return None
        acting = set(subject_actors(earlier.root, article))
        if acting and not speakers and not acting & {*draft.source.codes, *draft.issuer}:
            return None
        found = _date_in(earlier, draft, article)
        if found is not None:
            return found
    return None


def _same(source: Source, draft: Draft) -> bool:
    """Whether the source may be the draft's own speaker."""
    names = [name.split()[-1] for name in (source.name, draft.source.name) if name]
    ours = {*draft.source.codes, *draft.issuer}
    return bool(ours & set(source.codes)) and (len(names) < 2 or names[0] == names[1])


def _date_in(sent: Span, draft: Draft, article: Article) -> str | None:
    """A date in the sentence that does not belong to the acts themselves."""
    acts = [a.text for a in (draft.trigger, draft.consequence) if a is not None]
    text = article.document.text
    inside = [d for d in article_dates(article) if sent.start_char <= d.start < sent.end_char]
    free = [d for d in inside if not any(text[d.start : d.end] in act for act in acts)]
    return free[0].iso if free else None
