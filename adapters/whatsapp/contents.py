"""What one WhatsApp message carries. Pure.

`CONTENTS` is the list of what is understood (developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages).
What is in none of the lists here becomes a `Named` under its own name, and its author is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.foreign import sound
from bot.domain.messages import Attachment, Matter
from redaction import RawText

Json = Mapping[str, Any]


def _location(location: Json) -> str:
    place = f"{location['latitude']}, {location['longitude']}"
    return _lines(location.get("name"), location.get("address"), place)


def _contacts(contacts: Any) -> str:
    return "\n".join(_contact(contact) for contact in contacts)


def _contact(contact: Json) -> str:
    """A contact card as lines: everything in it can tell who somebody is."""
    name = contact.get("name", {})
    postal = [
        " ".join(str(one[key]) for key in ("street", "zip", "city", "state", "country") if one.get(key))
        for one in contact.get("addresses", ())
    ]
    return _lines(
        name.get("formatted_name"),
        *(phone.get("phone") for phone in contact.get("phones", ())),
        *(mail.get("email") for mail in contact.get("emails", ())),
        *postal,
        contact.get("org", {}).get("company"),
        contact.get("birthday"),
        *(page.get("url") for page in contact.get("urls", ())),
    )


def _order(order: Json) -> str:
    return str(order.get("text") or "")


def _caption(media: Json) -> str:
    return str(media.get("caption") or "")


def _nothing(_: Any) -> str:
    return ""


CONTENTS: Mapping[str, tuple[Matter, Callable[[Any], str]]] = {
    "image": (Matter.PICTURE, _caption),
    "video": (Matter.PICTURE, _caption),
    "audio": (Matter.VOICE, _nothing),
    "document": (Matter.FILE, _caption),
    # unlike Telegram's, anybody can make one of a photo
    "sticker": (Matter.PICTURE, _nothing),
    "location": (Matter.PLACE, _location),
    "contacts": (Matter.CONTACT, _contacts),
    "order": (Matter.OTHER, _order),
}
MEDIA = ("image", "video", "audio", "document", "sticker")


def brought(message: Json) -> tuple[Matter, str, tuple[Attachment, ...]]:
    """Matter, words, files of a message that is no text. Raises KeyError or TypeError if malformed."""
    kind = str(message["type"])
    matter, describe = CONTENTS[kind]
    content = message[kind]
    return matter, sound(describe(content)), tuple(_attachments(kind, matter, content))


def _attachments(kind: str, matter: Matter, content: Any) -> list[Attachment]:
    """The file, which Meta hands out by its id for some days. Raises ValueError for an id that is none."""
    if kind not in MEDIA:
        return []
    media = str(content["id"])
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,128}", media):
        raise ValueError("not an id of Meta's")
    name = content.get("filename")
    return [Attachment(matter, f"{kind}:{media}", RawText(sound(str(name))) if name else None)]


def _lines(*parts: Any) -> str:
    return "\n".join(str(part) for part in parts if part)
