"""Forged requests are told to the core, which journals them; a flood of them is told once a minute."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog

from adapters.web.limits import Rate

_LOG = structlog.get_logger("entrenous.web")


class Refusals:
    """`tell` takes a slug to the journal. `each` bounds how many go there one by one, `floods` how often the rest is told."""

    def __init__(self, tell: Callable[[str], Awaitable[None]], each: Rate, floods: Rate) -> None:
        self._tell = tell
        self._each = each
        self._floods = floods

    async def journal(self, code: str) -> None:
        if not self._each.wait_for("each"):
            await self._say(code)
        elif not self._floods.wait_for("flood"):
            await self._say("flood")

    async def _say(self, code: str) -> None:
        try:
            await self._tell(code)
        except Exception as fault:  # noqa: BLE001 - a journal that is away must not turn a no into something else
            _LOG.error("web.unjournalled", code=code, fault=type(fault).__name__)
