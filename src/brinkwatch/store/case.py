"""A case file is safe against a kill at any moment and adds nothing twice.

SQLite in WAL mode: many readers while one writes. What belongs together is written in one
transaction: a page with its headlines, a document's records with its coverage. Ids are hashes of
content, so that what is already there is left as it is.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Self, TypeVar

from pydantic import ValidationError

from brinkwatch.errors import BrinkwatchError, InputError
from brinkwatch.records import (
    AnalystAct,
    CodedRecord,
    Commitment,
    Coverage,
    Document,
    Estimate,
    Event,
    Forecast,
    Ledger,
    Record,
)
from brinkwatch.store.told import Told

MAGIC = b"SQLite format 3\x00"
APPLICATION_ID = 0x6272696E  # "brin" in ASCII: tells a case file from any other database
LONGEST_WAIT = 30.0  # seconds for another program to end its write; assumed
KINDS: dict[str, type[Event] | type[Commitment] | type[Estimate]] = {
    "event": Event,
    "commitment": Commitment,
    "estimate": Estimate,
}


Kept = TypeVar("Kept", bound=Record)


def is_case(path: str | Path) -> bool:
    """Whether the file is a SQLite database (its first 16 bytes say so)."""
    path = Path(path)
    try:
        if not path.is_file():  # what a pipe gives can be read once
            return False
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


@contextmanager
def _closed_on_failure(database: sqlite3.Connection) -> Iterator[None]:
    """Close the database when what is done with it fails."""
    try:
        yield
    except BaseException:
        database.close()
        raise


class Case:
    """One case file. Use it as a context manager; every method that writes commits on return.

    InputError for a path that is no case file and for records of another format, BrinkwatchError
    when the file is damaged, locked for half a minute or its disk full.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        if self.path.exists() and self.path.stat().st_size and not is_case(self.path):
            raise InputError(
                f"{path}: this is not a case file; give a path that is new or was made by --store."
            )
        if not self.path.parent.is_dir():
            raise InputError(f"{path}: its folder does not exist; make the folder first.")
        try:
            self._db = sqlite3.connect(self.path, isolation_level=None, timeout=LONGEST_WAIT)
            with _closed_on_failure(self._db):
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA foreign_keys = ON")
                self._migrate()
        except sqlite3.Error as error:
            raise self._failure(error) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._db.close()
        if isinstance(error, sqlite3.Error):
            raise self._failure(error) from None

    def _failure(self, error: sqlite3.Error) -> BrinkwatchError:
        """The sentence for what the database could not do."""
        code = getattr(error, "sqlite_errorname", "")
        if code.startswith("SQLITE_BUSY"):
            return BrinkwatchError(
                f"{self.path}: another program is writing to it; run again when that has ended."
            )
        if code.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")):
            return InputError(
                f"{self.path}: the case file cannot be opened for writing ({error}); give another "
                "path."
            )
        return BrinkwatchError(
            f"{self.path}: the case file cannot be used ({error}); check its disk, restore a copy "
            "of it, or begin a new one."
        )

    def _record(self, model: type[Kept], body: str) -> Kept:
        """A record as kept; InputError when it is damaged or of another format."""
        try:
            return model.model_validate_json(body)
        except ValidationError:
            raise InputError(
                f"{self.path}: a {model.__name__.lower()} in it is not of this version's format; "
                "open it with the brinkwatch that wrote it, or begin a new one."
            ) from None

    def _migrate(self) -> None:
        """Bring the file to the newest version, each migration in one transaction."""
        (owner,) = self._db.execute("PRAGMA application_id").fetchone()
        (tables,) = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and owner != APPLICATION_ID:
            raise InputError(
                f"{self.path}: this database was not made by brinkwatch; give another --store."
            )
        scripts = sorted(
            (file for file in (resources.files(__package__) / "migrations").iterdir()),
            key=lambda file: file.name,
        )
        with self._transaction():
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
            if version > len(scripts):
                raise InputError(
                    f"{self.path}: made by a newer brinkwatch (format {version}, this one writes "
                    f"{len(scripts)}); upgrade brinkwatch to open it."
                )
            for number, script in enumerate(scripts[version:], start=version + 1):
                for statement in script.read_text("utf-8").split(";"):
                    if statement.strip():
                        self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {number}")
            self._db.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def add_documents(self, documents: Iterable[Document]) -> int:
        """Add a page with its headlines (one transaction); returns how many were new."""
        rows = [
            (d.id, d.origin, d.parent_id, d.first_day(), d.model_dump_json()) for d in documents
        ]
        with self._transaction():
            before = self._db.total_changes
            self._db.executemany("INSERT OR IGNORE INTO document VALUES (?, ?, ?, ?, ?)", rows)
            return self._db.total_changes - before

    def documents(self) -> list[Document]:
        """All documents, in the order they were added."""
        rows = self._db.execute("SELECT body FROM document ORDER BY rowid")
        return [self._record(Document, body) for (body,) in rows]

    def is_empty(self) -> bool:
        """Whether no document is kept."""
        return self._db.execute("SELECT 1 FROM document LIMIT 1").fetchone() is None

    def add_fetch(
        self, url: str, final: str, etag: str | None = None, modified: str | None = None
    ) -> None:
        """Keep what to ask a server with next time: where the page stood and its validators."""
        with self._transaction():
            self._db.execute(
                "INSERT OR REPLACE INTO fetch VALUES (?, ?, ?, ?)", (url, final, etag, modified)
            )

    def fetch(self, url: str) -> tuple[str, str | None, str | None] | None:
        """Where the page of an address stood, its ETag and Last-Modified; None if never kept."""
        query = "SELECT final, etag, modified FROM fetch WHERE url = ?"
        row: tuple[str, str | None, str | None] | None = self._db.execute(query, (url,)).fetchone()
        return row

    def add_coding(self, coder: str, coverage: Coverage, records: Iterable[CodedRecord]) -> None:
        """Add one document's records and its coverage by this coder, together or not at all."""
        rows = [
            (r.id, r.document_id, coder, type(r).__name__.lower(), r.model_dump_json())
            for r in records
        ]
        with self._transaction():
            self._db.executemany("INSERT OR IGNORE INTO record VALUES (?, ?, ?, ?, ?)", rows)
            self._db.execute(
                "INSERT OR IGNORE INTO coverage VALUES (?, ?, ?)",
                (coverage.document_id, coder, coverage.model_dump_json()),
            )

    def coverage(self, coder: str) -> dict[str, Coverage]:
        """What this coder has finished, by document id."""
        rows = self._db.execute("SELECT body FROM coverage WHERE coder = ?", (coder,))
        covered = (self._record(Coverage, body) for (body,) in rows)
        return {coverage.document_id: coverage for coverage in covered}

    def records(self, coder: str) -> list[CodedRecord]:
        """All records this coder made, in the order they were added."""
        rows = self._db.execute(
            "SELECT kind, body FROM record WHERE coder = ? ORDER BY rowid", (coder,)
        )
        return [self._record(KINDS[kind], body) for kind, body in rows]

    def add_act(self, act: AnalystAct) -> None:
        """Keep an analyst's act; acts are never changed, a further one undoes."""
        with self._transaction():
            self._db.execute(
                "INSERT OR IGNORE INTO act VALUES (?, ?, ?)",
                (act.id, act.at, act.model_dump_json()),
            )

    def acts(self) -> list[AnalystAct]:
        """All acts, in the order they were made."""
        rows = self._db.execute("SELECT body FROM act ORDER BY at, rowid")
        return [self._record(AnalystAct, body) for (body,) in rows]

    def keep_told(self, coder: str, ledger: Ledger, documents: Iterable[str]) -> None:
        """Keep the ledger that somebody was last told of, in place of the one before.

        `documents` are the ids of those that it was made of.
        """
        row = (coder, ledger.model_dump_json(), ledger.as_of, json.dumps(sorted(documents)))
        with self._transaction():
            self._db.execute("INSERT OR REPLACE INTO told VALUES (1, ?, ?, ?, ?)", row)

    def told(self) -> Told | None:
        """What somebody was last told of, or None."""
        query = "SELECT coder, body, as_of, documents FROM told"
        row = self._db.execute(query).fetchone()
        if row is None:
            return None
        coder, body, as_of, documents = row
        try:
            ledger = Ledger.model_validate_json(body)
        except ValidationError:
            ledger = None
        ids = None if documents is None else frozenset(json.loads(documents))
        return Told(coder, ledger, as_of, ids)

    def add_forecasts(self, forecasts: Iterable[Forecast]) -> None:
        """Keep forecasts to be scored after their dates; one already kept stays as issued."""
        rows = [(f.id, f.crisis_id, f.resolves, f.model_dump_json()) for f in forecasts]
        with self._transaction():
            self._db.executemany("INSERT OR IGNORE INTO forecast VALUES (?, ?, ?, ?)", rows)

    def resolve_forecasts(self, forecasts: Iterable[Forecast]) -> None:
        """Write the outcomes of kept forecasts; nothing else of a forecast as issued changes."""
        told = {one.id: one.outcome for one in forecasts}
        rows = [
            (one.model_copy(update={"outcome": told[one.id]}).model_dump_json(), one.id)
            for one in self.forecasts()
            if one.id in told
        ]
        with self._transaction():
            self._db.executemany("UPDATE forecast SET body = ? WHERE id = ?", rows)

    def forecasts(self) -> list[Forecast]:
        """All forecasts, in the order they were issued."""
        rows = self._db.execute("SELECT body FROM forecast ORDER BY rowid")
        return [self._record(Forecast, body) for (body,) in rows]

    def add_run(self, run_id: str, command: str, as_of: str, finished: str, answer: str) -> None:
        """Keep one finished run with its answer (JSON); the same run is kept once."""
        with self._transaction():
            self._db.execute(
                "INSERT OR IGNORE INTO run VALUES (?, ?, ?, ?, ?)",
                (run_id, command, as_of, finished, answer),
            )

    def last_answer(self) -> str | None:
        """The JSON of the newest answer kept here, or None."""
        row = self._db.execute("SELECT answer FROM run ORDER BY rowid DESC LIMIT 1").fetchone()
        return row[0] if row else None
