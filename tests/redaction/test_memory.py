from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction import RawText, Redactor, wording
from redaction.families import Family
from redaction.memory import CaseMemory

KINDS = st.sampled_from([(family, kind) for family, kind in wording.KIND_OF_FAMILY.items()])


def test_it_tells_nothing_of_what_it_holds() -> None:
    memory = CaseMemory()
    known = memory.add(Family.LOCATION, "town", "Dordogne")
    memory.mention(known, "Ribérac")
    known.surnames.append("Dupont")
    assert not any(value in f"{memory!r} {memory} {known!r}" for value in ("Ribérac", "Dordogne", "Dupont"))


def test_what_was_dumped_is_loaded() -> None:
    memory = CaseMemory()
    memory.lang = "fr"
    known = memory.add(Family.PERSON, "person")
    memory.mention(known, "Hélène \ud800")
    known.genders.append("f")
    again = CaseMemory.load(memory.dump())
    assert again.dump() == memory.dump()
    assert list(again.of(Family.PERSON)) == list(memory.of(Family.PERSON))
    assert again.add(Family.PERSON, "person").pseudonym("fr") == "[Personne B]"


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"null", b"\xff", b'{"version": 2}', b'{"version": 1, "known": 3}']
)
def test_what_is_no_memory_is_refused_without_repeating_it(data: bytes) -> None:
    with pytest.raises(ValueError, match="not the memory of a case") as caught:
        CaseMemory.load(data)
    assert caught.value.__cause__ is None


@given(st.lists(st.one_of(KINDS, st.tuples(st.sampled_from(["person", "phone", "hospital"]), st.integers(0, 60)))))
def test_no_pseudonym_is_given_twice_nor_one_that_a_colleague_typed(steps: list[tuple[object, object]]) -> None:
    memory = CaseMemory()
    taken: list[str] = []
    for first, second in steps:
        if isinstance(second, int):
            memory.reserve(str(first), second)
            taken.append(wording.pseudonym(str(first), second, "en"))
        else:
            given_now = memory.add(Family(str(first)), str(second)).pseudonym("en")
            assert given_now not in taken
            taken.append(given_now)


@given(st.integers(0, 20_000))
def test_letters_go_on_after_z_and_come_back(index: int) -> None:
    assert wording.index_of(wording.letters(index)) == index
    assert [wording.letters(place) for place in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]


@given(KINDS, st.integers(0, 300), st.sampled_from(["en", "fr"]))
def test_a_pseudonym_is_known_again_in_a_text(kind: tuple[Family, str], index: int, lang: str) -> None:
    text = wording.pseudonym(kind[1], index, "fr" if lang == "fr" else "en")
    start, end, found, number = next(wording.ours(f"so {text} said"))
    assert (start, end, number) == (3, 3 + len(text), index)
    assert found is not None
    assert wording.pseudonym(found, number, "en") == wording.pseudonym(kind[1], index, "en")


@pytest.mark.parametrize(
    "text", ["[Mary]", "[Person Mary]", "Person A", "[phone 0639]", "[link]", "[in her flat]", "[12 March]"]
)
def test_other_brackets_are_not_ours(text: str) -> None:
    assert list(wording.ours(text)) == []


def test_what_a_volunteer_cleared_stays_in_that_case_alone(redactor: Redactor) -> None:
    text = "Zara Okonkwo and Chidi Okonkwo rang from Eymet"
    memory = CaseMemory()
    memory.clear("ZARA  OKONKWO")
    memory = CaseMemory.load(memory.dump())
    assert redactor.redact(RawText(text), memory).text == "Zara Okonkwo and [Person A] rang from [Town A, Dordogne]"
    assert "Zara" not in redactor.redact(RawText(text), CaseMemory()).text


def test_a_pseudonym_is_found_by_its_name_in_either_language(redactor: Redactor) -> None:
    memory = CaseMemory()
    redactor.redact(RawText("Zara Okonkwo is at the clinique Pasteur, ring 06 39 98 14 27"), memory)
    for asked in ("Person A", "[Personne A]", " personne A ".replace("p", "P", 1)):
        known = memory.named(asked)
        assert known is not None
        assert known.forms == ["Zara Okonkwo"]
    assert memory.named("Person B") is None
    assert memory.named("Person") is None
    assert memory.named("mid-March") is None
    phone = memory.named("phone 1")
    assert phone is not None
    assert phone.forms == ["06 39 98 14 27"]
