"""A page of our own to write on: what is written never reaches a platform before its author has seen it redacted.

GET  /compose/{token}           an empty form; platforms fetch links, so nothing is used up. `?call`: for a note of a call
POST /compose/{token}           the link is used up, a session begins, and on to the next
GET  /compose/draft/{draft_id}  both sides, what is hidden, and what can be done
POST /compose/draft/{draft_id}  show it again, post it, drop it

The session's secret is in a cookie of this draft's own address, kept from scripts and from foreign pages; each form carries
a token made with it. Telegram's own web page shows a Mini App inside of it, where browsers keep such a cookie back: there, and
there alone, the secret is in the form, and each page is the answer to one. Without JavaScript everything works; the script copies with one tap.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from adapters.web.forms import read_form
from adapters.web.journalling import Refusals
from adapters.web.limits import Rate
from adapters.web.pages import wanted_language
from adapters.web.parse import BadForm
from adapters.web.render import sides
from adapters.web.settings import PagesSettings
from adapters.web.sheet_form import called, wish
from adapters.web.shield import policy
from adapters.web.verify import Forged, check_origin, check_token, form_token, origin_of
from bot.domain.calls import PARTS
from bot.domain.cases import Purpose
from bot.domain.outgoing import Line
from bot.ports.sheets import Place, Sheet, Sheets
from bot.ports.wording import Wording
from redaction import Lang

COOKIE = "entrenous_draft"
FRAMED_BY = "https://web.telegram.org"
"""Telegram's web clients, /a and /k, have this one origin (https://telegram.org/apps)."""
MINUTES = 30
_SAID = {"empty": "empty", "too-long": "too_long"}
"""Faults that are mended on the same page: the sentence for each."""
Handler = Callable[[Request], Awaitable[Response]]


