"""What a channel must still know after a restart: what a number means that somebody may answer with, what a platform has yet to delete.

Small, sealed, and with an end. The messages themselves are none of it: these the core keeps.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from redaction import RawText


class Memos(Protocol):
    """Keys are ids of ours or of a platform that name nobody; what stands under them may."""

    async def keep(self, channel: str, key: str, value: RawText, until: datetime | None) -> None:
        """Keep it in place of what stood there; `until` None: until it is dropped."""

    async def read(self, channel: str, key: str) -> RawText | None:
        """None where nothing is kept, or its time is over."""

    async def drop(self, channel: str, key: str) -> None: ...

    async def keys(self, channel: str, beginning: str, limit: int = 500) -> tuple[str, ...]:
        """Those that begin so and are not over, the oldest first."""
