"""Posts of ours, as the handlers keep and find them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.domain.messages import ConversationRef, MessageRef
from bot.domain.outgoing import Notice, Post
from bot.domain.records import PostKind, PostRecord, PostState


class Posts(Protocol):
    """Posts of ours, sealed."""

    async def add(self, record: PostRecord, content: Post | Notice) -> bool:
        """Keep a post; False if that id exists already (an album's second picture)."""

    async def record(self, post_id: str) -> PostRecord | None: ...

    async def of_entry(self, entry_id: str, kind: PostKind) -> PostRecord | None: ...

    async def all_of_entry(self, entry_id: str) -> list[PostRecord]: ...

    async def standing(self, case_id: str) -> list[PostRecord]:
        """Posts of a case that stand on their platform, oldest first."""

    async def of_case(self, case_id: str) -> list[PostRecord]:
        """Posts of a case, whatever became of them, oldest first."""

    async def content(self, post_id: str) -> Post | Notice: ...

    async def rewrite(self, post_id: str, content: Post) -> None:
        """Keep another text for it. Where it was sent already it is READY again, to be put in the old one's place."""

    async def sent(self, post_id: str, ref: MessageRef, more: tuple[MessageRef, ...]) -> None:
        """It stands there now: POSTED, unless it was rewritten meanwhile and waits to be sent again."""

    async def supersede(self, post_id: str, refs: tuple[MessageRef, ...]) -> None:
        """What stood at `refs` before is over: `post_id` took its place."""

    async def unsent(self) -> list[str]:
        """Ids of the entries whose posts are on their way."""

    async def move(self, post_id: str, state: PostState) -> None: ...

    async def wipe(self, post_id: str) -> None:
        """Forget the text."""

    async def wipe_clean_before(self, moment: datetime) -> None:
        """Forget the text of posts without any detail that were made before."""

    async def uncarried(self) -> list[PostRecord]:
        """Posts of rounds that changed since they were looked at, oldest first: their copies may not say the same."""

    async def looked_at(self, post_id: str) -> None: ...

    async def newest(self, subject: str) -> PostRecord | None:
        """The latest version of a message of a round: its post, or the line in its place."""

    async def overtaken(self, conversation: ConversationRef, number: int) -> bool:
        """Whether a message with a higher number was posted already."""
