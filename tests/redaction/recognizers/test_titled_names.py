from __future__ import annotations

import pytest

from redaction.recognizers.titled_names import TitledNameRecognizer
from tests.redaction.recognizers.reading import found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mrs Okonkwo rang", ["Okonkwo"]),
        ("rappeler mme le bihan avant midi", ["le bihan"]),
        ("mr drew is calling me back", ["drew"]),
        ("vu le Dr. Tan hier", ["Tan"]),
        ("M. Ferreira da Silva a signé", ["Ferreira da Silva"]),
        ("Mme D. est rentrée", ["D"]),
        ("the nurse Aoife knows, sister Bridie too", ["Aoife", "Bridie"]),
        ("Mr O'Sullivan-Byrne and Miss McKenna", ["O'Sullivan-Byrne", "McKenna"]),
        ("chez Monsieur van der Heijden", ["van der Heijden"]),
    ],
)
def test_a_title_announces_a_name_whatever_its_case(text: str, names: list[str]) -> None:
    assert found(TitledNameRecognizer(), text) == names


def test_after_a_title_an_illness_is_a_person() -> None:
    assert found(TitledNameRecognizer(), "Mme Hodgkin n'a pas de lymphome, Mr Parkinson non plus") == [
        "Hodgkin",
        "Parkinson",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "le docteur m'a dit d'attendre",
        "Dr says she can eat",
        "madame la directrice a appelé",
        "la mère prend le train",
        "the Sister Mary Joseph nodule is a sign",
        "ça suffit pr appeler",
    ],
)
def test_a_title_without_a_name_is_left_alone(text: str) -> None:
    assert found(TitledNameRecognizer(), text) == []
