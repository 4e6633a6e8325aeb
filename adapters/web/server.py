"""Runs the application inside the loop that is running already."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from adapters.web.parse import CHANNEL
from bot.ports.channel import ChannelRefused

_GRACE_SECONDS = 3


class PortTaken(ChannelRefused):
    """Another program listens there, or the machine does not let this one. The text says what to do."""

    def __init__(self, host: str, port: int, setting: str) -> None:
        super().__init__(CHANNEL, "port-taken")
        self.args = (f"port {port} on {host} cannot be used; stop the other program or set {setting}",)


class _Server(uvicorn.Server):
    """Leaves signals to the process, and tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


class Listener:
    """A web server that `start`s and `stop`s within seconds, whatever connections are open."""

    def __init__(self, host: str, port: int, setting: str) -> None:
        """`setting`: the variable that names the port, for who has to choose another."""
        self._host, self._port, self._setting = host, port, setting
        self._socket: socket.socket | None = None
        self._server: _Server | None = None
        self._task: asyncio.Task[None] | None = None

    def bind(self) -> int:
        """Take the port, and tell which (0 in the settings takes any). Raises `PortTaken`."""
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        try:
            self._socket = _listening_socket(family, self._host, self._port)
        except OSError:
            raise PortTaken(self._host, self._port, self._setting) from None
        return int(self._socket.getsockname()[1])

    async def serve(self, app: ASGIApp) -> None:
        """Begin to serve `app` on the port taken by `bind`."""
        assert self._socket is not None, "bind first"
        _quiet_libraries()
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_GRACE_SECONDS,
            limit_concurrency=256,
            h11_max_incomplete_event_size=32 * 1024,
        )
        self._server = _Server(config)
        self._task = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        await self._server.listening.wait()

    async def stop(self) -> None:
        if self._server is None or self._task is None:
            return
        self._server.should_exit = True
        await self._task
        self._server = self._task = self._socket = None


def _listening_socket(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    """Made for TCP by name: asyncio switches Nagle's delay (40 ms an answer) off for such sockets only."""
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen()
    except OSError:
        sock.close()
        raise
    return sock


def _quiet_libraries() -> None:
    """At DEBUG these write whole chunks of what is shown or was typed."""
    for name in ("sse_starlette", "python_multipart", "multipart", "uvicorn"):
        logging.getLogger(name).setLevel(logging.WARNING)
