"""Hands our mails to the association's mail server (submission, RFC 6409). Errors' texts quote addresses, so only codes leave this file."""

from __future__ import annotations

import asyncio
import ssl

import aiosmtplib

from adapters.mail.render import Letter, message
from adapters.mail.settings import MailSettings, SmtpSettings
from bot.domain.outgoing import Effect, Outcome
from redaction import RawText

_SECONDS = 12.0
"""For each answer of the server; a bot that is told to stop has 20 seconds."""
_AT_ONCE = 4
"""Connections at the same time."""
_FOR_A_WHILE = 400
"""From here on a code is a "no"; below 500 it is one that may pass (RFC 5321, section 4.2.1)."""
_FOR_GOOD = 500


class Client:
    """Sends one mail at a time over each connection."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._free = asyncio.Semaphore(_AT_ONCE)

    async def check(self) -> str:
        """Connect and introduce ourselves; "" if the server takes our mail, else a code."""
        try:
            async with self._connected():
                return ""
        except aiosmtplib.SMTPAuthenticationError as error:
            return f"login_{error.code}"
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            return _effect_of(error).code

    async def send(self, letter: Letter, to: RawText | None) -> Effect:
        """DONE, RETRY for what may pass, FAILED for what will not; without `to`, nobody is written to any more."""
        if to is None:
            return Effect(Outcome.FAILED, code="no_address")
        address = to.expose()
        content = message(letter, address, self._settings).as_bytes()
        handed_over = False
        try:
            async with self._free, self._connected() as server:
                options = (
                    ["RET=HDRS"] if server.supports_extension("dsn") else []
                )  # what comes back then quotes no text
                handed_over = True
                await server.sendmail(self._settings.address, [address], content, mail_options=options)
        except (aiosmtplib.SMTPException, OSError) as error:
            return _effect_of(error, handed_over=handed_over)
        return Effect(Outcome.DONE)

    def _connected(self) -> aiosmtplib.SMTP:
        smtp = self._settings.smtp
        password = smtp.password.get_secret_value() if smtp.password else None
        return aiosmtplib.SMTP(
            hostname=smtp.host,
            port=smtp.port,
            username=smtp.user,
            password=password,
            local_hostname=self._settings.domain,
            timeout=_SECONDS,
            use_tls=smtp.tls == "implicit",
            start_tls=smtp.tls == "starttls",
            tls_context=trusting(smtp) if smtp.tls != "none" else None,
        )


def trusting(server: SmtpSettings) -> ssl.SSLContext:
    """Whom a server's certificate is checked against."""
    context = ssl.create_default_context()
    if server.ca is not None:
        context.load_verify_locations(server.ca)
    return context


def _effect_of(error: BaseException, *, handed_over: bool = False) -> Effect:
    code = _code(error)
    if code is None:
        slug = "tls" if isinstance(error, ssl.SSLError) else "maybe_sent" if handed_over else "not_sent"
        return Effect(Outcome.RETRY, code=slug)
    again = _FOR_A_WHILE <= code < _FOR_GOOD or code < _FOR_A_WHILE
    return Effect(Outcome.RETRY if again else Outcome.FAILED, code=f"smtp_{code}")


def _code(error: BaseException) -> int | None:
    """The server's own, where it gave one."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return max((one.code for one in error.recipients), default=None)
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return error.code
    return None
