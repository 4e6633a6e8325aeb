"""Where somebody is written to on a channel that has no accounts of ours: e-mail, text messages, WhatsApp.

An address tells who somebody is, so it is sealed; elsewhere they are an opaque account of ours (`PersonRef.account`), which
stays the same when a platform gives them a new number or id.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from redaction import RawText


class Addresses(Protocol):
    """Addresses as their channel normalised them ("+33639980001", "sue@example.org"), and the accounts that they are."""

    async def account(self, channel: str, address: RawText) -> str | None:
        """Whose address it is; None for one that the bot does not know."""

    async def keep(self, channel: str, address: RawText) -> str:
        """The account with that address, made where there is none yet: an opaque id."""

    async def move(self, channel: str, account: str, address: RawText) -> None:
        """The account has another address from now on; the old one is nobody's."""

    async def address(self, channel: str, account: str) -> RawText | None:
        """Where to write; None for an account that was forgotten."""

    async def forget(self, channel: str, account: str) -> None:
        """Nobody is written to there any more, and what comes from there is a stranger's."""

    async def wrote(self, channel: str, account: str, at: datetime) -> None:
        """They wrote to the bot: WhatsApp lets it answer freely for a day after."""

    async def last_wrote(self, channel: str, account: str) -> datetime | None: ...

    def mark(self, channel: str, text: RawText) -> str:
        """A keyed fingerprint of an id that may name somebody (a Message-ID, `wamid`), for `MessageRef.message`."""
