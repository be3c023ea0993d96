"""Says who a speaker is: a party to the crisis, an expert, or the outlet itself.

A party speaks for a state, an organisation or a group; an expert for nobody else, and a former
office holder is an expert. Names introduced once are remembered by their surname; a pronoun or a
bare office takes the nearest fitting speaker before it. The nouns are data (`lexicon/speech.toml`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from brinkwatch.coding.actors import actors_in
from brinkwatch.coding.parsing import Article, children, conjuncts, lemma
from brinkwatch.coding.phrasebook import nouns
from brinkwatch.coding.references import is_counterpart
from brinkwatch.records import Actors

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

SourceKind: TypeAlias = Literal["party", "expert", "author"]

_PRONOUNS = {"he", "she", "it", "they", "we", "i", "who"}
_QUANTIFIERS = {
    "one", "another", "other", "others", "both", "neither", "some", "most", "many", "few", "third",
    "second", "first", "several", "two", "three", "none", "everybody", "everyone", "people",
}  # fmt: skip
_UNIONS = {"UN", "EU", "OSCE", "AU", "OAS"}  # bodies that nobody calls an alliance
_NOBODY = {"nobody", "anyone", "anybody", "none", "no-one", "noone"}


@dataclass(frozen=True)
class Source:
    """Who says or thinks something: name as written, codes, kind, and the word that says so."""

    name: str | None
    codes: Actors
    kind: SourceKind
    index: int = -1
    mode: str = "say"
    person: bool = False

    def told(self) -> str:
        """The source in words: its name or codes, and what it is."""
        if self.kind == "author":
            return "the author"
        known = ", ".join(self.codes) or "no state known"
        return f"{self.name} ({self.kind}, {known})" if self.name else f"the {self.kind} {known}"


AUTHOR = Source(None, ("AUTHOR",), "author")


class Speakers:
    """The speakers of one article as they appear, in reading order."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.by_surname: dict[str, Source] = {}
        self.heard: list[tuple[int, Source]] = []

    def enter(self, head: Token, *, index: int, mode: str, aside: bool = False) -> Source | None:
        """The source that the noun `head` names; None when it names nobody.

        It is remembered for the pronouns to come, unless it stands aside in a relative clause.
        """
        source = self._of(head)
        if source is None and mode == "think" and _several(head):
            source = Source(written(head, self.article), ("EXPERT",), "expert")
        if source is None:
            return None
        source = replace(source, index=index, mode=mode)
        if source.kind != "author" and not aside:
            self.heard.append((head.i, source))
        if source.name and source.person and source.kind != "author":
            self.by_surname.setdefault(source.name.split()[-1], source)
        return source

    def notice(self, head: Token) -> None:
        """Remember the person a sentence is about, where it says what that person is."""
        source = self._of(head)
        if source is None or source.kind == "author":
            return
        known = head.ent_type_ == "PERSON" or lemma(head) in nouns("expert") | nouns("person")
        if source.kind == "expert" and not known:
            return
        self.heard.append((head.i, source))

    def last(self, token: Token, *, person: bool | None = None) -> Source | None:
        """The nearest speaker before the token, sentences before its own first."""
        near = self.article.paragraph_start(token)
        fitting = [(i, s) for i, s in self.heard if person is None or s.person == person]
        earlier = [s for i, s in fitting if i < token.sent.start and i >= near]
        here = [s for i, s in fitting if token.sent.start <= i < token.i]
        further = [s for i, s in fitting if i < near]
        for group in (earlier, here, further):
            if group:
                return group[-1]
        return None

    def _of(self, head: Token) -> Source | None:
        word = head.lower_
        if word in {"i", "we", "you", "that", "which", "this", "there", "what", "us", "me"}:
            return None
        if word in _PRONOUNS:
            return self._pronoun(head)
        if word in {"few", "many"} and not any(c.lower_ == "of" for c in head.children):
            return AUTHOR
        phrase = noun_phrase(head)
        known = self.by_surname.get(head.text)
        if known is not None and self.article.mention_at.get(head.i) is None:
            return known
        if self._expert(head, phrase):
            return Source(written(head, self.article), ("EXPERT",), "expert", person=True)
        official = lemma(head) == "agency" and any(self._kind(t) for t in children(head, "poss"))
        if lemma(head) in nouns("media") and head.ent_type_ != "PERSON" and not official:
            return AUTHOR
        codes = self._codes(head, phrase)
        person = any(self._kind(t) == "leader" for t in phrase) or head.ent_type_ == "PERSON"
        person = person or lemma(head) in nouns("person")
        if codes:
            return Source(written(head, self.article), codes, "party", person=person)
        if is_counterpart(head):
            return Source(written(head, self.article), (), "party", person=True)
        if {lemma(t) for t in phrase} & nouns("office"):
            return Source(written(head, self.article), self._near(head), "party", person=person)
        if head.pos_ == "PROPN" and head.ent_type_ in {"ORG", "GPE", "LOC", "FAC", "NORP"}:
            return None
        if head.pos_ == "PROPN" and (head.ent_type_ == "PERSON" or len(phrase) > 1):
            return Source(written(head, self.article), ("EXPERT",), "expert", person=True)
        return None

    def _pronoun(self, head: Token) -> Source | None:
        word = head.lower_
        if word in {"he", "she"}:
            found = self.last(head, person=True) or self.last(head)
        elif word == "it":
            found = self.last(head, person=False) or self.last(head)
        else:
            found = self.last(head)
        if found is not None:
            return found
        codes = actors_in(head, self.article)
        return Source(None, codes, "party") if codes else None

    def _expert(self, head: Token, phrase: list[Token]) -> bool:
        words = {lemma(t) for t in phrase} | {t.lower_ for t in phrase}
        personal = any(self._kind(t) in {"leader", "organ"} for t in phrase)
        if any(w.startswith("ex-") for w in words) or words & nouns("former"):
            return True
        base = lemma(head)
        indefinite = any(t.lower_ in {"a", "an"} for t in children(head, "det"))
        if personal and not (indefinite and base in nouns("expert") - {"adviser", "advisor"}):
            return False
        if head.lower_ in _QUANTIFIERS or head.lower_ in _NOBODY:
            return not actors_in(head, self.article) or not words & nouns("office")
        titles = {base, base.split("-")[-1], *(lemma(t) for t in children(head, "appos"))}
        if titles & nouns("expert"):
            return True
        of = [p for p in children(head, "prep") if p.lower_ == "of"]
        if {lemma(n) for p in of for n in children(p, "pobj")} & nouns("office"):
            return False
        return indefinite and head.pos_ == "NOUN" and base not in nouns("office") | nouns("media")

    def _codes(self, head: Token, phrase: list[Token]) -> Actors:
        """A named person first, then the head noun, its apposition and its modifiers."""
        for kinds in ({"leader"}, {"office", "organ", "army"}):
            for token in phrase:
                if self._kind(token) in kinds:
                    return (self.article.mention_at[token.i].code,)
        if is_counterpart(head):
            return actors_in(head, self.article)
        if lemma(head) in nouns("office") and not any(self._kind(t) for t in phrase):
            return self._near(head)
        for part in [head, *children(head, "appos")]:
            found = actors_in(part, self.article)
            if found:
                return found
        named = [t for t in phrase if t.i in self.article.mention_at]
        return (self.article.mention_at[named[0].i].code,) if named else ()

    def _near(self, head: Token) -> Actors:
        """A bare office ("the foreign minister") speaks for the party that was speaking."""
        if lemma(head) in {"alliance", "bloc", "union", "organisation", "organization"}:
            named = [
                m for m in self.article.mentions if m.start < head.idx and m.kind == "organisation"
                and not (lemma(head) == "alliance" and m.code in _UNIONS)
            ]  # fmt: skip
            return (named[-1].code,) if named else ()
        for token in head.doc[head.sent.start : head.left_edge.i]:
            mention = self.article.mention_at.get(token.i)
            if mention is None:
                continue
            opens = mention.kind == "capital" and token.i - head.sent.start <= 2
            if opens or _acts_in_main_clause(token):
                return (mention.code,)
        last = self.last(head)
        start = self.article.paragraph_start(head)
        near = any(i >= start for i, s in self.heard if s == last)
        if near and last is not None and last.kind == "party" and last.codes:
            return last.codes
        for i in range(start, head.i):
            mention = self.article.mention_at.get(i)
            if mention is not None:
                return (mention.code,)
        return last.codes if last is not None and last.kind == "party" else ()

    def _kind(self, token: Token) -> str | None:
        mention = self.article.mention_at.get(token.i)
        return mention.kind if mention else None


