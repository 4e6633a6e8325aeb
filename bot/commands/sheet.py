"""`entrenous keys sheet` and `entrenous keys recover`: the master key on paper and back."""

from __future__ import annotations

import sys
import textwrap
from datetime import date
from pathlib import Path

import typer

from adapters.storage.database import migrate, open_database
from adapters.storage.key_files import decode_master_key, write_key_file
from adapters.storage.keys import master_id
from adapters.storage.keystore import belongs
from adapters.storage.recovery import ROWS, Part, SheetError, join, read_part, read_row, rows, split
from adapters.storage.rotation import wrapped_by
from bot.commands.console import Refused, said, say
from bot.domain.journal import RecoverySheetPrinted
from bot.storage import SystemClock, key_box, key_files, master_key_file, open_storage
from config.sentences import LANGUAGES, sentences
from config.settings import Settings

_PAGE = "\f"
_WIDTH = 76


async def print_sheet(wanted: Settings) -> None:
    """Both pages on standard output; that it was printed stands in the journal. Raises `KeyFileError`."""
    async with open_storage(wanted) as storage:
        async with storage.store.session(writes=False) as session:
            present = await wrapped_by(session)
        master = next(key for key in _at_hand(wanted) if master_id(key) == present)
        now = SystemClock().now()
        async with storage.store.begin() as unit:
            await unit.journal.append(RecoverySheetPrinted(at=now, master=present))
    typer.echo(_PAGE.join(_page(part, now.date()) for part in split(master)))


def _at_hand(wanted: Settings) -> list[bytes]:
    given = (wanted.keys.master_key, wanted.keys.next_master_key)
    keys = [decode_master_key(secret.get_secret_value()) for secret in given if secret]
    return keys or key_files(wanted).read()


def _page(part: Part, day: date) -> str:
    """One part, with what it is and what to do with it, in both languages."""
    slots = {"number": part.number, "master": part.master, "day": day.isoformat()}
    told = [
        sentences(lang)[key].format_map(slots) for key in ("keys.sheet_title", "keys.sheet_keep") for lang in LANGUAGES
    ]
    code = [f"    {number}:  {row}" for number, row in enumerate(rows(part), 1)]
    use = [sentences(lang)["keys.sheet_use"].format_map(slots) for lang in LANGUAGES]
    lines = [*told[:2], "", told[2], "", told[3], "", *code, "", use[0], "", use[1], ""]
    return "\n".join(textwrap.fill(line, _WIDTH) if line not in code else line for line in lines)


def recover_key(wanted: Settings, to: Path | None) -> None:
    """Ask for both parts and write the key file. Raises `Refused`; nothing that exists is overwritten."""
    if wanted.keys.master_key and to is None:
        raise Refused("keys.recover_where")
    path = to or master_key_file(wanted)
    if path.exists():
        raise Refused("keys.recover_exists", file=str(path))
    try:
        master = join(_ask_part(1), _ask_part(2))
    except SheetError as error:
        raise Refused(f"keys.{error.code}") from None
    _match(wanted, master)
    write_key_file(path, master, key_box(wanted))
    say("keys.recovered", master=master_id(master), file=str(path))


def _ask_part(turn: int) -> Part:
    say("keys.ask_part", turn=turn)
    return read_part([_ask_row(turn, number) for number in range(1, ROWS + 1)])


def _ask_row(turn: int, number: int) -> bytes:
    """A row with a slip in it is asked for again, as long as somebody answers."""
    while True:
        typer.echo(said("keys.ask_row", turn=turn, number=number) + " ", nl=False, err=True)
        typed = next(filter(str.strip, sys.stdin), None)
        if typed is None:
            raise SheetError("cut_short")
        try:
            return read_row(number, typed)
        except SheetError as error:
            typer.echo(said(f"keys.{error.code}", number=number), err=True)


def _match(wanted: Settings, master: bytes) -> None:
    """The key of another database would only be found out at the next start."""
    database = open_database(wanted.database_url.get_secret_value())
    try:
        if database.url.database and Path(database.url.database).exists():
            migrate(database)
            if not belongs(database, master):
                raise Refused("keys.recover_other", master=master_id(master))
    finally:
        database.dispose()
