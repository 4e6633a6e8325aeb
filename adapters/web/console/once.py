"""A form that is sent twice, by a second tap or a page that is loaded again, does what it does once."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Coroutine
from typing import Any

from bot.ports.disclosing import Done

_MOST = 500


class Once:
    """Remembers, in memory, what came of the latest forms. `name` is drawn anew for each form that is shown."""

    def __init__(self) -> None:
        self._done: OrderedDict[tuple[str, str], asyncio.Future[Done]] = OrderedDict()

    @staticmethod
    def name() -> str:
        return secrets.token_urlsafe(12)

    async def do(self, who: str, name: str, work: Coroutine[Any, Any, Done]) -> Done:
        """What comes of `work`, or came of it when the same form was sent before; a form with mistakes can be sent again."""
        before = self._done.get((who, name))
        if before is not None:
            work.close()
            return await asyncio.shield(before)
        doing = asyncio.ensure_future(work)
        self._done[who, name] = doing
        while len(self._done) > _MOST:
            self._done.popitem(last=False)
        try:
            done = await asyncio.shield(doing)
        except BaseException:
            self._done.pop((who, name), None)
            raise
        if not done.happened:
            self._done.pop((who, name), None)
        return done
