"""What changes in the room, as server-sent events: each carries its number, so a browser resumes where it stopped."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from sse_starlette import EventSourceResponse, ServerSentEvent

from adapters.web.entries import AnyRecord, Gone, Noted, Noticed, Posted, Returned, Sent
from adapters.web.pages import Pages, belongs_to_card
from adapters.web.room import Room
from adapters.web.view import View

Change = dict[str, Any]
_PING_SECONDS = 15


def stream(room: Room, pages: Pages, view: View, after: int, count: Callable[[int], None]) -> EventSourceResponse:
    """Everything above `after` that this person sees, and then what comes. Ends when the room closes."""
    return EventSourceResponse(_events(room, pages, view, after, count), ping=_PING_SECONDS)


async def _events(
    room: Room, pages: Pages, view: View, after: int, count: Callable[[int], None]
) -> AsyncIterator[ServerSentEvent]:
    count(1)
    try:
        while not room.closed:
            for number, record in room.after(after):
                after = number
                changes = changes_for(record, room, pages, view)
                if changes:
                    yield ServerSentEvent(data=json.dumps(changes), id=str(number), event="change")
            await room.wait_beyond(after)
    finally:
        count(-1)


def changes_for(record: AnyRecord, room: Room, pages: Pages, view: View) -> list[Change]:
    """What this record changes on this person's page: pieces of the feed, of their cards, of their private words."""
    match record:
        case Posted():
            feed = _piece("feed", record.message, pages.post(record, room, view), record.thread)
            return [feed, *_card(record.message, room, pages, view)]
        case Noticed():
            return [_piece("feed", f"notice:{record.notice_id}", pages.notice(record, view), record.thread)]
        case Noted() | Returned():
            return _private(record, room, pages, view)
        case Sent():
            return _card(record.message, room, pages, view)
        case Gone():
            gone = {"where": "gone", "id": record.what, "html": pages.stub(record.what, room, view), "thread": None}
            return [gone, *_card(record.what, room, pages, view)]
        case _:
            return []


def _private(record: Noted | Returned, room: Room, pages: Pages, view: View) -> list[Change]:
    """For somebody else only the hint that a private word waits for them: here one browser plays everybody."""
    if record.to != view.person.account:
        return [{"where": "nudge", "id": record.to, "html": "", "thread": None}]
    if record.about and belongs_to_card(room, record):
        return _card(record.about, room, pages, view)
    return [_piece("notes", record.key, pages.note(record, view), None)]


def _card(message: str, room: Room, pages: Pages, view: View) -> list[Change]:
    card = room.card(message)
    if card is None or card.account != view.person.account:
        return []
    return [_piece("cards", message, pages.card(card, view), None)]


def _piece(where: str, piece_id: str, html: str, thread: str | None) -> Change:
    return {"where": where, "id": piece_id, "html": html, "thread": thread}
