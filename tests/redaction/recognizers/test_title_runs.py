from __future__ import annotations

import pytest

from redaction.recognizers.title_runs import TitleRunRecognizer
from tests.redaction.recognizers.reading import found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("she owns Jardin de Soie", ["Jardin de Soie"]),
        ("chez eux, Les Deux Tilleuls", ["Les Deux Tilleuls"]),
        ("runs Lotus Nails", ["Lotus Nails"]),
    ],
)
def test_common_words_with_capitals_make_a_name(text: str, names: list[str]) -> None:
    assert found(TitleRunRecognizer(), text) == names


@pytest.mark.parametrize(
    "text",
    [
        "our Active Listeners met",
        "sa Carte Vitale, the Ligue contre le cancer",
        "THE BIG SCAN IS DONE AT LAST",
        "Yes. The nurse rang",
    ],
)
def test_terms_of_the_keep_list_are_no_firms(text: str) -> None:
    assert found(TitleRunRecognizer(), text) == []
