"""Finds attributions: the words that say whose words the others are.

"X said that C", "C, said X", "C1, X said, C2", "according to X, C", "X's warning that C", "X: C",
"Y was told that C" and quotations, which may run across a sentence end. The verbs and nouns are
data (`lexicon/speech.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brinkwatch.coding.actors import actors_in
from brinkwatch.coding.parsing import Article, children, lemma
from brinkwatch.coding.phrasebook import ambiguous, idioms, lexicon, modes, nouns, possessed
from brinkwatch.coding.sources import Source, Speakers
from brinkwatch.coding.subjects import subject_of
from brinkwatch.records import Actors

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

QUOTATION = re.compile(r"“[^”]*”|\"[^\"\n]*\"|«[^»]*»")
_BREAKS = {",", ".", ";", ":", '"', "-", "–", "—", "?", "!", ")", "'", "''", "``"}
_COLON_REACH = 24  # assumed: tokens before a colon that can name a speaker


@dataclass(frozen=True)
class Frame:
    """An attribution: its source, the tokens it covers, its own tokens, and whom it addresses."""

    source: Source
    start: int
    end: int
    own: tuple[int, int]
    hearers: Actors = ()

    def covers(self, index: int) -> bool:
        """Whether the token is inside the words attributed."""
        return self.start <= index < self.end and not self.own[0] <= index < self.own[1]


def find(article: Article) -> list[Frame]:
    """The frames of an article: who says or thinks which words, in order."""
    speakers = Speakers(article)
    out: list[Frame] = []
    for sent in article.sentences:
        out.extend(_prepositional(sent, speakers))
        for token in sent:
            if token.pos_ in {"VERB", "AUX"} and lemma(token) in modes():
                frame = _verbal(token, sent, article, speakers)
                if frame:
                    out.append(frame)
            elif lemma(token) in possessed():
                frame = _nominal(token, speakers)
                if frame:
                    out.append(frame)
        out.extend(_idiomatic(sent, article, speakers))
        out.extend(_signed(sent, article, speakers))
        out.extend(_colon(sent, article, speakers))
        _remember(sent, speakers)
    article.memo["heard"] = speakers.heard
    return out + _quoted(article, out)


def _remember(sent: Span, speakers: Speakers) -> None:
    """The person a sentence is about can be taken up by "he said" in the next one."""
    for token in sent:
        main = token.dep_ in {"nsubj", "nsubjpass"} and token.head.dep_ == "ROOT"
        if main and token.pos_ != "PRON" and not any(i == token.i for i, _ in speakers.heard):
            speakers.notice(token)


def _verbal(verb: Token, sent: Span, article: Article, speakers: Speakers) -> Frame | None:
    if _not_speech(verb):
        return None
    passive = bool(children(verb, "auxpass"))
    subject = _agent(verb) if passive else _adjacent(verb, article) or _speaker(verb)
    aside = verb.dep_ in {"relcl", "acl"}
    if passive and subject is None:
        return _told(verb, sent, article, speakers)
    if subject is None:
        return None
    own = _chunk(verb, subject, sent)
    aside_in_commas = _parenthetical(own, sent)
    if lemma(verb) in ambiguous() and not aside_in_commas and not _opens_words(verb, own, sent):
        return None
    source = speakers.enter(subject, index=verb.i, mode=modes()[lemma(verb)], aside=aside)
    if source is None:
        return None
    hearers = tuple(
        code for child in children(verb, "dobj", "dative") if child.i > verb.i
        for code in actors_in(child, article)
    )  # fmt: skip
    if aside_in_commas:
        return Frame(source, sent.start, sent.end, own, hearers)
    return Frame(source, own[1], _scope_end(verb, sent, own), own, hearers)


def _not_speech(verb: Token) -> bool:
    """Under a modal or as an infinitive nothing has been said yet."""
    if any(c.tag_ == "MD" for c in children(verb, "aux")):
        return True
    if any(c.lower_ in {"if", "unless", "until", "once"} for c in children(verb, "mark")):
        return True
    return verb.tag_ == "VB" and verb.dep_ in {"xcomp", "advcl", "acl"}


def _opens_words(verb: Token, own: tuple[int, int], sent: Span) -> bool:
    if modes()[lemma(verb)] == "forgo":
        return any(c.lower_ == "out" for c in children(verb, "prt", "advmod", "prep"))
    after = sent.doc[own[1]].text if own[1] < sent.end else "."
    return after in {":", '"', "that"} or any(c.i > verb.i for c in children(verb, "ccomp"))


def _adjacent(verb: Token, article: Article) -> Token | None:
    """A leader named right before the verb, whatever the parser made of a dateline before it."""
    token = verb
    while token.i > verb.sent.start:
        token = token.nbor(-1)
        if token.tag_ == "MD" or token.dep_ not in {"aux", "advmod", "neg"}:
            break
    mention = article.mention_at.get(token.i)
    named = mention is not None and mention.kind == "leader"
    return token if named and not children(verb, "nsubj") else None


def _agent(verb: Token) -> Token | None:
    by = next(iter(children(verb, "agent")), None)
    return next(iter(children(by, "pobj")), None) if by is not None else None


def _told(verb: Token, sent: Span, article: Article, speakers: Speakers) -> Frame | None:
    """X was told that C: the words are those of the party that was speaking before."""
    subject = next(iter(children(verb, "nsubjpass")), None)
    if subject is None or lemma(verb) not in {"tell", "warn", "inform"}:
        return None
    hearers = actors_in(subject, article)
    before = [
        s for i, s in speakers.heard
        if i < verb.i and s.kind == "party" and s.codes and not set(s.codes) & set(hearers)
    ]  # fmt: skip
    if not before:
        return None
    own = (subject.left_edge.i, verb.i + 1)
    source = replace(before[-1], name=None, index=verb.i)
    return Frame(source, verb.i + 1, _scope_end(verb, sent, own), own, hearers)


def _speaker(verb: Token) -> Token | None:
    """The subject of a speech verb, through relative clauses, coordination and participles."""
    subjects = children(verb, "nsubj")
    if subjects:
        nearest = min(subjects, key=lambda child: abs(child.i - verb.i))
        relative = nearest.tag_ in {"WP", "WDT"} and verb.dep_ == "relcl"
        return verb.head if relative else nearest
    if verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        return _speaker(verb.head)
    if verb.dep_ in {"advcl", "xcomp"} and verb.tag_ == "VBG":
        return _speaker(verb.head)
    if verb.dep_ == "acl":
        return verb.head
    if verb.dep_ == "pcomp" and verb.tag_ == "VBG":  # "replied by threatening to"
        return subject_of(verb)
    return None


def _chunk(verb: Token, subject: Token, sent: Span) -> tuple[int, int]:
    """The attribution's own tokens: speaker, verb, and what stands with them up to a break."""
    near = subject.left_edge.i if subject.left_edge.i >= sent.start else sent.start
    same_side = abs(subject.i - verb.i) <= 25
    start = min(verb.i, near) if same_side else verb.i
    last = verb.i
    if subject.i > verb.i:
        last = max(last, max((t.i for t in subject.subtree if t.dep_ != "relcl"), default=verb.i))
    end = last + 1
    while end < sent.end and sent.doc[end].text not in _BREAKS:
        token = sent.doc[end]
        if token.lower_ == "that" or token.dep_ in {"nsubj", "nsubjpass", "mark", "csubj"}:
            break
        if token.tag_ in {"MD", "VBZ", "VBD", "VBP"} or token.dep_ == "ccomp":
            break
        if _heads_later_clause(token, verb):
            break
        end += 1
    return start, end


