"""Slack as a channel: Socket Mode in, the Web API out. Translates and never decides."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine, Mapping
from datetime import UTC, datetime
from typing import Any

import structlog

from adapters.slack import faults, parse
from adapters.slack.authors import Authors
from adapters.slack.backlog import Backlog
from adapters.slack.client import SlackClient, SlackFault
from adapters.slack.effects import Effects
from adapters.slack.files import Handle
from adapters.slack.incoming import Incoming
from adapters.slack.people import People
from adapters.slack.places import Places
from adapters.slack.rights import Rights, survey
from adapters.slack.settings import SlackSettings
from adapters.slack.sockets import Sockets
from bot.domain.messages import Attachment, ConversationRef, MessageRef, PersonRef
from bot.domain.outgoing import Effect, GiveBack, Note, Notice, Outcome, Post
from bot.ports.channel import MOST_FETCHED, Capabilities, ChannelRefused, Intake, Removal
from bot.ports.on_behalf import Grant
from bot.ports.wording import Wording
from redaction import RawBytes, RawText

NAME = parse.NAME
CANNOT = (
    "slack.limit_notifications",
    "slack.limit_moment",
    "slack.limit_history",
    "slack.limit_direct",
    "slack.limit_private",
    "slack.limit_topic",
    "slack.limit_threads",
    "slack.limit_mentions",
)
"""Wording keys of what Slack cannot enforce, whatever it was given."""

MARGIN = 600.0
"""Seconds before a gap that are read again: Slack's own retries take up to six minutes."""

_NOT_YET = Effect(Outcome.RETRY, code="not_connected")
LONG_GAP = 30.0
LONGEST_PAUSE = 60.0
LEAVE_WITHIN = 5.0


def declared(*, admin: bool = True, files: bool = True) -> Capabilities:
    """What Slack lets the bot do, with the admin's token or without, with the scopes for files or without."""
    return Capabilities(
        removal=Removal.BY_BOT if admin else Removal.BY_AUTHOR,
        opens_private=True,
        finds_own_posts=True,
        amends=True,
        files=MOST_FETCHED if files else 0,
        cannot=(*(() if admin else ("slack.limit_author_removes",)), *CANNOT),
    )


def build(settings: SlackSettings, wording: Wording, *, ping: float = 5.0) -> SlackChannel:
    """The channel, not yet connected. `ping`: seconds between signs of life on each socket."""
    return SlackChannel(settings, wording, ping)


