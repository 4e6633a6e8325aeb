"""A platform on which authors gave the bot their own tokens: what stands there under whose message."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable

from bot.domain.messages import MessageRef, PersonRef
from bot.domain.outgoing import Effect, Outcome, Post
from bot.ports.on_behalf import Grant, Permission
from redaction import RawText


class Killed(BaseException):
    """The process ends here."""


class FakeAuthors:
    """`bot.ports.on_behalf.OnBehalf` whose every call can be told to fail, by name of the method."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.standing: dict[str, Post] = {}
        self.removed: list[str] = []
        self.revoked = 0
        self.grant = Grant(Permission(PersonRef("fake", "sue"), RawText("a token")))
        self.answers: defaultdict[str, list[Effect]] = defaultdict(list)
        self.killed_after = ""
        self.meanwhile: Callable[[], Awaitable[None]] | None = None
        """What happens while a code is exchanged."""

    def script(self, method: str, *effects: Effect) -> None:
        """The next calls of `method` end so, and nothing happens; then all is well again."""
        self.answers[method].extend(effects)

    def approval_page(self, state: str, back_to: str) -> str | None:
        return f"https://example.org/agree?state={state}&back_to={back_to}"

    async def exchange(self, code: str, back_to: str) -> Grant:
        self.calls.append("exchange")
        if self.meanwhile is not None:
            await self.meanwhile()
        return self.grant

    async def replace(self, post: Post, message: MessageRef, token: RawText, *, look_first: bool) -> Effect:
        there = self.standing.get(message.message)
        if look_first and there is not None and there.body == post.body:
            self.calls.append("looked")
            return Effect(Outcome.DONE, message)
        return self._do("replace", message, lambda: self.standing.update({message.message: post}))

    async def remove_own(self, message: MessageRef, token: RawText) -> Effect:
        return self._do("remove_own", message, lambda: self.removed.append(message.message))

    async def revoke(self, token: RawText) -> Effect:
        self.calls.append("revoke")
        effect = self.answers["revoke"].pop(0) if self.answers["revoke"] else Effect(Outcome.DONE)
        self.revoked += effect.outcome is Outcome.DONE
        return effect

    def _do(self, method: str, message: MessageRef, act: Callable[[], None]) -> Effect:
        self.calls.append(method)
        if self.answers[method]:
            return self.answers[method].pop(0)
        act()
        if self.killed_after == method:
            self.killed_after = ""
            raise Killed
        return Effect(Outcome.DONE, message)
