"""A mail server that takes the bot's mails on loopback (aiosmtpd): what each reader's mailbox holds, byte for byte."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session


class Office:
    """`async with` starts and stops it. `refusing`: address to the answer that it gets, once for each time it is listed."""

    def __init__(self) -> None:
        self.boxes: defaultdict[str, list[bytes]] = defaultdict(list)
        self.refusing: defaultdict[str, list[str]] = defaultdict(list)
        self.senders: set[str] = set()
        self.changed = asyncio.Event()
        self.port = 0
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Office:
        loop = asyncio.get_running_loop()

        def made() -> SMTP:
            return SMTP(self, hostname="mail.example.org", loop=loop, data_size_limit=60_000_000)

        self._server = await loop.create_server(made, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, aiosmtpd's
        for to in envelope.rcpt_tos:
            if self.refusing[to]:
                return self.refusing[to].pop(0)
        assert isinstance(envelope.content, bytes)
        self.senders.add(envelope.mail_from or "")
        for to in envelope.rcpt_tos:
            self.boxes[to].append(envelope.content)
        self.changed.set()
        return "250 taken"

    def mails(self, to: str) -> list[EmailMessage]:
        return [parsed(raw) for raw in self.boxes[to]]

    def texts(self, to: str) -> list[str]:
        return [text_of(mail) for mail in self.mails(to)]


def parsed(raw: bytes) -> EmailMessage:
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")
