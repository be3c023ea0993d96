"""Says whether an act was done, is going on, is planned, denied, asked for or only supposed.

Three things decide, the first that speaks wins: the verb group or noun phrase itself (auxiliaries,
negation, mood, "any", "planned"), the construction it stands in (a purpose, a gerund, a relative
clause about "anyone who", a condition, a question), and the words that govern it (agree to, refuse
to, risk of, manage to). The words are data (`lexicon/modality.toml`); the grammar is Quirk et al.
1985 (A Comprehensive Grammar of the English Language, chapters 4, 10, 14-16) and, for verbs like
"manage" and "fail", Karttunen 1971 (Language 47, "Implicative verbs").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from brinkwatch.coding.parsing import Article, children, lemma
from brinkwatch.coding.verbgroups import (
    NOUNS,
    VERBS,
    Status,
    conditional,
    cues,
    imperative,
    infinitive,
    modals,
    negated,
    own_noun,
    own_verb,
    perfect,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Status", "conditional", "cues", "negated", "status_of"]


def status_of(head: Token, article: Article) -> Status:
    """The status of the act whose head (verb or event noun) this is."""
    key = ("status", head.i)
    if key not in article.memo:
        article.memo[key] = _status(head)
    return cast("Status", article.memo[key])


def _status(head: Token) -> Status:
    if _denied_above(head):
        return "denied"
    own = own_noun(head) if head.pos_ in NOUNS else own_verb(head)
    if own in {"actual", "ongoing"} or (own == "planned" and not modals(head)):
        return _governed(head) or own
    return own


# --- the construction and the words above ---------------------------------------------------------


def _denied_above(head: Token) -> bool:
    """Whether a verb of denial governs the act, directly or through a finite clause."""
    token = head
    for _ in range(4):
        if token.head.i == token.i or token.dep_ in {"advcl", "relcl", "nsubj", "nsubjpass"}:
            return False
        above = token.head
        if lemma(above) in cues()["disowns"] and not negated(above):
            return True
        if above.pos_ in VERBS and token.dep_ == "conj":
            return False
        token = above
    return False


def _governed(head: Token) -> Status | None:
    """What the clauses above make of the act, nearest first; None where they leave it as it is."""
    token = head
    while token.head.i != token.i:
        found = _step(token, token.head)
        if found == "stop":
            return None
        if found is not None:
            return found
        token = token.head
    return None


def _step(token: Token, above: Token) -> Status | Literal["stop"] | None:
    """What one link upwards says: a status, "stop" where nothing more matters, None to go on."""
    dep = token.dep_
    if dep in {"relcl", "appos"}:
        return _relative(token, above)
    if dep in {"nsubj", "nsubjpass"}:
        if token.pos_ in NOUNS and _identified(token):
            return "stop"
        timeless = token.pos_ in NOUNS and above.tag_ in {"VBZ", "VBP"}  # "a strike is unlikely"
        return "hypothetical" if timeless else _status_if_unreal(above)
    if dep == "advcl":
        return _adverbial(token, above)
    if dep == "conj":
        return _coordinated(token, above)
    if dep in {"ccomp", "parataxis", "csubj"} and _finite(token):
        return _finite_clause(token, above)
    if dep in {"xcomp", "ccomp", "acl", "csubj"}:
        return _non_finite(token, above)
    if dep == "pcomp":
        return _after_preposition(above)
    if (
        token.pos_ in NOUNS and dep in {"dobj", "pobj", "prep", "attr", "oprd", "dative"}
    ) or dep == "prep":
        return _under_word(token, above)
    return None


def _status_if_unreal(above: Token) -> Status | Literal["stop"]:
    status = _status(above) if above.pos_ in VERBS else "actual"
    return "hypothetical" if status in {"hypothetical", "asked"} else "stop"


def _relative(token: Token, noun: Token) -> Status | Literal["stop"]:
    """A relative clause about anyone or whoever is no report."""
    general = {"any", "every", "no", "whatever", "whoever", "those", "each", "whichever"}
    if token.dep_ == "relcl" and any(d.lower_ in general for d in children(noun, "det")):
        return "hypothetical"
    return "hypothetical" if noun.lower_ in general | {"anyone", "anybody"} else "stop"


def _adverbial(token: Token, above: Token) -> Status | Literal["stop"]:
    """A purpose is not yet done; a participle shares the fate of its main verb."""
    if infinitive(token):
        return "actual" if perfect(token) else "hypothetical"
    if token.tag_ in {"VBG", "VBN"} and not children(token, "nsubj", "aux"):
        if token.tag_ == "VBG" and lemma(above) in cues()["says"] and token.i == token.sent.start:
            return "hypothetical"  # "Letting them fire, he said, would ..."
        return _status_if_unreal(above)
    return "stop"


def _coordinated(token: Token, above: Token) -> Status | Literal["stop"]:
    if infinitive(token) and above.pos_ in VERBS:
        return _governed(above) or "hypothetical"
    own_tense = token.tag_ in {"VBD", "VBZ"} or children(token, "nsubj", "nsubjpass", "aux")
    if above.pos_ in VERBS and own_tense:
        return "hypothetical" if conditional(above) else "stop"
    status = _status(above)
    return "stop" if status in {"actual", "ongoing"} else status


def _finite_clause(token: Token, above: Token) -> Status | Literal["stop"]:
    """That-clauses: reported acts keep their own tense; what is wished or imagined is not real."""
    word = lemma(above)
    if word in cues()["imagines"] or {m.lower_ for m in children(token, "mark")} & {
        "whether",
        "if",
    }:
        return "hypothetical"
    if word in cues()["asks"] and token.tag_ in {"VB", "VBP"}:
        return "asked"
    return "stop"


def _non_finite(token: Token, above: Token) -> Status | Literal["stop"] | None:
    """Infinitives and gerunds: what they depend on decides."""
    word = lemma(above)
    if token.dep_ == "csubj":
        return "hypothetical" if word in cues()["says"] else _status_if_unreal(above)
    if token.tag_ == "VBN" or perfect(token):
        return "stop" if token.dep_ != "acl" else None
    if word in cues()["denies"] or (word not in cues()["implies"] and negated(above)):
        return "denied"
    if word in cues()["asks"]:
        return "asked"
    if word in cues()["plans"]:
        return _unless_unreal(above, "planned")
    if word in cues()["implies"]:
        status = _status(above)
        return "stop" if status == "actual" else status
    if token.dep_ == "acl" and token.tag_ == "VBG" and above.pos_ in NOUNS and not _general(above):
        return _status_if_unreal(above.head) if above.dep_ == "pobj" else "stop"
    return "hypothetical"


def _unless_unreal(above: Token, status: Status) -> Status:
    mine = own_verb(above) if above.pos_ in VERBS else "actual"
    return mine if mine in {"hypothetical", "denied", "asked"} else status


def _after_preposition(prep: Token) -> Status | Literal["stop"] | None:
    """Gerunds after a preposition: by and after tell what was done, without what was not."""
    word = prep.lower_
    if word in {"by", "after", "since", "through"} or (
        word == "for" and lemma(prep.head) in cues()["judges"]
    ):
        above = prep.head
        return _status_if_unreal(above) if above.pos_ in VERBS else "stop"
    if word == "without":
        return "denied"
    return "hypothetical"


def _under_word(token: Token, above: Token) -> Status | Literal["stop"] | None:
    """An event noun under a verb, a preposition or another noun."""
    word = lemma(above)
    if token.dep_ == "pobj":
        return None
    if word == "eve":
        return "planned"
    if above.pos_ in NOUNS and token.lower_ == "as":
        return "stop"
    if above.pos_ in NOUNS and word in cues()["supposes"]:
        return "hypothetical"
    if above.pos_ in NOUNS and word in cues()["plans"] and token.lower_ in {"of", "for"}:
        return "planned"
    if above.pos_ not in VERBS:
        return None
    if token.lower_ in cues()["setting"]:
        return _status_if_unreal(above)
    if imperative(above):
        return "asked"
    if word in cues()["asks"]:
        return "asked" if not _identified(_noun(token)) else "stop"
    if _identified(_noun(token)) and word not in cues()["makes"]:
        return "stop"
    status = _status(above)
    if word in cues()["plans"] and status == "actual":
        return "planned"
    return "stop" if status in {"actual", "ongoing"} else status


def _noun(token: Token) -> Token:
    return next(iter(children(token, "pobj")), token)


def _identified(noun: Token) -> bool:
    """Whether the noun names one known act: "Sunday's attack", "the strike on the bridge"."""
    definite = any(
        child.lower_ in {"the", "this", "that", "these", "those"} or child.dep_ == "poss"
        for child in noun.children
    )
    return definite and not _general(noun)


def _general(noun: Token) -> bool:
    return any(d.lower_ in {"any", "every", "no", "a", "an", "each"} for d in children(noun, "det"))


def _finite(token: Token) -> bool:
    if token.tag_ in {"VBD", "VBZ", "VBP"}:
        return True
    return any(
        aux.tag_ in {"VBD", "VBZ", "VBP", "MD"} for aux in children(token, "aux", "auxpass")
    ) or (token.pos_ not in VERBS)
