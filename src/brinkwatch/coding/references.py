"""Says whom a pronoun or a definite description means.

Candidates come as centering theory suggests (Grosz, Joshi and Weinstein 1995, Computational
Linguistics 21): the subjects above the word in its own sentence, then the subjects of the
sentences before it in the paragraph, then the nearest fitting name. The words are data
(`lexicon/references.toml`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from brinkwatch.coding.parsing import Article, ancestors, children, conjuncts, lemma
from brinkwatch.coding.phrasebook import lexicon, modes, nouns
from brinkwatch.coding.subjects import forms, misattached, subject_of
from brinkwatch.records import Actors as Codes

if TYPE_CHECKING:
    from spacy.tokens import Token

Resolver: TypeAlias = "Callable[[Token, Article], Codes]"
"""What gives the codes of a noun phrase by its head, coordinates included."""
PERSONS = frozenset({"leader", "office", "role"})
_SEVERAL = frozenset({"collective", "group", "demonym", "organisation"})
_REACH = 4  # sentences before a pronoun in which its antecedent may stand


@cache
def speech_verbs() -> frozenset[str]:
    """Lemmas of the verbs that open somebody's words."""
    return frozenset(word for word, mode in modes().items() if mode != "think")


def is_expert(head: Token) -> bool:
    """Whether the noun names somebody who speaks for nobody else: an analyst, a former envoy."""
    return lemma(head) in nouns("expert") or former(head)


def former(head: Token) -> bool:
    """Whether a person no longer holds the office: "the former minister"."""
    return any(child.lower_ in nouns("former") for child in children(head, "amod"))


def antecedent(token: Token, article: Article, codes_of: Resolver) -> Codes:
    """Whom a pronoun or definite description means; empty where nobody fits before it."""
    kind = _kind(token)
    if kind is None:
        return ()
    if kind == "speaker":
        return _speaker(token, article, codes_of)
    for candidate in _candidates(token, article):
        verdict = _fits(candidate, kind, article, codes_of)
        if verdict is not None:
            return verdict
    return _nearest(token, kind, article)


def half(token: Token, article: Article) -> Codes:
    """Which of two states of one name "the North" or "the South" is; empty without either."""
    side = token.lower_
    if side not in {"north", "south"} or not any(c.lower_ == "the" for c in token.children):
        return ()
    if any(c.dep_ == "prep" for c in token.children):
        return ()
    named = {mention.code for mention in article.mentions}
    pairs = lexicon("references")["divided"]
    return next(((p[side],) for p in pairs if {p["north"], p["south"]} & named), ())


def is_counterpart(head: Token) -> bool:
    """Whether the noun is somebody in the same office elsewhere: "his opposite number"."""
    base = lemma(head)
    return base in forms()["counterpart"] or (
        base == "number" and any(c.lower_ == "opposite" for c in children(head, "amod"))
    )


def counterpart(head: Token, article: Article, codes_of: Resolver) -> Codes:
    """Whose office holder a counterpart is, by the states named with it; empty where none is.

    "his British counterpart", "her opposite number in Lima"; never that of the possessor.
    """
    named = [part for c in children(head, "amod", "compound", "nmod") for part in conjuncts(c)]
    found = [article.mention_at[t.i].code for t in named if t.i in article.mention_at]
    for prep in children(head, "prep") if not found else ():
        if prep.lower_ in {"from", "in", "of"}:
            found += [code for noun in children(prep, "pobj") for code in codes_of(noun, article)]
    return tuple(dict.fromkeys(found))


def is_pair(token: Token) -> bool:
    """Whether the noun is "both sides", "the two governments", "the two foreign ministers"."""
    if token.lower_ == "both":
        return not children(token, "cc", "prep")
    count = {c.lower_ for c in token.children} & {"both", "two"}
    offices = lemma(token) in forms()["office"] and (
        "both" in count or any(c.lower_ == "the" for c in token.children)
    )
    paired = offices or lemma(token) in forms()["side"]
    return bool(count) and paired and not children(token, "cc", "prep")


def pair(token: Token, article: Article) -> Codes:
    """Whom "both", "both sides", "the two governments" are: the last two named before.

    Whoever acts on the two is none of them. Where the paragraph names fewer, those whom the
    article names most take the place. Two ministers are the last two holders of an office named
    before in the article. Empty where no two are left.
    """
    if not is_pair(token):
        return ()
    if lemma(token) in forms()["office"]:
        persons = (
            m.code
            for m in reversed(article.mentions)
            if m.start < token.idx and m.kind in PERSONS and m.sector == "GOV"
        )
        found = list(dict.fromkeys(persons))[:2]
        return tuple(reversed(found)) if len(found) > 1 else ()
    verb = next((up for up in ancestors(token) if up.pos_ in {"VERB", "AUX"}), None)
    acting = {
        t.i for subject in (children(verb, "nsubj") if verb is not None else [])
        if token not in subject.subtree for t in (subject, *children(subject, "poss", "amod"))
    }  # fmt: skip
    at = article.mention_at
    apart = {at[i].code for i in acting if i in at}
    before = [
        at[i].code for i in range(token.i - 1, article.paragraph_start(token) - 1, -1) if i in at
    ]
    named = Counter(mention.code for mention in article.mentions)
    often = sorted(named, key=lambda code: (-named[code], code))
    found = [code for code in dict.fromkeys((*before, *often)) if code not in apart]
    return tuple(found[:2]) if len(found) > 1 else ()


