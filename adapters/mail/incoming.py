"""One mail that came in: judged, read, and handed to the core; or refused, journalled, and at most answered with a line of ours."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import structlog

from adapters.mail import ours
from adapters.mail.bounces import undelivered
from adapters.mail.headers import Headers, Unreadable, headers_of
from adapters.mail.memory import Memory
from adapters.mail.ours import About, Ours
from adapters.mail.parse import Said, said
from adapters.mail.parts import Limits
from adapters.mail.private import Choice, choice_in, is_number, joined, wants_words
from adapters.mail.settings import MailSettings
from adapters.mail.verify import Sort, Verdict, judge
from bot.domain.drafts import Writing
from bot.domain.messages import Inbound, Kind, Matter, MessageRef, PersonRef
from bot.domain.orders import order_in
from bot.domain.outgoing import Answer, Line, Press
from bot.domain.roster import code_brought
from bot.ports.addresses import Addresses
from bot.ports.channel import Intake
from redaction import Lang, RawText

log = structlog.get_logger(__name__)
NAME = "mail"


@dataclass(frozen=True, slots=True, repr=False)
class Envelope:
    """As whoever handed the mail over told it, where they did: its return path ("" is the null one), whom it is to."""

    sender: str | None = None
    to: tuple[str, ...] = ()


class Writes(Protocol):
    """What answers people, in the background."""

    def answer(self, to: RawText, answer: Answer, name: str, parents: tuple[str, ...]) -> None: ...


@dataclass(frozen=True, slots=True, repr=False)
class Mail:
    """A genuine mail of somebody whom the bot knows."""

    raw: bytes
    headers: Headers
    person: PersonRef
    address: RawText
    name: RawText
    message_id: str
    answered: Ours | None
    rounds: tuple[str | None, ...]
    at: datetime


class Incoming:
    """`take` returns once the mail is stored or settled; whatever it raises means that it is to be handed in again."""

    def __init__(
        self,
        settings: MailSettings,
        addresses: Addresses,
        memory: Memory,
        writes: Writes,
        now: Callable[[], datetime],
        private_subjects: frozenset[str],
    ) -> None:
        self._settings, self._addresses, self._memory, self._writes, self._now = (
            settings,
            addresses,
            memory,
            writes,
            now,
        )
        self._limits = Limits(settings.max_bytes, settings.max_parts, settings.max_depth)
        self._ours = frozenset({settings.address, *settings.rounds})
        self._private_subjects = private_subjects

    async def take(self, intake: Intake, raw: bytes, envelope: Envelope, *, whole: bool = True) -> None:
        """`whole`: False where only the beginning of a mail was fetched, since it is too big."""
        try:
            headers = headers_of(raw)
        except Unreadable as error:
            await self._refuse(intake, error.code)
            return
        verdict = judge(headers, self._settings, envelope.sender)
        if verdict.sort is Sort.UNDELIVERED:
            await self._undelivered(intake, raw)
        elif verdict.sort is not Sort.GENUINE or verdict.address is None:
            await self._refuse(intake, verdict.code)
        else:
            await self._genuine(intake, raw, headers, verdict, envelope, whole=whole)

    async def _genuine(
        self, intake: Intake, raw: bytes, headers: Headers, verdict: Verdict, envelope: Envelope, *, whole: bool
    ) -> None:
        assert verdict.address is not None
        account = await self._addresses.account(NAME, verdict.address)
        mail = self._mail(raw, headers, verdict, account or "", envelope)
        if account is None:
            await self._stranger(intake, mail)
            return
        if self._memory.too_many(account, mail.at):
            await self._refuse(intake, "rate")
            if self._memory.first_today(f"rate {account}", mail.at):
                self._say(mail, "mail.rate", await intake.spoken(mail.person))
            return
        await self._addresses.wrote(NAME, account, mail.at)
        self._memory.remember(self._mark_of(mail.message_id), mail.message_id)
        try:
            read = await asyncio.to_thread(self._read, mail) if whole else None
        except Unreadable as error:
            log.info("mail_not_read", code=error.code)
            await self._held(intake, mail, error.code)
            return
        if read is None:
            await self._held(intake, mail, "too_big")
        else:
            await self._known(intake, mail, read)

    async def _known(self, intake: Intake, mail: Mail, read: Said) -> None:
        lang = await intake.spoken(mail.person) or read.lang
        typed = (read.words or read.text).expose().strip()
        choice = choice_in(mail.answered, read.words.expose())
        if choice is not None and choice.chosen is None:
            self._say(mail, "mail.no_such_number", lang)
        elif choice is not None:
            self._answer(mail, await self._pressed(intake, mail, choice, lang))
        elif (code := code_brought(typed)) is not None and not read.attachments:
            self._answer(mail, await intake.join(mail.person, mail.name, code, lang))
        elif (order := order_in(typed)) is not None and not read.attachments:
            self._answer(mail, await intake.order(mail.person, mail.name, order, lang))
        elif is_number(typed):
            self._say(mail, "mail.no_such_number", lang)
        elif self._is_private(mail):
            self._answer(mail, await self._private(intake, mail, read, lang))
        else:
            await self._received(intake, mail, read)

    async def _pressed(self, intake: Intake, mail: Mail, choice: Choice, lang: Lang) -> Answer:
        assert choice.chosen is not None
        action, subject = choice.chosen
        answer = await intake.press(Press(action, subject, mail.person, mail.name, lang))
        if choice.words and wants_words(action):
            return await intake.write(self._writing(mail, choice.words, lang))
        return answer

    async def _private(self, intake: Intake, mail: Mail, read: Said, lang: Lang) -> Answer:
        """An answer to a word for them alone: what was asked for, or a draft of which they see both sides first."""
        if read.attachments:
            return Answer(Line("mail.words_only", lang))
        return await intake.write(self._writing(mail, read.words, lang))

    def _is_private(self, mail: Mail) -> bool:
        """Whether it answers a word of ours for them alone; by its subject, where their program does not say what it answers."""
        if mail.answered is not None:
            return mail.answered.about is About.PRIVATE
        return any(mail.headers.text("subject").strip().endswith(subject) for subject in self._private_subjects)

    def _writing(self, mail: Mail, words: RawText, lang: Lang) -> Writing:
        source = MessageRef(NAME, mail.person.account, self._mark_of(mail.message_id))
        return Writing(mail.person, mail.name, words, lang, sources=(source,))

    async def _received(self, intake: Intake, mail: Mail, read: Said) -> None:
        for inbound in self._inbound(mail):
            heard = replace(
                inbound, text=read.text, matter=read.matter, attachments=read.attachments, lang_hint=read.lang
            )
            await intake.receive(heard)

    async def _held(self, intake: Intake, mail: Mail, code: str) -> None:
        """Nobody reads what the bot cannot read: it is held like a voice note, and its author told, without its content."""
        await self._refuse(intake, f"unread.{code}")
        if self._is_private(mail):
            self._say(mail, "mail.words_only", await intake.spoken(mail.person))
            return
        for inbound in self._inbound(mail):
            await intake.receive(inbound)

    def _inbound(self, mail: Mail) -> list[Inbound]:
        """The event for each round that the mail is to; one event where it names none."""
        answers = mail.answered.local if mail.answered and mail.answered.about is About.POST else self._foreign(mail)
        several = len(mail.rounds) > 1
        body = hashlib.sha256(mail.raw.partition(b"\n\r\n")[2] or mail.raw).hexdigest()
        return [
            Inbound(
                kind=Kind.NEW,
                origin=MessageRef(
                    NAME, mail.person.account, self._mark_of(f"{mail.message_id}{name if several else ''}")
                ),
                event_id=self._addresses.mark(NAME, RawText(f"event {mail.message_id} {body} {name or ''}")),
                number=int(mail.at.timestamp() * 1000),
                sent_at=mail.at,
                author=mail.person,
                author_name=mail.name,
                text=RawText(""),
                matter=Matter.OTHER,
                reply_to=answers,
                round=name,
            )
            for name in mail.rounds
        ]

    def _foreign(self, mail: Mail) -> str | None:
        """The mark of the mail that is answered, which is perhaps one of theirs that came in before."""
        answered = mail.headers.ids("in-reply-to")
        return self._mark_of(answered[0]) if answered else None

    async def _stranger(self, intake: Intake, mail: Mail) -> None:
        """Somebody whom the bot does not know: a code makes them known; whatever else they wrote is kept and passed on nowhere."""
        code: str | None = None
        lang: Lang = "en"
        try:
            read = await asyncio.to_thread(self._read, mail)
            lang = read.lang
            code = code_brought((read.words or read.text).expose().strip())
        except Unreadable as error:
            log.info("mail_of_a_stranger_not_read", code=error.code)
        if code:
            account = await self._addresses.keep(NAME, mail.address)
            answer = await intake.join(PersonRef(NAME, account), mail.name, code, lang)
            if not joined(answer):
                await self._addresses.forget(NAME, account)
            self._answer(mail, answer)
            return
        await self._refuse(intake, "stranger")
        if self._memory.first_today(self._addresses.mark(NAME, mail.address), mail.at):
            self._say(mail, "mail.stranger", None)

    async def _undelivered(self, intake: Intake, raw: bytes) -> None:
        """A copy did not arrive: journalled, and nothing of what the report quotes is kept."""
        try:
            found = await asyncio.to_thread(undelivered, raw, self._limits)
        except Unreadable as error:
            await self._refuse(intake, f"report.{error.code}")
            return
        copy = ours.read(found.message_id, self._settings.domain, self._mark) if found else None
        account = await self._addresses.account(NAME, found.to) if found else None
        if found is None or copy is None or account is None:
            await self._refuse(intake, "report")
            return
        log.warning("mail_undelivered", status=found.status)
        origin = MessageRef(NAME, account, copy.local)
        event = self._addresses.mark(NAME, RawText(f"undelivered {copy.local} {account}"))
        code = f"undelivered.{found.status.replace('.', '_')}"
        at = self._now()
        await intake.receive(
            Inbound(
                Kind.UNKNOWN, origin, event, int(at.timestamp() * 1000), at, None, RawText(""), RawText(""), code=code
            )
        )

    def _mail(self, raw: bytes, headers: Headers, verdict: Verdict, account: str, envelope: Envelope) -> Mail:
        assert verdict.address is not None
        given = next(iter(headers.ids("message-id")), "")
        body = hashlib.sha256(raw).hexdigest()
        return Mail(
            raw=raw,
            headers=headers,
            person=PersonRef(NAME, account),
            address=verdict.address,
            name=verdict.name or RawText(""),
            message_id=given or f"none.{body}",
            answered=self._answered(headers),
            rounds=self._rounds(headers, envelope),
            at=self._now(),
        )

    def _answered(self, headers: Headers) -> Ours | None:
        """The mail of ours that is answered; some programs name it among the references alone."""
        ids = [*headers.ids("in-reply-to"), *reversed(headers.ids("references")[-20:])]
        read = (ours.read(one, self._settings.domain, self._mark) for one in ids[:30])
        return next((one for one in read if one is not None and one.about is not About.ROOT), None)

    def _rounds(self, headers: Headers, envelope: Envelope) -> tuple[str | None, ...]:
        """The rounds that it is to, by whom it was handed over for, else by what it says itself."""
        rounds = self._settings.rounds
        for named in (
            envelope.to,
            headers.addresses("delivered-to", "x-original-to", "envelope-to"),
            headers.addresses("to", "cc"),
        ):
            if found := tuple(dict.fromkeys(rounds[address] for address in named if address in rounds)):
                return found
        return (None,)

    def _read(self, mail: Mail) -> Said:
        return said(mail.raw, mail.headers, self._limits, self._ours, answers=mail.answered is not None)

    def _mark(self, text: RawText) -> str:
        return self._addresses.mark(NAME, text)

    def _mark_of(self, message_id: str) -> str:
        return f"i.{self._mark(RawText(message_id))}"

    def _say(self, mail: Mail, key: str, lang: Lang | None) -> None:
        self._answer(mail, Answer(Line(key, lang)))

    def _answer(self, mail: Mail, answer: Answer) -> None:
        parents = () if mail.message_id.startswith("none.") else (mail.message_id,)
        self._writes.answer(mail.address, answer, f"answer {self._mark_of(mail.message_id)}", parents)

    async def _refuse(self, intake: Intake, code: str) -> None:
        log.info("mail_refused", code=code)
        await intake.refused(NAME, code)
