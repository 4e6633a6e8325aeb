"""From a form that was understood to an event that the core keeps."""

from __future__ import annotations

import asyncio

import structlog

from adapters.web.asking import answered
from adapters.web.deps import Deps
from adapters.web.entries import Sent
from adapters.web.parse import CHANNEL, Submission, Upload, inbound
from adapters.web.refusing import Refused
from adapters.web.room import Card
from adapters.web.settings import RoomPerson
from adapters.web.verify import Forged
from bot.domain.drafts import Change
from bot.domain.messages import Composed, Kind, PersonRef
from bot.ports.channel import Intake
from redaction import Lang

_LOG = structlog.get_logger("entrenous.web")


class Sending:
    """Enters what was sent in the room's log (without its text) and hands it to the core, in this order.

    The log's number is the event's place in the conversation, and tells later whose message it is.
    """

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._entering = asyncio.Lock()

    async def send(
        self,
        intake: Intake,
        author: RoomPerson,
        lang: Lang,
        given: Submission,
        upload: Upload | None,
        wanted: Change | None = None,
    ) -> Card | None:
        """The card of the message, once the core has the event in keeping. `wanted`: what a new one is for, and its case.

        Raises `Refused` or `Forged`.
        """
        composed = await self._composed(intake, author, given, wanted)
        number, sent = await self._enter(author, given, upload, composed=composed is not None)
        if given.kind is Kind.DELETED:
            await self._deps.room.take_away(given.message, deleted=True)
        event = inbound(
            given,
            author,
            room=self._deps.room.name,
            number=number,
            at=sent.at,
            lang=lang,
            thread=sent.thread,
            file=sent.file,
            composed=composed,
        )
        try:
            await intake.receive(event)
        except Exception as fault:  # noqa: BLE001 - whatever failed, the author must learn that nothing was kept
            _LOG.error("web.unstored", number=number, fault=type(fault).__name__)
            raise Refused(503, "unstored") from None
        await self._deps.room.mark_stored(number)
        return self._deps.room.card(given.message)

    async def _composed(
        self, intake: Intake, author: RoomPerson, given: Submission, wanted: Change | None
    ) -> Composed | None:
        """What its author chose; an answer belongs where it answers, and a change where the message was."""
        if given.kind is Kind.EDITED and self._deps.room.is_composed(given.message):
            return Composed()
        if wanted is None or given.kind is not Kind.NEW or given.reply_to is not None:
            return None
        composed = await answered(intake.chosen(PersonRef(CHANNEL, author.account), wanted))
        if composed is None:
            raise Refused(409, "case-gone")
        return composed

    async def _enter(
        self, author: RoomPerson, given: Submission, upload: Upload | None, *, composed: bool
    ) -> tuple[int, Sent]:
        """One entry for one event: a form that is sent twice finds its first."""
        room = self._deps.room
        async with self._entering:
            sent = room.sent(given.event_id) or await self._first(author, given, upload, composed=composed)
            if sent.account != author.account:
                raise Forged("event-of-another")
            number = room.number_of(sent.key)
            assert number is not None, "it was entered a line ago"
            return number, sent

    async def _first(self, author: RoomPerson, given: Submission, upload: Upload | None, *, composed: bool) -> Sent:
        self._may(author, given)
        sent = Sent(
            at=self._deps.now(),
            event_id=given.event_id,
            message=given.message,
            account=author.account,
            kind=given.kind.value,
            thread=self._thread(given),
            reply_to=given.reply_to,
            file=await self._deps.files.keep(upload) if upload else None,
            composed=composed,
        )
        await self._deps.room.add(sent)
        return sent

    def _may(self, author: RoomPerson, given: Submission) -> None:
        """A message is changed by the person who wrote it, and as long as it stands."""
        if given.kind is Kind.NEW:
            return
        owner = self._deps.room.owner_of(given.message)
        if owner is None or self._deps.room.is_deleted(given.message):
            raise Refused(409, "message-gone")
        if owner != author.account:
            raise Forged("message-of-another")

    def _thread(self, given: Submission) -> str | None:
        if given.reply_to is None:
            return None
        root = self._deps.room.root_of(given.reply_to)
        if root is None:
            raise Refused(409, "reply-gone")
        return root
