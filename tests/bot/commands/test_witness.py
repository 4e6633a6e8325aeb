"""`entrenous witness`, and the running bot that sends it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from bot.domain.witness import read_witnesses
from bot.storage import open_storage
from tests.bot.commands.typed import NOW, entrenous, settings_of, with_cases
from tests.platforms.smtp.server import MailServer
from tests.running import RunningBot

TRUSTEES = ["anne@example.org", "basil@example.org"]


async def destroyed(home: Path) -> str:
    """A case whose key is gone."""
    (case_id,) = await with_cases(settings_of(home), 1)
    async with open_storage(settings_of(home)) as storage, storage.store.begin() as unit:
        await unit.cases.destroy(case_id, NOW)
    return case_id


async def test_it_prints_what_the_mail_would_say_and_sends_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    case_id = await destroyed(home)
    done = entrenous(home, "witness")
    assert done.returncode == 0, done.stderr
    (witness,) = read_witnesses(done.stdout)
    assert witness.gone == {case_id: NOW.date()}
    assert "Gardez chacun de ces courriels" in " ".join(done.stdout.split())


async def test_without_trustees_status_says_so_and_with_them_when_it_was_sent(tmp_path: Path) -> None:
    assert "not set up" in entrenous(tmp_path / "home", "status").stdout
    environ = {
        "ENTRENOUS_WITNESS__TRUSTEES": json.dumps(TRUSTEES),
        "ENTRENOUS_WITNESS__SENDER": "bot@example.org",
        "ENTRENOUS_WITNESS__HOST": "127.0.0.1",
        "ENTRENOUS_WITNESS__TLS": "none",
    }
    told = entrenous(tmp_path / "home", "status", **environ).stdout
    assert "Daily witness to trustee 1: never sent" in told


@pytest.mark.long
async def test_a_mail_server_that_never_answers_does_not_keep_the_bot_from_stopping(tmp_path: Path) -> None:
    async with MailServer() as server:
        server.mute = True
        environ = {
            "ENTRENOUS_WEB__PORT": "0",
            "ENTRENOUS_WITNESS__TRUSTEES": json.dumps(TRUSTEES),
            "ENTRENOUS_WITNESS__SENDER": "bot@example.org",
            "ENTRENOUS_WITNESS__HOST": "127.0.0.1",
            "ENTRENOUS_WITNESS__PORT": str(server.port),
            "ENTRENOUS_WITNESS__TLS": "none",
        }
        bot = RunningBot(tmp_path / "home", environ)
        await bot.start()
        async with asyncio.timeout(30):
            while not server.talks:  # noqa: ASYNC110 - the bot's side of the talk cannot be seen
                await asyncio.sleep(0.02)
        assert await bot.stop(within=20) == 0


@pytest.mark.long
async def test_a_bot_that_runs_sends_it_and_status_tells_of_failures(tmp_path: Path) -> None:
    home = tmp_path / "home"
    case_id = await destroyed(home)
    async with MailServer() as server:
        server.refusing[TRUSTEES[1]] = "550 nobody"
        environ = {
            "ENTRENOUS_WEB__PORT": "0",
            "ENTRENOUS_WITNESS__TRUSTEES": json.dumps(TRUSTEES),
            "ENTRENOUS_WITNESS__SENDER": "bot@example.org",
            "ENTRENOUS_WITNESS__HOST": "127.0.0.1",
            "ENTRENOUS_WITNESS__PORT": str(server.port),
            "ENTRENOUS_WITNESS__TLS": "none",
        }
        async with RunningBot(home, environ) as bot, asyncio.timeout(30):
            while b"witness_failed" not in bot.log.read_bytes():  # noqa: ASYNC110 - the log is what it is waited for in
                await asyncio.sleep(0.05)
        assert [mail.to for mail in server.mails] == [TRUSTEES[:1]]
        assert case_id in read_witnesses(server.mails[0].source)[0].gone
    told = entrenous(home, "status", **environ).stdout
    assert "trustee 1: last sent" in told
    assert "trustee 2: never sent; FAILING since" in told
    assert "refused_550" in told
    assert b"example.org" not in bot.log.read_bytes()
