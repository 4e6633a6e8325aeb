"""Who the supervisors of a channel are: those whom the roster gives the role, and those of the settings.

Asked for anew each time, before an alert is queued and again before it goes out: it tells of somebody's message, and must
not reach a person who left or has lost the role meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.messages import ConversationRef, PersonRef
from bot.domain.roster import Role
from bot.domain.rounds import ROUND
from bot.handlers.context import Context
from bot.ports.channel import Channel
from bot.ports.store import UnitOfWork


async def supervisors(unit: UnitOfWork, channel: Channel) -> tuple[PersonRef, ...]:
    """Their accounts on `channel`, each once."""
    return await supervisors_on(unit, channel.name, channel.supervisors)


async def supervisors_of(context: Context, unit: UnitOfWork, where: ConversationRef) -> tuple[PersonRef, ...]:
    """Of the channel of a conversation; of all channels, each person once, where it is a round's own, which is on none."""
    if where.channel != ROUND:
        return await supervisors(unit, context.channels[where.channel])
    found: dict[str, PersonRef] = {}
    for channel in context.channels.values():
        for person in await supervisors(unit, channel):
            found.setdefault(await unit.roster.who(person), person)
    return tuple(found.values())


async def supervisors_on(unit: UnitOfWork, name: str, named: Sequence[PersonRef]) -> tuple[PersonRef, ...]:
    """The same of a channel that is not running: its `name`, and whom the settings name there."""
    of_settings = [person for person in named if await _may_be(unit, person)]
    return tuple(dict.fromkeys((*of_settings, *await unit.roster.holding(Role.SUPERVISOR, name))))


async def _may_be(unit: UnitOfWork, person: PersonRef) -> bool:
    """Whether the settings are to be believed: an account that the roster knows is the roster's to decide about."""
    member = await unit.roster.member_of(person)
    return member is None or member.holds(Role.SUPERVISOR)
