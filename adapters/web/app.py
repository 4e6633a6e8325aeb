"""The room's addresses. Each is a few lines: check who asks, understand the form, hand it to the core, show the outcome.

GET  /                              to somebody's page, in the browser's language
GET  /{lang}/{account}              the room as this person sees it
GET  /{lang}/{account}/live         what changes, as server-sent events, from the last number seen
GET  /{lang}/{account}/file/{n}     a withheld file, for its author
GET  /{lang}/{account}/exercises    the exercises; see `practising.py`
GET  /{lang}/{account}/cases        their cases; see `desk.py`
POST /{lang}/{account}/{action}     send, edit, delete; press, report, write, order, compose; choose
GET  /healthz                       200 once the core listens
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from adapters.web.asking import ASKING, Asking
from adapters.web.deps import Deps
from adapters.web.desk import at, desk_of
from adapters.web.forms import read_form
from adapters.web.lessons import Lesson
from adapters.web.live import stream
from adapters.web.ordering import LIST, chosen
from adapters.web.pages import FOLDER, language, wanted_language
from adapters.web.parse import ACTIONS, BadForm, Submission, Upload, submission
from adapters.web.practising import CHOOSE, Practising
from adapters.web.refusing import Refused, Refusing, facts_of, wants_json
from adapters.web.sending import Sending
from adapters.web.settings import RoomPerson
from adapters.web.verify import Forged, Gate
from adapters.web.view import Desk, View
from bot.domain.drafts import Change
from bot.domain.outgoing import Answer
from bot.ports.channel import Intake
from redaction import Lang

MOST_STREAMS = 64


class RoomApp:
    """The handlers. State lives in the room; here is only what is under way."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._people = {person.account: person for person in deps.settings.people}
        self._refusing = Refusing(deps)
        self._sending = Sending(deps)
        self._asking = Asking(deps)
        self._practising = Practising(deps)
        self._streams = 0

    def starlette(self) -> Starlette:
        place, guard = "/{lang}/{account}", self._refusing.guard
        return Starlette(
            routes=[
                Route("/", guard(self.front)),
                Route("/healthz", self.health),
                Mount("/static", StaticFiles(directory=FOLDER / "static")),
                Route(place, guard(self.page)),
                Route(place + "/live", guard(self.live)),
                Route(place + "/exercises", guard(self.exercises)),
                Route(place + "/exercises/{exercise}", guard(self.exercises)),
                Route(place + "/cases", guard(self.cases)),
                Route(place + "/cases/{reference}", guard(self.cases)),
                Route(place + "/file/{number:int}", guard(self.file)),
                Route(place + "/{action}", guard(self.act), methods=["POST"]),
            ],
            exception_handlers={HTTPException: self._refusing.not_here},
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
            self._practising.lesson(view),
            await self._desk(view),
            example=int(example) if example.isdecimal() else 0,
            reply_to=request.query_params.get("reply", ""),
        )
        return self._with_session(HTMLResponse(html), cookie)

    async def cases(self, request: Request) -> Response:
        view, cookie = self._look(request)
        try:
            view = at(view, request.path_params.get("reference", LIST))
        except BadForm:
            raise Refused(404, "not-here") from None
        return self._with_session(await self._shown(view, self._practising.lesson(view)), cookie)

    async def exercises(self, request: Request) -> Response:
        view, cookie = self._look(request)
        if "exercise" in request.path_params:
            view = self._practising.at(view, request.path_params["exercise"])
            lesson = self._practising.lesson(view, used="use" in request.query_params)
        else:
            lesson = self._practising.listed(view)
        return self._with_session(await self._shown(view, lesson), cookie)

    async def live(self, request: Request) -> Response:
        view = self._view(request, self._gate().session(facts_of(request, self._deps).cookie))
        told = request.headers.get("last-event-id") or request.query_params.get("after", "")
        seen = int(told) if told.isdecimal() else 0
        if self._streams >= MOST_STREAMS:
            raise Refused(503, "too-many")
        # a number that this room has not reached yet is from a room before it
        after = seen if seen <= self._deps.room.last else 0
        return stream(self._deps.room, self._deps.pages, view, after, self._count)

    async def file(self, request: Request) -> Response:
        """What goes with a post, for everybody in the room; else only what was given back to this person, while it is kept."""
        view = self._view(request, self._gate().session(facts_of(request, self._deps).cookie))
        number = int(request.path_params["number"])
        given = [n for _, back in self._deps.room.returned() if back.to == view.person.account for n in back.files]
        enclosed = self._deps.room.enclosed(number)
        kept = await self._deps.files.fetch(number) if enclosed or number in given else None
        if kept is None:
            raise Refused(404, "file-gone")
        if enclosed and enclosed.picture:
            return Response(kept.content, media_type="image/png")
        return Response(
            kept.content,
            media_type="application/octet-stream",
            headers={"Content-Disposition": kept.disposition},
        )

    # -- changing

    async def act(self, request: Request) -> Response:
        person = self._person(request)
        action = request.path_params["action"]
        if action not in (*ACTIONS, *ASKING, CHOOSE):
            await self._refusing.journal("action-unknown")
            raise Refused(404, "not-here")
        fields, upload = await read_form(request)
        session = self._gate().check_form(facts_of(request, self._deps), person.account, fields.get("token"))
        self._in_time(session)
        view = self._practising.at(self._view(request, session), fields.get("exercise"))
        view = at(view, fields.get("desk", ""))
        if action in ASKING:
            return await self._ask(request, view, action, fields)
        if action == CHOOSE:
            return await self._lesson(request, view, await self._practising.choose(self._intake(), fields, view))
        upload = upload or await self._practising.attachment(fields, view)
        given = submission(ACTIONS[action], fields, upload, self._deps.settings.people)
        return await self._send(request, view, given, upload, chosen(fields))

    async def _send(
        self, request: Request, view: View, given: Submission, upload: Upload | None, wanted: Change | None
    ) -> Response:
        pages = self._deps.pages
        card = await self._sending.send(self._intake(), view.person, view.lang, given, upload, wanted)
        lesson = await self._practising.sent(view, given.message)
        if wants_json(request):
            shown = {"message": given.message, "card": pages.card(card, view) if card else ""}
            return JSONResponse(shown | ({"lesson": pages.lesson(lesson, view)} if lesson else {}))
        return RedirectResponse(view.here + (f"{lesson.path}#lesson-look" if lesson else ""), status_code=303)

    async def _lesson(self, request: Request, view: View, lesson: Lesson) -> Response:
        if wants_json(request):
            return JSONResponse({"lesson": self._deps.pages.lesson(lesson, view)})
        return await self._shown(view, lesson)

    async def _ask(self, request: Request, view: View, action: str, fields: Mapping[str, str]) -> Response:
        answer = await self._asking.ask(self._intake(), action, fields, view)
        if not wants_json(request):
            return await self._shown(view, self._practising.lesson(view), answer)
        said: dict[str, object] = {"answer": self._deps.pages.answer(answer, view), "ended": answer.ended}
        if view.desk:
            said["desk"] = self._deps.pages.desk(await self._desk(view), self._deps.room, view)
        return JSONResponse(said)

    async def _shown(self, view: View, lesson: Lesson, answer: Answer | None = None) -> Response:
        """The whole page."""
        return HTMLResponse(self._deps.pages.room(self._deps.room, view, lesson, await self._desk(view), answer=answer))

    async def _desk(self, view: View) -> Desk:
        return await desk_of(self._deps.intake(), view)

    # -- who asks

    def _look(self, request: Request) -> tuple[View, str | None]:
        """The view of a page, and the cookie to set where the browser has no session of ours yet."""
        gate = self._gate()
        try:
            return self._view(request, gate.session(facts_of(request, self._deps).cookie)), None
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
