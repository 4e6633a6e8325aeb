"""The stand-in over HTTP: `/bot<token>/<method>`, files, faults on demand, and a page to play on."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.platforms.telegram.control import Control
from tests.platforms.telegram.limits import Limits
from tests.platforms.telegram.methods import Methods
from tests.platforms.telegram.model import ApiError, Json
from tests.platforms.telegram.spec import Spec, Upload, decode
from tests.platforms.telegram.world import World

TOKEN = "7000000001:AAinvented-token_for-the-stand-in-only"
PAGE = Path(__file__).parent / "page.html"
LONGEST_POLL = 50


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong with the next `times` calls of `method` (any, if empty).

    `kind`: an HTTP code such as "502"; "flood" (429 for `seconds`); "drop" (the connection is cut before anything
    happens); "drop_after" (it happens, then the connection is cut); "slow" (`seconds` late); "garbage" (it happens, and
    the answer breaks off in the middle).
    """

    kind: str
    method: str = ""
    times: int = 1
    seconds: float = 1


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot's and the status that it got."""

    method: str
    arguments: Json
    status: int
    at: float


class StandIn:
    """A Bot API server on a loopback port, as an async context manager.

    `world` is what people do and see; `violations` what a correct bot never sends; `calls` all that it sent.
    """

    def __init__(self, *, token: str = TOKEN, port: int = 0, limits: bool = False, privacy: bool = True) -> None:
        self.token, self.port = token, port
        self.world = World(privacy=privacy)
        self.limits = Limits(on=limits)
        self.methods = Methods(self.world, self.limits)
        self.spec = Spec.load()
        self.calls: list[Call] = []
        self.counts: Counter[str] = Counter()
        self.faults: list[Fault] = []
        self._waiting: asyncio.Future[bool] | None = None
        self._runner: web.AppRunner | None = None
        self.world.on_update = self._wake

    @property
    def violations(self) -> list[str]:
        return self.methods.violations

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def polled(self) -> bool:
        """Whether the bot waits for updates now."""
        return self._waiting is not None and not self._waiting.done()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.close()

    async def open(self) -> None:
        app = web.Application(client_max_size=60 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        app.router.add_get("/", self._page)
        Control(self).add_routes(app)
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def close(self) -> None:
        """Go down, so that connections are refused; `open` brings the same world back on the same port."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def fails(self, kind: str, method: str = "", times: int = 1, seconds: float = 1) -> None:
        """Let the next calls fail; see `Fault`."""
        self.faults.append(Fault(kind, method, times, seconds))

    def sent(self, method: str) -> list[Call]:
        """The bot's calls of one method, oldest first."""
        return [call for call in self.calls if call.method == method]

    # --- requests ------------------------------------------------------------------------------------------------

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        fault = self._next_fault(method)
        if fault is not None and fault.kind == "drop":
            return _cut(request)
        if fault is not None and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        arguments = await _arguments(request)
        status, body = await self._answer(request.match_info["token"], method, arguments, fault)
        self.counts[method] += 1
        if method != "getUpdates":
            self.calls.append(Call(method, arguments, status, time.monotonic()))
        if fault is not None and fault.kind == "drop_after":
            return _cut(request)
        if fault is not None and fault.kind == "garbage":
            return web.Response(text=json.dumps(body, ensure_ascii=False)[:-1], content_type="application/json")
        return web.json_response(body, status=status)

    async def _answer(self, token: str, method: str, arguments: Json, fault: Fault | None) -> tuple[int, Json]:
        try:
            self._check_token(token)
            _raise(fault)
            self._check(method, arguments)
            if method == "getUpdates":
                return 200, {"ok": True, "result": await self._get_updates(arguments)}
            return 200, {"ok": True, "result": self.methods.table[method](arguments)}
        except ApiError as error:
            parameters = {"parameters": error.parameters} if error.parameters else {}
            body = {"ok": False, "error_code": error.code, "description": error.description, **parameters}
            return error.code, body

    def _check_token(self, token: str) -> None:
        if ":" not in token:
            raise ApiError(404, "Not Found")
        if token != self.token:
            raise ApiError(401, "Unauthorized")

    def _check(self, method: str, arguments: Json) -> None:
        found = self.spec.problems(method, arguments)
        if not found and method != "getUpdates" and method not in self.methods.table:
            found = [f"the stand-in does not play {method} yet"]
        if found:
            self.violations.extend(found)
            raise ApiError(400, f"Bad Request: {found[0]}")

    def _next_fault(self, method: str) -> Fault | None:
        for place, fault in enumerate(self.faults):
            if fault.method in ("", method):
                left = Fault(fault.kind, fault.method, fault.times - 1, fault.seconds)
                self.faults[place : place + 1] = [left] if left.times else []
                return fault
        return None

    # --- updates -------------------------------------------------------------------------------------------------

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(True)

    async def _get_updates(self, arguments: Json) -> list[Json]:
        if self.methods.webhook:
            text = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            raise ApiError(409, f"Conflict: {text}")
        if "allowed_updates" in arguments:
            self.world.allowed = frozenset(arguments["allowed_updates"])
        self._end_other_poll()
        self.world.confirm(arguments.get("offset"))
        limit = int(arguments.get("limit", 100))
        batch = self.world.pending(limit)
        patience = min(float(arguments.get("timeout", 0)), LONGEST_POLL)
        if batch or not patience:
            return batch
        await self._wait(patience)
        return self.world.pending(limit)

    def _end_other_poll(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            text = "terminated by other getUpdates request; make sure that only one bot instance is running"
            self._waiting.set_exception(ApiError(409, f"Conflict: {text}"))

    async def _wait(self, patience: float) -> None:
        mine = self._waiting = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(mine, patience)
        except TimeoutError:
            pass
        finally:
            if self._waiting is mine:
                self._waiting = None

    # --- files and page ------------------------------------------------------------------------------------------

    async def _download(self, request: web.Request) -> web.Response:
        found = self.world.files.get(request.match_info["path"])
        if request.match_info["token"] != self.token or found is None:
            return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
        return web.Response(body=found[1], content_type="application/octet-stream")

    async def _page(self, request: web.Request) -> web.Response:
        return web.Response(text=PAGE.read_text(encoding="utf-8"), content_type="text/html")


def _raise(fault: Fault | None) -> None:
    if fault is None:
        return
    if fault.kind == "flood":
        seconds = int(fault.seconds)
        raise ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
    if fault.kind.isdigit():
        raise ApiError(int(fault.kind), "Internal Server Error")


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _arguments(request: web.Request) -> Json:
    """Arguments from query, form, multipart or JSON body (https://core.telegram.org/bots/api#making-requests)."""
    found: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        return {**decode(found), **json.loads(await request.text() or "{}")}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            found[name] = Upload(value.filename, value.file.read())
        else:
            found[name] = value
    return decode(found)
