"""Reads a mailbox by IMAP and waits for what comes (IDLE, RFC 2177). imap-tools waits, so it does that in a thread.

Whatever lies in the folder is to be read: so nothing has to be remembered, a new UIDVALIDITY changes nothing, and what came
while the bot was away is read when it is back. A mail leaves the folder, or is flagged, once it is stored here.
"""

from __future__ import annotations

import asyncio
import imaplib
import re
import ssl
import threading
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog
from imap_tools import (
    BaseMailBox,
    ImapToolsError,
    MailBox,
    MailboxLoginError,
    MailBoxStartTls,
    MailBoxUnencrypted,
)

from adapters.mail.incoming import Envelope
from adapters.mail.settings import ImapSettings

log = structlog.get_logger(__name__)

Take = Callable[[bytes, Envelope, bool], Awaitable[None]]
_SECONDS = 20.0
"""For each answer of the server."""
_LOOK = 2.0
"""Seconds after which a waiting thread looks whether it is to stop."""
_ROUND = 10.0
"""Seconds of one IDLE; then the folder is looked at again. What came in the moment before IDLE began may have been announced with
its first answer, where imap-tools does not look for it: without a limit such a mail would wait for the next one."""
_WITHOUT_IDLE = 20.0
_LONGEST_PAUSE = 60.0
_AT_ONCE = 50
_BEGINNING = 200_000
"""Bytes that are fetched of a mail that is too big: its head, to tell whose it is."""
_STORE_SECONDS = 120.0
_DONE = "EntreNousRead"
_FAULTS = (ImapToolsError, imaplib.IMAP4.error, OSError, ValueError)
_UID = re.compile(rb"UID (\d+)")
_BYTES = re.compile(rb"RFC822\.SIZE (\d+)")


class LoginRefused(Exception):
    """The server does not let us in."""


class Imap:
    """One mailbox. `take` stores a mail; one that raises is left where it is, and tried again."""

    def __init__(self, settings: ImapSettings, largest: int, take: Take) -> None:
        self._settings, self._largest, self._take = settings, largest, take
        self._stop = threading.Event()
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop

    async def start(self) -> None:
        """Try the login, then read in the background. Raises `LoginRefused`; a server out of reach is tried again."""
        self._loop = asyncio.get_running_loop()
        try:
            await asyncio.to_thread(self._try)
        except MailboxLoginError:
            raise LoginRefused from None
        except _FAULTS as error:
            log.warning("the mailbox is out of reach; trying again in the background", error=type(error).__name__)
        self._task = asyncio.create_task(self._run(), name="imap")

    async def stop(self) -> None:
        self._stop.set()
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        pause = 1.0
        while not self._stop.is_set():
            try:
                await asyncio.to_thread(self._session)
                pause = 1.0
            except _FAULTS as error:
                log.warning("the mailbox was lost; connecting again", error=type(error).__name__)
            if not self._stop.is_set():
                await asyncio.to_thread(self._stop.wait, pause)
                pause = min(pause * 2, _LONGEST_PAUSE)

    def _try(self) -> None:
        self._connected().logout()

    def _connected(self) -> BaseMailBox:
        settings = self._settings
        secret = settings.password.get_secret_value() if settings.password else ""
        box: BaseMailBox
        if settings.tls == "none":
            box = MailBoxUnencrypted(settings.host, settings.port, timeout=_SECONDS)
        else:
            context = ssl.create_default_context(cafile=str(settings.ca) if settings.ca else None)
            kind = MailBox if settings.tls == "implicit" else MailBoxStartTls
            box = kind(settings.host, settings.port, timeout=_SECONDS, ssl_context=context)
        try:
            return box.login(settings.user or "", secret, initial_folder=settings.folder)
        except BaseException:
            box.client.shutdown()
            raise

    def _session(self) -> None:
        """Read what is there, wait, read again, until told to stop or the connection is lost."""
        box = self._connected()
        try:
            if self._settings.then == "move" and not box.folder.exists(self._settings.moved_to):
                box.folder.create(self._settings.moved_to)
            while not self._stop.is_set():
                left = self._read(box)
                self._wait(box, _LOOK if left else _ROUND)
        finally:
            try:
                box.logout()
            except _FAULTS:
                box.client.shutdown()  # it left first

    def _read(self, box: BaseMailBox) -> bool:
        """Take what is there; whether something is left for another time."""
        wanted = f"UNKEYWORD {_DONE}" if self._settings.then == "flag" else "ALL"
        uids = box.uids(wanted)
        sizes = self._sizes(box, uids[:_AT_ONCE])
        failed = 0
        for uid, size in sizes.items():
            if self._stop.is_set():
                return True
            raw = self._fetch(box, uid, whole=size <= self._largest)
            if raw is None:
                continue
            if self._stored(raw, whole=size <= self._largest):
                self._settle(box, uid)
            else:
                failed += 1
        return failed > 0 or len(uids) > _AT_ONCE

    def _sizes(self, box: BaseMailBox, uids: list[str]) -> dict[str, int]:
        if not uids:
            return {}
        _, found = box.client.uid("FETCH", ",".join(uids), "(UID RFC822.SIZE)")
        sizes: dict[str, int] = {}
        for line in found:
            text = line if isinstance(line, bytes) else b""
            if (uid := _UID.search(text)) and (size := _BYTES.search(text)):
                sizes[uid[1].decode()] = int(size[1])
        return sizes

    def _fetch(self, box: BaseMailBox, uid: str, *, whole: bool) -> bytes | None:
        """A mail, or the beginning of one that is too big; None where somebody took it away meanwhile."""
        part = "BODY.PEEK[]" if whole else f"BODY.PEEK[]<0.{_BEGINNING}>"
        _, found = box.client.uid("FETCH", uid, f"({part})")
        return next((one[1] for one in found if isinstance(one, tuple) and isinstance(one[1], bytes)), None)

    def _stored(self, raw: bytes, *, whole: bool) -> bool:
        done: Coroutine[Any, Any, None] = self._handed(raw, whole)
        future = asyncio.run_coroutine_threadsafe(done, self._loop)
        try:
            future.result(_STORE_SECONDS)
        except Exception as error:  # noqa: BLE001, the mail stays where it is and is tried again
            log.error("a mail could not be stored; it stays in the mailbox", error=type(error).__name__)
            return False
        return True

    async def _handed(self, raw: bytes, whole: bool) -> None:
        await self._take(raw, Envelope(), whole)

    def _settle(self, box: BaseMailBox, uid: str) -> None:
        if self._settings.then == "delete":
            box.delete(uid)
        elif self._settings.then == "move":
            box.move(uid, self._settings.moved_to)
        else:
            box.flag(uid, _DONE, True)

    def _wait(self, box: BaseMailBox, seconds: float) -> None:
        """Until something comes, `seconds` are over, or it is time to stop."""
        if "IDLE" not in box.client.capabilities or seconds <= _LOOK:
            self._stop.wait(min(seconds, _WITHOUT_IDLE))
            box.client.noop()
            return
        box.idle.start()  # type: ignore[no-untyped-call]
        try:
            waited = 0.0
            while waited < seconds and not self._stop.is_set() and not box.idle.poll(timeout=_LOOK):
                waited += _LOOK
        finally:
            box.idle.stop()  # type: ignore[no-untyped-call]
