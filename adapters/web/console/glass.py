"""Somebody is in danger, at three in the morning, on a telephone. Calling help comes first; the last thing is to open a detail.

GET  /console/glass                       the numbers, and which case
POST /console/glass                       on to that one
GET  /console/glass/{case}                the same, and all that can be done about it, on one page; of several grounds, `?ground=` names one
POST /console/glass/{case}/alert          tells the volunteers who know the person
POST /console/glass/{case}/open/{ground}  opens the chosen details at once
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from adapters.web.console.about_case import CasePages
from adapters.web.console.guard import Page, Visit
from adapters.web.console.once import Once
from adapters.web.console.shown import offered
from adapters.web.console.wishes import beside, glass_in
from bot.domain.disclosure_wish import Wish
from bot.domain.grounds import Ground, QuestionKind
from bot.domain.outgoing import Line
from bot.domain.proof import Deed, Proof, proof_problem
from bot.ports.console import Right, Tried
from bot.ports.disclosing import Done, Offer

_CASE = "/console/glass/{case}"
_NUMBERS = (("15", "tel:15"), ("112", "tel:112"), ("114", "sms:114"), ("3114", "tel:3114"))
"""Ambulance; any emergency, in all of Europe; by text, for whoever cannot hear or speak; thoughts of suicide."""


_WRONG, _LOCKED = "glass.code_wrong", "console.locked"
_ABOUT_CODE = (_WRONG, _LOCKED, "disclosure.code_wanted")


class GlassPages(CasePages):
    """Breaking the glass."""

    WAY, FIRST = "/console/glass", "glass.html"

    def pages(self) -> tuple[Page, ...]:
        return (
            Page("GET", "/console/glass", Right.REQUESTS, self._which),
            Page("POST", "/console/glass", Right.REQUESTS, self._chosen),
            Page("GET", _CASE, Right.REQUESTS, self._show),
            Page("POST", f"{_CASE}/alert", Right.REQUESTS, self._alert),
            Page("POST", f"{_CASE}/open/{{ground}}", Right.REQUESTS, self._open),
        )

    async def _show(self, visit: Visit) -> Response:
        offer = await self._offer(visit)
        return self._case(visit, offer) if offer else self._gone(visit)

    async def _alert(self, visit: Visit) -> Response:
        offer = await self._offer(visit)
        if offer is None:
            return self._gone(visit)
        alert = self._desk.alert(visit.who, offer.case_id, visit.fields.get("once", ""))
        done = await self._once.do(visit, alert)
        said = self._frame.render(done.line, visit.lang)
        return self._case(visit, offer, 200 if done.happened else 409, said=said)

    async def _open(self, visit: Visit) -> Response:
        offer = await self._offer(visit)
        wanted = visit.request.path_params["ground"]
        ground = next((one for one in _grounds_at_once(offer) if one.ground_id == wanted), None)
        if offer is None or ground is None:
            return self._gone(visit)
        wish = glass_in(visit.fields, offer, ground, visit.who, visit.lang)
        once = visit.fields.get("once", "")
        done = await self._once.do(visit, self._at_once(visit, wish, once))
        if done.happened:
            return self._frame.go(f"/console/requests/{done.disclosure_id}/look")
        wrong = {field: self._frame.say(key, visit.lang) for field, key in _beside(done, ground).items()}
        wrong = wrong or {"code" if done.line.key in _ABOUT_CODE else "": self._frame.render(done.line, visit.lang)}
        return self._case(visit, offer, 422, wrong=wrong, typed=visit.fields, once=once)

    async def _at_once(self, visit: Visit, wish: Wish, once: str) -> Done:
        """With the code that was typed for it, where one was: whoever came in minutes ago needs none."""
        proof: Proof | Tried = visit.visitor.proof
        if code := visit.fields.get("code", "").strip():
            proof = await self._door.again(visit.session, code, Deed.BREAK_GLASS, wish.case_id)
        if isinstance(proof, Tried):
            return Done(Line(_LOCKED if proof is Tried.LOCKED else _WRONG))
        return await self._desk.break_glass(proof, wish, once)

    def _case(
        self,
        visit: Visit,
        offer: Offer,
        status: int = 200,
        *,
        said: str = "",
        wrong: Mapping[str, str] | None = None,
        typed: Mapping[str, str] | None = None,
        once: str = "",
    ) -> Response:
        grounds = _grounds_at_once(offer)
        ground = _chosen(visit, grounds)
        return self._page(
            visit,
            "glass_case.html",
            status,
            offer=offer,
            ground=ground,
            others=[one for one in grounds if one is not ground],
            has_text=ground is not None and _asks_in_words(ground),
            fields=offered(offer.fields, visit.lang),
            said=said,
            wrong=wrong or {},
            typed=typed or {},
            once=once or Once.name(),
            alert_once=Once.name(),
            code=_takes_code(visit, offer),
        )

    def _page(self, visit: Visit, template: str, status: int = 200, **values: Any) -> Response:
        return super()._page(visit, template, status, numbers=_NUMBERS, **values)


def _takes_code(visit: Visit, offer: Offer) -> bool:
    """Whether they came in too long ago to open anything at once without a new code."""
    return proof_problem(Deed.BREAK_GLASS, offer.case_id, visit.visitor.proof, offer.at) is not None


def _grounds_at_once(offer: Offer | None) -> list[Ground]:
    """The grounds on which it may be opened before anybody agrees."""
    return [ground for ground in offer.grounds if ground.review] if offer else []


def _beside(done: Done, ground: Ground) -> dict[str, str]:
    """All details have one reason here: the first question that is answered in words, or a field of its own."""
    found = beside(done.problems)
    reasons = [found.pop(field) for field in list(found) if field.startswith("reason_")]
    return found if _asks_in_words(ground) or not reasons else found | {"reason": reasons[0]}


def _chosen(visit: Visit, grounds: list[Ground]) -> Ground | None:
    """The one that the address names, or the first."""
    wanted = visit.request.path_params.get("ground") or visit.request.query_params.get("ground")
    named = [ground for ground in grounds if ground.ground_id == wanted]
    return next(iter(named or grounds), None)


def _asks_in_words(ground: Ground) -> bool:
    return any(question.kind is QuestionKind.TEXT for question in ground.questions)
