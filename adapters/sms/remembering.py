"""What the channel must still know after a restart, over its memos: what a number stands for, what is left of a long post."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from adapters.sms.meanings import NAME
from adapters.sms.render import Choice
from bot.ports.memos import Memos
from redaction import RawText

_CHOICES_FOR = timedelta(hours=12)
"""As long as a draft waits for its author."""
_POSTS_FOR = timedelta(days=30)
_SEEN_FOR = timedelta(days=8)
_LAST_CHOICE, _LAST_POST = 99, 999


class Remembering:
    """`now`: the time. Numbers go on counting, so that one that was sent stays what it was while other lists come."""

    def __init__(self, memos: Memos, now: Callable[[], datetime]) -> None:
        self._memos, self._now = memos, now

    async def offer(self, account: str, choices: Sequence[Choice]) -> list[tuple[str, Choice]]:
        """Give each choice a number; they begin with 1 again once the last list is half a day old."""
        kept = await self._memos.read(NAME, f"choices/{account}")
        known: dict[str, Any] = json.loads(kept.expose()) if kept else {"last": 0, "of": {}}
        given: list[tuple[str, Choice]] = []
        for choice in choices:
            known["last"] = known["last"] % _LAST_CHOICE + 1
            known["of"][str(known["last"])] = choice.button
            given.append((str(known["last"]), choice))
        if given:
            await self._keep(f"choices/{account}", json.dumps(known), _CHOICES_FOR)
        return given

    async def choice(self, account: str, number: str) -> str | None:
        """`action:subject` of a number that they were sent; None for one that they were not, or too long ago."""
        kept = await self._memos.read(NAME, f"choices/{account}")
        button = json.loads(kept.expose())["of"].get(number) if kept else None
        return str(button) if button else None

    async def next_post(self, account: str) -> str:
        """The number under which a colleague's message is answered: "#12"."""
        kept = await self._memos.read(NAME, f"posts/{account}")
        number = int(kept.expose()) % _LAST_POST + 1 if kept else 1
        await self._keep(f"posts/{account}", str(number), None)
        return str(number)

    async def stands(self, account: str, number: str, sid: str) -> None:
        """That post is the message with that id."""
        await self._keep(f"post/{account}/{number}", sid, _POSTS_FOR)

    async def post(self, account: str, number: str) -> str | None:
        kept = await self._memos.read(NAME, f"post/{account}/{number}")
        return kept.expose() if kept else None

    async def leave(self, account: str, texts: Sequence[str]) -> None:
        """What is left of a long post, until they ask for it."""
        if texts:
            await self._keep(f"rest/{account}", json.dumps(list(texts)), _POSTS_FOR)
        else:
            await self._memos.drop(NAME, f"rest/{account}")

    async def rest(self, account: str) -> list[str]:
        kept = await self._memos.read(NAME, f"rest/{account}")
        return [str(text) for text in json.loads(kept.expose())] if kept else []

    async def stop(self, account: str, *, stopped: bool) -> None:
        """They want no more messages, or want them again."""
        if stopped:
            await self._keep(f"stopped/{account}", "1", None)
        else:
            await self._memos.drop(NAME, f"stopped/{account}")

    async def stopped(self, account: str) -> bool:
        return await self._memos.read(NAME, f"stopped/{account}") is not None

    async def seen(self, sid: str) -> bool:
        return await self._memos.read(NAME, f"seen/{sid}") is not None

    async def saw(self, sid: str) -> None:
        await self._keep(f"seen/{sid}", "1", _SEEN_FOR)

    async def _keep(self, key: str, value: str, for_: timedelta | None) -> None:
        await self._memos.keep(NAME, key, RawText(value), self._now() + for_ if for_ else None)