def _several(head: Token) -> bool:
    """Whether unnamed people of no office hold a view: "old hands reckon"."""
    return head.tag_ == "NNS" and not children(head, "det", "poss", "nummod")


def _acts_in_main_clause(token: Token) -> bool:
    """Whether the token is in the subject of a clause that is no condition or aside."""
    while token.dep_ in {"amod", "compound", "poss", "nmod", "conj"} and token.head.i != token.i:
        token = token.head
    verb = token.head
    return token.dep_ in {"nsubj", "nsubjpass"} and verb.dep_ not in {"advcl", "relcl", "acl"}


def animate(noun: Token, article: Article) -> bool:
    """Whether the noun is somebody who can hold a view: a person, an expert, "most of them"."""
    mention = article.mention_at.get(noun.i)
    people = nouns("expert") | nouns("person") | nouns("former") | {"historian", "officer", "ally"}
    return (
        noun.lower_ in _QUANTIFIERS | _NOBODY | {"he", "she", "they"}
        or noun.ent_type_ == "PERSON"
        or lemma(noun) in people
        or (mention is not None and mention.kind != "demonym")
    )


def noun_phrase(head: Token) -> list[Token]:
    """The tokens of the noun phrase, without relative clauses and what follows them."""
    out = [head]
    for child in head.children:
        if child.dep_ in {"relcl", "acl", "advcl", "cc", "conj", "punct", "ccomp", "parataxis"}:
            continue
        out.extend(t for t in child.subtree if abs(t.i - head.i) < 14)
    first = past_dateline(head.sent)
    return sorted((t for t in out if t.i >= first or t.i == head.i), key=lambda t: t.i)


