"""Kill `brinkwatch ... --store` at random moments and look at what is left in the case file.

    python benchmarks/store_kills.py [PATH...] [--runs 200] [--seed 20240914]

A run reads, codes or assesses the articles into a case file and is killed (SIGKILL) at a moment
drawn uniformly from the time that a whole run takes. After every kill the file must open, be sound,
and hold whole articles only: a page with all its headlines, an article's records all or none, each
as an unhurt run writes it. A file is killed into ten times; then one whole run must complete it to
exactly what an unhurt run gives. Exit code 1 and the findings when anything is lost or doubled.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from brinkwatch.errors import BrinkwatchError
from brinkwatch.store import Case

EXAMPLES = Path(__file__).parents[1] / "examples" / "long-range-missiles"
AS_OF = "2025-01-01"
COMMANDS = ("read", "code", "code", "code", "assess")
KILLS_A_FILE = 10
TABLES = {
    "document": "SELECT id, body FROM document",
    "coverage": "SELECT document_id, body FROM coverage",
    "record": "SELECT id, body FROM record",
}


@dataclass(frozen=True)
class Content:
    """What a case file holds: table -> rows of (id, body), sorted; bodies as written."""

    rows: dict[str, list[tuple[str, str]]]
    parent: dict[str, str | None]
    document_of: dict[str, str]

    @classmethod
    def of(cls, path: Path) -> Content:
        """Read a case file; sqlite3.DatabaseError when it is damaged."""
        with closing(sqlite3.connect(path)) as db:
            (sound,) = db.execute("PRAGMA integrity_check").fetchone()
            if sound != "ok":
                raise sqlite3.DatabaseError(sound)
            return cls(
                {table: sorted(db.execute(query)) for table, query in TABLES.items()},
                dict(db.execute("SELECT id, parent_id FROM document")),
                dict(db.execute("SELECT id, document_id FROM record")),
            )


def problems(path: Path, whole: Content) -> list[str]:
    """What is wrong with a case file that a killed run left, in sentences; empty if sound."""
    if not path.exists() or not path.stat().st_size:
        return []  # killed before the file was made
    try:
        with Case(path) as case:
            case.documents(), case.forecasts(), case.last_answer()
        left = Content.of(path)
    except (sqlite3.DatabaseError, BrinkwatchError) as error:
        return [f"it does not open: {error}"]
    found = []
    for table, rows in left.rows.items():
        if len({name for name, _ in rows}) != len(rows):
            found.append(f"{table}: a row is doubled")
        if strange := set(rows) - set(whole.rows[table]):
            found.append(f"{table}: {len(strange)} rows are not as an unhurt run writes them")
    for name, parent in whole.parent.items():
        if parent in left.parent and name not in left.parent:
            found.append(f"the headline {name} is missing from its page")
    covered = {name for name, _ in left.rows["coverage"]}
    for record, document in whole.document_of.items():
        if (record in left.document_of) != (document in covered):
            found.append(f"the record {record} is apart from the rest of its article")
    return found


def command(name: str, paths: Sequence[str], store: Path) -> list[str]:
    """The command line of one run."""
    day = [] if name == "read" else ["--as-of", AS_OF]
    return [
        sys.executable, "-m", "brinkwatch", name, *paths, *day, "--store", str(store), "--quiet",
    ]  # fmt: skip


def finish(name: str, paths: Sequence[str], store: Path) -> float:
    """Run a command to its end; its seconds."""
    started = time.monotonic()
    subprocess.run(command(name, paths, store), check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - started


def kill(name: str, paths: Sequence[str], store: Path, seconds: float) -> bool:
    """Start a command and kill it after `seconds`; whether it was still running."""
    with subprocess.Popen(
        command(name, paths, store), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            return True
    return False


def campaign(folder: Path, paths: Sequence[str], runs: int, seed: int) -> dict[str, object]:
    """Kill `runs` runs; how many were caught running, what was found, how the files were left."""
    moments = random.Random(seed)
    lasts = {name: finish(name, paths, folder / f"{name}.db") for name in dict.fromkeys(COMMANDS)}
    whole = Content.of(folder / "code.db")
    caught, completed, found = 0, 0, []
    store = folder / "killed-0.db"
    for number in range(runs):
        name = moments.choice(COMMANDS)
        caught += kill(name, paths, store, moments.uniform(0, lasts[name]))
        found += [f"run {number} ({name}): {problem}" for problem in problems(store, whole)]
        if number % KILLS_A_FILE == KILLS_A_FILE - 1 or number == runs - 1:
            finish("code", paths, store)
            completed += 1
            if Content.of(store).rows != whole.rows:
                found.append(f"{store.name}: a whole run did not complete it")
            store = folder / f"killed-{number + 1}.db"
    return {"runs": runs, "killed_while_running": caught, "files": completed, "found": found}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("paths", nargs="*", default=[str(EXAMPLES)])
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=20240914)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = campaign(Path(folder), options.paths, options.runs, options.seed)
    print(json.dumps(result, indent=1))
    sys.exit(1 if result["found"] else 0)


if __name__ == "__main__":
    main()
