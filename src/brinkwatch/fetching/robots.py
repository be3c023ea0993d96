"""robots.txt: what a site allows a program, by RFC 9309 (read and matched by Protego)."""

from __future__ import annotations

import re

from protego import Protego

AGENT = "brinkwatch"
AGENT_LINE = re.compile(r"(?i)\s*user[- ]?agent\s*:?\s*([\w*-]*)")


def rules(text: str) -> Protego:
    """The rules of a robots.txt for this program.

    Other programs are taken for one: a file that names thousands of them above thousands of rules
    would otherwise cost the memory of every pair.
    """
    return Protego.parse("\n".join(map(_for_us, text.splitlines())))


def _for_us(line: str) -> str:
    found = AGENT_LINE.match(line)
    if found and found[1].lower() not in {AGENT, "*"}:
        return "User-agent: another"
    return line
