"""The version of the coder: of the program, and a hash of its rules, words and weights."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from pathlib import Path

from brinkwatch import __version__

RULES = {".py", ".toml", ".csv", ".json", ".onnx"}
NOT_RULES = {
    "accuracy.py", "cameo.py", "cameo.toml", "card.json", "codebook.py", "codedlines.py",
    "command.py", "explain.py", "labelled.py", "learning", "printing.py", "rows.py", "scores.toml",
    "trace.py", "training.py",
}  # fmt: skip
"""Files and folders of the coder that change no record."""


@cache
def coder_version() -> str:
    """`0.1.0+1a2b3c4d`: two coders of one version make the same records of the same article."""
    digest = hashlib.sha256()
    for package in ("brinkwatch.coding", "brinkwatch.gazetteer"):
        root = Path(str(resources.files(package)))
        for file in sorted(root.rglob("*")):
            inside = file.relative_to(root)
            if file.suffix in RULES and NOT_RULES.isdisjoint(inside.parts):
                digest.update(inside.as_posix().encode())
                digest.update(file.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:8]}"
