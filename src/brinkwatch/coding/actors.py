"""Says which actors a phrase stands for: states, organisations, groups, collectives.

A name counts through the gazetteer. A pronoun or a definite description ("his country", "the
ministry") is resolved as centering theory suggests (Grosz, Joshi and Weinstein 1995, Computational
Linguistics 21): the subjects above it in its own sentence first, then the subjects of the
sentences before it in the paragraph, then the nearest fitting name. Experts stand for nobody.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, cast

from brinkwatch.coding.parsing import Article, ancestors, children, conjuncts, lemma
from brinkwatch.coding.phrasebook import nouns

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

Codes = tuple[str, ...]
PERSONS = frozenset({"leader", "office", "role"})
_REACH = 4  # sentences before a pronoun in which its antecedent may stand


@cache
def forms() -> dict[str, frozenset[str]]:
    """Pronouns and definite descriptions of `lexicon/references.toml`, by what they can mean."""
    text = (resources.files(__package__) / "lexicon" / "references.toml").read_text("utf-8")
    return {row["name"]: frozenset(row["words"]) for row in tomllib.loads(text)["form"]}


def actors_in(phrase: Span | Token | Iterable[Token], article: Article) -> Codes:
    """The codes a noun phrase stands for, in text order without repeats.

    A token stands for the noun phrase it heads; a span or several tokens for all names inside.
    """
    from spacy.tokens import Token

    if isinstance(phrase, Token):
        found = [code for head in _listed(phrase, article) for code in _of_head(head, article)]
    else:
        found = [article.mention_at[t.i].code for t in phrase if t.i in article.mention_at]
    return tuple(dict.fromkeys(found))


def _listed(head: Token, article: Article) -> list[Token]:
    """The head and its coordinates; in a list of names the parser makes the second an apposition."""
    out = conjuncts(head)
    for part in children(head, "appos"):
        if head.i in article.mention_at and part.i in article.mention_at and children(part, "conj"):
            out.extend(conjuncts(part))
    return out


def _of_head(head: Token, article: Article) -> Codes:
    """The codes of one noun phrase without its coordinates, remembered for the article."""
    key = ("actors", head.i)
    if key not in article.memo:
        article.memo[key] = ()  # a phrase that leads back to itself stands for nobody
        article.memo[key] = _read_head(head, article)
    return cast(Codes, article.memo[key])


def _read_head(head: Token, article: Article) -> Codes:
    mention = article.mention_at.get(head.i)
    if mention:
        return (mention.code,)
    if head.tag_ in {"WDT", "WP", "WP$"}:
        relative = next((up for up in [head, *ancestors(head)] if up.dep_ == "relcl"), None)
        return _of_head(relative.head, article) if relative is not None else ()
    if head.pos_ == "PRON" or head.tag_ in {"PRP", "PRP$"}:
        return antecedent(head, article)
    if is_expert(head):
        return ()
    return _inside(head, article) or antecedent(head, article) or _by_relative(head, article)


def is_expert(head: Token) -> bool:
    """Whether the noun names somebody who speaks for nobody else: an analyst, a former envoy."""
    if lemma(head) in nouns("expert"):
        return True
    return any(child.lower_ in nouns("former") for child in children(head, "amod"))


def _inside(head: Token, article: Article) -> Codes:
    """Actors among the modifiers: possessors and adjectives, apposition, then of/in/from phrases."""
    found = [
        code for child in children(head, "poss", "amod", "compound", "nmod")
        for part in conjuncts(child) for code in _of_modifier(part, article)
    ]  # fmt: skip
    if found:
        return tuple(found)
    for part in children(head, "appos"):
        if _of_head(part, article):
            return _of_head(part, article)
    for held in children(head, "acl"):  # "positions held by Chadian troops"
        for agent in children(held, "agent"):
            for noun in children(agent, "pobj"):
                if actors_in(noun, article):
                    return actors_in(noun, article)
    for prep in children(head, "prep"):
        if prep.lower_ in {"of", "in", "from", "at", "inside", "within", "for"}:
            for noun in children(prep, "pobj"):
                if actors_in(noun, article):
                    return actors_in(noun, article)
    return ()


def _of_modifier(token: Token, article: Article) -> Codes:
    mention = article.mention_at.get(token.i)
    if mention:
        return (mention.code,)
    if token.tag_ == "PRP$":
        return antecedent(token, article)
    return _inside(token, article) if token.pos_ in {"NOUN", "PROPN"} else ()


def _by_relative(head: Token, article: Article) -> Codes:
    """"The drafts that Russia published": whoever made it, where nothing else names it."""
    for clause in children(head, "relcl"):
        for subject in children(clause, "nsubj"):
            if subject.tag_ not in {"WDT", "WP"}:
                return _of_head(subject, article)
    return ()


# --- pronouns and definite descriptions ----------------------------------------------------------


def antecedent(token: Token, article: Article) -> Codes:
    """Whom a pronoun or definite description means; empty where nobody fits before it."""
    kind = _kind(token)
    if kind is None:
        return ()
    if kind == "speaker":
        return _speaker(token, article)
    for candidate in _candidates(token, article):
        verdict = _fits(candidate, kind, article)
        if verdict is not None:
            return verdict
    return _nearest(token, kind, article)


def _kind(token: Token) -> str | None:
    """What the word can stand for: person, thing, plural, alliance, organ, speaker, or nothing."""
    word, base = token.lower_, lemma(token)
    if token.tag_ in {"PRP", "PRP$"} or token.pos_ == "PRON":
        return next((name for name in ("person", "thing", "plural", "speaker") if word in forms()[name]), None)
    if not any(
        child.lower_ in forms()["definite"] for child in children(token, "det", "poss")
    ):
        return None
    return next((name for name in ("alliance", "country", "organ") if base in forms()[name]), None)


def _candidates(token: Token, article: Article) -> Iterator[Token]:
    """Subjects that can be meant, the likeliest first."""
    own = {t.i for t in token.subtree} | {token.i}
    for up in ancestors(token):
        stray = _misattached(up) if not children(up, "nsubj", "nsubjpass") else None
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


def _fits(candidate: Token, kind: str, article: Article) -> Codes | None:
    """The candidate's codes where it can be meant, () where it is somebody uncoded, else None."""
    if candidate.tag_ in {"WDT", "WP"}:
        return None
    mention = article.mention_at.get(candidate.i)
    personal = _personal(candidate, article)
    if kind == "person":
        return _of_head(candidate, article) if personal else None
    if kind in {"thing", "country", "organ", "alliance"} and personal:
        return None
    codes = actors_in(candidate, article)
    if kind == "plural":
        plural = candidate.tag_ in {"NNS", "NNPS"} or len(codes) > 1 or candidate.lower_ in forms()["plural"]
        return codes if plural and codes else None
    if kind == "alliance":
        return codes if mention and mention.kind in {"organisation", "collective"} else None
    if candidate.pos_ == "PRON" and kind == "thing" and candidate.lower_ not in forms()["thing"]:
        return None
    if candidate.pos_ in {"NOUN", "PROPN"} and not mention and kind == "thing" and not _organ(candidate):
        return None
    return codes[:1] or None


