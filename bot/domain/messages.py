"""What happens on a channel, as values. Frozen and inert: an event that acts would hide who acted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.cases import Purpose
from bot.domain.marks import Mark
from bot.domain.polls import Poll
from redaction import Lang, RawBytes, RawText


@dataclass(frozen=True, slots=True)
class ConversationRef:
    """A group, a Slack channel, a room. `topic` is a forum topic (Telegram) where the platform has them."""

    channel: str
    conversation: str


@dataclass(frozen=True, slots=True)
class MessageRef:
    """One message on a platform, as the platform names it (`message` is Telegram's message_id, Slack's ts…)."""

    channel: str
    conversation: str
    message: str


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A volunteer's account on one platform. Opaque to us; the display name is elsewhere, sealed."""

    channel: str
    account: str


class Kind(StrEnum):
    """What an inbound event is."""

    NEW = "new"
    EDITED = "edited"
    DELETED = "deleted"
    """The author (or somebody with the right) removed it on the platform."""
    UNKNOWN = "unknown"
    """The platform sent what our table does not list; journalled under `code`, never dropped in silence."""


class Matter(StrEnum):
    """What a message carries. Everything but TEXT is withheld whole and given back, until the layer can read it."""

    TEXT = "text"
    CONTACT = "contact"
    POLL = "poll"
    PLACE = "place"
    VOICE = "voice"
    PICTURE = "picture"
    FILE = "file"
    OTHER = "other"


@dataclass(frozen=True, slots=True, repr=False)
class Attachment:
    """Something that came with the message and that the platform can hand back by `handle` (file_id, url…).

    `name`: the file's name, as its author gave it. `data`: what is in it, where it came along (e-mail) or was fetched.
    """

    matter: Matter
    handle: str
    name: RawText | None = None
    data: RawBytes | None = None

    def __repr__(self) -> str:
        return f"<Attachment {self.matter}>"


@dataclass(frozen=True, slots=True, repr=False)
class Composed:
    """What was decided about a text before colleagues could see it; so nothing of it has to be removed.

    `case`: id of the case that it goes into; None for one of its own. `hide`, `show`: words that somebody wants hidden, or
    that are no personal detail. `apart`: names of somebody else than the case knows by them. `nameless`: posted without its author's name.
    """

    purpose: Purpose = Purpose.GUIDANCE
    case: str | None = None
    hide: tuple[RawText, ...] = ()
    show: tuple[RawText, ...] = ()
    apart: tuple[RawText, ...] = ()
    nameless: bool = False

    def __repr__(self) -> str:
        return f"<Composed for {self.purpose}>"


@dataclass(frozen=True, slots=True, repr=False)
class Inbound:
    """One event of a guarded conversation, as the channel's `parse` understood it.

    `event_id`: the platform's own id of the event (update_id, event_id); a second delivery has the same.
    `number`: the platform's numbering inside the conversation (message_id, ts in microseconds); sets the order of posts.
    `thread`: id of the thread's root message or topic where the platform has threads.
    `reply_to`: the message that this one answers.
    `mentions`: character ranges of `text` that mention colleagues (`@sue`, `<@U024BE7LH>`), kept as they are.
    `marks`: how parts of `text` are set (bold, code…).
    `poll`: it is one, and `marks` tell its parts; None for a poll that carries what cannot be read, such as pictures.
    `album`: platform's id of a set of messages sent as one; the whole set shares one fate.
    `always_replace`: the platform shows a name beside the text (a forward's origin), so the message is removed and
    posted again even where nothing is found in `text`.
    `code`: for UNKNOWN, the name of the event; never free text.
    `composed`: it was written privately, and its author saw it as colleagues will.
    `round`: name of the round that it was sent to, where the channel can tell (the address of an e-mail).
    """

    kind: Kind
    origin: MessageRef
    event_id: str
    number: int
    sent_at: datetime
    author: PersonRef | None
    author_name: RawText
    text: RawText
    matter: Matter = Matter.TEXT
    attachments: tuple[Attachment, ...] = ()
    thread: str | None = None
    reply_to: str | None = None
    mentions: tuple[tuple[int, int], ...] = ()
    marks: tuple[Mark, ...] = ()
    album: str | None = None
    always_replace: bool = False
    lang_hint: Lang | None = None
    code: str | None = None
    composed: Composed | None = None
    poll: Poll | None = None
    round: str | None = None

    @property
    def conversation(self) -> ConversationRef:
        return ConversationRef(self.origin.channel, self.origin.conversation)

    def __repr__(self) -> str:
        return f"<Inbound {self.kind} {self.matter} on {self.origin.channel}>"
