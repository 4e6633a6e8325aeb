"""Single-use links to pages of our own. A link is kept nowhere: only its keyed fingerprint is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Link:
    """What a link is good for. `subject`: slugs and ids of ours; `who`: for whom it was made."""

    action: str
    subject: str
    who: str


class Links(Protocol):
    async def make(self, link: Link, expires_at: datetime) -> str:
        """A new link's token."""

    async def peek(self, token: str, now: datetime) -> Link | None:
        """What an unused link is good for; None once it was used or is too old.

        Nothing is used up: platforms fetch links to show what is behind them.
        """

    async def forget_before(self, moment: datetime) -> None:
        """Delete links that could not be used any more at that moment."""

    async def use(self, token: str, now: datetime) -> Link | None:
        """The same, and the link is used up."""