def _heads_later_clause(token: Token, verb: Token) -> bool:
    """Whether the token belongs to a clause the verb governs, not to the attribution itself."""
    up = token
    while up.head.i != up.i and up.head.i != verb.i:
        up = up.head
    return up.dep_ in {"ccomp", "xcomp"} and up.head.i == verb.i


def _parenthetical(own: tuple[int, int], sent: Span) -> bool:
    start, end = own
    if start <= sent.start:
        return False
    before = sent.doc[start - 1].text
    after = sent.doc[end].text if end < sent.end else "."
    if before not in {",", '"', "-", "–", "—", "''", "'", "?", "!", ":"}:
        return False
    if after not in _BREAKS or after == ":":
        return False
    if before == ",":
        return after == "," or not _only_adverbial(sent.doc[sent.start : start])
    return any(t.pos_ in {"VERB", "AUX"} for t in sent.doc[sent.start : start])


def _only_adverbial(before: Span) -> bool:
    """ "On Monday, X said, ..." opens with a circumstance, not with the words said."""
    return not any(t.dep_ in {"nsubj", "nsubjpass", "mark", "csubj", "expl"} for t in before) and (
        before[0].pos_ in {"ADP", "ADV"}
    )


def _scope_end(verb: Token, sent: Span, own: tuple[int, int]) -> int:
    if own[1] < sent.end and sent.doc[own[1]].lower_ in {":", '"', "that"}:
        return sent.end
    if own[1] + 1 < sent.end and sent.doc[own[1]].text == "," and sent.doc[own[1] + 1].text == '"':
        return sent.end
    complements = [c for c in children(verb, "ccomp", "xcomp", "parataxis") if c.i >= own[1] - 1]
    if complements:
        return min(sent.end, max(c.right_edge.i for c in complements) + 1)
    return min(sent.end, max(verb.right_edge.i, verb.i) + 1)


