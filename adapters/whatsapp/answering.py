"""What follows from each update: the core is asked, and its answer sent to whoever wrote.

The core has stored what it was given before this returns; the answer is sent beside the webhook, so that Meta gets its own in time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from adapters.whatsapp import render
from adapters.whatsapp.meanings import NAME, Brought, Named, Pressed, Reacted, Said, Update, Who
from adapters.whatsapp.people import People, Stranger
from adapters.whatsapp.render import Piece
from adapters.whatsapp.sending import Sending
from adapters.whatsapp.window import Window
from bot.domain.drafts import Report, Writing
from bot.domain.messages import Inbound, Kind, MessageRef, PersonRef
from bot.domain.orders import order_in
from bot.domain.outgoing import Answer, Line, Outcome, Press
from bot.domain.phones import spoken_at
from bot.domain.spoken_first import code_in, is_greeting
from bot.ports.channel import Intake
from bot.ports.daily import Daily
from bot.ports.in_turn import InTurn
from bot.ports.memos import Memos
from bot.ports.wording import Wording
from redaction import Lang, RawText

log = structlog.get_logger(__name__)

HIDE_SIGN = "🙈"
_JOINED = frozenset({"answer.joined", "answer.joined_already"})
_RESENT_FOR = timedelta(days=8)
_TRIES = 5
"""Codes that a stranger may try in a day."""


@dataclass(frozen=True, slots=True, repr=False)
class _Person:
    """Whose update it is, as the core knows them."""

    ref: PersonRef
    name: RawText
    lang: Lang


class Answering:
    """`intake`: the core, once the channel has started. `now`: the time."""

    def __init__(
        self,
        intake: Callable[[], Intake],
        people: People,
        window: Window,
        sending: Sending,
        memos: Memos,
        wording: Wording,
        now: Callable[[], datetime],
    ) -> None:
        self._intake, self._people, self._window, self._sending = intake, people, window, sending
        self._memos, self._wording, self._now = memos, wording, now
        self._daily = Daily(memos, NAME, now)
        self._in_turn = InTurn()

    async def finish(self, within: float) -> None:
        """Let answers in hand end; what takes longer than `within` seconds is given up."""
        await self._in_turn.finish(within)

    async def handle(self, update: Update) -> None:
        """Give it to the core, once. Raises what the core raises; then it is to come again."""
        mark = self._sending.mark(update.wamid)
        async with self._in_turn.turn(f"update/{mark}"):
            if not await self._seen(mark):
                await self._handle(update, mark)

    async def ask_again(self, update: Update) -> None:
        """It could not be stored, however often Meta sent it: they are asked to send it once more."""
        with suppress(Stranger):
            account = await self._people.account(update.who)
            await self._memos.keep(
                NAME, f"seen/{self._sending.mark(update.wamid)}", RawText("1"), self._now() + _RESENT_FOR
            )
            await self._send(
                account, render.private(Answer(Line("whatsapp.try_again", _hint(update.who))), self._wording)
            )

    async def _seen(self, mark: str) -> bool:
        """Meta sends again what it is not sure that we have, for a week."""
        known = [await self._memos.read(NAME, f"{kind}/{mark}") for kind in ("id", "seen")]
        return any(known)

    async def _handle(self, update: Update, mark: str) -> None:
        try:
            account = await self._people.account(update.who)
        except Stranger as stranger:
            await self._stranger(update, stranger.code)
            await self._memos.keep(NAME, f"seen/{mark}", RawText("1"), self._now() + _RESENT_FOR)
            return
        async with self._in_turn.turn(account):
            person = await self._person(account, update.who)
            was_shut = await self._window.opened(account, update.at)
            answer = await self._ask(person, update)
            if was_shut and not isinstance(update, Said):
                await self._intake().private(person.ref, person.name, person.lang)  # brings what waits in the core
        await self._sending.remember(update.wamid)
        self._in_turn.later(account, lambda: self._say(account, answer, mark))

    async def _person(self, account: str, who: Who) -> _Person:
        ref = PersonRef(NAME, account)
        return _Person(ref, who.name, await self._intake().spoken(ref) or _hint(who))

    async def _ask(self, person: _Person, update: Update) -> Answer | None:
        match update:
            case Said():
                return await self._said(person, update)
            case Pressed():
                return await self._pressed(person, update)
            case Reacted():
                return await self._reacted(person, update)
            case Brought():
                await self._intake().receive(await self._inbound(person, update))
                return None
            case Named():
                await self._unknown(update, update.code)
                return Answer(Line(update.told, person.lang)) if update.told else None
        raise AssertionError(f"an update of no kind: {type(update).__name__}")

    async def _said(self, person: _Person, said: Said) -> Answer:
        text, intake = said.text.expose(), self._intake()
        if said.edits is not None:
            return await intake.write(replace(await self._writing(person, said), again=True))
        if is_greeting(text):
            return await intake.private(person.ref, person.name, person.lang)
        if (code := code_in(text)) is not None:
            return await intake.join(person.ref, person.name, code, person.lang)
        if (order := order_in(text)) is not None:
            return await intake.order(person.ref, person.name, order, person.lang)
        return await intake.write(await self._writing(person, said))

    async def _writing(self, person: _Person, said: Said) -> Writing:
        source = await self._ref(person, said.edits or said.wamid)
        reply_to = await self._ref(person, said.answers) if said.answers else None
        return Writing(person.ref, person.name, said.text, person.lang, sources=(source,), reply_to=reply_to)

    async def _pressed(self, person: _Person, pressed: Pressed) -> Answer:
        action, separator, subject = pressed.data.partition(":")
        if not (separator and action and subject):
            return Answer(Line("answer.unknown", person.lang))
        return await self._intake().press(Press(action, subject, person.ref, person.name, person.lang))

    async def _reacted(self, person: _Person, reacted: Reacted) -> Answer | None:
        """🙈 under a message of ours covers it; any other sign is passed on to nobody, and that is said once a day."""
        if reacted.sign == HIDE_SIGN:
            message = await self._ref(person, reacted.to)
            return await self._intake().report(Report(message, person.ref, person.name, person.lang))
        await self._unknown(reacted, "reaction" if reacted.sign else "reaction_removed")
        if not reacted.sign or not await self._daily.first(f"reaction/{person.ref.account}"):
            return None
        return Answer(Line("whatsapp.reaction", person.lang))

    async def _inbound(self, person: _Person, brought: Brought) -> Inbound:
        origin = await self._ref(person, brought.wamid)
        return Inbound(
            kind=Kind.NEW,
            origin=origin,
            event_id=origin.message,
            number=int(brought.at.timestamp() * 1000),
            sent_at=brought.at,
            author=person.ref,
            author_name=person.name,
            text=brought.text,
            matter=brought.matter,
            attachments=brought.attachments,
            reply_to=(await self._ref(person, brought.answers)).message if brought.answers else None,
            lang_hint=person.lang,
        )

    async def _unknown(self, update: Update, code: str) -> None:
        """For the journal alone: a code, no text, no author."""
        nobody, mark = RawText(""), self._sending.mark(update.wamid)
        await self._intake().receive(
            Inbound(Kind.UNKNOWN, MessageRef(NAME, "", mark), mark, 0, update.at, None, nobody, nobody, code=code)
        )

    async def _stranger(self, update: Update, code: str) -> None:
        """Nothing of theirs is kept or passed on. A code that is good makes them known; else they are answered once a day."""
        mark = self._people.mark(update.who)
        if isinstance(update, Said) and code == "stranger" and (brought := code_in(update.text.expose())) is not None:
            if await self._daily.up_to(_TRIES, f"tries/{mark}"):
                await self._join(update, brought)
                return
            code = "too_many_codes"
        await self._intake().refused(NAME, code)
        if code == "stranger" and await self._daily.first(f"stranger/{mark}"):
            lang = _hint(update.who)
            pieces = render.private(Answer(Line("whatsapp.stranger", lang)), self._wording)
            await self._sending.reply(update.who.phone or update.who.user_id, pieces)

    async def _join(self, said: Said, code: str) -> None:
        account = await self._people.keep(said.who)
        async with self._in_turn.turn(account):
            person = _Person(PersonRef(NAME, account), said.who.name, _hint(said.who))
            await self._window.opened(account, said.at)
            answer = await self._intake().join(person.ref, person.name, code, person.lang)
            if answer.line.key not in _JOINED:
                await self._intake().refused(NAME, "stranger")
                pieces = render.private(answer, self._wording)
                await self._sending.now(account, pieces)
                await self._people.forget(said.who, account)
                return
        self._in_turn.later(account, lambda: self._say(account, answer, None))

    async def _say(self, account: str, answer: Answer | None, quotes: str | None) -> None:
        await self._sending.deliver_waiting(account)
        if answer is not None:
            await self._send(account, render.private(answer, self._wording, quotes))

    async def _send(self, account: str, pieces: Sequence[Piece]) -> None:
        effect = await self._sending.now(account, pieces)
        if effect.outcome is Outcome.RETRY:
            await asyncio.sleep(effect.retry_after or 1.0)
            effect = await self._sending.now(account, pieces)
        if effect.outcome is not Outcome.DONE:
            log.warning("an answer did not arrive", outcome=str(effect.outcome), code=effect.code)

    async def _ref(self, person: _Person, wamid: RawText) -> MessageRef:
        return MessageRef(NAME, person.ref.account, await self._sending.known_as(wamid))


def _hint(who: Who) -> Lang:
    return spoken_at(who.phone.expose()) if who.phone else "en"
