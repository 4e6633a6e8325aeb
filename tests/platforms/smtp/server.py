"""A mail server on loopback: enough of RFC 5321, STARTTLS (RFC 3207) and AUTH PLAIN (RFC 4954) for Python's own client.

It is strict where a real one is: a command out of its order, a login or mail in clear where TLS is offered, bare line
feeds and lines over 998 characters are violations.
"""

from __future__ import annotations

import asyncio
import base64
import re
import ssl
from dataclasses import dataclass, field
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path

_PATH = re.compile(r"(?:FROM|TO):<([^<>\s]+)>", re.IGNORECASE)


@dataclass(slots=True)
class Mail:
    """One that was taken."""

    sender: str
    to: list[str]
    source: str

    @property
    def parsed(self) -> EmailMessage:
        mail = message_from_string(self.source, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        return mail

    @property
    def text(self) -> str:
        return str(self.parsed.get_content()).replace("\r\n", "\n")


@dataclass(slots=True)
class Talk:
    """Where one connection stands."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    encrypted: bool = False
    greeted: bool = False
    known: bool = False
    sender: str = ""
    to: list[str] = field(default_factory=list)

    async def answer(self, *lines: str) -> None:
        for number, line in enumerate(lines, 1):
            code, _, rest = line.partition(" ")
            self.writer.write(f"{code}{'-' if number < len(lines) else ' '}{rest}\r\n".encode())
        await self.writer.drain()


class MailServer:
    """Takes mail on a port of its own; `async with` starts and stops it.

    `refusing`: address to the answer it gets; `down`: the greeting is 421; `mute`: takes what is said and never answers.
    All may be changed while it runs. `talks`: how many were begun.
    """

    def __init__(
        self, *, tls: ssl.SSLContext | None = None, implicit: bool = False, login: tuple[str, str] | None = None
    ) -> None:
        self._tls, self._implicit, self._login = tls, implicit, login
        self.mails: list[Mail] = []
        self.refusing: dict[str, str] = {}
        self.down = False
        self.mute = False
        self.talks = 0
        self.violations: list[str] = []
        self.port = 0
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> MailServer:
        secured = self._tls if self._implicit else None
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, ssl=secured)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = Talk(reader, writer, encrypted=self._implicit)
        self.talks += 1
        try:
            while self.mute and await reader.read(100):
                pass
            await talk.answer("421 mail.example.org is down" if self.down else "220 mail.example.org ESMTP")
            while line := await reader.readline():
                verb, _, rest = line.decode().rstrip("\r\n").partition(" ")
                if not line.endswith(b"\r\n"):
                    self.violations.append("bare line feed")
                if not await self._command(talk, verb.upper(), rest):
                    break
        except (ConnectionError, ssl.SSLError):
            pass
        finally:
            writer.close()

    async def _command(self, talk: Talk, verb: str, rest: str) -> bool:
        """False at the end of the talk."""
        actions = {
            "EHLO": self._ehlo, "STARTTLS": self._starttls, "AUTH": self._auth, "MAIL": self._mail, "RCPT": self._rcpt,
            "DATA": self._data, "RSET": self._rset,
        }  # fmt: skip
        if verb == "QUIT":
            await talk.answer("221 goodbye")
            return False
        if verb not in actions:
            await talk.answer("502 not known here")
            return True
        await actions[verb](talk, rest)
        return True

    async def _ehlo(self, talk: Talk, rest: str) -> None:
        talk.greeted = True
        offers = ["250 mail.example.org", "250 8BITMIME"]
        if self._tls and not talk.encrypted:
            offers.append("250 STARTTLS")
        if self._login and (talk.encrypted or not self._tls):
            offers.append("250 AUTH PLAIN")
        await talk.answer(*offers)

    async def _starttls(self, talk: Talk, rest: str) -> None:
        if not self._tls or talk.encrypted:
            await talk.answer("502 not here")
            return
        await talk.answer("220 go ahead")
        await talk.writer.start_tls(self._tls)
        talk.encrypted, talk.greeted = True, False

    async def _auth(self, talk: Talk, rest: str) -> None:
        if self._tls and not talk.encrypted:
            self.violations.append("login in clear")
        _, user, password = base64.b64decode(rest.partition(" ")[2]).decode().split("\0")
        talk.known = (user, password) == self._login
        await talk.answer("235 welcome" if talk.known else "535 no")

    async def _mail(self, talk: Talk, rest: str) -> None:
        if not talk.greeted or (self._tls and not talk.encrypted):
            self.violations.append("mail before EHLO or in clear")
        found = _PATH.match(rest)
        if (self._login and not talk.known) or not found:
            await talk.answer("530 log in first" if found else "501 whose?")
            return
        talk.sender = found[1]
        await talk.answer("250 ok")

    async def _rcpt(self, talk: Talk, rest: str) -> None:
        found = _PATH.match(rest)
        if not (found and talk.sender):
            await talk.answer("503 out of order")
        elif found[1] in self.refusing:
            await talk.answer(self.refusing[found[1]])
        else:
            talk.to.append(found[1])
            await talk.answer("250 ok")

    async def _rset(self, talk: Talk, rest: str) -> None:
        talk.sender, talk.to = "", []
        await talk.answer("250 ok")

    async def _data(self, talk: Talk, rest: str) -> None:
        if not talk.to:
            await talk.answer("503 to whom?")
            return
        await talk.answer("354 go ahead")
        lines: list[str] = []
        while (line := await talk.reader.readline()) != b".\r\n":
            if not line.endswith(b"\r\n") or len(line) > 1000:
                self.violations.append("a line that is none")
            lines.append(line.decode("ascii").removeprefix(".") if line.startswith(b"..") else line.decode("ascii"))
        self.mails.append(Mail(talk.sender, talk.to, "".join(lines)))
        await talk.answer("250 taken")
        talk.sender, talk.to = "", []


def certificate(folder: Path, name: str = "localhost") -> tuple[ssl.SSLContext, Path]:
    """A context with a certificate of our own for `name`, and the file by which a client can trust it."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    built = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    built = built.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    made = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(
        key, hashes.SHA256()
    )
    public, private = folder / "server.crt", folder / "server.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context, public
