"""A file that came with a message, by its `file_id`. Part of `client.py`; nothing of it is logged, its address holds the token."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from telegram.error import TelegramError

from adapters.telegram import errors
from bot.domain.outgoing import Outcome
from bot.ports.channel import MOST_FETCHED, NotFetched
from redaction import RawBytes


async def fetch(bot: Any, handle: str) -> RawBytes:
    """`handle`: kind and `file_id`, as `content.py` wrote it. Raises `NotFetched`.

    https://core.telegram.org/bots/api#getfile: up to 20 MB.
    """
    _, _, file_id = handle.partition(":")
    try:
        found = await bot.ask("getFile", {"file_id": file_id})
        path, size = str(found.get("file_path") or ""), int(found.get("file_size") or MOST_FETCHED)
        if not path or size > MOST_FETCHED:
            raise NotFetched("too_big")
        content = await bot.request.retrieve(f"{bot.base_file_url}/{quote(path)}")
    except TelegramError as error:
        effect = errors.effect_of(error, private=False)
        raise NotFetched(effect.code or "refused", passing=effect.outcome is Outcome.RETRY) from None
    if len(content) > MOST_FETCHED:
        raise NotFetched("too_big")
    return RawBytes(bytes(content))
