"""What may stand on the roster, and what may be a code."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.domain.ids import invitation_code, member_id
from bot.domain.roster import Role, code_brought, name_problem, packed_roles, shown_code, typed_code, unpacked_roles
from redaction import wording

KINDS = [*wording.LETTERED, *wording.NUMBERED]
pseudonyms = some.builds(
    wording.pseudonym,
    some.sampled_from(KINDS),
    some.integers(0, 600),
    some.sampled_from(["en", "fr"]),
    some.none() | some.sampled_from(["Dordogne", "Lot-et-Garonne"]),
)
names = some.text(max_size=90) | some.from_regex(r"\[?[A-Z][a-z]+ [A-Z]{1,2}\]?", fullmatch=True)


@given(pseudonyms, names)
def test_no_pseudonym_is_the_name_of_anybody_who_can_stand_on_the_roster(pseudonym: str, name: str) -> None:
    assert name_problem(pseudonym) is not None
    assert name_problem(name) is not None or name.strip() not in (pseudonym, pseudonym.strip("[]"))


@given(some.sampled_from(sorted(wording.LETTERED)), some.integers(0, 600), some.sampled_from(["en", "fr"]))
def test_a_pseudonym_without_its_brackets_is_refused_as_a_name_too(kind: str, index: int, lang: str) -> None:
    bare = wording.pseudonym(kind, index, lang)[1:-1]  # type: ignore[arg-type]
    assert name_problem(f" {bare} ") == "pseudonym"


@pytest.mark.parametrize(
    "name", ["Sue Palmer", "Étienne d'Aubigné-Le Goff", "Person", "A. Person", "Siân Ó Dálaigh", "李娜"]
)
def test_peoples_names_can_stand_on_the_roster(name: str) -> None:
    assert name_problem(name) is None


@pytest.mark.parametrize(
    ("name", "problem"),
    [("", "length"), ("  ", "length"), ("x" * 81, "length"), ("Sue\nPalmer", "unprintable"), ("[Sue]", "pseudonym"),
     ("Personne B", "pseudonym"), ("phone 1", "pseudonym"), ("ID number", "pseudonym")],
)  # fmt: skip
def test_what_is_no_name_is_refused_with_the_reason(name: str, problem: str) -> None:
    assert name_problem(name) == problem


@given(some.sets(some.sampled_from(Role)))
def test_roles_come_back_from_the_table_as_they_went(roles: set[Role]) -> None:
    assert unpacked_roles(packed_roles(frozenset(roles))) == roles


def test_a_code_is_found_again_however_it_is_typed() -> None:
    for _ in range(50):
        code = invitation_code()
        assert len(code) == 12
        for typed in (code, code.lower(), shown_code(code), f" {shown_code(code).replace('-', ' – ')}\n"):
            assert typed_code(typed) == code


@given(some.text())
def test_what_is_no_code_goes_nowhere(text: str) -> None:
    assert re.fullmatch("(?:[23456789CDFGHJKMPQRTVWXY]{12})?", typed_code(text))


@pytest.mark.parametrize(
    "text", ["", "hello", "Mary Dupont", "K7PX29TQMHR", "K7PX29TQMHRGG", "K7PX29TQMHR0", "K7PX29TQMHRÉ"]
)
def test_a_word_that_is_no_code_is_taken_for_none(text: str) -> None:
    assert typed_code(text) == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [("/join k7px-29tq-mhrg", "K7PX29TQMHRG"), ("join *K7PX 29TQ MHRG*", "K7PX29TQMHRG"),
     ("/start K7PX29TQMHRG", "K7PX29TQMHRG"), ("/JOIN@some_bot K7PX29TQMHRG", "K7PX29TQMHRG"),
     ("/join", ""), ("join Mary Dupont", ""), ("/start hello", None), ("/start", None), ("K7PX29TQMHRG", None),
     ("joining K7PX29TQMHRG", None), ("", None)],
)  # fmt: skip
def test_a_private_word_brings_a_code_where_it_says_so(text: str, code: str | None) -> None:
    assert code_brought(text) == code


def test_the_ids_of_members_are_short_and_drawn_by_lot() -> None:
    ids = {member_id() for _ in range(200)}
    assert len(ids) > 195
    assert all(len(each) == 7 and each.startswith("M-") for each in ids)
