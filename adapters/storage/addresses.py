"""The address book: where people are written to on channels without accounts of ours, sealed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from adapters.storage.address_tables import addresses
from adapters.storage.session import Row, Session, from_ms, to_ms
from adapters.storage.store import SealedStore
from bot.domain.ids import opaque_id
from redaction import RawText


class SealedAddresses:
    """`bot.ports.addresses.Addresses` over the `addresses` table. An address is looked up by its keyed fingerprint.

    Of somebody who left, the address itself is gone; its fingerprint stays, so that it is a leaver's and no stranger's.
    """

    def __init__(self, store: SealedStore) -> None:
        self._store = store

    def __repr__(self) -> str:
        return "<SealedAddresses>"

    async def account(self, channel: str, address: RawText) -> str | None:
        async with self._store.session(writes=False) as session:
            row = await _of_address(session, channel, address)
        return str(row["account"]) if row else None

    async def keep(self, channel: str, address: RawText) -> str:
        async with self._store.session(writes=True) as session:
            row = await _of_address(session, channel, address)
            account = str(row["account"]) if row else opaque_id()
            if row is not None and row["sealed"] is not None:
                return account
            values = {**_known(session, channel, account, address), "account": account, "channel": channel}
            if not await session.add(addresses, values):
                await session.run(update(addresses).where(addresses.c.account == account).values(values))
        return account

    async def move(self, channel: str, account: str, address: RawText) -> None:
        async with self._store.session(writes=True) as session:
            known = _known(session, channel, account, address)
            others = addresses.c.address == known["address"], addresses.c.account != account
            await session.run(delete(addresses).where(*others))
            await session.run(update(addresses).where(*_at(channel, account)).values(known))

    async def address(self, channel: str, account: str) -> RawText | None:
        row = await self._row(channel, account)
        async with self._store.session(writes=False) as session:
            sealed = row["sealed"] if row else None
            found: RawText | None = session.unseal("people", _place(account), sealed) if sealed else None
        return found

    async def forget(self, channel: str, account: str) -> None:
        async with self._store.session(writes=True) as session:
            theirs = _at(channel, account)
            await session.run(delete(addresses).where(*theirs, addresses.c.leaver == 0))
            await session.run(update(addresses).where(*theirs).values(sealed=None, wrote_at=None))

    async def wrote(self, channel: str, account: str, at: datetime) -> None:
        async with self._store.session(writes=True, durable=False) as session:
            await session.run(update(addresses).where(*_at(channel, account)).values(wrote_at=to_ms(at)))

    async def last_wrote(self, channel: str, account: str) -> datetime | None:
        row = await self._row(channel, account)
        return from_ms(row["wrote_at"]) if row and row["wrote_at"] is not None else None

    def mark(self, channel: str, text: RawText) -> str:
        return self._store.fingerprint("mark", channel, text.expose())

    async def _row(self, channel: str, account: str) -> Row | None:
        async with self._store.session(writes=False) as session:
            return await session.one(select(addresses).where(*_at(channel, account)))


def _known(session: Session, channel: str, account: str, address: RawText) -> dict[str, Any]:
    """What an address leaves: its fingerprint, and itself, sealed."""
    return {
        "address": _fingerprint(session, channel, address),
        "sealed": session.seal("people", _place(account), address),
    }


async def _of_address(session: Session, channel: str, address: RawText) -> Row | None:
    return await session.one(select(addresses).where(addresses.c.address == _fingerprint(session, channel, address)))


def _fingerprint(session: Session, channel: str, address: RawText) -> str:
    return session.keyring.fingerprint("address", channel, address.expose())


def _at(channel: str, account: str) -> tuple[Any, Any]:
    return addresses.c.channel == channel, addresses.c.account == account


def _place(account: str) -> str:
    return f"address:{account}"
