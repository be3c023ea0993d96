"""What several stages' tests share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from brinkwatch import cli
from brinkwatch.records import Action, Commitment, Document, Event, Span, content_id

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared"


@pytest.fixture
def shared() -> Path:
    """The development data beside the repository, or a skip."""
    if not SHARED.is_dir():
        pytest.skip("the development data is not beside this repository")
    return SHARED


@pytest.fixture
def make_document() -> Callable[..., Document]:
    """Build a document of the given text; every other field can be given by name."""

    def make(text: str, **fields: object) -> Document:
        fields = {
            "origin": "page.txt",
            "published": "2030-05-04",
            "published_basis": "stated",
        } | fields
        return Document(id=content_id(text, fields["origin"]), text=text, **fields)  # type: ignore[arg-type]

    return make


@pytest.fixture
def make_threat() -> Callable[..., Commitment]:
    """Build a deterrent threat that quotes the whole text of a document."""

    def make(document: Document, **fields: object) -> Commitment:
        span = Span.of(document, 0, len(document.text))
        base: dict[str, object] = {
            "id": content_id(document.id, "threat", span.start), "document_id": document.id,
            "origin": document.origin, "span": span, "rule": "test", "kind": "deterrent_threat",
            "issuer": ("RUS",), "addressee": ("NATO",), "strength": "explicit", "life": "declared",
            "trigger": Action(actor=("NATO",), type="MOBILIZE", recipient=("UKR",), text="deploys"),
            "trigger_polarity": "if_done",
            "consequence": Action(
                actor=("RUS",), type="ASSAULT", recipient=("NATO",), text="strike"
            ),
        }  # fmt: skip
        return Commitment(**(base | fields))  # type: ignore[arg-type]

    return make


@pytest.fixture
def make_event() -> Callable[..., Event]:
    """Build an actual event that quotes the whole text of a document."""

    def make(document: Document, **fields: object) -> Event:
        span = Span.of(document, 0, len(document.text))
        base: dict[str, object] = {
            "id": content_id(document.id, "event", span.start), "document_id": document.id,
            "origin": document.origin, "span": span, "rule": "test", "status": "actual",
            "action": Action(actor=("RUS",), type="ASSAULT", recipient=("UKR",), text="struck"),
        }  # fmt: skip
        return Event(**(base | fields))  # type: ignore[arg-type]

    return make


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command line in this process: (exit code, stdout, stderr on one line)."""

    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            cli.main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, " ".join(err.split())

    return call


@pytest.fixture
def warning(tmp_path: Path) -> Path:
    """A folder with one short article: a threat and a deployment, 4 May 2012."""
    folder = tmp_path / "warning"
    folder.mkdir()
    (folder / "article.txt").write_text(
        "The Harbour Post\n4 May 2012\n\nBritain warns Argentina over the islands\n\n"
        "If Argentina lands troops on the Falkland Islands, Britain will sink its fleet, Foreign "
        "Secretary William Hague said in London on Friday. Britain sent two frigates to the South "
        "Atlantic on Thursday.\n",
        "utf-8",
    )
    return folder
