"""Debian's dovecot on loopback, as root or as anybody: mailboxes by IMAP, deliveries by LMTP, one password for all."""

from __future__ import annotations

import asyncio
import imaplib
import os
import pwd
import shutil
import signal
import smtplib
import socket
import ssl
import tempfile
from pathlib import Path

PASSWORD = "secret"
DOVECOT = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
_PATIENCE = 15.0

_SETTINGS = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = {ssl}
{certificate}
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:{mail}/%Ln
lmtp_save_to_detail_mailbox = no
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={mail}/%Ln
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {imaps}
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


class Dovecot:
    """`async with` starts and stops it. `port`: IMAP in the clear, with STARTTLS where there is a certificate; `secure_port`: with TLS."""

    def __init__(self, folder: Path, certificate: tuple[Path, Path] | None = None) -> None:
        self._folder, self._certificate = folder, certificate
        self._process: asyncio.subprocess.Process | None = None
        self._mail = Path(
            tempfile.mkdtemp(prefix="mailboxes-")
        )  # dovecot reads them as somebody else, where it is root
        self.port, self.secure_port, self.lmtp_port = (_free_port() for _ in range(3))

    async def __aenter__(self) -> Dovecot:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()
        shutil.rmtree(self._mail, ignore_errors=True)

    async def start(self) -> None:
        """Returns once it answers."""
        assert DOVECOT is not None
        settings = self._folder / "dovecot.conf"
        settings.write_text(self._settings(), encoding="utf-8")
        self._process = await asyncio.create_subprocess_exec(
            DOVECOT, "-F", "-c", str(settings), stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
        )
        try:
            async with asyncio.timeout(_PATIENCE):
                while not await asyncio.to_thread(self._answers):  # noqa: ASYNC110, dovecot tells nobody
                    await asyncio.sleep(0.05)
        except TimeoutError:
            await self.stop()
            raise

    def _answers(self) -> bool:
        try:
            self.mails("nobody")
        except (OSError, imaplib.IMAP4.error):
            return False
        return True

    async def stop(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
            await self._process.wait()

    def deliver(self, to: str, raw: bytes, sender: str = "sue@example.org") -> None:
        """As the association's mail server does when a mail arrives."""
        with smtplib.LMTP("127.0.0.1", self.lmtp_port, timeout=60) as server:
            server.sendmail(sender, [to], raw)

    def mails(self, user: str, folder: str = "INBOX") -> list[bytes]:
        """Everything in a folder, as it is kept there."""
        box = self._box(user)
        try:
            if box.select(folder, readonly=True)[0] != "OK":
                return []
            numbers = box.search(None, "ALL")[1][0].split()
            return [bytes(box.fetch(number.decode(), "(BODY.PEEK[])")[1][0][1]) for number in numbers]  # type: ignore[index]
        finally:
            box.logout()

    def _box(self, user: str) -> imaplib.IMAP4:
        box = imaplib.IMAP4("localhost", self.port, timeout=5)
        try:
            if self._certificate:
                box.starttls(ssl.create_default_context(cafile=str(self._certificate[0])))
            box.login(user, PASSWORD)
        except BaseException:
            box.shutdown()
            raise
        return box

    def _settings(self) -> str:
        owner = pwd.getpwnam("mail") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        if os.geteuid() == 0:
            os.chown(self._mail, owner.pw_uid, owner.pw_gid)
        import grp

        user = "root" if os.geteuid() == 0 else owner.pw_name
        group = "root" if os.geteuid() == 0 else grp.getgrgid(owner.pw_gid).gr_name
        certificate = ""
        if self._certificate:
            certificate = f"ssl_cert = <{self._certificate[0]}\nssl_key = <{self._certificate[1]}"
        return _SETTINGS.format(
            folder=self._folder,
            mail=self._mail,
            ssl="yes" if self._certificate else "no",
            certificate=certificate,
            user="nobody" if os.geteuid() == 0 else user,
            group=grp.getgrgid(pwd.getpwnam("nobody").pw_gid).gr_name if os.geteuid() == 0 else group,
            uid=owner.pw_uid,
            gid=owner.pw_gid,
            password=PASSWORD,
            imap=self.port,
            imaps=self.secure_port if self._certificate else 0,
            lmtp=self.lmtp_port,
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
