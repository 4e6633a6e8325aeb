"""Breach files, for whoever answers for data: what happened by ids and kinds, who saw what, how long is left, and both drafts.

GET  /console/breaches               all of them
GET  /console/breaches/{id}          one file; it goes by the id of the request
POST /console/breaches/{id}/{step}   notify (the CNIL was told), tell-person, close
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

from starlette.responses import Response

from adapters.web.console.desk import Desk
from adapters.web.console.frame import Frame
from adapters.web.console.guard import Page, Visit
from adapters.web.console.shown import names_of, pseudonyms
from adapters.web.console.wishes import text_in
from bot.domain.breach import BreachEvent, late
from bot.domain.outgoing import Day
from bot.ports.breaches import File
from bot.ports.console import Right
from bot.ports.disclosing import Done

_ONE = "/console/breaches/{id}"
_ID = re.compile(r"[0-9a-f]{16}")
_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)


class BreachPages:
    """The pages of the breach files."""

    def __init__(self, desk: Desk, frame: Frame) -> None:
        self._desk, self._requests, self._frame = desk.breaches, desk.requests, frame

    def pages(self) -> tuple[Page, ...]:
        steps: dict[str, Callable[[Visit, str], Awaitable[Done]]] = {
            "notify": lambda visit, one: self._notify(visit, one, person=False),
            "tell-person": lambda visit, one: self._notify(visit, one, person=True),
            "close": lambda visit, one: self._desk.close(visit.visitor.proof, one, text_in(visit.fields, "reason")),
        }
        return (
            Page("GET", "/console/breaches", Right.BREACHES, self._list),
            Page("GET", _ONE, Right.BREACHES, self._show),
            *(Page("POST", f"{_ONE}/{name}", Right.BREACHES, self._step(name, do)) for name, do in steps.items()),
        )

    async def _list(self, visit: Visit) -> Response:
        files = [self._row(file, visit) for file in await self._desk.files(visit.who)]
        return self._page(visit, "breaches.html", files=files)

    async def _show(self, visit: Visit) -> Response:
        return await self._file(visit)

    async def _notify(self, visit: Visit, one: str, *, person: bool) -> Done:
        return await self._desk.notify(visit.visitor.proof, one, text_in(visit.fields, "reason"), person=person)

    def _step(self, name: str, do: Callable[[Visit, str], Awaitable[Done]]) -> Callable[[Visit], Awaitable[Response]]:
        async def take(visit: Visit) -> Response:
            one = _id(visit)
            if one is None:
                return self._gone(visit)
            done = await do(visit, one)
            said = self._frame.render(done.line, visit.lang)
            if done.happened:
                return await self._file(visit, said=said)
            if done.line.key in ("disclosure.problem_not_answered", "disclosure.breach_unread"):
                return await self._file(visit, 422, doing=name, wrong=said)
            return await self._file(visit, 409, said=said, late=True)

        return take

    async def _file(
        self, visit: Visit, status: int = 200, *, said: str = "", late: bool = False, doing: str = "", wrong: str = ""
    ) -> Response:
        one = _id(visit)
        file = await self._desk.file(visit.who, one) if one else None
        if file is None:
            return self._gone(visit)
        names = names_of(await self._requests.colleagues(visit.who))
        return self._page(
            visit,
            "breach.html",
            status,
            one=self._row(file, visit) | _facts(file, names, visit),
            happened=[
                (step.at, names.get(step.by, ""), _key(step.event, step.by), step.reason) for step in file.breach.steps
            ],
            drafts=self._drafts(file, visit),
            may=file.may,
            said=said,
            late=late,
            doing=doing,
            wrong=wrong,
            typed=visit.fields.get("reason", "") if doing else "",
        )

    def _row(self, file: File, visit: Visit) -> dict[str, Any]:
        breach, left = file.breach, file.breach.due_at - file.at
        return {
            "id": breach.disclosure_id,
            "case": file.reference,
            "state": f"breach.state_{breach.state}",
            "found_at": breach.found_at,
            "due_at": breach.due_at,
            "runs": breach.clock_runs,
            "over": left <= timedelta(0),
            "hours": abs(left) // _HOUR,
            "minutes": abs(left) % _HOUR // _MINUTE,
            "kinds": self._kinds(file, visit),
        }

    def _kinds(self, file: File, visit: Visit) -> str:
        kinds = [self._frame.say(f"kind.{kind}", visit.lang) for kind in file.breach.kinds]
        return ", ".join(kinds or pseudonyms(file.disclosure, visit.lang))

    def _drafts(self, file: File, visit: Visit) -> list[tuple[str, str]]:
        """The notice to the CNIL and the letter to the person, made of what is known without a name."""
        opened, breach = file.disclosure, file.breach
        say, lang = self._frame.say, visit.lang
        slots: dict[str, Any] = {
            "association": file.association or "…",
            "contact": file.contact or "…",
            "file": breach.disclosure_id,
            "opened": Day(opened.opened_at or opened.asked_at),
            "found_day": Day(breach.found_at),
            "found": breach.found_at,
            "ground": say(f"ground.{opened.ground.ground_id}", lang),
            "why": say(f"breach.why_{breach.steps[0].by}", lang),
            "kinds": self._kinds(file, visit),
            "fields": len(opened.fields),
            "looks": len(file.looks),
            "outside": say(_outside(file), lang),
            "letter": say(f"breach.letter_{_told(file)}", lang),
            "members": say("breach.members_yes" if opened.members_told_at else "breach.members_not", lang),
        }
        late_now = say("breach.cnil_late", lang) if late(breach, file.at) else ""
        return [
            ("breach.cnil", f"{say('breach.cnil_draft', lang, **slots)}\n\n{late_now}".strip()),
            ("breach.person", say("breach.person_draft", lang, **slots)),
        ]

    def _gone(self, visit: Visit) -> Response:
        return self._page(visit, "closed.html", 404, state="disclosure.no_such_file")

    def _page(self, visit: Visit, template: str, status: int = 200, **values: Any) -> Response:
        return self._frame.page(
            template, visit.lang, status=status, session=visit.session, visitor=visit.visitor, **values
        )


def _facts(file: File, names: Mapping[str, str], visit: Visit) -> dict[str, Any]:
    opened = file.disclosure
    return {
        "ground": f"ground.{opened.ground.ground_id}",
        "details": pseudonyms(opened, visit.lang),
        "by": names.get(opened.by, opened.by),
        "viewer": names.get(opened.viewer, opened.viewer),
        "opened_at": opened.opened_at,
        "closed_at": opened.closes_at,
        "told_at": opened.members_told_at,
        "looks": [(look.at, names.get(look.who, look.who)) for look in file.looks],
        "outside": _outside(file),
        "notified_at": file.breach.notified_at,
        "person_told_at": file.breach.person_told_at,
    }


def _outside(file: File) -> str:
    return f"breach.outside_{_told(file)}"


def _told(file: File) -> str:
    """Whether anything was told outside, as the viewer noted."""
    return {True: "yes", False: "no", None: "unsaid"}[file.outside]


def _key(event: BreachEvent, by: str) -> str:
    """A finding tells why; `by` is that then."""
    return f"breach.why_{by}" if event is BreachEvent.FIND else f"breach.did_{event}"


def _id(visit: Visit) -> str | None:
    """The id in the address; None for what can be none, which is then written nowhere."""
    one = str(visit.request.path_params["id"])
    return one if _ID.fullmatch(one) else None
