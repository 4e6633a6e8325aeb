"""Cues and folding: whole words on either side of a number, on its line, and offsets that agree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.recognizers.cues import Cue, fold

IPP = Cue("ipp", "num(?:ero)?")


@given(st.text(max_size=200))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding_takes_capitals_accents_and_odd_spaces_away() -> None:
    assert fold("NÉ\u202fLE Œ\u2011ＤＯＢ’") == "ne le œ-dob'"


@pytest.mark.parametrize(
    ("line", "beside"),
    [
        ("son ipp est 8001", True),
        ("8001 c'est son ipp", True),
        ("numero 8001", True),
        ("un hippie 8001", False),  # inside a word
        ("ipp\n8001", False),  # another line
        ("ipp" + " " * 60 + "8001", False),  # too far
    ],
)
def test_a_cue_is_a_whole_word_near_by_on_the_same_line(line: str, beside: bool) -> None:
    start = line.index("8001")
    assert IPP.near(line, start, start + 4) is beside
