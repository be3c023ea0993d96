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
from brinkwatch.records import Actors

if TYPE_CHECKING:
    from spacy.tokens import Token

SourceKind: TypeAlias = Literal["party", "expert", "author"]

_PRONOUNS = {"he", "she", "it", "they", "we", "i", "who"}
_QUANTIFIERS = {
    "one", "another", "other", "others", "both", "neither", "some", "most", "many", "few", "third",
    "second", "first", "several", "two", "three", "none", "everybody", "everyone", "people",
}  # fmt: skip
_NOBODY = {"nobody", "anyone", "anybody", "none", "no-one", "noone"}
_PERSONAL = {"leader", "office", "role"}


@dataclass(frozen=True)
class Source:
    """Who says or thinks something: name as written, codes, kind, and the word that says so."""

    name: str | None
    codes: Actors
    kind: SourceKind
    index: int = -1
    mode: str = "say"
    person: bool = False


AUTHOR = Source(None, ("AUTHOR",), "author")


class Speakers:
    """The speakers of one article as they appear, in reading order."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.by_surname: dict[str, Source] = {}
        self.last: Source | None = None
        self.paragraph = 0

    def enter(self, head: Token, *, index: int, mode: str) -> Source | None:
        """The source that the noun `head` names, remembered; None when it names nobody."""
        source = self._of(head)
        if source is None:
            return None
        source = replace(source, index=index, mode=mode)
        if source.kind != "author":
            self.last = source
            self.paragraph = self.article.paragraph_start(head)
            if source.name and source.person:
                self.by_surname.setdefault(source.name.split()[-1], source)
        return source

    def _of(self, head: Token) -> Source | None:
        word = head.lower_
        if word in {"i", "we", "you", "that", "which", "this", "there", "what"}:
            return None
        if word in _PRONOUNS:
            return self._pronoun(head)
        phrase = noun_phrase(head)
        if head.text in self.by_surname and self.article.mention_at.get(head.i) is None:
            return self.by_surname[head.text]
        if self._expert(head, phrase):
            return Source(written(head, self.article), ("EXPERT",), "expert", person=True)
        if lemma(head) in nouns("media"):
            return AUTHOR
        codes = self._codes(head, phrase)
        person = any(self._kind(t) in _PERSONAL for t in phrase) or head.ent_type_ == "PERSON"
        if codes:
            return Source(written(head, self.article), codes, "party", person=person)
        if {lemma(t) for t in phrase} & nouns("office"):
            return Source(written(head, self.article), self._near(head), "party", person=True)
        if head.pos_ == "PROPN" and (head.ent_type_ == "PERSON" or len(phrase) > 1):
            return Source(written(head, self.article), ("EXPERT",), "expert", person=True)
        return None

    def _pronoun(self, head: Token) -> Source | None:
        if self.last is None:
            found = actors_in(head, self.article)
            return Source(None, found, "party") if found else None
        return self.last

    def _expert(self, head: Token, phrase: list[Token]) -> bool:
        words = {lemma(t) for t in phrase} | {t.lower_ for t in phrase}
        personal = any(self._kind(t) in {"leader", "organ"} for t in phrase)
        if any(w.startswith("ex-") for w in words) or words & nouns("former"):
            return True
        if personal:
            return False
        base = lemma(head)
        if head.lower_ in _QUANTIFIERS or head.lower_ in _NOBODY:
            return not actors_in(head, self.article) or not words & nouns("office")
        if base in nouns("expert") or base.split("-")[-1] in nouns("expert"):
            return True
        indefinite = any(t.lower_ in {"a", "an"} for t in children(head, "det"))
        return indefinite and head.pos_ == "NOUN" and base not in nouns("office") | nouns("media")

    def _codes(self, head: Token, phrase: list[Token]) -> Actors:
        for part in [head, *(t for t in children(head, "appos"))]:
            found = actors_in(part, self.article)
            if found:
                return found
        named = [t for t in phrase if t.i in self.article.mention_at]
        return (self.article.mention_at[named[0].i].code,) if named else ()

    def _near(self, head: Token) -> Actors:
        """A bare office ("the foreign minister") speaks for the party that was speaking."""
        start = self.article.paragraph_start(head)
        if self.last and self.last.kind == "party" and self.paragraph == start:
            return self.last.codes
        for i in range(start, head.i):
            mention = self.article.mention_at.get(i)
            if mention and mention.kind != "place":
                return (mention.code,)
        return self.last.codes if self.last and self.last.kind == "party" else ()

    def _kind(self, token: Token) -> str | None:
        mention = self.article.mention_at.get(token.i)
        return mention.kind if mention else None


def noun_phrase(head: Token) -> list[Token]:
    """The tokens of the noun phrase, without relative clauses and what follows them."""
    out = [head]
    for child in head.children:
        if child.dep_ in {"relcl", "acl", "advcl", "cc", "conj", "punct", "ccomp", "parataxis"}:
            continue
        out.extend(t for t in child.subtree if abs(t.i - head.i) < 14)
    return sorted(out, key=lambda t: t.i)


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
        if t.i == run[0].i - 1:
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
