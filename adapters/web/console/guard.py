"""Stands before every page: how often, from where, whose form, who is signed in, and whether it is theirs.

A page is one line of a table with the right that it takes, so that none can be added without one.
"""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.web.console.desk import Desk
from adapters.web.console.frame import Frame
from adapters.web.forms import read_form
from adapters.web.journalling import Refusals
from adapters.web.limits import Rate
from adapters.web.pages import wanted_language
from adapters.web.parse import BadForm
from adapters.web.settings import LOOPBACK
from adapters.web.verify import Forged, check_origin, check_token
from bot.ports.console import NotYours, OddSession, Right, RosterRefused, Visitor
from redaction import Lang

_PER_ADDRESS, _PER_PERSON, _TRIES = 240, 120, 20
"""In a minute: requests of one address, of one person, and what is sent to get in."""


@dataclass(frozen=True, slots=True, repr=False)
class Visit:
    """One request of somebody who is signed in and may. `fields`: of the form; none where nothing was sent."""

    request: Request
    session: str
    visitor: Visitor
    fields: Mapping[str, str]

    @property
    def lang(self) -> Lang:
        return self.visitor.lang

    @property
    def who(self) -> str:
        return self.visitor.who


Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Page:
    """One address of the console, and the right that it takes. What changes something is a POST."""

    method: str
    path: str
    right: Right
    show: Callable[[Visit], Awaitable[Response]]


class TooOften(Exception):
    """`seconds` until it may be tried again."""

    def __init__(self, seconds: float) -> None:
        super().__init__("too often")
        self.seconds = math.ceil(seconds)


class Guard:
    """`clock` counts seconds."""

    def __init__(self, desk: Desk, frame: Frame, origin: str, clock: Callable[[], float]) -> None:
        self._desk, self._frame, self._origin = desk, frame, origin
        self._addresses, self._people = Rate(_PER_ADDRESS, clock), Rate(_PER_PERSON, clock)
        self._tries = Rate(_TRIES, clock)
        self._refusals = Refusals(desk.door.refused, Rate(60, clock), Rate(1, clock))

    def page(self, page: Page) -> Route:
        """The address of a page, for who is signed in and may."""

        async def show(request: Request) -> Response:
            session = self.session(request)
            fields = await self.form(request) if session and page.method == "POST" else {}
            visitor = await self._desk.visits.visitor(session, page.right) if session else None
            if visitor is None:
                return self._frame.drop(self._closed(request, "closed", 401))
            _slow_down(self._people, visitor.who)
            visit = Visit(request, session, visitor, fields)
            try:
                return await page.show(visit)
            except RosterRefused as fault:
                return self._refused(visit, fault)

        return Route(page.path, self.around(show), methods=[page.method])

    def open(self, method: str, path: str, handler: Handler) -> Route:
        """An address on the way in."""

        async def tried(request: Request) -> Response:
            if method == "POST":
                _slow_down(self._tries, _address(request))
            return await handler(request)

        return Route(path, self.around(tried), methods=[method])

    async def form(self, request: Request) -> Mapping[str, str]:
        """The fields of one of this session's own forms. Raises `Forged`, `BadForm`."""
        self.check_origin(request)
        fields, _ = await read_form(request)
        check_token(self.session(request), request.url.path, fields.get("token"))
        return fields

    def check_origin(self, request: Request) -> None:
        check_origin(request.headers.get("origin"), self._origin)

    def session(self, request: Request) -> str:
        return request.cookies.get(self._frame.cookie, "")

    async def refuse(self, code: str) -> None:
        """Journal what was refused."""
        await self._refusals.journal(code)

    def around(self, handler: Handler) -> Handler:
        """Bound how often an address asks, and turn every refusal of `handler` into its page."""

        async def guarded(request: Request) -> Response:
            try:
                _slow_down(self._addresses, _address(request))
                return await handler(request)
            except Forged as fault:
                await self.refuse(fault.code)
                return self._closed(request, "forged", 401)
            except BadForm as fault:
                if fault.journalled:
                    await self.refuse(fault.code)
                return self._closed(request, "broken", fault.status)
            except OddSession as fault:
                await self.refuse(fault.code)
                return self._frame.drop(self._closed(request, "closed", 401))
            except NotYours as fault:
                return self._frame.page("closed.html", fault.lang, status=403, state="not_yours")
            except TooOften as fault:
                response = self._closed(request, "slower", 429)
                response.headers["Retry-After"] = str(fault.seconds)
                return response

        return guarded

    def _refused(self, visit: Visit, fault: RosterRefused) -> Response:
        status = {"not_allowed": 403, "nobody": 404}.get(fault.code, 409)
        return self._frame.page(
            "closed.html",
            visit.lang,
            status=status,
            session=visit.session,
            visitor=visit.visitor,
            state=f"roster_{fault.code}",
        )

    def _closed(self, request: Request, state: str, status: int) -> Response:
        return self._frame.page("closed.html", language(request), status=status, state=state)


def language(request: Request) -> Lang:
    """The first of our languages that the browser asks for: on pages that do not know who reads them."""
    return wanted_language(request.headers.get("accept-language"), "en")


def _slow_down(rate: Rate, key: str) -> None:
    if wait := rate.wait_for(key):
        raise TooOften(wait)


def _address(request: Request) -> str:
    """Who asks: the peer, or, behind a web server on this machine, whom that one names last."""
    peer = request.client.host if request.client else ""
    named = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return named[:60] if named and peer in LOOPBACK else peer
