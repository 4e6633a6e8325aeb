"""What the case knows is found again: here values that no recognizer would find on its own."""

from __future__ import annotations

import pytest

from redaction import CaseMemory, Family
from redaction.known import KnownValues


def found(text: str, *hidden: tuple[Family, str]) -> list[str]:
    names = KnownValues(CaseMemory())
    names.learn(hidden)
    results = names.analyze(text, [])
    return [text[one.start : one.end] for one in results]


def test_a_name_with_digits_is_found_again_as_it_stands() -> None:
    assert found("ask o955, or O955, not o9556", (Family.PERSON, "o955")) == ["o955", "O955"]
    assert "Lot 47" in found("at Lot 47, not at Lot 470", (Family.LOCATION, "Lot 47"))


def test_what_is_too_short_to_tell_teaches_nothing() -> None:
    assert found("grade 3a, or l3a", (Family.PERSON, "L3a")) == []


def test_a_number_taken_for_a_name_teaches_nothing() -> None:
    assert found("in 2023, as in 2022", (Family.LOCATION, "2023")) == []


@pytest.mark.parametrize(
    ("known", "text", "found"),
    [
        ("KT", "and warn KT brachy is lying flat", ["KT"]),
        ("KT", "the kt of it, PDR too", []),
        ("Dorothy Entwistle", "a spare bed at Dotty's", ["Dotty"]),
        ("Dorothy Entwistle", "it is all a bit dotty", []),
        ("CT", "her CT is on Friday", []),
        (
            "Maria da Conceição dos Santos e Silva",
            "for MARIA DA CONCEICAO DOS SANTOS E SILVA",
            ["MARIA", "MARIA DA CONCEICAO DOS SANTOS E SILVA", "CONCEICAO", "SANTOS", "SILVA"],
        ),
    ],
)
def test_initials_and_nicknames_of_known_people_are_found_where_they_stand_out(
    known: str, text: str, found: list[str]
) -> None:
    memory = CaseMemory()
    memory.mention(memory.add(Family.PERSON, "person"), known)
    names = KnownValues(memory)
    names.learn()
    results = names.analyze(text, [])
    assert [text[one.start : one.end] for one in results] == found
