"""How words are written, as the tagger is told: telling where case tells something, silent where it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.casing import CAPITAL, CODES, LOWER, OPENING, UNTELLING, UPPER, case_codes


def codes(text: str, *words: str) -> list[int]:
    spans = [(text.index(word), text.index(word) + len(word)) for word in words]
    return case_codes(text, spans)


def test_each_way_of_writing_has_its_code() -> None:
    text = "Spoke to Rose about her PICC line. Will ring her."
    assert codes(text, "Spoke", "Rose", "about", "PICC", "Will") == [OPENING, CAPITAL, LOWER, UPPER, OPENING]


def test_marks_and_numbers_have_no_case() -> None:
    assert codes("Anna is 67.", "67", ".") == [UNTELLING, UNTELLING]


@pytest.mark.parametrize("text", ["mary rang this morning she is worried", "MME DUPONT A APPELE CE MATIN"])
def test_a_text_without_two_cases_is_read_as_if_case_did_not_exist(text: str) -> None:
    spans = [(0, 4), (5, 9)]
    assert case_codes(text, spans) == [UNTELLING, UNTELLING]


def test_one_shouted_line_tells_nothing_about_the_others() -> None:
    text = "Dear Anna,\nMME DUPONT A APPELE\nRegards"
    assert codes(text, "Anna", "DUPONT", "Regards") == [CAPITAL, UNTELLING, OPENING]


@given(st.text(max_size=200))
def test_every_span_of_any_text_has_a_code(text: str) -> None:
    spans = [(place, place + 1) for place in range(len(text))]
    found = case_codes(text, spans)
    assert len(found) == len(spans)
    assert set(found) <= set(range(CODES))
