"""Whose message it is: an account of ours for each person, whatever number or id Meta gives them.

The address book knows where to write to: a telephone number, or the id that Meta made for us where the number is not told. That
id (`user_id`) changes with the number, and Meta says so; a number that comes with another id without that is somebody else's now.
"""

from __future__ import annotations

from adapters.whatsapp.meanings import NAME, Moved, Who
from bot.ports.addresses import Addresses
from bot.ports.memos import Memos
from redaction import RawText


class Stranger(Exception):
    """Nobody whom the bot knows. `code`: "stranger", "leaver", or "other_id" (their number was somebody's whom it knows)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class People:
    def __init__(self, addresses: Addresses, memos: Memos) -> None:
        self._addresses, self._memos = addresses, memos

    async def account(self, who: Who) -> str:
        """Raises `Stranger`."""
        account = await self._by_id(who) or await self._by_address(who)
        if account is None:
            raise Stranger("stranger")
        address = await self._addresses.address(NAME, account)
        if address is None:
            raise Stranger("leaver")
        if who.phone and who.phone.expose() != address.expose():
            await self._addresses.move(NAME, account, who.phone)
        return account

    async def keep(self, who: Who) -> str:
        """An account for somebody who brings a code."""
        account = await self._addresses.keep(NAME, who.phone or who.user_id or RawText(""))
        if who.user_id:
            await self._bind(account, who.user_id)
        return account

    async def forget(self, who: Who, account: str) -> None:
        """The code was none: nothing of theirs is kept."""
        await self._addresses.forget(NAME, account)
        await self._memos.drop(NAME, _is(account))
        if who.user_id:
            await self._memos.drop(NAME, self._whose(who.user_id))

    async def move(self, moved: Moved) -> bool:
        """Their number or id changed, as Meta says; whether it is about somebody whom the bot knows."""
        account = await self._by_id(moved.who) or await self._by_address(moved.who)
        if account is None or await self._addresses.address(NAME, account) is None:
            return False
        if moved.who.user_id:
            await self._memos.drop(NAME, self._whose(moved.who.user_id))
        if moved.now.phone:
            await self._addresses.move(NAME, account, moved.now.phone)
        if moved.now.user_id:
            await self._bind(account, moved.now.user_id)
            await self._write_to_id(account, moved)
        return True

    async def _write_to_id(self, account: str, moved: Moved) -> None:
        """Where Meta never told a number, the id is what is written to, and that is a new one."""
        address = await self._addresses.address(NAME, account)
        was = moved.who.user_id
        if moved.now.user_id and address and was and address.expose() == was.expose():
            await self._addresses.move(NAME, account, moved.now.user_id)

    def mark(self, who: Who) -> str:
        """A keyed fingerprint of a stranger, to answer them once a day."""
        return self._addresses.mark(NAME, who.user_id or who.phone or RawText(""))

    async def _by_id(self, who: Who) -> str | None:
        if who.user_id is None:
            return None
        known = await self._memos.read(NAME, self._whose(who.user_id))
        return known.expose() if known else None

    async def _by_address(self, who: Who) -> str | None:
        """By the number, or by an id that is written to. Where `user_id` is new to us, it is theirs from now on."""
        for address in filter(None, (who.phone, who.user_id)):
            account = await self._addresses.account(NAME, address)
            if account is not None:
                await self._is_theirs(account, who)
                return account
        return None

    async def _is_theirs(self, account: str, who: Who) -> None:
        """Raises `Stranger` where the account goes by another id, of which Meta did not say that it changed."""
        if who.user_id is None:
            return
        bound = await self._memos.read(NAME, _is(account))
        if bound is None:
            await self._bind(account, who.user_id)
        elif bound.expose() != self._mark(who.user_id):
            raise Stranger("other_id")

    async def _bind(self, account: str, user_id: RawText) -> None:
        await self._memos.keep(NAME, self._whose(user_id), RawText(account), None)
        await self._memos.keep(NAME, _is(account), RawText(self._mark(user_id)), None)

    def _whose(self, user_id: RawText) -> str:
        return f"whose/{self._mark(user_id)}"

    def _mark(self, user_id: RawText) -> str:
        return self._addresses.mark(NAME, user_id)


def _is(account: str) -> str:
    return f"is/{account}"
