"""What stands in a Message-ID of ours, and what an answer chooses by it."""

from __future__ import annotations

import hashlib

import pytest

from adapters.mail.ours import About, fitting, local_part, read
from adapters.mail.private import choice_in
from redaction import RawText
from tests.fakes.addresses import FakeAddresses

CHOICES = (("withdraw", "000123"), ("hide_more", "000123"))


def mark(text: RawText) -> str:
    return FakeAddresses().mark("mail", text)


@pytest.mark.parametrize("about", list(About))
def test_what_was_put_into_an_id_is_read_from_it(about: About) -> None:
    local = local_part(about, "n1", CHOICES, mark)
    found = read(f"{local}@example.org", "example.org", mark)
    assert found is not None
    assert (found.about, found.local, found.choices) == (about, local, CHOICES)
    assert local == local_part(about, "n1", CHOICES, mark), "the same again"


def test_nobody_makes_one_up() -> None:
    local = local_part(About.PRIVATE, "n1", CHOICES, mark)
    other = local_part(About.PRIVATE, "n1", (("withdraw", "000999"),), mark)
    forged = ".".join([*local.split(".")[:3], other.split(".")[3], local.split(".")[4]])
    assert read(f"{forged}@example.org", "example.org", mark) is None
    assert read(f"{local}@example.net", "example.org", mark) is None


def test_as_many_choices_as_a_field_holds_are_offered() -> None:
    many = [(f"action_{number}", hashlib.sha256(str(number).encode()).hexdigest()[:32]) for number in range(60)]
    kept = fitting(many)
    assert 5 < len(kept) < len(many)
    assert len(local_part(About.PRIVATE, "n", kept, mark)) < 700


@pytest.mark.parametrize(
    ("about", "text", "chosen", "words"),
    [
        (About.PRIVATE, "#2 bees, mill", CHOICES[1], "bees, mill"),
        (About.PRIVATE, "2\nbees", CHOICES[1], "bees"),
        (About.PRIVATE, "1", CHOICES[0], ""),
        (About.PRIVATE, "#9", None, ""),
        (About.POST, " #1 \n", CHOICES[0], ""),
    ],
)
def test_an_answer_chooses_by_number(about: About, text: str, chosen: tuple[str, str] | None, words: str) -> None:
    answered = read(f"{local_part(about, 'n1', CHOICES, mark)}@example.org", "example.org", mark)
    choice = choice_in(answered, text)
    assert choice is not None
    assert (choice.chosen, choice.words.expose()) == (chosen, words)


@pytest.mark.parametrize(
    ("about", "text"),
    [
        (About.POST, "#1 is what I would try"),
        (About.POST, "1"),
        (About.PRIVATE, "2 of them came"),
        (About.PRIVATE, "Yes"),
    ],
)
def test_what_may_be_meant_for_colleagues_is_no_choice(about: About, text: str) -> None:
    answered = read(f"{local_part(about, 'n1', CHOICES, mark)}@example.org", "example.org", mark)
    assert choice_in(answered, text) is None
