"""The rounds' own conversations as a channel: on no platform, so whatever is done there is done."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.capabilities import Capabilities, Removal
from bot.domain.messages import Attachment, ConversationRef, MessageRef, PersonRef
from bot.domain.outgoing import Effect, GiveBack, Note, Notice, Outcome, Post
from bot.domain.rounds import ROUND, Round
from bot.ports.channel import MOST_FETCHED, Intake, NotFetched
from redaction import RawBytes

_NOBODY_THERE = Effect(Outcome.UNSUPPORTED, code="round")


class RoundChannel:
    """`bot.ports.channel.Channel`. What is posted here stands in the store; `carry` brings it to people."""

    name = ROUND
    capabilities = Capabilities(removal=Removal.NEVER_SHOWN, finds_own_posts=True, amends=True, files=MOST_FETCHED)
    supervisors: tuple[PersonRef, ...] = ()

    def __init__(self, rounds: Mapping[str, Round]) -> None:
        self._rounds = rounds

    @property
    def conversations(self) -> tuple[ConversationRef, ...]:
        return tuple(one.place for one in self._rounds.values())

    async def places_of(self, person: PersonRef) -> tuple[ConversationRef, ...]:
        return ()

    def title_of(self, place: ConversationRef) -> str:
        """In each language that it has, once."""
        found = self._rounds.get(place.conversation)
        return " / ".join(dict.fromkeys(found.title.values())) if found else ""

    async def start(self, intake: Intake) -> None:
        """Nothing comes in here."""

    async def stop(self) -> None:
        """Nothing was begun."""

    async def remove(self, message: MessageRef) -> Effect:
        return Effect(Outcome.DONE, ref=message)

    async def post(self, post: Post) -> Effect:
        return Effect(Outcome.DONE, ref=MessageRef(ROUND, post.conversation.conversation, post.post_id))

    async def amend(self, post: Post, standing: tuple[MessageRef, ...]) -> Effect:
        return Effect(Outcome.DONE, ref=standing[0])

    async def notice(self, notice: Notice) -> Effect:
        return Effect(Outcome.DONE, ref=MessageRef(ROUND, notice.conversation.conversation, notice.notice_id))

    async def find(self, post: Post) -> Effect:
        return await self.post(post)

    async def fetch(self, attachment: Attachment) -> RawBytes:
        """What came by letter brought its bytes along."""
        raise NotFetched("not_here")

    async def tell(self, note: Note) -> Effect:
        return _NOBODY_THERE

    async def give_back(self, back: GiveBack) -> Effect:
        return _NOBODY_THERE
