"""What a room's log holds: one record for each thing that happened, in the order in which it happened.

Records are JSON before they are sealed. A page, and every live update of it, follows from them alone, so a browser that
was away catches up from the last number it saw. What must not stay is put out by a `Blank` in its place.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator, TypeAdapter

from redaction import Family, Lang, RawText


def _raw(value: Any) -> RawText:
    return value if isinstance(value, RawText) else RawText(value)


def _exposed(value: RawText) -> str:
    """For the sealed log alone: a message given back is kept there until its author has had time to fetch it."""
    return value.expose()


SealedText = Annotated[RawText, PlainValidator(_raw), PlainSerializer(_exposed)]


class Record(BaseModel):
    """Base of all records. Its repr tells the kind, never the content."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, arbitrary_types_allowed=True)

    at: AwareDatetime

    @property
    def key(self) -> str | None:
        """What makes it one thing: a second record of the same key is a repetition and is not kept."""
        return None

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    __str__ = __repr__


class Pressable(BaseModel):
    """A button of ours, as `bot.domain.outgoing.Button`."""

    model_config = ConfigDict(frozen=True)
    action: str
    subject: str
    words: str = ""


class Hidden(BaseModel):
    """One hidden detail: where it stood in what the author typed, its kind, what stands there now."""

    model_config = ConfigDict(frozen=True)
    start: int
    end: int
    family: Family
    pseudonym: str


class Sent(Record):
    """Somebody pressed Send (or changed or deleted a message of theirs). Holds no text: that went to the core.

    `stored`: the core has it in keeping; until then the sender's page was told that it did not get through.
    `file`: number of the sealed file that came with it. `composed`: its author chose what it is for, or saw it first; its changes
    are told so to the core as well.
    """

    t: Literal["sent"] = "sent"
    event_id: str
    message: str
    account: str
    kind: Literal["new", "edited", "deleted"]
    thread: str | None = None
    reply_to: str | None = None
    file: int | None = None
    composed: bool = False
    stored: bool = False

    @property
    def key(self) -> str:
        return f"sent:{self.event_id}"


class Enclosed(BaseModel):
    """A file of ours that goes with a post: its number on the shelf, its name, whether it is shown as a picture."""

    model_config = ConfigDict(frozen=True)

    number: int
    name: str
    picture: bool


class Posted(Record):
    """A message as the room reads it. `message`: id of what was sent, where the core told it; else the post's own.

    `byline`: None where its author left their name out. `hidden`: for its author's page alone. `covered`: its body is not
    shown, nor kept here, until what somebody saw in it is hidden.
    """

    t: Literal["posted"] = "posted"
    post_id: str
    message: str
    byline: str | None
    body: str
    lang: Lang
    thread: str | None = None
    reply_to: str | None = None
    buttons: tuple[Pressable, ...] = ()
    late: bool = False
    edited: bool = False
    case: str = ""
    hidden: tuple[Hidden, ...] = ()
    covered: bool = False
    files: tuple[Enclosed, ...] = ()

    @property
    def key(self) -> str:
        return f"post:{self.post_id}"


class Noticed(Record):
    """A line of ours in the room, in each language."""

    t: Literal["noticed"] = "noticed"
    notice_id: str
    text: dict[Lang, str]
    thread: str | None = None
    buttons: tuple[Pressable, ...] = ()

    @property
    def key(self) -> str:
        return f"notice:{self.notice_id}"


class Noted(Record):
    """A private word to one person. `about`: the message it speaks of."""

    t: Literal["noted"] = "noted"
    note_id: str
    to: str
    text: dict[Lang, str]
    hidden: tuple[Hidden, ...] = ()
    about: str | None = None
    buttons: tuple[Pressable, ...] = ()
    page: str = ""

    @property
    def key(self) -> str:
        return f"note:{self.note_id}"


class Returned(Record):
    """A withheld message on its way back to its author. `files`: numbers of sealed files."""

    t: Literal["returned"] = "returned"
    note_id: str
    to: str
    text: dict[Lang, str]
    body: SealedText
    files: tuple[int, ...] = ()
    about: str | None = None

    @property
    def key(self) -> str:
        return f"note:{self.note_id}"


class Gone(Record):
    """A message (`what` = its id) or a private word (`what` = "note:" and its id) is no longer shown."""

    t: Literal["gone"] = "gone"
    what: str
    deleted: bool = False
    """Its author deleted it: whatever is still posted in its place comes too late."""


class Practised(Record):
    """What somebody did of the practice room's exercises in one language; see `lessons.py`."""

    account: str
    lang: Lang


class Tried(Practised):
    """A message was sent for an exercise."""

    t: Literal["tried"] = "tried"
    exercise: str
    message: str

    @property
    def key(self) -> str:
        return f"tried:{self.message}"


class Solved(Practised):
    """The question of an exercise was answered rightly."""

    t: Literal["solved"] = "solved"
    exercise: str

    @property
    def key(self) -> str:
        return f"solved:{self.account}:{self.lang}:{self.exercise}"


class Finished(Practised):
    """All exercises there were, `count`, were solved, and the core was told."""

    t: Literal["finished"] = "finished"
    count: int

    @property
    def key(self) -> str:
        return f"finished:{self.account}:{self.lang}:{self.count}"


class Blank(Record):
    """The place of a record that was put out. `was`: its key, so that a repetition of it is still recognised.

    `message`: whose place in the room it was, so that a newer version stands there after a restart too.
    """

    t: Literal["blank"] = "blank"
    was: str | None = None
    message: str | None = None

    @property
    def key(self) -> str | None:
        return self.was


AnyRecord = Sent | Posted | Noticed | Noted | Returned | Gone | Tried | Solved | Finished | Blank
_ADAPTER: TypeAdapter[AnyRecord] = TypeAdapter(Annotated[AnyRecord, Field(discriminator="t")])


def dump(record: AnyRecord) -> bytes:
    """The record as JSON, for the sealed log."""
    return record.model_dump_json(exclude_defaults=False).encode()


def load(data: bytes) -> AnyRecord:
    """Raises `pydantic.ValidationError` (without the content) for what `dump` did not write."""
    return _ADAPTER.validate_json(data)


def blank_of(record: AnyRecord, at: datetime) -> Blank:
    message = record.message if isinstance(record, Posted) else None
    return Blank(at=at, was=record.key, message=message)