class SlackChannel:
    """`bot.ports.Channel` for one workspace, and `bot.ports.OnBehalf` with tokens of its members."""

    name = NAME

    def __init__(self, settings: SlackSettings, wording: Wording, ping: float) -> None:
        self._settings = settings
        self._wording = wording
        self._ping = ping
        self._rights = Rights(admin=settings.admin_user_token is not None)
        self._incoming: Incoming | None = None
        self._intake: Intake
        self._client: SlackClient
        self._people: People
        self._places: Places
        self._effects: Effects
        self._authors: Authors | None = None
        self._sockets: Sockets | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._reading = asyncio.Lock()
        self._floors: dict[str, float] = {}
        self._opened = False

    def __repr__(self) -> str:
        return f"<SlackChannel of {len(self._settings.channels)} channels>"

    @property
    def capabilities(self) -> Capabilities:
        return declared(admin=self._rights.admin, files=self._rights.files)

    @property
    def conversations(self) -> tuple[ConversationRef, ...]:
        return tuple(ConversationRef(NAME, channel) for channel in self._settings.channels)

    async def places_of(self, person: PersonRef) -> tuple[ConversationRef, ...]:
        return await self._places.of(person) if self._opened else ()

    def title_of(self, place: ConversationRef) -> str:
        name = self._places.names.get(place.conversation) if self._opened else None
        return f"#{name}" if name else ""

    @property
    def supervisors(self) -> tuple[PersonRef, ...]:
        return tuple(PersonRef(NAME, person) for person in self._settings.supervisors)

    @property
    def rights(self) -> Rights:
        """What the workspace gave the bot, for `entrenous check` and `status`."""
        return self._rights

    # coming and going

    async def start(self, intake: Intake) -> None:
        """Connect and read back; see the port. Raises `ChannelRefused`."""
        if self._settings.app_token is None:
            raise ChannelRefused(NAME, "no_app_token")
        self._intake = intake
        self._client = SlackClient(self._settings)
        self._people = People(self._client, intake.spoken)
        self._places = Places(self._client, self._settings.channels)
        self._effects = Effects(self._client, self._wording)
        self._opened = True
        try:
            await self._connect()
        except SlackFault as fault:
            if fault.code in faults.REFUSED:
                await self.stop()
                raise ChannelRefused(NAME, fault.code) from None
            _log().warning("slack.unreachable", method=fault.method, code=fault.code)
            await self._disconnect()
            self._in_background("connect", self._keep_connecting())

    async def stop(self) -> None:
        """Let what is being stored finish; what is not stored is not acknowledged, and Slack sends it again."""
        if not self._opened:
            return
        if self._incoming is not None:
            await self._incoming.finish(LEAVE_WITHIN)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._disconnect()
        await self._client.close()
        self._opened = False

    async def _connect(self) -> None:
        """Everything from the first call to listening. Raises `SlackFault`; may be called again."""
        me, scopes = await self._client.identify()
        self._incoming = self._hear(me)
        self._authors = Authors(self._settings, self._client, self._wording, str(me["team_id"]))
        self._rights = await survey(self._client, self._settings.channels, scopes)
        await self._report_rights()
        await self._learn_names()
        starts = await self._read_back_from_last_seen()
        await self._listen(str(me["team_id"]))
        for channel, (since, until) in starts.items():
            await self._newest(channel, until)
            self._in_background("read_back", self._read_older(channel, since))

    def _hear(self, me: Mapping[str, Any]) -> Incoming:
        myself = parse.Self(str(me["user_id"]), str(me.get("bot_id")))
        scope = parse.Scope(myself, frozenset(self._settings.channels))
        return Incoming(self._intake, self._client, self._people, self._places, self._effects, self._wording, scope)

    async def _keep_connecting(self) -> None:
        pause = 1.0
        while True:
            await asyncio.sleep(pause)
            try:
                await self._connect()
            except SlackFault as fault:
                await self._disconnect()
                pause = min(pause * 2, LONGEST_PAUSE)
                _log().warning("slack.unreachable", method=fault.method, code=fault.code, next_try=round(pause))
            else:
                _log().info("slack.connected")
                return

    async def _listen(self, team: str) -> None:
        token = self._settings.app_token
        assert token is not None, "start() has seen to it"
        assert self._incoming is not None, "connected before it listens"
        self._sockets = Sockets(
            self._client, self._incoming.app(team), token.get_secret_value(), self._on_return, self._ping
        )
        await self._sockets.open()

    async def _disconnect(self) -> None:
        if self._sockets is not None:
            await self._sockets.close()
            self._sockets = None

    async def _report_rights(self) -> None:
        """What is missing is said in the log and journalled by name, once a day; the bot guards what it can."""
        for code in self._rights.troubles:
            _log().warning("slack.right_missing", code=code)
            name, _, place = code.partition(":")
            await self._intake.receive(parse.unknown(name, f"{code}:{datetime.now(UTC).date()}", place))

    async def _learn_names(self) -> None:
        try:
            await self._people.learn()
        except SlackFault as fault:
            _log().warning("slack.names_unknown", code=fault.code)

    # reading back

    def _backlog(self) -> Backlog:
        assert self._incoming is not None, "connected before it reads"
        return Backlog(self._client, self._incoming.take_old)

    async def _read_back_from_last_seen(self) -> dict[str, tuple[str, str]]:
        """Channel -> (last seen before the outage, last seen now). A channel never seen starts from now."""
        read = {}
        for conversation in self.conversations:
            channel = conversation.conversation
            since = await self._intake.last_seen(conversation)
            self._floors.setdefault(channel, float(since or time.time()))
            if since is None or channel in self._rights.closed:
                continue
            read[channel] = (since, await self._newest(channel, since))
        return read

    async def _newest(self, channel: str, since: str) -> str:
        """Read one channel; one that cannot be read must not keep the bot from guarding the others."""
        try:
            async with self._reading:
                return await self._backlog().newest(channel, since)
        except SlackFault as fault:
            if faults.outcome(fault.code) is Outcome.RETRY:
                raise
            await self._gap_remains(channel, fault)
            return since

    async def _read_older(self, channel: str, since: str) -> None:
        try:
            async with self._reading:
                await self._backlog().older(channel, since)
        except SlackFault as fault:
            await self._gap_remains(channel, fault)

    async def _on_return(self, heard_until: float) -> None:
        """A socket came back: what fell between is read, and what is known already is known by its id."""
        for channel in self._settings.channels:
            since = f"{max(heard_until - MARGIN, self._floors[channel]):.6f}"
            if channel in self._rights.closed:
                continue
            try:
                async with self._reading:
                    await self._backlog().newest(channel, since)
                    if time.time() - heard_until > LONG_GAP:
                        await self._backlog().older(channel, since)
            except SlackFault as fault:
                await self._gap_remains(channel, fault)

    async def _gap_remains(self, channel: str, fault: SlackFault) -> None:
        _log().error("slack.not_read_back", channel=channel, method=fault.method, code=fault.code)
        await self._intake.receive(parse.unknown("not_read_back", f"{channel}:gap:{time.time():.6f}", channel))

    # going out

    async def remove(self, message: MessageRef) -> Effect:
        return await self._effects.remove(message)

    async def post(self, post: Post) -> Effect:
        return await self._effects.post(post)

    async def amend(self, post: Post, standing: tuple[MessageRef, ...]) -> Effect:
        return await self._effects.amend(post, standing)

    async def fetch(self, attachment: Attachment) -> RawBytes:
        return await self._effects.fetch(Handle.read(attachment.handle))

    async def notice(self, notice: Notice) -> Effect:
        return await self._effects.notice(notice)

    async def find(self, post: Post) -> Effect:
        return await self._effects.find(post)

    async def tell(self, note: Note) -> Effect:
        return await self._effects.tell(note)

    async def give_back(self, back: GiveBack) -> Effect:
        return await self._effects.give_back(back)

    # in an author's own name

    def approval_page(self, state: str, back_to: str) -> str | None:
        return self._authors.approval_page(state, back_to) if self._authors else None

    async def exchange(self, code: str, back_to: str) -> Grant:
        return await self._authors.exchange(code, back_to) if self._authors else Grant(problem="not_connected")

    async def replace(self, post: Post, message: MessageRef, token: RawText, *, look_first: bool) -> Effect:
        if self._authors is None:
            return _NOT_YET
        return await self._authors.replace(post, message, token, look_first=look_first)

    async def remove_own(self, message: MessageRef, token: RawText) -> Effect:
        return await self._authors.remove_own(message, token) if self._authors else _NOT_YET

    async def revoke(self, token: RawText) -> Effect:
        return await self._authors.revoke(token) if self._authors else _NOT_YET

    def _in_background(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._watched(name, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _watched(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:  # noqa: BLE001, a task of its own has nobody else to tell
            _log().error("slack.background_failed", work=name, kind=type(error).__name__)


def _log() -> Any:
    return structlog.get_logger("adapters.slack")
