"""Long polling that confirms nothing before it is stored.

Telegram forgets an update once a later offset is asked for (https://core.telegram.org/bots/api#getupdates). So the offset
moves only past updates whose `handle` has returned: killed anywhere, the process is given them again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Protocol

import structlog

from adapters.telegram.client import Unreachable

log = structlog.get_logger(__name__)

Update = dict[str, Any]

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
PATIENCE = 5
"""Failures of one update, while others could be stored, after which it is salvaged without its content."""


class Source(Protocol):
    """Where updates come from."""

    async def updates(self, offset: int | None) -> list[Update]: ...

    async def confirm(self, offset: int) -> None: ...


class Poller:
    """Asks for updates until it is stopped.

    `handle` stores one update, and raises if it could not; `salvage` does for one that can never be stored as it is.
    `troubled` hears, once for each spell of trouble, the code of what is wrong.
    """

    def __init__(
        self,
        source: Source,
        handle: Callable[[Update], Awaitable[None]],
        salvage: Callable[[Update], Awaitable[None]],
        troubled: Callable[[str], Awaitable[None]],
    ) -> None:
        self._source, self._handle, self._salvage, self._troubled = source, handle, salvage, troubled
        self._offset: int | None = None
        self._stored: set[int] = set()
        self._failures: dict[int, tuple[int, int]] = {}
        """For each update that fails: how often it did, and how many others had been stored when it began to."""
        self._successes = 0
        self._trouble = ""
        self._pause = FIRST_PAUSE
        self._stopping = asyncio.Event()
        self.began = False

    def stop(self) -> None:
        """Finish the update in hand, ask for no more."""
        self._stopping.set()

    async def run(self) -> None:
        """Poll until `stop`; then confirm what was stored."""
        self.began = True
        while not self._stopping.is_set():
            try:
                updates = await self._fetch()
            except Unreachable as error:
                await self._wait_out(error.code, error.retry_after)
                continue
            if await self._store(updates):
                self._trouble, self._pause = "", FIRST_PAUSE
            else:
                await self._wait_out("not_stored", None)
        await self._leave()

    async def _fetch(self) -> list[Update]:
        """The next batch, or none if we are to stop meanwhile: what Telegram was about to hand out stays unconfirmed."""
        asking = asyncio.create_task(self._source.updates(self._offset))
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({asking, stopping}, return_when=asyncio.FIRST_COMPLETED)
            return await asking if asking.done() else []
        finally:
            for task in (asking, stopping):
                task.cancel()
            await asyncio.gather(asking, stopping, return_exceptions=True)

    async def _store(self, updates: list[Update]) -> bool:
        """Store a batch, each update on its own: one that fails holds up the offset, not the others."""
        waiting = [update for update in updates if update.get("update_id") not in self._stored]
        for update in waiting:
            if self._stopping.is_set():
                break
            if await self._stores(update):
                self._stored.add(update["update_id"])
        self._advance([update["update_id"] for update in updates])
        return not self._failures

    async def _stores(self, update: Update) -> bool:
        number = update["update_id"]
        try:
            await self._handle(update)
        except Exception as error:  # noqa: BLE001, whatever it is, the update must come again
            log.error(
                "a Telegram update could not be stored; it comes again", update=number, error=type(error).__name__
            )
            return self._is_hopeless(number) and await self._salvages(update)
        self._failures.pop(number, None)
        self._successes += 1
        return True

    def _is_hopeless(self, number: int) -> bool:
        """Whether it is the update that is at fault, and not the storage: others are stored, this one never is."""
        count, before = self._failures.get(number, (0, self._successes))
        self._failures[number] = (count + 1, before)
        return count + 1 >= PATIENCE and self._successes > before

    async def _salvages(self, update: Update) -> bool:
        number = update["update_id"]
        try:
            await self._salvage(update)
        except Exception as error:  # noqa: BLE001, then it waits with the others
            log.error("a Telegram update could not be salvaged", update=number, error=type(error).__name__)
            return False
        del self._failures[number]
        return True

    def _advance(self, numbers: list[int]) -> None:
        """Move the offset past what is stored from the start of the batch without a gap."""
        for number in numbers:
            if number not in self._stored:
                break
            self._offset = number + 1
        self._stored = {number for number in self._stored if self._offset is None or number >= self._offset}

    async def _wait_out(self, code: str, retry_after: float | None) -> None:
        if code != self._trouble:
            self._trouble = code
            log.warning("Telegram cannot be listened to; trying again", code=code)
            await self._tell(code)
        pause, self._pause = retry_after or self._pause, min(self._pause * 2, LONGEST_PAUSE)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), pause)

    async def _tell(self, code: str) -> None:
        try:
            await self._troubled(code)
        except Exception as error:  # noqa: BLE001, trouble with the journal must not end the listening
            log.error("a trouble could not be journalled", code=code, error=type(error).__name__)

    async def _leave(self) -> None:
        if self._offset is not None:
            try:
                await self._source.confirm(self._offset)
            except Unreachable as error:
                log.warning("the last Telegram updates may come again", code=error.code)