def past_dateline(sent: Span) -> int:
    """Index of the first token after a dateline: "NAIROBI/ADEN, May 3 - "."""
    for token in sent[: min(12, len(sent))]:
        if token.text in {"-", "–", "—", "--"} and token.i > sent.start and sent[0].is_upper:
            words = [
                t for t in sent.doc[sent.start : token.i] if t.is_alpha and t.ent_type_ != "DATE"
            ]
            if all(t.is_upper or len(t.text) <= 5 for t in words):
                return int(token.i) + 1
    return int(sent.start)


def written(head: Token, article: Article) -> str | None:
    """The speaker as the article writes it; None for a bare capital or country."""
    heads = [*children(head, "appos"), head]
    for token in heads:
        mention = article.mention_at.get(token.i)
        if mention and mention.kind == "leader":
            return article.document.text[mention.start : mention.end]
        if token.ent_type_ == "PERSON" or (token.pos_ == "PROPN" and token.dep_ == "appos"):
            left = token
            while left.i > 0 and left.nbor(-1).pos_ == "PROPN" and left.nbor(-1).head == token:
                left = left.nbor(-1)
            return article.document.text[left.idx : token.idx + len(token.text)]
    mention = article.mention_at.get(head.i)
    if mention and mention.kind in {"capital", "state", "demonym", "collective", "organisation"}:
        return None
    tokens = [t for t in noun_phrase(head) if t.dep_ != "appos"]
    run = [head]
    for t in reversed([t for t in tokens if t.i < head.i]):
        hyphen = t.i == run[0].i - 2 and t.nbor(1).text == "-"  # "secretary-general"
        if t.i == run[0].i - 1 or hyphen:
            run.insert(0, t)
    for t in (t for t in tokens if t.i > head.i):
        if t.i == run[-1].i + 1 and not t.is_punct:
            run.append(t)
    if len(run) > 1 and run[0].lower_ == "the":
        run = run[1:]
    return article.document.text[run[0].idx : run[-1].idx + len(run[-1].text)]


def both(head: Token, article: Article) -> Actors:
    """The codes of a coordinated phrase, each once."""
    return tuple(dict.fromkeys(c for part in conjuncts(head) for c in actors_in(part, article)))
