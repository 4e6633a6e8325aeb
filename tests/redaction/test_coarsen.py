from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction import coarsen, wording


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        ("67", "[in their 60s]", "[60-69 ans]"),
        ("67yo", "[in their 60s]", "[60-69 ans]"),
        ("53 years old", "[in their 50s]", "[50-59 ans]"),
        ("soixante-douze ans", "[in their 70s]", "[70-79 ans]"),
        ("seventy four", "[in their 70s]", "[70-79 ans]"),
        ("90th", "[in their 90s]", "[90-99 ans]"),
        ("101", "[over 100]", "[plus de 100 ans]"),
        ("20 months", "[under 5]", "[moins de 5 ans]"),
        ("4 ans", "[under 5]", "[moins de 5 ans]"),
        ("7 ans", "[5-9]", "[5-9 ans]"),
        ("12", "[10-14]", "[10-14 ans]"),
        ("17 yrs", "[15-19]", "[15-19 ans]"),
        ("old as the hills", "[age]", "[âge]"),
    ],
)
def test_ages(value: str, english: str, french: str) -> None:
    assert (coarsen.age(value, "en"), coarsen.age(value, "fr")) == (english, french)


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        ("14 March", "[mid-March]", "[mi-mars]"),
        ("March 3rd", "[early March]", "[début mars]"),
        ("le 28 février 2024", "[late February 2024]", "[fin février 2024]"),
        ("1er mars", "[early March]", "[début mars]"),
        ("9th Aug", "[early August]", "[début août]"),
        ("12/03/2024", "[mid-March 2024]", "[mi-mars 2024]"),
        ("6/06", "[early June]", "[début juin]"),
        ("03/25/24", "[late March 2024]", "[fin mars 2024]"),
        ("2024-01-05", "[early January 2024]", "[début janvier 2024]"),
        ("twenty second of january", "[late January]", "[fin janvier]"),
        ("le premier juin", "[early June]", "[début juin]"),
        ("mardi 11 mars", "[mid-March]", "[mi-mars]"),
        ("Thurs 11th", "[mid-month]", "[mi-mois]"),
        ("jeudi seize", "[mid-month]", "[mi-mois]"),
        ("le 3", "[early in the month]", "[début de mois]"),
        ("twenty eighth", "[late in the month]", "[fin de mois]"),
        ("twelfth of the eighth", "[mid-August]", "[mi-août]"),
        ("12 du 4", "[mid-April]", "[mi-avril]"),
        ("Xmas Eve", "[date]", "[date]"),
    ],
)
def test_dates(value: str, english: str, french: str) -> None:
    assert (coarsen.date(value, "en"), coarsen.date(value, "fr")) == (english, french)


@pytest.mark.parametrize(
    ("value", "english"),
    [
        ("12 May 1958", "[born in the 1950s]"),
        ("03/11/1947", "[born in the 1940s]"),
        ("19690228", "[born in the 1960s]"),
        ("28021969", "[born in the 1960s]"),
        ("30/11/62", "[born in the 1960s]"),
        ("4.2.19", "[born in the 2010s]"),
        ("nineteen fifty eight", "[born in the 1950s]"),
        ("mille neuf cent quarante-sept", "[born in the 1940s]"),
        ("the 3rd of May", "[date of birth]"),
        ("9 juin", "[date of birth]"),
        ("treize mars quatre vingt onze", "[born in the 1990s]"),
        ("ninth of the sixth sixty eight", "[born in the 1960s]"),
        ("120653", "[born in the 1950s]"),
        ("4-XI-44", "[born in the 1940s]"),
        ("9 sept. 88", "[born in the 1980s]"),
        ("o1/o8/195O", "[born in the 1950s]"),
        ("50 ans le 21 mars", "[in their 50s]"),
        ("70 on the 3rd", "[in their 70s]"),
        ("sixtieth is 4 Aug", "[in their 60s]"),
    ],
)
def test_births(value: str, english: str) -> None:
    assert coarsen.birth(value, "en") == english


def test_births_in_french() -> None:
    assert coarsen.birth("03/11/1947", "fr") == "[né(e) dans les années 1940]"


@given(st.text(), st.sampled_from(["en", "fr"]), st.sampled_from([coarsen.age, coarsen.date, coarsen.birth]))
def test_whatever_comes_is_known_again_and_tells_no_day(value: str, lang: str, coarse: object) -> None:
    assert callable(coarse)
    result = coarse(value, lang)
    assert [(start, end) for start, end, *_ in wording.ours(result)] == [(0, len(result))]
