from __future__ import annotations

import pytest

from redaction.recognizers.town import TownRecognizer
from tests.redaction.recognizers.reading import found


@pytest.mark.parametrize(
    ("text", "towns"),
    [
        ("lives just outside Ribérac", ["Ribérac"]),
        ("elle habite à riberac", ["riberac"]),
        ("he's in St Sulpice les Feuilles", ["St Sulpice les Feuilles"]),
        ("24500 Eymet", ["Eymet"]),
        ("born in Orange, moved to Nice", ["Orange", "Nice"]),
        ("anyone near Gap or in Condom?", ["Gap", "Condom"]),
        ("back to Leeds, then Genève", ["Leeds", "Genève"]),
        ("on l'opère à Bourgoin", ["Bourgoin"]),
    ],
)
def test_towns_are_found_with_or_without_accents_and_capitals(text: str, towns: list[str]) -> None:
    assert found(TownRecognizer(), text) == towns


@pytest.mark.parametrize(
    "text",
    [
        "an orange a day, mind the gap",
        "en Dordogne, in France, en Bretagne",
        "la salle d'attente de l'hôpital",
        "Marie va mieux, Rose aussi",
        "il die plus rien, plus de bar",
        "Hodgkin, Gleason 7, Lugano, Ann Arbor",
    ],
)
def test_words_departments_and_stages_are_kept(text: str) -> None:
    assert found(TownRecognizer(), text) == []
