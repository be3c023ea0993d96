"""The language of long and short texts, of other scripts, and of mixed ones."""

from __future__ import annotations

import pytest

from brinkwatch.reading.language import detect

SENTENCES = {
    "en": "The minister told reporters that the talks with the neighbours had been put off.",
    "de": "Der Minister sagte den Reportern, dass die Gespräche mit den Nachbarn verschoben sind.",
    "fr": "Le ministre a déclaré que les pourparlers avec les voisins étaient reportés à lundi.",
    "es": "El ministro dijo a los periodistas que las conversaciones se aplazan hasta el lunes.",
    "it": "Il ministro ha detto ai giornalisti che i colloqui con i vicini sono stati rinviati.",
    "nl": "De minister zei dat de gesprekken met de buren tot maandag zijn uitgesteld.",
    "pl": "Minister powiedział dziennikarzom, że rozmowy z sąsiadami przełożono na poniedziałek.",
    "ru": "Министр сообщил журналистам, что переговоры с соседями отложены до понедельника.",
    "uk": "Міністр повідомив журналістам, що переговори із сусідами відкладено до понеділка.",
    "ar": "قال الوزير للصحفيين إن المحادثات مع الدول المجاورة تأجلت إلى يوم الاثنين المقبل.",
    "tr": "Bakan gazetecilere komşularla yapılacak görüşmelerin pazartesiye ertelendiğini söyledi.",
}
QUOTATION = "“The talks are off,” read the note to the press that the ministry of the north sent. "


@pytest.mark.parametrize(("language", "sentence"), SENTENCES.items())
def test_a_sentence_and_an_article_are_in_the_same_language(language: str, sentence: str) -> None:
    assert detect(sentence) == language
    assert detect("\n\n".join([sentence] * 30)) == language


@pytest.mark.parametrize("language", sorted(SENTENCES.keys() - {"en"}))
def test_a_quotation_at_the_beginning_does_not_decide(language: str) -> None:
    assert detect(QUOTATION * 2 + SENTENCES[language] * 30) == language


@pytest.mark.parametrize(
    "title", ["Talks", "“The Voice” : la finale de la saison reportée à mardi"]
)
def test_a_short_title_is_not_taken_for_english(title: str) -> None:
    assert detect(title) != "en"
