from __future__ import annotations

import pytest

from redaction.keep import Colleagues

ROSTER = ("Sue Parker", "Odile", "Kath", "Jean-Paul Roy")


def kept(text: str, name: str, clients: frozenset[str] = frozenset()) -> bool:
    start = text.index(name)
    return Colleagues(ROSTER, clients).keeps(text, start, start + len(name))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hi Sue, can you help?", "Sue"),
        ("hi sue can you help", "sue"),
        ("Bonjour Odile, merci", "Odile"),
        ("Merci Kath", "Kath"),
        ("Thanks so much Sue!", "Sue"),
        ("She rang at nine. Thank you Kath", "Kath"),
        ("Chère Odile,\nje vous écris", "Odile"),
        ("Hi Odile and Sue, a question", "Sue"),
        ("Hello Jean-Paul Roy, a question", "Jean-Paul Roy"),
        ("She is well.\n\nBest wishes\nSue", "Sue"),
        ("She is well. Love, Sue x", "Sue"),
        ("Elle va bien.\n\nCordialement,\nOdile", "Odile"),
        ("Elle va bien.\n- Kath", "Kath"),
    ],
)
def test_a_colleague_stays_where_they_are_greeted_or_sign(text: str, name: str) -> None:
    assert kept(text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I saw Sue in Eymet", "Sue"),
        ("Sue is 67 and lives alone", "Sue"),
        ("Mrs Sue rang", "Sue"),
        ("Best wishes\nMary", "Mary"),
        ("Hi Mary, can you help?", "Mary"),
        ("Hi Sue Dupont", "Sue Dupont"),
    ],
)
def test_nobody_stays_elsewhere_nor_who_is_not_on_the_roster(text: str, name: str) -> None:
    assert not kept(text, name)


def test_a_colleague_called_like_a_client_is_hidden() -> None:
    assert not kept("Hi Sue, can you help?", "Sue", clients=frozenset({"sue"}))
