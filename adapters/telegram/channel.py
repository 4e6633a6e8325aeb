"""The Telegram channel: one bot in the groups that the settings name."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import structlog

from adapters.telegram import render
from adapters.telegram.answering import Answering
from adapters.telegram.ballot import ballot
from adapters.telegram.client import Client, Refused, Unreachable, build_client
from adapters.telegram.content import NAME, Members
from adapters.telegram.fetching import fetch
from adapters.telegram.meanings import Guard, Ignored, Moved, Reported, Rights, RightsChanged
from adapters.telegram.parse import also_changed, parse, people_of, said_by, unknown
from adapters.telegram.personal import Arrived, Opened, Pressed, Written
from adapters.telegram.places import Places
from adapters.telegram.poll import LONGEST_PAUSE, Poller, Update
from adapters.telegram.settings import TelegramSettings
from adapters.telegram.voting import LIMITS as POLL_LIMITS
from bot.domain.messages import Attachment, ConversationRef, Inbound, Kind, Matter, MessageRef, PersonRef
from bot.domain.outgoing import Effect, GiveBack, Note, Notice, Outcome, Post
from bot.ports.channel import Capabilities, ChannelRefused, Intake, Removal
from bot.ports.wording import Wording
from redaction import RawBytes, RawText

log = structlog.get_logger(__name__)

LIMITS = tuple(
    f"telegram.limit_{name}"
    for name in ("notifications", "moment", "age", "backlog", "start", "titles", "copies", "polls", "deletions")
)
"""Wording keys of what Telegram cannot enforce."""

_MOST_SENT = 10_000_000
"""Bytes of a photo that a bot may send (https://core.telegram.org/bots/api#sending-files)."""

_LEAVING = 5.0
"""Seconds that answers in hand may take when the bot stops."""


def declared() -> Capabilities:
    """What Telegram lets a bot do. A group that withholds the right answers each removal with FORBIDDEN."""
    return Capabilities(
        removal=Removal.BY_BOT,
        removable_for=timedelta(hours=48),
        backlog=timedelta(hours=24),
        unthreaded=True,
        opens_private=False,
        finds_own_posts=False,
        amends=True,
        files=_MOST_SENT,
        polls=POLL_LIMITS,
        hears=frozenset({Kind.NEW, Kind.EDITED}),
        cannot=LIMITS,
    )


def build(settings: TelegramSettings, wording: Wording) -> TelegramChannel:
    """The channel, which has not spoken to anybody yet."""
    return TelegramChannel(settings, wording, build_client(settings.token, settings.base_url, paced=settings.paced))


class TelegramChannel:
    """`bot.ports.Channel` over the Bot API by long polling. Translates and never decides."""

    name = NAME

    def __init__(self, settings: TelegramSettings, wording: Wording, client: Client) -> None:
        self._settings, self._wording, self._client = settings, wording, client
        self._groups = set(settings.groups)
        self._members = Members()
        self._places = Places(client.belongs, client.title)
        self._answering = Answering(lambda: self._intake, client, wording, self._places.titles, self._shown)
        self._rights: dict[int, Rights] = {}
        self._seen_unguarded: set[str] = set()
        self._listening: asyncio.Task[None] | None = None
        self._poller: Poller | None = None
        self._intake: Intake

    def __repr__(self) -> str:
        return f"<TelegramChannel of {len(self._groups)} groups>"

    @property
    def capabilities(self) -> Capabilities:
        return declared()

    @property
    def conversations(self) -> tuple[ConversationRef, ...]:
        return tuple(ConversationRef(NAME, str(group)) for group in sorted(self._groups))

    @property
    def supervisors(self) -> tuple[PersonRef, ...]:
        return tuple(PersonRef(NAME, str(person)) for person in self._settings.supervisors)

    @property
    def rights(self) -> Mapping[ConversationRef, Rights]:
        """What the bot may do in each guarded group, as far as Telegram has said."""
        return {ConversationRef(NAME, str(group)): rights for group, rights in self._rights.items()}

    async def start(self, intake: Intake) -> None:
        self._intake = intake
        self._poller = Poller(self._client, self._handle, self._salvage, self._troubled)
        try:
            await self._connect()
        except Refused as error:
            await self._client.close()
            raise ChannelRefused(NAME, error.code) from None
        except Unreachable as error:
            log.warning("Telegram is out of reach; trying again in the background", code=error.code)
        self._listening = asyncio.create_task(self._listen(self._poller), name="telegram")

    async def stop(self) -> None:
        if self._poller is not None and self._listening is not None:
            self._poller.stop()
            if not self._poller.began:  # still trying to connect: there is nothing to finish
                self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        await self._answering.finish(_LEAVING)
        await self._client.close()

    async def remove(self, message: MessageRef) -> Effect:
        return await self._client.delete(int(message.conversation), int(message.message))

    async def post(self, post: Post) -> Effect:
        if post.poll is not None and not post.covered:
            return await self._client.send(ballot(post, post.poll, self._wording, self._client.username))
        said = render.post(post, self._wording, self._client.username)
        return await self._client.send_all((*said, *render.files(post)))

    async def notice(self, notice: Notice) -> Effect:
        return await self._client.send_all(render.notice(notice, self._wording, self._client.username))

    async def amend(self, post: Post, standing: tuple[MessageRef, ...]) -> Effect:
        """A poll never changes, nor does a text become one: it is posted anew. Files stay as they are, while there are as many."""
        if post.poll is not None:
            return Effect(Outcome.UNSUPPORTED, code="poll")
        said, files = render.post(post, self._wording, self._client.username), render.files(post)
        if not files:  # those that stand behind it go
            return await self._client.edit_all(said, standing)
        if standing == post.replaces or len(standing) != len(said) + len(files):
            return Effect(Outcome.UNSUPPORTED, code="files")
        effect = await self._client.edit_all(said, standing[: len(said)])
        return replace(effect, more=standing[1:]) if effect.outcome is Outcome.DONE else effect

    async def fetch(self, attachment: Attachment) -> RawBytes:
        return await fetch(self._client.bot, attachment.handle)

    async def find(self, post: Post) -> Effect:
        """Bots cannot read a chat back (https://core.telegram.org/bots/api): whether a post got through stays unknown."""
        return Effect(Outcome.UNSUPPORTED)

    async def tell(self, note: Note) -> Effect:
        return await self._client.send_all(render.note(note, self._wording))

    async def give_back(self, back: GiveBack) -> Effect:
        return await self._client.send_all(render.give_back(back, self._wording))

    async def places_of(self, person: PersonRef) -> tuple[ConversationRef, ...]:
        return await self._places.of(int(person.account), sorted(self._groups))

    def title_of(self, place: ConversationRef) -> str:
        return self._places.titles.get(place.conversation, "")

    async def _listen(self, poller: Poller) -> None:
        pause = 1.0
        while self._client.me is None:
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            try:
                await self._connect()
            except Unreachable as error:
                log.warning("Telegram is still out of reach", code=error.code)
                if isinstance(error, Refused):
                    await self._troubled(error.code)
        await poller.run()

    async def _connect(self) -> None:
        """Check the token, then what the bot may do in each group and who its administrators are."""
        me = await self._client.connect()
        self._members.learn({"id": me.id, "username": me.username})
        for group in sorted(self._groups):
            try:
                await self._look_at(group)
            except Unreachable as error:
                log.warning("the rights in a group are not known yet", group=group, code=error.code)
        for old, new in self._client.moved.items():
            self._follow(old, new)

    async def _look_at(self, group: int) -> None:
        rights = self._rights[group] = await self._client.rights(group)
        await self._places.learn_title(self._client.moved.get(group, group))
        if not (rights.deletes and rights.reads):
            await self._report(group, rights)
        if rights.reads:
            for user in await self._client.administrators(self._client.moved.get(group, group)):
                self._members.learn(user)

    async def _report(self, group: int, rights: Rights) -> None:
        """Journal that a guarded group is not guarded. The core tells the supervisors."""
        now = datetime.now(UTC)
        log.warning("the bot lacks rights in a group that it guards", group=group, code=rights.code)
        event = replace(unknown({}, rights.code, now, group), event_id=f"rights-{group}-{int(now.timestamp())}")
        try:
            await self._intake.receive(event)
        except Exception as error:  # noqa: BLE001, a full disk must not keep the bot from listening
            log.error("missing rights could not be journalled", group=group, error=type(error).__name__)

    def _follow(self, old: int, new: int) -> None:
        """Guard what a guarded group has become. The settings still name the old id: the log says so."""
        log.warning("a guarded group has another id now; put it into the settings", old=old, new=new)
        self._groups.add(new)
        self._client.moved[old] = new
        if old in self._rights:
            self._rights[new] = self._rights.pop(old)

    async def _handle(self, update: Update) -> None:
        """Store one update. Raises if it could not be stored."""
        for person in people_of(update, self._groups):
            self._members.learn(person)
        parsed = parse(update, self._guard())
        match parsed:
            case Inbound():
                await self._receive(parsed)
                if (poll := also_changed(update, self._guard())) is not None:
                    await self._intake.receive(poll)
            case RightsChanged(chat=chat, rights=rights, event=event):
                self._rights[chat] = rights
                await self._intake.receive(event)
            case Moved(old=old, new=new, event=event):
                self._follow(old, new)
                await self._intake.receive(event)
            case Pressed() | Opened() | Written() | Reported() | Arrived():
                self._answering.answer(parsed)
            case Ignored(name=name):
                log.debug("an update of no concern", kind=name)

    async def _shown(self, message: MessageRef) -> Inbound | None:
        """A message of a volunteer's that stands in a guarded group, as it came in."""
        about = await self._client.shown(int(message.conversation), int(message.message))
        return said_by(about, {"id": int(message.conversation)}, self._guard()) if about else None

    async def _receive(self, inbound: Inbound) -> None:
        """Hand an event to the core; of a group that is not guarded only the first, since all say the same."""
        if inbound.code == "unguarded_group":
            if inbound.origin.conversation in self._seen_unguarded:
                return
            log.warning("the bot is in a group that it does not guard", group=int(inbound.origin.conversation))
        await self._intake.receive(inbound)
        if inbound.code == "unguarded_group":
            self._seen_unguarded.add(inbound.origin.conversation)

    async def _salvage(self, update: Update) -> None:
        """Store an update that could never be stored as it is: withheld without its content, under a code."""
        parsed = parse(update, self._guard())
        event = parsed if isinstance(parsed, Inbound) else unknown(update, "not_stored", datetime.now(UTC))
        bare = replace(event, text=RawText(""), author_name=RawText(""), attachments=(), mentions=(), code="not_stored")
        await self._intake.receive(bare if bare.kind is Kind.UNKNOWN else replace(bare, matter=Matter.OTHER))

    def _guard(self) -> Guard:
        me = self._client.me
        now = datetime.now(UTC)
        return Guard(me.id if me else 0, self._groups, self._members, now, sees_all=bool(me and me.sees_all))

    async def _troubled(self, code: str) -> None:
        await self._intake.refused(NAME, code)
