"""The daily witness to two trustees: what it tells, what became of the last one, and how it leaves the server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.witness import Witness


@dataclass(frozen=True, slots=True)
class LastWitness:
    """What one trustee got last, and whether it has failed since.

    `destroyed`: how many cases' keys it told to be gone; `entries`: of the journal that it told of. `failed_at`: when it first failed after that; `said_at`: when the
    journal last said so, and `code` why.
    """

    sent_at: datetime | None = None
    destroyed: int = 0
    entries: int = 0
    failed_at: datetime | None = None
    code: str = ""
    said_at: datetime | None = None


class Witnesses(Protocol):
    """What there is to tell, and what was told."""

    async def take(self, now: datetime) -> Witness: ...

    async def last(self, trustee: int) -> LastWitness: ...


class Mailer(Protocol):
    """Sends to the trustees, who are numbers here: 1, 2."""

    @property
    def trustees(self) -> int: ...

    async def send(self, trustee: int, subject: str, text: str) -> str:
        """Hand the mail to the server; "" once it took it, otherwise a code. Never raises."""
