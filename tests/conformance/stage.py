"""What a channel offers the suite: people act on its stand-in platform, and what stands there can be read."""

from __future__ import annotations

from typing import Protocol

from bot.handlers.context import Context

FIRST, LAST = "Mary Dupont rang me this morning.", "That is all, says Zebedee Quatermain."
"""How the longest message begins and ends."""


class Stage(Protocol):
    """Sue and Bob in one guarded place, with the real bot at work. Both have opened the bot's private chat, where there is one.

    On a channel of single people (mail, telephones) the place is a round: what Sue says is what she sent *and* agreed to
    post, and `group` is what lies in the inbox of somebody who only reads: nobody gets their own message.
    """

    context: Context

    async def says(self, who: str, text: str) -> None:
        """`who` writes to colleagues."""

    async def answers(self, who: str, quote: str, text: str) -> None:
        """`who` answers the latest message that holds `quote`, as one does there. It stands already."""

    async def edits(self, who: str, quote: str, text: str) -> None: ...

    async def deletes(self, who: str, quote: str) -> None: ...

    async def sends_unreadable(self, who: str) -> None:
        """`who` sends something that nothing of ours reads: an archive, an unknown kind of file."""

    async def forges(self) -> None:
        """Somebody from outside sends a request that the platform did not make, naming Mary Dupont."""

    async def says_twice(self, who: str, text: str) -> None:
        """The platform hands out one message twice."""

    async def says_at_length(self, who: str) -> None:
        """The longest message that the platform lets somebody send: `FIRST`, something harmless, `LAST`."""

    async def sends_unknown(self) -> None:
        """The platform sends an event that nobody has ever heard of."""

    async def group(self) -> list[str]:
        """What stands where colleagues look, oldest first, as "Sue: words"; posts of the bot as "Sue (C-7K2P4): words"."""

    async def private(self, who: str) -> list[str]:
        """What the bot says to somebody alone, posts of a round not counted."""
