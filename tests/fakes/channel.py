"""A channel in memory: a list of what stands in the conversation, and what each person was told."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from itertools import count

from bot.domain.capabilities import Capabilities, Removal
from bot.domain.messages import Attachment, ConversationRef, MessageRef, PersonRef
from bot.domain.outgoing import Effect, GiveBack, Note, Notice, Outcome, Post
from bot.ports.channel import Intake, NotFetched
from redaction import RawBytes

GROUP = ConversationRef("fake", "group")


class FakeChannel:
    """`bot.ports.channel.Channel` whose every call can be told to fail, by name of the method."""

    name = "fake"

    def __init__(self, capabilities: Capabilities | None = None) -> None:
        self.capabilities = capabilities or Capabilities(
            removal=Removal.BY_BOT,
            removable_for=timedelta(hours=48),
            unthreaded=True,
            finds_own_posts=True,
            amends=True,
        )
        self.conversations: tuple[ConversationRef, ...] = (GROUP,)
        self.supervisors: tuple[PersonRef, ...] = (PersonRef("fake", "boss"),)
        self.calls: list[str] = []
        self.removed: list[str] = []
        self.posts: list[Post] = []
        self.notices: list[Notice] = []
        self.told: defaultdict[str, list[Note]] = defaultdict(list)
        self.given_back: defaultdict[str, list[GiveBack]] = defaultdict(list)
        self.answers: defaultdict[str, list[Effect]] = defaultdict(list)
        self.before: dict[str, Callable[[], None]] = {}
        self.changed = asyncio.Event()
        self._ids = count(9000)
        self.files: dict[str, bytes] = {}
        self.strangers: set[str] = set()
        self._at: dict[str, str] = {}
        """Which post stands at a message."""

    def script(self, method: str, *effects: Effect) -> None:
        """The next calls of `method` end so, one after the other; then all is well again."""
        self.answers[method].extend(effects)

    async def start(self, intake: Intake) -> None:
        self.intake = intake

    async def stop(self) -> None:
        pass

    async def remove(self, message: MessageRef) -> Effect:
        return self._do("remove", lambda: self.removed.append(message.message))

    async def post(self, post: Post) -> Effect:
        effect = self._do("post", lambda: self.posts.append(post))
        if effect.ref is not None:
            self._at[effect.ref.message] = post.post_id
        return effect

    async def amend(self, post: Post, standing: tuple[MessageRef, ...]) -> Effect:
        effect = self._do("amend", lambda: self._replace(post, {self._at.get(ref.message) for ref in standing}))
        if effect.outcome is Outcome.DONE:
            self._at[standing[0].message] = post.post_id
            return Effect(Outcome.DONE, standing[0])
        return effect

    def _replace(self, post: Post, earlier: set[str | None]) -> None:
        self.posts = [post if one.post_id in earlier else one for one in self.posts]

    async def places_of(self, person: PersonRef) -> tuple[ConversationRef, ...]:
        return () if person.account in self.strangers else self.conversations

    async def notice(self, notice: Notice) -> Effect:
        return self._do("notice", lambda: self.notices.append(notice))

    async def find(self, post: Post) -> Effect:
        self.calls.append("find")
        found = any(p.post_id == post.post_id for p in self.posts)
        return Effect(Outcome.DONE, ref=self._ref()) if found else Effect(Outcome.GONE)

    async def fetch(self, attachment: Attachment) -> RawBytes:
        """What `files` has under its handle."""
        self.calls.append("fetch")
        if attachment.handle not in self.files:
            raise NotFetched("gone")
        return RawBytes(self.files[attachment.handle])

    async def tell(self, note: Note) -> Effect:
        await asyncio.sleep(0)  # as a call takes its time, in which others go on
        return self._do("tell", lambda: self.told[note.to.account].append(note))

    async def give_back(self, back: GiveBack) -> Effect:
        await asyncio.sleep(0)
        return self._do("give_back", lambda: self.given_back[back.to.account].append(back))

    def title_of(self, place: ConversationRef) -> str:
        return f"The {place.conversation}"

    def _do(self, method: str, act: Callable[[], None]) -> Effect:
        self.calls.append(method)
        scripted = self.answers[method].pop(0) if self.answers[method] else None
        if scripted is None or scripted.code == "maybe_sent":
            act()
        self.changed.set()
        return scripted or Effect(Outcome.DONE, ref=self._ref())

    def _ref(self) -> MessageRef:
        return MessageRef("fake", "group", str(next(self._ids)))
