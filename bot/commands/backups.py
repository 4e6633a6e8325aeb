"""`entrenous backup` and `entrenous restore`: what the server holds, carried away and put back."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import typer
from sqlalchemy.engine import make_url

from adapters.storage.backup import ENGINE, OURS, BackupError, make_backup
from adapters.storage.restore import Places, RestoreError, restore
from bot.commands.console import Refused, said, say
from bot.commands.mails import read_mails
from bot.domain.journal import BackupMade
from bot.storage import SystemClock, engine_file, master_key_file, master_keys, open_storage
from config.sentences import LANGUAGES, sentences
from config.settings import Settings
from config.sources import FILE_NAME, TOKENS


async def back_up(wanted: Settings, target: Path) -> None:
    """Copy both databases into one file while the bot runs. Raises `KeyFileError`, `Refused`."""
    ours = _database(wanted)
    if not ours.exists():
        raise Refused("backup.nothing", file=str(ours))
    async with open_storage(wanted) as storage:
        now = SystemClock().now()
        try:
            made = await asyncio.to_thread(make_backup, {OURS: ours, ENGINE: engine_file(wanted)}, target, now)
        except BackupError as error:
            raise Refused(f"backup.{error.code}", file=str(target)) from None
        except OSError as error:
            raise Refused("backup.unwritable", file=str(target), code=type(error).__name__) from None
        async with storage.store.begin() as unit:
            await unit.journal.append(BackupMade(at=now, master=made.master, entries=made.entries))
    say("backup.made", file=str(target), entries=made.entries, master=made.master)


async def put_back(wanted: Settings, archive: Path, mails: Sequence[Path], *, without: bool) -> None:
    """Put a backup in place of a lost database. Raises `KeyFileError`, `Refused`."""
    if without == bool(mails):
        raise Refused("restore.which")
    witnesses = read_mails(mails)
    if without:
        _confirm()
    ours, engine = _database(wanted), engine_file(wanted)
    settings = (wanted.home / FILE_NAME, *wanted.home.glob(f"{FILE_NAME}.*"), wanted.home / TOKENS)
    allowed = frozenset({master_key_file(wanted), *settings})
    try:
        places = Places(ours, engine, allowed)
        keep = wanted.cases.keep_names
        done = await restore(archive, places, master_keys(wanted), witnesses, SystemClock(), keep_names=keep)
    except BackupError as error:
        raise Refused(f"backup.{error.code}", file=str(archive)) from None
    except RestoreError as error:
        raise Refused(f"restore.{error.code}", file=error.file) from None
    say("restore.done", made_at=done.made_at, entries=done.entries, listed=done.listed, struck=done.struck)
    if done.witnessed > done.entries:
        say("restore.lost", count=done.witnessed - done.entries)


def _confirm() -> None:
    """A sentence is typed out, in either language: nobody types it by habit."""
    typer.echo(said("restore.warning", phrase=said("restore.phrase")), err=True)
    typed = sys.stdin.readline().strip().casefold()
    if typed not in {sentences(lang)["restore.phrase"].casefold() for lang in LANGUAGES}:
        raise Refused("restore.unconfirmed")


def _database(wanted: Settings) -> Path:
    return Path(make_url(wanted.database_url.get_secret_value()).database or "")
