"""A text in parts that Telegram takes. Pure."""

from __future__ import annotations

from bot.domain import cutting
from bot.domain.cutting import utf16

LIMIT = 4096
"""UTF-16 units of one message (https://core.telegram.org/bots/api#sendmessage)."""


def units(text: str) -> int:
    """Length of `text` as Telegram counts it: in UTF-16 units."""
    return cutting.length(text, utf16)


def split(text: str, limit: int = LIMIT) -> tuple[str, ...]:
    """`text` in parts of at most `limit` UTF-16 units; the parts joined are `text`."""
    return cutting.split(text, limit, utf16)


def shortened(text: str, limit: int) -> str:
    """`text`, cut to fit into `limit` UTF-16 units."""
    return cutting.shortened(text, limit, utf16)
