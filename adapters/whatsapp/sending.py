"""Sends messages of ours to one person, in order, and says how that ended: through the window, with quotes, statuses awaited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from adapters.whatsapp.client import Client
from adapters.whatsapp.deliveries import Deliveries
from adapters.whatsapp.errors import WINDOW
from adapters.whatsapp.meanings import NAME
from adapters.whatsapp.render import Piece, Text
from adapters.whatsapp.window import Window
from bot.domain.messages import MessageRef
from bot.domain.outgoing import Effect, Outcome
from bot.ports.addresses import Addresses
from bot.ports.memos import Memos
from redaction import Lang, RawText

log = structlog.get_logger(__name__)

QUOTED_FOR = timedelta(days=30)
"""So long a message can be quoted, and is answered by quoting it."""
_FORGOTTEN = Effect(Outcome.FAILED, code="no_address")


@dataclass(frozen=True, slots=True)
class Template:
    """The approved message for whom the window is shut. None: there is none."""

    name: str | None


class Sending:
    """`now`: the time. Messages are known by their mark: Meta's own id holds the telephone number."""

    def __init__(
        self,
        client: Client,
        addresses: Addresses,
        memos: Memos,
        window: Window,
        deliveries: Deliveries,
        template: Template,
        now: Callable[[], datetime],
    ) -> None:
        self._client, self._addresses, self._memos = client, addresses, memos
        self._window, self._deliveries, self._template, self._now = window, deliveries, template, now

    async def post(self, account: str, pieces: Sequence[Piece], lang: Lang) -> Effect:
        """For colleagues: what comes while the window is shut waits, and counts as done."""
        effect = await self.now(account, pieces) if await self._window.open(account) else None
        if effect is None or (effect.outcome is Outcome.CLOSED and effect.code == WINDOW):
            return await self._later(account, pieces, lang)
        return effect

    async def tell(self, account: str, pieces: Sequence[Piece], lang: Lang) -> Effect:
        """For one person alone: while the window is shut the core keeps it, and they are asked to answer."""
        if not await self._window.open(account):
            effect = await self._knock(account, lang)
            return effect if effect.outcome is Outcome.RETRY else Effect(Outcome.CLOSED, code=WINDOW)
        return await self.now(account, pieces)

    async def now(self, account: str, pieces: Sequence[Piece]) -> Effect:
        """Send them all; DONE with the messages that it consists of. The last one's status is awaited."""
        to = await self._addresses.address(NAME, account)
        if to is None:
            return _FORGOTTEN
        refs: list[MessageRef] = []
        for piece in pieces:
            effect, wamid = await self._client.send(to, piece, await self._quoted(piece))
            if wamid is None:
                return effect
            refs.append(MessageRef(NAME, account, await self.remember(wamid)))
        ended = await self._deliveries.ended(refs[-1].message)
        if ended.outcome is not Outcome.DONE:
            return ended
        return Effect(Outcome.DONE, refs[0], more=tuple(refs[1:]))

    async def deliver_waiting(self, account: str) -> None:
        """They wrote: send what waits for them, oldest first. What cannot be sent now goes on waiting."""
        for ref in await self._window.waiting(account):
            pieces = await self._window.pieces(account, ref)
            effect = await self.now(account, pieces) if pieces else Effect(Outcome.GONE)
            if effect.outcome in (Outcome.RETRY, Outcome.CLOSED):
                return
            if effect.ref is not None:
                await self._stands_for(ref, [effect.ref.message, *(one.message for one in effect.more)])
            await self._window.drop(account, ref)

    async def reply(self, to: RawText | None, pieces: Sequence[Piece]) -> None:
        """A line to a stranger who just wrote; nothing of it is kept."""
        if to is None:
            return
        for piece in pieces:
            effect, wamid = await self._client.send(to, piece, None)
            if wamid is None:
                log.warning("a stranger could not be answered", outcome=str(effect.outcome), code=effect.code)

    def mark(self, wamid: RawText) -> str:
        return self._addresses.mark(NAME, wamid)

    async def remember(self, wamid: RawText) -> str:
        """The mark of a message, by which it can be quoted."""
        mark = self._addresses.mark(NAME, wamid)
        await self._memos.keep(NAME, f"id/{mark}", wamid, self._now() + QUOTED_FOR)
        return mark

    async def known_as(self, wamid: RawText) -> str:
        """How the core knows a message: by its mark, or, where it had to wait, by what stood for it."""
        mark = self._addresses.mark(NAME, wamid)
        stood = await self._memos.read(NAME, f"as/{mark}")
        return stood.expose() if stood else mark

    async def _later(self, account: str, pieces: Sequence[Piece], lang: Lang) -> Effect:
        if await self._addresses.address(NAME, account) is None:
            return _FORGOTTEN
        effect = await self._knock(account, lang)
        if effect.outcome is Outcome.RETRY:
            return effect
        ref = await self._window.wait(account, pieces)
        if ref is None:
            return Effect(Outcome.FAILED, code="too_many_wait")
        return Effect(Outcome.DONE, MessageRef(NAME, account, ref))

    async def _knock(self, account: str, lang: Lang) -> Effect:
        """The template, once a day. Whether it came through changes nothing for what waits."""
        to = await self._addresses.address(NAME, account)
        if self._template.name is None or to is None or not await self._window.to_knock(account):
            return Effect(Outcome.GONE)
        effect = await self._client.send_template(to, self._template.name, lang)
        if effect.outcome is not Outcome.RETRY:
            await self._window.knocked(account)
        return effect

    async def _quoted(self, piece: Piece) -> RawText | None:
        if not isinstance(piece, Text) or piece.reply_to is None:
            return None
        return await self._memos.read(NAME, f"id/{piece.reply_to}")

    async def _stands_for(self, ref: str, marks: Sequence[str]) -> None:
        """What was sent late is known to the core by what stood for it while it waited."""
        until = self._now() + QUOTED_FOR
        first = await self._memos.read(NAME, f"id/{marks[0]}")
        if first is not None:
            await self._memos.keep(NAME, f"id/{ref}", first, until)
        for mark in marks:
            await self._memos.keep(NAME, f"as/{mark}", RawText(ref), until)
