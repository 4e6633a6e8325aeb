"""A note of a call: four parts that become one text."""

from __future__ import annotations

import pytest

from bot.domain.calls import PARTS, as_one_text
from config.sentences import LANGUAGES, sentences


def test_each_part_stands_after_its_head_and_what_is_empty_is_left_out() -> None:
    parts = {"who": "a woman in her sixties ", "when": " ", "said": "she cannot sleep", "asked": "what helped others?"}
    assert as_one_text(parts, str.upper, "Note of a call") == (
        "Note of a call\nWHO_HEAD a woman in her sixties\nSAID_HEAD she cannot sleep\nASKED_HEAD what helped others?"
    )


@pytest.mark.parametrize("parts", [{}, {"who": "Mary"}, {"said": "  \n"}])
def test_without_what_was_said_there_is_nothing_to_post(parts: dict[str, str]) -> None:
    assert as_one_text(parts, str.upper, "Note of a call") == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_part_has_its_head_and_what_helps_to_leave_names_out(lang: str) -> None:
    said = sentences(lang)
    assert all(f"call.{part}" in said and f"call.{part}_head" in said and f"call.{part}_help" in said for part in PARTS)
