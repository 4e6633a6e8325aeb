"""Requests to open a detail and what was said about them, as the handlers ask for them."""

from __future__ import annotations

from typing import Protocol

from bot.domain.disclosure import Disclosure
from bot.domain.disclosure_wish import Statement


class Tampered(Exception):
    """A request in the database is not as we left it: somebody wrote there by hand. `str()` is its id."""


class Disclosures(Protocol):
    """A request is sealed whole, so that nobody can move its state with the database alone; its texts under the case's key."""

    async def add(self, disclosure: Disclosure) -> None: ...

    async def get(self, disclosure_id: str) -> Disclosure | None:
        """Raises `Tampered`."""

    async def keep(self, disclosure: Disclosure) -> None:
        """Keep it as it is now, in the transaction in which it was read."""

    async def standing(self) -> list[str]:
        """Ids of those of which something is awaited yet, oldest first."""

    async def latest(self, count: int) -> list[str]:
        """Ids of the latest so many, the latest first."""

    async def of_case(self, case_id: str) -> list[str]: ...

    async def say(self, case_id: str, statement: Statement) -> str:
        """Seal what was said under the case's key: its commitment, 32 hex characters. Raises `Wiped`."""

    async def said(self, disclosure_id: str) -> list[Statement]:
        """All that was said, oldest first. Raises `Wiped` once the case's key is destroyed."""

    async def commitment(self, case_id: str, statement: Statement) -> str:
        """What the journal must hold for it: an HMAC under a key derived from the case's. Raises `Wiped`."""
