"""The channel for text messages: one number of the association, with which people speak one to one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import structlog

from adapters.sms import render
from adapters.sms.answering import Answering
from adapters.sms.client import Client
from adapters.sms.errors import UNAUTHORIZED
from adapters.sms.hook import Hook as WebHook
from adapters.sms.meanings import NAME, Meaning, Said, Status
from adapters.sms.parse import FINAL
from adapters.sms.records import Records
from adapters.sms.remembering import Remembering
from adapters.sms.sending import Sending
from adapters.sms.settings import SmsSettings
from bot.domain.messages import Attachment, Inbound, Kind, MessageRef, PersonRef
from bot.domain.outgoing import Effect, GiveBack, Note, Notice, Outcome, Post
from bot.ports.addresses import Addresses
from bot.ports.channel import Capabilities, ChannelRefused, Hook, Intake, NoPages, NotFetched, Removal
from bot.ports.daily import Daily
from bot.ports.memos import Memos
from bot.ports.single import SinglePeople, lang_of
from bot.ports.wording import Wording
from redaction import Lang, RawBytes, RawText

log = structlog.get_logger(__name__)

LIMITS = tuple(f"sms.limit_{name}" for name in ("remove", "vendor", "clear", "pictures", "number"))
"""Wording keys of what text messages cannot enforce."""

_LEAVING = 5.0
"""Seconds that answers in hand may take when the bot stops."""
_SWEEP_SECONDS = 60.0


def _utc() -> datetime:
    return datetime.now(UTC)


def declared() -> Capabilities:
    """What a text message can do: nothing but be sent."""
    return Capabilities(
        removal=Removal.NEVER_SHOWN,
        unthreaded=True,
        opens_private=True,
        finds_own_posts=False,
        amends=False,
        hears=frozenset({Kind.NEW}),
        called=True,
        files=0,
        cannot=LIMITS,
    )


def build(
    settings: SmsSettings,
    wording: Wording,
    addresses: Addresses,
    memos: Memos,
    *,
    pages: str | None,
    now: Callable[[], datetime] = _utc,
    sweep: float = _SWEEP_SECONDS,
) -> SmsChannel:
    """The channel, which has not spoken to anybody yet. `pages`: the address of our own pages, which Twilio calls."""
    url = f"{(pages or '').rstrip('/')}/hooks/{NAME}"
    client = Client(settings.account_sid, settings.auth_token, settings.number, settings.base_url, url)
    return SmsChannel(settings, wording, client, addresses, memos, url=url if pages else None, now=now, sweep=sweep)


class SmsChannel(SinglePeople):
    """`bot.ports.Channel` over Twilio's API. Translates and never decides."""

    name = NAME

    def __init__(
        self,
        settings: SmsSettings,
        wording: Wording,
        client: Client,
        addresses: Addresses,
        memos: Memos,
        *,
        url: str | None,
        now: Callable[[], datetime],
        sweep: float,
    ) -> None:
        self._wording, self._client, self._addresses, self._now = wording, client, addresses, now
        self._url, self._sweep_seconds = url, sweep
        self._remembering = Remembering(memos, now)
        self._records = Records(client, memos, self._tell_records, now)
        self._sending = Sending(client, addresses, self._remembering, self._records, wording, settings.texts)
        daily = Daily(memos, NAME, now)
        self._answering = Answering(
            lambda: self._intake, addresses, self._remembering, self._sending, daily, wording, now
        )
        self._hook = WebHook(settings.account_sid, settings.auth_token, settings.number, url or "", self, now)
        self._sweeping: asyncio.Task[None] | None = None
        self._intake: Intake

    def __repr__(self) -> str:
        return "<SmsChannel>"

    @property
    def capabilities(self) -> Capabilities:
        return declared()

    @property
    def hook(self) -> Hook:
        return self._hook

    async def start(self, intake: Intake) -> None:
        self._intake = intake
        if self._url is None:
            raise NoPages(NAME)
        effect = await self._client.check()
        if effect.code == UNAUTHORIZED:
            raise ChannelRefused(NAME, effect.code)
        if effect.outcome is not Outcome.DONE:
            log.warning("Twilio is out of reach; what is sent to it is tried again", code=effect.code)
        self._sweeping = asyncio.create_task(self._sweep_now_and_then(), name="sms")

    async def stop(self) -> None:
        if self._sweeping is not None:
            self._sweeping.cancel()
            await asyncio.gather(self._sweeping, return_exceptions=True)
            await self._answering.finish(_LEAVING)
            await self._records.report(0)

    async def remove(self, message: MessageRef) -> Effect:
        """Nothing goes from a telephone; Twilio's own copy goes by itself (`records.py`)."""
        return Effect(Outcome.UNSUPPORTED, code="telephones_keep")

    async def post(self, post: Post) -> Effect:
        return await self._sending.post(post.conversation.conversation, render.post(post, self._wording), post.lang)

    async def notice(self, notice: Notice) -> Effect:
        account = notice.conversation.conversation
        lang = await self._lang(account)
        return await self._sending.say(account, render.notice(notice, lang, self._wording), lang)

    async def amend(self, post: Post, standing: tuple[MessageRef, ...]) -> Effect:
        return Effect(Outcome.UNSUPPORTED, code="telephones_keep")

    async def find(self, post: Post) -> Effect:
        """Records are deleted, so that they cannot tell: whether a post got through stays unknown."""
        return Effect(Outcome.UNSUPPORTED)

    async def tell(self, note: Note) -> Effect:
        lang = await self._lang(note.to.account)
        return await self._sending.say(note.to.account, render.note(note, lang, self._wording), lang)

    async def give_back(self, back: GiveBack) -> Effect:
        lang = await self._lang(back.to.account)
        return await self._sending.say(back.to.account, render.give_back(back, lang, self._wording), lang)

    async def fetch(self, attachment: Attachment) -> RawBytes:
        """Pictures by text message are withheld unread: Twilio's copy of them is deleted at once. Raises `NotFetched`."""
        raise NotFetched("not_kept")

    # --- what comes by the hook, or is read back -------------------------------------------------------------------

    async def handle(self, meaning: Meaning) -> None:
        """`hook.Core`: one request, stored when this returns. Raises what the core raises."""
        match meaning:
            case Said():
                await self._answering.handle(meaning)
                await self._records.used(meaning.sid)
            case Status():
                await self._delivered(meaning)
            case _:
                await self._journal(meaning.code)

    async def refused(self, code: str) -> None:
        await self._intake.refused(NAME, code)

    async def _delivered(self, status: Status) -> None:
        """A message of ours ended: one that did not arrive is journalled, and Twilio's record goes."""
        if status.state not in FINAL:
            return
        if status.state in ("undelivered", "failed"):
            code = f"twilio_{status.code}" if status.code else status.state
            await self._intake.not_delivered(NAME, MessageRef(NAME, "", status.sid), code)
        await self._records.used(status.sid)

    async def _journal(self, code: str) -> None:
        nobody, event = RawText(""), f"{code}-{int(self._now().timestamp() * 1000)}"
        where = MessageRef(NAME, "", event)
        await self._intake.receive(Inbound(Kind.UNKNOWN, where, event, 0, self._now(), None, nobody, nobody, code=code))

    async def _tell_records(self, count: int, left: int) -> None:
        await self._intake.records_deleted(NAME, count, left)

    async def _sweep_now_and_then(self) -> None:
        while True:
            try:
                await self.read_back()
                await self._records.sweep()
            except Exception as error:  # noqa: BLE001, tried again in a minute
                log.error("the provider's records could not be looked through", error=type(error).__name__)
            await asyncio.sleep(self._sweep_seconds)

    async def read_back(self) -> None:
        """What people wrote while we could not hear or store it: Twilio still has it, since what we took is deleted."""
        effect, records = await self._client.received()
        if effect.outcome is not Outcome.DONE:
            log.warning("what was missed could not be read back", code=effect.code)
        for record in records:
            media = ("file",) * record.media
            await self.handle(Said(record.sid, record.number, record.text, media))

    async def _lang(self, account: str) -> Lang:
        return await lang_of(self._intake, self._addresses, PersonRef(NAME, account))
