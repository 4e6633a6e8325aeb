"""What the documents say is what the code does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from bot.__main__ import app
from config.grounds import load_grounds
from tests.house.source import CODE, ROOT, files, relative, tracked
from tests.house.tables import TABLES, written

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [path for path in tracked() if path.suffix == ".md"]


def test_the_tables_are_those_of_the_code() -> None:
    assert [name for name in TABLES if f"<!-- {name} -->" not in README] == []
    assert written(README) == README, "run `make docs`"


def commands(group: typer.Typer, above: str = "entrenous") -> list[str]:
    """Every command as it is typed: `entrenous audit verify`."""
    here = [
        f"{above} {command.name or command.callback.__name__}"
        for command in group.registered_commands
        if command.callback
    ]
    nested = [
        commands(sub.typer_instance, f"{above} {sub.name}") for sub in group.registered_groups if sub.typer_instance
    ]
    return [*here, *(name for names in nested for name in names)]


@pytest.mark.parametrize("command", commands(app))
def test_every_command_has_its_paragraph(command: str) -> None:
    assert re.search(rf"^\*\*`{command}[^`]*`\*\*", README, re.MULTILINE)


def test_no_paragraph_is_about_a_command_that_does_not_exist() -> None:
    told = re.findall(r"^\*\*`(entrenous [a-z]+(?: [a-z]+){0,2})[^`]*`\*\*", README, re.MULTILINE)
    assert sorted(told) == sorted(commands(app))


def test_every_make_target_in_the_documents_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    told = {name for path in DOCUMENTS for name in re.findall(r"`make ([a-z]+)", path.read_text(encoding="utf-8"))}
    assert {"demo", "test", "check"} <= told
    assert told <= targets


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_that_a_document_names_exists(path: object) -> None:
    """Names in backticks that look like paths of the project: `bot/handlers/decide.py`, or `parse.py` beside the text."""
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    folder = path.parent  # type: ignore[attr-defined]
    named = set(re.findall(r"`((?:[\w.-]+/)*[\w.-]+\.(?:py|toml|yaml|md|html|css|js|lock))`", text))
    places = [ROOT, folder, *(child for child in folder.iterdir() if child.is_dir())]
    assert [name for name in named - ELSEWHERE if not any((place / name).exists() for place in places)] == []


ELSEWHERE = {"entrenous.toml"}
"""Files that a reader makes, not we."""


def test_every_ground_has_its_row_and_no_row_is_about_another() -> None:
    rows = (ROOT / "config" / "README.md").read_text(encoding="utf-8").partition("| ground | what it is for |")[2]
    told = re.findall(r"^\| `(\w+)` \|", rows.partition("## Add an exercise")[0], re.MULTILINE)
    assert told == list(load_grounds().of)


def test_the_help_of_every_command_can_be_read() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--help"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0
    assert [name for name in commands(app) if name.split()[1] not in done.stdout] == []


def test_the_readme_of_the_tests_names_every_folder() -> None:
    table = (ROOT / "tests" / "README.md").read_text(encoding="utf-8")
    folders = {path.parent.name for path in (ROOT / "tests").glob("*/*.py")}
    assert {name for name in folders if f"| `{name}/` |" not in table} == set()
    assert set(re.findall(r"^\| `(\w+)/` \|", table, re.MULTILINE)) == folders


MANY_ALIKE = {"redaction/recognizers"}
"""Folders whose files are all of one kind; their README explains the kind."""


@pytest.mark.parametrize(
    "folder", sorted({path.parent for path in files(*CODE)} - {ROOT / name for name in MANY_ALIKE}), ids=relative
)
def test_a_folders_readme_names_each_of_its_files(folder: Path) -> None:
    readme = (folder / "README.md").read_text(encoding="utf-8")
    names = {path.name for path in folder.glob("*.py")} - {"__init__.py"}
    assert {name for name in names if name not in readme} == set()
