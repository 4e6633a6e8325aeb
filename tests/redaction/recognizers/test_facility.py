from __future__ import annotations

import pytest

from redaction.recognizers.facility import FacilityRecognizer
from tests.redaction.recognizers.reading import found


@pytest.mark.parametrize(
    ("text", "houses"),
    [
        ("at the CHU de Bordeaux", ["CHU de Bordeaux"]),
        ("la polyclinique de limoges", ["polyclinique de limoges"]),
        ("Clinique Sainte-Ombeline jeudi", ["Clinique Sainte-Ombeline"]),
        ("at Bergonié, then Purpan", ["Bergonié", "Purpan"]),
        ("EHPAD Les Glycines Bleues", ["EHPAD Les Glycines Bleues"]),
        ("à la clinique du parc", ["clinique du parc"]),
        ("St Mildred's Hospice rang", ["St Mildred's Hospice"]),
        ("école Jules-Ferry", ["école Jules-Ferry"]),
        ("maison de retraite Le Clos Fleuri", ["maison de retraite Le Clos Fleuri"]),
        ("he went to the centre hospitalier de Saint-Gaudens", ["centre hospitalier de Saint-Gaudens"]),
    ],
)
def test_a_kind_word_and_a_name_are_one_facility(text: str, houses: list[str]) -> None:
    assert found(FacilityRecognizer(), text) == houses


def test_a_text_without_capitals_names_hospitals_too() -> None:
    text = "he is at the hôpital saint barthélemy since monday and she rings every day"
    assert found(FacilityRecognizer(), text) == ["hôpital saint barthélemy"]


@pytest.mark.parametrize(
    "text",
    [
        "à l'hôpital demain, the CHU rang",
        "la clinique a rappelé Monday",
        "back to school, la maison est froide",
        "the hospital in the morning",
        "Marie Curie nurses are kind",
        "le centre du village",
        "Gosh, that is a lot",
    ],
)
def test_bare_kind_words_are_kept(text: str) -> None:
    assert found(FacilityRecognizer(), text) == []
