"""What goes under the seal comes back as it was, type and all."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.storage.codec import decode, encode
from bot.domain.files import CleanFile, FileKind
from bot.domain.marks import Mark, Style
from bot.domain.messages import Attachment, ConversationRef, Inbound, Kind, Matter, MessageRef, PersonRef
from bot.domain.outgoing import Button, GiveBack, Line, Note, Notice, Post
from bot.domain.polls import Poll
from redaction import Family, HiddenSpan, RawBytes, RawText, RedactedText
from redaction.text import mint_redacted, mint_redacted_bytes

WHERE = ConversationRef("telegram", "-100")
AT = MessageRef("telegram", "-100", "5")
SUE = PersonRef("telegram", "7")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SPAN = HiddenSpan(0, 4, Family.PERSON, "[Person A]")
NAME = mint_redacted("Sue")
VALUES: list[Any] = [
    Inbound(
        Kind.EDITED, AT, "e1", 5, NOON, SUE, RawText("Sue"), RawText("Mary \ud800 é"), Matter.VOICE,
        (Attachment(Matter.VOICE, "file1", RawText("Mary.ogg"), RawBytes(b"\x00voice")),), "t", "4", ((0, 3),), (Mark(0, 4, Style.BOLD),), "album", True, "fr", None,
        None, Poll(quiz=True, correct=(0, 2), closes_at=NOON), "peers",
    ),
    Post("p", WHERE, NAME, mint_redacted("[Person A]"), "fr", "t", "4", (Button("hidden", "p"),), True, True, (AT,), AT),
    Post("p", WHERE, NAME, NAME, "en", files=(CleanFile(FileKind.PICTURE, 1, mint_redacted_bytes(b"\x89PNG")),)),
    Notice("n", WHERE, Line("notice.away", None, {"start": NOON, "count": 3, "byline": NAME}), "t"),
    Note("n", SUE, Line("note.redacted", "en"), (SPAN,), AT),
    GiveBack("g", SUE, Line("note.held"), RawText("Mary"), (), AT),
]  # fmt: skip


def same(one: Any, other: Any) -> bool:
    if isinstance(one, RawText | RawBytes):
        return type(one) is type(other) and one.expose() == other.expose()
    if isinstance(one, tuple):
        return isinstance(other, tuple) and len(one) == len(other) and all(map(same, one, other))
    if hasattr(one, "__dataclass_fields__"):
        pairs = [(getattr(one, f.name), getattr(other, f.name)) for f in fields(one)]
        return type(one) is type(other) and all(same(*pair) for pair in pairs)
    return bool(one == other) and type(one) is type(other)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_every_value_that_is_sealed_comes_back_the_same(value: Any) -> None:
    assert same(value, decode(encode(value)))


def test_redacted_text_stays_postable_and_raw_text_stays_raw() -> None:
    assert isinstance(decode(encode(VALUES[1])).body, RedactedText)
    assert isinstance(decode(encode(VALUES[0])).text, RawText)


def test_a_class_that_is_not_listed_is_refused() -> None:
    with pytest.raises(TypeError, match="object is not sealed"):
        encode(object())
