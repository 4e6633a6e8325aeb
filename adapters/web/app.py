"""The room's addresses. Each is a few lines: check who asks, understand the form, hand it to the core, show the outcome.

GET  /                              to somebody's page, in the browser's language
GET  /{lang}/{account}              the room as this person sees it
GET  /{lang}/{account}/live         what changes, as server-sent events, from the last number seen
GET  /{lang}/{account}/file/{n}     a withheld file, for its author
POST /{lang}/{account}/{action}     send, edit, delete, press
GET  /healthz                       200 once the core listens
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from adapters.web.entries import Sent
from adapters.web.files import Files
from adapters.web.forms import read_form
from adapters.web.limits import Rate
from adapters.web.live import stream
from adapters.web.pages import FOLDER, Pages, View, language, wanted_language
from adapters.web.parse import ACTIONS, CHANNEL, BadForm, Submission, Upload, inbound, press, submission
from adapters.web.room import Room
from adapters.web.settings import RoomPerson, WebSettings
from adapters.web.verify import Facts, Forged, Gate
from bot.domain.messages import Kind
from bot.ports.channel import Intake
from redaction import Lang

MOST_STREAMS = 64
MOST_DRAINED = 64 * 1024 * 1024
_LOG = structlog.get_logger("entrenous.web")


class Refused(Exception):
    """The request was understood and is not carried out. `code` names the sentence on the screen."""

    def __init__(self, status: int, code: str, retry_after: float = 0) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Deps:
    """What the addresses work with. `intake` gives the core, once it listens."""

    settings: WebSettings
    room: Room
    files: Files
    pages: Pages
    gate: Callable[[], Gate]
    cookie: Callable[[], str]
    intake: Callable[[], Intake | None]
    rate: Rate
    refusals: Rate
    floods: Rate
    now: Callable[[], datetime]


class RoomApp:
    """The handlers. State lives in the room; here is only what is under way."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._people = {person.account: person for person in deps.settings.people}
        self._receiving = asyncio.Lock()
        self._streams = 0

    def starlette(self) -> Starlette:
        place = "/{lang}/{account}"
        return Starlette(
            routes=[
                Route("/", self._guarded(self.front)),
                Route("/healthz", self.health),
                Mount("/static", StaticFiles(directory=FOLDER / "static")),
                Route(place, self._guarded(self.page)),
                Route(place + "/live", self._guarded(self.live)),
                Route(place + "/file/{number:int}", self._guarded(self.file)),
                Route(place + "/{action}", self._guarded(self.act), methods=["POST"]),
            ],
            exception_handlers={HTTPException: self._not_here},
        )

    # -- looking

    async def front(self, request: Request) -> Response:
        first = self._deps.settings.people[0]
        lang = wanted_language(request.headers.get("accept-language"), first.lang)
        return RedirectResponse(f"/{lang}/{first.account}", status_code=303)

    async def health(self, request: Request) -> Response:
        ready = self._deps.intake() is not None
        return PlainTextResponse("ok\n" if ready else "starting\n", status_code=200 if ready else 503)

    async def page(self, request: Request) -> Response:
        view, cookie = self._look(request)
        example = request.query_params.get("example", "")
        html = self._deps.pages.room(
            self._deps.room,
            view,
            example=int(example) if example.isdecimal() else 0,
            reply_to=request.query_params.get("reply", ""),
        )
        return self._with_session(HTMLResponse(html), cookie)

    async def live(self, request: Request) -> Response:
        view = self._view(request, self._gate().session(self._facts(request).cookie))
        seen = request.headers.get("last-event-id") or request.query_params.get("after", "")
        if self._streams >= MOST_STREAMS:
            raise Refused(503, "too-many")
        return stream(self._deps.room, self._deps.pages, view, int(seen) if seen.isdecimal() else 0, self._count)

    async def file(self, request: Request) -> Response:
        """Only what was given back to this person, and only while it is kept."""
        view = self._view(request, self._gate().session(self._facts(request).cookie))
        number = int(request.path_params["number"])
        given = [n for _, back in self._deps.room.returned() if back.to == view.person.account for n in back.files]
        kept = await self._deps.files.fetch(number) if number in given else None
        if kept is None:
            raise Refused(404, "file-gone")
        return Response(
            kept.content,
            media_type="application/octet-stream",
            headers={"Content-Disposition": kept.disposition},
        )

    # -- changing

    async def act(self, request: Request) -> Response:
        person = self._person(request)
        action = request.path_params["action"]
        if action not in ACTIONS and action != "press":
            await self._journal("action-unknown")
            raise Refused(404, "not-here")
        fields, upload = await read_form(request)
        session = self._gate().check_form(self._facts(request), person.account, fields.get("token"))
        self._in_time(session)
        view = self._view(request, session)
        if action == "press":
            return await self._press(request, view, fields)
        return await self._send(
            request, view, submission(ACTIONS[action], fields, upload, self._deps.settings.people), upload
        )

    async def _press(self, request: Request, view: View, fields: Mapping[str, str]) -> Response:
        answer = await self._intake().press(press(fields, view.person, view.lang))
        if _wants_json(request):
            return JSONResponse({"answer": self._deps.pages.answer(answer, view)})
        return HTMLResponse(self._deps.pages.room(self._deps.room, view, answer=answer))

    async def _send(self, request: Request, view: View, given: Submission, upload: Upload | None) -> Response:
        intake = self._intake()
        number, sent = await self._enter(view, given, upload)
        if given.kind is Kind.DELETED:
            await self._deps.room.take_away(given.message, deleted=True)
        event = inbound(
            given,
            view.person,
            room=self._deps.room.name,
            number=number,
            at=sent.at,
            lang=view.lang,
            thread=sent.thread,
            file=sent.file,
        )
        try:
            await intake.receive(event)
        except Exception as fault:  # noqa: BLE001 - whatever failed, the author must learn that nothing was kept
            _LOG.error("web.unstored", number=number, fault=type(fault).__name__)
            raise Refused(503, "unstored") from None
        await self._deps.room.mark_stored(number)
        card = self._deps.room.card(given.message)
        if _wants_json(request):
            return JSONResponse({"message": given.message, "card": self._deps.pages.card(card, view) if card else ""})
        return RedirectResponse(view.path, status_code=303)

    async def _enter(self, view: View, given: Submission, upload: Upload | None) -> tuple[int, Sent]:
        """Enter the event in the log once; a form that is sent twice finds its first entry."""
        room = self._deps.room
        async with self._receiving:
            known = room.sent(given.event_id)
            if known is None:
                self._may(view, given)
                thread = self._thread(given)
                file = await self._deps.files.keep(upload) if upload else None
                known = Sent(
                    at=self._deps.now(),
                    event_id=given.event_id,
                    message=given.message,
                    account=view.person.account,
                    kind=given.kind.value,
                    thread=thread,
                    reply_to=given.reply_to,
                    file=file,
                )
                await room.add(known)
            elif known.account != view.person.account:
                raise Forged("event-of-another")
            return room.number_of(known.key) or 0, known

    def _may(self, view: View, given: Submission) -> None:
        """A message is changed by the person who wrote it, and as long as it stands."""
        if given.kind is Kind.NEW:
            return
        owner = self._deps.room.owner_of(given.message)
        if owner is None or self._deps.room.is_deleted(given.message):
            raise Refused(409, "message-gone")
        if owner != view.person.account:
            raise Forged("message-of-another")

    def _thread(self, given: Submission) -> str | None:
        if given.reply_to is None:
            return None
        root = self._deps.room.root_of(given.reply_to)
        if root is None:
            raise Refused(409, "reply-gone")
        return root

    # -- who asks

    def _look(self, request: Request) -> tuple[View, str | None]:
        """The view of a page, and the cookie to set where the browser has no session of ours yet."""
        gate = self._gate()
        try:
            return self._view(request, gate.session(self._facts(request).cookie)), None
        except Forged:
            cookie = gate.new_session()
            return self._view(request, gate.session(cookie)), cookie

    def _view(self, request: Request, session: str) -> View:
        person, lang = self._person(request), self._lang(request)
        return View(person, lang, self._gate().token(session, person.account))

    def _person(self, request: Request) -> RoomPerson:
        person = self._people.get(request.path_params["account"])
        if person is None:
            raise Refused(404, "not-here")
        return person

    def _lang(self, request: Request) -> Lang:
        lang = language(request.path_params["lang"])
        if lang is None:
            raise Refused(404, "not-here")
        return lang

    def _with_session(self, response: Response, cookie: str | None) -> Response:
        if cookie:
            response.set_cookie(self._deps.cookie(), cookie, httponly=True, samesite="strict", path="/")
        return response

    def _facts(self, request: Request) -> Facts:
        headers = request.headers
        return Facts(headers.get("host"), headers.get("origin"), request.cookies.get(self._deps.cookie()))

    def _gate(self) -> Gate:
        return self._deps.gate()

    def _intake(self) -> Intake:
        intake = self._deps.intake()
        if intake is None:
            raise Refused(503, "unstored")
        return intake

    def _in_time(self, session: str) -> None:
        wait = self._deps.rate.wait_for(session)
        if wait:
            raise Refused(429, "too-fast", retry_after=wait)

    def _count(self, step: int) -> None:
        self._streams += step

    # -- saying no

    def _guarded(self, handler: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        """Check the Host header first, and turn every refusal into an answer that says what to do."""

        async def guarded(request: Request) -> Response:
            try:
                self._gate().check_host(self._facts(request))
                return await handler(request)
            except Forged as fault:
                await self._journal(fault.code)
                return self._no(request, 401, "forged")
            except BadForm as fault:
                if fault.journalled:
                    await self._journal(fault.code)
                return self._no(request, fault.status, fault.code, _hang_up(request, fault))
            except Refused as fault:
                return self._no(request, fault.status, fault.code, _later(fault))

        return guarded

    async def _journal(self, code: str) -> None:
        """Tell the core. A flood is journalled as one entry a minute after its first sixty."""
        intake = self._deps.intake()
        if intake is None:
            return
        if not self._deps.refusals.wait_for("each"):
            await intake.refused(CHANNEL, code)
        elif not self._deps.floods.wait_for("flood"):
            await intake.refused(CHANNEL, "flood")

    async def _not_here(self, request: Request, fault: Exception) -> Response:
        status = fault.status_code if isinstance(fault, HTTPException) else 404
        return self._no(request, status, "not-here")

    def _no(self, request: Request, status: int, code: str, headers: Mapping[str, str] | None = None) -> Response:
        first = self._deps.settings.people[0]
        lang = language(request.path_params.get("lang", "")) or first.lang
        account = request.path_params.get("account")
        if _wants_json(request):
            said = self._deps.pages.problem_text(code, lang)
            return JSONResponse({"code": code, "error": said}, status_code=status, headers=headers)
        back = f"/{lang}/{account if account in self._people else first.account}"
        return HTMLResponse(self._deps.pages.problem(code, lang, back), status_code=status, headers=headers)


def _later(fault: Refused) -> dict[str, str]:
    return {"Retry-After": str(math.ceil(fault.retry_after))} if fault.retry_after else {}


def _hang_up(request: Request, fault: BadForm) -> dict[str, str]:
    """A browser shows our page only once its whole body went out, so the rest is read and dropped; not without end."""
    declared = request.headers.get("content-length", "")
    finite = declared.isdecimal() and int(declared) < MOST_DRAINED
    return {} if finite or fault.status != 413 else {"Connection": "close"}


def _wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")
