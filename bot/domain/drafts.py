"""What somebody is about to post: written privately, shown to them as colleagues would read it, changed, then posted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.cases import Purpose
from bot.domain.messages import Composed, ConversationRef, Inbound, MessageRef, PersonRef
from redaction import HiddenSpan, Lang, RawText, RedactedText

_PREFIX = "draft-"


def draft_origin(place: ConversationRef, draft_id: str) -> MessageRef:
    """Stands for a draft where other messages have their place on the platform."""
    return MessageRef(place.channel, place.conversation, f"{_PREFIX}{draft_id}")


def draft_event(draft_id: str) -> str:
    """Id of the event that a draft becomes when it is posted: twice it is not."""
    return f"{_PREFIX}{draft_id}"


def from_draft(message: MessageRef) -> bool:
    """No platform knows it."""
    return message.message.startswith(_PREFIX)


@dataclass(frozen=True, slots=True, repr=False)
class Writing:
    """What came from somebody privately, meant for colleagues.

    `sources`: the private messages that it stands in, which are removed once the draft has ended.
    `place`: where it is to go, if that is known. `corrects`: the entry whose post it takes the place of.
    `again`: it stood there before, and its author changed it. `reply_to`: our copy, in their private chat, that it answers:
    it goes to the round of that one, into its thread. `thread`, `answers`: where it stands for a message that was taken
    out of the conversation: the thread that this was in, and what it answered.
    """

    person: PersonRef
    name: RawText
    text: RawText
    lang: Lang
    sources: tuple[MessageRef, ...] = ()
    place: ConversationRef | None = None
    corrects: str | None = None
    again: bool = False
    reply_to: MessageRef | None = None
    thread: str | None = None
    answers: str | None = None

    def __repr__(self) -> str:
        return f"<Writing on {self.person.channel}>"


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """A `Writing` with what its author decided. `version` grows with each change, so that an old preview is told apart.

    `case`: id of the case that it belongs to; None for one of its own. `hide`, `show`, `apart` (somebody else of that name): words, as they wrote them.
    `nameless`: their own name is left out too. `report`: it is not theirs to post: a message in which they saw a detail
    that was missed, to choose the words from; `raw`, where it was no post of ours, that message.
    """

    draft_id: str
    writing: Writing
    purpose: Purpose = Purpose.GUIDANCE
    case: str | None = None
    hide: tuple[RawText, ...] = ()
    show: tuple[RawText, ...] = ()
    apart: tuple[RawText, ...] = ()
    nameless: bool = False
    version: int = 0
    report: bool = False
    raw: Inbound | None = None

    @property
    def wishes(self) -> Composed:
        """What was decided, as it goes along with the text."""
        return Composed(self.purpose, self.case, self.hide, self.show, self.apart, self.nameless)

    def __repr__(self) -> str:
        return f"<Draft {self.draft_id}>"


@dataclass(frozen=True, slots=True, repr=False)
class Change:
    """What its author wants otherwise. None leaves it as it is; `show` and `apart` count the hidden details of that `version`, from 0.

    `case`: a reference; "" for a case of its own. `hide`: each as they wrote it, perhaps several words with commas between.
    """

    draft_id: str
    version: int | None = None
    text: RawText | None = None
    hide: tuple[RawText, ...] = ()
    show: tuple[int, ...] = ()
    apart: tuple[int, ...] = ()
    purpose: Purpose | None = None
    case: str | None = None
    place: ConversationRef | None = None
    nameless: bool | None = None

    def __repr__(self) -> str:
        return f"<Change of {self.draft_id}>"


@dataclass(frozen=True, slots=True, repr=False)
class Preview:
    """Both sides of a draft, for its author alone.

    `hidden`: one for each detail that is hidden, in the order of the text. `places`: where they may post it.
    `cases`: references of their open cases; `case` the chosen one, "" for one of its own.
    """

    draft: Draft
    after: RedactedText
    hidden: tuple[HiddenSpan, ...]
    lang: Lang
    places: tuple[ConversationRef, ...]
    cases: tuple[str, ...] = ()
    case: str = ""

    @property
    def before(self) -> RawText:
        return self.draft.writing.text

    def __repr__(self) -> str:
        return f"<Preview of {self.draft.draft_id}>"


@dataclass(frozen=True, slots=True)
class Offers:
    """What somebody may choose from before they write: where it may go, and references of their open cases."""

    places: tuple[ConversationRef, ...] = ()
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """Somebody saw a detail in `message` that was missed.

    `raw`: the message itself, as the channel would hand it in, where it is a volunteer's own, or a post of ours that says what
    its author wrote; None where the platform does not tell. `asked_in`: the message in which they asked, which is removed.
    """

    message: MessageRef
    by: PersonRef
    by_name: RawText
    lang: Lang
    raw: Inbound | None = None
    asked_in: MessageRef | None = None

    def __repr__(self) -> str:
        return f"<Report on {self.message.channel}>"


REPORT_NEEDS_MESSAGE = "answer.report_needs_reply"
"""Wording key of the answer to a report about a message that the core knows nothing of: `Report.raw` is wanted."""


AS_IT_READS = frozenset({"answer.draft", "answer.draft_nameless", "answer.draft_shared"})
"""Wording keys of a preview that tell no more than what it is: nothing is said of why it was not posted."""


class Wanted(StrEnum):
    """What the next private word of somebody is taken for."""

    HIDE_IN_DRAFT = "hide_in_draft"
    HIDE_IN_POST = "hide_in_post"
    CORRECT = "correct"
    OBJECT = "object"
    """Why they object to an opening."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """`subject`: the draft, the entry or the request that it is about."""

    wanted: Wanted
    subject: str
