"""The way in.

GET  /console/in/{link}   whom the link is for is asked to press a button; platforms fetch links, so nothing is used up
POST /console/in/{link}   the link is used up, a session begins, and on to the next
GET  /console/sign-in     the code, or a telephone to enrol
POST /console/sign-in     the code is looked at; where it is good, the session has a new token from then on

A link may lead to one page (`?to=requests/<id>`). Whose that page is, the page itself asks: here it is only an address.
"""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.web.console.desk import Desk
from adapters.web.console.frame import Frame
from adapters.web.console.guard import Guard, language
from adapters.web.console.qr import picture
from bot.domain.roster import shown_code
from bot.ports.console import Outcome, Tried, Waiting

_HERE = "/console/sign-in"
_PAGE = re.compile(r"[a-z]{1,20}(?:/[A-Za-z0-9_-]{1,100}){0,3}")
"""What a browser may bring as a page of the console: no other host, no way up."""


class SignIn:
    """The pages before anybody is signed in."""

    def __init__(self, desk: Desk, frame: Frame, guard: Guard) -> None:
        self._door, self._frame, self._guard = desk.door, frame, guard

    def routes(self) -> list[Route]:
        return [
            self._guard.open("GET", "/console/in/{link}", self._ask),
            self._guard.open("POST", "/console/in/{link}", self._begin),
            self._guard.open("GET", _HERE, self._wait),
            self._guard.open("POST", _HERE, self._code),
        ]

    async def _ask(self, request: Request) -> Response:
        lang = await self._door.asked(request.path_params["link"])
        if lang is None:
            return self._gone(request)
        return self._frame.page("link.html", lang)

    async def _begin(self, request: Request) -> Response:
        self._guard.check_origin(request)
        begun = await self._door.begin(request.path_params["link"], self._guard.session(request))
        if begun is None:
            await self._guard.refuse("link-gone")
            return self._gone(request)
        return self._frame.keep(self._frame.go(_sign_in_for(begun.to)), begun.session)

    async def _wait(self, request: Request) -> Response:
        session = self._guard.session(request)
        waiting = await self._door.waiting(session) if session else None
        to = _page(request.query_params.get("to", ""))
        return self._form(session, waiting, to) if waiting else self._closed(request)

    async def _code(self, request: Request) -> Response:
        session = self._guard.session(request)
        fields = await self._guard.form(request) if session else {}
        waiting = await self._door.waiting(session) if session else None
        if waiting is None:
            return self._closed(request)
        to = _page(fields.get("to", ""))
        outcome = await self._door.code(session, fields.get("code", ""))
        if outcome.tried in (Tried.IN, Tried.RENEW):
            return self._frame.keep(self._further(outcome, waiting, to), outcome.session)
        if outcome.tried is Tried.GONE:
            return self._closed(request)
        locked = outcome.tried is Tried.LOCKED
        return self._form(session, waiting, to, "locked" if locked else "wrong", 429 if locked else 401)

    def _further(self, outcome: Outcome, waiting: Waiting, to: str) -> Response:
        if outcome.tried is Tried.RENEW:
            return self._frame.go(_sign_in_for(to))
        further = f"/console/{to}".rstrip("/")
        if not outcome.recovery:
            return self._frame.go(further)
        codes = [shown_code(code) for code in outcome.recovery]
        return self._frame.page("recovery.html", waiting.lang, codes=codes, further=further)

    def _form(self, session: str, waiting: Waiting, to: str, said: str = "", status: int = 200) -> Response:
        enrolment = waiting.enrolment
        return self._frame.page(
            "enrol.html" if enrolment else "code.html",
            waiting.lang,
            status=status,
            session=session,
            said=said,
            to=to,
            address=enrolment.address if enrolment else "",
            letters=enrolment.letters if enrolment else "",
            picture=picture(enrolment.address) if enrolment else "",
        )

    def _gone(self, request: Request) -> Response:
        return self._frame.page("closed.html", language(request), status=404, state="gone")

    def _closed(self, request: Request) -> Response:
        return self._frame.drop(self._frame.page("closed.html", language(request), status=401, state="closed"))


def _page(text: str) -> str:
    return text if _PAGE.fullmatch(text) else ""


def _sign_in_for(to: str) -> str:
    return f"{_HERE}?to={to}" if to else _HERE
