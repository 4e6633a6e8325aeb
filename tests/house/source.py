"""The project's own files, for tests that read them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = ("bot", "adapters", "redaction", "config")
CHANNELS = ("mail", "slack", "sms", "telegram", "web", "whatsapp")
MIGRATIONS = "adapters/storage/migrations/versions"


@cache
def files(*folders: str, suffix: str = ".py") -> tuple[Path, ...]:
    """Files under `folders`, migrations excepted: their shape is Alembic's."""
    found = (path for folder in folders for path in (ROOT / folder).rglob(f"*{suffix}"))
    return tuple(
        sorted(path for path in found if MIGRATIONS not in path.as_posix() and "__pycache__" not in path.parts)
    )


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a file with the last part of the called name: `x.expose()` is `expose`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            called = node.func
            yield (called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")), node


def literals(path: Path) -> set[str]:
    """Every string that stands in a Python file."""
    return {
        node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def relative(path: Path) -> str:
    """`bot/handlers/mend.py`."""
    return path.relative_to(ROOT).as_posix()


def mentioning(name: str, *, besides: str) -> set[str]:
    """Files of ours in which the name `name` is used, called or handed on; `besides`: the file that defines it."""
    return {relative(path) for path in files(*CODE) if any(name == used for used in _names(path))} - {besides}


def _names(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name):
            yield node.id


def tracked() -> tuple[Path, ...]:
    """Files that git keeps or is about to keep."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file())