def _organ(noun: Token) -> bool:
    return lemma(noun) in forms()["organ"] | forms()["country"] | forms()["alliance"]


def _personal(token: Token, article: Article) -> bool:
    """Whether the noun phrase is about a person."""
    mention = article.mention_at.get(token.i)
    if mention is not None:
        return mention.person is not None or mention.kind == "leader" or (
            mention.kind in PERSONS and lemma(token) in nouns("office"))  # fmt: skip
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
        if kind == "person" and not personal or kind != "person" and personal and kind != "organ":
            continue
        if kind == "alliance" and mention.kind not in {"organisation", "collective"}:
            continue
        if kind == "plural" and mention.kind not in {"collective", "group", "demonym", "organisation"}:
            continue
        return (mention.code,)
    return ()


def _speaker(token: Token, article: Article) -> Codes:
    """Who says "we": the subject of the verb of speech around it, or the giver of an address."""
    first_person = forms()["speaker"]
    sentence = token.sent
    for _ in range(3):
        verbs = [t for t in sentence if t.pos_ == "VERB" and lemma(t) in _speech_verbs()]
        for verb in verbs:
            subject = subject_of(verb)
            if subject is not None and subject.lower_ not in first_person:
                codes = actors_in(subject, article)
                if codes:
                    return codes
        if sentence.start <= article.paragraph_start(token):
            break
        sentence = sentence.doc[sentence.start - 1].sent
    if article.document.kind == "transcript":
        return next(((m.code,) for m in article.mentions if m.kind == "leader"), ())
    return ()


@cache
def _speech_verbs() -> frozenset[str]:
    from brinkwatch.coding.phrasebook import modes

    return frozenset(word for word, mode in modes().items() if mode != "think")


# --- subjects and objects -------------------------------------------------------------------------


def subject_of(head: Token) -> Token | None:
    """The noun that acts: subject, by-agent, or the controller of a clause without one."""
    for child in children(head, "agent") if head.tag_ == "VBN" else []:
        return next(iter(children(child, "pobj")), None)
    passive = bool(children(head, "nsubjpass", "auxpass"))
    for child in children(head, "nsubj"):
        if child.tag_ in {"WDT", "WP"} and head.dep_ == "relcl":
            return head.head
        return child
    if passive:
        return None
    return _controller(head) or _misattached(head)


