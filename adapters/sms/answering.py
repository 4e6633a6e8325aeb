"""What follows from each text message: the core is asked, and its answer sent to whoever wrote."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from adapters.sms import render
from adapters.sms.meanings import NAME, Answered, Replied, Said, Word
from adapters.sms.parse import answered_in, replied_in, word_in
from adapters.sms.remembering import Remembering
from adapters.sms.render import Text
from adapters.sms.sending import Sending
from bot.domain.drafts import Writing
from bot.domain.messages import Inbound, Kind, Matter, MessageRef, PersonRef
from bot.domain.orders import order_in
from bot.domain.outgoing import Answer, Line, Outcome, Press
from bot.domain.phones import spoken_at
from bot.domain.spoken_first import code_in, is_greeting
from bot.ports.addresses import Addresses
from bot.ports.channel import Intake
from bot.ports.daily import Daily
from bot.ports.in_turn import InTurn
from bot.ports.wording import Wording
from redaction import Lang, RawText

log = structlog.get_logger(__name__)

_JOINED = frozenset({"answer.joined", "answer.joined_already"})
_TRIES = 5
"""Codes that a stranger may try in a day."""
_WANTS_WORDS = frozenset({"draft_more", "hide_more", "correct", "request_object"})
"""Choices that ask for words; these may come along behind a colon."""
_MATTERS = {"image": Matter.PICTURE, "video": Matter.PICTURE, "audio": Matter.VOICE}


@dataclass(frozen=True, slots=True)
class _Person:
    ref: PersonRef
    lang: Lang


class Answering:
    """`intake`: the core, once the channel has started. `now`: the time."""

    def __init__(
        self,
        intake: Callable[[], Intake],
        addresses: Addresses,
        remembering: Remembering,
        sending: Sending,
        daily: Daily,
        wording: Wording,
        now: Callable[[], datetime],
    ) -> None:
        self._intake, self._addresses, self._remembering = intake, addresses, remembering
        self._sending, self._daily, self._wording, self._now = sending, daily, wording, now
        self._in_turn = InTurn()

    async def finish(self, within: float) -> None:
        """Let answers in hand end; what takes longer than `within` seconds is given up."""
        await self._in_turn.finish(within)

    async def handle(self, said: Said) -> None:
        """Give it to the core, once. Raises what the core raises."""
        async with self._in_turn.turn(said.sid):
            if await self._remembering.seen(said.sid):
                return
            account = await self._addresses.account(NAME, said.number)
            if account is None or await self._addresses.address(NAME, account) is None:
                await self._stranger(said, "leaver" if account else "stranger")
            else:
                await self._known(account, said)
            await self._remembering.saw(said.sid)

    async def _known(self, account: str, said: Said) -> None:
        ref = PersonRef(NAME, account)
        async with self._in_turn.turn(account):
            person = _Person(ref, await self._intake().spoken(ref) or spoken_at(said.number.expose()))
            await self._addresses.wrote(NAME, account, self._now())
            saying = await self._ask(person, said)
        if saying is not None:
            self._in_turn.later(account, saying)

    async def _ask(self, person: _Person, said: Said) -> Callable[[], Awaitable[None]] | None:
        """What is to be said to it; None for nothing."""
        text = said.text.expose()
        word = said.stopped or word_in(text)
        if word is not None and (word is not Word.START or await self._remembering.stopped(person.ref.account)):
            return await self._word(person, word, by_twilio=said.stopped is not None)
        if said.media:
            await self._intake().receive(self._inbound(person, said))
            return None
        answer = await self._meant(person, said, text)
        return self._saying(person, render.private(answer, person.lang, self._wording))

    async def _meant(self, person: _Person, said: Said, text: str) -> Answer:
        if (answered := answered_in(text)) is not None:
            return await self._chosen(person, said, answered)
        if (replied := replied_in(text)) is not None:
            return await self._replied(person, said, replied)
        return await self._plain(person, said, text)

    async def _replied(self, person: _Person, said: Said, replied: Replied) -> Answer:
        sid = await self._remembering.post(person.ref.account, replied.number)
        if sid is None or not replied.words:
            return Answer(Line("sms.no_such_number", person.lang))
        copy = MessageRef(NAME, person.ref.account, sid)
        return await self._intake().write(self._writing(person, said, replied.words, copy))

    async def _plain(self, person: _Person, said: Said, text: str) -> Answer:
        intake, nobody = self._intake(), RawText("")
        if is_greeting(text):
            return await intake.private(person.ref, nobody, person.lang)
        if (code := code_in(text)) is not None:
            return await intake.join(person.ref, nobody, code, person.lang)
        if (order := order_in(text)) is not None:
            return await intake.order(person.ref, nobody, order, person.lang)
        return await intake.write(self._writing(person, said, said.text))

    def _writing(self, person: _Person, said: Said, text: RawText, reply_to: MessageRef | None = None) -> Writing:
        source = MessageRef(NAME, person.ref.account, said.sid)
        return Writing(person.ref, RawText(""), text, person.lang, sources=(source,), reply_to=reply_to)

    async def _chosen(self, person: _Person, said: Said, answered: Answered) -> Answer:
        button = await self._remembering.choice(person.ref.account, answered.number)
        action, _, subject = (button or "").partition(":")
        if not subject:
            return Answer(Line("sms.no_such_number", person.lang))
        answer = await self._intake().press(Press(action, subject, person.ref, RawText(""), person.lang))
        if answered.words is None or action not in _WANTS_WORDS:
            return answer
        return await self._intake().write(self._writing(person, said, answered.words))

    async def _word(self, person: _Person, word: Word, *, by_twilio: bool) -> Callable[[], Awaitable[None]] | None:
        """STOP is kept at once and answered by nobody but Twilio: a last text would be one too many."""
        account = person.ref.account
        if word is Word.MORE:
            return lambda: self._more(person)
        if word is Word.STOP:
            await self._remembering.stop(account, stopped=True)
            await self._intake().refused(NAME, "stopped")
            return None
        if word is Word.START:
            await self._remembering.stop(account, stopped=False)
            answer = await self._intake().private(person.ref, RawText(""), person.lang)
            return None if by_twilio else self._saying(person, render.private(answer, person.lang, self._wording))
        if by_twilio:
            return None
        return self._saying(person, render.private(Answer(Line("sms.help", person.lang)), person.lang, self._wording))

    async def _more(self, person: _Person) -> None:
        if not await self._sending.more(person.ref.account, person.lang):
            nothing = render.private(Answer(Line("sms.nothing_more", person.lang)), person.lang, self._wording)
            await self._sending.say(person.ref.account, nothing, person.lang)

    def _inbound(self, person: _Person, said: Said) -> Inbound:
        """A picture: nobody looks into it here, so it is withheld, and its author told."""
        matter = _MATTERS.get(said.media[0], Matter.FILE)
        origin = MessageRef(NAME, person.ref.account, said.sid)
        return Inbound(
            kind=Kind.NEW,
            origin=origin,
            event_id=said.sid,
            number=int(self._now().timestamp() * 1000),
            sent_at=self._now(),
            author=person.ref,
            author_name=RawText(""),
            text=said.text,
            matter=matter,
            lang_hint=person.lang,
        )

    async def _stranger(self, said: Said, code: str) -> None:
        """Nothing of theirs is kept or passed on. A code that is good makes them known; else they are answered once a day."""
        mark = self._addresses.mark(NAME, said.number)
        brought = code_in(said.text.expose()) if code == "stranger" else None
        if brought is not None and await self._daily.up_to(_TRIES, f"tries/{mark}"):
            await self._join(said, brought)
            return
        await self._intake().refused(NAME, "too_many_codes" if brought is not None else code)
        silent = code != "stranger" or said.stopped is not None or word_in(said.text.expose()) is Word.STOP
        if not silent and await self._daily.first(f"stranger/{mark}"):
            lang = spoken_at(said.number.expose())
            await self._sending.reply(
                said.number, render.private(Answer(Line("sms.stranger", lang)), lang, self._wording)
            )

    async def _join(self, said: Said, code: str) -> None:
        account = await self._addresses.keep(NAME, said.number)
        lang = spoken_at(said.number.expose())
        async with self._in_turn.turn(account):
            person = _Person(PersonRef(NAME, account), lang)
            answer = await self._intake().join(person.ref, RawText(""), code, lang)
            text = render.private(answer, lang, self._wording)
            if answer.line.key in _JOINED:
                self._in_turn.later(account, self._saying(person, text))
                return
            await self._intake().refused(NAME, "stranger")
            await self._addresses.forget(NAME, account)
            await self._sending.reply(said.number, text)

    def _saying(self, person: _Person, text: Text) -> Callable[[], Awaitable[None]]:
        return lambda: self._say(person, text)

    async def _say(self, person: _Person, text: Text) -> None:
        effect = await self._sending.say(person.ref.account, text, person.lang)
        if effect.outcome is Outcome.RETRY:
            await asyncio.sleep(effect.retry_after or 1.0)
            effect = await self._sending.say(person.ref.account, text, person.lang)
        if effect.outcome is not Outcome.DONE:
            log.warning("an answer did not arrive", outcome=str(effect.outcome), code=effect.code)
