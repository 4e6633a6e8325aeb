"""Drafts, sealed, and what the next private word of somebody is for."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.domain.drafts import Awaited, Draft
from bot.domain.messages import PersonRef


class Drafts(Protocol):
    async def keep(self, draft: Draft, now: datetime) -> None:
        """Keep it, in place of its earlier version."""

    async def draft(self, draft_id: str) -> Draft:
        """Raises `Wiped` once it was posted, dropped or forgotten."""

    async def drop(self, draft_id: str) -> None: ...

    async def begun_before(self, moment: datetime) -> list[Draft]:
        """Drafts that nobody has touched since."""

    async def expect(self, person: PersonRef, awaited: Awaited, until: datetime) -> None:
        """The next private word of `person` is for this, in place of whatever it was for."""

    async def expected(self, person: PersonRef, now: datetime) -> Awaited | None:
        """What it is for; asked once, then it is for nothing special again."""
