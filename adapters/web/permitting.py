"""Where somebody goes who lets the bot correct their messages in place, and where their platform sends them back to.

GET /permit/{token}   on to the platform's own page; platforms fetch links, so nothing is used up
GET /permit           back from there, with `state` (the token) and `code`; or with `error`, if they said no

The token is good once and for minutes, and for the account alone for which it was made. Asked for by GET, as OAuth has it
(RFC 6749, 4.1.2): what counts is that state and code fit, which the core sees to.
"""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from adapters.web.journalling import Refusals
from adapters.web.limits import Rate
from adapters.web.pages import wanted_language
from adapters.web.settings import PagesSettings
from bot.domain.outgoing import Line
from bot.ports.permits import Ending, Permits
from bot.ports.wording import Wording

_LONGEST = 500
"""Characters of a state or a code; the platforms' are far shorter."""
_STATUS = {Ending.GONE: 404, Ending.REFUSED: 403, Ending.FAILED: 502}


class PermitPages:
    """The two addresses. `clock` counts seconds, to bound what forged requests write into the journal."""

    def __init__(
        self,
        settings: PagesSettings,
        wording: Wording,
        permits: Permits,
        templates: Environment,
        clock: Callable[[], float],
    ) -> None:
        self._base, self._wording, self._permits, self._templates = settings.base, wording, permits, templates
        self._refusals = Refusals(permits.refused, Rate(60, clock), Rate(1, clock))

    def routes(self) -> list[Route]:
        return [
            Route("/permit/{token}", self._begin, methods=["GET"]),
            Route("/permit", self._finish, methods=["GET"]),
        ]

    async def _begin(self, request: Request) -> Response:
        there = await self._permits.begin(request.path_params["token"])
        return RedirectResponse(there, 303) if there else self._said(request, Ending.GONE)

    async def _finish(self, request: Request) -> Response:
        """`code` counts only without `error` (docs.slack.dev/authentication/installing-with-oauth)."""
        asked = request.query_params
        state, code = asked.get("state", "")[:_LONGEST], asked.get("code", "")[:_LONGEST]
        ending = await self._permits.finish(state, "" if "error" in asked else code)
        if ending is Ending.GONE:
            await self._refusals.journal("permit_state")
        return self._said(request, ending)

    def _said(self, request: Request, ending: Ending) -> Response:
        lang = wanted_language(request.headers.get("accept-language"), "en")
        html = self._templates.get_template("look.html").render(
            lang=lang,
            base=self._base,
            state=ending.value,
            text=self._wording.render(Line(f"page.permit_{ending}", lang)),
            title=self._wording.render(Line("page.permit_title", lang)),
            button="",
            values=(),
            seconds=0,
        )
        return HTMLResponse(html, status_code=_STATUS.get(ending, 200))
