"""The corpora that benchmarks vary, attack or give other names to keep every mark around its own words."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import pairwise, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.evaluate import NEUTRAL, Annotated
from redaction.families import DIRECT
from tests.bench.substitute import Name, substituted
from tests.bench.vary import ATTACKS, VARIATIONS, Attack, Vary, attacked, with_errors

WORDS = st.text(
    alphabet=st.one_of(st.sampled_from("aeiostABé ßİœŁ\u0301łß.'-\n"), st.characters(codec="utf-8")), max_size=12
)
SURFACES = WORDS.filter(lambda words: any(map(str.isalpha, words)))
TYPES = st.sampled_from(["PERSON", "PHONE", "LOCATION", "?"])


@st.composite
def messages(draw: st.DrawFn) -> Annotated:
    """Text, mark, text, mark …, with nothing between a mark and the text beside it."""
    text, marks = draw(WORDS), []
    for number, (surface, kind, after) in enumerate(draw(st.lists(st.tuples(SURFACES, TYPES, WORDS), max_size=4))):
        marks.append({"start": len(text), "end": len(text + surface), "type": kind, "entity": f"p{number}"})
        text += surface + after
    return Annotated("m", "c", draw(st.sampled_from(["en", "fr", "mix"])), text, tuple(marks))


def surfaces(message: Annotated) -> list[str]:
    return [message.text[mark["start"] : mark["end"]] for mark in message.marks]


def around(message: Annotated) -> list[str]:
    """What stands before, between and behind the marks."""
    ends = [0, *(place for mark in message.marks for place in (mark["start"], mark["end"])), len(message.text)]
    return [message.text[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True)]


def no_letters(parts: list[str]) -> list[str]:
    return ["".join(char for char in part if not char.isalpha()) for part in parts]


@pytest.mark.parametrize("label", VARIATIONS.keys() - {"5 % typing errors"})
@given(message=messages())
def test_a_varied_mark_holds_what_its_own_words_become(label: str, message: Annotated) -> None:
    vary = VARIATIONS[label]
    varied = vary(message, 0)
    assert surfaces(varied) == [alone(surface, vary) for surface in surfaces(message)]
    assert around(varied) == [alone(part, vary) for part in around(message)]


def alone(text: str, vary: Vary) -> str:
    return vary(Annotated("m", "c", "en", text, ()), 0).text


@pytest.mark.parametrize("label", ["lower case", "capitals"])
@given(message=messages())
def test_another_case_keeps_the_length(label: str, message: Annotated) -> None:
    assert len(VARIATIONS[label](message, 0).text) == len(message.text)


@given(message=messages(), seed=st.integers())
def test_typing_errors_change_letters_only_and_leave_no_mark_empty(message: Annotated, seed: int) -> None:
    varied = with_errors(message, seed)
    assert no_letters(surfaces(varied)) == no_letters(surfaces(message))
    assert no_letters(around(varied)) == no_letters(around(message))
    assert all(any(map(str.isalpha, surface)) for surface in surfaces(varied))


def test_no_typing_error_crosses_the_end_of_a_mark() -> None:
    """Greek around marks of Cyrillic, in one word: no letter may move from one into the other."""
    marks = tuple({"start": 6 * n + 2, "end": 6 * n + 4, "type": "PERSON", "entity": f"p{n}"} for n in range(1000))
    varied = with_errors(Annotated("m", "c", "en", "αβждγδ" * 1000, marks), 0)
    assert set("".join(surfaces(varied))) == set("жд")
    assert set("".join(around(varied))) == set("αβγδ")
    assert {1, 3} < {len(surface) for surface in surfaces(varied)}


def test_one_letter_in_twenty_is_mistyped_the_same_ones_each_time() -> None:
    words = ["abcdefghij"] * 1000
    message = Annotated("m", "c", "en", " ".join(words), ())
    mistyped = with_errors(message, 1).text
    assert with_errors(message, 1).text == mistyped
    assert with_errors(message, 2).text != mistyped
    spoilt = sum(word != words[0] for word in mistyped.split())
    assert 1 - 0.95**10 - 0.05 < spoilt / len(words) < 1 - 0.95**10 + 0.05


def without(inserted: str) -> Callable[[str], str]:
    return lambda text: "".join(char for char in text if char not in inserted)


UNDO: dict[str, Callable[[str], str]] = {
    "zero-width characters": without("\u200d\u200b\u200c\u2060\ufeff"),
    "soft hyphens": without("\u00ad"),
    "marks of direction": without("\u200e\u200f\u202a\u202c"),
    "spaces": without(" "),
    "emoji": without("🙂❤🌸"),
    "fullwidth": lambda text: unicodedata.normalize("NFKD", text),
    "decomposed accents": lambda text: unicodedata.normalize("NFD", text),
}


@pytest.mark.parametrize(("label", "attack"), ATTACKS.items())
@given(message=messages())
def test_an_attack_changes_direct_details_only(label: str, attack: Attack, message: Annotated) -> None:
    written, spoilt = attacked(message, attack)
    assert written.text == message.text
    assert around(spoilt) == around(message)
    undo = UNDO.get(label)
    for mark, before, after in zip(message.marks, surfaces(message), surfaces(spoilt), strict=True):
        if mark["type"] not in DIRECT:
            assert before == after
        elif undo:
            assert undo(after) == undo(before)
        else:
            assert len(after) == len(before)
    hidden = [mark["type"] != NEUTRAL for mark in spoilt.marks]
    changed = [before != after for before, after in zip(surfaces(message), surfaces(spoilt), strict=True)]
    assert [mark["type"] for mark in written.marks] == [mark["type"] for mark in spoilt.marks]
    assert all(
        direct == new
        for direct, new, mark in zip(hidden, changed, message.marks, strict=True)
        if mark["type"] in DIRECT
    )


AMINA = Name("Amina", "Haddad")


def marked(*lines: str) -> list[Annotated]:
    """Messages of one conversation from lines in which one person's mentions stand between braces."""
    done = []
    for line in lines:
        before, rest = line.split("{")
        surface, after = rest.split("}")
        mark = {"start": len(before), "end": len(before + surface), "type": "PERSON", "entity": "p1"}
        done.append(Annotated(line, "c", "en", before + surface + after, (mark,)))
    return done


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["spoke to {Mary Dupont}", "Mrs {Dupont} rang", "{mary} is worn out"], ["Amina Haddad", "Haddad", "amina"]),
        (["Mme {Petit Gilbert}", "M. {Petit}", "{Gilbert} va mieux"], ["Haddad Amina", "Haddad", "Amina"]),
        (["{Piet van der Heijden}", "Mr {Van der Heyden}"], ["Amina Haddad", "Haddad"]),
        (["Mme {kowalczyk}", "it is {k o w a l c z y k}", "so {Kovalczyk}?"], ["haddad", "h a d d a d", "Haddad"]),
        (["ask {JP}", "and {jp}", "Mme {D.} rang", "{MARY D.}"], ["AH", "ah", "H.", "AMINA H."]),
        (["{E. Lyttelton} rang", "{Dotty} is fine"], ["A. Haddad", "Amina"]),
        (['{Philippa "Pip" Lindqvist}', "so {Pip} rang"], ["Amina Haddad", "Amina"]),
    ],
)
def test_another_name_has_the_shape_of_the_mention(lines: list[str], expected: list[str]) -> None:
    assert [*map(surfaces, substituted(marked(*lines), repeat(AMINA)))] == [[one] for one in expected]


def test_a_mark_says_whether_a_whole_name_stands_in_it() -> None:
    done = substituted(marked("Mrs {Dupont}", "{M. Dupont}", "{Mary}", "{M.} rang", "{MD}"), repeat(AMINA))
    assert [message.marks[0]["whole"] for message in done] == [True, True, True, False, False]


@given(message=messages())
def test_another_name_leaves_all_else_in_its_place(message: Annotated) -> None:
    [done] = substituted([message], repeat(AMINA))
    assert around(done) == around(message)
    assert all(left["end"] <= right["start"] for left, right in pairwise(done.marks))
    for mark, before, after in zip(message.marks, surfaces(message), surfaces(done), strict=True):
        assert before == after or mark["type"] == "PERSON"
        assert after
