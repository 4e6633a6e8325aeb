"""People who write to the bot by e-mail: the real bot, its mails taken by a mail server on loopback."""

from __future__ import annotations

import asyncio
import json
import smtplib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from itertools import count
from typing import Any

from adapters.mail.channel import MailChannel
from adapters.mail.lmtp import Lmtp
from adapters.storage.addresses import SealedAddresses
from bot.domain.messages import ConversationRef, PersonRef
from bot.domain.roster import Role
from bot.domain.rounds import RoundMember
from bot.handlers.context import Context
from redaction import RawText
from tests.e2e.conftest import Bot
from tests.platforms.smtp.office import Office

BOT, ADVICE, SERVER = "entrenous@example.org", "advice@example.org", "mx.example.org"
PEOPLE = ("sue", "bob", "cat")
_numbers = count(1)


def environ(office: Office, **more: str) -> dict[str, str]:
    """A bot that takes mails by LMTP on a port of its own choice."""
    return {
        "ENTRENOUS_ROUNDS": json.dumps([{"name": "advice", "title": {"en": "Advice", "fr": "Conseil"}}]),
        "ENTRENOUS_MAIL__ADDRESS": BOT,
        "ENTRENOUS_MAIL__ROUNDS": json.dumps({ADVICE: "advice"}),
        "ENTRENOUS_MAIL__AUTHSERV_ID": SERVER,
        "ENTRENOUS_MAIL__SMTP__HOST": "127.0.0.1",
        "ENTRENOUS_MAIL__SMTP__PORT": str(office.port),
        "ENTRENOUS_MAIL__SMTP__TLS": "none",
        "ENTRENOUS_MAIL__MODE": "lmtp",
        "ENTRENOUS_MAIL__LMTP__PORT": str(_free_port()),
        **more,
    }


class World:
    """Sue, Bob and Cat read the round "advice" by e-mail."""

    def __init__(self, context: Context, office: Office) -> None:
        self.context, self.office = context, office
        self.accounts: dict[str, str] = {}

    @property
    def channel(self) -> MailChannel:
        channel = self.context.channels["mail"]
        assert isinstance(channel, MailChannel)
        return channel

    async def join(self, name: str, *rounds: str) -> None:
        now = datetime.now(UTC)
        account = await SealedAddresses(self.context.store).keep("mail", RawText(address(name)))  # type: ignore[arg-type]
        async with self.context.store.begin() as unit:
            member = await unit.roster.add(RawText(name.capitalize()), frozenset({Role.LISTENER}), "en", now)
            await unit.roster.link(PersonRef("mail", account), member.member_id, now)
            for one in rounds:
                await unit.rounds.join(RoundMember(one, member.member_id, ConversationRef("mail", account), now))
        self.accounts[name] = account

    async def hand_over(self, raw: bytes, to: str = ADVICE, sender: str | None = None) -> None:
        """As the local mail server does."""
        reader = self.channel.reader
        assert isinstance(reader, Lmtp)
        await asyncio.to_thread(_lmtp, reader.port, sender or address("sue"), to, raw)

    async def write(self, who: str, text: str, subject: str = "", to: str = ADVICE, **headers: str) -> EmailMessage:
        mail = composed(who, text, subject, to, **headers)
        await self.hand_over(genuine(mail.as_bytes(), who), to, address(who))
        return mail

    async def answer(self, who: str, mail: EmailMessage, text: str) -> EmailMessage:
        """Somebody presses Answer in their program."""
        subject = f"Re: {mail['Subject']}"
        given = {
            "In-Reply-To": str(mail["Message-ID"]),
            "References": f"{mail['References'] or ''} {mail['Message-ID']}",
        }
        return await self.write(who, text, subject, str(mail["Reply-To"]), **given)

    def read(self, who: str) -> list[str]:
        return self.office.texts(address(who))

    def mails(self, who: str) -> list[EmailMessage]:
        return self.office.mails(address(who))

    async def journal(self, *kinds: str) -> list[str]:
        async with self.context.store.read() as unit:
            links: list[Any] = await unit.journal.links()  # type: ignore[attr-defined]
        return [link.kind for link in links if not kinds or link.kind in kinds]

    async def refusals(self) -> list[str]:
        """The codes of what was refused."""
        async with self.context.store.read() as unit:
            links: list[Any] = await unit.journal.links()  # type: ignore[attr-defined]
        return [link.body["code"] for link in links if link.kind == "request_refused"]


def address(name: str) -> str:
    return f"{name}@example.org"


def composed(who: str, text: str, subject: str = "", to: str = ADVICE, **headers: str) -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP.clone(max_line_length=900))
    mail["From"] = f"{who.capitalize()} <{address(who)}>"
    mail["To"], mail["Subject"] = to, subject
    mail["Message-ID"] = f"<{who}.{next(_numbers)}@example.org>"
    for name, value in headers.items():
        mail[name] = value
    mail.set_content(text)
    return mail


def genuine(raw: bytes, who: str = "sue", server: str = SERVER) -> bytes:
    """As the association's mail server hands it on: with what it found about the sender on top."""
    found = f"Authentication-Results: {server};\r\n\tdkim=pass header.d=example.org;\r\n\tdmarc=pass header.from=example.org\r\n"
    return f"Return-Path: <{address(who)}>\r\n{found}Received: from somewhere by {server}\r\n".encode() + raw


def _lmtp(port: int, sender: str, to: str, raw: bytes) -> None:
    with smtplib.LMTP("127.0.0.1", port, timeout=60) as server:
        refused = server.sendmail(sender, [to], raw)
    assert not refused


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def mailing(bot: Bot, **more: str) -> AsyncIterator[World]:
    """The bot at work with Sue, Bob and Cat in its round."""
    async with Office() as office, bot(environ(office, **more)) as context:
        world = World(context, office)
        for name in PEOPLE:
            await world.join(name, "advice")
        yield world


__all__ = ["ADVICE", "BOT", "PEOPLE", "SERVER", "World", "address", "composed", "environ", "genuine", "mailing"]
