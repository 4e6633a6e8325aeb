"""Addresses in memory."""

from __future__ import annotations

import hashlib
from datetime import datetime
from itertools import count

from redaction import RawText


class FakeAddresses:
    """`bot.ports.addresses.Addresses` over a dictionary."""

    def __init__(self) -> None:
        self._of: dict[tuple[str, str], str] = {}
        self._wrote: dict[tuple[str, str], datetime] = {}
        self._ids = count(1)

    async def account(self, channel: str, address: RawText) -> str | None:
        wanted = address.expose()
        return next((account for (on, account), kept in self._of.items() if on == channel and kept == wanted), None)

    async def keep(self, channel: str, address: RawText) -> str:
        known = await self.account(channel, address)
        if known is None:
            known = f"A{next(self._ids)}"
            self._of[channel, known] = address.expose()
        return known

    async def move(self, channel: str, account: str, address: RawText) -> None:
        self._of[channel, account] = address.expose()

    async def address(self, channel: str, account: str) -> RawText | None:
        kept = self._of.get((channel, account))
        return RawText(kept) if kept is not None else None

    async def forget(self, channel: str, account: str) -> None:
        self._of.pop((channel, account), None)

    async def wrote(self, channel: str, account: str, at: datetime) -> None:
        self._wrote[channel, account] = at

    async def last_wrote(self, channel: str, account: str) -> datetime | None:
        return self._wrote.get((channel, account))

    def mark(self, channel: str, text: RawText) -> str:
        return hashlib.sha256(f"{channel} {text.expose()}".encode()).hexdigest()[:32]
