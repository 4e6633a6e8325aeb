"""The first page: what somebody may do here, where they are signed in, and the way out."""

from __future__ import annotations

from starlette.responses import Response

from adapters.web.console.desk import Desk
from adapters.web.console.frame import Frame
from adapters.web.console.guard import Page, Visit
from bot.ports.console import Right


class Home:
    """GET /console; POST /console/out, /console/out-everywhere, /console/language."""

    def __init__(self, desk: Desk, frame: Frame) -> None:
        self._visits, self._frame = desk.visits, frame

    def pages(self) -> tuple[Page, ...]:
        return (
            Page("GET", "/console", Right.ENTER, self._show),
            Page("POST", "/console/out", Right.ENTER, self._out),
            Page("POST", "/console/out-everywhere", Right.ENTER, self._out_everywhere),
            Page("POST", "/console/language", Right.ENTER, self._speak),
        )

    async def _show(self, visit: Visit) -> Response:
        return self._frame.page(
            "home.html", visit.lang, session=visit.session, visitor=visit.visitor, name=visit.visitor.name.expose()
        )

    async def _out(self, visit: Visit) -> Response:
        await self._visits.leave(visit.session)
        return self._over(visit)

    async def _out_everywhere(self, visit: Visit) -> Response:
        await self._visits.leave_all(visit.session)
        return self._over(visit)

    def _over(self, visit: Visit) -> Response:
        return self._frame.drop(self._frame.page("closed.html", visit.lang, state="out"))

    async def _speak(self, visit: Visit) -> Response:
        await self._visits.speak(visit.session, "fr" if visit.fields.get("lang") == "fr" else "en")
        return self._frame.go("/console")
