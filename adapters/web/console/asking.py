"""Somebody asks for a detail of a case; before that they are shown what can be done without (clause C15).

GET  /console/ask                  which case
POST /console/ask                  on to that one; by POST, since what somebody types by mistake must stand in no address
GET  /console/ask/{case}           its redacted posts; a message to pass on; the grounds
POST /console/ask/{case}/pass-on   has the message passed on
GET  /console/ask/{case}/{ground}  the form, made of what the ground asks; with /{fields} behind it, these are ticked
POST /console/ask/{case}/{ground}  the request
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from starlette.responses import Response

from adapters.web.console.about_case import CasePages
from adapters.web.console.guard import Page, Visit
from adapters.web.console.once import Once
from adapters.web.console.shown import names_of, offered
from adapters.web.console.wishes import beside, days_for, text_in, wish_in
from bot.domain.disclosure_wish import CHARITY
from bot.domain.grounds import Effect, Excluded, Ground
from bot.ports.console import Right
from bot.ports.disclosing import Colleague, Offer

_CASE = "/console/ask/{case}"


class AskPages(CasePages):
    """The way from a case to a request."""

    WAY, FIRST = "/console/ask", "ask.html"

    def pages(self) -> tuple[Page, ...]:
        return (
            Page("GET", "/console/ask", Right.REQUESTS, self._which),
            Page("POST", "/console/ask", Right.REQUESTS, self._chosen),
            Page("GET", _CASE, Right.REQUESTS, self._offered),
            Page("POST", f"{_CASE}/pass-on", Right.REQUESTS, self._pass_on),
            Page("GET", f"{_CASE}/{{ground}}", Right.REQUESTS, self._form),
            Page("GET", f"{_CASE}/{{ground}}/{{fields}}", Right.REQUESTS, self._form),
            Page("POST", f"{_CASE}/{{ground}}", Right.REQUESTS, self._ask),
        )

    async def _offered(self, visit: Visit) -> Response:
        offer = await self._offer(visit)
        return self._case(visit, offer) if offer else self._gone(visit)

    def _case(self, visit: Visit, offer: Offer, status: int = 200, **more: Any) -> Response:
        values = {"said": "", "wrong": "", "typed": "", "once": Once.name()} | more
        return self._page(
            visit, "ask_case.html", status, offer=offer, posts=[str(post) for post in offer.redacted], **values
        )

    async def _pass_on(self, visit: Visit) -> Response:
        offer = await self._offer(visit)
        if offer is None:
            return self._gone(visit)
        typed, once = visit.fields.get("message", ""), visit.fields.get("once", "")
        message = text_in(visit.fields, "message")
        if not message:
            return self._case(visit, offer, 422, wrong="disclosure.problem_not_answered", once=once)
        done = await self._once.do(visit, self._desk.pass_on(visit.who, offer.case_id, message, once))
        said = self._frame.render(done.line, visit.lang)
        if done.happened:
            return self._case(visit, offer, said=said)
        return self._case(visit, offer, 409, said=said, typed=typed, once=once)

    async def _form(self, visit: Visit) -> Response:
        offer = await self._offer(visit)
        ground = _ground(visit, offer)
        if offer is None or ground is None:
            return self._gone(visit)
        first = {"days": str(ground.longest_days), "viewer": visit.who, "consent_lang": visit.lang}
        first |= {f"field_{name}": "on" for name in str(visit.request.path_params.get("fields", "")).split("-")}
        return await self._filled(visit, offer, ground, first, {}, Once.name())

    async def _ask(self, visit: Visit) -> Response:
        offer = await self._offer(visit)
        ground = _ground(visit, offer)
        if offer is None or ground is None:
            return self._gone(visit)
        wish = wish_in(visit.fields, offer, ground, await self._desk.colleagues(visit.who))
        once = visit.fields.get("once", "")
        done = await self._once.do(visit, self._desk.ask(visit.who, wish, once))
        if done.happened:
            return self._frame.go(f"/console/requests/{done.disclosure_id}?done=asked")
        wrong = {field: self._frame.say(key, visit.lang) for field, key in beside(done.problems).items()}
        wrong = wrong or {"": self._frame.render(done.line, visit.lang)}
        return await self._filled(visit, offer, ground, visit.fields, wrong, once, 422)

    async def _filled(
        self,
        visit: Visit,
        offer: Offer,
        ground: Ground,
        typed: Mapping[str, str],
        wrong: Mapping[str, str],
        once: str,
        status: int = 200,
    ) -> Response:
        colleagues = await self._desk.colleagues(visit.who)
        return self._page(
            visit,
            "ask_form.html",
            status,
            offer=offer,
            ground=ground,
            fields=offered(offer.fields, visit.lang),
            naming=ground.effect is Effect.NAME_LISTENER,
            viewers=_names(one for one in colleagues if not one.here.isdisjoint(ground.view)),
            accused=_names(one for one in colleagues if one.here) if _names_accused(ground) else [],
            charity=CHARITY,
            days=days_for(ground),
            typed=typed,
            wrong=wrong,
            once=once,
        )


def _ground(visit: Visit, offer: Offer | None) -> Ground | None:
    """The ground in the address, where they may ask on it."""
    wanted = visit.request.path_params["ground"]
    return next((ground for ground in offer.grounds if ground.ground_id == wanted), None) if offer else None


def _names_accused(ground: Ground) -> bool:
    return Excluded.COMPLAINED_OF in ground.excluded


def _names(colleagues: Iterable[Colleague]) -> list[tuple[str, str]]:
    return sorted(names_of(colleagues).items(), key=lambda one: one[1].casefold())
