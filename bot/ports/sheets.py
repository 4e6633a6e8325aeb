"""What the page to write on asks of the core. Each sheet is one draft of one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.domain.drafts import Change, Draft
from bot.domain.messages import ConversationRef
from bot.domain.outgoing import Answer


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody may post. `title`: what people call it, "" where the channel does not know."""

    ref: ConversationRef
    title: str


@dataclass(frozen=True, slots=True)
class Blank:
    """What an empty sheet offers: places to post, references of open cases. `begun`: its text stands there already."""

    places: tuple[Place, ...]
    cases: tuple[str, ...]
    begun: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """`session`: a secret of this browser's, the only key to the draft from now on."""

    session: str
    draft_id: str


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """A draft as its author sees it. Without `answer.preview`, where it could not be read."""

    draft: Draft
    answer: Answer
    places: tuple[Place, ...]

    def __repr__(self) -> str:
        return f"<Sheet {self.draft.draft_id}>"


class Sheets(Protocol):
    """`token` is a link's, `session` what `open` gave; None stands for one that is used up, too old, or another draft's."""

    async def asked(self, token: str) -> Blank | None:
        """What the page behind a link offers. Nothing is used up."""

    async def open(self, token: str, wish: Change) -> Opened | None:
        """Use the link up, write `wish` on the sheet (its `draft_id` does not matter) and begin a session."""

    async def shown(self, session: str, draft_id: str) -> Sheet | None:
        """The sheet as it stands."""

    async def change(self, session: str, wish: Change) -> Sheet | None:
        """The sheet as its author wants it now."""

    async def post(self, session: str, wish: Change) -> Sheet | None:
        """Post it, and the session ends (`answer.ended`). What the author did not see yet is shown first instead."""

    async def drop(self, session: str, draft_id: str) -> bool:
        """Forget the draft; whether there was one."""

    async def refused(self, code: str) -> None:
        """A forged request was refused; journalled. `code` is a slug."""
