"""A raw message that still stands because the platform does not let the bot remove it."""

from __future__ import annotations

from bot.domain.journal import ExposureEnded
from bot.handlers.context import Context
from bot.ports.store import UnitOfWork

EXPOSED = "exposed"
"""Mark of an inbox entry whose original still stands; `entrenous status` counts them."""


async def end_exposure(context: Context, unit: UnitOfWork, entry_id: str, how: str) -> None:
    """Journal that an exposed message is gone, or free of details; nothing if it was not exposed."""
    if (await unit.inbox.entry(entry_id)).code != EXPOSED:
        return
    await unit.inbox.mark(entry_id, "")
    await unit.journal.append(ExposureEnded(at=context.clock.now(), entry=entry_id, how=how))
