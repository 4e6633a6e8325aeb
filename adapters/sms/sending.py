"""Sends texts of ours to one person, in order and in parts, and says how that ended."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from adapters.sms.client import Client
from adapters.sms.errors import STOPPED
from adapters.sms.meanings import NAME
from adapters.sms.records import Records
from adapters.sms.remembering import Remembering
from adapters.sms.render import Text, numbered, parts
from adapters.sms.segments import ours
from bot.domain.messages import MessageRef
from bot.domain.outgoing import Effect, Line, Outcome
from bot.ports.addresses import Addresses
from bot.ports.in_turn import InTurn
from bot.ports.wording import Wording
from redaction import Lang, RawText

log = structlog.get_logger(__name__)

_FORGOTTEN = Effect(Outcome.FAILED, code="no_address")


class Sending:
    """`most`: how many messages a text may take at once; the rest is kept until they ask for it.

    One text at a time to one person: else two lists are numbered alike, and the parts of two texts stand in one another.
    """

    def __init__(
        self,
        client: Client,
        addresses: Addresses,
        remembering: Remembering,
        records: Records,
        wording: Wording,
        most: int,
    ) -> None:
        self._client, self._addresses, self._remembering = client, addresses, remembering
        self._records, self._wording, self._most = records, wording, most
        self._in_turn = InTurn()

    async def post(self, account: str, text: Text, lang: Lang) -> Effect:
        """For colleagues: with a number, by which it is answered."""
        async with self._in_turn.turn(account):
            number = await self._remembering.next_post(account)
            effect = await self._say(account, Text(f"#{number} {text.body}", text.choices), lang)
            if effect.ref is not None:
                await self._remembering.stands(account, number, effect.ref.message)
            return effect

    async def say(self, account: str, text: Text, lang: Lang) -> Effect:
        """DONE with the messages that it consists of."""
        async with self._in_turn.turn(account):
            return await self._say(account, text, lang)

    async def more(self, account: str, lang: Lang) -> bool:
        """The rest of what was too long; False where nothing is left."""
        async with self._in_turn.turn(account):
            to = await self._addresses.address(NAME, account)
            rest = await self._remembering.rest(account)
            if to is None or not rest:
                return False
            if (await self._send(account, to, rest, lang)).outcome is not Outcome.DONE:
                await self._remembering.leave(account, rest)
            return True

    async def reply(self, to: RawText, text: Text) -> None:
        """A line to a stranger who just wrote; nothing of it is kept."""
        for part in parts(text.body):
            effect, sid = await self._client.send(to, part)
            if sid is None:
                log.warning("a stranger could not be answered", outcome=str(effect.outcome), code=effect.code)
                return
            await self._records.sent(sid)

    async def _say(self, account: str, text: Text, lang: Lang) -> Effect:
        to = await self._addresses.address(NAME, account)
        if to is None:
            return _FORGOTTEN
        if await self._remembering.stopped(account):
            return Effect(Outcome.CLOSED, code=STOPPED)
        listed = numbered(await self._remembering.offer(account, text.choices))
        cut = list(parts("\n".join(filter(None, (text.body, listed)))))
        return await self._send(account, to, cut, lang)

    async def _send(self, account: str, to: RawText, cut: Sequence[str], lang: Lang) -> Effect:
        now, rest = list(cut[: self._most]), list(cut[self._most :])
        if rest:
            hint = self._wording.render(Line("sms.more_hint", lang, {"count": len(rest)}))
            now[-1] = f"{now[-1]}\n{ours(hint)}"
        refs: list[MessageRef] = []
        for at, part in enumerate(now, 1):
            if len(cut) > 1 and at == len(now):
                await self._remembering.leave(account, rest)  # before it is sent: they may ask for it at once
            effect, sid = await self._client.send(to, part)
            if sid is None:
                if effect.code == STOPPED:
                    await self._remembering.stop(account, stopped=True)
                return effect
            await self._records.sent(sid)
            refs.append(MessageRef(NAME, account, sid))
        return Effect(Outcome.DONE, refs[0], more=tuple(refs[1:]))
