"""What somebody is called whose platform tells no name: a telephone number has none."""

from __future__ import annotations

from bot.domain.messages import PersonRef
from bot.handlers.context import Context
from redaction import RawText


async def named(context: Context, person: PersonRef | None, name: RawText) -> RawText:
    """The name that the platform shows, else the one on the roster, else none."""
    if name or person is None:
        return name
    async with context.store.read() as unit:
        member = await unit.roster.member_of(person)
    return member.name if member else name
