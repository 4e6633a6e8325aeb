"""The one viewer opens what was agreed to, looks while it is open, closes it. Each look is journalled, and witnessed at once."""

from __future__ import annotations

from bot.domain.disclosure import Event, closing_time, open_problem
from bot.domain.disclosure_entries import DisclosureClosed, DisclosureLooked, DisclosureOpened
from bot.domain.outgoing import Line
from bot.domain.proof import SignedIn
from bot.handlers.access import Action
from bot.handlers.context import Context
from bot.handlers.disclosure.asking import packed
from bot.handlers.disclosure.telling import tell_members
from bot.handlers.disclosure.turn import turn_of
from bot.handlers.reveal import reveal
from bot.ports.disclosing import Done, Open
from bot.ports.store import Wiped


async def open_view(context: Context, by: SignedIn, disclosure_id: str) -> Done:
    """Begin the minutes in which the viewer may look. Nothing is shown yet."""
    async with context.store.begin() as unit:
        action = Action.OPEN_DISCLOSURE
        turn = await turn_of(context, unit, by, disclosure_id, action, Event.OPEN)
        if isinstance(turn, Done):
            return turn
        agreed = turn.disclosure
        if problem := open_problem(agreed, turn.by, turn.now):
            return await turn.deny(action, problem, "ended" if problem == "ended" else "not_yours")
        if await unit.journal.tells(DisclosureOpened.kind, disclosure_id):  # an older copy of it was put back by hand
            return await turn.deny(action, "opened_before", "tampered")
        at_once = not agreed.ground.tell_after_days
        until = closing_time(agreed, turn.now)
        opened = await turn.move(
            Event.OPEN, opened_at=turn.now, closes_at=until, members_told_at=turn.now if at_once else None
        )
        entry = DisclosureOpened(
            at=turn.now,
            disclosure=disclosure_id,
            case=opened.case_id,
            viewer=turn.by,
            how="approved",
            minutes=opened.ground.view_minutes,
        )
        await unit.journal.append(entry)
        notes = await tell_members(context, unit, opened) if at_once else []
    context.to_witness.set()
    return turn.done("opened", *notes, until=until)


async def look(context: Context, by: SignedIn, disclosure_id: str) -> Open | Done:
    """The named details, decrypted for this look; or why not."""
    async with context.store.begin() as unit:
        action = Action.LOOK_DISCLOSURE
        turn = await turn_of(context, unit, by, disclosure_id, action, Event.LOOK)
        if isinstance(turn, Done):
            return turn
        opened = turn.disclosure
        if problem := open_problem(opened, turn.by, turn.now):
            return await turn.deny(action, problem, "ended" if problem == "ended" else "not_yours")
        try:
            shown = await reveal(unit, opened.case_id, opened.fields)
        except Wiped:
            return Done(Line("disclosure.gone"))
        entry = DisclosureLooked(
            at=turn.now, disclosure=disclosure_id, case=opened.case_id, who=turn.by, fields=packed(opened.fields)
        )
        await unit.journal.append(entry)
        assert opened.closes_at is not None, "what is open has an end"
    context.to_witness.set()
    return Open(shown, opened.closes_at, turn.now)


async def close(context: Context, by: str, disclosure_id: str) -> Done:
    """Nothing more is shown from now on."""
    async with context.store.begin() as unit:
        turn = await turn_of(context, unit, by, disclosure_id, Action.CLOSE_DISCLOSURE, Event.CLOSE)
        if isinstance(turn, Done):
            return turn
        await turn.move(Event.CLOSE, closes_at=turn.now, reminded_at=turn.now)
        await unit.journal.append(DisclosureClosed(at=turn.now, disclosure=disclosure_id, by=by))
        return turn.done("closed")
