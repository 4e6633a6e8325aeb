"""What is done now and again while the bot runs; wired by `bootstrap`."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime

import structlog
from sqlalchemy import Engine as Database

from adapters.storage.database import settle
from bot.handlers.away import beat, tell_away
from bot.handlers.compose import forget_drafts
from bot.handlers.console import forget_sessions
from bot.handlers.context import Context
from bot.handlers.ending import destroy_due
from bot.handlers.permission import revoke_ended
from bot.handlers.retention import wipe_due
from bot.handlers.witness import WitnessRound, send_due
from bot.workflows.disclosures import DurableDisclosures
from bot.workflows.engine import Engine
from bot.workflows.flows import Flows
from bot.workflows.intake import DurableIntake

log = structlog.get_logger(__name__)

_BEAT_SECONDS = 15.0
_WIPE_SECONDS = 600.0
_WITNESS_SECONDS = 600.0
_TELL_SECONDS = 20.0
_REMIND_SECONDS = 3600.0
_MIND_SECONDS = 30.0
_CARRY_SECONDS = 5.0
_SETTLE_SECONDS = 600.0
_ENGINE_KEEPS_MS = 24 * 3600 * 1000


@asynccontextmanager
async def carrying(context: Context, flows: Flows) -> AsyncIterator[None]:
    """What is said in a round goes to its other legs, and what an earlier run left undone."""
    if not context.rounds:
        yield
        return
    chore = asyncio.create_task(_every(_CARRY_SECONDS, flows.carry_changed, context.to_carry))
    try:
        yield
    finally:
        chore.cancel()
        await asyncio.gather(chore, return_exceptions=True)


@asynccontextmanager
async def caring(
    context: Context, database: Database, disclosures: DurableDisclosures, round_: WitnessRound | None
) -> AsyncIterator[None]:
    """What was destroyed leaves the disk, and is told to the trustees; what was asked for is not left lying."""
    tidy = [
        _every(_SETTLE_SECONDS, lambda: asyncio.to_thread(settle, database)),
        _every(_MIND_SECONDS, disclosures.mind),
    ]
    told = [_every(_WITNESS_SECONDS, lambda: send_due(round_), context.to_witness)] if round_ else []
    chores = [asyncio.create_task(chore) for chore in (*tidy, *told)]
    try:
        yield
    finally:
        for chore in chores:
            chore.cancel()
        await asyncio.gather(*chores, return_exceptions=True)


def regular(
    context: Context, engine: Engine, intake: DurableIntake, since: datetime | None
) -> list[Coroutine[None, None, None]]:
    chores = [
        _every(_BEAT_SECONDS, lambda: beat(context)),
        _every(_BEAT_SECONDS, lambda: revoke_ended(context)),
        _every(_WIPE_SECONDS, lambda: _tidy(context, engine)),
        _every(_REMIND_SECONDS, intake.remind),
        _every(_TELL_SECONDS, intake.tell_of_factors),
    ]
    if since is not None:
        chores.append(tell_away(context, since))
    return chores


async def _every(seconds: float, chore: Callable[[], Awaitable[object]], woken: asyncio.Event | None = None) -> None:
    """Do a chore now and again, and whenever it is `woken`; one that fails is logged and tried at its next time."""
    woken = woken or asyncio.Event()
    while True:
        woken.clear()
        try:
            await chore()
        except Exception as error:  # noqa: BLE001 - a chore must not take the bot down
            log.error("chore_failed", error=type(error).__name__)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(woken.wait(), seconds)


async def _tidy(context: Context, engine: Engine) -> None:
    await wipe_due(context)
    await forget_drafts(context)
    await forget_sessions(context)
    await destroy_due(context)
    await engine.forget_finished(int(context.clock.now().timestamp() * 1000) - _ENGINE_KEEPS_MS)
