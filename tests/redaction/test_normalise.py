from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.normalise import normalise

ODD = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from(list("\u200b\u202e\u0301 e\u00adМа&;<>|\r\n\t’－＠ﬁ")))
)


@pytest.mark.parametrize(
    ("incoming", "plain"),
    [
        ("He\u0301le\u0300ne", "Hélène"),
        ("Ma\u200bry\u2060", "Mary"),
        ("\u202eMary\u202c", "Mary"),
        ("06\u00a039\u202f98\u200914\u300027", "06 39 98 14 27"),
        ("06\u201139\u201398", "06-39-98"),
        ("O’Sullivan", "O'Sullivan"),
        ("claire＠example．org", "claire@example.org"),
        ("０６ ３９", "06 39"),
        ("Mаry Duроnt", "Mary Dupont"),  # Cyrillic а, р, о
        ("Ναdine", "Nadine"),  # Greek Ν, α
        ("Мария", "Мария"),
        ("Tom &amp; Ann &lt;3", "Tom & Ann <3"),
        ("a\r\nb\u2028c", "a\nb\nc"),
        ("M\x00ary", "Mary"),
        ("\ud800x", "\ufffdx"),
        ("M̶a̶r̶y̶", "Mary"),
        ("5 µg", "5 µg"),
    ],
)
def test_one_plain_form(incoming: str, plain: str) -> None:
    assert normalise(incoming).text == plain


@pytest.mark.parametrize(
    ("incoming", "plain"),
    [
        ("<mailto:a@example.org|a@example.org>", "a@example.org"),
        ("<mailto:a@example.org|write to Ann>", "a@example.org | write to Ann"),
        ("<tel:+33639981427|06 39 98 14 27>", "06 39 98 14 27"),
        ("<tel:+33639981427|06 39 98 00 00>", "+33639981427 | 06 39 98 00 00"),
        ("<https://example.org/mary|her page>", "https://example.org/mary her page"),
        ("<https://example.org/mary>", "https://example.org/mary"),
        ("<@U024BE7LH>", "<@U024BE7LH>"),
        ("5 < 6 > 4", "5 < 6 > 4"),
    ],
)
def test_links_of_slack_are_unfolded(incoming: str, plain: str) -> None:
    assert normalise(incoming).text == plain


def test_a_link_is_hidden_whole() -> None:
    link = "<mailto:a@example.org|write to Ann>"
    text = normalise(f"so {link} ok")
    start = text.text.index("Ann")
    assert text.incoming(start, start + 3) == (3, 3 + len(link))


def test_invisible_characters_at_the_edges_belong_to_the_value() -> None:
    text = normalise("x \u200bMary\u200b\u200d y")
    assert text.incoming(2, 6) == (2, 9)


def test_a_variation_selector_stays_with_its_emoji() -> None:
    incoming = "❤\ufe0fMary"
    text = normalise(incoming)
    start, end = text.incoming(text.text.index("Mary"), len(text.text))
    assert incoming[start:end] == "Mary"


@given(ODD)
def test_the_map_is_monotone_and_leaves_no_visible_character_out(incoming: str) -> None:
    text = normalise(incoming)
    assert len(text.starts) == len(text.ends) == len(text.text)
    assert list(text.starts) == sorted(text.starts)
    assert list(text.ends) == sorted(text.ends)
    assert all(start < end for start, end in zip(text.starts, text.ends, strict=True))
    reached = {place for start, end in zip(text.starts, text.ends, strict=True) for place in range(start, end)}
    assert reached | text.invisible == set(range(len(incoming)))


@given(ODD)
def test_there_and_back_covers_what_it_came_from(incoming: str) -> None:
    text = normalise(incoming)
    for place in range(len(text.text)):
        start, end = text.incoming(place, place + 1)
        first, last = text.plain(start, end)
        assert first <= place < last


@given(ODD)
def test_the_plain_form_has_no_invisible_character_left(incoming: str) -> None:
    assert not any(unicodedata.category(char) in ("Cf", "Cc") for char in normalise(incoming).text if char != "\n")


def test_pictures_between_the_letters_of_a_word_part_nothing() -> None:
    text = "see M🌸a🌸r🌸y today 🌸 ok👍merci"
    plain = normalise(text)
    assert plain.text == "see Mary today 🌸 ok👍merci"
    assert plain.incoming(4, 8) == (4, 11)
