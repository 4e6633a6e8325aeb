"""Call a platform until it answers for good."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import count

import structlog

from bot.domain.outgoing import Effect, Outcome
from bot.handlers.context import Context

log = structlog.get_logger(__name__)

_FIRST_WAIT = 0.5
_LONGEST_WAIT = 60.0


async def attempt(
    context: Context,
    call: Callable[[], Awaitable[Effect]],
    on_fault: Callable[[int], Awaitable[None]] | None = None,
    within: timedelta | None = None,
) -> Effect:
    """The effect of `call`, tried again while it ends in `Outcome.RETRY`.

    Waits as long as the platform says, else 0.5 s doubling up to a minute; gives up after `Rules.give_up_after`,
    or `within` a time that would be over before the next try.
    `on_fault(n)` is told of the n-th fault in a row that was not the platform's own "wait".
    """
    deadline = context.clock.now() + context.rules.give_up_after
    faults, waited = 0, 0.0
    for tries in count():
        effect = await once(call)
        if effect.outcome is not Outcome.RETRY:
            return effect
        if context.clock.now() >= deadline:
            return Effect(Outcome.FAILED, code="gave_up")
        if effect.retry_after is None:
            faults += 1
            if on_fault:
                await on_fault(faults)
        wait = effect.retry_after or min(_FIRST_WAIT * 2 ** min(tries, 10), _LONGEST_WAIT)
        waited += wait
        if within is not None and waited > within.total_seconds():
            return Effect(Outcome.FAILED, code="gave_up")
        await asyncio.sleep(wait)
    raise AssertionError("unreachable")


async def once(call: Callable[[], Awaitable[Effect]]) -> Effect:
    """The effect of one call; an adapter that raises has FAILED."""
    try:
        return await call()
    except Exception as error:  # noqa: BLE001 - an adapter must not take the message down with it
        log.error("channel_call_raised", error=type(error).__name__)
        return Effect(Outcome.FAILED, code=type(error).__name__)
