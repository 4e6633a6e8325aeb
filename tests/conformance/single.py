"""What the stages of channels of single people have in common: a round, and who reads it there.

Sue and Bob write; Ann only reads, so what stands in her inbox is what stands in the round: nobody gets their own message.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import timedelta

from adapters.storage.addresses import SealedAddresses
from bot.domain.messages import ConversationRef, PersonRef
from bot.domain.roster import Role
from bot.domain.rounds import RoundMember
from bot.handlers.context import Context
from redaction import RawText

READER = "Ann"
PEOPLE = ("Sue", "Bob", READER)
POST = re.compile(r"(?:#\d+ )?(?P<post>\w+ \(C-[2-9A-Z]{5}\).*)", re.DOTALL)
"""A post of the round as it lies in an inbox, with its number where it has one."""


def round_settings() -> Mapping[str, str]:
    return {"ENTRENOUS_ROUNDS": json.dumps([{"name": "advice", "title": "Advice"}])}


def pages(port: int) -> Mapping[str, str]:
    """Our own pages, under which a platform calls us."""
    return {"ENTRENOUS_PAGES__URL": f"http://127.0.0.1:{port}", "ENTRENOUS_PAGES__PORT": str(port)}


async def enrol(context: Context, channel: str, address: str, name: str) -> None:
    """A listener of the list, who reads and writes the round there."""
    account = await SealedAddresses(context.store).keep(channel, RawText(address))  # type: ignore[arg-type]
    now = context.clock.now()
    async with context.store.begin() as unit:
        member = (await unit.roster.add(RawText(name), frozenset({Role.LISTENER}), "en", now)).member_id
        person = PersonRef(channel, account)
        await unit.roster.link(person, member, now)
        await unit.people.meet(person, RawText(name))
        await unit.people.speaks(person, "en")
        leg = ConversationRef(channel, account)
        await unit.rounds.join(RoundMember("advice", member, leg, now - timedelta(seconds=1)))


async def carried(context: Context) -> bool:
    """Whether everybody has what stands in the round."""
    async with context.store.read() as unit:
        return not (await unit.posts.uncarried() or await unit.copies.entries_due())
