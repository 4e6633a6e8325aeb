from __future__ import annotations

import pytest

from redaction.recognizers.branches import BranchRecognizer
from tests.redaction.recognizers.reading import found


@pytest.mark.parametrize(
    ("text", "shops"),
    [
        ("croisé à l'Intermarché de Ribérac", ["Intermarché de Ribérac"]),
        ("she works at Decathlon Brive", ["Decathlon Brive"]),
    ],
)
def test_a_chain_with_its_town_is_one_shop(text: str, shops: list[str]) -> None:
    assert found(BranchRecognizer(), text) == shops


@pytest.mark.parametrize(
    "text", ["parked at Lidl on Monday", "Carrefour de santé", "Leclerc is shut", "une action de groupe"]
)
def test_a_chain_alone_is_kept(text: str) -> None:
    assert found(BranchRecognizer(), text) == []