def _kind(token: Token) -> str | None:
    """What the word can stand for: person, thing, plural, alliance, organ, speaker, or nothing."""
    word, base = token.lower_, lemma(token)
    if token.tag_ in {"PRP", "PRP$"} or token.pos_ == "PRON":
        return next(
            (name for name in ("person", "thing", "plural", "speaker") if word in forms()[name]),
            None,
        )
    if not any(child.lower_ in forms()["definite"] for child in children(token, "det", "poss")):
        return None
    return next((name for name in ("alliance", "country", "organ") if base in forms()[name]), None)


def _candidates(token: Token, article: Article) -> Iterator[Token]:
    """Subjects that can be meant, the likeliest first."""
    own = {t.i for t in token.subtree} | {token.i}
    for up in ancestors(token):
        stray = misattached(up) if not children(up, "nsubj", "nsubjpass") else None
        for subject in [stray] if stray else children(up, "nsubj", "nsubjpass"):
            if subject.i < token.i and not own & {t.i for t in subject.subtree}:
                yield subject
        own |= {up.i}
    start = article.paragraph_start(token)
    sentence, steps = token.sent, 0
    while sentence.start > start and steps < _REACH:
        sentence = sentence.doc[sentence.start - 1].sent
        steps += 1
        subjects = [t for t in sentence if t.dep_ in {"nsubj", "nsubjpass"}]
        yield from sorted(subjects, key=lambda t: (_depth(t), t.i))


def _depth(token: Token) -> int:
    return sum(1 for _ in ancestors(token))


def _fits(candidate: Token, kind: str, article: Article, codes_of: Resolver) -> Codes | None:
    """The candidate's codes where it can be meant, () where it is somebody uncoded, else None."""
    if candidate.tag_ in {"WDT", "WP"}:
        return None
    mention = article.mention_at.get(candidate.i)
    personal = _personal(candidate, article)
    if kind == "person":
        return codes_of(candidate, article) if personal else None
    if kind in {"thing", "country", "organ", "alliance"} and personal:
        return None
    codes = codes_of(candidate, article)
    if kind == "plural":
        plural = (
            candidate.tag_ in {"NNS", "NNPS"}
            or len(codes) > 1
            or candidate.lower_ in forms()["plural"]
        )
        return codes if plural and codes else None
    if kind == "alliance":
        return codes if mention and mention.kind in {"organisation", "collective"} else None
    if candidate.pos_ == "PRON" and kind == "thing" and candidate.lower_ not in forms()["thing"]:
        return None
    if (
        candidate.pos_ in {"NOUN", "PROPN"}
        and not mention
        and kind == "thing"
        and not _organ(candidate)
    ):
        return None
    return codes[:1] or None


def _organ(noun: Token) -> bool:
    return lemma(noun) in forms()["organ"] | forms()["country"] | forms()["alliance"]


def _personal(token: Token, article: Article) -> bool:
    """Whether the noun phrase is about a person."""
    mention = article.mention_at.get(token.i)
    if mention is not None:
        return (
            mention.person is not None
            or mention.kind == "leader"
            or (mention.kind in PERSONS and lemma(token) in nouns("office"))
        )
    if token.lower_ in forms()["person"] or token.ent_type_ == "PERSON":
        return True
    return token.tag_ in {"NN", "NNP"} and (is_expert(token) or lemma(token) in forms()["holder"])


def _nearest(token: Token, kind: str, article: Article) -> Codes:
    """The nearest name before the token in its paragraph that the word can stand for."""
    for i in range(token.i - 1, article.paragraph_start(token) - 1, -1):
        mention = article.mention_at.get(i)
        if mention is None or article.doc[i].sent.start < token.sent.start - 150:
            continue
        personal = _personal(article.doc[i], article)
        if (kind == "person" and not personal) or (
            kind != "person" and personal and kind != "organ"
        ):
            continue
        if kind == "alliance" and mention.kind not in {"organisation", "collective"}:
            continue
        several = article.doc[i].tag_ in {"NNS", "NNPS"} or mention.kind in _SEVERAL
        if kind == "plural" and not several:
            continue
        return (mention.code,)
    return ()


def _speaker(token: Token, article: Article, codes_of: Resolver) -> Codes:
    """Who says "we": the subject of the verb of speech around it, or the giver of an address."""
    first_person = forms()["speaker"]
    sentence = token.sent
    for _ in range(3):
        verbs = [t for t in sentence if t.pos_ == "VERB" and lemma(t) in speech_verbs()]
        for verb in verbs:
            subject = subject_of(verb)
            if subject is not None and subject.lower_ not in first_person:
                codes = codes_of(subject, article)
                if codes:
                    return codes
        if sentence.start <= article.paragraph_start(token):
            break
        sentence = sentence.doc[sentence.start - 1].sent
    if article.document.kind == "transcript":
        return next(((m.code,) for m in article.mentions if m.kind == "leader"), ())
    return ()
