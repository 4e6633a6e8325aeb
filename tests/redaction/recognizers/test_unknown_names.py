from __future__ import annotations

import pytest

from redaction.recognizers.unknown_names import UnknownNameRecognizer
from tests.redaction.recognizers.reading import found


def test_an_unknown_word_with_a_capital_is_a_name() -> None:
    assert found(UnknownNameRecognizer(), "fair enough for Quarteyson to be worried") == ["Quarteyson"]


def test_a_dictated_line_without_capitals_still_names_people() -> None:
    text = "right so this is about that lady quarteyson i rang on monday and she is back home now"
    assert found(UnknownNameRecognizer(), text) == ["quarteyson"]


@pytest.mark.parametrize(
    "text", ["jpeux pas avant 9h, elle a le certif", "lhopital a dit oui pour lappli", "on a bu du champomy hier soir"]
)
def test_slang_in_a_text_without_capitals_is_kept(text: str) -> None:
    assert found(UnknownNameRecognizer(), text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Pyélonéphrite, antibiotiques en IV",
        "on Keytruda since the Cholangiocarcinoma",
        "She said MSI-high and the X-rayed certificate",
        "That'll be me then",
        "Rituximab-Cyclophosphamide le 16",
    ],
)
def test_medicine_and_contractions_are_kept(text: str) -> None:
    assert found(UnknownNameRecognizer(), text) == []
