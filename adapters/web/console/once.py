"""A form that is sent twice at the same moment, by a second tap, does what it does once.

What came of a form the core keeps (`bot/handlers/disclosure/forms.py`), so that a restart makes nothing happen twice; here the
second tap waits for the first, or its code would be found used up.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Coroutine
from typing import Any

from adapters.web.console.guard import Visit
from bot.ports.disclosing import Done

_MOST = 500
_Form = tuple[str, str, str]


class Once:
    """Remembers, in memory, what came of the latest forms. A form brings a `once` of its own, drawn when it is shown."""

    def __init__(self) -> None:
        self._done: OrderedDict[_Form, asyncio.Future[Done]] = OrderedDict()

    @staticmethod
    def name() -> str:
        return secrets.token_urlsafe(12)

    async def do(self, visit: Visit, work: Coroutine[Any, Any, Done]) -> Done:
        """What comes of `work`, or came of it when this person sent this form before; one with mistakes can be sent again."""
        name = visit.fields.get("once", "")
        if not name:
            return await work
        form = (visit.who, visit.request.url.path, name[:40])
        before = self._done.get(form)
        if before is not None:
            work.close()
            return await asyncio.shield(before)
        return await self._first(form, work)

    async def _first(self, form: _Form, work: Coroutine[Any, Any, Done]) -> Done:
        doing = asyncio.ensure_future(work)
        self._done[form] = doing
        while len(self._done) > _MOST:
            self._done.popitem(last=False)
        try:
            done = await asyncio.shield(doing)
        except BaseException:
            self._done.pop(form, None)
            raise
        if not done.happened:
            self._done.pop(form, None)
        return done
