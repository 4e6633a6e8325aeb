"""Pages of our own, for what must never stand in a chat: who a pseudonym stands for, shown once to one person; raw text.

GET  /look/{token}   what would be shown, and a button; platforms fetch links, so this shows nothing and uses nothing up
POST /look/{token}   shown, once
GET  /done           where the page goes by itself after a while
     /compose/…      a page to write on (`composing.py`)
     /permit…        to the platform and back, for an author's permission (`permitting.py`)
     /console…       where supervisors and administrators work (`console/`)
     /hooks/{name}   where platforms speak to the channel of that name (`hooks.py`)
GET  /healthz        200

The address is the key: 24 random bytes, good for minutes. Pages are not stored by browsers (`Shield`).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import structlog
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from adapters.web.composing import ComposePages, language
from adapters.web.console.desk import Desk
from adapters.web.console.routes import ConsolePages
from adapters.web.hooks import Hooks
from adapters.web.pages import badges
from adapters.web.permitting import PermitPages
from adapters.web.server import Listener
from adapters.web.settings import PagesSettings
from adapters.web.shield import Shield
from bot.domain.outgoing import Line, Opaque
from bot.ports.channel import Hook
from bot.ports.looks import Looks, Shown
from bot.ports.permits import Permits
from bot.ports.sheets import Sheets
from bot.ports.wording import Wording
from redaction import Lang
from redaction.wording import told_in

_FOLDER = Path(__file__).parent
_SHOWN_SECONDS = 120
_LOG = structlog.get_logger("entrenous.web")


class Site:
    """A small web server of its own, beside whatever else runs. `port` is known once `start` has returned."""

    def __init__(
        self,
        settings: PagesSettings,
        wording: Wording,
        looks: Looks,
        sheets: Sheets,
        permits: Permits,
        desk: Desk,
        hooks: Mapping[str, Hook] | None = None,
    ) -> None:
        """`hooks`: by the name of their channel."""
        self._listener = Listener(settings.host, settings.port, "ENTRENOUS_PAGES__PORT")
        self._base = settings.base
        self._wording = wording
        self._looks = looks
        self._templates = Environment(
            loader=FileSystemLoader(_FOLDER / "templates"), autoescape=True, undefined=StrictUndefined
        )
        self._templates.filters["badges"] = badges
        self._composing = ComposePages(settings, wording, sheets, self._templates, time.monotonic)
        self._permitting = PermitPages(settings, wording, permits, self._templates, time.monotonic)
        self._console = ConsolePages(settings, wording, desk, self._templates, time.monotonic)
        self._hooks = Hooks(hooks or {}, time.monotonic)
        self.port = settings.port

    async def start(self) -> None:
        """Begin to listen. Raises `ChannelRefused` where the port is taken."""
        self.port = self._listener.bind()
        await self._listener.serve(Shield(self.app()))
        _LOG.info("pages_started")

    async def stop(self) -> None:
        await self._listener.stop()

    def app(self) -> ASGIApp:
        """The application without its server."""
        return Starlette(
            routes=[
                Route("/look/{token}", self._ask, methods=["GET"]),
                Route("/look/{token}", self._show, methods=["POST"]),
                *self._composing.routes(),
                *self._permitting.routes(),
                *self._console.routes(),
                Route("/hooks/{name}", self._hooks),
                Route("/done", self._done),
                Route("/healthz", self._health),
                Mount("/static", StaticFiles(directory=_FOLDER / "static")),
            ],
            exception_handlers={HTTPException: self._not_here},
        )

    async def _ask(self, request: Request) -> Response:
        lang = language(request)
        look = await self._looks.asked(request.path_params["token"])
        if look is None:
            return self._page(lang, "gone", status=404)
        words = Opaque(look.reference)
        if not look.pseudonym:
            return self._page(lang, "ask", text=self._wording.render(Line("page.ask_task", lang, {"words": words})))
        slots = {"words": words, "who": Opaque(told_in(lang, f"[{look.pseudonym}]"))}
        return self._page(lang, "ask", text=self._wording.render(Line("page.ask", lang, slots)))

    async def _show(self, request: Request) -> Response:
        lang = language(request)
        values = await self._looks.look(request.path_params["token"])
        if values is None:
            return self._page(lang, "gone", status=404)
        return self._page(lang, "shown", values=values)

    async def _done(self, request: Request) -> Response:
        return self._page(language(request), "done")

    async def _not_here(self, request: Request, _: Exception) -> Response:
        return self._page(language(request), "gone", status=404)

    async def _health(self, _: Request) -> Response:
        return PlainTextResponse("ok\n")

    def _page(
        self, lang: Lang, state: str, *, text: str = "", values: tuple[Shown, ...] = (), status: int = 200
    ) -> Response:
        html = self._templates.get_template("look.html").render(
            lang=lang,
            base=self._base,
            state=state,
            text=text or self._wording.render(Line(f"page.{state}", lang)),
            title=self._wording.render(Line("page.title", lang)),
            button=self._wording.label("look", lang),
            values=[(told_in(lang, shown.pseudonym), shown.value.expose()) for shown in values],
            seconds=_SHOWN_SECONDS,
        )
        return HTMLResponse(html, status_code=status)
