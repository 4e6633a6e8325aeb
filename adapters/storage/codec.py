"""Turns the values that are sealed into bytes and back.

The bytes exist only between this module and the seal. JSON with a tag for each type that JSON lacks; a value of a
class that is not listed here is refused, so nothing is ever unpickled.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.messages import Attachment, ConversationRef, Inbound, Kind, Matter, MessageRef, PersonRef
from bot.domain.outgoing import Button, GiveBack, Line, Note, Notice, Post
from redaction import Family, HiddenSpan, RawText, RedactedText
from redaction.text import mint_redacted

_CLASSES: dict[str, type[Any]] = {
    cls.__name__: cls
    for cls in (
        Attachment, Button, ConversationRef, GiveBack, HiddenSpan, Inbound, Line, MessageRef, Note, Notice, PersonRef, Post,
    )
}  # fmt: skip
_ENUMS: dict[str, type[StrEnum]] = {cls.__name__: cls for cls in (Family, Kind, Matter)}


def encode(value: Any) -> bytes:
    """Bytes for the seal. Raises `TypeError` for a class that is not listed."""
    return json.dumps(_plain(value), separators=(",", ":")).encode()


def decode(data: bytes) -> Any:
    """The value again. Raises `ValueError` for bytes that `encode` did not make."""
    return _value(json.loads(data))


def _plain(value: Any) -> Any:
    match value:
        case RawText():
            return {"$": "raw", "v": value.expose()}
        case RedactedText():
            return {"$": "redacted", "v": str.__str__(value)}
        case StrEnum():
            return {"$": "enum", "t": type(value).__name__, "v": value.value}
        case datetime():
            return {"$": "time", "v": value.isoformat()}
        case None | bool() | int() | float() | str():
            return value
        case tuple() | list():
            return {"$": "tuple", "v": [_plain(item) for item in value]}
        case Mapping():
            return {"$": "map", "v": {str(key): _plain(item) for key, item in value.items()}}
    name = type(value).__name__
    if _CLASSES.get(name) is not type(value):
        raise TypeError(f"a {name} is not sealed")
    fields = {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return {"$": "object", "t": name, "v": fields}


def _value(plain: Any) -> Any:
    if not isinstance(plain, dict):
        return plain
    inner = plain["v"]
    match plain["$"]:
        case "raw":
            return RawText(inner)
        case "redacted":
            return mint_redacted(inner)
        case "enum":
            return _ENUMS[plain["t"]](inner)
        case "time":
            return datetime.fromisoformat(inner)
        case "tuple":
            return tuple(_value(item) for item in inner)
        case "map":
            return {key: _value(item) for key, item in inner.items()}
        case "object":
            return _CLASSES[plain["t"]](**{name: _value(item) for name, item in inner.items()})
    raise ValueError("not a sealed value of ours")