def _misattached(head: Token) -> Token | None:
    """The subject of a finite verb that the parser hung on an opening participle or phrase."""
    if head.tag_ not in {"VBD", "VBZ", "VBP"}:
        return None
    for opening in children(head, "advcl", "prep"):
        if opening.i > head.i:
            continue
        for subject in children(opening, "nsubj"):
            return subject
        names = [t for t in opening.subtree if t.pos_ == "PROPN" and t.i < head.i]
        if not names or names[-1].dep_ != "pobj":
            continue
        between = head.doc[names[-1].i + 1 : head.i]
        if names[-1].ent_type_ == "PERSON" or all(t.dep_ in {"aux", "advmod"} for t in between):
            return names[-1]
    return None


def _controller(head: Token) -> Token | None:
    """The subject a clause without one takes from the clause above it."""
    above = head.head
    if head.dep_ == "conj" and above.pos_ in {"VERB", "AUX"}:
        return subject_of(above) or _passive_subject(above)
    if head.dep_ == "acl" and head.tag_ == "VBG":
        return above
    if head.dep_ == "acl" and head.tag_ == "VB":
        return next(iter(children(above, "poss")), None) or _above_noun(above)
    if head.dep_ in {"xcomp", "ccomp"}:
        objects = [t for t in children(above, "dobj", "dative") if t.i < head.i]
        if objects and lemma(above) not in forms()["subject_control"]:
            return objects[0]
        return subject_of(above) or _passive_subject(above)
    if head.dep_ == "advcl" and head.tag_ in {"VBG", "VB", "VBN"}:
        return subject_of(above) or _passive_subject(above)
    if head.dep_ == "pcomp":
        verb = next((up for up in ancestors(head) if up.pos_ in {"VERB", "AUX"}), None)
        return subject_of(verb) if verb is not None else None
    return None


def _passive_subject(head: Token) -> Token | None:
    return next(iter(children(head, "nsubjpass")), None)


def _above_noun(noun: Token) -> Token | None:
    verb = next((up for up in ancestors(noun) if up.pos_ in {"VERB", "AUX"}), None)
    return subject_of(verb) if verb is not None else None


def subject_actors(head: Token, article: Article) -> Codes:
    """Who does what the verb or event noun says."""
    if head.pos_ not in {"NOUN", "PROPN"}:
        subject = subject_of(head)
        return actors_in(subject, article) if subject is not None else ()
    for prep in children(head, "prep"):
        if prep.lower_ == "by":
            for noun in children(prep, "pobj"):
                return actors_in(noun, article)
    owned = [
        code for child in children(head, "poss", "amod", "compound", "nmod")
        for part in conjuncts(child) for code in _of_modifier(part, article)
    ]  # fmt: skip
    return tuple(dict.fromkeys(owned))


OBJECT_PREPOSITIONS = (
    "against", "on", "onto", "at", "upon", "to", "with", "into", "towards", "toward", "inside",
    "over", "near", "across", "around", "between", "for", "in", "of", "from", "off",
)  # fmt: skip


def object_actors(
    head: Token, article: Article, *, skip: frozenset[int] = frozenset(),
    prepositions: tuple[str, ...] = OBJECT_PREPOSITIONS,
) -> Codes:  # fmt: skip
    """Whom the act is done to: objects first, then prepositional phrases, actors before places.

    `skip` holds the indices of nouns that are no party to the act, such as the weapon used.
    """
    direct = children(head, "dative", "dobj", "nsubjpass")
    if head.dep_ == "acl" and head.tag_ == "VBN":
        direct.append(head.head)
    if head.dep_ == "conj" and head.tag_ == "VBN" and not children(head, "nsubj", "nsubjpass"):
        direct.extend(children(head.head, "nsubjpass"))
    preps = sorted(
        (p for p in head.children if p.dep_ in {"prep", "dative"} and p.lower_ in prepositions),
        key=lambda p: prepositions.index(p.lower_),
    )
    targets = [t for token in direct for t in (children(token, "pobj") or [token]) if t.i not in skip]
    targets += [noun for prep in preps for noun in _through(prep)]
    for noun in targets:
        if noun.i not in skip and actors_in(noun, article):
            return actors_in(noun, article)
    for noun in targets:
        place = _ground(noun, article)
        if place:
            return place
    return ()


def _through(prep: Token) -> list[Token]:
    """The nouns after a preposition, doubled prepositions included ("on to", "out of")."""
    found = children(prep, "pobj")
    for inner in children(prep, "prep"):
        found.extend(children(inner, "pobj"))
    return found


def _ground(noun: Token, article: Article) -> Codes:
    """The state on whose ground the noun phrase lies, by the places it names."""
    found = [place.country for t in noun.subtree if (place := article.place_at.get(t.i))]
    return tuple([code for code in found if code][:1])
