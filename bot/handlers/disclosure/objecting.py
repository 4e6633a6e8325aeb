"""A volunteer who heard of an opening objects from their private chat. Their words are sealed, and answered with reasons."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.disclosure import Event
from bot.domain.drafts import Awaited, Wanted, Writing
from bot.domain.outgoing import Answer, Line, Press
from bot.handlers.access import Action
from bot.handlers.compose import EXPECTED_FOR
from bot.handlers.context import Context
from bot.handlers.disclosure.answering import contest
from bot.handlers.disclosure.turn import turn_of
from bot.handlers.mend import Mended
from bot.ports.disclosing import Done


async def ask_why(context: Context, press: Press) -> Answer:
    """Their next private word is why. `subject`: the request."""
    async with context.store.begin() as unit:
        who = await unit.roster.who(press.by)
        turn = await turn_of(context, unit, who, press.subject, Action.CONTEST_DISCLOSURE, Event.CONTEST)
        if isinstance(turn, Done):
            return Answer(replace(turn.line, lang=press.lang))
        until = context.clock.now() + EXPECTED_FOR
        await unit.drafts.expect(press.by, Awaited(Wanted.OBJECT, press.subject), until)
    return Answer(Line("answer.object_why", press.lang))


async def object_to(context: Context, writing: Writing, disclosure_id: str) -> Mended:
    """They wrote it."""
    async with context.store.read() as unit:
        who = await unit.roster.who(writing.person)
    done = await contest(context, who, disclosure_id, writing.text)
    return Mended(Answer(replace(done.line, lang=writing.lang)), told=done.notes)
