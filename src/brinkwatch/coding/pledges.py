"""Finds commitments without a condition clause: threats, promises, assurances, red lines.

Five shapes: a verb of commitment ("vowed to avenge"), a right or readiness ("reserves the right
to", "stands ready to"), an act forgone ("will not send troops"), harm or protection announced
("the raid will not go unanswered", "we will defend"), and a line in so many words ("called X a red
line", "warned them not to X"). The issuer is always a party that speaks of its own conduct.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from brinkwatch.coding.actors import actors_in, subject_actors
from brinkwatch.coding.attribution import Source, frame_of, frames, source_of
from brinkwatch.coding.conditionals import Clause
from brinkwatch.coding.drafts import GOOD, HARM, Draft, deadline_in, kind_of, negated
from brinkwatch.coding.modality import negated as negated_verb
from brinkwatch.coding.parsing import Article, children, lemma
from brinkwatch.coding.phrasebook import entries, modes, says, type_by_words
from brinkwatch.coding.slots import act, act_type, camp, doers_of
from brinkwatch.records import Action, Actors

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_FUTURE = {"will", "would", "shall", "'ll", "must", "wo", "'d"}
_FORGONE = {"MOBILIZE", "ASSAULT", "COERCE", "SANCTION"}
_CALLS = {"call", "name", "declare", "consider", "make", "term", "regard", "describe"}


def find(sent: Span, article: Article, before: list[Draft]) -> list[Draft]:
    """The unconditional commitments of a sentence, none over words already bound."""
    taken = [(d.start, d.end) for d in before if sent.start <= d.start < sent.end]
    out: list[Draft] = []
    for draft in (
        *_ultimatums(sent, article), *_committing(sent, article), *_entitled(sent, article), *_futures(sent, article),
        *_warned(sent, article), *_lines(sent, article),
    ):  # fmt: skip
        core = (draft.start, draft.end)
        if any(a < core[1] and core[0] < b for a, b in taken):
            continue
        if not any(_repeats(draft, other) for other in out):
            out.append(draft)
    return out


def _repeats(a: Draft, b: Draft) -> bool:
    types = [d.consequence.type if d.consequence else None for d in (a, b)]
    return a.issuer == b.issuer and (types[0] == types[1] or a.kind == b.kind)


def _draft(
    issuer: Actors, source: Source, sent: Span, rule: str, article: Article, *,
    trigger: Action | None = None, consequence: Action | None = None, forgone: bool = False,
    bounds: tuple[int, int] | None = None,
) -> Draft:  # fmt: skip
    polarity = "if_done" if trigger is not None else None
    kind = kind_of(trigger, polarity, consequence, forgone=forgone, deadline=None)
    if rule == "pledge.line":
        kind = "deterrent_threat"
    start, end = bounds or _quote(sent)
    frame = frame_of(article.doc[(start + end) // 2], article)
    told = frame.hearers if frame else ()
    hit = consequence.recipient if consequence else ()
    doing = trigger.actor if trigger else ()
    return Draft(
        issuer=issuer, source=source, kind=kind, trigger=trigger, polarity=polarity,
        consequence=consequence, start=start, end=end, rule=rule,
        addressee=tuple(dict.fromkeys(c for c in (*told, *hit, *doing) if c not in issuer)),
        deadline=deadline_in(sent.text, article) if forgone is False and trigger else None,
    )  # fmt: skip


def _quote(sent: Span) -> tuple[int, int]:
    start, end = sent.start, sent.end
    while end > start and sent.doc[end - 1].is_space:
        end -= 1
    while start < end and sent.doc[start].is_space:
        start += 1
    return start, end


# --- verbs of commitment ------------------------------------------------------------------------


def _committing(sent: Span, article: Article) -> Iterator[Draft]:
    for verb in sent:
        mode = modes().get(lemma(verb)) if verb.pos_ == "VERB" else None
        if mode not in {"threaten", "promise", "forgo"} or negated_verb(verb):
            continue
        source = next((f.source for f in frames(article) if f.source.index == verb.i), None)
        if source is None or source.kind != "party" or not source.codes:
            continue
        content = _content(verb, mode)
        if content is None:
            continue
        trigger, content = _relative_trigger(content, article)
        kind = act_type(content, article, answer=True)
        forgone = negated(content.text) or mode == "forgo"
        if kind is None and not says("unsaid", content.text):
            continue
        if forgone and kind not in _FORGONE:
            continue
        if not forgone and mode == "promise" and kind in GOOD and not says("defend", content.text):
            continue
        said = act(content, article, actor=source.codes, answer=True, kind=kind) if kind else None
        yield _draft(source.codes, source, sent, "pledge.verb", article, trigger=trigger,
                     consequence=said, forgone=forgone)


def _content(verb: Token, mode: str) -> Clause | None:
    wanted: tuple[str, ...] = ("xcomp", "ccomp") if mode == "threaten" else ("xcomp", "ccomp", "dobj", "pcomp")
    if mode == "forgo":
        wanted = (*wanted, "advcl", "pobj")
    below = [g for c in children(verb, "prep", "prt") for g in c.children if c.lower_ == "out"]
    for child in (*verb.children, *below):
        if child.dep_ in wanted and child.i > verb.i:
            end = min(child.right_edge.i + 1, verb.sent.end)
            return Clause(child, min(child.left_edge.i, child.i), end)
        if mode == "threaten" and child.dep_ == "prep" and child.lower_ == "with":
            noun = next(iter(children(child, "pobj")), None)
            if noun is not None:
                return Clause(noun, noun.left_edge.i, noun.right_edge.i + 1)
    return None


def _entitled(sent: Span, article: Article) -> Iterator[Draft]:
    """Reserves the right to, stands ready to, will not hesitate to."""
    lowered = sent.text.lower()
    entry = next(e for e in entries("commitments", "commissive") if e.data["name"] == "reserve")
    for match in entry.pattern.finditer(lowered):
        inside = [
            t for t in sent
            if match.start() <= t.idx - sent.start_char < match.end() and t.pos_ in {"VERB", "AUX"}
        ]  # fmt: skip
        to = next((t for t in sent if t.idx - sent.start_char >= match.end() and t.lower_ in {"to", "of"}), None)
        after = [t for t in sent if to is not None and t.i > to.i]
        if not inside or len(after) < 2 or to is None or to.i - inside[-1].i > 12:
            continue
        source = source_of(inside[0], article)
        doers = doers_of(inside[0], source, article)
        issuer = doers or (source.codes if source.kind == "party" else ())
        own = source.kind == "party" and bool(camp(issuer) & camp(source.codes))
        if not issuer or not own:
            continue
        head = next((t for t in after if t.pos_ in {"VERB", "NOUN"}), after[0])
        content = Clause(head, after[0].i, _end(after))
        trigger, content = _relative_trigger(content, article)
        kind = act_type(content, article, answer=True)
        if kind in HARM - {"THREATEN", "REJECT", "ACCUSE"}:
            said = act(content, article, actor=issuer, answer=True, kind=kind)
            yield _draft(issuer, source, sent, "pledge.right", article, trigger=trigger, consequence=said)


def _relative_trigger(content: Clause, article: Article) -> tuple[Action | None, Clause]:
    """The condition inside the object, "sites of any country that arms them", and the rest."""
    for token in article.doc[content.start : content.head.sent.end]:
        opened = {c.lower_ for c in children(token, "det")} & {"any", "those", "every", "all"}
        relative = next((c for c in children(token, "relcl") if c.i > token.i), None)
        if relative is not None and (opened or token.lower_ in {"those", "anyone", "whoever"}):
            clause = Clause(relative, token.i + 1, relative.right_edge.i + 1)
            if act_type(clause, article) is not None and token.i + 1 > content.start:
                return act(clause, article), Clause(content.head, content.start, token.i + 1)
    return None, content


def _end(tokens: list[Token]) -> int:
    stop = next((t.i for t in tokens if t.text in {",", ";", ":", ".", '"'}), tokens[-1].i + 1)
    return max(stop, tokens[0].i + 1)


# --- futures ------------------------------------------------------------------------------------


def _futures(sent: Span, article: Article) -> Iterator[Draft]:
    """Will and would of a party about itself: harm, protection, and what it will not do."""
    for head in sent:
        content = _future(head, sent)
        if content is None:
            continue
        source = source_of(head, article)
        if source.kind != "party" or not source.codes or source.mode == "think":
            continue
        doers = doers_of(head, source, article)
        if doers and not camp(doers) & camp(source.codes) and not says("suffer", content.text):
            continue
        draft = _of_future(content, source, doers, sent, article)
        if draft is not None:
            yield draft


def _future(head: Token, sent: Span) -> Clause | None:
    if head.pos_ not in {"VERB", "AUX"}:
        return None
    auxiliaries = {c.lower_ for c in children(head, "aux")}
    if head.tag_ == "MD" and head.dep_ in {"ROOT", "ccomp", "conj"}:
        auxiliaries.add(head.lower_)
    words = sent.doc[head.left_edge.i : head.right_edge.i + 1].text
    forgo = head.lower_ in {"has", "have", "had", "ruled", "rules", "rule"} and says("commissive", words)
    going = head.lower_ == "going" or lemma(head) == "go" and head.tag_ == "VBG"
    if not (auxiliaries & _FUTURE or forgo or going):
        return None
    start, end = _cut(head, sent)
    return Clause(head, start, end) if end > start else None


def _cut(head: Token, sent: Span) -> tuple[int, int]:
    """The verb's clause: from its subject to the end of its subtree, within the sentence."""
    left = max(sent.start, min([head.i, *(c.left_edge.i for c in head.children if c.dep_ in {"nsubj", "nsubjpass", "aux", "expl", "neg", "csubj"})]))
    right = min(sent.end, head.right_edge.i + 1)
    while right > left and (sent.doc[right - 1].is_punct or sent.doc[right - 1].is_space):
        right -= 1
    return left, right


