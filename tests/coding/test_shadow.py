"""No odd character hides a word from the coder, and every quote is the article's own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brinkwatch import coding, gazetteer
from brinkwatch.coding.dates import dates_in
from brinkwatch.gazetteer.shadow import HIDDEN, JOINERS, Shadow, plain, spaced
from brinkwatch.records import CodedRecord, Document

Make = Callable[..., Document]

SENTENCE = (
    "If Argentina lands troops on the Falkland Islands, Britain will sink its fleet, Foreign "
    "Secretary William Hague said in London on Friday. Britain sent two missile frigates to the "
    "South Atlantic on Thursday."
)
ODD = st.sampled_from(
    "\u00ad\u200b\u200c\u200d\u2060\ufeff\u202e\u0301\u0308\u034fﬁﬀﬆＡé’“”–—‑\u00a0\u3000\u2028\t"
)
TEXT = st.text(st.one_of(ODD, st.sampled_from("aez \n'-"), st.characters()), max_size=60)
QUOTED = [
    ("a soft hyphen", "missile", "mis\u00adsile"),
    ("a zero-width space", "Argentina", "Argen\u200btina"),
    ("a word joiner", "Britain", "Brit\u2060ain"),
    ("a byte-order mark", "frigates", "\ufefffrigates"),
    ("a direction", "Falkland", "\u202eFalkland\u202c"),
    ("a ligature", "fleet", "ﬂeet"),
    ("an accent set apart", "William", "Willíam"),
    ("full-width letters", "Britain", "Ｂｒｉｔａｉｎ"),
    ("mathematical letters", "sink", "𝐬𝐢𝐧𝐤"),
    ("odd spaces", "South Atlantic", "South\u202fAtlantic"),
    ("an ideographic space", "will sink", "will\u3000sink"),
]


def coded(text: str, make_document: Make) -> tuple[Document, tuple[CodedRecord, ...]]:
    document = make_document(text, published="2012-05-04", language="en")
    return document, coding.code([document]).records


def facts(record: CodedRecord) -> tuple[object, ...]:
    """What a record says but for its offsets and the words it is said in."""
    row = record.model_dump(exclude={"id", "span", "origin", "document_id"})
    for part in ("action", "trigger", "consequence"):
        if row.get(part):
            row[part] = {key: row[part][key] for key in ("actor", "type", "recipient")}
    return tuple((key, row[key]) for key in sorted(row) if key not in {"speaker", "deadline"})


@pytest.mark.parametrize(("word", "odd"), [row[1:] for row in QUOTED], ids=[q[0] for q in QUOTED])
def test_an_odd_character_hides_no_word(word: str, odd: str, make_document: Make) -> None:
    _, wanted = coded(SENTENCE, make_document)
    document, found = coded(SENTENCE.replace(word, odd), make_document)
    assert len(wanted) >= 2
    assert list(map(facts, found)) == list(map(facts, wanted))
    assert any(odd.strip("\ufeff\u202e\u202c") in record.span.quote for record in found)
    for record, plainly in zip(found, wanted, strict=True):
        record.span.verify(document)
        assert len(record.span.quote) >= len(plainly.span.quote) - 1
        assert plain(Shadow.of(record.span.quote).text) == plain(
            Shadow.of(plainly.span.quote.replace(word, odd)).text
        )


def test_soft_hyphens_in_every_long_word_change_no_record(make_document: Make) -> None:
    _, wanted = coded(SENTENCE, make_document)
    cut = " ".join(f"{w[:3]}\u00ad{w[3:]}" if len(w) > 4 else w for w in SENTENCE.split())
    document, found = coded(cut, make_document)
    assert list(map(facts, found)) == list(map(facts, wanted))
    for record in found:
        record.span.verify(document)
        assert "\u00ad" in record.span.quote
    dropped = [record.span.quote.replace("\u00ad", "") for record in found]
    assert dropped == [record.span.quote for record in wanted]


@settings(max_examples=500, deadline=None)
@given(TEXT)
def test_every_character_of_a_shadow_leads_to_the_text(text: str) -> None:
    shadow = Shadow.of(text)
    spans = [shadow.original(at, at + 1) for at in range(len(shadow.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(spans))
    for character, (start, end) in zip(shadow.text, spans, strict=True):
        source = text[start:end]
        written = unicodedata.normalize("NFKC", source)
        assert character == source or character in written + unicodedata.normalize("NFC", source)
    covered = {at for start, end in spans for at in range(start, end)}
    lost = {text[at] for at in range(len(text)) if at not in covered}
    # Cn: a tag character that Unicode leaves unassigned is printed as nothing too
    assert all(unicodedata.category(c) in {"Cf", "Mn", "Cn"} for c in lost)


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_a_shadow_of_a_shadow_is_the_same(text: str) -> None:
    once = Shadow.of(text).text
    assert Shadow.of(once).text == once
    assert plain(plain(text)) == plain(text)


@settings(max_examples=500, deadline=None)
@given(TEXT)
def test_plain_keeps_every_offset_and_every_letter(text: str) -> None:
    even = plain(text)
    assert len(even) == len(text)
    for odd, character in zip(text, even, strict=True):
        same = character in {odd, unicodedata.normalize("NFKC", odd)}
        assert same or unicodedata.category(odd)[0] in "ZPCS" or odd in "ʹʻʼˈ"
        assert not (odd.isascii() and odd.isprintable()) or odd == character


def test_what_is_printed_as_nothing_is_all_there_is() -> None:
    """Unicode's format characters but those of Arabic, Syriac, music and other scripts' own."""
    hidden = re.compile(f"[{HIDDEN}{JOINERS}]")
    every = [chr(c) for c in range(0x30000) if unicodedata.category(chr(c)) == "Cf"]
    left = [c for c in every if not hidden.match(c)]
    names = {unicodedata.name(c, "").split()[0] for c in left}
    assert names <= {"ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN", "SHORTHAND", "MUSICAL"}


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("He said Ar\u00adgentina left.", "Ar\u00adgentina"),
        ("He said Tu\u0308rkiye left.", "Tu\u0308rkiye"),
        ("He said \u2067Israel\u2069 left.", "Israel"),
        ("He said Ｉｒａｎ left.", "Ｉｒａｎ"),
    ],
)
def test_a_name_is_found_with_its_own_characters(text: str, quote: str) -> None:
    assert [mention.text for mention in gazetteer.find(text)] == [quote]


def test_a_date_is_found_between_odd_spaces() -> None:
    (found,) = dates_in("It left on 4\u202fMay\u00a02012.", None)
    assert found.iso == "2012-05-04"


@pytest.mark.parametrize(
    "text", ["می\u200cخواهد", "क्\u200dष", "\U0001f469\u200d\U0001f680", "می\u200cروم"]
)
def test_joiners_stay_where_they_count(text: str) -> None:
    assert Shadow.of(text).text == text
    assert Shadow.of(f"Te\u200cheran {text}").text == f"Teheran {text}"


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_spaced_keeps_the_length_of_the_shadow_and_what_is_no_space(text: str) -> None:
    even = spaced(text)
    shadow = Shadow.of(text).text
    assert len(even) == len(shadow)
    assert all(a == b or (b == " " and a.isspace()) for a, b in zip(shadow, even, strict=True))
    assert spaced(even) == even
