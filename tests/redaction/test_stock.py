"""Stock Presidio as it comes, none of our own recognizers among its own, and nothing fetched."""

from __future__ import annotations

import socket

import pytest

from redaction import Family, stock
from redaction.engine import ModelMissing
from redaction.lore import standard_recognizers
from redaction.stock import Stock


@pytest.fixture(scope="module")
def presidio() -> Stock:
    return Stock.load()


@pytest.mark.parametrize(
    ("lang", "text", "family", "value"),
    [
        ("en", "I saw Mary Whitlock today", Family.PERSON, "Mary Whitlock"),
        ("fr", "J'ai vu Marie Lefèvre hier", Family.PERSON, "Marie Lefèvre"),
        ("mix", "I saw Mary Whitlock, elle va mieux", Family.PERSON, "Mary Whitlock"),
        ("en", "my telephone is 07700 900123", Family.PHONE, "07700 900123"),
        ("fr", "claire@example.org", Family.EMAIL, "claire@example.org"),
        ("en", "IBAN FR76 3000 6000 0112 3456 7890 189", Family.ID, "FR76 3000 6000 0112 3456 7890 189"),
    ],
)
def test_what_it_finds_has_a_family_of_ours(presidio: Stock, lang: str, text: str, family: Family, value: str) -> None:
    assert (family, value) in {(span.family, text[span.start : span.end]) for span in presidio.spans(text, lang)}


def test_it_keeps_its_weaknesses(presidio: Stock) -> None:
    assert presidio.spans("sécu 2 84 05 75 999 999 21", "fr") == ()


def test_one_value_is_one_pseudonym_and_two_are_two(presidio: Stock) -> None:
    text = "Mary Whitlock rang. Then Peter Okonkwo rang. Mary Whitlock rang again."
    people = [span.pseudonym for span in presidio.spans(text, "en") if span.family is Family.PERSON]
    assert people[0] == people[2] != people[1]


def test_no_recognizer_of_ours_gets_among_its_own(presidio: Stock) -> None:
    """Presidio looks a class up by name, and of several with one name takes any: so its own have names of their own."""
    assert standard_recognizers()
    used = {type(one) for one in presidio._analyzer.get_recognizers()}
    assert len(used) > 15
    assert {one.__name__ for one in used if not one.__name__.startswith("Stock")} == {"SpacyRecognizer"}
    assert [
        one for one in used if not any(parent.__module__.startswith("presidio_") for parent in one.__mro__[:3])
    ] == []


def test_nothing_is_asked_of_the_network(presidio: Stock, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def refuse(host: object, *args: object, **more: object) -> None:
        asked.append(host)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert presidio.spans("claire@example.org or claire@example.co.uk", "en")
    assert asked == []


def test_a_missing_model_is_named_and_not_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(stock.MODELS, "fr", "fr_core_news_nowhere")
    with pytest.raises(ModelMissing, match="fr-core-news-nowhere"):
        Stock.load()
