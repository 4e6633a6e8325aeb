"""Answers people: in the private chat, and when they press a button. Beside the polling, so that no message waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import Any
from weakref import WeakValueDictionary

import structlog

from adapters.telegram import render
from adapters.telegram.client import Client
from adapters.telegram.meanings import Reported
from adapters.telegram.personal import Arrived, Opened, Pressed, Written
from bot.domain.drafts import REPORT_NEEDS_MESSAGE, Report, Writing
from bot.domain.messages import Inbound, MessageRef
from bot.domain.outgoing import Answer, Effect, Line, Outcome
from bot.ports.channel import Intake
from bot.ports.wording import Wording

log = structlog.get_logger(__name__)


class Answering:
    """`intake`: the core, once the channel has started. `titles`: what the guarded groups are called.

    `look`: a message of a group as it came in, where Telegram still shows it.
    """

    def __init__(
        self,
        intake: Callable[[], Intake],
        client: Client,
        wording: Wording,
        titles: Mapping[str, str],
        look: Callable[[MessageRef], Awaitable[Inbound | None]],
    ) -> None:
        self._look = look
        self._intake, self._client, self._wording, self._titles = intake, client, wording, titles
        self._tasks: set[asyncio.Task[None]] = set()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def finish(self, within: float) -> None:
        """Let answers in hand end; what takes longer than `within` seconds is given up."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=within)
        for task in self._tasks:
            task.cancel()

    def answer(self, said: Pressed | Opened | Written | Reported | Arrived) -> None:
        """Answer one of them beside the polling. Lost in a crash, they press or write again."""
        match said:
            case Pressed():
                self._later(said.press.by.account if said.press else "", self._pressed(said))
            case Opened():
                self._later(said.person.account, self._opened(said))
            case Written(writing=writing):
                self._later(writing.person.account, self._written(writing))
            case Reported(report=report):
                self._later(report.by.account, self._reported(report))
            case Arrived(people=people):
                for person, lang in people:
                    self._later(person.account, self._intake().arrived(person, lang))

    def _later(self, account: str, answering: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._in_turn(account, answering))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _in_turn(self, account: str, answering: Coroutine[Any, Any, None]) -> None:
        """What one person does is done in the order in which they did it: a word is ticked before it is hidden."""
        turn = self._turns.get(account)
        if turn is None:
            turn = self._turns[account] = asyncio.Lock()
        async with turn:
            await answering

    async def _pressed(self, pressed: Pressed) -> None:
        answer = Answer(Line("answer.unknown", pressed.lang))
        if pressed.press is not None:
            answer = await self._or_try_again(self._intake().press(pressed.press), pressed.lang)
        there = pressed.under  # in a private chat the answer stays to be read, where an alert vanishes
        alert = render.Alert("") if there else render.alert(answer, self._wording, self._client.username)
        effect = await self._client.answer(pressed.query, alert)
        if effect.outcome is Outcome.RETRY:
            await asyncio.sleep(effect.retry_after or 1.0)
            effect = await self._client.answer(pressed.query, alert)
        _note_outcome("a pressed button", effect)
        if there is not None:
            await self._answer_under(there, answer, pressed.press.action if pressed.press else "")

    async def _answer_under(self, message: MessageRef, answer: Answer, action: str) -> None:
        """In the place of what the button stood under, where that is over or shown anew; else as a message of its own."""
        anew = action in render.STARTS_ANEW or not (answer.buttons or answer.preview or answer.ended)
        texts = render.private(int(message.conversation), answer, self._wording, self._titles)
        if not anew and len(texts) == 1 and isinstance(texts[0], render.Text):
            effect = await self._client.edit(texts[0], int(message.message))
            if effect.outcome is Outcome.DONE:
                return
        await self._say(texts)

    async def _written(self, writing: Writing) -> None:
        answer = await self._or_try_again(self._intake().write(writing), writing.lang)
        await self._say(render.private(int(writing.person.account), answer, self._wording, self._titles))

    async def _reported(self, report: Report) -> None:
        """The answer goes to the private chat; whoever never pressed Start finds it there when they do."""
        answer = await self._or_try_again(self._report(report), report.lang)
        await self._say(render.private(int(report.by.account), answer, self._wording, self._titles))

    async def _report(self, report: Report) -> Answer:
        """A reaction comes without the message; where the core needs that, it is looked for."""
        answer = await self._intake().report(report)
        if answer.line.key != REPORT_NEEDS_MESSAGE or report.asked_in is not None:
            return answer
        raw = await self._look(report.message)
        return answer if raw is None else await self._intake().report(replace(report, raw=raw))

    async def _opened(self, opened: Opened) -> None:
        person, name, lang = opened.person, opened.name, opened.lang
        if opened.order is not None:
            asked = self._intake().order(person, name, opened.order, lang)
        elif opened.code is not None:
            asked = self._intake().join(person, name, opened.code, lang)
        else:
            asked = self._intake().private(person, name, lang)
        answer = await self._or_try_again(asked, lang)
        await self._say(render.private(int(person.account), answer, self._wording, self._titles))
        if (place := opened.asked_in) is not None:
            _note_outcome(
                "a command in a group", await self._client.delete(int(place.conversation), int(place.message))
            )

    async def _say(self, texts: Sequence[render.Piece]) -> None:
        effect = await self._client.send_all(texts)
        if effect.outcome is Outcome.RETRY:
            await asyncio.sleep(effect.retry_after or 1.0)
            effect = await self._client.send_all(texts)
        _note_outcome("somebody in the private chat", effect)

    async def _or_try_again(self, asked: Coroutine[Any, Any, Answer], lang: Any) -> Answer:
        """The core's answer, or, where it failed, a word that says so to the person who waits."""
        try:
            return await asked
        except Exception as error:  # noqa: BLE001, whatever went wrong, the person who pressed is told
            log.error("the core could not answer", error=type(error).__name__)
            return Answer(Line("telegram.try_again", lang))


def _note_outcome(who: str, effect: Effect) -> None:
    if effect.outcome not in (Outcome.DONE, Outcome.GONE):
        log.warning("an answer did not arrive", to=who, outcome=str(effect.outcome), code=effect.code)