def head_only(content: Clause) -> bool:
    """An ellipsis: "his government never would" denies the act named before it."""
    return content.head.tag_ == "MD"


def _of_future(
    content: Clause, source: Source, doers: Actors, sent: Span, article: Article
) -> Draft | None:
    issuer = source.codes
    text = content.text
    kind = act_type(content, article, answer=True)
    forgone = negated(text)
    if forgone:
        if head_only(content):
            kind = type_by_words(sent.text)
        if kind not in _FORGONE or says("suffer", text):
            return None
        said = act(content, article, actor=issuer, kind=kind)
        return _draft(issuer, source, sent, "pledge.forgo", article, consequence=said, forgone=True)
    if says("defend", text):
        said = act(content, article, actor=issuer, kind="AID")
        return _draft(issuer, source, sent, "pledge.defend", article, consequence=said)
    if not says("harm", text) or content.head.lower_ == "been":
        return None
    if kind in HARM:
        said = act(content, article, actor=issuer, answer=True, kind=kind)
        return _draft(issuer, source, sent, "pledge.harm", article, consequence=said)
    if says("unsaid", text) and kind is None:
        return _draft(issuer, source, sent, "pledge.price", article)
    return None


# --- ultimatums ---------------------------------------------------------------------------------


def _ultimatums(sent: Span, article: Article) -> Iterator[Draft]:
    """Gave X N hours to V or face Y; X must V by D or Y."""
    deadline = deadline_in(article.document.text[sent.start_char : sent.end_char], article)
    if deadline is None:
        return
    for verb in sent:
        demand = _demanded(verb)
        if demand is None:
            continue
        doers = subject_actors(verb, article) if lemma(verb) == "give" else ()
        source = source_of(verb, article)
        issuer = doers or (source.codes if source.kind == "party" else ())
        where = ("dative", "dobj") if lemma(verb) == "give" else ("nsubj",)
        told = [c for c in children(verb, *where) if actors_in(c, article)]
        addressed = actors_in(told[0], article) if told else ()
        if not issuer or not addressed or set(issuer) & set(addressed):
            continue
        trigger = act(demand, article, actor=addressed)
        otherwise = _otherwise(demand, sent, article)
        kind = act_type(otherwise, article, answer=True) if otherwise else None
        said = act(otherwise, article, actor=issuer, answer=True, kind=kind) if otherwise and kind else None
        draft = _draft(issuer, source, sent, "pledge.ultimatum", article, trigger=trigger, consequence=said)
        yield replace(draft, kind="ultimatum", polarity="unless_done", deadline=deadline, addressee=addressed)
        return


