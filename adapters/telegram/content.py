"""What one Telegram message carries: its matter, its text, its files. Pure.

`CONTENTS` and `SERVICE` are the one list of what is understood (https://core.telegram.org/bots/api#message). A field in
neither makes the message `Matter.OTHER` under that field's name: withheld, never passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from adapters.telegram.entities import Json as Json
from adapters.telegram.entities import Members as Members
from adapters.telegram.entities import open_links
from adapters.telegram.voting import read_poll
from bot.domain.foreign import slug
from bot.domain.marks import Mark
from bot.domain.messages import Attachment, Matter
from bot.domain.polls import Poll

NAME = "telegram"


@dataclass(frozen=True, slots=True, repr=False)
class Content:
    """What a message carries. `code` names a content that the table does not list.

    `always_replace`: a name stands beside the text (a forward's origin, a reply to another chat).
    """

    matter: Matter
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    mentions: tuple[tuple[int, int], ...] = ()
    marks: tuple[Mark, ...] = ()
    poll: Poll | None = None
    always_replace: bool = False
    code: str | None = None

    def __repr__(self) -> str:
        return f"<Content {self.matter}>"


def _contact(contact: Json) -> str:
    return _lines(_words(contact.get("first_name"), contact.get("last_name")), contact.get("phone_number"))


def _venue(venue: Json) -> str:
    return _lines(venue.get("title"), venue.get("address"))


def _location(location: Json) -> str:
    return f"{location['latitude']}, {location['longitude']}"


def _file(file: Json) -> str:
    return _lines(file.get("title"), file.get("performer"), file.get("file_name"))


def _checklist(checklist: Json) -> str:
    return _lines(checklist.get("title"), *(f"- {task['text']}" for task in checklist.get("tasks", ())))


def _title(thing: Json) -> str:
    return _lines(thing.get("title"), thing.get("description"))


def _emoji(thing: Json) -> str:
    return str(thing.get("emoji", ""))


def _added_option(added: Json) -> str:
    return str(added.get("option_text", ""))


def _nothing(_: Any) -> str:
    return ""


CONTENTS: Mapping[str, tuple[Matter, Callable[[Any], str]]] = {
    "contact": (Matter.CONTACT, _contact),
    "poll": (Matter.POLL, _nothing),
    "poll_option_added": (Matter.POLL, _added_option),
    "venue": (Matter.PLACE, _venue),
    "location": (Matter.PLACE, _location),
    "voice": (Matter.VOICE, _nothing),
    "photo": (Matter.PICTURE, _nothing),
    "live_photo": (Matter.PICTURE, _nothing),
    "video": (Matter.PICTURE, _file),
    "video_note": (Matter.PICTURE, _nothing),
    "animation": (Matter.PICTURE, _file),
    "audio": (Matter.FILE, _file),
    "document": (Matter.FILE, _file),
    "checklist": (Matter.OTHER, _checklist),
    "checklist_tasks_added": (Matter.OTHER, _checklist),
    "paid_media": (Matter.OTHER, _nothing),
    "story": (Matter.OTHER, _nothing),
    "game": (Matter.OTHER, _title),
    "invoice": (Matter.OTHER, _title),
    # A sticker is drawn beforehand and chosen from a published set, a dice is thrown: neither can carry what a volunteer
    # has just learnt, and withholding every thumbs-up would get the bot switched off. They read as their emoji.
    "sticker": (Matter.TEXT, _emoji),
    "dice": (Matter.TEXT, _emoji),
    "text": (Matter.TEXT, str),
}
"""Content fields in the order in which they decide: a venue comes with a location, an animation with a document."""

SERVICE = frozenset(
    """new_chat_members left_chat_member chat_owner_left chat_owner_changed new_chat_title new_chat_photo delete_chat_photo
    group_chat_created supergroup_chat_created channel_chat_created message_auto_delete_timer_changed pinned_message
    successful_payment refunded_payment users_shared chat_shared gift unique_gift gift_upgrade_sent connected_website
    write_access_allowed passport_data proximity_alert_triggered boost_added chat_background_set checklist_tasks_done
    direct_message_price_changed forum_topic_created forum_topic_edited forum_topic_closed forum_topic_reopened
    general_forum_topic_hidden general_forum_topic_unhidden giveaway_created giveaway giveaway_winners giveaway_completed
    managed_bot_created paid_message_price_changed poll_option_deleted suggested_post_approved
    suggested_post_approval_failed suggested_post_declined suggested_post_paid suggested_post_refunded
    video_chat_scheduled video_chat_started video_chat_ended video_chat_participants_invited web_app_data""".split()  # noqa: SIM905, as a list it would be seventy lines
)
"""Telegram's own lines in a chat ("Sue joined"): nobody wrote them, so they are ignored, by name."""

_ENVELOPE = frozenset(
    """message_id message_thread_id direct_messages_topic from sender_chat sender_boost_count sender_business_bot sender_tag
    date guest_query_id business_connection_id chat forward_origin is_topic_message is_automatic_forward reply_to_message
    external_reply quote reply_to_story reply_to_checklist_task_id reply_to_poll_option_id via_bot guest_bot_caller_user
    guest_bot_caller_chat edit_date has_protected_content is_from_offline is_paid_post media_group_id author_signature
    paid_star_count entities link_preview_options suggested_post_info effect_id caption caption_entities
    show_caption_above_media has_media_spoiler reply_markup migrate_to_chat_id migrate_from_chat_id
    forward_from forward_from_chat forward_from_message_id forward_signature forward_sender_name forward_date""".split()  # noqa: SIM905, as a list it would be seventy lines
)
"""Fields that say how a message came, not what it is. The last line is what Bot API servers before 7.0 sent."""

_RESENT_AS = ("photo", "video", "video_note", "animation", "voice", "audio", "document")


def grown_poll(message: Json) -> Json | None:
    """The message whose poll has an answer more now, as the line about it shows it; None where it does not."""
    about = message.get("poll_option_added", {}).get("poll_message", {})
    return about if "poll" in about else None


def service_name(message: Json) -> str | None:
    """The name of a line of Telegram's own; None for a message with something that somebody wrote."""
    return None if CONTENTS.keys() & message.keys() else min(SERVICE & message.keys(), default=None)


def read(message: Json, me: int, members: Members) -> Content:
    """Everything that a reader of `message` could learn from it, as one text. Raises KeyError or TypeError if malformed."""
    name = next((key for key in CONTENTS if key in message), None)
    if name is None:
        return _unlisted(message)
    matter, describe = CONTENTS[name]
    if name == "poll_option_added" and grown_poll(message) is not None:
        matter = Matter.TEXT  # the poll that it stands in is read anew too
    written, entities = message.get("text"), message.get("entities", ())
    if written is None:
        written, entities = message.get("caption", ""), message.get("caption_entities", ())
    poll = None
    if name == "poll":
        body, mentions, marks, poll = read_poll(message["poll"], members)
    else:
        body, mentions, marks = open_links(str(written), entities, members)
    described = "" if name == "text" else describe(message[name])
    before = _lines(_quoted(message, me), _forwarded(message, me), described)
    shift = len(before) + 1 if before and body else 0
    return Content(
        matter=matter,
        text=_lines(before, body),
        attachments=tuple(_attachments(message, matter)),
        mentions=tuple((start + shift, end + shift) for start, end in mentions),
        marks=tuple(replace(mark, start=mark.start + shift, end=mark.end + shift) for mark in marks),
        poll=poll,
        always_replace=bool(_forwarded(message, me)) or "external_reply" in message,
    )


def _unlisted(message: Json) -> Content:
    """A message whose content is newer than this table, or that Telegram itself left empty for a bot."""
    unknown = sorted(message.keys() - _ENVELOPE - SERVICE)
    return Content(Matter.OTHER, str(message.get("caption", "")), code=slug(unknown[0]) if unknown else "no_content")


def _quoted(message: Json, me: int) -> str:
    """What the message quotes; a quote of the bot's own post holds pseudonyms already."""
    quote, replied = message.get("quote"), message.get("reply_to_message", {})
    if not quote or replied.get("from", {}).get("id") == me:
        return ""
    return "\n".join(f"> {line}" for line in str(quote["text"]).splitlines())


def _forwarded(message: Json, me: int) -> str:
    """A mark for a forward from somebody; the name of whom it came from is what must not be shown again."""
    origin = message.get("forward_origin")
    if not origin or message.get("is_automatic_forward"):
        return ""
    return "" if origin.get("sender_user", {}).get("id") == me else "Fwd:"


def _attachments(message: Json, matter: Matter) -> Iterable[Attachment]:
    """Files that Telegram hands back by `file_id`; the handle keeps how, since a voice note is not resent as a document."""
    if matter is Matter.TEXT:  # a sticker, which reads as its emoji
        return
    # In this order: an animation comes with a copy of itself as a document, a live photo with its still picture.
    for kind in _RESENT_AS:
        if kind in message:
            file = message[kind][-1] if kind == "photo" else message[kind]
            yield Attachment(matter, f"{kind}:{file['file_id']}")
            return


def _words(*parts: Any) -> str:
    return " ".join(str(part) for part in parts if part)


def _lines(*parts: Any) -> str:
    return "\n".join(str(part) for part in parts if part)
