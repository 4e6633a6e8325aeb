"""`entrenous keys rotate`: another master key, while the bot runs."""

from __future__ import annotations

from contextlib import nullcontext

from adapters.storage.database import settle
from adapters.storage.key_files import decode_master_key
from adapters.storage.keys import master_id
from adapters.storage.rotation import Rotation, rotate, wrapped_by
from bot.commands.console import Refused, say
from bot.storage import Storage, SystemClock, key_files, open_storage
from config.settings import Settings


async def rotate_key(wanted: Settings) -> None:
    """Make the next key, wrap everything by it, let it take the present one's place. Raises `KeyFileError`, `Refused`."""
    files = None if wanted.keys.master_key else key_files(wanted)
    async with open_storage(wanted) as storage:
        with files.alone() if files else nullcontext():
            done = await _change(storage, files.prepare() if files else _given_next(wanted))
            settle(storage.database)
            if files:
                files.finish()
    if done:
        say("keys.rotated", before=done.before, after=done.after, cases=done.cases)
    else:
        say("keys.rotated_before", after=master_id(files.read()[0]) if files else storage.keyring.master)
    say("keys.rotated_file" if files else "keys.rotated_given")


async def _change(storage: Storage, coming: bytes) -> Rotation | None:
    """None where an interrupted change had come so far already."""
    after = master_id(coming)
    async with storage.store.session(writes=False) as session:
        if await wrapped_by(session) == after:
            return None
    return await rotate(storage.store, after, SystemClock().now(), _progress)


def _progress(done: int, total: int) -> None:
    say("keys.rotating", done=done, total=total)


def _given_next(wanted: Settings) -> bytes:
    if wanted.keys.next_master_key is None:
        raise Refused("keys.next_needed")
    return decode_master_key(wanted.keys.next_master_key.get_secret_value())
