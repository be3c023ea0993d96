"""What was done is told from what is planned, denied, asked for or only supposed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from brinkwatch.coding.modality import status_of
from brinkwatch.coding.parsing import parse
from brinkwatch.records import Document

Make = Callable[..., Document]


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("Sudan bombed the town.", "bombed", "actual"),
        ("Sudan is bombing the town.", "bombing", "ongoing"),
        ("Sudan has not lifted the restrictions.", "lifted", "denied"),
        ("Sudan will send trainers.", "send", "planned"),
        ("Sudan plans to send trainers.", "send", "planned"),
        ("Sudan decided to send trainers.", "send", "planned"),
        ("Sudan could bomb the town.", "bomb", "hypothetical"),
        ("If Sudan bombs the town, Egypt acts.", "bombs", "hypothetical"),
        ("If Sudan bombs the town, Egypt acts.", "acts", "hypothetical"),
        ("Should Sudan bomb the town, Egypt will act.", "bomb", "hypothetical"),
        ("Were Sudan to bomb the town, Egypt would act.", "act", "hypothetical"),
        ("Sudan threatened to bomb the town.", "bomb", "hypothetical"),
        ("Sudan must bomb the town.", "bomb", "hypothetical"),
        ("Egypt urged Sudan to bomb the town.", "bomb", "asked"),
        ("Will Sudan bomb the town?", "bomb", "asked"),
        ("Bomb the town again.", "Bomb", "asked"),
        ("Sudan denied that it had bombed the town.", "bombed", "denied"),
        ("Sudan denies having bombed the town.", "bombed", "denied"),
        ("Sudan refused to bomb the town.", "bomb", "denied"),
        ("Sudan left without bombing the town.", "bombing", "denied"),
        ("Sudan began to bomb the town.", "bomb", "actual"),
        ("Sudan appears to have bombed the town.", "bombed", "actual"),
        ("Egypt said that Sudan had bombed the town.", "bombed", "actual"),
        ("By bombing the town Sudan broke the truce.", "bombing", "actual"),
        ("Any country that bombs the town will pay.", "bombs", "hypothetical"),
        ("Sudan sent jets to bomb the town.", "bomb", "hypothetical"),
        ("Nobody can rule out that Sudan bombs the town.", "bombs", "hypothetical"),
        ("Egypt condemned the attack on the town.", "attack", "actual"),
        ("Egypt feared an attack on the town.", "attack", "actual"),
        ("There was a risk of an attack on the town.", "attack", "hypothetical"),
        ("A possible attack worried Egypt.", "attack", "hypothetical"),
        ("A planned attack worried Egypt.", "attack", "planned"),
        ("The ongoing attack worried Egypt.", "attack", "ongoing"),
    ],
)
def test_status_is_read_from_the_words_around_the_act(
    text: str, word: str, status: str, make_document: Make
) -> None:
    article = parse(make_document(text))
    head = next(t for t in article.doc if t.text == word)
    assert status_of(head, article) == status
