"""Who reads which round, and what was carried where."""

from __future__ import annotations

from collections.abc import Sequence
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

    async def entries_due(self) -> list[str]:
        """Ids of the entries of which a copy is to be looked at."""

    async def sending(self, copy: Copy) -> None:
        """An attempt begins."""

    async def stands(self, copy: Copy, refs: Sequence[MessageRef], mark: str, *, anew: bool) -> None:
        """This is what stands now; DONE, unless it is to be looked at again meanwhile. `anew`: as a message of its own."""

    async def end(self, copy: Copy, state: CopyState, code: str = "") -> None:
        """It is over, unless it is to be looked at again meanwhile."""
