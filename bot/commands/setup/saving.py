"""Puts the answers on the disk: all files at once, each whole, readable by nobody else, and nothing lost that was there."""

from __future__ import annotations

import copy
import os
import secrets
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.storage.key_files import sync_folder
from bot.commands.setup.draft import Draft
from config.sources import FILE_NAME, TOKENS
from config.writing import toml_text


def save(draft: Draft, head: str, kept_at: datetime | None) -> Path | None:
    """Write secrets and settings; where `kept_at` is given, what `target` held stays under that date, and is returned.

    Raises `OSError`; then nothing is changed.
    """
    draft.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft.target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    found: dict[Path, bytes] = {}
    copied = None
    if kept_at is not None and draft.target.is_file():
        copied = draft.target.with_name(f"{FILE_NAME}.{kept_at:%Y-%m-%d-%H%M%S}")
        found[copied] = draft.target.read_bytes()
    for (section, name), value in draft.secrets.items():
        found[secret_file(draft.home, section, name)] = f"{value}\n".encode()
    if draft.secrets:
        (draft.home / TOKENS).mkdir(exist_ok=True, mode=0o700)
    found[draft.target] = f"# {head}\n\n{toml_text(_tables(draft))}".encode()
    _put(found)
    draft.saved = True
    return copied


def secret_file(home: Path, section: str, name: str) -> Path:
    """`tokens/telegram.token` in the home folder."""
    return home / TOKENS / f"{section}.{name}"


def _tables(draft: Draft) -> dict[str, Any]:
    """The tables with the names of the secrets' files in the secrets' place."""
    tables = {"home": "", **copy.deepcopy(draft.data)} | {"home": str(draft.home)}
    for section, name in reversed(draft.secrets):
        table = tables.setdefault(section, {})
        table.pop(name, None)
        tables[section] = {f"{name}_file": str(secret_file(draft.home, section, name))} | {
            other: value for other, value in table.items() if other != f"{name}_file"
        }
    return tables


def _put(files: Mapping[Path, bytes]) -> None:
    """Write each file aside, then let all of them take their places, in order and without being interrupted."""
    aside: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            aside[path] = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
            _write(aside[path], content)
        with _uninterrupted():
            for path, written in aside.items():
                written.replace(path)
    finally:
        for written in aside.values():
            written.unlink(missing_ok=True)
    for folder in {path.parent for path in files}:
        sync_folder(folder)


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits for nothing here: renaming a few files is done before it could be noticed."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
