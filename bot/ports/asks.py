"""What a colleague asks of an author, until it is answered. Who asks is sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.messages import PersonRef
from redaction import RawText


class AskState(StrEnum):
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Ask:
    """`subject`: the entry that it is about; `who`: who asks, as the roster says it."""

    ask_id: str
    kind: str
    case_id: str
    subject: str
    who: str
    state: AskState = AskState.ASKED


class Asks(Protocol):
    async def make(self, ask: Ask, person: PersonRef, name: RawText, now: datetime) -> bool:
        """Keep it; False if one of that id is there already."""

    async def get(self, ask_id: str) -> Ask | None: ...

    async def asker(self, ask_id: str) -> tuple[PersonRef, RawText]:
        """The account that asks, and its display name. Raises `Wiped`."""

    async def wipe_before(self, moment: datetime) -> None:
        """Forget who asked before that moment."""

    async def answer(self, ask_id: str, by: str, state: AskState) -> None: ...
