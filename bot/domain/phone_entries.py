"""Journal entries of channels on which another company carries our messages: WhatsApp, text messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.entries import JournalEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDelivered(JournalEntry):
    """The platform had taken a message of ours and said later that it did not arrive. `code`: why."""

    kind: ClassVar[str] = "not_delivered"
    channel: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsDeleted(JournalEntry):
    """The provider's own copies of so many messages were deleted there; `left`: how many it did not let us delete yet."""

    kind: ClassVar[str] = "records_deleted"
    channel: str
    count: int
    left: int
