"""Finds conditions and what hangs on them: "if X, Y", "any X would mean Y", "Y in case of X".

Four shapes: a clause opened by a conjunction or by inversion ("should X, Y"; "were X to, Y"), a
noun phrase in a conditional preposition ("in the event of X, Y"), a noun phrase that is the subject
of a verb of consequence ("deployment of X would be met with Y"), and a relative clause ("any
country that X will Y"). The words are data (`lexicon/commitments.toml`); the boundaries follow the
commas, because a parser's attachments are least sure where a sentence has been cut by "he said".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from brinkwatch.coding.attribution import frame_of, frames
from brinkwatch.coding.parsing import Article, children, lemma
from brinkwatch.coding.phrasebook import entries, lexicon, type_by_words
from brinkwatch.records import Polarity

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_STOPS = {",", ";", ":", '"', "-", "–", "—", "(", ")"}
_LEAD = {"then", "and", "but", "that", "however", "so", "yet", ",", ";", ":", "-", "–", "—", "though"}
_INVERTED = {"should", "were", "had"}
_GOES_ON = {"and", "or", "nor", "which", "who", "whose", "where", "such", "including", "even"}
_FINITE = {"VBD", "VBP", "VBZ", "MD"}
_FREE = {"any", "another", "further", "such", "every", "no", "a", "an", "each"}
_PEOPLE = {"country", "state", "nation", "those", "anyone", "anybody", "whoever", "party", "power"}


@dataclass(frozen=True)
class Clause:
    """A run of tokens with the word that heads it."""

    head: Token
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words, with plain quotes."""
        return str(self.head.doc[self.start : self.end].text)


@dataclass(frozen=True)
class Conditional:
    """A condition, what hangs on it, and whether doing or not doing brings it about."""

    condition: Clause
    outcome: Clause
    polarity: Polarity
    marker: str
    shape: str


def find(sent: Span, article: Article) -> list[Conditional]:
    """The conditionals of a sentence in text order, at most one for each condition."""
    out: list[Conditional] = []
    for found in (
        *_marked(sent, article), *_prepositional(sent, article), *_answered(sent, article),
        *_nominal(sent, article),
    ):  # fmt: skip
        if not any(_same(found.condition, other.condition) for other in out):
            out.append(found)
    return sorted(out, key=lambda c: c.condition.start)


def _attributions(sent: Span, article: Article) -> list[tuple[int, int]]:
    """The tokens of the sentence that only say who speaks; "vowed to V" says what will be done."""
    binding = {"threaten", "promise", "forgo"}
    return [
        f.own for f in frames(article)
        if sent.start <= f.own[0] < sent.end and f.source.mode not in binding
    ]  # fmt: skip


def _same(a: Clause, b: Clause) -> bool:
    return a.start < b.end and b.start < a.end


# --- clauses opened by a conjunction or an inversion --------------------------------------------


@cache
def _markers() -> dict[tuple[str, ...], Polarity]:
    """The words of each conjunction, longest first, and its polarity."""
    found = {
        tuple(text.split()): row["polarity"]
        for row in lexicon("commitments")["condition"] for text in row["marker"].split("|")
    }  # fmt: skip
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _marked(sent: Span, article: Article) -> Iterator[Conditional]:
    blocked = _attributions(sent, article)
    for token in sent:
        words = _marker_at(token, sent)
        if words is None:
            continue
        start = token.i + (0 if words[0] in _INVERTED else len(words))
        condition = _condition(token, start, sent, blocked)
        if condition is None:
            continue
        outcome = _outcome(token.i, condition, sent, article)
        if outcome is not None:
            polarity = _markers()[words]
            yield Conditional(condition, outcome, polarity, " ".join(words), "clause")


def _marker_at(token: Token, sent: Span) -> tuple[str, ...] | None:
    for words in _markers():
        end = token.i + len(words)
        if words == ("in", "case") and end < sent.end and sent.doc[end].lower_ == "of":
            continue
        if end < sent.end and tuple(t.lower_ for t in sent.doc[token.i : end]) == words:
            return words if _opens(token, words, sent) else None
    return None


