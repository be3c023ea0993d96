"""Markdown pasted as text: its marks are taken off, its words stay as they are."""

from __future__ import annotations

import re

HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?=\S)", re.MULTILINE)
HEADING_END = re.compile(r"[ \t]+#+[ \t]*$", re.MULTILINE)
PICTURE = re.compile(r"!\[[^\[\]\n]{0,400}\]\([^()\n]{0,2000}\)")
LINK = re.compile(r"\[([^\[\]\n]{1,400})\]\([^()\n]{0,2000}\)")
STRONG = re.compile(r"\*\*(?=\S)([^*\n]{1,1000}?)(?<=\S)\*\*|__(?=\S)([^_\n]{1,1000}?)(?<=\S)__")
EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,1000}?)(?<=\S)\*(?![\w*])")
QUOTE_OR_ITEM = re.compile(r"^ {0,3}(?:>[ \t]?)+|^[ \t]{0,8}[-*+][ \t]+(?=\S)", re.MULTILINE)
RULE = re.compile(r"^ {0,3}(?:-{3,}|\*{3,}|_{3,})[ \t]*$", re.MULTILINE)


def is_markdown(text: str) -> bool:
    """Whether a text is marked up: two kinds of marks at least, as one alone can be print.

    >>> is_markdown("# Talks fail\\n\\nThe **minister** left.")
    True
    >>> is_markdown("# 1 in the charts\\n\\nThe song stays.")
    False
    """
    kinds = (HEADING, LINK, PICTURE, STRONG)
    return sum(mark.search(text) is not None for mark in kinds) >= 2


def plain(text: str) -> str:
    """The text without its marks; front matter, words and line breaks stand as they were.

    >>> plain("## What next\\n\\n> The [ministry](https://x.example) *will* **answer**.")
    'What next\\n\\nThe ministry will answer.'
    """
    start = _front_matter(text)
    head, body = text[:start], text[start:]
    body = RULE.sub("", body)
    body = HEADING_END.sub("", body) if HEADING.search(body) else body
    body = QUOTE_OR_ITEM.sub("", HEADING.sub("", body))
    body = LINK.sub(r"\1", PICTURE.sub("", body))
    body = STRONG.sub(lambda match: match[1] or match[2], body)
    return head + EMPHASIS.sub(r"\1", body)


def _front_matter(text: str) -> int:
    """Where the text after `---` front matter begins; 0 without any."""
    match = re.match(r"\s*---[ \t]*\n(?:.{0,2000}\n){0,200}?---[ \t]*(?:\n|$)", text)
    return match.end() if match else 0
