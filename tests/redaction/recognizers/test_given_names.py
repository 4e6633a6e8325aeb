from __future__ import annotations

import pytest

from redaction.recognizers.given_names import GivenNameRecognizer
from tests.redaction.recognizers.reading import found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("just off the phone with Gérard Perrot", ["Gérard Perrot"]),
        ("spoke to graham whitlock today", ["graham whitlock"]),
        ("ok pour solange demain", ["solange"]),
        ("DUPONTEL Marie-Odile a signé", ["DUPONTEL Marie-Odile"]),
        ("ALERTE SOLANGE EST TOMBÉE HIER SOIR", ["SOLANGE"]),
        ("Grace passed last night", ["Grace"]),
        ("can you ring Will tomorrow", ["Will"]),
        ('with Philippa "Pip" Lindqvist', ['Philippa "Pip" Lindqvist']),
        ("Ngozi, Xuân and Agnieszka", ["Ngozi", "Xuân", "Agnieszka"]),
    ],
)
def test_known_given_names_are_people(text: str, names: list[str]) -> None:
    assert found(GivenNameRecognizer(), text) == names


@pytest.mark.parametrize(
    "text",
    [
        "he will draw the line, I hope",
        "Will she have the scan in May?",
        "a rose for mum, un petit verre de rosé",
        "thanks @solange.p and @Hugo_L",
        "Ki-67 at 20%, SAFIR02, stade IB3",
        "by the grace of god",
        "the KATHERINE trial",
        "Grâce à vous tous",
        "c'est pas sue, c'est su",
    ],
)
def test_words_trials_and_mentions_are_kept(text: str) -> None:
    assert found(GivenNameRecognizer(), text) == []
