"""What a new bot finds by itself while it is being set up: groups that it is in, people who spoke to it.

Nothing is confirmed, so what was written meanwhile is still read, and redacted, when the bot starts. No text is kept.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from adapters.telegram.client import Client, Unreachable, build_client
from adapters.telegram.settings import TelegramSettings

_HOLDING = ("message", "edited_message", "my_chat_member", "chat_member", "callback_query")
_GONE = ("left", "kicked")
AT_ONCE = 100
"""Updates of one answer, the earliest first (https://core.telegram.org/bots/api#getupdates)."""

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A group or a person: Telegram's id, and how people call it."""

    id: int
    name: str = field(repr=False)


@dataclass(slots=True)
class Sighting:
    """What the waiting updates show, by id. `moved`: groups that became supergroups, old id to new.

    `full`: more may be waiting than one answer holds.
    """

    groups: dict[int, Found] = field(default_factory=dict)
    people: dict[int, Found] = field(default_factory=dict)
    moved: dict[int, int] = field(default_factory=dict)
    full: bool = False


@asynccontextmanager
async def connected(settings: TelegramSettings) -> AsyncIterator[Client]:
    """A client that knows who it is. Raises `Refused` for a bad token, `Unreachable` where nobody answers."""
    client = build_client(settings.token, settings.base_url, paced=False)
    try:
        await client.connect()
        yield client
    finally:
        await client.close()


async def look(client: Client, groups: Iterable[int], people: Iterable[int] = ()) -> Sighting:
    """What is waiting; also what Telegram tells of those `groups` and `people`, and of the groups' administrators.

    Raises `Unreachable`.
    """
    updates = await client.waiting()
    sighting = sighted(updates)
    sighting.full = len(updates) >= AT_ONCE
    for group in groups:
        if (title := await client.called(group)) is not None:
            now = client.moved.get(group, group)
            sighting.groups.setdefault(now, Found(now, title))
    sighting.moved |= client.moved
    for group in tuple(sighting.groups):
        sighting.people |= {person.id: person for person in await _administrators(client, group)}
    for person in (one for one in people if one not in sighting.people):
        sighting.people[person] = Found(person, await client.called(person) or str(person))
    return sighting


def sighted(updates: Iterable[Json]) -> Sighting:
    """Groups and people in `updates`; without groups that the bot left, and under the ids that they have by now. Pure."""
    found = Sighting()
    for update in updates:
        for event in (update[kind] for kind in _HOLDING if isinstance(update.get(kind), Mapping)):
            _note_group(event, found)
            found.people |= {person.id: person for person in _persons([event.get("from")])}
    for old, new in found.moved.items():
        if (was := found.groups.pop(old, None)) is not None:
            found.groups.setdefault(new, Found(new, was.name))
    return found


async def _administrators(client: Client, group: int) -> tuple[Found, ...]:
    """Administrators of a group; none where the bot may not ask."""
    try:
        return tuple(_persons(await client.administrators(group)))
    except Unreachable:
        return ()


def _note_group(event: Json, found: Sighting) -> None:
    chat = event.get("chat")
    if not isinstance(chat, Mapping) or chat.get("type") not in ("group", "supergroup"):
        return
    if isinstance(new := event.get("migrate_to_chat_id"), int):
        found.moved[chat["id"]] = new
    if (event.get("new_chat_member") or {}).get("status") in _GONE:
        found.groups.pop(chat["id"], None)
    else:
        found.groups[chat["id"]] = Found(chat["id"], str(chat.get("title", "")))


def _persons(users: Iterable[object]) -> Iterator[Found]:
    for user in users:
        if isinstance(user, Mapping) and isinstance(user.get("id"), int) and not user.get("is_bot"):
            names = (user.get("first_name"), user.get("last_name"))
            yield Found(user["id"], " ".join(str(name) for name in names if name))
