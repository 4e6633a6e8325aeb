"""Takes mails from the local mail server over LMTP (RFC 2033) or SMTP: stored first, then acknowledged.

Never a "no" to what was handed over: the mail server would make a mail of it that quotes the original, to whoever was named as its
sender. What is refused is taken and journalled. 451 says that it could not be stored; the mail server tries again for days.
"""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from adapters.mail.incoming import Envelope as Handed
from adapters.mail.settings import LmtpSettings, MailSettings

log = structlog.get_logger(__name__)

Take = Callable[[bytes, Handed, bool], Awaitable[None]]
_TAKEN, _LATER = "250 2.0.0 taken", "451 4.3.0 cannot be stored now, please try again"
_LONGEST_LINE = 2_000_000
"""Longer than RFC 5321 allows: some programs send a paragraph, or a file, as one line."""
_OVER = 3
"""A mail of up to so many times the largest is taken, so that its author learns of it from us."""
_SECONDS = 60.0


class _OverLmtp(LMTP):
    line_length_limit = _LONGEST_LINE


class _OverSmtp(SMTP):
    line_length_limit = _LONGEST_LINE


class Lmtp:
    """One listener. `port` is the one in use once `start` has returned."""

    def __init__(self, settings: MailSettings, take: Take) -> None:
        self._settings, self._lmtp, self._take = settings, settings.lmtp, take
        self._ours = frozenset({settings.address, *settings.rounds})
        self._server: asyncio.Server | None = None
        self.port = settings.lmtp.port

    async def start(self) -> None:
        """Listen. Raises `OSError` where the port is taken."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._protocol, self._lmtp.listen, self._lmtp.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    def _protocol(self) -> SMTP:
        context = _certified(self._lmtp)
        made = _OverLmtp if self._lmtp.protocol == "lmtp" else _OverSmtp
        return made(
            self,
            data_size_limit=self._settings.max_bytes * _OVER,
            enable_SMTPUTF8=True,
            hostname=self._settings.domain,
            ident="Entre Nous",
            tls_context=context,
            require_starttls=context is not None,
            timeout=_SECONDS,
            loop=asyncio.get_running_loop(),
        )

    async def handle_MAIL(  # noqa: N802, here and below: the names are aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str | None, options: list[str]
    ) -> str:
        """From the mail server that the settings name, and from nobody else."""
        peer = ipaddress.ip_address(session.peer[0]) if session.peer else None
        if peer is None or not any(peer in network for network in self._lmtp.peers):
            log.warning("a mail was handed over by somebody who may not")
            return "550 5.7.1 not from there"
        envelope.mail_from = address or ""
        envelope.mail_options.extend(options)
        return "250 2.1.0 ok"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.lower() not in self._ours:
            return "550 5.1.1 nobody here"
        envelope.rcpt_tos.append(address.lower())
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """One answer, and over LMTP one for each address that it is to."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        whole = len(content) <= self._settings.max_bytes
        answer = _TAKEN
        try:
            handed = Handed(envelope.mail_from or "", tuple(envelope.rcpt_tos))
            await self._take(content, handed, whole)
        except Exception as error:  # noqa: BLE001, whatever it was, the mail server still has the mail
            log.error("a mail could not be stored; it will be handed over again", error=type(error).__name__)
            answer = _LATER
        times = len(envelope.rcpt_tos) if self._lmtp.protocol == "lmtp" else 1
        return "\r\n".join([answer] * times)

    async def handle_exception(self, error: Exception) -> str:
        """Whatever the library stumbles over, its own answer would quote it."""
        log.error("the mail server said what is not understood", error=type(error).__name__)
        return "451 4.3.0 not understood"


def _certified(settings: LmtpSettings) -> Any:
    if settings.certificate is None or settings.key is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(settings.certificate, settings.key)
    return context
