"""Who wrote it and for whom: bylines, author boxes and the outlet's name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from brinkwatch.reading import dates
from brinkwatch.reading.lines import bare, is_sentence, labels, sections, words
from brinkwatch.reading.memory import remember
from brinkwatch.reading.vocabulary import any_of, table

CAPITAL = r"[^\W\d_a-zß-öø-ÿа-яіїєґё]"
PARTICLE = r"(?:al|bin|bint|ben|de|del|della|der|di|du|el|la|le|van|von|of|y|e)"
NAME = rf"{CAPITAL}[\w’'.-]*(?:\s+(?:{PARTICLE}\s+)*{CAPITAL}[\w’'.-]*){{1,3}}"
"""Two to four capitalised words, with the particles of names between them."""

SMALL = r"(?:of|for|and|the|on|in|de|la|le|du|des|der|die|für|und|del|y)"
PERSON = re.compile(rf"{NAME}(?:(?:,\s|,?\s(?:and|und|et|y|&)\s){NAME})*")
PLACE = rf"{CAPITAL}[\w’'.-]*(?:\s+{CAPITAL}[\w’'.-]*){{0,2}}"
LOCATED = re.compile(
    rf"{NAME}\s+(?:in|à|en|aus|в)\s+{PLACE}"
    rf"(?:(?:,\s|,?\s(?:and|und|et|y|и|&)\s){NAME}(?:\s+(?:in|à|en|aus|в)\s+{PLACE})?)*"
)
"""Names with the places they report from: `Jane Doe in Beirut and John Roe in Washington`."""
HONORIFIC = r"(?:M(?:r|s|rs)|Dr|Prof|Sir|Lord|Lady|Gen|Col|Amb)\.?\s+"
AFFILIATION = re.compile(
    r"\b(?:at|with|of|for|en|à|am|an|del?|der)\s+(?:the\s+|el\s+|la\s+|l’|der\s+)?(?P<body>[A-Z][\w’'.-]*(?:[\s-]+(?:of|for|on|and|in|the|del?|für|y|&|[A-Z][\w’'.-]*))*)"
)
DATELINE = re.compile(
    r"[A-Z][A-Z .,/’'-]{2,50}?,\s(?P<date>[^\W\d]*\.?\s?\d{1,2}[^—–()-]{0,20})\s?"
    r"(?:\([^()]{2,30}\)\s?)?[-–—:]"
)
SHIFT = re.compile(r"\s\((?:now|earlier|until .{1,20}|from .{1,20}|before)\)")
THE_NAME = re.compile(r"The [A-Z]\w+(?: [A-Z]\w+){0,3}$")
"""A title of a paper on a line of its own: `The Northern Watchman`."""
LONGEST_OUTLET = 10  # words; assumed
LONGEST_BIO = 500  # characters; assumed
TRAILING_PARTICLE = re.compile(r"(?:[\s,-]+(?:of|for|on|and|in|the|del?|für|y|&))+$")


@cache
def _bio() -> re.Pattern[str]:
    does = "|".join(table("people")["author"]["does"]["verbs"])
    return re.compile(
        rf"^(?P<name>{HONORIFIC}{CAPITAL}[\w’'.-]*|(?:{HONORIFIC})?{NAME})"
        rf"(?:,?\s\(?\d\d\)?)?,?\s+(?:(?P<does>{does})\b\s*"
        r"|(?:is|was|serves as|works as|teaches|writes|es|est|ist|è|é|jest|je|là|є|—|–)(?!\w)\s*)"
        r"(?P<what>.*)"
    )


@cache
def _opening() -> re.Pattern[str]:
    people = table("people")["byline"]
    before = any_of(people["before"])
    labelled = any_of(people["labelled"])
    return re.compile(
        rf"^\W*(?:(?:(?:{before})\s*:?|(?:{labelled})\s*:)\s+(?P<by>\S.*)"
        r"|from\s+(?P<from>(?:our|an?|the)\s.*))$",
        re.IGNORECASE,
    )


@cache
def _by_genre() -> re.Pattern[str]:
    """A label before the name: `Ein Gastkommentar von Jane Doe`, `Une tribune de Jane Doe`."""
    articles = r"(?i:(?:an?|ein|eine|une?|una|el|la)\s+)?"
    return re.compile(
        rf"^\W*{articles}(?P<genre>[\w-]+(?:\s[\w-]+)?)\s+(?i:by|von|par|por|di|de|od|від|от)\s+"
        rf"(?P<by>{PERSON.pattern})\W*$"
    )


@cache
def _inside() -> re.Pattern[str]:
    people = table("people")["byline"]
    known = any_of((*people["before"], *people["labelled"]))
    return re.compile(rf"[.,;|·]\s(?i:{known})\s?:\s+(?P<by>{PERSON.pattern})")


@cache
def _reports() -> re.Pattern[str]:
    reports = any_of(table("people")["byline"]["reports"])
    return re.compile(rf"^(?P<by>{NAME})(?:\s+in\s+{PLACE})?\s+(?:{reports})(?:\s+{PLACE})?\.?$")


@cache
def _roles() -> re.Pattern[str]:
    roles = any_of(table("people")["byline"]["roles"])
    return re.compile(rf"\b(?:{roles})(?:s|en|in|innen)?\b", re.IGNORECASE)


@cache
def _bio_opening() -> re.Pattern[str]:
    nouns = "|".join(table("people")["author"]["bio"])
    return re.compile(rf"(?:an?|the|senior|former|une?|el|la|ein|eine|{nouns})\b", re.IGNORECASE)


@cache
def _bio_nouns() -> re.Pattern[str]:
    nouns = any_of(table("people")["author"]["bio"])
    return re.compile(rf"\b(?:{nouns})s?\b", re.IGNORECASE)


def _undated(text: str) -> str:
    """A byline without the date, section or counters printed behind it."""
    fields = [field for field in dates.FIELD_BREAK.split(text) if field.strip()]
    field = dates.without_age(fields[0] if fields else text)
    field = dates.before(field)
    field = (
        re.split(r"\s+(?:updated|published|posted|in)\b\s*[:A-Z]", field, flags=re.I)[0]
        if (re.search(r"\s(?:updated|published|posted)\b", field, re.IGNORECASE))
        else field
    )
    return field.strip(" ,.;·|-–—\u00a0")


def _shifts(line: str) -> str | None:
    """The names of those who wrote a live page in turn: `Jane Doe (now) and John Roe (earlier)`."""
    plain, turns = SHIFT.subn("", line.strip())
    return line.strip() if turns and PERSON.fullmatch(_undated(plain)) else None


def split_name(byline: str) -> tuple[str, str | None]:
    """A name and what stands behind it: `Jane Doe, Foreign Editor` has an affiliation."""
    match = re.match(
        rf"^({PERSON.pattern}?)(?:\s?,\s+|\s+[-–—]\s+|\s+(?i:for|at)\s+)(\S.*)$", byline
    )
    if match and not _roles().search(match[1]):
        return match[1], match[2]
    return byline, None


@remember
def byline(line: str) -> str | None:
    """Who wrote it, when the line is a byline (`By Jane Doe`, `Staff reporters in Beirut`)."""
    text = line.strip()
    if words(text) > 25:
        return None
    posted = re.match(
        r"(?i)^\W*posted (?:on|at)\b.*?\bby\s+(?P<by>.+?)(?:\s+in\s+[A-Z]\w*)?\W*$", text
    )
    if posted:
        return _undated(posted["by"])
    genre = _by_genre().match(text)
    if genre and bare(genre["genre"]) in labels():
        return genre["by"]
    opened = _opening().match(text)
    if opened:
        name = _own(_undated(opened["by"] or opened["from"]))
        return name if _is_author(name, text, origin=opened["from"] is not None) else None
    turns = _shifts(text)
    if turns:
        return turns
    reporting = _reports().match(text)
    if reporting:
        return reporting["by"]
    inside = _inside().search(text)
    if inside:
        return re.split(r"(?<=\w\w)\.\s", inside["by"])[0]
    later = re.search(r"(?i)[,·|]\s+(?:by)\s+(?P<by>[^,|·]+)$", text)
    if later and (dates.stamps(text) or dates.day_month(text[: later.start()])):
        return _undated(later["by"])
    if not is_sentence(text) and _roles().search(text):
        name = _undated(text)
        role = _roles().search(name)
        if 2 <= words(name) <= 9 and role and not _names_more(name, role):
            return name
    return None


def _names_more(name: str, role: re.Match[str]) -> bool:
    """A label, or a body with more behind it, as in a menu: `Newsroom Agenda`."""
    known = bare(name) in labels() or bare(name) in sections()
    body = role[0].lower() in table("people")["byline"]["bodies"]
    return known or (body and re.match(rf"\s{CAPITAL}", name[role.end() :]) is not None)


@cache
def _ours() -> re.Pattern[str]:
    ours = "|".join(table("people")["byline"]["ours"])
    return re.compile(rf"^(?i:{ours})\s(?:[\w-]+\s){{1,2}}?(?P<name>{NAME})$")


def _own(byline: str) -> str:
    """The name behind a role: `our correspondent Jane Doe`."""
    match = _ours().match(byline)
    if match is None or _roles().search(match["name"]):
        return byline
    return match["name"] if _roles().search(byline[: match.start("name")]) else byline


def name_in(line: str) -> str | None:
    """The names of a line that is nothing but names, without what is printed behind them."""
    return _undated(line.strip()) if is_name(line) else None


def is_signed(line: str) -> bool:
    """A line that opens as a byline does: `By Jane Doe`, `Par Jeanne Doux`."""
    return _opening().match(line.strip()) is not None


def _is_author(name: str, line: str, *, origin: bool) -> bool:
    """Names or a role, and not the rest of a sentence (`By then Kyiv had noticed.`)."""
    role = _roles().search(name) is not None
    if not 1 <= words(name) <= 12 or (origin and not role):
        return False
    if is_sentence(line) and not role:
        return PERSON.fullmatch(name) is not None
    return role or PERSON.match(name) is not None or (name[0].isupper() and words(name) <= 2)


@remember
def is_name(line: str) -> bool:
    """A line that is nothing but one or more personal names."""
    text = _undated(line.strip())
    tokens = [token.strip(",;") for token in bare(text).split()]
    named = PERSON.fullmatch(text) or LOCATED.fullmatch(text)
    known = table("people")["name"]
    if named is None or tokens[0] in known["never"] or not set(known["bodies"]).isdisjoint(tokens):
        return False
    return not any(token in sections() or token in labels() for token in [bare(text), *tokens])


def is_names(line: str) -> bool:
    """Several personal names, or one with its title: `Dr. Jane Doe and John Roe`."""
    return (
        is_name(line) and re.search(rf",|\s(?:and|und|et|y|и|&)\s|^{HONORIFIC}", line) is not None
    )


def listed_names(line: str) -> str | None:
    """The names that open the fields of a line: `Jane Doe, Senior Fellow; John Roe | The Wire`."""
    fields = re.split(r"\s*;\s*|\s[|·]\s", _undated(line.strip()) if ";" not in line else line)
    found = [re.match(rf"(?:{HONORIFIC})?{PERSON.pattern}(?=,|$)", field) for field in fields]
    names = [match[0] for match in found if match and is_name(match[0]) and not is_outlet(match[0])]
    return ", ".join(names) or None


def is_about(text: str) -> bool:
    """A short line below a name that says what its bearer is: `Geographer and climber.`"""
    if len(text) > LONGEST_BIO:
        return False
    own = re.search(r"\b(?i:her|his|their) (?:column|latest book|book)\b", text)
    return own is not None or (words(text) <= 15 and _bio_nouns().search(text) is not None)


def signature(line: str) -> str | None:
    """The name that a text is signed with: `Col. (ret.) Jane Doe`, `— Jane Doe`."""
    match = re.match(rf"^(?:[—–-]\s?|(?:{HONORIFIC}|Col\.\s|\([\w.]+\)\s)+)(?P<by>{NAME})$", line)
    return match["by"] if match and is_name(match["by"]) else None


def author_box(texts: Iterable[str]) -> tuple[str | None, str | None]:
    """Name and affiliation from an author box; `The author is a columnist` names nobody."""
    for text in texts:
        about = re.sub(
            r"(?i)^\W*about (?:the|this) (?:author|writer|columnist)s?\W*", "", text
        ).strip()
        match = _bio().match(about)
        if match and match["name"].split()[0].lower() not in {"the", "this", "our"}:
            return match["name"], affiliation(about[match.end("name") :])
        name = re.match(rf"(?:{HONORIFIC})?{NAME}(?=,\s)", about)
        if name and len(about) <= LONGEST_BIO and _bio_nouns().search(about[name.end() :]):
            return name[0], affiliation(about[name.end() :])
        if about and is_name(about):
            return _undated(about), None
    return None, None


def affiliation(bio: str) -> str | None:
    """The body that a biographical sentence places its author at."""
    match = AFFILIATION.search(bio)
    if match is None:
        return None
    body = TRAILING_PARTICLE.sub("", match["body"].split(". ")[0]).strip(" ,.")
    return body or None


def surname(bio: str) -> str:
    """The last name that a biographical sentence begins with, or the empty string."""
    match = _bio().match(bio.strip())
    return match["name"].split()[-1] if match else ""


@remember
def is_bio(text: str) -> bool:
    """A sentence that introduces an author: `Jane Doe is a fellow at the Institute of Peace.`"""
    match = _bio().match(text.strip()) if len(text) <= LONGEST_BIO else None
    if match is None or words(text) > 60:
        return False
    return match["does"] is not None or (
        _bio_opening().match(match["what"]) is not None
        and _bio_nouns().search(match["what"]) is not None
    )


def is_nobody(byline: str) -> bool:
    """A byline that says a role and no name: `our correspondent`."""
    return _roles().search(byline) is not None and re.search(NAME, byline) is None


def is_role(text: str) -> bool:
    """A line that says what an author is and not his name: `Asia correspondent, in Manila`."""
    return _opening().match(text.strip()) is None and _roles().search(text) is not None


@cache
def _outlet_words() -> re.Pattern[str]:
    known = any_of(table("people")["outlet"]["words"])
    return re.compile(rf"\b(?:{known})\b|\w\.(?:com|net|org|info|news|online|\w\w)$", re.IGNORECASE)


def is_outlet(name: str) -> bool:
    """A name with a noun of outlets in it, or in the form of a host: `Harbour Wire`, `Wire.com`."""
    return _outlet_words().search(name) is not None


def dateline(text: str) -> str | None:
    """The words of the date in a dateline: `SEOUL, April 18, 2023 - The two Koreas ...`."""
    match = DATELINE.match(text)
    if match is None:
        return None
    words = match["date"].strip(" ,")
    return words if dates.stamps(words) or dates.day_month(words) else None


def agency(dateline: str) -> str | None:
    """The agency in a dateline: `ISLAMABAD, Feb 26 (Reuters) - Pakistan said ...`."""
    match = re.match(
        r"[A-Z][A-Z .,/’'-]{2,60}.{0,20}?\((?P<agency>[A-Z][\w. ]{1,30})\)\s+[-–—]", dateline
    )
    match = match or re.match(r"\((?P<agency>[A-Z][\w. ]{1,30})\)\s+[-–—]?\s?[A-Z]", dateline)
    return match["agency"] if match else None


@cache
def _outlet_cues() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in table("people")["outlet"]["patterns"])


def outlet_from(texts: Iterable[str]) -> str | None:
    """The outlet a page names outside its masthead, by the order of the cues."""
    lines = [text for text in texts if len(text) <= 400]
    for cue in _outlet_cues():
        for text in lines:
            match = cue.search(text)
            if (
                match
                and 1 <= words(match["outlet"]) <= LONGEST_OUTLET
                and bare(match["outlet"]) not in sections()
                and not dates.stamps(match["outlet"])
                and not dates.day_month(match["outlet"])
            ):
                return match["outlet"].strip(" .,")
    return None


def is_proper(name: str) -> bool:
    """Capitalised words, with the small ones of names between them."""
    return re.fullmatch(rf"{CAPITAL}[\w’'-]*(?:\s(?:{SMALL}|{CAPITAL}[\w’'-]*))*", name) is not None


def is_company(name: str) -> bool:
    """A name that ends as the names of companies do: `Harbour Press Ltd`."""
    return name.lower().split()[-1].rstrip(",") in table("people")["company"]["ends"]


def imprint(foot: Iterable[str]) -> str | None:
    """The last line of a foot that opens with the name of an outlet: `Harbour Institute, Rome`."""
    for text in reversed(list(foot)):
        name = re.split(r"\s*[,|·]\s*|\s[-–—]\s|\s{2,}", text, maxsplit=1)[0].strip(" .")
        if not is_proper(name) or not 2 <= words(name) <= LONGEST_OUTLET:
            continue
        if name.split()[0].lower() in table("people")["outlet"]["never"]:
            continue
        if is_outlet(name) or (name == text.strip() and THE_NAME.match(name)):
            return name
    return None


def names_all(printed: str | None, stated: str | None) -> bool:
    """Whether a printed byline holds every name of a stated list of several."""
    names = (stated or "").split(", ")
    return len(names) > 1 and all(name in (printed or "") for name in names)


def host_name(host: str, texts: Iterable[str]) -> str | None:
    """The words of the page that a host name spells: `archive-desk` and `Archive Desk`."""
    labels_of_host = [
        label for label in host.lower().split(".") if label not in {"www", "m", "amp", "en"}
    ]
    if not labels_of_host:
        return None
    letters = re.sub(r"[^a-z0-9]", "", labels_of_host[0])
    if len(letters) < 5:
        return None
    for text in texts:
        if len(text) > 400:
            continue
        tokens = list(re.finditer(r"[^\W_]+", text))
        for start in range(len(tokens)):
            spelt = ""
            for end in range(start, min(start + 6, len(tokens))):
                spelt += tokens[end][0].lower()
                if spelt == letters and tokens[start][0][0].isupper():
                    return text[tokens[start].start() : tokens[end].end()]
                if not letters.startswith(spelt):
                    break
    return None
