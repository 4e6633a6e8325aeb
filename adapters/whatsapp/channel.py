"""The WhatsApp channel: one number of the association, with which people speak one to one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog

from adapters.whatsapp import render
from adapters.whatsapp.answering import Answering
from adapters.whatsapp.client import Client, Refused
from adapters.whatsapp.deliveries import Deliveries
from adapters.whatsapp.errors import UNAUTHORIZED
from adapters.whatsapp.hook import Hook as WebHook
from adapters.whatsapp.meanings import NAME, Meaning, Moved, Status, Unknown
from adapters.whatsapp.people import People
from adapters.whatsapp.sending import Sending, Template
from adapters.whatsapp.settings import WhatsAppSettings
from adapters.whatsapp.window import Window
from bot.domain.messages import Attachment, Inbound, Kind, MessageRef, PersonRef
from bot.domain.outgoing import Effect, GiveBack, Note, Notice, Outcome, Post
from bot.ports.addresses import Addresses
from bot.ports.channel import Capabilities, ChannelRefused, Hook, Intake, NoPages, NotFetched, Removal
from bot.ports.memos import Memos
from bot.ports.single import SinglePeople, lang_of
from bot.ports.wording import Wording
from redaction import Lang, RawBytes, RawText

log = structlog.get_logger(__name__)

LIMITS = tuple(f"whatsapp.limit_{name}" for name in ("remove", "window", "vendor", "groups", "backups", "calls"))
"""Wording keys of what WhatsApp cannot enforce."""

_LEAVING = 5.0
"""Seconds that answers in hand may take when the bot stops."""
_SETTLE = 3.0
"""Seconds to wait for Meta's word that a message went on."""


def _utc() -> datetime:
    return datetime.now(UTC)


def declared() -> Capabilities:
    """What WhatsApp lets a business do: nothing that was sent is ever changed or removed."""
    return Capabilities(
        removal=Removal.NEVER_SHOWN,
        backlog=timedelta(days=7),
        unthreaded=True,
        opens_private=True,
        finds_own_posts=False,
        amends=False,
        hears=frozenset({Kind.NEW}),
        called=True,
        files=render.FILES,
        cannot=LIMITS,
    )


def build(
    settings: WhatsAppSettings,
    wording: Wording,
    addresses: Addresses,
    memos: Memos,
    *,
    reachable: bool,
    now: Callable[[], datetime] = _utc,
    settle: float = _SETTLE,
) -> WhatsAppChannel:
    """The channel, which has not spoken to anybody yet. `reachable`: there are pages of ours that Meta can call."""
    client = Client(settings.phone_id, settings.token, settings.base_url)
    return WhatsAppChannel(settings, wording, client, addresses, memos, reachable=reachable, now=now, settle=settle)


