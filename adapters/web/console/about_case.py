"""What the pages about one case share: somebody says which, and there may be none that they may ask about."""

from __future__ import annotations

from typing import Any, ClassVar

from starlette.responses import Response

from adapters.web.console.desk import Desk
from adapters.web.console.frame import Frame
from adapters.web.console.guard import Visit
from adapters.web.console.once import Once
from bot.domain.cases import reference_in
from bot.ports.disclosing import Offer


class CasePages:
    """Base of them: subclasses say `WAY`, where they are, and `FIRST`, the page on which a case is named."""

    WAY: ClassVar[str]
    FIRST: ClassVar[str]

    def __init__(self, desk: Desk, frame: Frame) -> None:
        self._desk, self._door, self._frame = desk.requests, desk.door, frame
        self._once = Once()

    async def _which(self, visit: Visit) -> Response:
        return self._page(visit, self.FIRST, typed="", wrong="")

    async def _chosen(self, visit: Visit) -> Response:
        """On to that one; by POST, since what somebody types by mistake must stand in no address."""
        typed = visit.fields.get("case", "").strip()
        if reference := reference_in(typed):
            return self._frame.go(f"{self.WAY}/{reference}")
        return self._page(visit, self.FIRST, 422, typed=typed, wrong="request.case_odd")

    async def _offer(self, visit: Visit) -> Offer | None:
        reference = reference_in(str(visit.request.path_params["case"]))
        return await self._desk.offer_of(visit.who, reference) if reference else None

    def _gone(self, visit: Visit) -> Response:
        return self._page(visit, "closed.html", 404, state="request.no_case")

    def _page(self, visit: Visit, template: str, status: int = 200, **values: Any) -> Response:
        return self._frame.page(
            template, visit.lang, status=status, session=visit.session, visitor=visit.visitor, **values
        )
