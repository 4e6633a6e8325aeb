from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from redaction.families import Family
from redaction.resolve import Candidate, resolve


def found(text: str, *values: tuple[str, Family], untouchable: tuple[str, ...] = ()) -> list[tuple[str, Family]]:
    candidates = [Candidate(text.index(value), text.index(value) + len(value), family, 0.6) for value, family in values]
    ranges = [(text.index(part), text.index(part) + len(part)) for part in untouchable]
    return [(text[span.start : span.end], span.family) for span in resolve(text, candidates, ranges)]


def test_types_decide_not_scores() -> None:
    assert found("485 777 3457", ("485 777 3457", Family.PHONE), ("485 777 3457", Family.ID)) == [
        ("485 777 3457", Family.ID)
    ]


def test_a_clinic_called_after_a_saint_is_one_clinic() -> None:
    text = "at Clinique Sainte-Marie now"
    assert found(
        text, ("Marie", Family.PERSON), ("Sainte-Marie", Family.LOCATION), ("Clinique Sainte-Marie", Family.FACILITY)
    ) == [("Clinique Sainte-Marie", Family.FACILITY)]


def test_a_street_called_after_a_day_is_a_street() -> None:
    text = "rue du 8 Mai 1945"
    assert found(text, ("8 Mai 1945", Family.DATE), (text, Family.LOCATION)) == [(text, Family.LOCATION)]


def test_crossing_spans_hide_their_union() -> None:
    text = "12 rue Victor Hugo"
    assert found(text, ("12 rue Victor", Family.ADDRESS), ("Victor Hugo", Family.PERSON)) == [(text, Family.ADDRESS)]


def test_two_neighbours_stay_two() -> None:
    assert found("Claire, Paul", ("Claire", Family.PERSON), ("Paul", Family.PERSON)) == [
        ("Claire", Family.PERSON),
        ("Paul", Family.PERSON),
    ]


def test_a_pseudonym_is_left_alone_and_the_name_beside_it_is_not() -> None:
    text = "[Person A] Dupont"
    assert found(text, (text, Family.PERSON), untouchable=("[Person A]",)) == [("Dupont", Family.PERSON)]


def test_little_words_between_pseudonyms_are_no_remainder() -> None:
    text = "[Person A] de la [Town A]"
    assert found(text, (text, Family.PERSON), untouchable=("[Person A]", "[Town A]")) == []


def test_a_name_is_not_cut_inside_a_word() -> None:
    assert found("Marguerite", ("Margue", Family.PERSON)) == [("Marguerite", Family.PERSON)]


def test_the_elided_part_of_a_surname_belongs_to_it() -> None:
    assert found("Dr N'Diaye", ("Diaye", Family.PERSON)) == [("N'Diaye", Family.PERSON)]


SPANS = st.lists(
    st.builds(
        lambda start, length, family: Candidate(start, min(40, start + length), family, 0.6),
        st.integers(0, 39),
        st.integers(1, 20),
        st.sampled_from(list(Family)),
    ),
    max_size=8,
)


@given(SPANS)
def test_final_spans_are_sorted_apart_and_cover_every_candidate(candidates: list[Candidate]) -> None:
    text = "x1" * 20
    final = resolve(text, candidates)
    assert all(left.end <= right.start for left, right in pairwise(final))
    covered = {place for span in final for place in range(span.start, span.end)}
    assert covered >= {place for span in candidates for place in range(span.start, span.end)}


@given(SPANS, st.tuples(st.integers(0, 20), st.integers(1, 19)))
def test_untouchable_characters_stay_outside(candidates: list[Candidate], untouchable: tuple[int, int]) -> None:
    start, length = untouchable
    final = resolve("X1" * 20, candidates, [(start, start + length)])
    assert not any(span.start < start + length and start < span.end for span in final)


def test_a_number_does_not_bite_into_the_next_word() -> None:
    assert found("06 39 98 14 27 is hers", ("06 39 98 14 27 i", Family.PHONE)) == [("06 39 98 14 27", Family.PHONE)]


def test_what_stands_after_a_word_for_a_place_is_the_place() -> None:
    for text, family in (("her cousin Bradford", Family.PERSON), ("lives in Bradford", Family.LOCATION)):
        assert found(text, ("Bradford", Family.LOCATION), ("Bradford", Family.PERSON)) == [("Bradford", family)]


def test_a_birth_as_forms_write_it_is_blurred_not_destroyed() -> None:
    assert found("19690228", ("19690228", Family.ID), ("19690228", Family.DOB)) == [("19690228", Family.DOB)]