def _demanded(verb: Token) -> Clause | None:
    if lemma(verb) == "give":
        below = [t for t in verb.subtree if t.tag_ == "VB" and t.i > verb.i and children(t, "aux")]
        head = next((t for t in below if any(c.lower_ == "to" for c in children(t, "aux"))), None)
    else:
        must = any(c.lower_ == "must" for c in children(verb, "aux"))
        head = verb if must and not children(verb, "neg") else None
    if head is None:
        return None
    stop = next((t.i for t in head.subtree if t.lower_ == "or" and t.i > head.i), head.right_edge.i + 1)
    return Clause(head, head.i, max(stop, head.i + 1))


def _otherwise(demand: Clause, sent: Span, article: Article) -> Clause | None:
    at = next((t.i for t in article.doc[demand.end - 1 : sent.end] if t.lower_ == "or"), None)
    rest = article.doc[at + 1 : sent.end] if at is not None else None
    head = next((t for t in rest or () if t.pos_ in {"VERB", "NOUN"}), None)
    if head is None or rest is None:
        return None
    end = _end([t for t in rest if t.i >= head.i])
    return Clause(head, rest.start, end) if end > rest.start else None


# --- warnings and lines -------------------------------------------------------------------------


def _warned(sent: Span, article: Article) -> Iterator[Draft]:
    """Warned X not to Y; warned X against Y-ing."""
    for verb in sent:
        if verb.pos_ != "VERB" or modes().get(lemma(verb)) != "warn":
            continue
        source = next((f.source for f in frames(article) if f.source.index == verb.i), None)
        if source is None or source.kind != "party" or not source.codes:
            continue
        told = tuple(
            code for child in children(verb, "dobj", "nsubjpass") for code in actors_in(child, article)
        )
        content = _forbidden(verb)
        if content is None and says("spoken", sent.text):
            yield _vague(source, sent, article)
        if content is None or act_type(content, article) is None:
            continue
        trigger = act(content, article, actor=told or None)
        yield _draft(source.codes, source, sent, "pledge.warning", article, trigger=trigger)


