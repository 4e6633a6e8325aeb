"""What the bot remembers of its work: states and ids, no personal text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.messages import ConversationRef, MessageRef


class EntryState(StrEnum):
    """How far one inbound event has come. Nothing stays before DONE: its workflow is resumed after a crash."""

    RECEIVED = "received"
    DECIDED = "decided"
    DONE = "done"


class Decision(StrEnum):
    """What is to become of a message."""

    CLEAN = "clean"
    REDACTED = "redacted"
    WITHHELD = "withheld"
    READING = "reading"
    """Its files are to be fetched and read before anything can be said; never the end of it, and not kept."""
    LISTENING = "listening"
    """It is withheld, and its voice note is to be listened to for its author; never kept."""
    NOTHING = "nothing"
    """Not a message to post: a deletion, an unknown event, an edit that changes nothing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One inbound event in the inbox. Its content is sealed beside it."""

    entry_id: str
    origin: MessageRef
    number: int
    """Place in the conversation's order; 0 takes no part in it (edits, deletions)."""
    author: str
    """Keyed fingerprint of the author's account."""
    state: EntryState
    received_at: datetime
    decision: Decision | None = None
    case_id: str | None = None
    code: str = ""
    """Why it was withheld, what the unknown event is called: a slug."""
    composed: bool = False
    """Nobody saw it raw, so there is nothing to remove."""

    @property
    def conversation(self) -> ConversationRef:
        return ConversationRef(self.origin.channel, self.origin.conversation)


class PostKind(StrEnum):
    REDACTED = "redacted"
    CLEAN = "clean"
    """Only where the bot stands between author and readers."""
    NOTICE = "notice"
    LEFT = "left"
    """A clean message of a group that belongs to a round: it stands where its author wrote it, and is carried from there."""


class PostState(StrEnum):
    """A post waits for its original to go, then for its turn."""

    WAITING = "waiting"
    OFFERED = "offered"
    """The original could not be removed; its author decides."""
    READY = "ready"
    SENDING = "sending"
    STALLED = "stalled"
    """The platform keeps failing on it: still tried, but nobody waits behind it any more."""
    POSTED = "posted"
    FAILED = "failed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class PostRecord:
    """One post of ours. Its text is sealed beside it. `post_id` is the entry's id with a letter behind it.

    `round`: the round to whose other legs it is carried. `subject`: the message that it stands for, whichever version.
    """

    post_id: str
    entry_id: str
    kind: PostKind
    state: PostState
    conversation: ConversationRef
    number: int
    case_id: str | None = None
    ref: MessageRef | None = None
    more: tuple[MessageRef, ...] = ()
    attempts: int = 0
    round: str | None = None
    subject: str = ""

    @property
    def refs(self) -> tuple[MessageRef, ...]:
        """Every message that it consists of on its platform."""
        return (self.ref, *self.more) if self.ref else ()


class NoteState(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


class NoteKind(StrEnum):
    TELL = "tell"
    GIVE_BACK = "give_back"
    ALERT = "alert"
    ANSWER = "answer"
    """To the author of a consult: this entry answers it."""
    TASK = "task"
    """To whom a task was handed over: the page of it."""
    REMINDER = "reminder"
    """Of the Code, the training, what a person supported is to be told. It is about no entry: its own id stands there."""
    MEMBER = "member"
    """To a member of a case, about the case; its id stands for the entry's."""
    FACTOR = "factor"
    """About somebody's second factor. It is about no entry: its own id stands there."""
    ROUND = "round"
    """Somebody joined or left a round. It is about no entry: its own id stands there."""
    DISCLOSURE = "disclosure"
    """About a request to open a detail. Its own id stands for the entry's, and begins with the request's (`about_request`)."""


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """One private word to one person. Its content is sealed beside it."""

    note_id: str
    entry_id: str
    kind: NoteKind
    state: NoteState
    person: str
    """Keyed fingerprint of the addressee's account."""
    created_at: datetime


def about_request(note_id: str) -> str:
    """The request, or the case, that a note of kind `DISCLOSURE` is about."""
    return note_id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Consult:
    """One request for advice and its answers."""

    consult_id: str
    case_id: str
    conversation: ConversationRef
    author: str
    last_at: datetime
