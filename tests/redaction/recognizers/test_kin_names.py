from __future__ import annotations

import pytest

from redaction.recognizers.kin_names import KinNameRecognizer
from tests.redaction.recognizers.reading import found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("her son Declan is coming", ["Declan"]),
        ("sa femme Solange est paumée", ["Solange"]),
        ("mum is Maeve Kilbride", ["Maeve Kilbride"]),
        ("son mari s'appelle Goulven", ["Goulven"]),
        ("a daughter called siobhan", ["siobhan"]),
        ("his wife rose is tired", ["rose"]),
        ("right so her name was quarteyson and she is home", ["quarteyson"]),
        ("la femme de Jojo Le Gall", ["Jojo Le Gall"]),
        ("née Quillévéré le 2 mai", ["Quillévéré"]),
        ("her mother-in-law Surinder", ["Surinder"]),
        ("la famille El Amrani", ["El Amrani"]),
        ("la dame H. a été vue", ["H"]),
    ],
)
def test_a_kin_word_announces_a_name(text: str, names: list[str]) -> None:
    assert found(KinNameRecognizer(), text) == names


@pytest.mark.parametrize(
    "text", ["her husband will ring", "mum can wait", "ma fille dit non", "son is at work", "la dame de mardi"]
)
def test_a_kin_word_alone_is_kept(text: str) -> None:
    assert found(KinNameRecognizer(), text) == []