def _opens(token: Token, words: tuple[str, ...], sent: Span) -> bool:
    """Whether these words open a condition here."""
    previous = token.nbor(-1) if token.i > sent.start else None
    if words[0] in _INVERTED:
        if sent.text.rstrip().endswith("?") or words == ("had",):
            return False
        verb = token.head
        subject = next((c for c in children(verb, "nsubj", "nsubjpass") if c.i > token.i), None)
        if words == ("should",) and verb.tag_ == "VB" and subject is not None and subject.i < verb.i:
            return True
        clear = previous is None or previous.text in _STOPS or previous.lower_ in {"that", "and"}
        clear = clear or previous is not None and previous.pos_ not in {"NOUN", "PROPN", "PRON", "ADV", "SCONJ"}
        following = token.nbor(1)
        return clear and following.pos_ in {"NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM"}
    if words == ("if",):
        asks = token.head.head if token.dep_ == "mark" else None
        if asks is not None and token.head.dep_ == "ccomp" and lemma(asks) in {"ask", "wonder", "see", "know"}:
            return False
        return previous is None or previous.lower_ != "as"
    if words in {("without",), ("when",)}:
        return False
    if words[0] in {"once", "until", "till"}:
        return token.dep_ == "mark" or token.nbor(1).dep_ in {"nsubj", "det", "poss"}
    return True


def _condition(
    marker: Token, start: int, sent: Span, blocked: list[tuple[int, int]]
) -> Clause | None:
    doc = sent.doc
    limit = min([a for a, _ in blocked if a > start + 1] or [sent.end])
    head = marker.head if marker.dep_ in {"mark", "advmod", "aux"} and marker.i < marker.head.i < limit else None
    if head is None or head.pos_ not in {"VERB", "AUX"}:
        head = next((t for t in doc[start:limit] if t.pos_ in {"VERB", "AUX"}), None)
    if head is None and limit < sent.end:
        head = next((t for t in doc[start:limit] if t.tag_ in {"NNS", "NN"} and t.i > start), None)
    if head is None or head.i >= sent.end:
        return None
    end = limit
    comes_first = not any(t.tag_ in _FINITE for t in doc[_clause_start(marker, sent) : marker.i])
    for token in doc[head.i + 1 : limit]:
        if token.text in {";", ":", ".", "?", "!", "—", "–"}:
            end = token.i
            break
        if token.text == "," and not (comes_first and _condition_goes_on(token, sent)):
            end = token.i
            break
        if token.lower_ == "then" and token.nbor(-1).text != "," and token.i - head.i > 1:
            following = doc[token.i + 1 : sent.end]
            if any(t.tag_ == "MD" for t in following[:6]):
                end = token.i
                break
    while end > start and doc[end - 1].text in _STOPS | {"."}:
        end -= 1
    return Clause(head, start, end) if end - start >= 2 else None


def _clause_start(marker: Token, sent: Span) -> int:
    """Past the last strong break before the marker."""
    breaks = [t.i + 1 for t in sent.doc[sent.start : marker.i] if t.text in {";", ":"} or t.lower_ == "that"]
    return max([sent.start, *breaks])


def _condition_goes_on(comma: Token, sent: Span) -> bool:
    """Whether the clause continues after this comma: a coordination, an aside, a relative clause."""
    after = sent.doc[comma.i + 1 : sent.end]
    if not len(after):
        return False
    word = after[0].lower_
    rest = [t.text for t in after]
    if word in _GOES_ON:
        return "," in rest or not any(t.tag_ == "MD" for t in after)
    if word in {"say", "for", "that"} and "," in rest[:5]:
        return True
    comma_at = rest.index(",") if "," in rest else None
    if comma_at is None:
        return False
    aside = after[:comma_at]
    return not any(t.dep_ in {"nsubj", "nsubjpass", "expl"} or t.tag_ in _FINITE for t in aside)


def _outcome(marker: int, condition: Clause, sent: Span, article: Article) -> Clause | None:
    """The clause that hangs on the condition: after it where the condition comes first."""
    around = [f for f in frames(article) if f.covers(condition.head.i)]
    inner = frame_of(condition.head, article)
    same = [f for f in around if inner is not None and f.source.index == inner.source.index]
    low = max(sent.start, min([f.start for f in same] or [sent.start]))
    high = min(sent.end, max([f.end for f in same] or [sent.end]))
    strong = [t.i + 1 for t in sent.doc[low:marker] if t.text in {";", ":"}]
    low, high = max([low, *strong]), max(high, condition.end)
    blocked = _attributions(sent, article)
    after = _pieces(condition.end, max(high, sent.end if marker - low <= 2 else high), blocked, sent)
    before = _pieces(low, marker, blocked, sent)
    first = marker - low <= 2 or not before
    for piece in (*after, *reversed(before)) if first else (*reversed(before), *after):
        found = _headed(piece, sent, condition)
        if found is not None:
            return found
    return None


