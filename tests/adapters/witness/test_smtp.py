"""The witness handed to a real mail server on loopback: taken, refused, in clear only at home, and nothing told but codes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from adapters.witness.settings import WitnessSettings
from adapters.witness.smtp import SmtpMailer
from tests.platforms.smtp.server import MailServer, certificate

ANNE, BASIL = "anne@example.org", "basil@example.org"
TEXT = "Témoin\n\nhead: " + "ab" * 32 + "\n.\n"


def mailer(server: MailServer, **fields: Any) -> SmtpMailer:
    values = {
        "trustees": (ANNE, BASIL),
        "sender": "bot@example.org",
        "host": "127.0.0.1",
        "tls": "none",
        "port": server.port,
    }
    return SmtpMailer(WitnessSettings(**values | fields))


async def test_the_mail_arrives_whole_and_as_it_can_be_read_in_its_source() -> None:
    async with MailServer() as server:
        assert await mailer(server).send(2, "Entre Nous: 2026-03-02, 7", TEXT) == ""
    (mail,) = server.mails
    assert (mail.sender, mail.to) == ("bot@example.org", [BASIL])
    assert mail.text == TEXT
    assert mail.parsed["To"] == BASIL
    assert mail.parsed["Auto-Submitted"] == "auto-generated"
    assert "@example.org>" in mail.parsed["Message-ID"]
    assert f"\r\nhead: {'ab' * 32}\r\n" in mail.source
    assert server.violations == []


@pytest.mark.parametrize("implicit", [False, True])
async def test_it_is_encrypted_and_logged_in(implicit: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    tls = "implicit" if implicit else "starttls"
    async with MailServer(tls=context, implicit=implicit, login=("bot", "a secret")) as server:
        here = mailer(server, host="localhost", tls=tls, user="bot", password="a secret")
        assert await here.send(1, "s", TEXT) == ""
        wrong = mailer(server, host="localhost", tls=tls, user="bot", password="canary7f3a")
        assert await wrong.send(1, "s", TEXT) == "smtp_535"
    assert len(server.mails) == 1
    assert server.violations == []


@pytest.mark.parametrize("implicit", [False, True])
async def test_a_server_that_nobody_vouches_for_gets_nothing(implicit: bool, tmp_path: Path) -> None:
    context, _ = certificate(tmp_path)
    async with MailServer(tls=context, implicit=implicit) as server:
        here = mailer(server, host="localhost", tls="implicit" if implicit else "starttls")
        assert await here.send(1, "s", TEXT) == "tls"
    assert server.mails == []


async def test_a_certificate_of_another_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context, trusted = certificate(tmp_path, "other.example.org")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    async with MailServer(tls=context) as server:
        assert await mailer(server, host="localhost", tls="starttls").send(1, "s", TEXT) == "tls"
    assert server.mails == []


async def test_a_server_without_encryption_gets_nothing_where_it_is_wanted() -> None:
    async with MailServer() as server:
        assert await mailer(server, tls="starttls").send(1, "s", TEXT) == "SMTPNotSupportedError"
    assert server.mails == []


async def test_every_failure_is_a_code_without_an_address() -> None:
    async with MailServer() as server:
        server.refusing[ANNE] = "550 no anne@example.org here"
        assert await mailer(server).send(1, "s", TEXT) == "refused_550"
        assert await mailer(server).send(2, "s", TEXT) == ""
        server.down = True
        assert await mailer(server).send(2, "s", TEXT) == "smtp_421"
    assert await mailer(server).send(2, "s", TEXT) == "ConnectionRefusedError"


@pytest.mark.parametrize(
    "fields",
    [
        {"host": "mail.example.org"},
        {"trustees": (ANNE,)},
        {"trustees": (ANNE, ANNE.upper())},
        {"trustees": (ANNE, "basil@example.org\r\nBcc: x@example.org")},
        {"sender": "nobody"},
        {"user": "bot"},
    ],
)
def test_settings_that_would_be_unsafe_or_useless_are_refused(fields: dict[str, Any]) -> None:
    values = {"trustees": (ANNE, BASIL), "sender": "bot@example.org", "host": "127.0.0.1", "tls": "none"}
    WitnessSettings(**values)
    with pytest.raises(ValidationError):
        WitnessSettings(**values | fields)
