from __future__ import annotations

import pytest

from redaction.recognizers.two_letters import TwoLetterRecognizer
from tests.redaction.recognizers.reading import found


@pytest.mark.parametrize(
    ("text", "names"), [("KT says she can", ["KT"]), ("please ring MK tonight", ["MK"]), ("XJ isn't to drive", ["XJ"])]
)
def test_two_capitals_that_act_are_a_person(text: str, names: list[str]) -> None:
    assert found(TwoLetterRecognizer(), text) == names


@pytest.mark.parametrize(
    "text", ["her GP says no", "the CT showed it", "PSA is up", "ask the AL", "QT long", "ZZ9 says"]
)
def test_abbreviations_of_care_are_kept(text: str) -> None:
    assert found(TwoLetterRecognizer(), text) == []
