"""GET /console/requests: what waits for somebody, what they may look at, what they asked, and all else that is theirs to read."""

from __future__ import annotations

from starlette.responses import Response

from adapters.web.console.desk import Desk
from adapters.web.console.frame import Frame
from adapters.web.console.guard import Page, Visit
from adapters.web.console.shown import GROUPS, group_of, names_of, row
from bot.ports.console import Right


class RequestPages:
    """The list of requests."""

    def __init__(self, desk: Desk, frame: Frame) -> None:
        self._desk, self._frame = desk.requests, frame

    def pages(self) -> tuple[Page, ...]:
        return (Page("GET", "/console/requests", Right.REQUESTS, self._list),)

    async def _list(self, visit: Visit) -> Response:
        stories = await self._desk.stories(visit.who)
        names = names_of(await self._desk.colleagues(visit.who))
        found = {
            group: [row(story, names, visit.lang) for story in stories if group_of(story, visit.who) == group]
            for group in GROUPS
        }
        return self._frame.page(
            "requests.html",
            visit.lang,
            session=visit.session,
            visitor=visit.visitor,
            groups=[(group, rows) for group, rows in found.items() if rows],
            may=await self._desk.may(visit.who),
        )
