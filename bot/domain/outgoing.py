"""What the bot puts on a channel, as values. The channel's `render` turns them into the platform's form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.drafts import Preview
from bot.domain.files import CleanFile
from bot.domain.ids import CODE_ALPHABET
from bot.domain.marks import Mark
from bot.domain.messages import Attachment, ConversationRef, MessageRef, PersonRef
from bot.domain.papers import Paper
from bot.domain.polls import Poll
from redaction import HiddenSpan, Lang, RawText, RedactedText
from redaction.wording import ours


class Opaque(str):
    """Words of ours that tell nothing: references and codes ("C-7K2P4"), pseudonyms ("[Person A]"), joined by commas."""

    __slots__ = ()

    def __new__(cls, *words: str) -> Opaque:
        """Raises `ValueError` for anything that could be somebody's text."""
        for word in words:
            if not (_CODED.fullmatch(word) or [span[:2] for span in ours(word)] == [(0, len(word))]):
                raise ValueError("no reference, code or pseudonym of ours")
        return super().__new__(cls, ", ".join(words))


@dataclass(frozen=True, slots=True)
class Day:
    """A moment of which a sentence says the day alone."""

    at: datetime


_CODED = re.compile(rf"[CM]-[{CODE_ALPHABET}]{{5}}|(?:[{CODE_ALPHABET}]{{4}}-){{2}}[{CODE_ALPHABET}]{{4}}")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of ours: a key of `config/wording`, with its slots. Free text has no way in.

    `lang` None means: in both languages, English first. A slot may be a sentence of ours itself (the name of a ground); it
    reads in the language of the whole.
    """

    key: str
    lang: Lang | None = None
    slots: Mapping[str, RedactedText | Opaque | int | datetime | Day | Line] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Button:
    """A button of ours. `action` names the use case, `subject` is an opaque id (together under 60 bytes).

    The label is the wording key `button.<action>`, followed by `words`; a sentence of ours reads in the reader's language.
    """

    action: str
    subject: str
    words: Opaque | RedactedText | Line | None = None


URGENT = Button("menu_urgent", "menu")
MENU = (*(Button(action, "menu") for action in ("menu_ask", "menu_cases", "menu_code")), URGENT)
"""What somebody who writes to the bot for the first time, or does not know how to go on, can press."""
CONSOLE = Button("menu_console", "menu")
"""One more, for whom the console is for."""
DETAILS = Button("menu_details", "menu")
"""One more, for whoever may ask to have a detail opened."""


@dataclass(frozen=True, slots=True)
class Post:
    """A redacted message on its way to a conversation.

    `post_id` is ours, opaque; a channel that can, carries it along (Slack metadata) so that `find` sees it again.
    `byline`: the author's display name, None where they want it left out. `late`: it comes after messages that the platform numbers higher.
    `origin`: the message that it stands for; where the bot stands between author and readers (`NEVER_SHOWN`) the two
    are one message to the platform, so that its author can answer, edit or delete it.
    """

    post_id: str
    conversation: ConversationRef
    byline: RedactedText | None
    body: RedactedText
    lang: Lang
    thread: str | None = None
    reply_to: str | None = None
    buttons: tuple[Button, ...] = ()
    late: bool = False
    edited: bool = False
    replaces: tuple[MessageRef, ...] = ()
    """What an earlier version of ours consists of; it goes where this one does not take its place."""
    origin: MessageRef | None = None
    case: Opaque | None = None
    """Reference of the case, shown beside the author's name: so colleagues tell one story from another."""
    hidden: tuple[HiddenSpan, ...] = ()
    """What is hidden in it, where the channel shows its author both sides of a message; offsets count in the original."""
    marks: tuple[Mark, ...] = ()
    """How parts of the body are set."""
    poll: Poll | None = None
    """It is posted as a poll, whose parts the marks tell; never changed in its place."""
    covered: bool = False
    """Somebody saw a detail in it: a line of ours stands in the place of the body until that is hidden too."""
    files: tuple[CleanFile, ...] = ()
    """Pictures and documents that go with it, where the channel carries files (`Capabilities.files`)."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A line of ours in a conversation: a held message's place, an outage, a missing right."""

    notice_id: str
    conversation: ConversationRef
    line: Line
    thread: str | None = None
    reply_to: str | None = None
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A private word to one person: a line, what was hidden (kinds and pseudonyms, never values), buttons.

    `also`: a second sentence. `about`: the post that it speaks of, for a link, where the platform has links. `page`: the address of a page of our own.
    """

    note_id: str
    to: PersonRef
    line: Line
    hidden: tuple[HiddenSpan, ...] = ()
    about: MessageRef | None = None
    buttons: tuple[Button, ...] = ()
    page: str | None = None
    also: Line | None = None


@dataclass(frozen=True, slots=True, repr=False)
class GiveBack:
    """A withheld message on its way back to its author, and to nobody else. Identity numbers are struck already.

    `about`: the message that was withheld, so that a page that shows "being checked" can stop doing so.
    """

    note_id: str
    to: PersonRef
    line: Line
    text: RawText
    attachments: tuple[Attachment, ...] = ()
    about: MessageRef | None = None

    def __repr__(self) -> str:
        return f"<GiveBack {self.note_id}>"


class Outcome(StrEnum):
    """How an effect on a platform ended. Codes only: they go through the durable engine and the journal."""

    DONE = "done"
    GONE = "gone"
    """There was nothing to do any more ("message to delete not found"): success."""
    FORBIDDEN = "forbidden"
    """The bot lacks the right (`can_delete_messages`, an admin token)."""
    REVOKED = "revoked"
    """The author's own token is good for nothing: they took it back, or the platform did."""
    TOO_OLD = "too_old"
    """The platform's time limit has passed (Telegram: 48 h)."""
    CLOSED = "closed"
    """A private chat that the person never opened (Telegram's 403), or blocked."""
    UNSUPPORTED = "unsupported"
    """The platform has no such thing; see the channel's capabilities."""
    RETRY = "retry"
    """A passing fault: a 429, a lost connection, a 5xx. `retry_after` seconds, where the platform says."""
    FAILED = "failed"
    """The platform refused for good, for another reason; `code` names it."""


@dataclass(frozen=True, slots=True)
class Effect:
    """The outcome of one call. `code` is the platform's own error code or a slug of ours, never its free text."""

    outcome: Outcome
    ref: MessageRef | None = None
    retry_after: float | None = None
    code: str = ""
    more: tuple[MessageRef, ...] = ()
    """The further messages that a long post consists of."""


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody pressed a button of ours."""

    action: str
    subject: str
    by: PersonRef
    by_name: RawText
    lang: Lang = "en"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person who pressed or wrote sees, alone: a short line, and where to go on (`open_private`)."""

    line: Line
    hidden: tuple[HiddenSpan, ...] = ()
    open_private: bool = False
    """Lead the person to the bot's private chat (Telegram: a `?start=` link)."""
    page: str | None = None
    """The address of a page of our own, for them alone."""
    buttons: tuple[Button, ...] = ()
    preview: Preview | None = None
    """Both sides of what they are about to post."""
    paper: Paper | None = None
    """A text of the association's, with its PDF: before the line, so that the buttons stand under it."""
    ended: bool = False
    """What the pressed button stood under is over: its buttons go."""
