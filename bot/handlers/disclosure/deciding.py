"""Others agree to a request or refuse it; its maker takes it back. Nobody decides on their own."""

from __future__ import annotations

from bot.domain.cases import How
from bot.domain.disclosure import Event, Vote
from bot.domain.disclosure_entries import (
    DisclosureApproved,
    DisclosureClosed,
    DisclosureOpened,
    DisclosureRefused,
    DisclosureWithdrawn,
)
from bot.domain.disclosure_wish import StatementKind
from bot.domain.grounds import Effect
from bot.domain.outgoing import Line
from bot.domain.proof import SignedIn, Typed
from bot.handlers.access import Action
from bot.handlers.cases import join_case, share_case
from bot.handlers.context import Context
from bot.handlers.disclosure.asking import orphaned
from bot.handlers.disclosure.telling import aloud, byline_of, ground_of, tell_may_look, tell_of
from bot.handlers.disclosure.turn import Turn, found, turn_of
from bot.ports.disclosing import Done
from bot.ports.store import UnitOfWork
from redaction import RawText


async def approve(context: Context, by: Typed, disclosure_id: str) -> Done:
    """Agree. The last agreement that was needed lets the viewer open it, or makes the new listener a member."""
    async with context.store.begin() as unit:
        turn = await _agreeing(context, unit, by, disclosure_id)
        if isinstance(turn, Done):
            return turn
        done = await _approved(turn)
    if turn.disclosure.opened_at is not None:
        context.to_witness.set()  # not before the witness can read of it
    return done


async def before_agreeing(context: Context, by: str, disclosure_id: str) -> Done | None:
    """Why they cannot agree, before a code is asked for and used up; None where they can."""
    async with context.store.begin() as unit:
        turn = await _agreeing(context, unit, by, disclosure_id)
        return turn if isinstance(turn, Done) else None


async def _agreeing(context: Context, unit: UnitOfWork, by: str | Typed, disclosure_id: str) -> Turn | Done:
    action = Action.APPROVE_DISCLOSURE
    turn = await turn_of(context, unit, by, disclosure_id, action, Event.APPROVE)
    if isinstance(turn, Done):
        return turn
    if turn.disclosure.has_voted(turn.by):
        return await turn.deny(action, "voted", "voted")
    naming = turn.disclosure.ground.effect is Effect.NAME_LISTENER
    if naming and not await orphaned(unit, await unit.cases.case(turn.disclosure.case_id)):
        return await turn.deny(action, "not_orphaned", "not_orphaned")
    return turn


async def _approved(turn: Turn) -> Done:
    asked = turn.disclosure
    agreed = (*asked.approvals, Vote(turn.by, True, turn.now))
    needed, given = asked.ground.approvals, len({vote.who for vote in agreed})
    approved = DisclosureApproved(at=turn.now, disclosure=asked.disclosure_id, by=turn.by, given=given, needed=needed)
    await turn.unit.journal.append(approved)
    if given < needed:
        await turn.move(Event.APPROVE, approvals=agreed)
        return turn.done("approved_more", count=needed - given)
    await turn.move(Event.APPROVE_LAST, approvals=agreed, reminded_at=turn.now)
    if asked.ground.effect is Effect.NAME_LISTENER:
        return turn.done("approved", *await _name_listener(turn))
    return turn.done("approved", *await _tell_approved(turn))


async def _tell_approved(turn: Turn) -> list[str]:
    asked = turn.disclosure
    notes = await tell_may_look(turn.context, turn.unit, asked)
    if asked.by != asked.viewer:
        notes += await tell_of(turn.context, turn.unit, asked, [asked.by], "disclosure_agreed", ground=ground_of(asked))
    return notes


async def _name_listener(turn: Turn) -> list[str]:
    """The viewer becomes the case's listener (clause C8): a member like any other, who looks as members do."""
    context, unit, asked = turn.context, turn.unit, turn.disclosure
    case = await unit.cases.case(asked.case_id)
    await join_case(context, unit, case, asked.viewer, How.NAMED, await byline_of(context, unit, asked.viewer))
    await share_case(context, unit, asked.case_id, turn.by)
    await turn.move(Event.OPEN, opened_at=turn.now, closes_at=turn.now)
    await turn.move(Event.CLOSE, members_told_at=turn.now)
    opened = DisclosureOpened(
        at=turn.now,
        disclosure=asked.disclosure_id,
        case=asked.case_id,
        viewer=asked.viewer,
        how="named",
        minutes=0,
    )
    await unit.journal.append(opened)
    await unit.journal.append(DisclosureClosed(at=turn.now, disclosure=asked.disclosure_id, by=turn.by))
    notes = await tell_of(context, unit, asked, [asked.viewer], "disclosure_named")
    return notes + await tell_of(context, unit, asked, [asked.by], "disclosure_agreed", ground=ground_of(asked))


async def refuse(context: Context, by: SignedIn, disclosure_id: str, reason: RawText) -> Done:
    """Refuse, with a reason: it goes to whoever asked, redacted, since it passes through a chat."""
    if not reason:
        return Done(Line("disclosure.problem_not_answered"))
    async with context.store.read() as unit:
        asked = await found(unit, disclosure_id)
    said = await aloud(context, asked.case_id, reason) if asked else None
    async with context.store.begin() as unit:
        turn = await turn_of(context, unit, by, disclosure_id, Action.REFUSE_DISCLOSURE, Event.REFUSE)
        if isinstance(turn, Done):
            return turn
        commitment = await turn.say(StatementKind.REFUSAL, reason)
        refused = await turn.move(Event.REFUSE, ended_at=turn.now)
        entry = DisclosureRefused(at=turn.now, disclosure=disclosure_id, by=turn.by, text=commitment)
        await unit.journal.append(entry)
        if said is None:
            notes = await tell_of(context, unit, refused, [refused.by], "disclosure_refused_there")
        else:
            notes = await tell_of(context, unit, refused, [refused.by], "disclosure_refused", reason=said)
        return turn.done("refused", *notes)


async def withdraw(context: Context, by: str, disclosure_id: str) -> Done:
    """Its maker takes it back, until it is opened."""
    async with context.store.begin() as unit:
        turn = await turn_of(context, unit, by, disclosure_id, Action.WITHDRAW_DISCLOSURE, Event.WITHDRAW)
        if isinstance(turn, Done):
            return turn
        await turn.move(Event.WITHDRAW, ended_at=turn.now)
        await unit.journal.append(DisclosureWithdrawn(at=turn.now, disclosure=disclosure_id, by=by))
        return turn.done("withdrawn")
