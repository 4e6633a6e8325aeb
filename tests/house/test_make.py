"""`make` says in a sentence what a machine lacks, and does nothing where nothing changed."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

from tests.house.source import ROOT


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    return subprocess.run(["make", *arguments], cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def python(folder: Path, script: str) -> str:
    """An interpreter of our own making: a shell script."""
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return f"PYTHON={path}"


def test_a_python_that_is_too_old_is_told_with_what_to_do(tmp_path: Path) -> None:
    done = make(tmp_path, python(tmp_path, '[ "$1" = --version ] && echo Python 3.9.2 && exit 0; exit 1'))
    assert done.returncode != 0
    assert "needs Python 3.11, 3.12 or 3.13" in done.stderr
    assert "is Python 3.9.2. Try: make PYTHON=python3.12" in done.stderr


def test_no_python_at_all_is_told_in_the_same_words(tmp_path: Path) -> None:
    done = make(tmp_path, "PYTHON=nonesuch")
    assert done.returncode != 0
    assert "'nonesuch' is not there" in done.stderr


def test_a_python_without_venv_is_told_which_package_is_missing(tmp_path: Path) -> None:
    done = make(tmp_path, python(tmp_path, 'case "$2" in *ensurepip*) exit 1;; esac; exit 0'))
    assert done.returncode != 0
    assert "apt install python3-venv" in done.stderr


def test_nothing_is_built_again_where_nothing_changed(tmp_path: Path) -> None:
    make(tmp_path, "--question")  # lays the files out
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / ".built").touch()
    done = subprocess.run(["make", "PYTHON=nonesuch"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "Nothing to be done" in done.stdout


def test_the_lock_pins_everything_by_hash_and_names_no_index() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = [number for number, line in enumerate(lines) if "==" in line and not line.startswith((" ", "#"))]
    assert len(pins) > 80
    assert [lines[number] for number in pins if "--hash=sha256:" not in lines[number + 1]] == []
    assert [line for line in lines if "://" in line or line.startswith("-")] == []


def test_the_lock_holds_every_dependency_that_the_project_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    wanted = {re.split(r"[\[<>=~! ]", name)[0].lower().replace("_", "-") for name in named}
    locked = {line.split("==")[0] for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()}
    assert wanted - locked == set()
