"""The pages about somebody's cases: what they show is asked of the core each time that one is looked at.

GET  /{lang}/{account}/cases               my cases
GET  /{lang}/{account}/cases/{reference}   one of them, with what can be done about it
"""

from __future__ import annotations

from dataclasses import replace

from adapters.web.asking import answered
from adapters.web.ordering import desk_in
from adapters.web.parse import CHANNEL
from adapters.web.view import Desk, View
from bot.domain.messages import PersonRef
from bot.domain.outgoing import Press
from bot.ports.channel import Intake
from redaction import RawText


def at(view: View, desk: str) -> View:
    """The view of somebody who is at this page about cases. Raises `BadForm` where there can be none."""
    return replace(view, desk=desk_in(desk))


async def desk_of(intake: Intake | None, view: View) -> Desk:
    """A case that is not theirs (any more) is shown as the list. Raises `Refused` where the core does not answer."""
    if intake is None:
        return Desk()
    person, name = PersonRef(CHANNEL, view.person.account), RawText(view.person.name)
    offers = (await answered(intake.offers(person))).cases
    if not view.desk:
        return Desk(offers)
    cases = (await answered(intake.home(person, name, view.lang))).cases
    case = next((one for one in cases if str.__str__(one.reference) == view.desk), None)
    if case is None or not case.open:
        return Desk(offers, cases, case)
    menu = await answered(intake.press(Press("case_menu", view.desk, person, name, view.lang)))
    return Desk(offers, cases, case, menu.buttons)