def _pieces(low: int, high: int, blocked: list[tuple[int, int]], sent: Span) -> list[tuple[int, int]]:
    """The runs of tokens from low to high that are not an attribution."""
    out, start = [], low
    for a, b in sorted(blocked):
        if low <= a < high:
            if a > start:
                out.append((start, a))
            start = max(start, b)
    if start < high:
        out.append((start, high))
    cut = [part for a, b in out for part in _at_semicolons(a, b, sent)]
    return [piece for piece in (_trimmed(a, b, sent) for a, b in cut) if piece]


def _at_semicolons(start: int, end: int, sent: Span) -> list[tuple[int, int]]:
    edges = [start, *(t.i for t in sent.doc[start:end] if t.text in {";"}), end]
    return list(zip(edges, edges[1:], strict=False))


def _trimmed(start: int, end: int, sent: Span) -> tuple[int, int] | None:
    doc = sent.doc
    while start < end and (doc[start].lower_ in _LEAD or doc[start].is_punct or doc[start].is_space):
        start += 1
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    return (start, end) if end - start >= 2 else None


def _headed(piece: tuple[int, int], sent: Span, condition: Clause) -> Clause | None:
    start, end = piece
    tokens = sent.doc[start:end]
    if tokens[0].lower_ in {"if", "unless"}:
        return None
    modal = [t.head for t in tokens if t.tag_ == "MD" and t.head.i != t.i and start <= t.head.i < end]
    finite = [t for t in tokens if t.tag_ in _FINITE and t.pos_ in {"VERB", "AUX"}]
    infinitive = [t for t in tokens if t.tag_ == "VB" and children(t, "aux")]
    options = modal or finite or infinitive
    if condition.head.i < start:
        head = next(iter(options), None)
    else:
        head = options[-1] if options and not modal else next(iter(reversed(modal)), None)
    if head is None or head.i == condition.head.i:
        return None
    left = start if condition.head.i < start else max(start, min(head.left_edge.i, head.i))
    return Clause(head, left, end)


# --- noun phrases -------------------------------------------------------------------------------


def _prepositional(sent: Span, article: Article) -> Iterator[Conditional]:
    lowered = sent.text.lower()
    for entry in entries("commitments", "event_of"):
        for match in entry.pattern.finditer(lowered):
            first = next((t for t in sent if t.idx >= sent.start_char + match.start()), None)
            noun = next(
                (t for t in sent if t.idx >= sent.start_char + match.end() and t.dep_ == "pobj"), None
            )
            if first is None or noun is None or noun.i - first.i > 14:
                continue
            last = min(noun.right_edge.i, sent.end - 1)
            comma = next((t.i for t in sent.doc[noun.i : last + 1] if t.text in {",", ";"}), last + 1)
            start = noun.left_edge.i if noun.left_edge.i > first.i else noun.i
            condition = Clause(noun, start, comma)
            if condition.end <= condition.start or noun.lower_ in {"case", "event"}:
                continue
            outcome = _outcome(first.i, condition, sent, article)
            if outcome is not None:
                yield Conditional(condition, outcome, "if_done", match.group(0), "noun")


def _answered(sent: Span, article: Article) -> Iterator[Conditional]:
    """The object of a verb of answering: "we would answer any X with Y", "regard any X as Y"."""
    verbs = entries("commitments", "answer_verb")[0].pattern
    for verb in sent:
        if verb.pos_ != "VERB" or not verbs.fullmatch(lemma(verb)):
            continue
        if not any(c.tag_ == "MD" for c in children(verb, "aux")):
            continue
        condition = _answered_act(verb, sent)
        if condition is None:
            continue
        subject = next(iter(children(verb, "nsubj")), verb)
        blocked = [a for a, _ in (f.own for f in frames(article)) if a > verb.i]
        outcome = _trimmed(
            max(sent.start, min(subject.left_edge.i, verb.i)), min([*blocked, _clause_end(verb, sent)]), sent
        )
        if outcome:
            yield Conditional(condition, Clause(verb, *outcome), "if_done", "object", "answer")


