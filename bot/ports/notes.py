"""Private words that wait for one person."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.domain.outgoing import GiveBack, Note
from bot.domain.records import NoteKind, NoteRecord, NoteState


class Notes(Protocol):
    """Private words to one person, sealed until delivered."""

    async def add(self, record: NoteRecord, content: Note | GiveBack) -> bool:
        """Keep a note; False if that id exists already."""

    async def content(self, note_id: str) -> Note | GiveBack:
        """Raises `bot.ports.store.Wiped` once the note was delivered or given up."""

    async def move(self, note_id: str, state: NoteState) -> None:
        """Change the state; a delivered note's content is wiped."""

    async def pending_for(self, person: str) -> list[NoteRecord]: ...

    async def pending_of(self, kind: NoteKind) -> list[NoteRecord]: ...

    async def of_entry(self, entry_id: str) -> list[NoteRecord]: ...

    async def wipe_before(self, moment: datetime) -> int:
        """Give up what nobody fetched before `moment`; how many."""
