"""Laws: a valid number is found whatever its separators, its case and what stands around it."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban, luhn
from stdnum.fr import nir

from tests.redaction.recognizers.marked import covered

SEPARATORS = st.sampled_from(["", " ", ".", "-", "\u00a0", "\u202f"])
AROUND = st.sampled_from(
    [("", ""), ("voici ", " merci"), ("(", ")"), ("c'est ", "."), ("number: ", ", thanks"), ("", "\nbises")]
)
NOWHERE = st.sampled_from(["99999", "2A999", "2B999", "75999", "97999"])
"""Places of birth that do not exist."""


def _digits(count: int) -> st.SearchStrategy[str]:
    return st.text(string.digits, min_size=count, max_size=count)


@st.composite
def nirs(draw: st.DrawFn) -> list[str]:
    """The groups of a NIR with its key."""
    groups = [
        draw(st.sampled_from("12")),
        draw(_digits(2)),
        f"{draw(st.integers(1, 12)):02d}",
        draw(NOWHERE),
        draw(_digits(3)),
    ]
    return [*groups, nir.calc_check_digits("".join(groups))]


@st.composite
def ibans(draw: st.DrawFn) -> str:
    country, length = draw(st.sampled_from([("FR", 23), ("DE", 18), ("BE", 12), ("NL", 14), ("ES", 20)]))
    bban = draw(_digits(length)) if country != "NL" else "BANK" + draw(_digits(10))
    return country + iban.calc_check_digits(country + "00" + bban) + bban


@st.composite
def mobiles(draw: st.DrawFn) -> list[str]:
    """French mobile numbers of the block kept for fiction, 06 39 98 xx xx."""
    return ["06", "39", "98", draw(_digits(2)), draw(_digits(2))]


def _hidden(value: str, family: str, around: tuple[str, str]) -> bool:
    line = around[0] + value + around[1]
    hit = covered(line, family)
    return all(hit[i] for i in range(len(around[0]), len(around[0]) + len(value)) if line[i].isalnum())


@given(nirs(), SEPARATORS, AROUND, st.booleans())
def test_a_nir_with_its_key_is_found(groups: list[str], separator: str, around: tuple[str, str], lower: bool) -> None:
    value = separator.join(groups)
    assert _hidden(value.lower() if lower else value, "ID", around)


@given(ibans(), st.sampled_from(["", " ", ".", "\u00a0"]), AROUND, st.booleans())
def test_an_iban_with_its_check_is_found(value: str, separator: str, around: tuple[str, str], lower: bool) -> None:
    written = separator.join(value[i : i + 4] for i in range(0, len(value), 4))
    assert _hidden(written.lower() if lower else written, "ID", around)


@given(_digits(11), SEPARATORS, AROUND)
def test_a_card_number_with_its_check_is_found(tail: str, separator: str, around: tuple[str, str]) -> None:
    number = "4970" + tail
    number += luhn.calc_check_digit(number)
    assert _hidden(separator.join(number[i : i + 4] for i in range(0, 16, 4)), "ID", around)


@given(mobiles(), st.sampled_from(["", " ", ".", "-", "/", " / ", "_", "\u00a0", "\u202f", " . "]), AROUND)
def test_a_french_mobile_is_found(pairs: list[str], separator: str, around: tuple[str, str]) -> None:
    assert _hidden(separator.join(pairs), "PHONE", around)


@given(mobiles(), st.sampled_from(["+33 ", "+33", "0033 ", "0033", "+33 (0)", "(+33) "]), AROUND)
def test_a_french_mobile_with_its_country_is_found(pairs: list[str], country: str, around: tuple[str, str]) -> None:
    assert _hidden(country + " ".join(["6", *pairs[1:]]), "PHONE", around)


@given(
    st.integers(1, 28),
    st.integers(1, 12),
    st.integers(1930, 1999),
    st.sampled_from("./-"),
    st.sampled_from(["né le ", "DOB ", "born "]),
)
def test_a_birth_in_digits_is_found(day: int, month: int, year: int, separator: str, cue: str) -> None:
    for written in (
        f"{day:02d}{separator}{month:02d}{separator}{year}",
        f"{day}{separator}{month}{separator}{year % 100:02d}",
    ):
        assert _hidden(written, "DOB", (cue, ", merci"))


@given(st.integers(18, 99), st.sampled_from(["{} ans", "{}yo", "{} years old", "{} y/o", "{} yr old"]))
def test_an_age_with_its_unit_is_found(age: int, form: str) -> None:
    assert _hidden(form.format(age), "AGE", ("Mary, ", ", vit seule"))


@given(st.text(max_size=300))
def test_no_text_breaks_a_recognizer_and_spans_lie_inside(text: str) -> None:
    assert len(covered(text)) == len(text)
