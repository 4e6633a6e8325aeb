"""The mailbox of the bot on a real dovecot: read, acknowledged after it was stored, read again after an outage."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.e2e.conftest import Bot, until
from tests.e2e.mailing import PEOPLE, World, address, composed, environ, genuine
from tests.platforms.imap.server import DOVECOT, PASSWORD, Dovecot
from tests.platforms.smtp.office import Office
from tests.platforms.smtp.server import certificate

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(DOVECOT is None, reason="needs Debian's dovecot-imapd and dovecot-lmtpd"),
]
BOX = "entrenous"
SAD = "I saw Zebedee Quatermain in Quillan this morning, 06 39 98 14 27."


def mailbox(office: Office, dovecot: Dovecot, **more: str) -> dict[str, str]:
    return environ(
        office,
        **{
            "ENTRENOUS_MAIL__MODE": "imap",
            "ENTRENOUS_MAIL__IMAP__HOST": "127.0.0.1",
            "ENTRENOUS_MAIL__IMAP__PORT": str(dovecot.port),
            "ENTRENOUS_MAIL__IMAP__TLS": "none",
            "ENTRENOUS_MAIL__IMAP__USER": BOX,
            "ENTRENOUS_MAIL__IMAP__PASSWORD": PASSWORD,
            **more,
        },
    )


@asynccontextmanager
async def at_work(
    bot: Bot, office: Office, dovecot: Dovecot, *, known: bool = False, **more: str
) -> AsyncIterator[World]:
    async with bot(mailbox(office, dovecot, **more)) as context:
        world = World(context, office)
        for name in () if known else PEOPLE:
            await world.join(name, "advice")
        yield world


async def arrives(dovecot: Dovecot, text: str = SAD, **headers: str) -> None:
    raw = genuine(composed("sue", text, **headers).as_bytes())
    await asyncio.to_thread(dovecot.deliver, f"{BOX}@example.org", raw)


async def left(dovecot: Dovecot, folder: str = "INBOX") -> int:
    return len(await asyncio.to_thread(dovecot.mails, BOX, folder))


@pytest.mark.parametrize("then", ["delete", "move", "flag"])
async def test_a_mail_is_read_at_once_and_acknowledged_as_the_settings_say(bot: Bot, tmp_path: Path, then: str) -> None:
    async with Office() as office, Dovecot(tmp_path) as dovecot:
        async with at_work(bot, office, dovecot, ENTRENOUS_MAIL__IMAP__THEN=then) as world:
            for number in range(2):  # the second comes while the bot waits
                await arrives(dovecot)
                await until(lambda: len(world.read("bob")) == number + 1)  # noqa: B023
            assert "[Person A]" in world.read("bob")[0]
            assert "Quatermain" not in world.read("bob")[0]
            there = {"delete": (0, 0), "move": (0, 2), "flag": (2, 0)}[then]

            async def settled() -> bool:
                return (await left(dovecot), await left(dovecot, "Read")) == there

            await until(settled)
        async with at_work(bot, office, dovecot, known=True, ENTRENOUS_MAIL__IMAP__THEN=then):
            await arrives(dovecot, "Good morning to everybody, how are you?")
            await until(lambda: len(office.texts(address("bob"))) == 3)
        assert len(office.texts(address("bob"))) == 3, "nothing is read twice"


async def test_what_came_while_the_server_or_the_bot_was_away_is_read_after(bot: Bot, tmp_path: Path) -> None:
    async with Office() as office, Dovecot(tmp_path) as dovecot:
        async with at_work(bot, office, dovecot) as world:
            await arrives(dovecot)
            await until(lambda: len(world.read("bob")) == 1)
            await dovecot.stop()
            await dovecot.start()
            await arrives(dovecot, "A second word: Zebedee is in hospital.")
            await until(lambda: len(world.read("bob")) == 2)
        await arrives(dovecot, "And a third: he is back at home.")
        async with at_work(bot, office, dovecot, known=True):
            await until(lambda: len(office.texts(address("bob"))) == 3)


async def test_a_mail_that_is_too_big_is_not_fetched_and_its_author_told(bot: Bot, tmp_path: Path) -> None:
    async with (
        Office() as office,
        Dovecot(tmp_path) as dovecot,
        at_work(bot, office, dovecot, ENTRENOUS_MAIL__MAX_BYTES="20000") as world,
    ):
        await arrives(dovecot, f"{SAD}\n" * 2000)
        await until(lambda: world.read("sue"))
        assert await world.refusals() == ["unread.too_big"]
        assert "Zebedee" not in world.read("sue")[0]


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
async def test_the_mailbox_is_read_encrypted_by_a_certificate_that_is_trusted(
    bot: Bot, tmp_path: Path, tls: str
) -> None:
    _, public = certificate(tmp_path)
    async with Office() as office, Dovecot(tmp_path, (public, tmp_path / "server.key")) as dovecot:
        port = dovecot.secure_port if tls == "implicit" else dovecot.port
        more = {
            "ENTRENOUS_MAIL__IMAP__TLS": tls,
            "ENTRENOUS_MAIL__IMAP__HOST": "localhost",
            "ENTRENOUS_MAIL__IMAP__PORT": str(port),
            "ENTRENOUS_MAIL__IMAP__CA": str(public),
        }
        async with at_work(bot, office, dovecot, known=False, **more) as world:
            await arrives(dovecot)
            await until(lambda: world.read("bob"))


async def test_no_planted_name_and_no_address_stands_in_the_log_or_in_a_file(bot: Bot, tmp_path: Path) -> None:
    async with Office() as office, Dovecot(tmp_path) as dovecot:
        async with at_work(bot, office, dovecot) as world:
            await arrives(dovecot)
            await until(lambda: world.read("bob") and world.read("sue"))
        written = [path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file()]
    for word in (b"Zebedee", b"Quatermain", b"sue@example.org", b"bob@example.org"):
        assert not any(word in content for content in written), word
