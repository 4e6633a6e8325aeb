"""The room as it stands: its records, folded into what each person sees. Everything kept goes through the `RoomLog`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from adapters.web.entries import (
    AnyRecord,
    Blank,
    Enclosed,
    Gone,
    Noted,
    Noticed,
    Posted,
    Returned,
    Sent,
    blank_of,
    dump,
    load,
)
from adapters.web.lessons import Step
from bot.ports.room import RoomLog
from redaction import Lang

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Card:
    """How one message of one author fares: what the author's page shows about it.

    `state`: "checking", "posted", "returned" (withheld and given back), "removed" (not shown, though its author did not
    delete it: taken back, or reported and not posted again yet) or "deleted".
    `note`: what was hidden; `words`: whatever else was said to its author about it, oldest first.
    """

    message: str
    account: str
    state: str
    at: datetime
    post: Posted | None = None
    note: Noted | None = None
    words: tuple[Noted, ...] = ()
    returned: Returned | None = None


class Room:
    """One room's records in order, an index over them, and a bell that rings when one is added.

    `add` keeps a record once: a repetition (same `key`) gives the number of the first. `now` tells the time of changes.
    """

    def __init__(self, log: RoomLog, name: str, now: Callable[[], datetime]) -> None:
        self.name = name
        self._log = log
        self._now = now
        self._writing = asyncio.Lock()
        self._bell = asyncio.Condition()
        self._records: dict[int, AnyRecord] = {}
        self._numbers: dict[str, int] = {}
        self._posts: dict[str, int] = {}
        self._places: dict[str, int] = {}
        self._message_of: dict[str, str] = {}
        self._touching: dict[str, list[int]] = {}
        self._deleted: set[str] = set()
        self.last = 0
        self.closed = False

    async def load(self) -> None:
        """Read the log from its beginning."""
        after = 0
        while page := await self._log.read(self.name, after, _PAGE):
            for number, data in page:
                after = number
                self._index(number, load(data))

    async def close(self) -> None:
        """Let every live view end."""
        async with self._bell:
            self.closed = True
            self._bell.notify_all()

    # -- writing

    async def add(self, record: AnyRecord) -> int:
        """Keep `record` unless its like is there already; its number."""
        async with self._writing:
            known = self._numbers.get(record.key) if record.key else None
            if known is not None:
                return known
            older = self._posts.get(record.message) if isinstance(record, Posted) else None
            number = await self._append(record)
            if older is not None:
                await self._blank(older)
        return number

    async def amend(self, message: str, record: Posted) -> bool:
        """Show `record` in the place of the post of `message`, with its time and thread; whether one stands there."""
        async with self._writing:
            older, standing = self._posts.get(message), self.post_of(message)
            if older is None or standing is None:
                return False
            kept = {"message": message, "at": standing.at, "thread": standing.thread, "reply_to": standing.reply_to}
            record = record.model_copy(update=kept)
            if record != standing:
                await self._append(record)
                await self._blank(older)
        return True

    async def retire(self, subject: str) -> None:
        """What private words offered about `subject` is over: their buttons go, and where they tell nothing else, they too."""
        async with self._writing:
            offering = [
                (number, record)
                for number, record in self._records.items()
                if isinstance(record, Noted) and any(button.subject == subject for button in record.buttons)
            ]
            for number, record in offering:
                if record.hidden:
                    await self._replace(number, record.model_copy(update={"buttons": ()}))
                else:
                    await self._blank(number)
                    await self._append(Gone(at=self._now(), what=record.key))

    async def mark_stored(self, number: int) -> None:
        """The core has this event in keeping."""
        async with self._writing:
            record = self._records[number]
            if isinstance(record, Sent) and not record.stored:
                await self._replace(number, record.model_copy(update={"stored": True}))

    async def take_away(self, what: str, *, deleted: bool = False) -> bool:
        """Show a message, or one post of it, no more; whether it was shown. `deleted`: by its author, so for good.

        A post that was replaced by a newer version of the same message is gone already.
        """
        message = self.message_of(what)
        async with self._writing:
            post = self.post_of(message)
            if post is not None and what not in (message, post.post_id):
                return False
            number = self._posts.pop(message, None)
            if number is not None:
                await self._blank(number)
            if number is not None or deleted:
                await self._append(Gone(at=self._now(), what=message, deleted=deleted))
        return number is not None

    async def forget(self, number: int) -> None:
        """Put out a private record (a message given back that its author had time to fetch)."""
        async with self._writing:
            record = self._records.get(number)
            if record is not None and record.key:
                await self._blank(number)
                await self._append(Gone(at=self._now(), what=record.key))

    async def drop_file(self, sent: Sent, wipe: Callable[[int], Awaitable[None]]) -> None:
        """Wipe the file that came with `sent`, and forget its number."""
        async with self._writing:
            if sent.file is not None:
                await wipe(sent.file)
                await self._replace(self._numbers[sent.key], sent.model_copy(update={"file": None}))

    async def _append(self, record: AnyRecord) -> int:
        number = await self._log.append(self.name, dump(record))
        self._index(number, record)
        async with self._bell:
            self._bell.notify_all()
        return number

    async def _blank(self, number: int) -> None:
        await self._replace(number, blank_of(self._records[number], self._now()))

    async def _replace(self, number: int, record: AnyRecord) -> None:
        await self._log.replace(number, dump(record))
        self._records[number] = record

    def _index(self, number: int, record: AnyRecord) -> None:
        self._records[number] = record
        self.last = max(self.last, number)
        if record.key:
            self._numbers.setdefault(record.key, number)
        match record:
            case Posted():
                self._posts[record.message] = number
                self._places.setdefault(record.message, number)
                self._message_of[record.post_id] = record.message
                self._touch(record.message, number)
            case Sent():
                self._touch(record.message, number)
            case Noted() | Returned() if record.about:
                self._touch(record.about, number)
            case Blank() if record.message:
                self._places.setdefault(record.message, number)
            case Gone():
                self._posts.pop(record.what, None)
                self._touch(record.what, number)
                if record.deleted:
                    self._deleted.add(record.what)

    def _touch(self, message: str, number: int) -> None:
        self._touching.setdefault(message, []).append(number)

    # -- reading

    async def wait_beyond(self, number: int) -> None:
        """Return when there is a record above `number`, or when the room closes."""
        async with self._bell:
            await self._bell.wait_for(lambda: self.closed or self.last > number)

    def after(self, number: int) -> list[tuple[int, AnyRecord]]:
        return [(n, self._records[n]) for n in range(number + 1, self.last + 1) if n in self._records]

    def number_of(self, key: str) -> int | None:
        return self._numbers.get(key)

    def sent(self, event_id: str) -> Sent | None:
        number = self._numbers.get(f"sent:{event_id}")
        record = self._records.get(number) if number is not None else None
        return record if isinstance(record, Sent) else None

    def post_of(self, message: str) -> Posted | None:
        record = self._records.get(self._posts.get(message, 0))
        return record if isinstance(record, Posted) else None

    def enclosed(self, number: int) -> Enclosed | None:
        """The file of that number, if it goes with a post that is shown."""
        shown = (record for record in self._records.values() if isinstance(record, Posted))
        return next((file for post in shown for file in post.files if file.number == number), None)

    def message_of(self, what: str) -> str:
        """The message that a post of ours stands for; an id of a message is its own answer."""
        return self._message_of.get(what, what)

    def is_deleted(self, message: str) -> bool:
        return message in self._deleted

    def root_of(self, message: str) -> str | None:
        """The first message of the thread that `message` belongs to; None if the room does not show it."""
        post = self.post_of(message)
        return None if post is None else post.thread or post.message

    def owner_of(self, message: str) -> str | None:
        """Whose message it is; None if it was not written here."""
        return next((record.account for record in self._about(message) if isinstance(record, Sent)), None)

    def is_composed(self, message: str) -> bool:
        """Whether its author chose what it is for, or saw it before it was posted."""
        return any(isinstance(record, Sent) and record.composed for record in self._about(message))

    def shown(self) -> list[Posted | Noticed]:
        """What everybody sees, oldest first; an edited message keeps its place."""
        shown = [(n, r) for n, r in self._records.items() if isinstance(r, Posted | Noticed)]
        return [r for _, r in sorted(shown, key=lambda pair: self._place(*pair))]

    def private(self, account: str) -> list[Noted | Returned]:
        """What only this person sees, oldest first."""
        return [r for r in self._records.values() if isinstance(r, Noted | Returned) and r.to == account]

    def returned(self) -> Iterator[tuple[int, Returned]]:
        return ((n, r) for n, r in list(self._records.items()) if isinstance(r, Returned))

    def practised(self, account: str, lang: Lang) -> list[Step]:
        """What this person did of the exercises of one language, oldest first."""
        steps = [record for record in self._records.values() if isinstance(record, Step)]
        return [step for step in steps if (step.account, step.lang) == (account, lang)]

    def files(self) -> Iterator[Sent]:
        return (r for r in list(self._records.values()) if isinstance(r, Sent) and r.file is not None)

    def cards(self, account: str) -> list[Card]:
        """The messages of this person, newest first."""
        mine = {r.message: None for r in self._records.values() if isinstance(r, Sent) and r.account == account}
        return [card for message in reversed(mine) if (card := self.card(message))]

    def card(self, message: str) -> Card | None:
        """How a message fares; None while nobody has it in keeping."""
        about = self._about(message)
        sent = [place for place, record in enumerate(about) if isinstance(record, Sent) and record.stored]
        if not sent and about and isinstance(about[0], Sent) and not all(isinstance(one, Sent) for one in about):
            sent = [0]  # a draft that was posted: the core has it
        if not sent:
            return None
        first, latest = about[sent[0]], about[sent[-1] :]
        assert isinstance(first, Sent)
        notes = [record for record in latest if isinstance(record, Noted) and record.to == first.account]
        return Card(
            message=message,
            account=first.account,
            state=_state(latest),
            at=first.at,
            post=self.post_of(message),
            note=next((note for note in reversed(notes) if note.hidden), None),
            words=tuple(note for note in notes if not note.hidden),
            returned=next((record for record in reversed(latest) if isinstance(record, Returned)), None),
        )

    def _place(self, number: int, record: Posted | Noticed) -> int:
        return self._places[record.message] if isinstance(record, Posted) else number

    def _about(self, message: str) -> list[AnyRecord]:
        return [self._records[number] for number in self._touching.get(message, ())]


def _state(latest: list[AnyRecord]) -> str:
    """What happened last decides: an edit of a posted message is checked anew, a deletion is for good."""
    states = [state for record in latest if (state := _state_after(record))]
    return "deleted" if "deleted" in states else (states or ["checking"])[-1]


def _state_after(record: AnyRecord) -> str:
    match record:
        case Sent(kind="deleted") | Gone(deleted=True):
            return "deleted"
        case Gone():
            return "removed"
        case Sent(stored=True):
            return "checking"
        case Posted():
            return "posted"
        case Returned():
            return "returned"
        case _:
            return ""
