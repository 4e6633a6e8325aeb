"""Who reads which round, and what was carried where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.messages import ConversationRef, MessageRef
from bot.domain.rounds import Copy, CopyState, RoundMember


class RoundMembers(Protocol):
    """Legs of their own; who reads a round in one of its groups is the platform's to know."""

    async def join(self, member: RoundMember) -> bool:
        """False if that leg is in the round already."""

    async def leave(self, name: str, who: str) -> int:
        """Every leg of theirs; how many there were."""

    async def members(self, name: str) -> list[RoundMember]:
        """In the order in which they came."""

    async def of(self, who: str) -> list[RoundMember]:
        """The legs of one person, by the name of the round."""


class Copies(Protocol):
    """What stands on the legs."""

    async def due(self, copy: Copy) -> None:
        """Have a copy looked at: one that is new, or one that is known, for its newest version."""

    async def of_subject(self, subject: str) -> list[Copy]: ...

    async def on_leg(self, leg: ConversationRef) -> list[Copy]:
        """Those of a leg that are to be looked at, in the order of their messages."""

    async def legs_due(self) -> list[ConversationRef]: ...

    async def sending(self, copy: Copy) -> None:
        """An attempt begins."""

    async def stands(self, copy: Copy, refs: Sequence[MessageRef], mark: str) -> None:
        """This is what stands now; DONE, unless it was to be looked at again meanwhile."""

    async def end(self, copy: Copy, state: CopyState, code: str = "") -> None: ...

    async def unfinished(self, subject: str) -> bool:
        """Whether a copy of that message has yet to be looked at."""

    async def failed_since(self, moment: datetime) -> int: ...
