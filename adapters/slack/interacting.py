"""What people ask of the bot: a private word, the slash command, shortcuts, buttons, forms."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar

import structlog

from adapters.slack import interactions, parse, render
from adapters.slack.client import SlackClient, SlackFault
from adapters.slack.effects import Effects
from adapters.slack.home import TAB
from adapters.slack.modals import Acknowledgement, Modals
from adapters.slack.people import People
from adapters.slack.places import Places
from bot.domain.calls import WORDS
from bot.domain.drafts import Report, Writing
from bot.domain.messages import MessageRef, PersonRef
from bot.domain.outgoing import Answer, Line
from bot.domain.papers import Paper
from bot.ports.channel import Intake
from bot.ports.wording import Wording
from redaction import RawText

Payload = Mapping[str, Any]
_Understood = TypeVar("_Understood")
REMEMBERED = 1000


class Interacting:
    """Hands what one person asks to the core, and its answer to them alone."""

    def __init__(
        self,
        intake: Intake,
        client: SlackClient,
        people: People,
        places: Places,
        effects: Effects,
        wording: Wording,
        scope: parse.Scope,
        later: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        self._intake = intake
        self._client = client
        self._people = people
        self._places = places
        self._effects = effects
        self._wording = wording
        self._scope = scope
        self._later = later
        self._modals = Modals(intake, client, people, places, wording, later, self._say)
        self._heard: OrderedDict[MessageRef, None] = OrderedDict()

    # private words

    async def heard(self, private: parse.Private) -> None:
        """Somebody wrote to the bot: the core answers, there. A second delivery is nothing new."""
        if private.message in self._heard:
            return
        self._heard[private.message] = None
        while len(self._heard) > REMEMBERED:
            self._heard.popitem(last=False)
        try:
            answer = await self._answer_to(private)
        except Exception:
            self._heard.pop(private.message, None)
            raise
        await self._say(private.person, answer, private.channel)

    async def _answer_to(self, private: parse.Private) -> Answer:
        person = await self._people.get(private.person.account)
        if private.brought == parse.Brought() and private.text:
            name = RawText(person.name)
            writing = Writing(private.person, name, private.text, person.lang, sources=(private.message,))
            return await self._intake.write(writing)
        answer = await self._welcome(private.person, private.brought)
        return Answer(Line("slack.words_only", person.lang)) if private.text is None else answer

    async def _welcome(self, who: PersonRef, brought: parse.Brought) -> Answer:
        person = await self._people.get(who.account)
        name = RawText(person.name)
        if brought.order is not None:
            return await self._intake.order(who, name, brought.order, person.lang)
        if brought.code is not None:
            return await self._intake.join(who, name, brought.code, person.lang)
        return await self._intake.private(who, name, person.lang)

    async def _say(self, person: PersonRef, answer: Answer, channel: str | None = None) -> None:
        """In the direct messages with somebody."""
        try:
            place = channel or await self._effects.direct(person.account)
            if answer.paper is not None:
                await self._hand_over(place, answer.paper)
            for said in await self._rendered(person, answer):
                await self._client.do("chat.postMessage", {"channel": place, **said})
        except SlackFault as fault:
            _log().warning("slack.not_answered", code=fault.code)

    async def _hand_over(self, place: str, paper: Paper) -> None:
        """As a PDF. Where the app may not send files (it was installed before it asked for that) the text has to do."""
        try:
            await self._client.upload(place, paper.file, paper.title, paper.pdf)
        except SlackFault as fault:
            _log().warning("slack.file_not_sent", method=fault.method, code=fault.code)

    async def _rendered(self, person: PersonRef, answer: Answer) -> tuple[render.Arguments, ...]:
        if answer.preview is not None:
            await self._places.of(person)  # its buttons name channels
        return render.private(answer, self._wording, self._places.names)

    # the slash command and the shortcuts

    async def on_command(self, body: Payload) -> Acknowledgement | None:
        """Alone, or with "call", it opens a form; of what was typed after it only `join CODE` and orders about cases are read."""
        who, text = PersonRef(parse.NAME, str(body["user_id"])), str(body.get("text") or "")
        url = str(body.get("response_url") or "")
        kind = interactions.CALL if text.strip().casefold() in WORDS else interactions.COMPOSE
        if text.strip() and kind is interactions.COMPOSE:
            await self._answer_command(who, url, await self._welcome(who, parse.brought(text)))
            return None
        try:
            await self._modals.compose(interactions.Shortcut(kind, who, str(body["trigger_id"])))
        except SlackFault as fault:
            await self._whisper(url, await self._no_form(who, fault))
        return None

    async def _answer_command(self, who: PersonRef, url: str, answer: Answer) -> None:
        """For their eyes alone, where they typed it; a paper, which has to stay, goes to the direct messages."""
        if answer.paper is None:
            await self._whisper(url, answer)
            return
        self._later(self._say(who, answer))
        await self._whisper(url, Answer(Line("slack.in_direct", answer.line.lang)))

    async def on_shortcut(self, body: Payload) -> Acknowledgement | None:
        """Ours are three: write a message in a form; hide a detail in the message that was pointed at; learn of its case."""
        match body.get("type"), body.get("callback_id"):
            case "shortcut", interactions.COMPOSE:
                if (shortcut := await self._read(body, interactions.shortcut)) is not None:
                    await self._compose(shortcut)
            case "message_action", interactions.HIDE:
                if (pointed := await self._read(body, lambda b: interactions.pointed(b, self._scope))) is not None:
                    await self._hide(pointed)
            case "message_action", interactions.CASE:
                if (pointed := await self._read(body, lambda b: interactions.pointed(b, self._scope))) is not None:
                    await self._tell_case(pointed)
            case _:
                await self.journal_unknown(body)
        return None

    async def _tell_case(self, pointed: interactions.Pointed) -> None:
        """For their eyes alone, where they pointed: what a message in its author's own name cannot show."""
        who = pointed.shortcut.person
        person = await self._people.get(who.account)
        answer = await self._intake.whose(who, RawText(person.name), pointed.message, person.lang)
        await self._whisper(pointed.response_url, answer)

    async def _compose(self, shortcut: interactions.Shortcut) -> None:
        try:
            await self._modals.compose(shortcut)
        except SlackFault as fault:
            await self._say(shortcut.person, await self._no_form(shortcut.person, fault))

    async def _no_form(self, who: PersonRef, fault: SlackFault) -> Answer:
        _log().warning("slack.no_form", code=fault.code)
        return Answer(Line("slack.try_again", (await self._people.get(who.account)).lang))

    async def _hide(self, pointed: interactions.Pointed) -> None:
        who = pointed.shortcut.person
        person = await self._people.get(who.account)
        if not pointed.guarded:
            await self._whisper(pointed.response_url, Answer(Line("slack.not_guarded", person.lang)))
            return

        async def report() -> Report:
            raw = await self._people.named(pointed.raw) if pointed.raw else None
            return Report(pointed.message, who, RawText(person.name), person.lang, raw)

        await self._modals.hide(pointed, report)

    # buttons and forms

    async def on_press(self, body: Payload) -> Acknowledgement | None:
        if "view" in body and body["view"].get("type") != TAB:
            form = await self._read(body, interactions.form)
            if form is not None and not await self._modals.pressed(form):
                await self.journal_unknown(body)
            return None
        pressed = await self._read(body, interactions.press)
        if pressed is not None:
            await self._press(pressed)
        return None

    async def _press(self, pressed: interactions.Pressed) -> None:
        if pressed.private and await self._modals.opened_by(pressed):
            return
        person = await self._people.get(pressed.by.account)
        try:
            answer = await self._intake.press(pressed.press(RawText(person.name), person.lang))
        except Exception:
            await self._whisper(pressed.response_url, Answer(Line("slack.try_again", person.lang)))
            raise
        await self._answer_press(pressed, answer)

    async def _answer_press(self, pressed: interactions.Pressed, answer: Answer) -> None:
        """Where others are, for their eyes alone; in direct messages where the button stands."""
        if not pressed.private:
            await self._whisper(pressed.response_url, answer)
            return
        if not pressed.response_url:  # the Home tab: what is answered stands in the direct messages
            await self._say(pressed.by, answer)
            return
        said = await self._rendered(pressed.by, answer)
        if len(said) == 1:
            body = render.in_place(answer, said[0], pressed.blocks, pressed.block)
            if await self._respond(pressed.response_url, body):
                return
        await self._say(pressed.by, answer)
        if len(said) > 1 and answer.paper is None:  # what leads to a paper stays, to be pressed again
            await self._respond(pressed.response_url, {"delete_original": True})

    async def on_submit(self, body: Payload) -> Acknowledgement | None:
        form = await self._read(body, interactions.form)
        given = await self._modals.submitted(form) if form is not None else None
        if form is not None and given is None:
            await self.journal_unknown(body)
        return given

    async def on_closed(self, body: Payload) -> Acknowledgement | None:
        form = await self._read(body, interactions.form)
        if form is not None:
            await self._modals.closed(form)
        return None

    # small parts

    async def _read(self, body: Payload, read: Callable[[Payload], _Understood | None]) -> _Understood | None:
        """What is not shaped as documented is journalled by the name of its kind: sending it again would not mend it."""
        try:
            found = read(body)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            _log().error("slack.not_understood", kind=type(error).__name__)
            found = None
        if found is None:
            await self.journal_unknown(body)
        return found

    async def journal_unknown(self, body: Payload) -> None:
        """An interaction that we offer nowhere, by its name and without its content."""
        code = interactions.interaction_code(body)
        await self._intake.receive(parse.unknown(code, f"interaction:{time.time():.6f}"))

    async def _whisper(self, url: str, answer: Answer) -> None:
        await self._respond(url, render.answer(answer, self._wording))

    async def _respond(self, url: str, body: render.Arguments) -> bool:
        try:
            await self._client.respond(url, body)
        except SlackFault as fault:
            _log().warning("slack.not_answered", code=fault.code)
            return False
        return True


def _log() -> Any:
    return structlog.get_logger("adapters.slack")