def _answered_act(verb: Token, sent: Span) -> Clause | None:
    """The act that may be done, among the objects: with an open determiner, or regarded as Y."""
    objects = list(children(verb, "dobj"))
    for prep in children(verb, "prep"):
        if prep.lower_ in {"to", "for", "against"}:
            objects += children(prep, "pobj")
    as_what = any(p.lower_ == "as" for p in children(verb, "prep"))
    for noun in objects:
        edge = min([c.i for c in children(noun, "prep") if c.lower_ in {"as", "with"}] or [noun.right_edge.i + 1])
        clause = Clause(noun, noun.left_edge.i, min(edge, sent.end))
        opened = {c.lower_ for c in children(noun, "det", "amod")} & (_FREE - {"a", "an", "no"})
        if (opened or as_what) and type_by_words(clause.text) is not None:
            return clause
    return None


def _nominal(sent: Span, article: Article) -> Iterator[Conditional]:
    """The subject of a verb of consequence: "any X would mean Y", "those who X will be Y"."""
    pattern = entries("commitments", "consequence_verb")[0].pattern
    for verb in sent:
        if verb.pos_ not in {"VERB", "AUX"}:
            continue
        subject = next(iter(children(verb, "nsubj", "nsubjpass", "csubj", "csubjpass")), None)
        if subject is None or subject.i > verb.i:
            subject = _gerund_before(verb, sent)
        if subject is None or subject.i < sent.start:
            continue
        low = max(subject.left_edge.i, sent.start)
        relative = next((c for c in children(subject, "relcl") if c.i > subject.i), None)
        binding = relative is not None and _open_class(subject)
        predicate = _predicate_start(verb, subject)
        words = sent.doc[predicate : min(verb.i + 7, sent.end)].text.lower().replace('"', "")
        if not binding and not (pattern.match(words) and _acts(subject, low, predicate)):
            continue
        if not any(t.tag_ == "MD" or t.lower_ in {"is", "are"} or t.tag_ in {"VBZ", "VBP"} for t in sent.doc[predicate : verb.i + 1]):
            continue
        blocked = _attributions(sent, article)
        condition = _trimmed(low, _before_attribution(low, predicate, blocked), sent)
        ends = [a for a, _ in blocked if a > verb.i]
        outcome = _trimmed(predicate, min([*ends, _clause_end(verb, sent)]), sent)
        if condition and outcome:
            yield Conditional(
                Clause(subject, *condition), Clause(verb, *outcome), "if_done", "subject", "nominal"
            )


def _gerund_before(verb: Token, sent: Span) -> Token | None:
    """A fronted gerund that the parser left beside the verb: "letting X, he said, would"."""
    first = sent[0] if sent[0].text != '"' else sent[min(1, len(sent) - 1)]
    if first.tag_ == "VBG" and first.dep_ in {"advcl", "csubj"} and verb.i - first.i > 2:
        if any(t.tag_ == "MD" for t in children(verb, "aux")):
            return first if not children(verb, "nsubj", "nsubjpass") else None
    return None


def _open_class(subject: Token) -> bool:
    free = {c.lower_ for c in children(subject, "det")} & {"any", "every", "all", "no"}
    return bool(free) or subject.lower_ in {"those", "whoever", "anyone", "anybody"}


def _acts(subject: Token, low: int, high: int) -> bool:
    """Whether the noun phrase names an act that may be done or not."""
    if subject.ent_type_ == "PERSON" or subject.pos_ == "PRON" and subject.lower_ not in {"this", "that"}:
        return False
    words = subject.doc[low:high].text
    free = subject.tag_ == "VBG" or bool({c.lower_ for c in children(subject, "det", "amod")} & _FREE)
    named = type_by_words(words) is not None
    deverbal = subject.pos_ == "NOUN" and bool(children(subject, "prep", "acl", "relcl"))
    return named and (free or deverbal or subject.pos_ == "NOUN")


def _predicate_start(verb: Token, subject: Token) -> int:
    starts = [c.i for c in children(verb, "aux", "auxpass", "neg") if c.i > subject.i]
    return min([*starts, verb.i])


def _before_attribution(low: int, high: int, blocked: list[tuple[int, int]]) -> int:
    return min([a for a, _ in blocked if low < a < high] or [high])


def _clause_end(verb: Token, sent: Span) -> int:
    """Where the verb's clause ends: before a new clause with its own subject, or the sentence."""
    for token in sent.doc[verb.i + 1 : sent.end]:
        if token.text in {";", ":"}:
            return int(token.i)
        if token.text == "," and re.match(r"(?:and|but|although|though|while|which)\b", sent.doc[token.i + 1 : sent.end].text.lower() or ""):
            following = sent.doc[token.i + 2 : sent.end]
            if any(t.dep_ in {"nsubj", "nsubjpass"} for t in following[:6]):
                return int(token.i)
    return int(sent.end)
