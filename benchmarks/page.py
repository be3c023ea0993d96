"""Write the figures of docs/coder.md: each block is what its command prints.

    python benchmarks/page.py [SHARED]

SHARED is the folder of the development data (gold/, data/); without it the blocks that need it are
left as they are. Blocks stand between `<!-- COMMAND -->` and `<!-- end -->`.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "coder.md"
BLOCK = re.compile(r"<!-- ((?:python|brinkwatch) [^>]*?) -->\n.*?<!-- end -->", re.DOTALL)


def printed(command: str, shared: str | None) -> str | None:
    """What the command prints; None where it needs data that is not given."""
    if "SHARED" in command and shared is None:
        return None
    program, *words = (word.replace("SHARED", shared or "") for word in command.split())
    asked = [str(Path(sys.executable).with_name(program))]
    for word in words:
        asked += sorted(map(str, ROOT.glob(word))) if "*" in word else [word]
    found = subprocess.run(asked, cwd=ROOT, check=False, capture_output=True, text=True)
    if not found.stdout:
        raise SystemExit(f"{command}: {found.stderr.strip()}")
    return "\n".join(line.rstrip() for line in found.stdout.strip().splitlines())


def block(found: re.Match[str], shared: str | None) -> str:
    """The block with what its command prints now."""
    text = printed(found[1], shared)
    if text is None:
        return found[0]
    return f"<!-- {found[1]} -->\n```text\n{text}\n```\n<!-- end -->"


def main() -> int:
    shared = sys.argv[1] if len(sys.argv) > 1 else None
    text = PAGE.read_text("utf-8")
    PAGE.write_text(BLOCK.sub(lambda found: block(found, shared), text), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
