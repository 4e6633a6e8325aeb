"""From a chat to the console: a single-use link to one request, to its form, to the page that opens at once.

A chat proves one factor. So nothing is decided there, and nothing of what is asked for stands there: whoever presses is led
to the page, signs in with the code of their telephone, and decides on it.
"""

from __future__ import annotations

from bot.domain.disclosure import Disclosure
from bot.domain.messages import PersonRef
from bot.domain.outgoing import Answer, Button, Line, Press
from bot.handlers.access import Action, allowed, allowed_who
from bot.handlers.context import Context
from bot.handlers.disclosure.turn import found, target_of
from bot.handlers.signing_in import GOOD_FOR_MINUTES, console_path
from bot.ports.store import UnitOfWork
from redaction import Lang

SEE, OBJECT = "request_see", "request_object"
"""Buttons under a notice; their subject is the request."""


async def lead(context: Context, unit: UnitOfWork, by: PersonRef, lang: Lang, to: str = "") -> Answer:
    """A link to the page `to` of the console, for whom the console is for. Whether that page is theirs, the page asks."""
    base = context.rules.pages
    if base is None:
        return Answer(Line("answer.console_none", lang))
    if not await allowed(unit, Action.CONSOLE, by):
        return Answer(Line("answer.console_not_yours", lang))
    who = await unit.roster.who(by)
    path = await console_path(unit, who, lang, by=who, now=context.clock.now(), to=to)
    return Answer(Line("answer.console", lang, {"minutes": GOOD_FOR_MINUTES}), page=f"{base}{path}")


async def see(context: Context, press: Press) -> Answer:
    """Whoever was told of a request goes to it. `subject`: the request."""
    async with context.store.begin() as unit:
        disclosure = await found(unit, press.subject)
        if disclosure is None or not await _sees(unit, await unit.roster.who(press.by), disclosure):
            return Answer(Line("disclosure.not_yours", press.lang))
        return await lead(context, unit, press.by, press.lang, f"requests/{disclosure.disclosure_id}")


async def buttons_for(context: Context, unit: UnitOfWork, disclosure: Disclosure, who: str, key: str) -> list[Button]:
    """What somebody who is told of a request can press under it. `key`: what they are told."""
    buttons = []
    if key == "disclosure_members":
        buttons.append(Button(OBJECT, disclosure.disclosure_id))
    if context.rules.pages is not None and await _sees(unit, who, disclosure):
        buttons.append(Button(SEE, disclosure.disclosure_id))
    return buttons


async def _sees(unit: UnitOfWork, who: str, disclosure: Disclosure) -> bool:
    target = await target_of(unit, disclosure, Action.SEE_DISCLOSURE)
    console = await allowed_who(unit, Action.CONSOLE, who)
    return console and await allowed_who(unit, Action.SEE_DISCLOSURE, who, target)
