"""Forms: opened, filled in, shown again, handed in, closed. Translates and never decides: what is possible, the core says.

Slack waits three seconds for a form to be opened and for an answer to one that was handed in
(docs.slack.dev/surfaces/modals). So a form opens with what is at hand and is filled in afterwards; and where the core is not
done in time, the form says so and is shown as soon as it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from typing import Any

import structlog

from adapters.slack import details, render
from adapters.slack.client import SlackClient, SlackFault
from adapters.slack.interactions import ASK, CALL, COMPOSE, DRAFT, OPEN, WORDS, Form, Pointed, Pressed, Shortcut
from adapters.slack.parse import NAME
from adapters.slack.people import People
from adapters.slack.places import Places
from adapters.slack.views import Views
from bot.domain.drafts import AS_IT_READS, Change, Offers, Report, Writing
from bot.domain.messages import MessageRef, PersonRef
from bot.domain.outgoing import Answer, Line, Press
from bot.domain.rounds import place_word
from bot.ports.channel import Intake
from bot.ports.wording import Wording
from redaction import RawText

Acknowledgement = Mapping[str, Any]
"""What is handed to Bolt's `ack`: a new view of the form, or errors that are marked in it; nothing closes it."""

IN_TIME = 2.0
"""Seconds of Slack's three that the core has."""
_REPORT = "slack.title_report"
OBJECT = "request_object"
ASKS = frozenset({"draft_more", "hide_more", "correct", OBJECT})
"""Buttons that ask for words; a form takes them, so that they stand in no conversation."""
MENU_ASK = "menu_ask"
"""The button that asks how to write to colleagues; on Slack it opens the form for it."""


class Refused(Exception):
    """What was handed in cannot be done; the form stays as it is and says why."""

    def __init__(self, line: Line) -> None:
        super().__init__(line.key)
        self.line = line


@dataclass(frozen=True, slots=True)
class Opened:
    """A form on somebody's screen. `hash`: which state of it, so that a later one is not overwritten."""

    view: str
    hash: str


