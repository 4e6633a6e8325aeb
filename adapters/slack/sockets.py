"""Socket Mode, kept open: two connections, so that one listens while Slack refreshes the other.

Slack closes each connection every few hours and spreads events over those that are open
(docs.slack.dev/apis/events-api/using-socket-mode). The SDK reconnects by itself; this file mends what it leaves open:
its reconnecting loop goes on with a used-up address, and it tells nobody that there was a gap.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from adapters.slack.client import As, SlackClient, SlackFault, sdk_logger

CONNECTIONS = 2
CONNECT_WITHIN = 15.0
CLOSE_WITHIN = 5.0
LOOK_EVERY = 1.0


class Sockets:
    """Both connections. `on_return` is told, after a reconnection, since when (seconds since 1970) nobody listened."""

    def __init__(
        self,
        client: SlackClient,
        app: AsyncApp,
        app_token: str,
        on_return: Callable[[float], Coroutine[Any, Any, None]],
        ping: float,
    ) -> None:
        self._client = client
        self._app = app
        self._app_token = app_token
        self._on_return = on_return
        self._ping = ping
        self._open: list[SocketModeClient] = []
        self._greeted: list[Any] = []
        self._watch: asyncio.Task[None] | None = None
        self._returns: set[asyncio.Task[None]] = set()
        self._heard_until = time.time()
        self._down_since: dict[int, float] = {}

    async def open(self) -> None:
        """Open all connections. Raises `SlackFault` if Slack refuses or cannot be reached."""
        for _ in range(CONNECTIONS):
            address = (await self._client.do("apps.connections.open", {}, As.APP))["url"]
            self._open.append(await self._connect(str(address)))
        self._heard_until = time.time()
        self._watch = asyncio.create_task(self._look_after())

    async def _connect(self, address: str) -> SocketModeClient:
        handler = AsyncSocketModeHandler(
            self._app,
            self._app_token,
            logger=sdk_logger(),
            web_client=self._client.web_client(As.APP),
            ping_interval=self._ping,
        )
        socket = handler.client
        socket.wss_uri = address
        try:
            await asyncio.wait_for(socket.connect(), CONNECT_WITHIN)  # type: ignore[no-untyped-call]  # the SDK's
        except TimeoutError:
            await _close(socket)
            raise SlackFault("socket", "connection") from None
        socket.message_listeners.append(self._on_message)
        return socket

    async def close(self) -> None:
        """Close the connections; what is under way ends."""
        for task in (self._watch, *self._returns):
            if task is not None:
                task.cancel()
        await asyncio.gather(*filter(None, (self._watch, *self._returns)), return_exceptions=True)
        await asyncio.gather(*(_close(socket) for socket in self._open))
        self._open.clear()
        self._greeted.clear()

    async def _on_message(self, socket: Any, message: dict[str, Any], raw: str | None = None) -> None:
        """Each connection begins with `hello`; from its second on, it was away."""
        if message.get("type") != "hello":
            return
        if socket not in self._greeted:
            self._greeted.append(socket)
            return
        task = asyncio.create_task(self._on_return(self._heard_until))
        self._returns.add(task)
        task.add_done_callback(self._returns.discard)

    async def _look_after(self) -> None:
        while True:
            alive = [await socket.is_connected() for socket in self._open]
            if any(alive):
                self._heard_until = time.time()
            for number, (socket, is_alive) in enumerate(zip(self._open, alive, strict=True)):
                self._mend(number, socket, is_alive=is_alive)
            await asyncio.sleep(min(LOOK_EVERY, self._ping))

    def _mend(self, number: int, socket: SocketModeClient, *, is_alive: bool) -> None:
        """Report what is down, and make the SDK ask for a fresh address: the one that failed is used up."""
        if is_alive:
            if self._down_since.pop(number, None) is not None:
                structlog.get_logger("adapters.slack").info("slack.socket_back", connection=number)
            return
        now = time.monotonic()
        if number not in self._down_since:
            self._down_since[number] = now
            structlog.get_logger("adapters.slack").warning("slack.socket_down", connection=number)
        if now - self._down_since[number] > 2 * self._ping:
            socket.wss_uri = None


async def _close(socket: SocketModeClient) -> None:
    """The SDK cancels its tasks and leaves them; wait until they have ended."""
    tasks = [t for t in (socket.message_processor, socket.current_session_monitor, socket.message_receiver) if t]
    try:
        await asyncio.wait_for(socket.close(), CLOSE_WITHIN)  # type: ignore[no-untyped-call]  # the SDK's
    except (TimeoutError, OSError):
        structlog.get_logger("adapters.slack").info("slack.socket_close_slow")
        await socket.aiohttp_client_session.close()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
