"""A channel in memory on which one can read what stands in each conversation, as its people would."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from itertools import count

from bot.domain.capabilities import Capabilities, Removal
from bot.domain.messages import ConversationRef, MessageRef, PersonRef
from bot.domain.outgoing import Effect, GiveBack, Note, Notice, Outcome, Post
from bot.ports.channel import Intake

GROUPS = Capabilities(removal=Removal.BY_BOT, unthreaded=True, opens_private=False, finds_own_posts=True, amends=True)
"""Like a Telegram group."""
LETTERS = Capabilities(removal=Removal.NEVER_SHOWN)
"""Like e-mail: what was sent is neither changed nor taken away."""
_DONE = Effect(Outcome.DONE)


class LegChannel:
    """`bot.ports.channel.Channel`. `broken`: what calls in a conversation end in instead of being done, one after the other."""

    def __init__(self, name: str, capabilities: Capabilities = LETTERS, *groups: str) -> None:
        self.name = name
        self.capabilities = capabilities
        self.conversations = tuple(ConversationRef(name, group) for group in groups)
        self.supervisors: tuple[PersonRef, ...] = (PersonRef(name, "boss"),)
        self.stands: defaultdict[str, dict[str, Post | Notice | str]] = defaultdict(dict)
        self.told: defaultdict[str, list[Note]] = defaultdict(list)
        self.given_back: defaultdict[str, list[GiveBack]] = defaultdict(list)
        self.broken: defaultdict[str, list[Effect]] = defaultdict(list)
        self.calls: list[tuple[str, str]] = []
        self.changed = asyncio.Event()
        self._ids = count(100)

    def read(self, conversation: str) -> list[str]:
        """What somebody reads there, line by line; lines of ours by their keys."""
        return [_words(content) for content in self.stands[conversation].values()]

    def posts(self, conversation: str) -> list[Post]:
        return [content for content in self.stands[conversation].values() if isinstance(content, Post)]

    def message(self, conversation: str, number: int = -1) -> str:
        """Id of one of the messages that stand there."""
        return list(self.stands[conversation])[number]

    def says(self, conversation: str, text: str) -> str:
        """Somebody's own message stands there, by its id."""
        message = str(next(self._ids))
        self.stands[conversation][message] = text
        return message

    async def start(self, intake: Intake) -> None:
        self.intake = intake

    async def stop(self) -> None:
        pass

    async def places_of(self, person: PersonRef) -> tuple[ConversationRef, ...]:
        return self.conversations

    def title_of(self, place: ConversationRef) -> str:
        return f"The {place.conversation}"

    async def remove(self, message: MessageRef) -> Effect:
        if self.capabilities.removal is Removal.NEVER_SHOWN:
            return self._call("remove", message.conversation, Effect(Outcome.UNSUPPORTED))
        effect = self._call("remove", message.conversation, _DONE)
        if effect.outcome is Outcome.DONE and self.stands[message.conversation].pop(message.message, None) is None:
            return Effect(Outcome.GONE)
        return effect

    async def post(self, post: Post) -> Effect:
        return self._put("post", post)

    async def notice(self, notice: Notice) -> Effect:
        return self._put("notice", notice)

    async def amend(self, post: Post, standing: tuple[MessageRef, ...]) -> Effect:
        if not self.capabilities.amends:
            return Effect(Outcome.UNSUPPORTED)
        there = self.stands[post.conversation.conversation]
        if standing[0].message not in there:
            return Effect(Outcome.GONE)
        effect = self._call("amend", post.conversation.conversation, Effect(Outcome.DONE, standing[0]))
        if effect.outcome is Outcome.DONE:
            there[standing[0].message] = post
        return effect

    async def find(self, post: Post) -> Effect:
        where = post.conversation.conversation
        for message, content in self.stands[where].items():
            if isinstance(content, Post) and content.post_id == post.post_id:
                return Effect(Outcome.DONE, MessageRef(self.name, where, message))
        return Effect(Outcome.GONE if self.capabilities.finds_own_posts else Outcome.UNSUPPORTED)

    async def tell(self, note: Note) -> Effect:
        self.told[note.to.account].append(note)
        return self._call("tell", note.to.account, _DONE)

    async def give_back(self, back: GiveBack) -> Effect:
        self.given_back[back.to.account].append(back)
        return self._call("give_back", back.to.account, _DONE)

    def _put(self, method: str, content: Post | Notice) -> Effect:
        where, message = content.conversation.conversation, str(next(self._ids))
        effect = self._call(method, where, Effect(Outcome.DONE, MessageRef(self.name, where, message)))
        if effect.outcome is Outcome.DONE or effect.code == "maybe_sent":
            self.stands[where][message] = content
        return effect

    def _call(self, method: str, where: str, well: Effect) -> Effect:
        self.calls.append((method, where))
        self.changed.set()
        waiting = self.broken[where]
        return waiting.pop(0) if waiting else well


def _words(content: Post | Notice | str) -> str:
    if isinstance(content, Notice):
        return content.line.key
    if not isinstance(content, Post):
        return content
    return "covered" if content.covered else f"{content.byline}: {content.body}"