class WhatsAppChannel(SinglePeople):
    """`bot.ports.Channel` over Meta's Cloud API. Translates and never decides."""

    name = NAME

    def __init__(
        self,
        settings: WhatsAppSettings,
        wording: Wording,
        client: Client,
        addresses: Addresses,
        memos: Memos,
        *,
        reachable: bool,
        now: Callable[[], datetime],
        settle: float,
    ) -> None:
        self._wording, self._client, self._addresses, self._now = wording, client, addresses, now
        self._reachable = reachable
        self._people = People(addresses, memos)
        self._window = Window(addresses, memos, now)
        self._deliveries = Deliveries(settle)
        template = Template(settings.template)
        self._sending = Sending(client, addresses, memos, self._window, self._deliveries, template, now)
        self._answering = Answering(
            lambda: self._intake, self._people, self._window, self._sending, memos, wording, now
        )
        self._hook = WebHook(settings.phone_id, settings.app_secret, settings.verify_token, self, now)
        self._checking: asyncio.Task[None] | None = None
        self._intake: Intake

    def __repr__(self) -> str:
        return "<WhatsAppChannel>"

    @property
    def capabilities(self) -> Capabilities:
        return declared()

    @property
    def hook(self) -> Hook:
        return self._hook

    async def start(self, intake: Intake) -> None:
        self._intake = intake
        if not self._reachable:
            await self._client.close()
            raise NoPages(NAME)
        effect = await self._client.check()
        if effect.code == UNAUTHORIZED:
            await self._client.close()
            raise ChannelRefused(NAME, effect.code)
        if effect.outcome is not Outcome.DONE:
            log.warning("WhatsApp is out of reach; what is sent to it is tried again", code=effect.code)

    async def stop(self) -> None:
        await self._answering.finish(_LEAVING)
        await self._client.close()

    async def remove(self, message: MessageRef) -> Effect:
        """What still waits goes; what was sent stays on their telephone."""
        if await self._window.drop(message.conversation, message.message):
            return Effect(Outcome.DONE, message)
        return Effect(Outcome.UNSUPPORTED, code="whatsapp_keeps")

    async def post(self, post: Post) -> Effect:
        pieces = render.post(post, self._wording)
        return await self._sending.post(post.conversation.conversation, pieces, post.lang)

    async def notice(self, notice: Notice) -> Effect:
        account = notice.conversation.conversation
        lang = notice.line.lang or await self._lang(account)
        return await self._sending.post(account, render.notice(notice, self._wording), lang)

    async def amend(self, post: Post, standing: tuple[MessageRef, ...]) -> Effect:
        return Effect(Outcome.UNSUPPORTED, code="whatsapp_keeps")

    async def find(self, post: Post) -> Effect:
        """The Cloud API has no way to look at a chat: whether a post got through stays unknown."""
        return Effect(Outcome.UNSUPPORTED)

    async def tell(self, note: Note) -> Effect:
        lang = note.line.lang or await self._lang(note.to.account)
        return await self._sending.tell(note.to.account, render.note(note, self._wording), lang)

    async def give_back(self, back: GiveBack) -> Effect:
        lang = back.line.lang or await self._lang(back.to.account)
        return await self._sending.tell(back.to.account, render.give_back(back, self._wording), lang)

    async def fetch(self, attachment: Attachment) -> RawBytes:
        """A picture, a voice note, a document, which Meta keeps for some days. Raises `NotFetched`."""
        _, _, media = attachment.handle.partition(":")
        try:
            return await self._client.fetch(media)
        except Refused as refused:
            raise NotFetched(refused.effect.code) from None

    # --- what comes by the hook ------------------------------------------------------------------------------------

    async def handle(self, meaning: Meaning) -> None:
        """`hook.Core`: one update, stored when this returns. Raises what the core raises."""
        match meaning:
            case Status():
                await self._delivered(meaning)
            case Unknown():
                await self._journal(meaning.code, f"{meaning.code}-{int(self._now().timestamp() * 1000)}")
            case Moved():
                await self._people.move(meaning)
                await self._journal("moved", self.mark(meaning.wamid))
            case _:
                await self._answering.handle(meaning)

    async def salvage(self, meaning: Meaning) -> None:
        """`hook.Core`: what can never be stored."""
        if not isinstance(meaning, Unknown):
            await self._journal("not_stored", self.mark(meaning.wamid))
        if not isinstance(meaning, Unknown | Status | Moved):
            await self._answering.ask_again(meaning)

    async def refused(self, code: str) -> None:
        await self._intake.refused(NAME, code)

    def mark(self, wamid: RawText) -> str:
        return self._sending.mark(wamid)

    async def _delivered(self, status: Status) -> None:
        """A message that nobody waits for any more did not arrive: that is journalled, and the core is told which."""
        mark = self.mark(status.wamid)
        late = self._deliveries.told(mark, status.state, status.code)
        if late is not None:
            known = MessageRef(NAME, "", await self._sending.known_as(status.wamid))
            await self._intake.not_delivered(NAME, known, late.code or late.outcome.value)

    async def _journal(self, code: str, event_id: str) -> None:
        nobody = RawText("")
        where = MessageRef(NAME, "", event_id)
        await self._intake.receive(
            Inbound(Kind.UNKNOWN, where, event_id, 0, self._now(), None, nobody, nobody, code=code)
        )

    async def _lang(self, account: str) -> Lang:
        return await lang_of(self._intake, self._addresses, PersonRef(NAME, account))
