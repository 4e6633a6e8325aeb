"""The messages that the tagger learns from: read as the guide says, parted once and for all, varied with their marks kept."""

from __future__ import annotations

import json
import random

import pytest

from redaction.families import Family
from redaction.folding import fold
from redaction.training.marks import NEUTRAL, Segment, chat, part_of, read_marked
from redaction.training.substitutes import Names
from redaction.training.vary import Varier

LINE = r"c1 | en | sms | [[PERSON#p1|Anna Kowalska]] rang,\nshe is [[AGE#a1|67]] ([[?|Monday]])"


def test_a_line_is_read_with_its_marks() -> None:
    (message,) = read_marked([LINE], "x")
    assert message.text == "Anna Kowalska rang,\nshe is 67 (Monday)"
    assert [one for one in message.segments if one.type] == [
        Segment("Anna Kowalska", "PERSON", "p1"),
        Segment("67", "AGE", "a1"),
        Segment("Monday", NEUTRAL),
    ]
    row = json.loads(message.corpus_line())
    assert [message.text[span["start"] : span["end"]] for span in row["spans"]] == ["Anna Kowalska", "67", "Monday"]


def test_a_line_that_is_no_message_is_named() -> None:
    with pytest.raises(ValueError, match="line 2"):
        list(read_marked([LINE, "only | three | parts"], "x"))


def test_a_conversation_lies_in_one_part_only() -> None:
    parts = {part: {one.conv for one in chat(part)} for part in ("train", "calibrate", "held")}
    assert not parts["train"] & parts["calibrate"]
    assert not parts["train"] & parts["held"]
    assert not parts["calibrate"] & parts["held"]
    assert all(part_of(conv) == part for part, convs in parts.items() for conv in convs)


def test_every_mark_of_every_message_is_a_family() -> None:
    messages = [*chat("train"), *chat("calibrate"), *chat("held")]
    assert len(messages) > 5000
    assert {segment.type for one in messages for segment in one.segments} <= {*map(str, Family), NEUTRAL, None}
    assert [one.id for one in messages if "[[" in one.text or "]]" in one.text] == []


def test_a_variation_keeps_order_and_types_and_changes_the_names() -> None:
    (message,) = read_marked([LINE], "x")
    varier = Varier(random.Random(5), Names())
    seen = {"".join(one.text for one in varier.vary(message)) for _ in range(50)}
    assert len(seen) > 40
    for _ in range(50):
        varied = varier.vary(message)
        assert [one.type for one in varied if one.type] == ["PERSON", "AGE", NEUTRAL]


def test_one_person_has_one_new_name_in_one_message() -> None:
    line = "c1 | fr | sms | [[PERSON#p1|Monique]] dit que [[PERSON#p1|monique]] va mieux"
    (message,) = read_marked([line], "x")
    varier = Varier(random.Random(2), Names())
    pairs = [tuple(fold(one.text) for one in varier.vary(message) if one.type) for _ in range(60)]
    assert sum(first == second for first, second in pairs) > 45, "the others are mistyped"
    assert len({first for first, _ in pairs}) > 30


def test_no_held_out_name_is_trained_on() -> None:
    names = Names()
    rng = random.Random(3)
    held = names.held
    drawn = {fold(names.given(rng, None)) for _ in range(4000)} | {fold(names.surname(rng, None)) for _ in range(4000)}
    listed = {name for name in drawn if name in held}
    assert len(held) > 1000
    assert len(listed) <= 8, "only a name that was made up letter by letter may happen to be one"