class Modals:
    """`later` runs what goes on after the acknowledgement; `privately` says an answer in direct messages."""

    def __init__(
        self,
        intake: Intake,
        client: SlackClient,
        people: People,
        places: Places,
        wording: Wording,
        later: Callable[[Coroutine[Any, Any, None]], None],
        privately: Callable[[PersonRef, Answer], Awaitable[None]],
    ) -> None:
        self._intake = intake
        self._client = client
        self._people = people
        self._places = places
        self._wording = wording
        self._later = later
        self._privately = privately
        self._works: Mapping[str, Callable[[Form, Views], Coroutine[Any, Any, render.Arguments]]] = {
            COMPOSE: self._composed,
            DRAFT: self._seen,
            WORDS: self._words,
            ASK: self._asked,
            OPEN: self._opens,
        }

    # opening

    async def compose(self, shortcut: Shortcut) -> None:
        """The form for a new message; cases and channels come a moment later. Raises `SlackFault`."""
        views = await self._views(shortcut.person)
        text, first = views.call() if shortcut.callback == CALL else (None, "")
        opened = await self._open(shortcut.trigger, views.compose(Offers(), text, first))
        self._later(self._offer(shortcut.person, views, opened, text, first))

    async def _offer(self, person: PersonRef, views: Views, opened: Opened, text: RawText | None, first: str) -> None:
        offers = await self._intake.offers(person)
        filled = (
            views.compose(offers, text, first) if offers.places else views.line(Line("answer.no_place", views.lang))
        )
        await self._update(opened, filled)

    async def hide(self, pointed: Pointed, report: Callable[[], Awaitable[Report]]) -> None:
        """Somebody pointed at a message: it is covered at once, and a form asks for the words; else direct messages do."""
        views = await self._views(pointed.shortcut.person)
        try:
            opened = await self._open(pointed.shortcut.trigger, views.line(Line("slack.wait", views.lang), _REPORT))
        except SlackFault as fault:
            _log().warning("slack.no_form", code=fault.code)
            opened = None
        self._later(self._report(pointed.shortcut.person, views, opened, report))

    async def _report(
        self, person: PersonRef, views: Views, opened: Opened | None, report: Callable[[], Awaitable[Report]]
    ) -> None:
        try:
            answer = await self._intake.report(await report())
        except Exception:
            if opened is not None:
                await self._update(opened, views.line(Line("slack.try_again", views.lang), _REPORT))
            raise
        if opened is None or not await self._update(opened, _reported(views, answer)):
            await self._privately(person, answer)

    async def opened_by(self, pressed: Pressed) -> bool:
        """Whether a button asks for words and a form for them is open now, so that the core need not ask."""
        try:
            if pressed.action in ASKS:
                await self._ask(pressed)
            elif pressed.action == MENU_ASK:
                await self.compose(Shortcut(COMPOSE, pressed.by, pressed.trigger))
            elif pressed.action == details.BUTTON:
                await self._details(pressed)
        except SlackFault as fault:
            _log().warning("slack.no_form", code=fault.code)
            return False
        return pressed.action in {*ASKS, MENU_ASK, details.BUTTON}

    async def _ask(self, pressed: Pressed) -> None:
        views = await self._views(pressed.by)
        stands = f"{pressed.message.conversation}/{pressed.message.message}" if pressed.message else None
        await self._open(pressed.trigger, views.ask(pressed.action, pressed.subject, stands))

    async def _details(self, pressed: Pressed) -> None:
        views = await self._views(pressed.by)
        view = await details.first(views, lambda action, subject: self._press(pressed.by, action, subject))
        await self._open(pressed.trigger, view)

    # buttons in forms, forms that are handed in and closed

    async def pressed(self, form: Form) -> bool:
        """A button in a form; False if it is none of ours."""
        if form.callback != DRAFT or form.action not in {"draft_again", "draft_edit", "draft_page"}:
            return False
        views = await self._views(form.person)
        if form.action == "draft_page":
            view = views.paged(await self._press(form.person, form.action, str(form.about["draft"])))
        else:
            answer = await self._intake.change(form.person, _wish(form))
            editing = form.action == "draft_edit" and answer.preview is not None
            view = views.edit(answer.preview) if editing and answer.preview else _draft(views, answer)
        await self._update(Opened(form.view, form.hash), view)
        return True

    async def submitted(self, form: Form) -> Acknowledgement | None:
        """A form was handed in; None if it is none of ours."""
        work = self._works.get(form.callback)
        if work is None:
            return None
        views = await self._views(form.person)
        task = asyncio.create_task(work(form, views))
        done, _ = await asyncio.wait({task}, timeout=IN_TIME)
        if not done:
            self._later(self._shown_later(form, views, task))
            return {"response_action": "update", "view": views.line(Line("slack.wait", views.lang))}
        try:
            return {"response_action": "update", "view": task.result()}
        except Exception as error:  # noqa: BLE001, whatever it was, what they typed stays in the form
            block = form.blocks.get("text") or next(iter(form.blocks.values()), "none")
            return {"response_action": "errors", "errors": {block: self._trouble(form, views, error)}}

    async def _shown_later(self, form: Form, views: Views, task: asyncio.Task[render.Arguments]) -> None:
        try:
            view = await task
        except Exception as error:  # noqa: BLE001, the same
            trouble = self._trouble(form, views, error)
            view = views.compose(Offers(), form.text, trouble) if form.callback == COMPOSE else views.said(trouble)
        await self._update(Opened(form.view, ""), view)

    def _trouble(self, form: Form, views: Views, error: Exception) -> str:
        if isinstance(error, Refused):
            return self._wording.render(render.own_words(error.line))
        _log().error("slack.form_failed", form=form.callback, kind=type(error).__name__)
        return self._wording.render(Line("slack.try_again", views.lang))

    async def closed(self, form: Form) -> None:
        """They closed it: a draft is dropped, a report can still be ended in direct messages."""
        if form.callback == DRAFT:
            await self._press(form.person, "draft_drop", str(form.about["draft"]))
        elif form.callback == WORDS:
            await self._privately(form.person, await self._press(form.person, "missed_open", str(form.about["draft"])))

    async def _composed(self, form: Form, views: Views) -> render.Arguments:
        """A new draft, or one whose text is changed, as it would read."""
        text = _text(form, views)
        draft = form.about.get("draft")
        if draft is None:
            begun = await self._intake.compose(await self._writing(form, text))
            if begun.preview is None:
                raise Refused(begun.line)
            draft = begun.preview.draft.draft_id
        wish = Change(str(draft), text=text, purpose=form.purpose, case=form.case, place=form.place)
        answer = await self._intake.change(form.person, wish)
        if answer.preview is None:
            raise Refused(answer.line)
        return _draft(views, answer)

    async def _seen(self, form: Form, views: Views) -> render.Arguments:
        """Post it, unless something was changed that they have not seen yet: what is shown is what is posted."""
        if form.hide or form.show or form.nameless not in {None, form.about["nameless"]}:
            return _draft(views, await self._intake.change(form.person, _wish(form)), see_first=True)
        place = place_word(form.place) if form.place else form.about["place"]
        subject = f"{form.about['draft']}/{form.about['version']}/{place or ''}"
        answer = await self._press(form.person, "draft_send", subject)
        return views.sent(place) if answer.ended else _draft(views, answer)

    async def _words(self, form: Form, views: Views) -> render.Arguments:
        """Take in each ticked word and take out each other, then hide them."""
        if not form.picked:
            raise Refused(Line("slack.nothing_ticked", views.lang))
        draft = str(form.about["draft"])
        answer = await self._press(form.person, "missed_open", draft)
        for button in answer.buttons:
            if button.words is not None and (button.action == "missed_not") != (button.subject in form.picked):
                await self._press(form.person, button.action, button.subject)
        return _reported(views, await self._press(form.person, "missed_done", draft))

    async def _opens(self, form: Form, views: Views) -> render.Arguments:
        """The next step towards a request."""
        try:
            return await details.following(
                form, views, lambda action, subject: self._press(form.person, action, subject)
            )
        except details.NothingChosen as fault:
            raise Refused(fault.line) from None

    async def _asked(self, form: Form, views: Views) -> render.Arguments:
        """The words that a button asked for: a draft changes where it stands, a correction is shown like a new message."""
        text, action, subject = _text(form, views), form.about["ask"], str(form.about["subject"])
        if action == "hide_more":
            return views.line(
                (await self._intake.hide_more(form.person, subject, text, views.lang)).line, f"button.{action}"
            )
        if action == "correct":
            return _draft(views, await self._intake.compose(replace(await self._writing(form, text), corrects=subject)))
        if action == OBJECT:  # what is written next is why, here as in direct messages
            asked = await self._press(form.person, action, subject)
            if asked.line.key != "answer.object_why":
                raise Refused(asked.line)
            answer = await self._intake.write(await self._writing(form, text))
            return views.line(answer.line, f"button.{action}")
        answer = await self._intake.change(form.person, Change(subject, hide=(text,)))
        if await self._amended(form.about.get("message"), answer):
            return views.line(Line("slack.shown_there", views.lang), f"button.{action}")
        return _draft(views, answer)

    async def _amended(self, stands: str | None, answer: Answer) -> bool:
        """Whether the direct message that shows a draft could be changed in its place."""
        said = render.private(answer, self._wording, self._places.names)
        if stands is None or answer.preview is None or len(said) > 1:
            return False
        channel, _, ts = stands.partition("/")
        changed = render.amended({**said[0], "channel": channel}, MessageRef(NAME, channel, ts))
        try:
            await self._client.do("chat.update", changed)
        except SlackFault as fault:
            _log().warning("slack.not_changed", code=fault.code)
            return False
        return True

    # small parts

    async def _views(self, person: PersonRef) -> Views:
        return Views(self._wording, (await self._people.get(person.account)).lang, self._places.names)

    async def _writing(self, form: Form, text: RawText) -> Writing:
        person = await self._people.get(form.person.account)
        return Writing(form.person, RawText(person.name), text, person.lang, place=form.place)

    async def _press(self, by: PersonRef, action: str, subject: str) -> Answer:
        person = await self._people.get(by.account)
        return await self._intake.press(Press(action, subject, by, RawText(person.name), person.lang))

    async def _open(self, trigger: str, view: render.Arguments) -> Opened:
        opened = (await self._client.do("views.open", {"trigger_id": trigger, "view": view}))["view"]
        return Opened(str(opened["id"]), str(opened.get("hash") or ""))

    async def _update(self, opened: Opened, view: render.Arguments) -> bool:
        """False where the form is not there any more, or shows something newer."""
        known = {"hash": opened.hash} if opened.hash else {}
        try:
            await self._client.do("views.update", {"view_id": opened.view, "view": view, **known})
        except SlackFault as fault:
            _log().warning("slack.form_not_changed", code=fault.code)
            return False
        return True


def _text(form: Form, views: Views) -> RawText:
    if form.text is None:
        raise Refused(Line("slack.nothing_written", views.lang))
    return form.text


def _wish(form: Form) -> Change:
    hide = (form.hide,) if form.hide else ()
    return Change(
        str(form.about["draft"]),
        int(form.about["version"]),
        hide=hide,
        show=form.show,
        nameless=form.nameless,
        place=form.place,
    )


def _draft(views: Views, answer: Answer, *, see_first: bool = False) -> render.Arguments:
    """Both versions; `see_first`: they wanted to post it, with changes that they had not seen."""
    preview = answer.preview
    if preview is None:
        return views.line(answer.line)
    if see_first and answer.line.key in AS_IT_READS:
        answer = replace(answer, line=replace(answer.line, key="answer.draft_see_first"))
    return views.draft(answer, preview)


def _reported(views: Views, answer: Answer) -> render.Arguments:
    return views.words(answer) if answer.buttons else views.line(answer.line, _REPORT)


def _log() -> Any:
    return structlog.get_logger("adapters.slack")
