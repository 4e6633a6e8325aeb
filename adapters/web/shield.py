"""The outermost layer: headers that keep a page to itself, and an end to every exception before anybody prints it."""

from __future__ import annotations

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOG = structlog.get_logger("entrenous.web")


def policy(framed_by: str = "'none'") -> str:
    """The Content-Security-Policy of a page; `framed_by`: origins whose pages may show it inside of theirs."""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        f"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {framed_by}"
    )


HEADERS = {
    "Content-Security-Policy": policy(),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    # not "no-referrer": with it, browsers send `Origin: null` with our own forms
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Shield:
    """Wraps the whole application. An exception's text could hold what somebody typed, so its type alone is logged."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return

        async def shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            await self._app(scope, receive, shielded)
        except Exception as fault:  # noqa: BLE001 - Starlette has answered 500 by now and raises again for the server's log
            _LOG.error("web.failed", fault=type(fault).__name__)
