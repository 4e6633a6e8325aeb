"""The e-mail channel: one address that people write to, and that writes to them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import structlog

from adapters.mail import render
from adapters.mail.client import Client
from adapters.mail.imap import Imap, LoginRefused
from adapters.mail.incoming import NAME, Envelope, Incoming
from adapters.mail.lmtp import Lmtp
from adapters.mail.memory import Memory
from adapters.mail.ours import About, is_ours, local_part
from adapters.mail.render import Desk, Letter
from adapters.mail.settings import MailSettings
from bot.domain.messages import Attachment, Kind, MessageRef, PersonRef
from bot.domain.outgoing import Answer, Effect, GiveBack, Line, Note, Notice, Outcome, Post
from bot.ports.addresses import Addresses
from bot.ports.channel import Capabilities, ChannelRefused, Intake, NotFetched, Removal
from bot.ports.single import SinglePeople
from bot.ports.wording import Wording
from redaction import Lang, RawBytes, RawText

log = structlog.get_logger(__name__)

LIMITS = tuple(f"mail.limit_{name}" for name in ("sent", "corrections", "servers", "around", "senders", "buttons"))
"""Wording keys of what e-mail cannot enforce."""

MOST_FILES = 10_000_000
"""Bytes of a file in a mail; most mail servers take 20 to 25 MB, and base64 adds a third."""
_TRIES = 5
_LEAVING = 5.0
_LANGUAGES: tuple[Lang, ...] = ("en", "fr")
_LOGIN = ("login_", "smtp_530", "smtp_535")


def declared() -> Capabilities:
    """What e-mail can do."""
    return Capabilities(
        removal=Removal.NEVER_SHOWN,
        opens_private=True,
        files=MOST_FILES,
        hears=frozenset({Kind.NEW}),
        called=True,
        cannot=LIMITS,
    )


def build(settings: MailSettings, wording: Wording, addresses: Addresses) -> MailChannel:
    """The channel, which has not spoken to anybody yet."""
    return MailChannel(settings, wording, addresses)


class MailChannel(SinglePeople):
    """`bot.ports.Channel` over a mailbox or a local mail server, and a server that takes our mail. Translates and never decides."""

    name = NAME

    def __init__(self, settings: MailSettings, wording: Wording, addresses: Addresses) -> None:
        self._settings, self._addresses = settings, addresses
        self._client = Client(settings)
        self._memory = Memory()
        self._desk = Desk(settings, wording, lambda text: addresses.mark(NAME, text))
        subjects = frozenset(wording.render(Line("mail.subject_private", lang)) for lang in _LANGUAGES)
        self._incoming = Incoming(settings, addresses, self._memory, self, lambda: datetime.now(UTC), subjects)
        self._answers: set[asyncio.Task[None]] = set()
        self._intake: Intake
        self.reader: Imap | Lmtp = self._reader()

    def __repr__(self) -> str:
        return f"<MailChannel by {self._settings.mode}>"

    def _reader(self) -> Imap | Lmtp:
        imap = self._settings.imap
        if self._settings.mode == "imap" and imap is not None:
            return Imap(imap, self._settings.max_bytes, self.take)
        return Lmtp(self._settings, self.take)

    @property
    def capabilities(self) -> Capabilities:
        return declared()

    async def start(self, intake: Intake) -> None:
        self._intake = intake
        code = await self._client.check()
        if code.startswith(_LOGIN):
            raise ChannelRefused(NAME, code)
        if code:
            log.warning("the server for outgoing mail is out of reach; trying again with each mail", code=code)
        try:
            await self.reader.start()
        except LoginRefused:
            raise ChannelRefused(NAME, "imap_login") from None

    async def stop(self) -> None:
        await self.reader.stop()
        if self._answers:
            _, late = await asyncio.wait(self._answers, timeout=_LEAVING)
            for task in late:
                task.cancel()

    async def take(self, raw: bytes, envelope: Envelope, whole: bool) -> None:
        """Store or settle a mail that came in."""
        await self._incoming.take(self._intake, raw, envelope, whole=whole)

    async def post(self, post: Post) -> Effect:
        account = post.conversation.conversation
        letter = render.post(
            post, self._desk, await self._lang(account), self._thread(post, account), self._only_round()
        )
        return await self._send(letter, account)

    async def notice(self, notice: Notice) -> Effect:
        account = notice.conversation.conversation
        answered = tuple(filter(None, [self._id_of(notice.reply_to or notice.thread)]))
        return await self._send(render.notice(notice, self._desk, await self._lang(account), answered), account)

    async def amend(self, post: Post, standing: tuple[MessageRef, ...]) -> Effect:
        """A mail that was sent is in somebody's mailbox."""
        return Effect(Outcome.UNSUPPORTED, code="sent")

    async def remove(self, message: MessageRef) -> Effect:
        """What came in left the mailbox when it was stored; what went out cannot be called back."""
        return Effect(Outcome.UNSUPPORTED, code="sent") if is_ours(message.message) else Effect(Outcome.GONE)

    async def find(self, post: Post) -> Effect:
        """A mail that is sent twice has the same Message-ID both times, by which most mailboxes keep one."""
        return Effect(Outcome.UNSUPPORTED)

    async def fetch(self, attachment: Attachment) -> RawBytes:
        """It came with the mail, and is kept with it."""
        if attachment.data is None:
            raise NotFetched("gone")
        return attachment.data

    async def tell(self, note: Note) -> Effect:
        about = note.about.message if note.about is not None and note.about.channel == NAME else None
        parents = tuple(filter(None, [self._id_of(about)]))
        return await self._send(render.note(note, self._desk, parents), note.to.account)

    async def give_back(self, back: GiveBack) -> Effect:
        about = back.about.message if back.about is not None and back.about.channel == NAME else None
        parents = tuple(filter(None, [self._id_of(about)]))
        letter = render.give_back(back, self._desk, await self._lang(back.to.account), parents)
        return await self._send(letter, back.to.account)

    def answer(self, to: RawText, answer: Answer, name: str, parents: tuple[str, ...]) -> None:
        """Answer somebody in the background; lost in a crash, they write again."""
        task = asyncio.create_task(self._answered(to, render.answer(answer, self._desk, name, parents)))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _answered(self, to: RawText, letter: Letter) -> None:
        effect = Effect(Outcome.RETRY)
        for tries in range(_TRIES):
            effect = await self._client.send(letter, to)
            if effect.outcome is not Outcome.RETRY:
                break
            await asyncio.sleep(2.0**tries)
        if effect.outcome is not Outcome.DONE:
            log.warning("an answer did not arrive", outcome=str(effect.outcome), code=effect.code)

    async def _send(self, letter: Letter, account: str) -> Effect:
        effect = await self._client.send(letter, await self._addresses.address(NAME, account))
        ref = MessageRef(NAME, account, letter.local)
        return (
            Effect(effect.outcome, ref, effect.retry_after, effect.code) if effect.outcome is Outcome.DONE else effect
        )

    async def _lang(self, account: str) -> Lang | None:
        """The reader's language, where they chose one."""
        return await self._intake.spoken(PersonRef(NAME, account))

    def _thread(self, post: Post, account: str) -> tuple[str, ...]:
        """The head of its case's thread, then the mail that it answers."""
        root = local_part(About.ROOT, f"{account} {post.case}", (), self._desk.mark) if post.case else None
        parents = [f"{root}@{self._settings.domain}" if root else None, self._id_of(post.reply_to or post.thread)]
        return tuple(parent for parent in parents if parent)

    def _id_of(self, ref: str | None) -> str | None:
        """The Message-ID behind a message's name here: of ours it tells itself, of theirs the channel may remember it."""
        if ref is None:
            return None
        return f"{ref}@{self._settings.domain}" if is_ours(ref) else self._memory.message_id(ref)

    def _only_round(self) -> str:
        names = set(self._settings.rounds.values())
        return next(iter(names)) if len(names) == 1 else ""
