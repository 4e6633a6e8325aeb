"""Socket Mode: up to ten connections, every envelope to one of them, an acknowledgement within three seconds or a retry.

docs.slack.dev/apis/events-api/using-socket-mode and …/events-api#retries: at once, after one minute, after five.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.platforms.slack.clock import Clock
from tests.platforms.slack.world import APP

MOST_CONNECTIONS = 10
ACK_WITHIN = 3.0
RETRY_AFTER = (0.0, 0.0, 60.0, 300.0)
"""Seconds before each attempt; the first is the delivery itself."""


@dataclass(slots=True)
class Envelope:
    """One thing to hand out, and how that went."""

    type: str
    payload: dict[str, Any]
    retries: bool
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    attempts: int = 0
    acknowledged: bool = False
    lost: bool = False
    response: Any = None
    answered: Callable[[Any], None] | None = None
    """Is told what came with the acknowledgement."""


class Sockets:
    """The server's end of all Socket Mode connections."""

    def __init__(self, clock: Clock, handed_out: Callable[[Envelope], None]) -> None:
        self.envelopes: list[Envelope] = []
        self.opened = 0
        self.door_closed = False
        """Whether a connection is refused, and its ticket used up all the same."""
        self._clock = clock
        self._handed_out = handed_out
        self._tickets: set[str] = set()
        self._live: dict[web.WebSocketResponse, None] = {}
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def connections(self) -> int:
        return len(self._live)

    @property
    def idle(self) -> bool:
        """Nothing is on its way."""
        return not self._tasks

    def ticket(self) -> str:
        """A fresh ticket for one connection, used up by it."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return ticket

    def hand_out(
        self,
        kind: str,
        payload: dict[str, Any],
        *,
        retries: bool = True,
        answered: Callable[[Any], None] | None = None,
    ) -> Envelope:
        """Start the delivery of one envelope."""
        envelope = Envelope(kind, payload, retries, answered=answered)
        self.envelopes.append(envelope)
        task = asyncio.get_running_loop().create_task(self._deliver(envelope))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return envelope

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The WebSocket endpoint that `apps.connections.open` names."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403)
        self._tickets.discard(ticket)
        if self.door_closed:
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if len(self._live) >= MOST_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        self._live[socket] = None
        self.opened += 1
        try:
            await self._talk(socket)
        finally:
            self._live.pop(socket, None)
        return socket

    async def refresh(self) -> None:
        """Ask every connection to make way for a new one, as Slack does every few hours."""
        message = {"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "stand-in"}}
        for socket in list(self._live):
            self._live.pop(socket, None)
            await socket.send_json(message)

    async def drop(self) -> None:
        """Cut every connection without a word."""
        for socket in list(self._live):
            self._live.pop(socket, None)
            if socket._req is not None and socket._req.transport is not None:
                socket._req.transport.abort()
        for future in list(self._waiting.values()):
            _settle(future, None)

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for socket in list(self._live):
            await socket.close()

    async def _talk(self, socket: web.WebSocketResponse) -> None:
        hello = {
            "type": "hello",
            "num_connections": len(self._live),
            "connection_info": {"app_id": APP},
            "debug_info": {"host": "stand-in", "approximate_connection_time": 18060},
        }
        await socket.send_json(hello)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self._hear(json.loads(message.data))

    def _hear(self, answer: dict[str, Any]) -> None:
        future = self._waiting.get(str(answer.get("envelope_id")))
        if future is not None:
            _settle(future, answer)

    async def _deliver(self, envelope: Envelope) -> None:
        for attempt, wait in enumerate(RETRY_AFTER if envelope.retries else RETRY_AFTER[:1]):
            if wait:
                await self._clock.sleep(wait)
            if await self._attempt(envelope, attempt):
                if envelope.answered is not None:
                    envelope.answered(envelope.response)
                envelope.acknowledged = True
                return
        envelope.lost = True

    async def _attempt(self, envelope: Envelope, attempt: int) -> bool:
        socket = self._next_socket()
        if socket is None:
            return False
        envelope.attempts += 1
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[envelope.id] = future
        try:
            self._handed_out(envelope)
            await socket.send_json(self._form(envelope, attempt))
            return await self._acknowledged(envelope, future)
        except ConnectionError:
            return False
        finally:
            del self._waiting[envelope.id]

    async def _acknowledged(self, envelope: Envelope, future: asyncio.Future[Any]) -> bool:
        timer = asyncio.ensure_future(self._clock.sleep(ACK_WITHIN))
        try:
            await asyncio.wait({timer, future}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            timer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await timer
        if not future.done() or future.result() is None:
            return False
        envelope.response = future.result().get("payload")
        return True

    def _next_socket(self) -> web.WebSocketResponse | None:
        """Take turns: events are spread over the connections."""
        for socket in list(self._live):
            self._live.pop(socket)
            if not socket.closed:
                self._live[socket] = None
                return socket
        return None

    def _form(self, envelope: Envelope, attempt: int) -> dict[str, Any]:
        form = {
            "envelope_id": envelope.id,
            "type": envelope.type,
            "payload": envelope.payload,
            "accepts_response_payload": envelope.type != "events_api",
        }
        if envelope.type == "events_api":
            form |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        return form


def _settle(future: asyncio.Future[Any], answer: Any) -> None:
    if not future.done():
        future.set_result(answer)
