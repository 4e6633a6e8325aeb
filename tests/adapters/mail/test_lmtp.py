"""The listener for the local mail server: who may speak, what it answers, what it never says in the log."""

from __future__ import annotations

import asyncio
import io
import smtplib
from collections.abc import AsyncIterator

import pytest

from adapters.mail.incoming import Envelope
from adapters.mail.lmtp import Lmtp
from adapters.mail.settings import MailSettings
from bot.logs import configure_logging
from tests.places import free_port

SUE, BOT, ADVICE = "sue@example.org", "entrenous@example.org", "advice@example.org"
RAW = b"From: Sue <sue@example.org>\r\nSubject: Zebedee Quatermain\r\n\r\n.hello\r\n"


class Door:
    """What was handed over. `broken`: it cannot be stored."""

    def __init__(self) -> None:
        self.taken: list[tuple[bytes, Envelope, bool]] = []
        self.broken = False

    async def take(self, raw: bytes, envelope: Envelope, whole: bool) -> None:
        if self.broken:
            raise OSError(28, "no space left for Zebedee Quatermain")
        self.taken.append((raw, envelope, whole))


def settings(**lmtp: object) -> MailSettings:
    return MailSettings.model_validate(
        {
            "address": BOT,
            "rounds": {ADVICE: "advice"},
            "authserv_id": "mx.example.org",
            "mode": "lmtp",
            "max_bytes": 10_000,
            "lmtp": {"port": free_port(), **lmtp},
            "smtp": {"host": "127.0.0.1", "tls": "none"},
        }
    )


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
async def listener(door: Door) -> AsyncIterator[Lmtp]:
    lmtp = Lmtp(settings(), door.take)
    await lmtp.start()
    yield lmtp
    await lmtp.stop()


@pytest.fixture
def log(restored: None) -> io.StringIO:
    stream = io.StringIO()
    configure_logging("DEBUG", stream=stream)
    return stream


def hand_over(port: int, *to: str, raw: bytes = RAW) -> dict[str, tuple[int, bytes]]:
    with smtplib.LMTP("127.0.0.1", port, timeout=60) as server:
        return server.sendmail(SUE, list(to), raw)


async def talk(port: int, *lines: str) -> list[str]:
    """What is answered, line by line: Python's own client reads one answer for all the addresses of a mail."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write("".join(f"{line}\r\n" for line in lines).encode() + b"QUIT\r\n")
    said = (await reader.read()).decode().splitlines()
    writer.close()
    return [line[:3] for line in said if line[3:4] == " "]


async def test_a_mail_is_taken_byte_for_byte_with_whom_it_is_to(listener: Lmtp, door: Door) -> None:
    assert await asyncio.to_thread(hand_over, listener.port, ADVICE) == {}
    ((raw, envelope, whole),) = door.taken
    assert raw == RAW
    assert (envelope.sender, envelope.to, whole) == (SUE, (ADVICE,), True)


async def test_each_address_of_a_mail_gets_its_answer(listener: Lmtp, door: Door) -> None:
    """RFC 2033, section 4.2."""
    to = [f"RCPT TO:<{one}>" for one in (ADVICE, BOT)]
    said = await talk(listener.port, "LHLO x", f"MAIL FROM:<{SUE}>", *to, "DATA", "Subject: x", "", "hello", ".")
    assert said == ["220", "250", "250", "250", "250", "354", "250", "250", "221"]
    assert [envelope.to for _, envelope, _ in door.taken] == [(ADVICE, BOT)]


async def test_what_cannot_be_stored_is_to_be_handed_over_again(listener: Lmtp, door: Door, log: io.StringIO) -> None:
    door.broken = True
    with pytest.raises(smtplib.SMTPDataError) as refused:
        await asyncio.to_thread(hand_over, listener.port, ADVICE)
    assert refused.value.smtp_code == 451
    assert "Zebedee" not in log.getvalue()
    assert "OSError" in log.getvalue()


async def test_nobody_is_named_in_the_log_however_much_it_says(listener: Lmtp, log: io.StringIO) -> None:
    await asyncio.to_thread(hand_over, listener.port, ADVICE)
    assert not any(word in log.getvalue() for word in (SUE, "Zebedee", ADVICE))


async def test_an_address_that_is_not_ours_is_refused(listener: Lmtp, door: Door) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        await asyncio.to_thread(hand_over, listener.port, "zoe@example.org")
    assert door.taken == []


async def test_whoever_may_not_hand_over_is_turned_away(door: Door) -> None:
    lmtp = Lmtp(settings(peers=["127.0.0.9/32"]), door.take)
    await lmtp.start()
    with pytest.raises(smtplib.SMTPSenderRefused):
        await asyncio.to_thread(hand_over, lmtp.port, ADVICE)
    await lmtp.stop()
    assert door.taken == []


async def test_a_mail_that_is_too_big_is_taken_all_the_same(listener: Lmtp, door: Door) -> None:
    """A refusal would have the mail server send it back whole, to whoever is named as its sender."""
    await asyncio.to_thread(hand_over, listener.port, ADVICE, raw=RAW + b"x" * 60 + b"\r\n" * 6000)
    assert [whole for _, _, whole in door.taken] == [False]


def test_another_machine_speaks_encrypted_or_not_at_all() -> None:
    with pytest.raises(ValueError, match="without encryption"):
        settings(listen="0.0.0.0")  # noqa: S104, it is refused
    with pytest.raises(ValueError, match="without encryption"):
        settings(peers=["192.0.2.0/24"])
