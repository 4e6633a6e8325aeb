"""What is answered to the person who asked, alone.

A button of ours, a detail that somebody saw, words that were asked for, something about a case, a message to be seen first.
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from dataclasses import replace
from typing import TypeVar

import structlog

from adapters.web.deps import Deps
from adapters.web.entries import Sent
from adapters.web.ordering import chosen, order
from adapters.web.parse import CHANNEL, press, reported, writing
from adapters.web.refusing import Refused
from adapters.web.view import View
from bot.domain.drafts import Draft, Report, draft_origin
from bot.domain.messages import ConversationRef, Inbound, Kind, MessageRef, PersonRef
from bot.domain.outgoing import Answer
from bot.ports.channel import Intake
from redaction import RawText

ASKING = ("press", "report", "write", "order", "compose")
T = TypeVar("T")
_LOG = structlog.get_logger("entrenous.web")


class Asking:
    """Hands the form to the core, and takes away the buttons of what is over."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._people = {person.account: person for person in deps.settings.people}

    async def ask(self, intake: Intake, action: str, fields: Mapping[str, str], view: View) -> Answer:
        """Raises `BadForm`, or `Refused` where the core does not answer."""
        call = {
            "press": self._press,
            "report": self._report,
            "write": self._write,
            "order": self._order,
            "compose": self._compose,
        }[action]
        return await call(intake, fields, view)

    async def _press(self, intake: Intake, fields: Mapping[str, str], view: View) -> Answer:
        pressed = press(fields, view.person, view.lang)
        answer = await answered(intake.press(pressed))
        if answer.ended:
            await self._deps.room.retire(pressed.subject)
        return answer

    async def _report(self, intake: Intake, fields: Mapping[str, str], view: View) -> Answer:
        post_id = reported(fields)
        person, room = view.person, self._deps.room.name
        report = Report(
            MessageRef(CHANNEL, room, post_id),
            PersonRef(CHANNEL, person.account),
            RawText(person.name),
            view.lang,
            raw=self._as_written(post_id),
        )
        return await answered(intake.report(report))

    def _as_written(self, post_id: str) -> Inbound | None:
        """A post in which nothing is hidden, as its author sent it under their name; the core keeps nothing of it."""
        room = self._deps.room
        post = room.post_of(room.message_of(post_id))
        author = self._people.get(room.owner_of(post.message) or "") if post else None
        if post is None or author is None or post.hidden or post.covered or post.byline is None:
            return None
        return Inbound(
            kind=Kind.NEW,
            origin=MessageRef(CHANNEL, room.name, post.message),
            event_id=post_id,
            number=0,
            sent_at=post.at,
            author=PersonRef(CHANNEL, author.account),
            author_name=RawText(author.name),
            text=RawText(post.body),
            thread=post.thread,
            reply_to=post.reply_to,
        )

    async def _write(self, intake: Intake, fields: Mapping[str, str], view: View) -> Answer:
        return await answered(intake.write(writing(fields, view.person, view.lang, room=self._deps.room.name)))

    async def _order(self, intake: Intake, fields: Mapping[str, str], view: View) -> Answer:
        by, name = PersonRef(CHANNEL, view.person.account), RawText(view.person.name)
        return await answered(intake.order(by, name, order(fields), view.lang))

    async def _compose(self, intake: Intake, fields: Mapping[str, str], view: View) -> Answer:
        """A draft: how a message would read, with its purpose and its case."""
        written, wanted = writing(fields, view.person, view.lang, room=self._deps.room.name), chosen(fields)
        begun = await answered(intake.compose(written))
        if begun.preview is None:
            return begun
        draft = begun.preview.draft
        await self._expect(draft, view)
        return (
            await answered(intake.change(written.person, replace(wanted, draft_id=draft.draft_id))) if wanted else begun
        )

    async def _expect(self, draft: Draft, view: View) -> None:
        """Once it is posted, the room knows whose it is; until then this shows nowhere."""
        message = draft_origin(ConversationRef(CHANNEL, self._deps.room.name), draft.draft_id).message
        account = view.person.account
        await self._deps.room.add(
            Sent(at=self._deps.now(), event_id=message, message=message, account=account, kind="new", composed=True)
        )


async def answered(asked: Awaitable[T]) -> T:
    """What the core says. Raises `Refused` where it does not answer."""
    try:
        return await asked
    except Exception as fault:  # noqa: BLE001 - whatever failed, the person waits for an answer
        _LOG.error("web.unanswered", fault=type(fault).__name__)
        raise Refused(503, "unanswered") from None
