from __future__ import annotations

import pytest

from redaction.recognizers.hamlet import HamletRecognizer
from tests.redaction.recognizers.reading import found


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("au hameau de Kerfiacou", ["Kerfiacou"]),
        ("just outside Trémoulac", ["Trémoulac"]),
        ("lieu-dit La Petite Combette", ["La Petite Combette"]),
        ("my lady nr Querzigou", ["Querzigou"]),
        ("they live at Chez Pouyadou", ["Chez Pouyadou"]),
    ],
)
def test_the_word_before_tells_of_a_place(text: str, places: list[str]) -> None:
    assert found(HamletRecognizer(), text) == places


@pytest.mark.parametrize("text", ["near Marie", "in March", "in France", "à Noël", "outside the CHU", "in ALD"])
def test_people_months_and_countries_are_no_hamlets(text: str) -> None:
    assert found(HamletRecognizer(), text) == []