class ComposePages:
    """The pages. `clock` counts seconds, to bound what forged requests write into the journal."""

    def __init__(
        self,
        settings: PagesSettings,
        wording: Wording,
        sheets: Sheets,
        templates: Environment,
        clock: Callable[[], float],
    ) -> None:
        self._origin = origin_of(settings.url)
        self._base = settings.base
        self._secure = settings.url.startswith("https:")
        self._wording = wording
        self._sheets = sheets
        self._templates = templates
        self._refusals = Refusals(sheets.refused, Rate(60, clock), Rate(1, clock))

    def routes(self) -> list[Route]:
        return [
            Route("/compose/{token}", self._blank, methods=["GET"]),
            Route("/compose/{token}", self._guard(self._open), methods=["POST"]),
            Route("/compose/draft/{draft_id}", self._sheet, methods=["GET"]),
            Route("/compose/draft/{draft_id}", self._guard(self._act), methods=["POST"]),
        ]

    def _guard(self, handler: Handler) -> Handler:
        """Check where a form comes from, and turn every refusal of `handler` into its page."""

        async def guarded(request: Request) -> Response:
            try:
                check_origin(request.headers.get("origin"), self._origin)
                return await handler(request)
            except Forged as fault:
                await self._refusals.journal(fault.code)
                return self._closed(request, "gone", "forged", 401)
            except BadForm as fault:
                if fault.journalled:
                    await self._refusals.journal(fault.code)
                return self._closed(request, "gone", _SAID.get(fault.code, "broken"), fault.status)

        return guarded

    async def _blank(self, request: Request) -> Response:
        return await self._ask(request)

    async def _ask(
        self, request: Request, typed: Mapping[str, str] = MappingProxyType({}), said: str = "", status: int = 200
    ) -> Response:
        blank = await self._sheets.asked(request.path_params["token"])
        if blank is None:
            return self._closed(request, "gone", "gone", 404)
        lang = language(request)
        values = {
            "text": typed.get("text", ""),
            "typed": typed,
            "call": PARTS if "call" in request.query_params else (),
            "c": lambda key: self._wording.render(Line(f"call.{key}", lang)),
            "said": self._say(said, lang) if said else "",
            "begun": blank.begun,
            "cases": blank.cases,
            "places": self._places(blank.places, lang),
        }
        return self._page("compose.html", lang, status, title="title_write", **values)

    async def _open(self, request: Request) -> Response:
        token = request.path_params["token"]
        fields, _ = await read_form(request)
        lang = language(request)
        fields = called(fields, lambda key: self._wording.render(Line(f"call.{key}", lang)))
        blank = await self._sheets.asked(token)
        if blank is not None and not blank.begun:
            fields = {"text": ""} | dict(fields)  # an empty sheet cannot be opened without words
        try:
            wanted = wish(fields)
        except BadForm as fault:
            if fault.code not in _SAID:
                raise
            return await self._ask(request, fields, _SAID[fault.code], fault.status)
        opened = await self._sheets.open(token, wanted)
        if opened is None:
            return self._closed(request, "gone", "gone", 404)
        if _framed(request):
            return self._shown(request, await self._sheets.shown(opened.session, opened.draft_id), opened.session)
        there = f"{self._base}/compose/draft/{opened.draft_id}"
        response = RedirectResponse(there, status_code=303)
        response.set_cookie(
            COOKIE,
            opened.session,
            max_age=MINUTES * 60,
            path=there,
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )
        return response

    async def _sheet(self, request: Request) -> Response:
        session, draft_id = request.cookies.get(COOKIE, ""), request.path_params["draft_id"]
        sheet = await self._sheets.shown(session, draft_id) if session else None
        return self._shown(request, sheet, session)

    async def _act(self, request: Request) -> Response:
        draft_id = request.path_params["draft_id"]
        fields, _ = await read_form(request)
        session = fields.get("session", "") if _framed(request) else request.cookies.get(COOKIE, "")
        if not session:
            return self._closed(request, "gone", "gone", 404)
        check_token(session, draft_id, fields.get("token"))
        if fields.get("do") == "drop":
            dropped = await self._sheets.drop(session, draft_id)
            return self._closed(
                request, *(("over", "dropped") if dropped else ("gone", "gone")), 200 if dropped else 404
            )
        try:
            wanted = wish(fields, draft_id)
        except BadForm as fault:
            if fault.code not in _SAID:
                raise
            sheet = await self._sheets.shown(session, draft_id)
            return self._shown(request, sheet, session, _SAID[fault.code], fault.status)
        do = self._sheets.post if fields.get("do") == "post" else self._sheets.change
        return self._shown(request, await do(session, wanted), session)

    def _shown(
        self, request: Request, sheet: Sheet | None, session: str, said: str = "", status: int = 200
    ) -> Response:
        """The sheet; or that it is over."""
        if sheet is None:
            return self._closed(request, "gone", "gone", 404)
        if sheet.answer.ended:
            return self._closed(request, "over", "posted", 200)
        lang, draft, preview = language(request), sheet.draft, sheet.answer.preview
        written = sides(draft.writing.text, preview.hidden if preview else ())
        line = Line(sheet.answer.line.key, lang, sheet.answer.line.slots)
        values = {
            "said": self._say(said, lang) if said else self._wording.render(line),
            "token": form_token(session, draft.draft_id),
            "session": session if _framed(request) else "",
            "draft": draft,
            "written": written,
            "preview": preview,
            "hidden": list(zip(preview.hidden, written.values, strict=True)) if preview else [],
            "places": () if draft.writing.corrects else self._places(sheet.places, lang),
            "chosen": f"{place.channel}/{place.conversation}" if (place := draft.writing.place) else "",
            "postable": bool(sheet.places or draft.writing.corrects),
            "alone": draft.purpose is Purpose.OWN_SUPPORT,
        }
        return self._page("sheet.html", lang, status, title="title_look", **values)

    def _places(self, places: tuple[Place, ...], lang: Lang) -> list[tuple[str, str]]:
        """Each with the value that the form sends."""
        return [
            (
                f"{place.ref.channel}/{place.ref.conversation}",
                place.title or self._wording.render(Line("compose.place_unnamed", lang, {"number": number})),
            )
            for number, place in enumerate(places, 1)
        ]

    def _closed(self, request: Request, state: str, said: str, status: int) -> Response:
        lang = language(request)
        return self._page("closed.html", lang, status, title=f"title_{state}", said=self._say(said, lang))

    def _say(self, key: str, lang: Lang) -> str:
        return self._wording.render(Line(f"compose.{key}", lang))

    def _page(self, template: str, lang: Lang, status: int, **values: Any) -> Response:
        html = self._templates.get_template(template).render(
            lang=lang,
            base=self._base,
            t=lambda key: self._say(key, lang),
            open_for=self._wording.render(Line("compose.open_for", lang, {"minutes": MINUTES})),
            kind=lambda family: self._wording.kind(family, lang),
            purposes=(Purpose.GUIDANCE, Purpose.CO_WORKING, Purpose.OWN_SUPPORT),
            **values,
        )
        return HTMLResponse(html, status_code=status, headers={"Content-Security-Policy": policy(FRAMED_BY)})


def _framed(request: Request) -> bool:
    """Whether the page is shown inside of another (https://www.w3.org/TR/fetch-metadata/); no script can say so falsely."""
    return request.headers.get("sec-fetch-dest") == "iframe"


def language(request: Request) -> Lang:
    """The first of our languages that the browser asks for."""
    return wanted_language(request.headers.get("accept-language"), "en")
