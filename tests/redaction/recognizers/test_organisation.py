from __future__ import annotations

import pytest

from redaction.recognizers.organisation import OrganisationRecognizer
from tests.redaction.recognizers.reading import found


@pytest.mark.parametrize(
    ("text", "firms"),
    [
        ("l'employeur c'était la Sarl Etcheberrigaray Frères", ["Sarl Etcheberrigaray Frères"]),
        ("Grindle & Sons Ltd closed", ["Grindle & Sons Ltd"]),
        ("he works at Bramblewick Foods", ["Bramblewick Foods"]),
        ("elle bosse chez Farandole Logistique", ["Farandole Logistique"]),
        ("le club de palets de Trémoulac", ["club de palets de Trémoulac"]),
        ("see Coiff'Belle by the station", ["Coiff'Belle"]),
    ],
)
def test_firms_clubs_and_shops_are_found(text: str, firms: list[str]) -> None:
    assert found(OrganisationRecognizer(), text) == firms


@pytest.mark.parametrize(
    "text",
    [
        "she works at the CPAM",
        "he works for the NHS",
        "une association m'a aidée",
        "the choir was lovely",
        "la société va mal",
    ],
)
def test_public_bodies_and_bare_words_are_kept(text: str) -> None:
    assert found(OrganisationRecognizer(), text) == []
