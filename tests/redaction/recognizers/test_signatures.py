from __future__ import annotations

import pytest

from redaction.recognizers.signatures import SignatureRecognizer
from tests.redaction.recognizers.reading import found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("I'm free on the day.\n\nPenny", ["Penny"]),
        ("Voilà pour aujourd'hui.\nCordialement,\nAvril", ["Avril"]),
        ("no lawyer.\n\nS.", ["S."]),
        ("Hi Sue, any news?", ["Sue"]),
        ("hi patience, how are you", ["patience"]),
        ("bonjour odile, tu peux ?", ["odile"]),
        ("Nom : Costantini\nPrénom : Ghjacumina", ["Costantini", "Ghjacumina"]),
        ("Merci beaucoup. Penny", ["Penny"]),
    ],
)
def test_the_form_of_a_letter_shows_names(text: str, names: list[str]) -> None:
    assert found(SignatureRecognizer(), text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Hi all, hope you are well",
        "Done.\n\nThanks",
        "Bonjour à tous,\n\nCordialement",
        "Yes.\n\nTeam",
        "Dear Listeners,",
    ],
)
def test_greetings_to_everybody_are_kept(text: str) -> None:
    assert found(SignatureRecognizer(), text) == []
