"""The ASGI application that Meta speaks to, under `/hooks/whatsapp` of our own pages.

A request counts once its signature does. 200 means that the core has stored everything in it; anything else has Meta send it
again, for up to seven days.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import datetime
from typing import Any, Protocol

import structlog
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from adapters.whatsapp.meanings import Meaning, Unknown
from adapters.whatsapp.parse import parse
from adapters.whatsapp.verify import SIGNATURE, Forged, challenge, check_signature
from bot.domain.floods import Flood
from redaction import RawText

log = structlog.get_logger(__name__)

_Event = MutableMapping[str, Any]
PATIENCE = 8
"""So many times an update is tried that the core does not take while it takes others; then it is journalled by name."""
_MOST = 1000


class Core(Protocol):
    """What takes the updates."""

    async def handle(self, meaning: Meaning) -> None: ...

    async def salvage(self, meaning: Meaning) -> None:
        """What can never be stored is journalled by name, and its author told; else Meta would repeat it for a week."""

    async def refused(self, code: str) -> None: ...

    def mark(self, wamid: RawText) -> str: ...


class Hook:
    """`now`: the time."""

    def __init__(
        self, phone_id: str, app_secret: SecretStr, verify_token: SecretStr, core: Core, now: Callable[[], datetime]
    ) -> None:
        self._phone_id, self._app_secret, self._verify_token = phone_id, app_secret, verify_token
        self._core, self._now = core, now
        self._flood = Flood()
        self._successes = 0
        self._failures: OrderedDict[str, tuple[int, int]] = OrderedDict()
        """How often each failed, and how many others had been stored when it began to."""

    async def __call__(
        self,
        scope: _Event,
        receive: Callable[[], Awaitable[_Event]],
        send: Callable[[_Event], Awaitable[None]],
    ) -> None:
        answer = await self._answer(Request(scope, receive))
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> PlainTextResponse:
        try:
            if request.method == "GET":
                return PlainTextResponse(challenge(request.query_params, self._verify_token.get_secret_value()))
            if request.method != "POST":
                return PlainTextResponse("no such method\n", 405)
            payload = await self._genuine(request)
        except Forged as forged:
            await self._refused(forged.code)
            return PlainTextResponse("forged\n", 403)
        stored = [await self._stores(meaning) for meaning in parse(payload, self._phone_id)]
        return PlainTextResponse("ok\n") if all(stored) else PlainTextResponse("not stored\n", 500)

    async def _genuine(self, request: Request) -> object:
        body = await request.body()
        check_signature(body, request.headers.get(SIGNATURE), self._app_secret.get_secret_value())
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            raise Forged("no_json") from None

    async def _stores(self, meaning: Meaning) -> bool:
        """Each on its own: one that fails has Meta send all again, and those that are stored are known then."""
        try:
            await self._core.handle(meaning)
        except Exception as error:  # noqa: BLE001, whatever it is, the update must come again
            log.error("a WhatsApp update could not be stored; it comes again", error=type(error).__name__)
            return self._is_hopeless(meaning) and await self._salvages(meaning)
        self._successes += 1
        return True

    def _is_hopeless(self, meaning: Meaning) -> bool:
        """Whether it is the update that is at fault, and not the storage: others are stored, this one never is."""
        key = "" if isinstance(meaning, Unknown) else self._core.mark(meaning.wamid)
        count, before = self._failures.pop(key, (0, self._successes))
        self._failures[key] = (count + 1, before)
        if len(self._failures) > _MOST:
            self._failures.popitem(last=False)
        return count + 1 >= PATIENCE and self._successes > before

    async def _salvages(self, meaning: Meaning) -> bool:
        try:
            await self._core.salvage(meaning)
        except Exception as error:  # noqa: BLE001, then it waits with the others
            log.error("a WhatsApp update could not be salvaged", error=type(error).__name__)
            return False
        return True

    async def _refused(self, code: str) -> None:
        told = self._flood.told(code, self._now())
        if told is not None:
            await self._core.refused(told)
