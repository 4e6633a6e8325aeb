from __future__ import annotations

import pytest

from redaction.recognizers.spelled_names import SpelledNameRecognizer
from tests.redaction.recognizers.reading import found


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("that's w h i t l o c k", "w h i t l o c k"),
        ("D-U-P-O-N-T avec un T", "D-U-P-O-N-T"),
        ("it's zed double u A H L E N", "zed double u A H L E N"),
        ("nom R O Y", "R O Y"),
        ("i'm spelling november alpha delta echo", "november alpha delta echo"),
    ],
)
def test_letters_one_by_one_are_a_name(text: str, spelled: str) -> None:
    assert found(SpelledNameRecognizer(), text) == [spelled]


@pytest.mark.parametrize("text", ["T2 N1 M0", "I a m", "plan A, B or C", "vitamines A et D", "echo and alpha"])
def test_stages_and_plans_are_kept(text: str) -> None:
    assert found(SpelledNameRecognizer(), text) == []
