"""README and docs: their examples run, their generated pages are current."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def examples() -> list[tuple[str, str, list[str]]]:
    """Every `$ brinkwatch ...` of the pages with the lines the page shows below it."""
    found = []
    for page in PAGES:
        for block in BLOCK.findall(page.read_text("utf-8")):
            for piece in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, shown = piece.partition("\n")
                if command.startswith("brinkwatch "):
                    name = page.relative_to(REPOSITORY).as_posix()
                    found.append((name, command, shown.rstrip().splitlines()))
    return found


@pytest.mark.parametrize(("page", "command", "shown"), examples())
def test_an_example_prints_what_the_page_shows(page, command, shown, tmp_path):
    (tmp_path / "examples").symlink_to(REPOSITORY / "examples")
    program = [sys.executable, "-c", "from brinkwatch.cli import main; main()"]
    ended = subprocess.run(
        [*program, *shlex.split(command)[1:]], cwd=tmp_path, capture_output=True, text=True,
        check=False, env={"PATH": "", "COLUMNS": "100", "PYTHONUTF8": "1", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    printed = [line.strip() for line in (ended.stdout + ended.stderr).splitlines()]
    for line in shown:
        if line.strip() not in {"", "..."}:
            assert line.strip() in printed, f"{page}: {command}"


def test_the_generated_pages_are_current():
    ended = subprocess.run(
        [sys.executable, str(REPOSITORY / "docs" / "generate.py"), "--check"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr


def test_every_page_of_the_site_is_reachable():
    listed = (REPOSITORY / "mkdocs.yml").read_text("utf-8")
    for page in (REPOSITORY / "docs").rglob("*.md"):
        assert page.relative_to(REPOSITORY / "docs").as_posix() in listed


def outer_definitions(node: ast.AST) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Functions, classes and methods that others can name: public, and not inside a function."""
    for child in ast.iter_child_nodes(node):
        named = isinstance(child, ast.FunctionDef | ast.ClassDef)
        if named and child.name.startswith("_"):
            continue
        if named:
            yield child
        if not isinstance(child, ast.FunctionDef):
            yield from outer_definitions(child)


@pytest.mark.parametrize(
    "file", sorted((REPOSITORY / "src").rglob("*.py")), ids=lambda file: file.stem
)
def test_every_public_function_says_what_it_does(file):
    silent = [
        f"{file.name}:{node.lineno} {node.name}"
        for node in outer_definitions(ast.parse(file.read_text("utf-8")))
        if ast.get_docstring(node) is None
    ]
    assert silent == []
