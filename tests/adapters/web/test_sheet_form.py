"""The form of a sheet is understood, and what our page does not send is refused."""

from __future__ import annotations

import pytest

from adapters.web.parse import BadForm
from adapters.web.sheet_form import wish
from adapters.web.verify import origin_of
from bot.domain.cases import Purpose
from bot.domain.messages import ConversationRef


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "x", "purpose": "gossip"},
        {"text": "x", "case": "../../etc"},
        {"text": "x", "place": "fake/group/more"},
        {"text": "x", "hide": "y" * 3000},
    ],
)
def test_a_form_that_our_page_does_not_send(fields: dict[str, str]) -> None:
    with pytest.raises(BadForm):
        wish(fields)


def test_the_form_is_understood() -> None:
    given = {
        "text": "a\r\nb",
        "hide": "son, dog",
        "show_2": "on",
        "show_0": "on",
        "version": "3",
        "show_x": "on",
        "apart_1": "on",
    }
    asked = wish(
        given | {"purpose": "own_support", "case": "c7k2p4", "place": "telegram/-100123", "nameless": "on"}, "d1"
    )
    assert asked.text is not None
    assert asked.text.expose() == "a\nb"
    assert [words.expose() for words in asked.hide] == ["son, dog"]
    assert (asked.draft_id, asked.show, asked.apart) == ("d1", (0, 2), (1,))
    assert (asked.version, asked.nameless) == (3, True)
    assert (asked.purpose, asked.case) == (Purpose.OWN_SUPPORT, "C-7K2P4")
    assert asked.place == ConversationRef("telegram", "-100123")


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Example.org/entrenous", "https://example.org"),
        ("https://example.org:443", "https://example.org"),
        ("https://example.org:8443/x", "https://example.org:8443"),
        ("http://127.0.0.1:8351", "http://127.0.0.1:8351"),
        ("http://localhost:80", "http://localhost"),
    ],
)
def test_the_origin_is_what_browsers_send(url: str, origin: str) -> None:
    assert origin_of(url) == origin
