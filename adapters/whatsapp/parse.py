"""A webhook payload of WhatsApp's as values of ours. Pure.

`MESSAGES` lists what is understood beside `contents.CONTENTS`. Works on the JSON itself and not on pywa's objects: these read
the first message of a payload alone, though Meta puts several into one, and cannot be built where a contact has no `user_id`.
Never raises: what cannot be read becomes a `Named` or an `Unknown`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from adapters.whatsapp.contents import CONTENTS, Json, brought
from adapters.whatsapp.meanings import Brought, Meaning, Moved, Named, Pressed, Reacted, Said, Status, Unknown, Who
from bot.domain.foreign import slug, sound
from bot.domain.phones import number_in
from redaction import RawText

_BROKEN = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError)
_MOST = 1000
"""Meta puts at most so many updates into one payload."""


def parse(payload: object, phone_id: str) -> list[Meaning]:
    """All that a payload means for the number `phone_id`, in its order."""
    found: list[Meaning] = []
    try:
        for change in _changes(payload):
            found += _change(change, phone_id)
    except _BROKEN:
        found.append(Unknown("malformed"))
    return found[:_MOST] + [Unknown("too_many")] * (len(found) > _MOST)


def _changes(payload: object) -> Iterator[Json]:
    if not isinstance(payload, Mapping) or payload.get("object") != "whatsapp_business_account":
        raise ValueError("not of a WhatsApp account")
    for entry in payload["entry"]:
        yield from entry["changes"]


def _change(change: Json, phone_id: str) -> Iterator[Meaning]:
    value = change["value"]
    if change.get("field") != "messages":
        yield Unknown(slug(f"field_{change.get('field')}"))
        return
    if value["metadata"]["phone_number_id"] != phone_id:
        yield Unknown("another_number")
        return
    people = _people(value.get("contacts", ()))
    for message in value.get("messages", ()):
        yield _message(message, people)
    for status in value.get("statuses", ()):
        yield _status(status)
    for _ in value.get("errors", ()):
        yield Unknown("platform_error")


def _people(contacts: object) -> dict[str, Json]:
    """The contacts by each id under which a message can name them."""
    found: dict[str, Json] = {}
    for contact in contacts if isinstance(contacts, list) else ():
        if isinstance(contact, Mapping):
            found |= {str(contact[key]): contact for key in ("wa_id", "user_id") if contact.get(key)}
    return found


def _message(message: Json, people: Mapping[str, Json]) -> Meaning:
    try:
        base = _base(message, people)
    except _BROKEN:
        return Unknown("malformed_message")
    try:
        if "group_id" in message:
            return Named(*base, code="group")
        understood = MESSAGES.get(str(message.get("type")), _unlisted)
        return understood(message, base)
    except _BROKEN:
        return Named(*base, code="malformed_message", told="whatsapp.not_understood")


_Base = tuple[Who, RawText, datetime]


def _base(message: Json, people: Mapping[str, Json]) -> _Base:
    wamid = str(message["id"])
    if not wamid or len(wamid) > 512:
        raise ValueError("no id of Meta's")
    return _who(message, people), RawText(wamid), datetime.fromtimestamp(int(message["timestamp"]), UTC)


def _who(message: Json, people: Mapping[str, Json]) -> Who:
    """Who it is from: by `from` (a telephone number, missing where they keep it to themselves) and `from_user_id`."""
    named = [str(message[key]) for key in ("from_user_id", "from") if message.get(key)]
    contact: Json = next((people[one] for one in named if one in people), {})
    if not named and len(people) == 1:
        (contact,) = people.values()
    user_id = message.get("from_user_id") or contact.get("user_id")
    phone = number_in(str(message.get("from") or contact.get("wa_id") or ""))
    if not user_id and phone is None:
        raise ValueError("from nobody")
    name = sound(str(contact.get("profile", {}).get("name") or ""))
    return Who(RawText(str(user_id)) if user_id else None, RawText(phone) if phone else None, RawText(name))


def _answered(message: Json) -> RawText | None:
    """The message that this one quotes; a forward has a context too, without an id."""
    quoted = message.get("context", {}).get("id")
    return RawText(str(quoted)) if quoted else None


def _text(message: Json, base: _Base) -> Meaning:
    text = sound(str(message["text"]["body"]))
    return Said(*base, text=RawText(text), answers=_answered(message))


def _interactive(message: Json, base: _Base) -> Meaning:
    chosen = message["interactive"]
    kind = str(chosen["type"])
    if kind not in ("button_reply", "list_reply"):
        return Named(*base, code=slug(kind), told="whatsapp.not_understood")
    return Pressed(*base, data=str(chosen[kind]["id"]))


def _reaction(message: Json, base: _Base) -> Meaning:
    reaction = message["reaction"]
    return Reacted(*base, sign=str(reaction.get("emoji") or ""), to=RawText(str(reaction["message_id"])))


def _edit(message: Json, base: _Base) -> Meaning:
    edit = message["edit"]
    inner = edit["message"]
    if inner["type"] != "text":
        return Named(*base, code="edit", told="whatsapp.edit_unread")
    text = sound(str(inner["text"]["body"]))
    return Said(*base, text=RawText(text), edits=RawText(str(edit["original_message_id"])))


def _named(code: str, told: str) -> Callable[[Json, _Base], Meaning]:
    return lambda _, base: Named(*base, code=code, told=told)


def _system(message: Json, base: _Base) -> Meaning:
    """Their number or id changed; `base` names them as they were, `system` as they are."""
    system = message["system"]
    kind = slug(system["type"])
    if kind not in ("user_changed_number", "user_changed_user_id", "customer_changed_number"):
        return Named(*base, code=f"system_{kind}"[:40])
    phone = number_in(str(system.get("wa_id") or system.get("new_wa_id") or ""))
    user_id = system.get("user_id")
    if phone is None and not user_id:
        raise ValueError("to nowhere")
    now = Who(RawText(str(user_id)) if user_id else None, RawText(phone) if phone else None)
    return Moved(*base, now=now)


def _brought(message: Json, base: _Base) -> Meaning:
    matter, text, files = brought(message)
    return Brought(
        *base,
        matter=matter,
        text=RawText(text),
        code=slug(message["type"]),
        attachments=files,
        answers=_answered(message),
    )


def _unlisted(message: Json, base: _Base) -> Meaning:
    return Named(*base, code=slug(message.get("type")), told="whatsapp.not_understood")


MESSAGES: Mapping[str, Callable[[Json, _Base], Meaning]] = {
    "text": _text,
    "interactive": _interactive,
    # a button under a template, or the first look into the chat: they want to read on
    "button": lambda _, base: Said(*base, text=RawText("")),
    "request_welcome": lambda _, base: Said(*base, text=RawText("")),
    "reaction": _reaction,
    "edit": _edit,
    "revoke": _named("revoke", "whatsapp.revoked"),
    # what the Cloud API itself cannot hand on: a poll, a view-once picture
    "unsupported": _named("unsupported", "whatsapp.not_understood"),
    "unknown": _named("unsupported", "whatsapp.not_understood"),
    "system": _system,
    **dict.fromkeys(CONTENTS, _brought),
}


def _status(status: Json) -> Meaning:
    try:
        errors = status.get("errors") or [{}]
        code = slug(errors[0].get("code", "")) if errors[0] else ""
        return Status(RawText(str(status["id"])), slug(status["status"]), code)
    except _BROKEN:
        return Unknown("malformed_status")
