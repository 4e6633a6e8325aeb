from __future__ import annotations

import pytest

from redaction.language import language_of
from redaction.result import Lang


@pytest.mark.parametrize(
    ("text", "usual", "lang"),
    [
        ("she rang this morning and is worried", None, "en"),
        ("elle a rappelé ce matin, elle est inquiète", None, "fr"),
        ("j'ai eu l'IDE d'Annecy, c'est d'accord", None, "fr"),
        ("RDV with Mme Le Goff at the CHU jeudi", None, "en"),
        ("Keytruda 67", None, "en"),
        ("likes a ring Sunday nights", None, "en"),
        ("rang a lady, son in Paris", None, "en"),
        ("", None, "en"),
        ("Keytruda 67", "fr", "fr"),
        ("ok thanks", "fr", "fr"),
        ("she said that the nurse would ring her and that it is all fine", "fr", "en"),
        ("she has a RDV with le docteur à la clinique and the VSL est en retard", "fr", "fr"),
        ("elle est à la clinique et le docteur ne veut pas la voir avant lundi", "en", "fr"),
    ],
)
def test_the_little_words_tell(text: str, usual: Lang | None, lang: Lang) -> None:
    assert language_of(text, usual) == lang
