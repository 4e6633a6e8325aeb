"""A form of our page -> what happened, as the core understands it. Pure.

    BadForm                what came is not what our page sends; nothing was stored
    ├── MissingField       a field is not there
    ├── BadId              an id is not one of ours
    ├── EmptyMessage       nothing was written and nothing attached
    └── TooLong            more than 40,000 characters

An action that `ACTIONS` does not list has no address at all: the server answers 404 and has it journalled.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from adapters.web.settings import RoomPerson
from bot.domain.drafts import Writing
from bot.domain.messages import Attachment, Composed, ConversationRef, Inbound, Kind, Matter, MessageRef, PersonRef
from bot.domain.outgoing import Press
from redaction import Lang, RawText

CHANNEL = "web"
MAX_CHARACTERS = 40_000
MAX_FILE_BYTES = 5 * 1024 * 1024
ACTIONS: Mapping[str, Kind] = {"send": Kind.NEW, "edit": Kind.EDITED, "delete": Kind.DELETED}

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{7,63}")
_SLUG = re.compile(r"[A-Za-z0-9._:/ -]{1,60}")


class BadForm(Exception):
    """Base. `code` goes into the journal and names the sentence on the screen; `status` is the HTTP status."""

    code = "form"
    status = 400
    journalled = True

    def __init__(self) -> None:
        super().__init__(self.code)


class MissingField(BadForm):
    code = "field-missing"


class BadId(BadForm):
    code = "bad-id"


class EmptyMessage(BadForm):
    code = "empty"
    status = 422
    journalled = False


class TooLong(BadForm):
    code = "too-long"
    status = 413
    journalled = False


@dataclass(frozen=True, slots=True, repr=False)
class Upload:
    """A file that came with a form. Its name may name somebody as well."""

    name: RawText
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Submission:
    """What the author asked for. `message`: the message it is about; a new one is named after its event."""

    kind: Kind
    event_id: str
    message: str
    text: RawText
    mentions: tuple[tuple[int, int], ...]
    reply_to: str | None
    matter: Matter


def submission(
    kind: Kind, fields: Mapping[str, str], upload: Upload | None, people: Iterable[RoomPerson] = ()
) -> Submission:
    """Understand the form of `kind`. `people`: whom an `@name` may mention. Raises `BadForm`."""
    event_id = _id(fields, "event_id")
    text = _text(fields, upload) if kind is not Kind.DELETED else ""
    return Submission(
        kind=kind,
        event_id=event_id,
        message=event_id if kind is Kind.NEW else _id(fields, "message"),
        text=RawText(text),
        mentions=_mentions(text, people),
        reply_to=_id(fields, "reply_to") if fields.get("reply_to") else None,
        matter=_matter(upload),
    )


def inbound(
    given: Submission,
    author: RoomPerson,
    *,
    room: str,
    number: int,
    at: datetime,
    lang: Lang,
    thread: str | None = None,
    file: int | None = None,
    composed: Composed | None = None,
) -> Inbound:
    """The event for the core. `number`: its place in the room's log; `file`: where the sealed file lies."""
    return Inbound(
        kind=given.kind,
        origin=MessageRef(CHANNEL, room, given.message),
        event_id=given.event_id,
        number=number,
        sent_at=at,
        author=PersonRef(CHANNEL, author.account),
        author_name=RawText(author.name),
        text=given.text,
        matter=given.matter,
        attachments=() if file is None else (Attachment(given.matter, str(file)),),
        thread=thread,
        reply_to=given.reply_to,
        mentions=given.mentions,
        lang_hint=lang,
        composed=composed,
    )


def press(fields: Mapping[str, str], by: RoomPerson, lang: Lang) -> Press:
    """A button of ours was pressed. Raises `BadForm`."""
    action, subject = _field(fields, "action"), _field(fields, "subject")
    if not _SLUG.fullmatch(action) or not _SLUG.fullmatch(subject):
        raise BadId
    return Press(action=action, subject=subject, by=PersonRef(CHANNEL, by.account), by_name=RawText(by.name), lang=lang)


def reported(fields: Mapping[str, str]) -> str:
    """The post of ours in which somebody saw a detail. Raises `BadForm`."""
    return _id(fields, "post")


def writing(fields: Mapping[str, str], by: RoomPerson, lang: Lang, *, room: str) -> Writing:
    """The words that the core asked for a moment ago. Raises `BadForm`."""
    text = RawText(_text(fields, None))
    place = ConversationRef(CHANNEL, room)
    return Writing(PersonRef(CHANNEL, by.account), RawText(by.name), text, lang, place=place)


def _field(fields: Mapping[str, str], name: str) -> str:
    value = fields.get(name)
    if not value:
        raise MissingField
    return value


def _id(fields: Mapping[str, str], name: str) -> str:
    value = _field(fields, name)
    if not _ID.fullmatch(value):
        raise BadId
    return value


def _text(fields: Mapping[str, str], upload: Upload | None) -> str:
    """The text with the line ends that the author's browser counts in: forms travel with CR LF."""
    text = fields.get("text", "").replace("\r\n", "\n")
    if len(text) > MAX_CHARACTERS:
        raise TooLong
    if not text.strip() and upload is None:
        raise EmptyMessage
    return text


def _matter(upload: Upload | None) -> Matter:
    if upload is None:
        return Matter.TEXT
    kinds = {"audio": Matter.VOICE, "image": Matter.PICTURE}
    return kinds.get(upload.media_type.partition("/")[0], Matter.FILE)


def _mentions(text: str, people: Iterable[RoomPerson]) -> tuple[tuple[int, int], ...]:
    names = sorted({spelling for person in people for spelling in _spellings(person)}, key=len, reverse=True)
    if not names:
        return ()
    pattern = re.compile(rf"(?<!\w)@(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)
    return tuple(match.span() for match in pattern.finditer(text))


def _spellings(person: RoomPerson) -> tuple[str, ...]:
    """Étienne is also written etienne, Etienne and with the accent as a character of its own."""
    decomposed = unicodedata.normalize("NFD", person.name)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return person.account, person.name, decomposed, bare
