"""Where platforms speak to us over HTTP: `/hooks/<name>` leads to the channel of that name (`bot.ports.channel.Hooked`).

A channel proves by itself that a request is genuine. Here it is kept from what a stranger could do before that: bodies
without an end, slow ones, floods. No cookie goes in or comes out, and the answer is never a page.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

import structlog
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from adapters.web.limits import Rate
from bot.ports.channel import Hook

MOST_BYTES = 3 * 1024 * 1024
"""WhatsApp's payloads are at most 3 MB (developers.facebook.com/documentation/business-messaging/whatsapp/webhooks); Twilio's are tiny."""
PER_MINUTE = 1200
"""Requests to one hook. A charity sees some; a platform comes again after a 503."""
_PATIENCE = 10.0
"""Seconds that a body may take: platforms send theirs at once."""
_TOGETHER = 32
_COOKIES = (b"cookie", b"set-cookie")
_LOG = structlog.get_logger("entrenous.web")


class _No(Exception):
    """The request goes no further. `str()` is what the answer says."""

    def __init__(self, status: int, said: str, retry_after: float = 0) -> None:
        super().__init__(said)
        self.status, self.retry_after = status, retry_after


class Hooks:
    """An ASGI application for the path parameter `name`. `clock` counts seconds."""

    def __init__(self, hooks: Mapping[str, Hook], clock: Callable[[], float], patience: float = _PATIENCE) -> None:
        self._hooks, self._patience = hooks, patience
        self._rate = Rate(PER_MINUTE, clock)
        self._room = asyncio.Semaphore(_TOGETHER)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            hook = self._admit(scope)
            async with self._room:
                body = await self._body(scope, receive)
                await hook(_bare(scope), _replaying(body), _without_cookies(send))
        except _No as no:
            headers = {"Retry-After": str(math.ceil(no.retry_after))} if no.retry_after else {}
            if no.status in (408, 413):
                headers["Connection"] = "close"
            await PlainTextResponse(f"{no}\n", no.status, headers)(scope, receive, send)

    def _admit(self, scope: Scope) -> Hook:
        name = scope["path_params"]["name"]
        hook = self._hooks.get(name)
        if hook is None:
            raise _No(404, "nothing here")
        if wait := self._rate.wait_for(name):
            _LOG.warning("web.hook_busy", hook=name)
            raise _No(503, "busy", wait)
        return hook

    async def _body(self, scope: Scope, receive: Receive) -> bytes:
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared) > MOST_BYTES:
            raise _No(413, "too long")
        try:
            async with asyncio.timeout(self._patience):
                return await _read(receive)
        except TimeoutError:
            raise _No(408, "too slow") from None


async def _read(receive: Receive) -> bytes:
    parts: list[bytes] = []
    length = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _No(400, "incomplete")
        parts.append(message.get("body", b""))
        length += len(parts[-1])
        if length > MOST_BYTES:
            raise _No(413, "too long")
        if not message.get("more_body", False):
            return b"".join(parts)


def _bare(scope: Scope) -> MutableMapping[str, Any]:
    """The request without cookies: whoever speaks here is no browser."""
    kept = [(name, value) for name, value in scope["headers"] if name.lower() not in _COOKIES]
    return {**scope, "headers": kept}


def _replaying(body: bytes) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    return receive


def _without_cookies(send: Send) -> Send:
    async def bare(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [(name, value) for name, value in message.get("headers", []) if name.lower() not in _COOKIES]
            message = {**message, "headers": kept}
        await send(message)

    return bare
