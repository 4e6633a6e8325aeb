"""Somebody may be in danger: whom to ring, what to say, and whoever knows the person is alerted at one tap.

Help first, everything else later (Code pénal, art. 223-6). Nothing here is ever begun by a word in a message: words of
danger are everyday speech among listeners. Only the button, or its name in a private word, does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.cases import Case, reference_in
from bot.domain.messages import PersonRef
from bot.domain.outgoing import URGENT, Answer, Button, Line, Opaque, Press
from bot.domain.roster import Role
from bot.handlers.access import Action, Target, allowed
from bot.handlers.cases import cases_of
from bot.handlers.context import Context
from bot.handlers.deliver import deliver
from bot.handlers.disclosure import offering
from bot.handlers.disclosure.leading import lead
from bot.handlers.disclosure.telling import tell
from bot.handlers.mend import Mended
from bot.handlers.preview import places_of
from bot.handlers.supervisors import supervisors
from bot.ports.store import UnitOfWork
from redaction import Lang

GLASS = "glass"
"""The page of the console that opens at once: "glass/C-7K2P4"."""
BOUNDED = ("disclosure.alerted_case", "disclosure.alerted_person")
"""What somebody is told whose alert did not go out, since so many did."""
_SECONDS = 5.0
"""How long whoever pressed waits to hear who was reached; what is on its way then goes on."""
_MOST_CASES = 10


async def urgent(context: Context, by: PersonRef, lang: Lang, reference: str = "") -> Answer:
    """Numbers, a sentence to read out, and the button that alerts: for the case that was named, else to choose one."""
    async with context.store.read() as unit:
        case = await _case(unit, by, reference) if reference else None
    if reference and case is None:
        return Answer(Line("answer.urgent_no_case", lang), buttons=(Button("alert_whom", "menu"),))
    button = Button("alert", case.reference, Opaque(case.reference)) if case else Button("alert_whom", "menu")
    return Answer(Line("answer.menu_urgent", lang), buttons=(button,))


async def whom(context: Context, press: Press) -> Answer:
    """About which case: their own, and those that their colleagues spoke of last. Its reference can be written too."""
    places = await places_of(context, press.by)
    async with context.store.read() as unit:
        found = {case.reference for case in await cases_of(unit, press.by)}
        shown = [case.reference for case in reversed(await cases_of(unit, press.by))]
        for place in places:
            for consult in await unit.cases.recent_consults(place):
                reference = (await unit.cases.case(await unit.cases.home(consult.case_id))).reference
                if reference not in found:
                    found.add(reference)
                    shown.append(reference)
    buttons = tuple(Button("alert", reference, Opaque(reference)) for reference in shown[:_MOST_CASES])
    return Answer(Line("answer.alert_which", press.lang), buttons=buttons)


async def alert(context: Context, press: Press) -> Mended:
    """Write to everybody who knows the person; who was reached is said. `subject`: the case's reference."""
    async with context.store.begin() as unit:
        await unit.people.meet(press.by, press.by_name)  # who alerts is to be rung back
        case = await _case(unit, press.by, press.subject)
        if case is None:
            return Mended(Answer(Line("answer.urgent_no_case", press.lang)))
        who = await unit.roster.who(press.by)
        count = len([member for member in await unit.cases.members(case.case_id) if member.who != who])
    done = await offering.alert(context, who, case.case_id)
    if done.line.key in BOUNDED:
        return Mended(await _bounded(context, press, case, done.line))
    reached, later = await _reach(context, done.notes)
    async with context.store.begin() as unit:
        glass = (Button("glass", case.reference),) if await _may_open(context, unit, press.by, case) else ()
        unreached = [] if reached else await _tell_supervisors(context, unit, press.by, case)
    counted = {"reached": reached, "count": count, "told": len(unreached)}
    key = "answer.alert_reached" if reached else "answer.alert_nobody" if count else "answer.alert_alone"
    line = Line(key, press.lang, {"words": Opaque(case.reference), **counted})
    return Mended(Answer(line, buttons=(*glass, URGENT)), told=(*later, *unreached))


async def _bounded(context: Context, press: Press, case: Case, line: Line) -> Answer:
    """They know already, or one person alerts without end: said so, with all that is left to do."""
    async with context.store.read() as unit:
        glass = (Button("glass", case.reference),) if await _may_open(context, unit, press.by, case) else ()
    return Answer(replace(line, lang=press.lang), buttons=(*glass, URGENT))


async def open_at_once(context: Context, press: Press) -> Answer:
    """To the page of the console that opens at once, for whom a ground lets. `subject`: the case's reference."""
    async with context.store.begin() as unit:
        case = await _case(unit, press.by, press.subject)
        if case is None or not await _may_open(context, unit, press.by, case):
            return Answer(Line("answer.details_whom", press.lang))
        return await lead(context, unit, press.by, press.lang, f"{GLASS}/{case.reference}")


async def _case(unit: UnitOfWork, by: PersonRef, reference: str) -> Case | None:
    named = reference_in(reference)
    case = await unit.cases.referred(named) if named else None
    if case is None or not await allowed(unit, Action.ALERT, by, Target(case_id=case.case_id, purpose=case.purpose)):
        return None
    return case


async def _may_open(context: Context, unit: UnitOfWork, by: PersonRef, case: Case) -> bool:
    if context.rules.pages is None:
        return False
    return bool(await offering.grounds_for(context, unit, await unit.roster.who(by), Action.BREAK_GLASS, case))


async def _reach(context: Context, notes: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """How many were reached within seconds, and the notes that are still on their way."""
    if not notes:
        return 0, ()
    tries = {note: asyncio.create_task(_bring(context, note)) for note in notes}
    await asyncio.wait(tries.values(), timeout=_SECONDS)
    for task in tries.values():
        task.cancel()
    ended = dict(zip(tries, await asyncio.gather(*tries.values(), return_exceptions=True), strict=True))
    later = tuple(note for note, outcome in ended.items() if isinstance(outcome, BaseException))
    return sum(outcome is True for outcome in ended.values()), later


async def _bring(context: Context, note_id: str) -> bool:
    async with context.store.read() as unit:
        records = await unit.notes.of_entry(note_id)
    return all([await deliver(context, record) for record in records])


async def _tell_supervisors(context: Context, unit: UnitOfWork, by: PersonRef, case: Case) -> list[str]:
    """Nobody who knows the person was reached: whoever supervises hears of it."""
    channel = context.channels.get(by.channel)
    named = await supervisors(unit, channel) if channel else ()
    here = [await unit.roster.who(person) for person in named]
    everywhere = [member.member_id for member in await unit.roster.members() if member.holds(Role.SUPERVISOR)]
    to = [who for who in dict.fromkeys((*here, *everywhere)) if who != await unit.roster.who(by)]
    buttons = dict.fromkeys(to, (Button("glass", case.reference), URGENT))
    return await tell(context, unit, case.case_id, to, "alert_unreached", case.case_id, buttons)
