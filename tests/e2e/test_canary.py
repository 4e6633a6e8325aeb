"""After a whole run no planted name stands in any file, in the engine's decoded payloads, in the log or in temporary files."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.storage.database import open_database
from adapters.storage.key_files import KeyFiles
from adapters.storage.keys import MasterKeys
from adapters.storage.keystore import unlock
from bot.workflows.engine import EncryptingSerializer
from tests.e2e.conftest import until
from tests.places import SlackPlace, TelegramPlace, place
from tests.running import RunningBot

CANARIES = ("Zebedee", "Quatermain", "98 14 27", "840575", "Quillan")
MESSAGES = (
    "Zebedee Quatermain from Quillan, 06 39 98 14 27, sécu 2 84 05 75 999 999 21",
    "Mme Quatermain is worn out, her husband Zebedee too",
    "<Quatermain & Zebedee> write from zebedee.quatermain@example.org",
)


def decoded(home: Path) -> Iterator[bytes]:
    """Every stored payload of the durable engine, decrypted; text columns as they are."""
    ours = open_database(f"sqlite:///{home / 'entrenous.db'}")
    serializer = EncryptingSerializer(unlock(ours, MasterKeys(KeyFiles(home / "master.key").read)).key("engine"))
    ours.dispose()
    database = sqlite3.connect(home / "engine.db")
    tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - names of the engine's own tables
            for value in row:
                yield repr(value).encode()
                if isinstance(value, str) and len(value) > 40:
                    try:
                        yield repr(serializer.deserialize(value)).encode()
                    except Exception:  # noqa: BLE001, S112 - not a payload
                        continue
    database.close()


@pytest.mark.long
@pytest.mark.parametrize("platform", ["telegram", "slack"])
async def test_no_planted_name_is_found_anywhere(platform: str, tmp_path: Path) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    async with place(platform) as here:
        environ = here.environ | {"ENTRENOUS_LOG": "DEBUG", "TMPDIR": str(temporary)}
        async with RunningBot(tmp_path / "home", environ) as bot:
            for number, text in enumerate(MESSAGES):
                here.write(number, text)
            await until(lambda: len(here.standing(ours=True)) == len(MESSAGES))
            await asyncio.to_thread(bot.log.read_bytes)
        assert not any(canary in text for text in here.standing(ours=True) for canary in CANARIES)
    nothing_planted_in(tmp_path)


@pytest.mark.long
async def test_what_stood_in_a_document_is_found_nowhere(tmp_path: Path) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    async with place("telegram") as here:
        assert isinstance(here, TelegramPlace)
        world, (chat,) = here.world, here.chats
        environ = here.environ | {"ENTRENOUS_LOG": "DEBUG", "TMPDIR": str(temporary)}
        async with RunningBot(tmp_path / "home", environ):
            for content in (
                MESSAGES[0].encode(),
                b"\x00" + MESSAGES[1].encode(),
            ):  # one that is read, one that cannot be
                file = {**world.file("document", content), "file_name": "Quatermain.txt"}
                world.sends(here.people[0], chat, document=file, caption=MESSAGES[1])
            await until(lambda: len(here.standing(ours=True)) == 3)  # words, their file, a line for the other one
        assert here.standing(ours=False) == []
        assert not any(canary in text for text in here.standing(ours=True) for canary in CANARIES)
    nothing_planted_in(tmp_path)


@pytest.mark.long
async def test_what_was_typed_into_a_form_is_found_nowhere(tmp_path: Path) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    async with place("slack") as here:
        assert isinstance(here, SlackPlace)
        slack, sue = here.platform, here.people[0]
        environ = here.environ | {"ENTRENOUS_LOG": "DEBUG", "TMPDIR": str(temporary)}
        async with RunningBot(tmp_path / "home", environ):
            slack.shortcut(sue, "compose")
            await until(lambda: (form := slack.form(sue)) is not None and "place" in form.fields)
            slack.fill(sue, "text", MESSAGES[0])
            slack.submit(sue)
            await until(lambda: (form := slack.form(sue)) is not None and "hide" in form.fields)
            slack.fill(sue, "hide", "Quillan, from")
            slack.press_in_form(sue, "draft_again")
            await until(
                lambda: (form := slack.form(sue)) is not None and '"version": 2' in form.view["private_metadata"]
            )
            slack.submit(sue)
            await until(lambda: len(here.standing(ours=True)) == 1)
            slack.write_to_bot(sue, MESSAGES[1])
            await until(lambda: any(seen.buttons and "Nothing is posted" in seen.shown for seen in slack.direct(sue)))
        assert not any(canary in text for text in here.standing(ours=True) for canary in CANARIES)
    nothing_planted_in(tmp_path)


def nothing_planted_in(folder: Path) -> None:
    payloads = list(decoded(folder / "home"))
    assert any(b"redacted" in payload for payload in payloads), "the engine's results can be read with the key"
    written = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    for canary in CANARIES:
        assert not any(canary.encode() in content for content in [*payloads, *written]), canary
