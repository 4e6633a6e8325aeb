"""Hands the daily witness to a mail server (RFC 5321, submission as in RFC 6409)."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import localtime, make_msgid

from adapters.witness.settings import WitnessSettings

_SECONDS = 8.0
"""For each answer of the server; a bot that is told to stop waits for it, and has 20 seconds."""


class SmtpMailer:
    """`bot.ports.witness.Mailer` over Python's own SMTP client, which waits in a thread."""

    def __init__(self, settings: WitnessSettings) -> None:
        self._settings = settings
        self._domain = settings.sender.partition("@")[2]

    @property
    def trustees(self) -> int:
        return len(self._settings.trustees)

    async def send(self, trustee: int, subject: str, text: str) -> str:
        mail = self._mail(self._settings.trustees[trustee - 1], subject, text)
        return await asyncio.to_thread(self._hand_over, mail)

    def _mail(self, to: str, subject: str, text: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self._settings.sender, to, subject
        mail["Date"] = localtime()
        mail["Message-ID"] = make_msgid(domain=self._domain)  # without it the machine's own name would be told
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no absence note comes back
        mail.set_content(text, cte="quoted-printable")  # a saved mail then shows the lines for the machine as they are
        return mail

    def _hand_over(self, mail: EmailMessage) -> str:
        """Errors' texts quote addresses and answers, so only codes leave this file."""
        try:
            server = self._connected()
            try:
                self._introduce(server)
                server.send_message(mail)
            finally:
                with suppress(
                    smtplib.SMTPException, OSError
                ):  # it has the mail or it has not; its goodbye changes nothing
                    server.quit()
        except smtplib.SMTPRecipientsRefused as error:
            return f"refused_{min(code for code, _ in error.recipients.values())}"
        except smtplib.SMTPResponseException as error:
            return f"smtp_{error.smtp_code}"
        except ssl.SSLError:
            return "tls"
        except (smtplib.SMTPException, OSError) as error:
            return type(error).__name__
        return ""

    def _connected(self) -> smtplib.SMTP:
        host, port = self._settings.host, self._settings.port
        if self._settings.tls == "implicit":
            return smtplib.SMTP_SSL(host, port, self._domain, timeout=_SECONDS, context=ssl.create_default_context())
        return smtplib.SMTP(host, port, self._domain, timeout=_SECONDS)

    def _introduce(self, server: smtplib.SMTP) -> None:
        if self._settings.tls == "starttls":
            server.starttls(context=ssl.create_default_context())
        if self._settings.user and self._settings.password:
            server.login(self._settings.user, self._settings.password.get_secret_value())
