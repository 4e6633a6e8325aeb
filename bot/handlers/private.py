"""Somebody opened the private chat with the bot, or wrote there."""

from __future__ import annotations

from bot.domain.messages import PersonRef
from bot.domain.outgoing import CONSOLE, DETAILS, MENU, Answer, Button, Line
from bot.domain.records import NoteKind
from bot.handlers.access import Action, allowed
from bot.handlers.code import welcome_volunteer
from bot.handlers.context import Context
from bot.handlers.deliver import deliver
from bot.handlers.disclosure.beginning import may_ask
from bot.ports.store import UnitOfWork
from redaction import Lang, RawText


async def private(context: Context, person: PersonRef, name: RawText, lang: Lang) -> Answer:
    """Welcome them, and bring what waited for them; whoever never accepted the Code is asked to read it."""
    async with context.store.begin() as unit:
        met_before = await unit.people.started(person)
        await unit.people.meet(person, name, started=True)
        await unit.people.speaks(person, lang)
        menu = await menu_of(context, unit, person)
        waiting = await unit.notes.pending_for(unit.people.fingerprint(person))
    context.colleagues.add(person, name)
    for note in waiting:
        await deliver(context, note)
    told = any(note.kind is NoteKind.REMINDER for note in waiting)
    await welcome_volunteer(context, person, lang, first=not met_before and not told)
    return Answer(Line("answer.private_help" if met_before else "answer.welcome", lang), buttons=menu)


async def menu_of(context: Context, unit: UnitOfWork, person: PersonRef) -> tuple[Button, ...]:
    """The four buttons, and more for whom the console is for, and for whoever may ask to have a detail opened."""
    if context.rules.pages is None or not await allowed(unit, Action.CONSOLE, person):
        return MENU
    return (*MENU, *((DETAILS,) if await may_ask(context, unit, person) else ()), CONSOLE)