def _prepositional(sent: Span, speakers: Speakers) -> list[Frame]:
    """According to X, C."""
    out = []
    texts = [t for row in lexicon("speech")["phrase"] for t in row["texts"]]
    lowered = sent.text.lower()
    for text in texts:
        at = lowered.find(text)
        if at < 0:
            continue
        after = [t for t in sent if t.idx >= sent.start_char + at + len(text)]
        head = next((t for t in after[:12] if t.dep_ == "pobj"), None)
        if head is None:
            continue
        source = _owner_of(head, speakers)
        first = next(t for t in sent if t.idx >= sent.start_char + at)
        if source:
            out.append(Frame(source, sent.start, sent.end, (first.i, head.i + 1)))
    return out


def _idiomatic(sent: Span, article: Article, speakers: Speakers) -> Iterator[Frame]:
    """Several words that say what "say" says: "made it known that C", "put X on notice that C"."""
    for match in idioms().finditer(sent.text.lower()):
        first, last = sent.start_char + match.start(), sent.start_char + match.end()
        words = [t for t in sent if first <= t.idx < last]
        verb = next((t for t in words if t.pos_ in {"VERB", "AUX"}), None)
        subject = _speaker(verb) if verb is not None else None
        if verb is None or subject is None or _not_speech(verb):
            continue
        own = (min(subject.left_edge.i, words[0].i), words[-1].i + 1)
        source = speakers.enter(subject, index=verb.i, mode="say", aside=verb.dep_ == "relcl")
        if source is None or subject.i in range(words[0].i, own[1]):
            continue
        hearers = tuple(c for c in actors_in(words, article) if c not in source.codes)
        start = sent.start if _parenthetical(own, sent) else own[1]
        yield Frame(source, start, sent.end, own, hearers)


def _signed(sent: Span, article: Article, speakers: Speakers) -> Iterator[Frame]:
    """A headline that ends with who says it: "C - X"."""
    dash = next((t for t in reversed(list(sent)) if t.text in {"-", "–", "—"}), None)
    if dash is None or not 1 < sent.end - dash.i <= 5 or dash.i - sent.start < 3:
        return
    if not (dash.nbor(-1).whitespace_ and dash.whitespace_) or not dash.nbor().text[0].isupper():
        return
    named = [t for t in sent.doc[dash.i + 1 : sent.end] if _can_speak(t, article)]
    source = speakers.enter(named[-1], index=dash.i, mode="say") if named else None
    if source is not None and sent[-1].text != ".":
        yield Frame(source, sent.start, dash.i, (dash.i, sent.end))


