"""Names by letters that neither English nor French has."""

from __future__ import annotations

import pytest

from redaction.recognizers.foreign_letters import ForeignLetterRecognizer
from tests.redaction.recognizers.reading import found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("j'ai eu Mỹ au téléphone", ["Mỹ"]),
        ("spoke to thọ this morning", ["thọ"]),
        ("Mme Joanna Wiśniewska a rappelé", ["Joanna Wiśniewska"]),
        ("rang Nguyễn Thị Hằng about the scan", ["Nguyễn Thị Hằng"]),
        ("Merci Şahin, à demain", ["Şahin"]),
    ],
)
def test_such_a_word_is_a_name(text: str, names: list[str]) -> None:
    assert found(ForeignLetterRecognizer(), text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Élodie a reçu l'œuvre à Noël, naïve et contiguë",
        "elle est née à Kraków",
        "Ø fever, Ø pain",
        "10 µg, β-lactam",
    ],
)
def test_letters_of_ours_a_town_and_signs_are_none(text: str) -> None:
    assert found(ForeignLetterRecognizer(), text) == []
