"""What an update can mean to us, beside a message, and what must be known to tell. Values only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from adapters.telegram.entities import Json, Members
from adapters.telegram.personal import Arrived, Opened, Pressed, Written
from bot.domain.drafts import Report
from bot.domain.messages import Inbound


@dataclass(frozen=True, slots=True, repr=False)
class Reported:
    """Somebody answered a message with `/hide` alone, or reacted to one with `parse.HIDE_SIGN`.

    A reaction comes without the message, so `report` has neither `raw` nor `asked_in` then.
    """

    report: Report


@dataclass(frozen=True, slots=True)
class Rights:
    """What the bot may do in one group. Without `reads` it does not even see the messages there."""

    deletes: bool
    reads: bool

    @property
    def code(self) -> str:
        if not self.reads:
            return "rights_cannot_read"
        return "rights_complete" if self.deletes else "rights_cannot_delete"


@dataclass(frozen=True, slots=True)
class RightsChanged:
    """Somebody changed the bot's place in a guarded group. `event` is for the journal."""

    chat: int
    rights: Rights
    event: Inbound


@dataclass(frozen=True, slots=True)
class Moved:
    """A guarded group became a supergroup and has another id from now on. `event` is for the journal."""

    old: int
    new: int
    event: Inbound


@dataclass(frozen=True, slots=True)
class Ignored:
    """An update that is known and of no concern to us, by name."""

    name: str


Parsed = Inbound | Pressed | Opened | Written | Reported | Arrived | RightsChanged | Moved | Ignored


@dataclass(frozen=True, slots=True)
class Guard:
    """What `parse` must know of the world: the bot's own id, the guarded groups, whose mention is a colleague's, the time.

    `sees_all`: @BotFather's privacy mode is off, so that the bot reads a group without being its administrator.
    """

    me: int
    groups: Collection[int]
    members: Members
    now: datetime
    sees_all: bool = False


def rights_of(member: Json, sees_all: bool) -> Rights:
    """The rights in a `ChatMember` (https://core.telegram.org/bots/api#chatmember) that is the bot itself."""
    status = member["status"]
    if status == "administrator":
        return Rights(deletes=bool(member.get("can_delete_messages")), reads=True)
    present = status == "member" or (status == "restricted" and bool(member.get("is_member")))
    return Rights(deletes=False, reads=present and sees_all)
