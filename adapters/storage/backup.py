"""A backup of both databases in one file, made while the bot runs, and taken apart again.

SQLite's own online copy (https://www.sqlite.org/backup.html) gives each database as of one moment. The engine's goes
first: work that it does not know yet is started again from our inbox, while work that it took for done and our inbox for
open would be left lying.

The file is a tar of the two and of a list with their hashes. It is not encrypted once more: what could tell about somebody
is sealed in it as in the database, the master key that opens it is never in it, and a second key would be a second thing to
lose. What stands in clear in the database (ids, codes, times) stands in clear in it too.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.storage.key_files import sync_folder

OURS, ENGINE = "entrenous.db", "engine.db"
_LIST = "backup.json"
_FORM = 1
_PIECE = 1 << 20


class BackupError(Exception):
    """A file is no backup of ours, or a damaged one. `code`: "exists", "strange" or "damaged"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in a backup. `master`: id of the key that opens it; `entries`: how long the journal was."""

    form: int
    made_at: str
    master: str
    entries: int
    files: Mapping[str, str]


def make_backup(databases: Mapping[str, Path], target: Path, now: datetime) -> Manifest:
    """Copy the databases (by their names in the backup) into `target`, which only its owner reads.

    The file appears whole or not at all. Raises `BackupError` where there is one already.
    """
    if target.exists():
        raise BackupError("exists")
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as name:
        folder = Path(name)
        for database in (ENGINE, OURS):
            if database in databases and databases[database].exists():
                _copy(databases[database], folder / database)
        manifest = _manifest(folder, now)
        (folder / _LIST).write_text(json.dumps(asdict(manifest)), encoding="utf-8")
        _pack(folder, folder / "whole")
        _appear(folder / "whole", target)
    sync_folder(target.parent)
    return manifest


def unpack(archive: Path, folder: Path) -> Manifest:
    """Put the databases into `folder`, each compared with its hash. Raises `BackupError`."""
    try:
        with tarfile.open(archive, "r:") as tar:
            manifest = _read_manifest(tar)
            for name, digest in manifest.files.items():
                _unpack_one(tar, name, folder / name, digest)
    except (tarfile.TarError, OSError, EOFError, KeyError, ValueError, TypeError):
        raise BackupError("strange") from None
    return manifest


def _appear(whole: Path, target: Path) -> None:
    """At once, over nothing. A stick or a share may know no links; there a moment is left between look and move."""
    try:
        os.link(whole, target)
    except FileExistsError:
        raise BackupError("exists") from None
    except OSError:
        if target.exists():
            raise BackupError("exists") from None
        whole.replace(target)


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as running, closing(sqlite3.connect(target)) as copy:
        running.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # all of it in one file


def _manifest(folder: Path, now: datetime) -> Manifest:
    with closing(sqlite3.connect(folder / OURS)) as copy:
        (entries,) = copy.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()
        (master,) = copy.execute("SELECT master FROM keystore WHERE use = 'root'").fetchone()
    files = {path.name: _digest(path) for path in sorted(folder.iterdir())}
    return Manifest(_FORM, now.isoformat(timespec="seconds"), master, entries, files)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(folder: Path, target: Path) -> None:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            for name in (_LIST, ENGINE, OURS):
                if (folder / name).exists():
                    tar.add(folder / name, name, filter=_nobodys)
        file.flush()
        os.fsync(file.fileno())


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Who made the backup on which machine is nobody's business."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _read_manifest(tar: tarfile.TarFile) -> Manifest:
    file = tar.extractfile(_LIST)
    told: dict[str, Any] = json.loads(file.read(_PIECE)) if file else {}
    manifest = Manifest(**told)
    if manifest.form != _FORM or OURS not in manifest.files or not set(manifest.files) <= {OURS, ENGINE}:
        raise BackupError("strange")
    return manifest


def _unpack_one(tar: tarfile.TarFile, name: str, target: Path, digest: str) -> None:
    file = tar.extractfile(name)
    if file is None:
        raise BackupError("strange")
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        shutil.copyfileobj(file, out, _PIECE)
    if _digest(target) != digest:
        raise BackupError("damaged")
