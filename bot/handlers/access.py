"""The only place that decides who may do what. Refused by default; one condition per line."""

from __future__ import annotations

from bot.domain.messages import PersonRef
from bot.ports.store import UnitOfWork


async def is_author(unit: UnitOfWork, person: PersonRef, entry_id: str) -> bool:
    """Whether `person` wrote the message of this entry: only they are told what was hidden or held."""
    try:
        entry = await unit.inbox.entry(entry_id)
    except LookupError:
        return False
    if not entry.author:
        return False
    return entry.author == unit.people.fingerprint(person)
