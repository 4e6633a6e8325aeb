"""What an update of WhatsApp's can mean, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.messages import Attachment, Matter
from redaction import RawText

NAME = "whatsapp"


@dataclass(frozen=True, slots=True, repr=False)
class Who:
    """Whom Meta says it is from. `user_id` is theirs with this business alone, `phone` is not always told; one of both is.

    (developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids)
    """

    user_id: RawText | None
    phone: RawText | None
    name: RawText = field(default_factory=lambda: RawText(""))

    def __repr__(self) -> str:
        return "<Who>"


@dataclass(frozen=True, slots=True, repr=False)
class Update:
    """`wamid`: Meta's id of the event, which holds the telephone number; so it is never kept in clear."""

    who: Who
    wamid: RawText
    at: datetime

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


@dataclass(frozen=True, slots=True, repr=False)
class Said(Update):
    """Somebody wrote. `answers`: the message that they quote. `edits`: the message that says this from now on."""

    text: RawText
    answers: RawText | None = None
    edits: RawText | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Pressed(Update):
    """Somebody chose a button or a line of a list of ours. `data`: what we put there."""

    data: str


@dataclass(frozen=True, slots=True, repr=False)
class Brought(Update):
    """Somebody sent what is no text. `text`: what a reader learns from it in words. `code`: its kind, for the log."""

    matter: Matter
    text: RawText
    code: str
    attachments: tuple[Attachment, ...] = ()
    answers: RawText | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Reacted(Update):
    """Somebody put a sign under a message, or took it away (`sign` is "")."""

    sign: str
    to: RawText


@dataclass(frozen=True, slots=True, repr=False)
class Named(Update):
    """Something that is passed on to nobody. `told`: wording key of what its author is told; None: nothing."""

    code: str
    told: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Moved(Update):
    """`who` (as they were) has another telephone number, or another id, from now on."""

    now: Who


@dataclass(frozen=True, slots=True, repr=False)
class Status:
    """How far a message of ours came: "sent", "delivered", "read", "failed". `code`: why it failed."""

    wamid: RawText
    state: str
    code: str = ""

    def __repr__(self) -> str:
        return f"<Status {self.state}>"


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something without a sender that is not understood."""

    code: str


Meaning = Said | Pressed | Brought | Reacted | Named | Moved | Status | Unknown
