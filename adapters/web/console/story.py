"""One request with its whole story, what somebody may do about it now, and the page on which its details are open.

GET  /console/requests/{id}           the story
POST /console/requests/{id}/{step}    approve (takes a fresh code), refuse, withdraw, close, tell, contest, answer, review
POST /console/requests/{id}/open      begins the minutes
GET  /console/requests/{id}/look      the details, for the one viewer; the page leaves by itself when they are over
"""

from __future__ import annotations

import math
import re
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.responses import Response

from adapters.web.console.desk import Desk
from adapters.web.console.frame import Frame
from adapters.web.console.guard import Page, Visit
from adapters.web.console.shown import group_of, names_of, row, told, values
from adapters.web.console.wishes import right_in, text_in, told_in_form
from bot.domain.outgoing import Line
from bot.domain.proof import Deed, Typed
from bot.ports.console import Right, Tried
from bot.ports.disclosing import Done, Open, Story

_ONE = "/console/requests/{id}"
_ID = re.compile(r"[0-9a-f]{16}")
_UNANSWERED = Done(Line("disclosure.problem_not_answered"))
_DONE = ("asked",)
"""What the page may say was done, as its address tells."""


class StoryPages:
    """The pages of one request."""

    def __init__(self, desk: Desk, frame: Frame) -> None:
        self._desk, self._door, self._frame = desk.requests, desk.door, frame

    def pages(self) -> tuple[Page, ...]:
        steps: dict[str, Callable[[Visit, str], Awaitable[Done]]] = {
            "refuse": self._refuse,
            "withdraw": lambda visit, one: self._desk.withdraw(visit.who, one),
            "close": lambda visit, one: self._desk.close(visit.who, one),
            "tell": self._tell,
            "contest": lambda visit, one: self._desk.contest(visit.who, one, text_in(visit.fields, "reason")),
            "answer": self._answer,
            "review": self._review,
        }
        return (
            Page("GET", _ONE, Right.REQUESTS, self._show),
            Page("POST", f"{_ONE}/approve", Right.REQUESTS, self._approve),
            *(Page("POST", f"{_ONE}/{name}", Right.REQUESTS, self._step(name, do)) for name, do in steps.items()),
            Page("POST", f"{_ONE}/open", Right.REQUESTS, self._open),
            Page("GET", f"{_ONE}/look", Right.REQUESTS, self._look),
        )

    async def _show(self, visit: Visit) -> Response:
        story = await self._story(visit)
        if story is None:
            return self._gone(visit)
        done = visit.request.query_params.get("done", "")
        count = len(story.disclosure.fields)
        said = self._frame.say(f"disclosure.{done}", visit.lang, count=count) if done in _DONE else ""
        return await self._page(visit, story, said=said)

    def _step(self, name: str, do: Callable[[Visit, str], Awaitable[Done]]) -> Callable[[Visit], Awaitable[Response]]:
        """A step that a form of the page takes; a mistake in the form stands beside it, and what was typed stays."""

        async def take(visit: Visit) -> Response:
            if _id(visit) is None:
                return self._gone(visit)
            return await self._answered(visit, name, await do(visit, str(_id(visit))))

        return take

    async def _approve(self, visit: Visit) -> Response:
        story = await self._story(visit)
        if story is None:
            return self._gone(visit)
        one = story.disclosure.disclosure_id
        if late := await self._desk.before_agreeing(visit.who, one):
            return await self._answered(visit, "approve", late)
        proof = await self._door.again(visit.session, visit.fields.get("code", ""), Deed.APPROVE, one)
        if not isinstance(proof, Typed):
            locked = proof is Tried.LOCKED
            said = self._frame.say("locked" if locked else "request.code_wrong", visit.lang)
            return await self._page(visit, story, 429 if locked else 401, doing="approve", wrong=said)
        return await self._answered(visit, "approve", await self._desk.approve(proof, one))

    async def _refuse(self, visit: Visit, one: str) -> Done:
        return await self._desk.refuse(visit.visitor.proof, one, text_in(visit.fields, "reason"))

    async def _tell(self, visit: Visit, one: str) -> Done:
        outside = told_in_form(visit.fields)
        return await self._desk.tell(visit.who, one, outside) if outside else _UNANSWERED

    async def _answer(self, visit: Visit, one: str) -> Done:
        right = right_in(visit.fields)
        if right is None:
            return _UNANSWERED
        return await self._desk.answer(visit.visitor.proof, one, text_in(visit.fields, "reason"), right=right)

    async def _review(self, visit: Visit, one: str) -> Done:
        right = right_in(visit.fields)
        if right is None:
            return _UNANSWERED
        return await self._desk.review(visit.visitor.proof, one, text_in(visit.fields, "reason"), right=right)

    async def _open(self, visit: Visit) -> Response:
        one = _id(visit)
        if one is None:
            return self._gone(visit)
        done = await self._desk.open(visit.visitor.proof, one)
        if done.happened:
            return self._frame.go(f"/console/requests/{one}/look")
        return await self._answered(visit, "open", done)

    async def _look(self, visit: Visit) -> Response:
        one = _id(visit)
        if one is None:
            return self._gone(visit)
        seen = await self._desk.look(visit.visitor.proof, one)
        if not isinstance(seen, Open):
            return await self._answered(visit, "look", seen)
        response = self._frame.page(
            "look.html",
            visit.lang,
            session=visit.session,
            visitor=visit.visitor,
            values=values(seen.shown, visit.lang),
            until=seen.until,
            id=one,
        )
        response.headers["Refresh"] = f"{_seconds(seen)}; url={self._frame.address(f'/console/requests/{one}')}"
        return response

    async def _answered(self, visit: Visit, doing: str, done: Done) -> Response:
        """The request as it is now, with what came of it."""
        story = await self._story(visit)
        said = self._frame.render(done.line, visit.lang)
        if story is None:
            return self._gone(visit)
        if done.happened:
            return await self._page(visit, story, said=said)
        if done.line.key.startswith("disclosure.problem_"):
            return await self._page(visit, story, 422, doing=doing, wrong=said)
        return await self._page(visit, story, 409, said=said, late=True)

    async def _page(
        self,
        visit: Visit,
        story: Story,
        status: int = 200,
        *,
        said: str = "",
        late: bool = False,
        doing: str = "",
        wrong: str = "",
    ) -> Response:
        names = names_of(await self._desk.colleagues(visit.who))

        def say(key: str, **slots: Any) -> str:
            return self._frame.say(key, visit.lang, **slots)

        return self._frame.page(
            "request.html",
            visit.lang,
            status=status,
            session=visit.session,
            visitor=visit.visitor,
            one=row(story, names, visit.lang),
            happened=told(story, names, visit.lang, say),
            wiped=story.said is None,
            breach=story.breach,
            may=story.may,
            group=group_of(story, visit.who),
            said=said,
            late=late,
            doing=doing,
            wrong=wrong,
            typed=visit.fields if doing else {},
        )

    async def _story(self, visit: Visit) -> Story | None:
        one = _id(visit)
        return await self._desk.story(visit.who, one) if one else None

    def _gone(self, visit: Visit) -> Response:
        return self._frame.page(
            "closed.html",
            visit.lang,
            status=404,
            session=visit.session,
            visitor=visit.visitor,
            state="disclosure.no_such_request",
        )


def _id(visit: Visit) -> str | None:
    """The id in the address; None for what can be none, which is then written nowhere."""
    one = str(visit.request.path_params["id"])
    return one if _ID.fullmatch(one) else None


def _seconds(seen: Open) -> int:
    return max(1, math.ceil((seen.until - seen.at).total_seconds()))
