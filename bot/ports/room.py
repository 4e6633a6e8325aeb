"""Where the web channel, being its own platform, keeps its rooms."""

from __future__ import annotations

from typing import Protocol


class RoomLog(Protocol):
    """An append-only list of entries for each room, sealed at rest under a key of its own."""

    async def append(self, room: str, entry: bytes) -> int:
        """Keep `entry`; its number counts up from 1 over all rooms."""

    async def read(self, room: str, after: int = 0, limit: int = 500) -> list[tuple[int, bytes]]:
        """Entries numbered above `after`, oldest first."""

    async def replace(self, number: int, entry: bytes) -> None:
        """Put `entry` in the place of entry `number` (a post that was removed leaves an empty place)."""
