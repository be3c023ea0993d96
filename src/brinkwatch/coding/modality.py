"""Says whether an act was done, is going on, is planned, denied, asked for or only supposed.

Three things decide, the first that speaks wins: the verb group or noun phrase itself (auxiliaries,
negation, mood, "any", "planned"), the construction it stands in (a purpose, a gerund, a relative
clause about "anyone who", a condition, a question), and the words that govern it (agree to, refuse
to, risk of, manage to). The words are data (`lexicon/modality.toml`); the grammar is Quirk et al.
1985 (A Comprehensive Grammar of the English Language, chapters 4, 10, 14-16) and, for verbs like
"manage" and "fail", Karttunen 1971 (Language 47, "Implicative verbs").
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from brinkwatch.coding.parsing import Article, children, lemma

if TYPE_CHECKING:
    from spacy.tokens import Token

Status: TypeAlias = Literal[
    "actual", "planned", "denied", "ongoing", "hypothetical", "asked", "historical", "metaphor"
]
NOUNS = frozenset({"NOUN", "PROPN"})
VERBS = frozenset({"VERB", "AUX"})


@cache
def cues() -> dict[str, frozenset[str]]:
    """The cue words of `lexicon/modality.toml`, by what they make of the act below them."""
    text = (resources.files(__package__) / "lexicon" / "modality.toml").read_text("utf-8")
    return {row["name"]: frozenset(row["words"]) for row in tomllib.loads(text)["cue"]}


def status_of(head: Token, article: Article) -> Status:
    """The status of the act whose head (verb or event noun) this is."""
    key = ("status", head.i)
    if key not in article.memo:
        article.memo[key] = _status(head)
    return cast("Status", article.memo[key])


def _status(head: Token) -> Status:
    if _denied_above(head):
        return "denied"
    own = _own_noun(head) if head.pos_ in NOUNS else _own_verb(head)
    if own in {"actual", "ongoing"} or (own == "planned" and not _modals(head)):
        return _governed(head) or own
    return own


# --- the words of the act itself ----------------------------------------------------------------


def _own_verb(head: Token) -> Status:
    """What the verb group says: condition, modal, negation, future, progressive, mood."""
    words = _modals(head)
    if conditional(head) or _has_condition(head) or _whatever(head) or words & cues()["hypothetical_modal"]:
        return "hypothetical"
    if _question(head):
        return "asked"
    if negated(head):
        return "denied"
    if words & cues()["future_modal"] or _going_to(head):
        return "planned"
    if _imperative(head):
        return "asked"
    if head.tag_ == "VBG" and any(lemma(aux) == "be" for aux in children(head, "aux")):
        return "ongoing"
    return "actual"


def _own_noun(head: Token) -> Status:
    """What the noun's modifiers say: any, possible, planned, ongoing, earlier, no."""
    modifiers = {lemma(child) for child in children(head, "amod", "det", "advmod", "compound")}
    for name, status in (
        ("unreal_modifier", "hypothetical"), ("planned_modifier", "planned"),
        ("ongoing_modifier", "ongoing"), ("historical_modifier", "historical"),
    ):  # fmt: skip
        if modifiers & cues()[name]:
            return cast("Status", status)
    return "denied" if "no" in modifiers else "actual"


def _modals(head: Token) -> set[str]:
    """The auxiliaries of a verb group; a coordinated verb without its own shares the first's."""
    own = children(head, "aux", "auxpass")
    if not own and head.dep_ == "conj" and head.head.pos_ in VERBS and not children(head, "nsubj", "nsubjpass"):
        return _modals(head.head)
    return {lemma(aux) for aux in own} | {aux.lower_ for aux in own}


def negated(head: Token) -> bool:
    """Whether the verb group is negated: not, never, no longer, neither, nobody."""
    negators = cues()["negator"]
    if any(child.lower_ in negators for child in children(head, "neg", "advmod", "preconj", "cc")):
        return True
    for child in children(head, "nsubj", "nsubjpass", "dobj", "attr"):
        if child.lower_ in {"nobody", "none", "nothing", "neither"}:
            return True
        if any(det.lower_ in {"no", "neither"} for det in children(child, "det")):
            return True
    return False


def conditional(head: Token) -> bool:
    """Whether the clause itself is a condition: if, unless, until, or an inverted should/were/had."""
    if {child.lower_ for child in children(head, "mark", "advmod")} & cues()["condition"]:
        return True
    first = min(children(head, "aux", "auxpass"), key=lambda t: t.i, default=None)
    subject = children(head, "nsubj", "nsubjpass")
    return bool(
        first is not None and subject and first.i < subject[0].i
        and first.lower_ in {"should", "were", "had"} and head.dep_ in {"advcl", "ROOT", "ccomp", "dep"}
    )  # fmt: skip


