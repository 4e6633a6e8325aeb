"""The ASGI application that Twilio speaks to, under `/hooks/sms` of our own pages.

A request counts once its signature does. It is answered with no message at all (an empty TwiML), once the core has what it says;
what could not be stored is answered 500, and read back from Twilio's records later.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import parse_qsl

import structlog
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from adapters.sms.meanings import Meaning
from adapters.sms.parse import parse
from adapters.sms.verify import OTHER_KEY, SIGNATURE, Forged, check_signature
from bot.domain.floods import Flood

log = structlog.get_logger(__name__)

_Event = MutableMapping[str, Any]
_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 200
_NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


class Core(Protocol):
    """What takes the messages."""

    async def handle(self, meaning: Meaning) -> None: ...

    async def refused(self, code: str) -> None: ...


class Hook:
    """`url`: the address as Twilio calls it. `now`: the time."""

    def __init__(
        self, account_sid: str, token: SecretStr, number: str, url: str, core: Core, now: Callable[[], datetime]
    ) -> None:
        self._account_sid, self._token, self._number = account_sid, token, number
        self._url, self._core, self._now = url, core, now
        self._flood = Flood()

    async def __call__(
        self,
        scope: _Event,
        receive: Callable[[], Awaitable[_Event]],
        send: Callable[[_Event], Awaitable[None]],
    ) -> None:
        answer = await self._answer(Request(scope, receive))
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method != "POST":
            return PlainTextResponse("no such method\n", 405)
        try:
            form = await self._genuine(request)
        except Forged as forged:
            await self._refused(forged.code)
            return PlainTextResponse("forged\n", 403)
        try:
            await self._core.handle(parse(form, self._account_sid, self._number))
        except Exception as error:  # noqa: BLE001, whatever it is, the message is read back
            log.error("a text message could not be stored; it is read back", error=type(error).__name__)
            return PlainTextResponse("not stored\n", 500)
        return Response(_NOTHING, media_type="text/xml")

    async def _genuine(self, request: Request) -> dict[str, str]:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
            raise Forged("content_type")
        try:
            fields = parse_qsl(
                (await request.body()).decode("ascii"),
                keep_blank_values=True,
                max_num_fields=_MOST_FIELDS,
                errors="strict",
            )
        except ValueError:
            raise Forged("no_form") from None
        query = request.url.query
        url = f"{self._url}?{query}" if query else self._url
        headers = request.headers
        check_signature(url, fields, headers.get(SIGNATURE), self._token.get_secret_value(), headers.get(OTHER_KEY))
        return dict(fields)

    async def _refused(self, code: str) -> None:
        told = self._flood.told(code, self._now())
        if told is not None:
            await self._core.refused(told)
