"""What becomes of requests that wait: they lapse, are shut, are told of, and whoever is awaited is reminded once a day.

Done by a chore, each request in a transaction of its own. A broken glass that nobody reviews is told of every day, and never
forgotten.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import structlog

from bot.domain.disclosure import WAITING, Event, State
from bot.domain.disclosure_entries import DisclosureClosed, DisclosureLapsed, ReviewOverdue
from bot.domain.grounds import Effect
from bot.handlers.access import Action
from bot.handlers.context import Context
from bot.handlers.disclosure.telling import fields_of, ground_of, tell_able, tell_may_look, tell_members, tell_of
from bot.handlers.disclosure.turn import Turn, found
from bot.ports.store import UnitOfWork, Wiped

log = structlog.get_logger(__name__)

REMINDED_EVERY = timedelta(days=1)
TIME = "time"
"""Who closes what the viewer left open."""


async def mind_requests(context: Context) -> list[str]:
    """Do what is due on every request; ids of the private words that are to go out."""
    async with context.store.read() as unit:
        standing = await unit.disclosures.standing()
    return [note for disclosure_id in standing for note in await _minded(context, disclosure_id)]


async def _minded(context: Context, disclosure_id: str) -> list[str]:
    """One that fails keeps none of the others waiting; it is tried again."""
    try:
        return await _mind(context, disclosure_id)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this one's alone
        log.error("request_not_minded", disclosure=disclosure_id, error=type(error).__name__)
        return []


async def _mind(context: Context, disclosure_id: str) -> list[str]:
    async with context.store.begin() as unit:
        disclosure = await found(unit, disclosure_id)
        if disclosure is None:
            return []
        turn = Turn(context, unit, disclosure, TIME, context.clock.now())
        if disclosure.state in WAITING and await _over(unit, turn):
            return await _lapse(turn)
        notes = await _shut(turn) if _to_shut(turn) else []
        notes += await _tell_members(turn)
        return notes + await _remind(turn)


async def _over(unit: UnitOfWork, turn: Turn) -> bool:
    """Whether its time ran out, or there is nothing left that could be opened."""
    asked = turn.disclosure
    if turn.now >= (asked.lapses_at if asked.state is State.REQUESTED else asked.ends_at):
        return True
    try:
        await unit.cases.memory(asked.case_id)
    except Wiped:
        return True
    return False


async def _lapse(turn: Turn) -> list[str]:
    was = turn.disclosure.state
    lapsed = await turn.move(Event.LAPSE, ended_at=turn.now)
    await turn.unit.journal.append(DisclosureLapsed(at=turn.now, disclosure=lapsed.disclosure_id, was=was))
    return await tell_of(turn.context, turn.unit, lapsed, [lapsed.by], "disclosure_lapsed")


def _to_shut(turn: Turn) -> bool:
    opened = turn.disclosure
    return opened.state is State.OPENED and (opened.closes_at is None or turn.now >= opened.closes_at)


async def _shut(turn: Turn) -> list[str]:
    shut = await turn.move(Event.CLOSE, reminded_at=turn.now)
    await turn.unit.journal.append(DisclosureClosed(at=turn.now, disclosure=shut.disclosure_id, by=TIME))
    if shut.told_outside_at is not None:
        return []
    return await tell_of(turn.context, turn.unit, shut, [shut.viewer], "disclosure_tell", words=fields_of(shut))


async def _tell_members(turn: Turn) -> list[str]:
    """Dated and delayed where the ground says so, never skipped."""
    opened = turn.disclosure
    due = opened.tell_members_at
    if due is None or opened.members_told_at is not None or turn.now < due:
        return []
    turn.disclosure = replace(opened, members_told_at=turn.now)
    await turn.unit.disclosures.keep(turn.disclosure)
    return await tell_members(turn.context, turn.unit, opened)


async def _remind(turn: Turn) -> list[str]:
    """Whoever is awaited, once a day."""
    waiting = turn.disclosure
    if turn.now - (waiting.reminded_at or waiting.asked_at) < REMINDED_EVERY:
        return []
    notes = [*await _reminded(turn), *await _overdue(turn)]
    turn.disclosure = replace(turn.disclosure, reminded_at=turn.now)
    await turn.unit.disclosures.keep(turn.disclosure)
    return notes


async def _reminded(turn: Turn) -> list[str]:
    context, unit, waiting = turn.context, turn.unit, turn.disclosure
    if waiting.state is State.REQUESTED:
        action, until = Action.APPROVE_DISCLOSURE, waiting.lapses_at
        ground = ground_of(waiting)
        return await tell_able(context, unit, waiting, action, "disclosure_waiting", until=until, ground=ground)
    if waiting.state is State.APPROVED:
        return await tell_may_look(context, unit, waiting)
    if waiting.state is State.CONTESTED:
        return await tell_able(context, unit, waiting, Action.ANSWER_CONTEST, "disclosure_contested")
    if waiting.told_outside_at is None and waiting.ground.effect is Effect.LOOK:
        words = fields_of(waiting)
        return await tell_of(context, unit, waiting, [waiting.viewer], "disclosure_tell", words=words)
    return []


async def _overdue(turn: Turn) -> list[str]:
    due = turn.disclosure.review_due
    if due is None or turn.now < due:
        return []
    broken = turn.disclosure
    hours = int((turn.now - due) / timedelta(hours=1))
    await turn.unit.journal.append(ReviewOverdue(at=turn.now, disclosure=broken.disclosure_id, hours=hours))
    return await tell_able(turn.context, turn.unit, broken, Action.REVIEW_DISCLOSURE, "disclosure_overdue", at=due)