def _has_condition(head: Token) -> bool:
    """Whether the clause is the main clause of a condition."""
    return any(
        conditional(child) and not any(m.lower_ in {"once", "until", "whether"} for m in children(child, "mark", "advmod"))
        for child in children(head, "advcl")
    )  # fmt: skip


def _whatever(head: Token) -> bool:
    """"What we deploy depends on them": a free relative in the present names no act."""
    return head.tag_ in {"VBP", "VBZ"} and any(
        child.lower_ in {"what", "whatever", "whoever"} for child in children(head, "dobj", "nsubj")
    )


def _question(head: Token) -> bool:
    if head.dep_ != "ROOT":
        return False
    last = next((t for t in reversed(head.sent) if not t.is_space and t.text not in "\"')"), head)
    return last.text == "?"


def _imperative(head: Token) -> bool:
    return (
        head.tag_ == "VB" and head.dep_ == "ROOT"
        and not children(head, "nsubj", "nsubjpass", "aux", "auxpass")
    )  # fmt: skip


def _going_to(head: Token) -> bool:
    return head.dep_ == "xcomp" and head.head.lower_ == "going" and head.tag_ == "VB"


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
    """What one link upwards says: a status, "stop" where nothing above matters, None to climb on."""
    dep = token.dep_
    if dep in {"relcl", "appos"}:
        return _relative(token, above)
    if dep in {"nsubj", "nsubjpass"}:
        return "stop" if token.pos_ in NOUNS and _identified(token) else _status_if_unreal(above)
    if dep == "advcl":
        return _adverbial(token, above)
    if dep == "conj":
        return _coordinated(token, above)
    if dep in {"ccomp", "parataxis", "csubj"} and _finite(token):
        return _finite_clause(token, above)
    if dep in {"xcomp", "ccomp", "acl", "csubj"}:
        return _non_finite(token, above)
    if dep == "pcomp":
        return _after_preposition(token, above)
    if token.pos_ in NOUNS and dep in {"dobj", "pobj", "prep", "attr", "oprd", "dative"} or dep == "prep":
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
    if _infinitive(token):
        return "actual" if _perfect(token) else "hypothetical"
    if token.tag_ in {"VBG", "VBN"} and not children(token, "nsubj", "aux"):
        if token.tag_ == "VBG" and lemma(above) in cues()["says"] and token.i == token.sent.start:
            return "hypothetical"  # "Letting them fire, he said, would ..."
        return _status_if_unreal(above)
    return "stop"


def _coordinated(token: Token, above: Token) -> Status | Literal["stop"]:
    if _infinitive(token) and above.pos_ in VERBS:
        return _governed(above) or "hypothetical"
    own_tense = token.tag_ in {"VBD", "VBZ"} or children(token, "nsubj", "nsubjpass", "aux")
    if above.pos_ in VERBS and own_tense:
        return "hypothetical" if conditional(above) else "stop"
    status = _status(above)
    return "stop" if status in {"actual", "ongoing"} else status


def _finite_clause(token: Token, above: Token) -> Status | Literal["stop"]:
    """That-clauses: reported acts keep their own tense; what is wished or imagined is not real."""
    word = lemma(above)
    if word in cues()["imagines"] or {m.lower_ for m in children(token, "mark")} & {"whether", "if"}:
        return "hypothetical"
    if word in cues()["asks"] and token.tag_ in {"VB", "VBP"}:
        return "asked"
    return "stop"


def _non_finite(token: Token, above: Token) -> Status | Literal["stop"] | None:
    """Infinitives and gerunds: what they depend on decides."""
    word = lemma(above)
    if token.dep_ == "csubj":
        return "hypothetical" if word in cues()["says"] else _status_if_unreal(above)
    if token.tag_ == "VBN" or _perfect(token):
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
    mine = _own_verb(above) if above.pos_ in VERBS else "actual"
    return mine if mine in {"hypothetical", "denied", "asked"} else status


def _after_preposition(token: Token, prep: Token) -> Status | Literal["stop"] | None:
    """Gerunds after a preposition: by and after tell what was done, without what was not."""
    word = prep.lower_
    if word in {"by", "after", "since", "through"} or (word == "for" and lemma(prep.head) in cues()["judges"]):
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
    if _imperative(above):
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


def _infinitive(token: Token) -> bool:
    return token.tag_ == "VB" and any(aux.lower_ == "to" for aux in children(token, "aux"))


def _perfect(token: Token) -> bool:
    """A perfect infinitive: "to have heeded"."""
    return token.tag_ == "VBN" and any(aux.tag_ == "VB" for aux in children(token, "aux"))
