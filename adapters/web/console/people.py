"""Who belongs to the association: the same list, and the same changes, as `entrenous people`.

GET  /console/people              everybody, and a form to add somebody
POST /console/people              adds them
GET  /console/people/{id}         one person
POST /console/people/{id}/invite  a code, shown this once
POST /console/people/{id}/roles   these roles and no others
POST /console/people/{id}/link    an account, by hand
GET  /console/people/{id}/leave   asks again
POST /console/people/{id}/leave   everything of theirs ends; what no bot can do is listed
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import Any

from starlette.responses import Response

from adapters.web.console.desk import Desk
from adapters.web.console.frame import Frame
from adapters.web.console.guard import Page, Visit
from bot.domain.outgoing import Opaque
from bot.domain.roster import Role, Status, is_account, is_member_id, name_problem
from bot.ports.console import Listed, Right, RosterRefused
from redaction import Lang, RawText

_DONE = ("added", "roles_given", "linked")
"""What a person's page may say was done, as its address tells."""


class PeoplePages:
    """The pages of the roster."""

    def __init__(self, desk: Desk, frame: Frame) -> None:
        self._desk, self._frame = desk.roster, frame

    def pages(self) -> tuple[Page, ...]:
        one = "/console/people/{member}"
        return (
            Page("GET", "/console/people", Right.ROSTER, self._list),
            Page("POST", "/console/people", Right.ROSTER, self._add),
            Page("GET", one, Right.ROSTER, self._one),
            Page("POST", f"{one}/invite", Right.ROSTER, self._invite),
            Page("POST", f"{one}/roles", Right.ROSTER, self._roles),
            Page("POST", f"{one}/link", Right.ROSTER, self._link),
            Page("GET", f"{one}/leave", Right.ROSTER, self._ask_leave),
            Page("POST", f"{one}/leave", Right.ROSTER, self._leave),
        )

    async def _list(self, visit: Visit) -> Response:
        return await self._listed(visit)

    async def _listed(self, visit: Visit, wrong: str = "", typed: str = "", status: int = 200) -> Response:
        people = [_shown(person) for person in await self._desk.people(visit.who)]
        return self._page(
            visit,
            "people.html",
            status,
            people=[person for person in people if person["status"] is not Status.LEFT],
            gone=[person for person in people if person["status"] is Status.LEFT],
            wrong=wrong,
            typed=typed,
        )

    async def _add(self, visit: Visit) -> Response:
        name = visit.fields.get("name", "").strip()
        if problem := name_problem(name):
            return await self._listed(visit, f"people.name_{problem}", name[:200], 422)
        lang: Lang = "fr" if visit.fields.get("lang") == "fr" else "en"
        member_id = await self._desk.add(visit.who, RawText(name), _roles(visit.fields), lang)
        return self._frame.go(f"/console/people/{member_id}?done=added")

    async def _one(self, visit: Visit) -> Response:
        done = visit.request.query_params.get("done", "")
        return await self._person(visit, done=done if done in _DONE else "")

    async def _person(self, visit: Visit, *, done: str = "", wrong: str = "", status: int = 200) -> Response:
        person = _shown(await self._desk.person(visit.who, _member(visit)))
        return self._page(
            visit, "person.html", status, person=person, done=done, wrong=wrong, channels=self._desk.channels
        )

    async def _invite(self, visit: Visit) -> Response:
        member_id = _member(visit)
        invitation = await self._desk.invite(visit.who, member_id)
        person = _shown(await self._desk.person(visit.who, member_id))
        return self._page(
            visit,
            "invited.html",
            person=person,
            channels=self._desk.channels,
            code=invitation.code,
            until=invitation.until,
        )

    async def _roles(self, visit: Visit) -> Response:
        return await self._changed(
            visit, "roles_given", self._desk.give(visit.who, _member(visit), _roles(visit.fields))
        )

    async def _link(self, visit: Visit) -> Response:
        channel, account = visit.fields.get("channel", ""), visit.fields.get("account", "").strip()
        if channel not in self._desk.channels or not is_account(channel, account):
            return await self._person(visit, wrong="account_odd", status=422)
        return await self._changed(visit, "linked", self._desk.link(visit.who, _member(visit), channel, account))

    async def _changed(self, visit: Visit, done: str, change: Awaitable[None]) -> Response:
        """Do it, and show the person again; a refusal about the change itself stands on their page."""
        try:
            await change
        except RosterRefused as refused:
            if refused.code not in ("last", "taken"):
                raise
            return await self._person(visit, wrong=f"roster_{refused.code}", status=409)
        return self._frame.go(f"/console/people/{_member(visit)}?done={done}")

    async def _ask_leave(self, visit: Visit) -> Response:
        person = await self._desk.person(visit.who, _member(visit))
        if person.status is Status.LEFT:
            raise RosterRefused("nobody")
        return self._page(visit, "leave.html", person=_shown(person), wrong="")

    async def _leave(self, visit: Visit) -> Response:
        person = _shown(await self._desk.person(visit.who, _member(visit)))
        try:
            gone = await self._desk.leave(visit.who, _member(visit))
        except RosterRefused as refused:
            if refused.code != "last":
                raise
            return self._page(visit, "leave.html", 409, person=person, wrong="roster_last")
        cases = Opaque(*gone.departure.orphaned)
        return self._page(visit, "left.html", person=person, departure=gone.departure, to_do=gone.to_do, cases=cases)

    def _page(self, visit: Visit, template: str, status: int = 200, **values: Any) -> Response:
        return self._frame.page(
            template, visit.lang, status=status, session=visit.session, visitor=visit.visitor, all_roles=Role, **values
        )


def _member(visit: Visit) -> str:
    """The id in the address. Raises `RosterRefused` for what can be none."""
    member_id = str(visit.request.path_params["member"]).upper()
    if not is_member_id(member_id):
        raise RosterRefused("nobody")
    return member_id


def _roles(fields: Mapping[str, str]) -> frozenset[Role]:
    return frozenset(role for role in Role if fields.get(f"role_{role.value}"))


def _shown(person: Listed) -> dict[str, Any]:
    """For the template, with the name in clear: whoever reads it keeps the list."""
    return {
        "id": person.member_id,
        "name": person.name.expose(),
        "status": person.status,
        "roles": [role for role in Role if role in person.roles],
        "lang": person.lang,
        "since": person.since,
        "channels": person.channels,
        "factor": person.factor,
        "code": person.code,
        "code_at": person.code_at,
    }
