"""How far what was sent came. Meta takes almost everything at once and tells by webhook whether it went on."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from adapters.whatsapp.errors import effect_of_status
from bot.domain.outgoing import Effect, Outcome

_MOST = 2000
_WELL = frozenset({"sent", "delivered", "read", "played"})


class Deliveries:
    """`patience`: seconds to wait for the word that a message went on; it comes within one, where webhooks come at all."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._awaited: dict[str, asyncio.Future[Effect]] = {}
        self._early: OrderedDict[str, Effect] = OrderedDict()
        """Of messages that nobody waits for: a status can come before the answer to the sending."""

    async def ended(self, mark: str) -> Effect:
        """How a message ended that Meta took; DONE where it says nothing in time."""
        if (early := self._early.pop(mark, None)) is not None:
            return early
        awaited = self._awaited[mark] = asyncio.get_running_loop().create_future()
        try:
            return await asyncio.wait_for(awaited, self._patience)
        except TimeoutError:
            return Effect(Outcome.DONE)
        finally:
            self._awaited.pop(mark, None)

    def told(self, mark: str, state: str, code: str) -> Effect | None:
        """Meta says how far it came. The effect of one that failed and that nobody waits for any more."""
        if state not in _WELL and state != "failed":
            return None
        effect = Effect(Outcome.DONE) if state in _WELL else effect_of_status(code)
        awaited = self._awaited.get(mark)
        if awaited is not None and not awaited.done():
            awaited.set_result(effect)
            return None
        self._early[mark] = effect
        if len(self._early) > _MOST:
            self._early.popitem(last=False)
        return effect if effect.outcome is not Outcome.DONE else None
