"""Every recognizer on texts of any kind: nothing raises, and what is found lies inside the text."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from presidio_analyzer import EntityRecognizer

from redaction.engine import Votes
from redaction.normalise import normalise
from redaction.recognizers.identifiers import identifier_recognizers
from redaction.recognizers.names import name_recognizers
from tests.fuzz.hostile import PLAIN, shapes
from tests.fuzz.patterns import rules

_RNG = random.Random(0)
MATCHES = sorted({shape.unit for rule in rules().values() for shape in shapes(rule.pattern, _RNG, 1, most=2)})
TEXTS = st.lists(st.one_of(st.sampled_from(PLAIN), st.sampled_from(MATCHES), st.text(max_size=8)), max_size=6).map(
    "".join
)


@pytest.mark.parametrize(
    "recognizer", [*identifier_recognizers(), *name_recognizers()], ids=lambda recognizer: recognizer.name
)
@settings(max_examples=60)
@given(TEXTS)
def test_what_is_found_lies_inside_the_text(recognizer: EntityRecognizer, text: str) -> None:
    plain = normalise(text)
    for found in recognizer.analyze(plain.text, [], Votes(plain.text, [])):
        assert 0 <= found.start < found.end <= len(plain.text)
        assert 0 < found.score <= 1
        start, end = plain.incoming(found.start, found.end)
        assert 0 <= start < end <= len(text)
