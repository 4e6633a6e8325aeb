"""Turns the values that are sealed into bytes and back.

The bytes exist only between this module and the seal. JSON with a tag for each type that JSON lacks; a value of a
class that is not listed here is refused, so nothing is ever unpickled.
"""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.breach import Breach, BreachEvent, BreachState, BreachStep
from bot.domain.cases import Purpose
from bot.domain.disclosure import Consent, Disclosure, State, Vote
from bot.domain.disclosure_wish import ConsentGiven, Particulars, Statement, StatementKind, ToldOutside
from bot.domain.drafts import Draft, Writing
from bot.domain.files import CleanFile, FileKind
from bot.domain.grounds import Effect, Excluded, Ground, Question, QuestionKind, Review
from bot.domain.marks import Mark, Style
from bot.domain.messages import Attachment, Composed, ConversationRef, Inbound, Kind, Matter, MessageRef, PersonRef
from bot.domain.outgoing import Button, Day, GiveBack, Line, Note, Notice, Opaque, Post
from bot.domain.polls import Poll
from bot.domain.roster import Role
from redaction import Family, HiddenSpan, RawBytes, RawText, RedactedBytes, RedactedText
from redaction.text import mint_redacted, mint_redacted_bytes

_CLASSES: dict[str, type[Any]] = {
    cls.__name__: cls
    for cls in (
        Attachment, Breach, BreachStep, Button, CleanFile, Composed, ConsentGiven, ConversationRef, Day, Disclosure, Draft, GiveBack, Ground, HiddenSpan, Inbound, Line,
        Mark, MessageRef, Note, Notice, Particulars, PersonRef, Poll, Post, Question, Review, Statement, ToldOutside, Vote, Writing,
    )
}  # fmt: skip
_ENUMS: dict[str, type[StrEnum]] = {
    cls.__name__: cls
    for cls in (
        BreachEvent, BreachState, Consent, Effect, Excluded, Family, FileKind, Kind, Matter, Purpose, QuestionKind, Role, State, StatementKind, Style,
    )
}  # fmt: skip


def encode(value: Any) -> bytes:
    """Bytes for the seal. Raises `TypeError` for a class that is not listed."""
    return json.dumps(_plain(value), separators=(",", ":")).encode()


def decode(data: bytes) -> Any:
    """The value again. Raises `ValueError` for bytes that `encode` did not make."""
    return _value(json.loads(data))


def _plain(value: Any) -> Any:
    for kind, tag, pack in _PACK:
        if isinstance(value, kind):
            return {"$": tag, "v": pack(value)}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return {"$": "object", "v": _fields(value)}


def _fields(value: Any) -> list[Any]:
    name = type(value).__name__
    if _CLASSES.get(name) is not type(value):
        raise TypeError(f"a {name} is not sealed")
    return [name, {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}]


def _value(plain: Any) -> Any:
    if not isinstance(plain, dict):
        return plain
    unpack = _UNPACK.get(plain.get("$", ""))
    if unpack is None:
        raise ValueError("not a sealed value of ours")
    return unpack(plain["v"])


def _object(packed: list[Any]) -> Any:
    name, values = packed
    return _CLASSES[name](**_mapping(values))


def _mapping(packed: dict[str, Any]) -> dict[str, Any]:
    return {key: _value(item) for key, item in packed.items()}


_PACK: tuple[tuple[type[Any], str, Callable[[Any], Any]], ...] = (
    (RawText, "raw", RawText.expose),
    (RawBytes, "bytes", lambda value: base64.b64encode(value.expose()).decode("ascii")),
    (RedactedBytes, "clean", lambda value: base64.b64encode(value).decode("ascii")),
    (RedactedText, "redacted", str.__str__),
    (Opaque, "opaque", lambda value: str.__str__(value).split(", ") if value else []),
    (StrEnum, "enum", lambda value: [type(value).__name__, value.value]),
    (datetime, "time", datetime.isoformat),
    (tuple, "tuple", lambda value: [_plain(item) for item in value]),
    (Mapping, "map", lambda value: {key: _plain(item) for key, item in value.items()}),
)
"""In order: a `RedactedText` is a `str` too, and so is an enum."""

_UNPACK: dict[str, Callable[[Any], Any]] = {
    "raw": RawText,
    "bytes": lambda packed: RawBytes(base64.b64decode(packed)),
    "clean": lambda packed: mint_redacted_bytes(base64.b64decode(packed)),
    "redacted": mint_redacted,
    "opaque": lambda words: Opaque(*words),
    "enum": lambda packed: _ENUMS[packed[0]](packed[1]),
    "time": datetime.fromisoformat,
    "tuple": lambda packed: tuple(_value(item) for item in packed),
    "map": _mapping,
    "object": _object,
}
