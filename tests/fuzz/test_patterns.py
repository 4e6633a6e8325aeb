"""No pattern and no recognizer takes long, whatever it is given: 50 ms of processor time, tried with hostile texts.

A pattern reads 40,000 characters; a recognizer 4,000, since the layer reads in pieces of that length.
"""

from __future__ import annotations

import random
import re
from functools import partial

import pytest
from presidio_analyzer import EntityRecognizer

from redaction.engine import Votes
from redaction.recognizers.identifiers import identifier_recognizers
from redaction.recognizers.names import name_recognizers
from tests.fuzz.hostile import LENGTH, PLAIN, Shape, shapes
from tests.fuzz.patterns import WINDOWS, made_at_run_time, rules
from tests.fuzz.timing import LIMIT, least

BOUND = 0.05
"""Seconds."""
PIECE = 4_000
GLANCE = BOUND / 50
"""Seconds for a tenth of LENGTH, from which on the whole length is tried: twice what a quadratic pattern takes there."""

pytestmark = pytest.mark.long


@pytest.mark.parametrize("place", rules())
def test_no_pattern_takes_long_on_forty_thousand_characters(place: str) -> None:
    rule = rules()[place]
    slow = {}
    for shape in (*map(Shape, PLAIN), *shapes(rule.pattern, random.Random(0))):
        first, whole = shape.text(LENGTH // 10), shape.text()
        if least(partial(rule.read, first), GLANCE) > GLANCE:
            spent = least(partial(rule.read, whole), BOUND)
            if spent > BOUND:
                slow[shape] = spent
            if spent == LIMIT:
                break
    assert slow == {}


def _analyze(recognizer: EntityRecognizer, text: str) -> None:
    recognizer.analyze(text, [], Votes(text, []))


def _own(recognizer: EntityRecognizer) -> list[Shape]:
    """Hostile texts of the patterns that stand in the recognizer's own file."""
    rng = random.Random(0)
    module = type(recognizer).__module__
    return [
        shape
        for place, rule in rules().items()
        if place.startswith((f"{module}.", f"{module}:"))
        for shape in shapes(rule.pattern, rng, samples=1, most=12)
    ]


@pytest.mark.parametrize(
    "recognizer", [*identifier_recognizers(), *name_recognizers()], ids=lambda recognizer: recognizer.name
)
def test_no_recognizer_takes_long_on_a_piece(recognizer: EntityRecognizer) -> None:
    recognizer.analyze("Mary, 67", [], Votes("Mary, 67", []))  # lists are read at first use
    slow = {}
    for shape in (*map(Shape, PLAIN), *_own(recognizer)):
        spent = least(partial(_analyze, recognizer, shape.text(PIECE)), BOUND)
        if spent > BOUND:
            slow[shape] = spent
    assert slow == {}


def test_no_pattern_is_left_out() -> None:
    """Where the source does not show a pattern, an object of ours holds it."""
    hidden = made_at_run_time()
    assert hidden == {f"redaction.recognizers.{name}" for name in ("coded", "cues", "initials")}
    held = set(rules())
    assert "redaction.recognizers.phone.PHONE_CUE._pattern" in held
    assert "redaction.recognizers.initials._PATTERNS.0.0" in held
    assert any(place.endswith("FileNumberRecognizer._cue") for place in held)
    assert set(WINDOWS) <= held


def test_a_pattern_that_runs_away_is_found() -> None:
    runaway = re.compile(r"(?:a|b|ab)*c")
    texts = [shape.text(60) for shape in shapes(runaway, random.Random(0))]
    assert max(least(partial(runaway.search, text), BOUND) for text in texts) == LIMIT