def _vague(source: Source, sent: Span, article: Article) -> Draft:
    """A warning that names neither the act nor the answer: "spoke of massive consequences"."""
    draft = _draft(source.codes, source, sent, "pledge.warning", article)
    return replace(draft, kind="deterrent_threat")


def _forbidden(verb: Token) -> Clause | None:
    for child in verb.children:
        if child.dep_ == "xcomp" and children(child, "neg"):
            return Clause(child, child.i, child.right_edge.i + 1)
        if child.dep_ == "prep" and child.lower_ in {"against", "off", "from"}:
            noun = next(iter(children(child, "pcomp", "pobj")), None)
            if noun is not None and noun.right_edge.i >= noun.left_edge.i:
                return Clause(noun, noun.left_edge.i, noun.right_edge.i + 1)
    return None


def _lines(sent: Span, article: Article) -> Iterator[Draft]:
    """Called X a red line; X is a red line for us; drew a red line at X."""
    if not says("line", sent.text):
        return
    line = next((t for t in sent if lemma(t) in {"line", "threshold", "rubicon", "belli", "tripwire"}), None)
    if line is None:
        return
    verb = next((t for t in line.ancestors if t.pos_ in {"VERB", "AUX"} and t.i >= sent.start), None)
    if verb is None:
        return
    source = source_of(line, article)
    issuer = source.codes if source.kind == "party" else ()
    act_noun: Token | None = None
    if lemma(verb) in _CALLS:
        issuer = subject_actors(verb, article) or issuer
        act_noun = next((c for c in children(verb, "dobj", "nsubj", "ccomp") if c.i != line.i and c.i > verb.i), None)
        act_noun = act_noun or next(iter(children(line, "nsubj")), None)
    elif lemma(verb) == "be":
        act_noun = next(iter(children(verb, "nsubj", "csubj")), None)
    owner = next(iter(children(line, "poss")), None)
    if owner is not None and actors_in(owner, article):
        issuer = actors_in(owner, article)
    if not issuer or act_noun is None:
        return
    trigger_clause = Clause(act_noun, act_noun.left_edge.i, act_noun.right_edge.i + 1)
    if act_type(trigger_clause, article) is None:
        if lemma(verb) in _CALLS and not article.document.kind == "opinion":
            yield replace(_draft(issuer, source, sent, "pledge.line", article), kind="deterrent_threat")
        return
    trigger = act(trigger_clause, article)
    if trigger.actor and set(trigger.actor) <= set(issuer):
        trigger = trigger.model_copy(update={"actor": ()})
    yield _draft(issuer, source, sent, "pledge.line", article, trigger=trigger)
