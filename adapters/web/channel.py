"""The `web` channel: its own platform. What is written goes to the core and is shown to nobody before it was decided."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from starlette.types import ASGIApp

from adapters.web import render
from adapters.web.app import RoomApp
from adapters.web.deps import Deps
from adapters.web.entries import AnyRecord
from adapters.web.files import Files
from adapters.web.limits import Rate
from adapters.web.pages import Pages
from adapters.web.parse import CHANNEL
from adapters.web.room import Room
from adapters.web.server import Listener
from adapters.web.settings import WebSettings
from adapters.web.shield import Shield
from adapters.web.verify import Gate, names_of
from bot.domain.capabilities import Capabilities, Removal
from bot.domain.exercises import NO_EXERCISES, Exercises
from bot.domain.messages import Attachment, ConversationRef, MessageRef, PersonRef
from bot.domain.outgoing import Effect, GiveBack, Note, Notice, Outcome, Post
from bot.ports.channel import MOST_FETCHED, Intake, NotFetched
from bot.ports.room import RoomLog
from bot.ports.wording import Wording
from redaction import RawBytes, RawText

_REFUSALS_A_MINUTE = 60
_SWEEP_SECONDS = 600


def declared() -> Capabilities:
    """What the room can do. `unthreaded`: people mostly write on without pressing Answer, and "Mary" must stay the same person then."""
    return Capabilities(
        removal=Removal.NEVER_SHOWN,
        backlog=timedelta(0),
        unthreaded=True,
        finds_own_posts=True,
        amends=True,
        called=True,
        files=MOST_FETCHED,
    )


def build(settings: WebSettings, wording: Wording, log: RoomLog, exercises: Exercises = NO_EXERCISES) -> WebChannel:
    """The channel, not yet listening."""
    return WebChannel(settings, wording, log, exercises)


class WebChannel:
    """`bot.ports.channel.Channel` over a `Room` and a small web server. `url` is known once `start` has returned."""

    name = CHANNEL

    def __init__(
        self,
        settings: WebSettings,
        wording: Wording,
        log: RoomLog,
        exercises: Exercises = NO_EXERCISES,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._settings = settings
        self._wording = wording
        self._exercises = exercises
        self._now = now
        self._room = Room(log, settings.room, now)
        self._files = Files(log, settings.room)
        self._accounts = frozenset(person.account for person in settings.people)
        self._listener = Listener(settings.host, settings.port, "ENTRENOUS_WEB__PORT")
        self._intake: Intake | None = None
        self._sweeping: asyncio.Task[None] | None = None
        self._port = settings.port
        given = settings.session_secret
        self._secret = given.get_secret_value().encode() if given else secrets.token_bytes(32)
        self.app: ASGIApp = Shield(self._application())

    def _application(self) -> ASGIApp:
        deps = Deps(
            settings=self._settings,
            room=self._room,
            files=self._files,
            pages=Pages(self._settings, self._wording),
            gate=lambda: Gate(names_of(self._settings.host, self._port), self._secret),
            cookie=lambda: f"entrenous_{self._port}",
            intake=lambda: self._intake,
            rate=Rate(self._settings.per_minute, time.monotonic),
            refusals=Rate(_REFUSALS_A_MINUTE, time.monotonic),
            floods=Rate(1, time.monotonic),
            now=self._now,
            exercises=self._exercises,
        )
        return RoomApp(deps).starlette()

    @property
    def url(self) -> str:
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        return f"http://{host}:{self._port}"

    @property
    def capabilities(self) -> Capabilities:
        return declared()

    @property
    def conversations(self) -> tuple[ConversationRef, ...]:
        return (ConversationRef(CHANNEL, self._settings.room),)

    async def places_of(self, person: PersonRef) -> tuple[ConversationRef, ...]:
        return self.conversations if person.channel == CHANNEL and person.account in self._accounts else ()

    def title_of(self, place: ConversationRef) -> str:
        return place.conversation

    @property
    def supervisors(self) -> tuple[PersonRef, ...]:
        return tuple(PersonRef(CHANNEL, p.account) for p in self._settings.people if p.role == "supervisor")

    async def start(self, intake: Intake) -> None:
        """Read the room back and listen. Raises `PortTaken`."""
        self._port = self._listener.bind()
        await self._room.load()
        self._intake = intake
        for person in self._settings.people:  # a room is open to everybody in it, and they greet one another by name
            await intake.private(PersonRef(CHANNEL, person.account), RawText(person.name), person.lang)
        await self._listener.serve(self.app)
        self._sweeping = asyncio.create_task(self._sweep_now_and_then())

    async def stop(self) -> None:
        await self._room.close()
        if self._sweeping:
            self._sweeping.cancel()
            await asyncio.gather(self._sweeping, return_exceptions=True)
        await self._listener.stop()
        self._intake = None

    async def remove(self, message: MessageRef) -> Effect:
        shown = await self._room.take_away(message.message)
        return Effect(Outcome.DONE if shown else Outcome.GONE, message)

    async def post(self, post: Post) -> Effect:
        """Show the post, once. GONE where its author deleted the message while it was being checked."""
        message = render.message_id(post)
        if self._room.is_deleted(message):
            return Effect(Outcome.GONE, self._ref(post.post_id))
        standing = self._room.post_of(message)
        files = await self._files.enclose(post, standing.files if standing else ())
        record = render.posted(post, self._room, self._now(), files)
        return await self._show(post.conversation, record, post.post_id)

    async def amend(self, post: Post, standing: tuple[MessageRef, ...]) -> Effect:
        """The post changes in its place. GONE where that was taken away meanwhile."""
        message = self._room.message_of(standing[0].message)
        earlier = self._room.post_of(message)
        files = await self._files.enclose(post, earlier.files if earlier else ())
        record = render.posted(post, self._room, self._now(), files)
        shown = await self._room.amend(message, record)
        return Effect(Outcome.DONE if shown else Outcome.GONE, self._ref(post.post_id))

    async def fetch(self, attachment: Attachment) -> RawBytes:
        data = await self._files.raw(int(attachment.handle)) if attachment.handle.isdecimal() else None
        if data is None:
            raise NotFetched("wiped")
        return data

    async def notice(self, notice: Notice) -> Effect:
        record = render.noticed(notice, self._room, self._wording, self._now())
        return await self._show(notice.conversation, record, f"notice:{notice.notice_id}")

    async def find(self, post: Post) -> Effect:
        if self._room.number_of(f"post:{post.post_id}") is None:
            return Effect(Outcome.GONE)
        return Effect(Outcome.DONE, self._ref(post.post_id))

    async def tell(self, note: Note) -> Effect:
        return await self._whisper(note.to, render.noted(note, self._room, self._wording, self._now()))

    async def give_back(self, back: GiveBack) -> Effect:
        return await self._whisper(back.to, render.returned(back, self._wording, self._now()))

    async def _show(self, conversation: ConversationRef, record: AnyRecord, message: str) -> Effect:
        if conversation not in self.conversations:
            return Effect(Outcome.FAILED, code="unknown-room")
        await self._room.add(record)
        return Effect(Outcome.DONE, self._ref(message))

    async def _whisper(self, to: PersonRef, record: AnyRecord) -> Effect:
        if to.channel != CHANNEL or to.account not in self._accounts:
            return Effect(Outcome.FAILED, code="unknown-account")
        number = await self._room.add(record)
        return Effect(Outcome.DONE, self._ref(f"private:{number}"))

    def _ref(self, message: str) -> MessageRef:
        return MessageRef(CHANNEL, self._settings.room, message)

    async def _sweep_now_and_then(self) -> None:
        while True:
            await self.sweep()
            await asyncio.sleep(_SWEEP_SECONDS)

    async def sweep(self) -> None:
        """Put out what was given back, and every file, once its time is over."""
        limit = self._now() - timedelta(hours=self._settings.keep_hours)
        for number, back in self._room.returned():
            if back.at < limit:
                await self._room.forget(number)
        for sent in self._room.files():
            if sent.at < limit:
                await self._room.drop_file(sent, self._files.wipe)