def _owner_of(head: Token, speakers: Speakers) -> Source | None:
    """The source of a phrase; of "the Kremlin's interpretation" it is the Kremlin."""
    owner = next(iter(children(head, "poss")), None)
    named = owner if owner is not None and lemma(head) in possessed() else head
    return speakers.enter(named, index=head.i, mode="say")


def _nominal(noun: Token, speakers: Speakers) -> Frame | None:
    """X's warning that C; X's position: C."""
    sent = noun.sent
    clause = next((c for c in children(noun, "acl", "ccomp", "appos") if c.i > noun.i), None)
    colon = next((t for t in sent if t.text == ":" and t.i > noun.i), None)
    owner = next(iter(children(noun, "poss")), None)
    if owner is None or (clause is None and colon is None):
        return None
    source = speakers.enter(owner, index=noun.i, mode="say", aside=True)
    if source is None and owner.tag_ == "PRP$":
        source = speakers.last(owner)
    if source is None or source.kind == "author":
        return None
    if clause is not None:
        return Frame(source, noun.i + 1, clause.right_edge.i + 1, (owner.left_edge.i, noun.i + 1))
    assert colon is not None
    return Frame(source, colon.i + 1, sent.end, (owner.left_edge.i, noun.i + 1))


def _colon(sent: Span, article: Article, speakers: Speakers) -> list[Frame]:
    """X: C, and "the opinion is held by X: C" where no verb of speech stands before the colon."""
    colon = next((t for t in sent if t.text == ":" and t.i - sent.start <= _COLON_REACH), None)
    if colon is None or colon.i + 2 >= sent.end:
        return []
    before = sent.doc[sent.start : colon.i]
    if any(t.pos_ == "VERB" and lemma(t) in modes() for t in before):
        return []
    verbs = [t for t in before if t.pos_ in {"VERB", "AUX"}]
    named = [t for t in before if _can_speak(t, article)]
    expert = [t for t in named if lemma(t) in nouns("expert")]
    subject = [t for t in named if t.dep_ == "nsubj" and t.head.dep_ in {"ROOT", "ccomp"}]
    if not named or (verbs and not expert and not _opinion(before)):
        return []
    gives = [  # "when X sent a warning: C": the words are those that X sent
        t for t in named if t.dep_ == "nsubj"
        and any(o.right_edge.i == colon.i - 1 for o in children(t.head, "dobj"))
    ]  # fmt: skip
    head = (expert or gives or subject or named)[0]
    source = speakers.enter(head, index=colon.i, mode="say")
    if source is None:
        return []
    told = [t for t in named if t.i > head.i and t.nbor(-1).lower_ == "to"]  # "X to Y: C"
    hearers = tuple(c for t in told for c in actors_in(t, article))
    return [Frame(source, colon.i + 1, sent.end, (sent.start, colon.i + 1), hearers)]


def _can_speak(token: Token, article: Article) -> bool:
    mention = article.mention_at.get(token.i)
    if mention:
        return mention.kind not in {"demonym"} or token.pos_ in {"NOUN", "PROPN"}
    return token.pos_ == "NOUN" and lemma(token) in nouns("expert") | nouns("office")


def _opinion(tokens: Span) -> bool:
    views = {"opinion", "doubt", "word", "answer", "analysis", "assessment", "verdict"}
    return any(lemma(t) in possessed() | views for t in tokens)


def _quoted(article: Article, found: list[Frame]) -> list[Frame]:
    """A quotation belongs to the attribution that touches it, also across a sentence end."""
    out = []
    for match in QUOTATION.finditer(article.document.text):
        span = article.doc.char_span(match.start(), match.end(), alignment_mode="expand")
        if span is None or len(span) < 4:
            continue
        middle = (span.start + span.end) // 2
        if any(f.covers(middle) and f.own[1] <= span.start for f in found):
            continue
        touching = [
            f for f in found
            if f.source.mode != "think"
            and (
                span.end - 1 <= f.own[0] <= span.end + 3
                or span.start - 4 <= f.own[1] <= span.start + 1
            )
        ]  # fmt: skip
        if touching:
            best = min(touching, key=lambda f: abs(f.own[0] - span.end))
            out.append(Frame(best.source, span.start, span.end, best.own, best.hearers))
    return out
